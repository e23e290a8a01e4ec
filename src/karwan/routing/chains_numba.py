"""The search over chains of cells by compiled code, the twin of chains.py: for who asks many questions.

It looks at the same chains in the same order and gives the same families, all at once. Names of chains are
nodes of a tree (the label of each cell under the name before it); what is known of chains of one name in one
cell is a slot.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds_numba import graph_of, to_goal
from karwan.routing.compiled import compiled
from karwan.routing.names_numba import (
    NO,
    ROOT,
    Names,
    after,
    is_detour,
    most_of,
    no_names,
    of_straighter,
    take,
)
from karwan.routing.part import Part
from karwan.routing.route import Family

Float = NDArray[np.float64]
Int = NDArray[np.int32]
Long = NDArray[np.int64]

_VISITS = 2  # how often a chain may come to a cell
_STEP, _CHAIN, _END = range(3)
_NEVER = 2.0**59

# What it comes to at least, serial number, kind; chain; way out or entry.
_Queued = tuple[float, int, int, int, int]


class Scene(NamedTuple):
    """What a search runs on.

    Attributes:
        cell_first, leg_first, leg_cost, start, finish, direct: as in a Part.
        exit_first: (cells + 1,) the ways out of each cell to another, by cell. exit_cell: where each leads.
        exit_begin: (ways out + 1,) its transfers, in the three that follow.
        transfer: number in the part. leave: the vertex left, counted from the first of its cell.
        to: the vertex entered. cost: (transfers,).
        needed: (cells,) whether one of these must be used. label: (cells,) as a number.
        enter_bound, leave_bound: (2, vertices) least cost to the destination, before and after a needed cell
            was used.
    """

    cell_first: Int
    leg_first: Long
    leg_cost: Float
    start: Float
    finish: Float
    direct: Float
    exit_first: Long
    exit_cell: Int
    exit_begin: Long
    transfer: Long
    leave: Int
    to: Int
    cost: Float
    transfer_from: Int
    needed: NDArray[np.bool_]
    label: Long
    enter_bound: Float
    leave_bound: Float


class Rules(NamedTuple):
    """As of `families`; -1 stands for no such rule, a ratio of detours of 0 for detours that are not told."""

    per_group: int
    detour_ratio: float
    ratio: float
    most: int
    groups: int
    patience: int


class _Chains(NamedTuple):
    """Chains: as in chains.py, each attribute a list."""

    cell: list[int]
    name: list[int]
    before: list[int]
    used: list[int]
    at: list[Int]
    transfer: list[Long]
    enter: list[Float]
    leave: list[Float]


class _Slots(NamedTuple):
    """What is known of each name in each cell, needed ones used or not; `first` by twice the cell."""

    first: Long
    following: list[int]
    name: list[int]
    leave: list[Float]
    best: list[Float]


def rules(
    per_group: int,
    detour_ratio: float | None,
    ratio: float,
    most: int | None,
    groups: int | None,
    patience: int | None,
) -> Rules:
    """Rules with numbers for those that there are none of."""
    numbers = (NO if number is None else number for number in (most, groups, patience))
    return Rules(per_group, detour_ratio or 0.0, float(ratio), *numbers)


def families_of(
    part: Part[np.float64], required: NDArray[np.bool_] | None, labels: Sequence[Hashable], rules: Rules
) -> Iterator[Family]:
    """The families of a part in order of cost; arguments as of `ChainSearch` and its `run`."""
    scene = _scene(part, required, labels)
    cells, cell_first, transfers, transfer_first, costs = _search(scene, rules)
    names, used = part.cells[cells].tolist(), part.transfers[transfers].tolist()
    for index, cost in enumerate(costs.tolist()):
        yield Family(
            tuple(names[cell_first[index] : cell_first[index + 1]]),
            tuple(used[transfer_first[index] : transfer_first[index + 1]]),
            cost,
        )


def is_kept() -> bool:
    """Whether what was compiled is kept on the disk for the next process."""
    return getattr(_search, "stats").cache_path is not None  # noqa: B009 - compiled functions have it


def _scene(part: Part[np.float64], required: NDArray[np.bool_] | None, labels: Sequence[Hashable]) -> Scene:
    graph = graph_of(part)
    needed = np.ones(part.cells.size, np.bool_) if required is None else required[part.cells]
    enter, leave = to_goal(graph, part.leg_cost, part.transfer_cost, part.finish)[:2]
    enter_bound, leave_bound = np.stack((enter, enter)), np.stack((leave, leave))
    if not needed.all():
        # Before a needed cell was used, the destination counts only beyond one.
        goal = np.where(needed[graph.vertex_cell], enter, np.inf)
        enter_bound[0], leave_bound[0] = to_goal(graph, part.leg_cost, part.transfer_cost, goal)[:2]
    cell_from, cell_to = graph.vertex_cell[part.transfer_from], graph.vertex_cell[part.transfer_to]
    order = np.lexsort((cell_to, cell_from))
    cell_from, cell_to = cell_from[order], cell_to[order]
    is_new = np.ones(order.size, np.bool_)
    is_new[1:] = (np.diff(cell_from) != 0) | (np.diff(cell_to) != 0)
    begin = np.flatnonzero(is_new)
    number = {label: index for index, label in enumerate(dict.fromkeys(labels))}
    return Scene(
        cell_first=part.cell_first,
        leg_first=part.leg_first,
        leg_cost=part.leg_cost,
        start=part.start,
        finish=part.finish,
        direct=part.direct,
        exit_first=np.searchsorted(cell_from[begin], np.arange(part.cells.size + 1)),
        exit_cell=cell_to[begin],
        exit_begin=np.append(begin, order.size),
        transfer=order,
        leave=part.transfer_from[order] - part.cell_first[cell_from],
        to=part.transfer_to[order],
        cost=part.transfer_cost[order],
        transfer_from=part.transfer_from,
        needed=needed,
        label=np.array([number[labels[cell]] for cell in part.cells.tolist()], np.int64),
        enter_bound=enter_bound,
        leave_bound=leave_bound,
    )


@compiled
def _search(scene: Scene, rules: Rules) -> tuple[Long, Long, Long, Long, Float]:
    """Cells and transfers of all families, where those of each begin, and their costs."""
    names = no_names()
    nothing, nowhere, never = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0)
    chains = _Chains([NO], [ROOT], [NO], [0], [nothing], [nowhere], [never], [never])
    slots = _Slots(np.full(2 * scene.needed.size, NO, np.int64), [NO], [ROOT], [never], [np.empty((0, 0))])
    queue = [(np.inf, 0, _STEP, NO, NO)]
    queue.clear()
    cells, transfers, costs = [0], [0], [0.0]
    cell_first, transfer_first = [0], [0]
    cells.clear()
    transfers.clear()
    costs.clear()
    serial, limit = 0, np.inf
    for cell in range(scene.needed.size):
        serial = _begin(scene, rules, names, chains, slots, queue, cell, serial)
    followed = news = 0
    while queue and followed != rules.most and (rules.patience < 0 or followed - news <= rules.patience):
        cost, _, kind, chain, index = heappop(queue)
        if cost > limit:
            break
        name = chains.name[chain]
        if kind == _END:
            limit = min(limit, cost * rules.ratio)
            if names.shown[name] < rules.per_group and cost <= of_straighter(names, rules.detour_ratio, name):
                if names.shown[name] == 0:
                    news = followed
                take(names, name, rules.detour_ratio * cost)
                _tell(scene, chains, chain, index, cells, transfers)
                cell_first.append(len(cells))
                transfer_first.append(len(transfers))
                costs.append(cost)
                if len(names.given) == rules.groups:
                    break
            continue
        if kind == _STEP:
            name = after(names, name, scene.label[scene.exit_cell[index]])
        if cost > most_of(names, rules.per_group, rules.detour_ratio, name):
            continue
        followed += 1
        if kind == _STEP:
            chain = _chain(scene, rules, names, chains, slots, chain, index, name)
        if chain >= 0:
            serial = _go_on(scene, chains, queue, chain, serial, limit)
    return (
        np.array(cells, np.int64),
        np.array(cell_first, np.int64),
        np.array(transfers, np.int64),
        np.array(transfer_first, np.int64),
        np.array(costs),
    )


@compiled
def _begin(
    scene: Scene,
    rules: Rules,
    names: Names,
    chains: _Chains,
    slots: _Slots,
    queue: list[_Queued],
    cell: int,
    serial: int,
) -> int:
    """The chain of one cell, and the route that stays in it, if the origin lies there; the next serial."""
    begin, end = scene.cell_first[cell], scene.cell_first[cell + 1]
    leave = scene.start[begin:end].copy()
    if not (np.isfinite(scene.direct[cell]) or np.isfinite(leave).any()):
        return serial
    used = int(scene.needed[cell])
    name = after(names, ROOT, scene.label[cell])
    chain = len(chains.cell)
    _add(chains, cell, name, NO, used)
    chains.at.append(np.empty(0, np.int32))
    chains.transfer.append(np.empty(0, np.int64))
    chains.enter.append(np.empty(0))
    chains.leave.append(leave)
    slot = _slot(scene, rules, slots, 2 * cell + used, name)
    slots.leave[slot][:] = leave
    least = np.inf
    for vertex in range(begin, end):
        least = min(least, scene.start[vertex] + scene.leave_bound[used, vertex])
    if least < _NEVER:
        heappush(queue, (least, serial, _CHAIN, chain, NO))
        serial += 1
    if used and scene.direct[cell] < np.inf:
        heappush(queue, (scene.direct[cell], serial, _END, chain, NO))
        serial += 1
    return serial


@compiled
def _go_on(scene: Scene, chains: _Chains, queue: list[_Queued], chain: int, serial: int, limit: float) -> int:
    """Puts into the queue how a chain can end and where it can go on to; the next serial."""
    cell, used, leave = chains.cell[chain], chains.used[chain], chains.leave[chain]
    if used and chains.before[chain] >= 0:
        best, entry = np.inf, 0
        for i in range(chains.at[chain].size):
            total = chains.enter[chain][i] + scene.finish[scene.cell_first[cell] + chains.at[chain][i]]
            if total < best:
                best, entry = total, i
        if best <= limit and best < np.inf:
            heappush(queue, (best, serial, _END, chain, entry))
            serial += 1
    for way in range(scene.exit_first[cell], scene.exit_first[cell + 1]):
        least = np.inf
        for i in range(scene.exit_begin[way], scene.exit_begin[way + 1]):
            onwards = leave[scene.leave[i]] + scene.cost[i] + scene.enter_bound[used, scene.to[i]]
            least = min(least, onwards)
        if least <= limit and least < _NEVER and _visits(chains, chain, scene.exit_cell[way]) < _VISITS:
            heappush(queue, (least, serial, _STEP, chain, way))
            serial += 1
    return serial


@compiled
def _chain(
    scene: Scene,
    rules: Rules,
    names: Names,
    chains: _Chains,
    slots: _Slots,
    before: int,
    way: int,
    name: int,
) -> int:
    """The chain that a step leads to, -1 if it is worth nothing."""
    cell = scene.exit_cell[way]
    used = int(chains.used[before] or scene.needed[cell])
    begin, end = scene.exit_begin[way], scene.exit_begin[way + 1]
    first = scene.cell_first[cell]
    size = scene.cell_first[cell + 1] - first
    at, cost = scene.to[begin:end] - first, np.empty(end - begin)
    for i in range(end - begin):
        cost[i] = chains.leave[before][scene.leave[begin + i]] + scene.cost[begin + i]
    kept = _worth(rules, names, slots, 2 * cell + used, name, at, cost)
    if not kept.any():
        return NO
    at, cost = at[kept], cost[kept]
    slot = _slot(scene, rules, slots, 2 * cell + used, name)
    _note(slots.best[slot], at, cost)
    leave = np.full(size, np.inf)
    for i in range(at.size):
        row = scene.leg_first[cell] + at[i] * size
        for j in range(size):
            leave[j] = min(leave[j], cost[i] + scene.leg_cost[row + j])
    slots.leave[slot][:] = np.minimum(slots.leave[slot], leave)
    _add(chains, cell, name, before, used)
    chains.at.append(at.astype(np.int32))
    chains.transfer.append(scene.transfer[begin:end][kept])
    chains.enter.append(cost)
    chains.leave.append(leave)
    return len(chains.cell) - 1


@compiled
def _worth(
    rules: Rules, names: Names, slots: _Slots, place: int, name: int, at: NDArray[np.int_], cost: Float
) -> NDArray[np.bool_]:
    """Where a chain enters its last cell at less than the best of its name, and straighter ones, so far."""
    kept = np.ones(at.size, np.bool_)
    slot = int(slots.first[place])
    while slot >= 0:
        if slots.name[slot] == name:
            best = slots.best[slot]
            # that of a chain that begins in the cell is never set
            if best.size:
                for i in range(at.size):
                    kept[i] &= cost[i] < best[rules.per_group - 1, at[i]]
        elif rules.detour_ratio > 0 and is_detour(names, name, slots.name[slot]):
            leave = slots.leave[slot]
            for i in range(at.size):
                kept[i] &= cost[i] < rules.detour_ratio * leave[at[i]]
        slot = slots.following[slot]
    return kept


@compiled
def _note(best: Float, at: NDArray[np.int_], cost: Float) -> None:
    """Takes costs of entering a cell into the best few."""
    left = cost.copy()
    was = np.empty_like(left)
    for row in best:
        for i in range(at.size):
            was[i] = row[at[i]]
        for i in range(at.size):
            row[at[i]] = min(was[i], left[i])
            left[i] = max(was[i], left[i])


@compiled
def _slot(scene: Scene, rules: Rules, slots: _Slots, place: int, name: int) -> int:
    """The slot of a name in a cell, made if there is none."""
    slot = int(slots.first[place])
    while slot >= 0:
        if slots.name[slot] == name:
            return slot
        slot = slots.following[slot]
    cell = place // 2
    size = scene.cell_first[cell + 1] - scene.cell_first[cell]
    slots.following.append(slots.first[place])
    slots.name.append(name)
    slots.leave.append(np.full(size, np.inf))
    slots.best.append(np.full((rules.per_group, size), np.inf))
    slots.first[place] = len(slots.name) - 1
    return len(slots.name) - 1


@compiled
def _add(chains: _Chains, cell: int, name: int, before: int, used: int) -> None:
    """A chain without its costs."""
    chains.cell.append(cell)
    chains.name.append(name)
    chains.before.append(before)
    chains.used.append(used)


@compiled
def _visits(chains: _Chains, chain: int, cell: int) -> int:
    """How often a chain came to a cell."""
    visits = 0
    while chain >= 0:
        visits += chains.cell[chain] == cell
        chain = chains.before[chain]
    return visits


@compiled
def _tell(
    scene: Scene, chains: _Chains, chain: int, entry: int, cells: list[int], transfers: list[int]
) -> None:
    """Adds the cells and transfers of a finished chain, told from its end."""
    first_cell, first_transfer = len(cells), len(transfers)
    while True:
        cells.append(chains.cell[chain])
        before = chains.before[chain]
        if before < 0:
            break
        transfer = chains.transfer[chain][entry]
        transfers.append(transfer)
        chain, cell = before, chains.cell[before]
        base = scene.cell_first[cell]
        size, leave = scene.cell_first[cell + 1] - base, scene.transfer_from[transfer] - base
        best = np.inf
        entry = 0
        for i in range(chains.at[chain].size):
            cost = (
                chains.enter[chain][i]
                + scene.leg_cost[scene.leg_first[cell] + chains.at[chain][i] * size + leave]
            )
            if cost < best:
                best, entry = cost, i
    _turn(cells, first_cell)
    _turn(transfers, first_transfer)


@compiled
def _turn(numbers: list[int], first: int) -> None:
    """Turns the end of a list round."""
    low, high = first, len(numbers) - 1
    while low < high:
        numbers[low], numbers[high] = numbers[high], numbers[low]
        low, high = low + 1, high - 1

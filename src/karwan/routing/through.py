"""The one best way of one pair, through gateways that it must pass and around closed ones.

Where many pairs are asked, trees are quicker (trees.py); both find the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.routing import question
from karwan.routing.attach import Attachment
from karwan.routing.bounds import NEVER
from karwan.routing.part import vertices_of
from karwan.routing.question import Ends, weigh
from karwan.routing.route import Family
from karwan.routing.skim_metric import Metric

Float = NDArray[np.float64]
Int = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two places at a metric's prices, and the gateways to pass between them.

    Attributes:
        metric: prices. ends: first and last legs, by vertices of the overlay.
        start, finish: (vertices of the part,) as one number. direct: (cells of the part,).
        gates: transfers of the part through each gateway to pass, in order.
    """

    metric: Metric
    ends: Ends
    start: Float
    finish: Float
    direct: Float
    gates: tuple[tuple[int, ...], ...]


def pair_of(
    metric: Metric,
    origin: Sequence[Attachment],
    destination: Sequence[Attachment],
    gates: Sequence[Sequence[int]] = (),
) -> Pair:
    """Two attached places; `gates` are transfers of the overlay."""
    ends = question.ends(metric.overlay, metric.priced, origin, destination)
    vertices = vertices_of(metric.overlay, metric.part)
    number = np.full(metric.overlay.transfer_from.size, -1, np.int64)
    number[metric.part.transfers] = np.arange(metric.part.transfers.size)
    return Pair(
        metric=metric,
        ends=ends,
        start=weigh(ends.start, metric.weights)[vertices],
        finish=weigh(ends.finish, metric.weights)[vertices],
        direct=weigh(ends.direct, metric.weights)[metric.part.cells],
        gates=tuple(tuple(n for n in number[list(gate)].tolist() if n >= 0) for gate in gates),
    )


def best(pair: Pair, closed: NDArray[np.bool_] | None = None) -> Family | None:
    """The way of least cost that uses no closed transfer; None if there is none.

    Args:
        pair: the places.
        closed: (transfers of the overlay,) whether each is closed on top of what is closed already.
    """
    part = pair.metric.part
    cost = part.transfer_cost
    if closed is not None:
        cost = np.where(closed[part.transfers], np.inf, cost)
    if not pair.gates:
        last = _search(pair, cost, pair.finish)
        inside = float(np.min(pair.direct, initial=np.inf))
        through = pair.start + last.leave
        if inside < np.inf and inside <= np.min(through, initial=np.inf):
            return Family((int(part.cells[np.argmin(pair.direct)]),), (), inside)
        return _told(pair, through, [last], [])
    searches = [_search(pair, cost, pair.finish)]
    entries: list[_Gate] = []
    for gate in reversed(pair.gates):
        entries.append(_before(pair, cost, gate, searches[-1].enter))
        searches.append(_search(pair, cost, entries[-1].goal))
    return _told(pair, pair.start + searches[-1].leave, searches[::-1], entries[::-1])


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Costs to a goal, and the way there; as `bounds_numba.to_goal` gives them."""

    enter: Float
    leave: Float
    next_leave: Int
    next_transfer: Int


@dataclass(frozen=True, slots=True, eq=False)
class _Gate:
    """A gateway to pass next.

    Attributes:
        goal: (vertices,) from where a run enters, by it to the destination. transfer: (vertices,) by which.
        at: transfers through it. beyond: cost of each and of all after it.
    """

    goal: Float
    transfer: Int
    at: tuple[int, ...]
    beyond: Float


def _search(pair: Pair, cost: Float, goal: Float) -> _Search:
    from karwan.routing import bounds_numba  # noqa: PLC0415 - imports numba

    enter, leave, *steps = bounds_numba.to_goal(pair.metric.graph, pair.metric.part.leg_cost, cost, goal)
    enter, leave = (np.where(costs < NEVER, costs, np.inf) for costs in (enter, leave))
    return _Search(enter, leave, *steps)


def _before(pair: Pair, cost: Float, gate: Sequence[int], enter: Float) -> _Gate:
    """The costs by way of one gateway, whichever of its transfers is best."""
    part = pair.metric.part
    goal, via = np.full(enter.size, np.inf), np.full(enter.size, -1, np.int32)
    beyond = np.array([cost[one] + enter[part.transfer_to[one]] for one in gate])
    for one, rest in zip(gate, beyond.tolist(), strict=True):
        left = int(part.transfer_from[one])
        cell = int(pair.metric.graph.vertex_cell[left])
        base, size = int(part.cell_first[cell]), int(np.diff(part.cell_first)[cell])
        row = part.leg_first[cell] + (left - base) * size
        here = part.leg_cost[row : row + size] + rest
        better = np.flatnonzero(here < goal[base : base + size])
        goal[base + better], via[base + better] = here[better], one
    return _Gate(goal, via, tuple(gate), beyond)


def _told(pair: Pair, through: Float, searches: Sequence[_Search], gates: Sequence[_Gate]) -> Family | None:
    """The cells and transfers of the best way."""
    part, overlay = pair.metric.part, pair.metric.overlay
    least = float(np.min(through, initial=np.inf))
    straight = -1
    if gates:  # from the origin to the gateway without any other before it
        first = np.array([pair.start[part.transfer_from[one]] for one in gates[0].at]) + gates[0].beyond
        if first.size and first.min() < least:
            least, straight = float(first.min()), int(np.argmin(first))
    if not np.isfinite(least):
        return None
    transfers: list[int] = []
    level = 0
    if straight >= 0:
        transfers.append(gates[0].at[straight])
        vertex, level = int(part.transfer_to[transfers[-1]]), 1
    else:
        vertex = _follow(searches[0], int(np.argmin(through)), part.transfer_to, transfers)
    while True:
        search = searches[level]
        while search.next_leave[vertex] >= 0:
            vertex = _follow(search, int(search.next_leave[vertex]), part.transfer_to, transfers)
        if level == len(gates):
            break
        transfers.append(int(gates[level].transfer[vertex]))
        vertex, level = int(part.transfer_to[transfers[-1]]), level + 1
    steps = part.transfers[transfers]
    chain = [overlay.transfer_from[steps[0]], *overlay.transfer_to[steps]]
    return Family(tuple(overlay.vertex_cell[chain].tolist()), tuple(steps.tolist()), least)


def _follow(search: _Search, leave: int, transfer_to: Int, transfers: list[int]) -> int:
    """Takes the next transfer from where a run leaves; the vertex beyond it."""
    transfers.append(int(search.next_transfer[leave]))
    return int(transfer_to[transfers[-1]])


def criteria(pair: Pair, found: Family) -> Float:
    """Hours, US dollars and kg of a way that was found, (3,)."""
    overlay, priced = pair.metric.overlay, pair.metric.priced
    if not found.transfers:
        return np.asarray(pair.ends.direct[found.cells[0]])
    steps = list(found.transfers)
    enters, leaves = overlay.transfer_to[steps[:-1]], overlay.transfer_from[steps[1:]]
    whole = (
        pair.ends.start[overlay.transfer_from[steps[0]]] + pair.ends.finish[overlay.transfer_to[steps[-1]]]
    )
    whole = whole + priced.transfer_costs[steps].sum(axis=0)
    for cell, enter, leave in zip(found.cells[1:-1], enters.tolist(), leaves.tolist(), strict=True):
        base = int(overlay.cell_first[cell])
        whole = whole + overlay.legs_of(cell)[enter - base, leave - base] * priced.cell_rates[cell]
    return np.asarray(whole)

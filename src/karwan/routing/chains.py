"""The search over chains of cells: what families.py asks.

It carries, for each chain, the least cost at every vertex of its last cell; one more cell is one min-plus
product with that cell's table. What a chain must still cost is known exactly, so the queue gives finished
routes in order of cost.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import to_goal
from karwan.routing.exits import Exits, exits_of
from karwan.routing.names import Names
from karwan.routing.part import Part
from karwan.routing.route import Family
from karwan.routing.straighter import Given, Passed

Vector = NDArray[np.float64]

_VISITS = 2  # how often a chain may come to a cell


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """A chain of cells under way.

    Attributes:
        cells: of the part. name: number of its name. before: the chain without its last cell.
        at: (entries,) the vertices at which a run enters the last cell, counted from the cell's first.
        transfer: (entries,) transfer of the part by which it enters.
        enter: (entries,) least cost to there. leave: (k,) least cost to where a run leaves the last cell.
        used_required: whether one of the cells is required.
    """

    cells: tuple[int, ...]
    name: int
    before: _Chain | None
    at: NDArray[np.int32]
    transfer: NDArray[np.int32]
    enter: Vector
    leave: Vector
    used_required: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A chain and one more cell: made into a chain only when its turn comes."""

    chain: _Chain
    cell: int
    exits: slice
    cost: Vector


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    """A chain and the entry from which its last run ends: made into a family only when its turn comes.

    A chain of one cell has no entry (-1): its run is that from place to place.
    """

    chain: _Chain
    entry: int


class ChainSearch:
    """A queue of chains and of finished routes, by the least cost that they can come to.

    Attributes:
        limit: what costs more is left out; whoever asks may lower it between two families.
    """

    def __init__(
        self,
        part: Part[np.float64],
        required: NDArray[np.bool_] | None,
        labels: Sequence[Hashable],
        per_group: int,
        *,
        detour_ratio: float | None = None,
        is_exact: bool = True,
    ) -> None:
        self.part = part
        self.is_exact = is_exact
        self.names = Names(
            [labels[cell] for cell in part.cells.tolist()], tells_detours=detour_ratio is not None
        )
        self.detour_ratio = detour_ratio or 0.0
        self.given = Given(self.names, self.detour_ratio, per_group)
        self.per_group = per_group
        self.needed = np.ones(part.cells.size, np.bool_) if required is None else required[part.cells]
        self.vertex_cell = np.repeat(np.arange(part.cells.size, dtype=np.int32), np.diff(part.cell_first))
        after = to_goal(part, part.leg_cost, part.transfer_cost, part.finish)
        self.bounds = [after, after]
        if not self.needed.all():
            # Before a required cell was used, the destination counts only beyond one.
            goal = np.where(self.needed[self.vertex_cell], after.enter, np.inf)
            self.bounds[0] = to_goal(part, part.leg_cost, part.transfer_cost, goal)
        self.limit = np.inf
        self.exits: dict[int, Exits] = {}
        self.best: dict[tuple[int, int, bool], dict[int, NDArray[np.float64]]] = {}
        self.passed: dict[tuple[int, bool], Passed] = {}
        self.serial = count()
        self.queue: list[tuple[float, int, _Step | _Chain | _End]] = []
        self.numbers = part.cells.tolist()
        self.tables = [self._table(cell) for cell in range(part.cells.size)]

    def run(
        self, ratio: float, most: int | None = None, groups: int | None = None, patience: int | None = None
    ) -> Iterator[Family]:
        """Families in order of cost, the wanted ones.

        Args:
            ratio: what costs more than so many times the first is left out.
            most: ends when so many chains have been followed, finished or not.
            groups: ends when families of so many names have been given.
            patience: ends when so many chains have been followed since the last new name.
        """
        for cell in self._begun():
            self._begin(cell)
        followed = news = 0
        while self.queue and followed != most and (patience is None or followed - news <= patience):
            cost, _, what = heappop(self.queue)
            if cost > self.limit:
                return
            name = self._name(what)
            if isinstance(what, _End):
                self.limit = min(self.limit, cost * ratio)
                if self.given.is_wanted(name, cost):
                    news = news if self.given.counts[name] else followed
                    self.given.take(name, cost)
                    yield self._family(what, cost)
                    if len(self.given.counts) == groups:
                        return
            elif cost <= self.given.most(name):
                followed += 1
                self._follow(what if isinstance(what, _Chain) else self._chain(what, name))

    def _name(self, what: _Step | _Chain | _End) -> int:
        if isinstance(what, _Step):
            return self.names.after(what.chain.name, what.cell)
        return what.chain.name if isinstance(what, _End) else what.name

    def _follow(self, chain: _Chain | None) -> None:
        if chain is not None:
            if chain.used_required:
                self._finish(chain)
            self._extend(chain)

    def _push(self, cost: float, what: _Step | _Chain | _End) -> None:
        if cost <= self.limit and cost < np.inf:
            heappush(self.queue, (cost, next(self.serial), what))

    def _begun(self) -> list[int]:
        """The cells in which the origin lies."""
        begun = np.isfinite(self.part.direct)
        begun[self.vertex_cell[np.isfinite(self.part.start)]] = True
        return np.flatnonzero(begun).tolist()

    def _begin(self, cell: int) -> None:
        """The chain of one cell, and the route that stays in it."""
        here = slice(self.part.cell_first[cell], self.part.cell_first[cell + 1])
        needed = bool(self.needed[cell])
        leave = self.part.start[here]
        nowhere = np.empty(0, np.int32)
        name = self.names.of(cell)
        chain = _Chain((cell,), name, None, nowhere, nowhere, np.empty(0), leave, needed)
        if self.names.tells_detours:
            self.passed.setdefault((cell, needed), Passed()).note(name, leave)
        self._push(float(np.min(leave + self.bounds[needed].leave[here], initial=np.inf)), chain)
        if needed:
            self._push(float(self.part.direct[cell]), _End(chain, -1))

    def _chain(self, step: _Step, name: int) -> _Chain | None:
        """The chain that a step leads to: one min-plus product with the table of its new cell."""
        cells = (*step.chain.cells, step.cell)
        used = step.chain.used_required or bool(self.needed[step.cell])
        exits = self._exits(step.chain.cells[-1])
        at, transfer, cost = exits.at[step.exits], exits.transfer[step.exits], step.cost
        kept = self._worth(cells, (name, used), at, cost)
        if not kept.all():
            at, transfer, cost = at[kept], transfer[kept], cost[kept]
        if not at.size:
            return None
        leave = (cost[:, None] + self.tables[step.cell][at]).min(axis=0)
        if self.names.tells_detours:
            self.passed.setdefault((step.cell, used), Passed()).note(name, leave)
        return _Chain(cells, name, step.chain, at, transfer, cost, leave, used)

    def _worth(
        self, cells: tuple[int, ...], named: tuple[int, bool], at: NDArray[np.int32], cost: Vector
    ) -> NDArray[np.bool_]:
        """Where a chain enters its last cell at less than the best of its name so far; notes what it takes.

        What is beaten at a vertex by `per_group` chains of its name stays beaten however all of them go on,
        if those came to no cell more often than it did; which a search that is not exact does not ask.
        """
        name, used = named
        known = self.best.setdefault((name, cells[-1], used), {})
        visits = _visits(cells) if self.is_exact else 0
        rivals = [best for other, best in known.items() if not other & ~visits]
        if not rivals:
            kept = np.ones(at.size, np.bool_)
        elif len(rivals) == 1:
            kept = cost < rivals[0][-1][at]
        else:
            costs = np.vstack([best[:, at] for best in rivals])
            kept = cost < np.partition(costs, self.per_group - 1, axis=0)[self.per_group - 1]
        if passed := self.passed.get((cells[-1], used)):
            # Whoever comes by a detour to where another already is for less gains nothing by it.
            for leave in passed.of_straighter(self.names, name):
                kept &= cost < self.detour_ratio * leave[at]
        if kept.any():
            self._note(known, visits, cells[-1], (at[kept], cost[kept]))
        return kept

    def _note(
        self,
        known: dict[int, NDArray[np.float64]],
        visits: int,
        cell: int,
        news: tuple[NDArray[np.int32], Vector],
    ) -> None:
        """Takes costs of entering a cell into the best few of chains that came to the same cells as often."""
        here, left = news
        if visits not in known:
            size = int(self.part.cell_first[cell + 1] - self.part.cell_first[cell])
            known[visits] = np.full((self.per_group, size), np.inf)
        for row in known[visits]:
            was = row[here]
            row[here] = np.minimum(was, left)
            left = np.maximum(was, left)

    def _extend(self, chain: _Chain) -> None:
        """Every cell that a chain can go on to."""
        exits = self._exits(chain.cells[-1])
        if not exits.cells.size:
            return
        cost = chain.leave[exits.leave] + exits.cost
        onwards = cost + self.bounds[chain.used_required].enter[exits.to]
        least = np.minimum.reduceat(onwards, exits.first[:-1])
        for index in np.flatnonzero(least <= self.limit).tolist():
            cell = int(exits.cells[index])
            if chain.cells.count(cell) < _VISITS:
                here = slice(*exits.first[index : index + 2].tolist())
                self._push(float(least[index]), _Step(chain, cell, here, cost[here]))

    def _finish(self, chain: _Chain) -> None:
        """The best route that ends in the last cell of a chain."""
        if chain.before is None:
            return
        total = chain.enter + self.part.finish[self.part.cell_first[chain.cells[-1]] + chain.at]
        entry = int(total.argmin())
        self._push(float(total[entry]), _End(chain, entry))

    def _family(self, end: _End, cost: float) -> Family:
        """The route that explains the cost of a finished chain, told from its end."""
        transfers = []
        chain, entry = end.chain, end.entry
        while chain.before is not None:
            transfer = int(chain.transfer[entry])
            transfers.append(int(self.part.transfers[transfer]))
            chain = chain.before
            cell = chain.cells[-1]
            if chain.before is not None:
                leave = self.part.transfer_from[transfer] - self.part.cell_first[cell]
                entry = int((chain.enter + self.tables[cell][chain.at, leave]).argmin())
        cells = tuple(self.numbers[cell] for cell in end.chain.cells)
        return Family(cells, tuple(transfers[::-1]), cost)

    def _table(self, cell: int) -> NDArray[np.float64]:
        size = int(self.part.cell_first[cell + 1] - self.part.cell_first[cell])
        return self.part.leg_cost[self.part.leg_first[cell] : self.part.leg_first[cell + 1]].reshape(
            size, size
        )

    def _exits(self, cell: int) -> Exits:
        if cell not in self.exits:
            self.exits[cell] = exits_of(self.part, self.vertex_cell, cell)
        return self.exits[cell]


def _visits(cells: tuple[int, ...]) -> int:
    """How often a chain comes to each cell, as bits that can be compared at once: two a cell."""
    once = twice = 0
    for cell in cells:
        bit = 1 << (2 * cell)
        twice |= (once & bit) << 1
        once |= bit
    return once | twice

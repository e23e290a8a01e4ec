"""Cells that hang together by joins as one cell of the search.

A join is no stop: a stretch with rates of its own, or a line that was added, is for a planner a part of the
cell that it meets. So chains are told apart without them: each group of joined cells becomes one cell whose
table holds the least cost by any of its members, and a route that is found is told by its members again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from karwan.routing.overlay import Overlay
from karwan.routing.part import Part, ranges, sums
from karwan.routing.route import Family

Float = NDArray[np.float64]
Int = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Cells of a part that hang together by joins, and the points that legs lead between.

    Points are the vertices at other gateways, then the joining gateways, then the origin and the destination.

    Attributes:
        members: cells of the part. vertices: of the part, at gateways that are no joins.
        point: (members,) for each the points of its vertices, in order.
        run: (points, points) least cost of one leg. by: which member's leg that is, -1 for none.
        cost: (points, points) least cost by any legs through joins.
    """

    members: tuple[int, ...]
    vertices: Int
    point: tuple[Int, ...]
    run: Float
    by: NDArray[np.int32]
    cost: Float

    def walk(self, begin: int, end: int) -> list[int]:
        """The points along the cheapest legs from one to another."""
        points = [begin]
        fresh = np.zeros(len(self.run), np.bool_)
        fresh[self.vertices.size : -2] = True
        while points[-1] != end:
            here = points[-1]
            beyond = np.where(fresh, self.run[here] + self.cost[:, end], np.inf)
            beyond[end] = self.run[here, end]
            points.append(int(np.argmin(beyond)))
            fresh[points[-1]] = False
        return points

    def runs(self, points: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Members in order of travel, each once at a time, and the point where it is entered."""
        before = -1
        for one, other in pairwise(points):
            member = int(self.by[one, other])
            if member != before:
                yield member, one
            before = member


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A part with joined cells as one, and what tells a route by the cells of the overlay again.

    Attributes:
        part: for the search. before: as it was. groups: by the cell of the overlay that stands for each.
    """

    part: Part[np.float64]
    before: Part[np.float64]
    groups: dict[int, _Group]

    def told(self, family: Family) -> Family:
        """The route of a chain by all cells that it runs through, joins among its transfers."""
        if not self.groups.keys() & set(family.cells):
            return family
        at = np.searchsorted(self.before.transfers, np.array(family.transfers, np.int32))
        enters = [-1, *self.before.transfer_to[at].tolist()]
        leaves = [*self.before.transfer_from[at].tolist(), -1]
        cells: list[int] = []
        transfers: list[int] = []
        for index, (cell, *ends) in enumerate(zip(family.cells, enters, leaves, strict=True)):
            if group := self.groups.get(cell):
                inner = self._inside(group, *ends)
                cells += inner[0]
                transfers += inner[1]
            else:
                cells.append(cell)
            transfers += family.transfers[index : index + 1]
        return Family(tuple(cells), tuple(transfers), family.cost)

    def _inside(self, group: _Group, enter: int, leave: int) -> tuple[list[int], list[int]]:
        """The cells of the overlay that a run through a group takes, and the joins between them."""
        size = len(group.run)
        begin = size - 2 if enter < 0 else int(np.searchsorted(group.vertices, enter))
        end = size - 1 if leave < 0 else int(np.searchsorted(group.vertices, leave))
        runs = list(group.runs(group.walk(begin, end)))
        cells = [int(self.before.cells[group.members[member]]) for member, _ in runs]
        joins = [self._join(group, at, one, other) for (one, _), (other, at) in pairwise(runs)]
        return cells, joins

    def _join(self, group: _Group, at: int, member: int, other: int) -> int:
        """The transfer of the overlay that leads at a join from one member of a group to another."""
        before = self.before
        begin, end = (
            int(before.cell_first[group.members[one]] + np.flatnonzero(group.point[one] == at)[0])
            for one in (member, other)
        )
        first, last = np.searchsorted(before.transfer_from, (begin, begin + 1)).tolist()
        return int(before.transfers[first + int(np.flatnonzero(before.transfer_to[first:last] == end)[0])])


def joined(overlay: Overlay, part: Part[np.float64], required: NDArray[np.bool_] | None) -> Joined | None:
    """The part with joined cells as one; None where none are.

    Args:
        overlay: tells which gateways join.
        part: whole cells of it.
        required: (cells of the overlay,) cells of which a chain must use one; these and others stay apart.
    """
    vertex = ranges(overlay.cell_first[part.cells], np.diff(part.cell_first))
    is_join = overlay.vertex_is_join[vertex]
    if not is_join.any():
        return None
    free = is_join[part.transfer_from] & (part.transfer_cost == 0)
    cell = np.repeat(np.arange(part.cells.size), np.diff(part.cell_first))
    pairs = np.stack((cell[part.transfer_from[free]], cell[part.transfer_to[free]]))
    if required is not None:
        needed = required[part.cells]
        pairs = pairs[:, needed[pairs[0]] == needed[pairs[1]]]
    gate = np.where(is_join, overlay.vertex_gateway[vertex], -1).astype(np.int64)
    groups = {
        members[0]: _group(part, members, gate)
        for members in _together(part.cells.size, pairs)
        if len(members) > 1
    }
    return _merged(part, groups) if groups else None


def _together(size: int, pairs: Int) -> list[list[int]]:
    """Cells that hang together by pairs, each group by its least cell."""
    least = np.arange(size)
    while True:
        before = least.copy()
        low = np.minimum(least[pairs[0]], least[pairs[1]])
        np.minimum.at(least, pairs[0], low)
        np.minimum.at(least, pairs[1], low)
        if np.array_equal(before, least):
            return [np.flatnonzero(least == cell).tolist() for cell in sorted(set(least.tolist()))]


def _group(part: Part[np.float64], members: Sequence[int], gate: Int) -> _Group:
    """A group with its points.

    Args:
        part: as it was.
        members: cells of it.
        gate: (vertices,) the gateway of each vertex at a join; -1 for others.
    """
    inside = [np.arange(part.cell_first[cell], part.cell_first[cell + 1], dtype=np.int64) for cell in members]
    every = np.concatenate(inside)
    is_shared = _shared(gate, inside)
    vertices = every[~is_shared[every]]
    gates = np.unique(gate[every[is_shared[every]]])
    place = np.full(part.start.size, -1, np.int64)
    place[vertices] = np.arange(vertices.size)
    point = tuple(
        np.where(is_shared[own], vertices.size + np.searchsorted(gates, gate[own]), place[own])
        for own in inside
    )
    size = vertices.size + gates.size + 2
    run, by = np.full((size, size), np.inf), np.full((size, size), -1, np.int32)
    for number, (cell, own, at) in enumerate(zip(members, inside, point, strict=True)):
        table = part.leg_cost[part.leg_first[cell] : part.leg_first[cell + 1]].reshape(own.size, own.size)
        start, finish = part.start[own][None], part.finish[own][:, None]
        corner = np.array([[part.direct[cell]]])
        for rows, columns, costs in (
            (at, at, table),
            ([size - 2], at, start),
            (at, [size - 1], finish),
            ([size - 2], [size - 1], corner),
        ):
            here = np.ix_(rows, columns)
            better = costs < run[here]
            run[here] = np.where(better, costs, run[here])
            by[here] = np.where(better, np.int32(number), by[here])
    return _Group(tuple(members), vertices, point, run, by, _closed(run, vertices.size))


def _shared(gate: Int, inside: Sequence[Int]) -> NDArray[np.bool_]:
    """(vertices,) whether the gateway of a vertex joins it with another member of its group."""
    every = np.concatenate(inside)
    gates, counts = np.unique(gate[every], return_counts=True)
    joining = gates[(gates >= 0) & (counts > 1)]
    found = np.zeros(gate.size, np.bool_)
    found[every] = np.isin(gate[every], joining)
    return found


def _closed(run: Float, vertices: int) -> Float:
    """Least costs by any number of legs through joins; nobody turns round at the vertex where he came in."""
    cost = run.copy()
    for via in range(vertices, len(run) - 2):
        np.minimum(cost, cost[:, via, None] + cost[None, via], out=cost)
    np.fill_diagonal(cost, np.inf)
    return cost


def _merged(part: Part[np.float64], groups: dict[int, _Group]) -> Joined:
    """The part in which the first member of each group stands for all of it."""
    gone = {cell for group in groups.values() for cell in group.members[1:]}
    kept = [cell for cell in range(part.cells.size) if cell not in gone]
    own = [
        groups[cell].vertices
        if cell in groups
        else np.arange(part.cell_first[cell], part.cell_first[cell + 1], dtype=np.int64)
        for cell in kept
    ]
    vertex = np.concatenate([np.empty(0, np.int64), *own])
    place = np.full(part.start.size, -1, np.int32)
    place[vertex] = np.arange(vertex.size, dtype=np.int32)
    start, finish, direct = part.start[vertex], part.finish[vertex], part.direct[kept]
    cell_first = sums([one.size for one in own], np.int32)
    tables: list[Float] = []
    for index, cell in enumerate(kept):
        if group := groups.get(cell):
            size, here = group.vertices.size, slice(cell_first[index], cell_first[index + 1])
            start[here], finish[here] = group.cost[-2, :size], group.cost[:size, -1]
            direct[index] = group.cost[-2, -1]
            tables.append(group.cost[:size, :size].ravel())
        else:
            tables.append(part.leg_cost[part.leg_first[cell] : part.leg_first[cell + 1]])
    begin, end = place[part.transfer_from], place[part.transfer_to]
    usable = np.flatnonzero((begin >= 0) & (end >= 0))
    usable = usable[np.argsort(begin[usable], kind="stable")]
    merged = Part(
        cells=part.cells[kept],
        cell_first=cell_first,
        leg_first=sums([table.size for table in tables], np.int64),
        leg_cost=np.concatenate([np.empty(0), *tables]),
        transfers=part.transfers[usable],
        transfer_from=begin[usable],
        transfer_to=end[usable],
        transfer_cost=part.transfer_cost[usable],
        start=start,
        finish=finish,
        direct=direct,
    )
    return Joined(merged, part, {int(part.cells[cell]): group for cell, group in groups.items()})

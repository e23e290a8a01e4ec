"""The hierarchy of a cell, and what it answers without compiled code: how far, and by which nodes.

Nodes are ranked in the order in which elimination took them; the core (the nodes of the cell's ends) comes
last. An arc leads from a node to one of higher rank: a link, or a shortcut over nodes of lower rank. Every
shortest way goes up and then down, so two short climbs replace a search of the whole cell.
Source: Dibbelt, Strasser and Wagner 2014, Customizable Contraction Hierarchies, sections 4 and 7.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

ARC = np.dtype([("to", np.int32), ("middle", np.int32), ("km", np.float64)])
"""An arc: rank of its upper node, rank of the node in the middle of a shortcut (-1 for a link), length."""


@dataclass(frozen=True, slots=True)
class Climb:
    """The hierarchy of one cell.

    Attributes:
        rank: (nodes,) int32, rank of each node of the cell.
        first: (nodes + 1,) int32; the arcs of rank `r` are `first[r]:first[r + 1]`, by rising `to`.
        arcs: (arcs,) of ARC.
        core_km: (core, core) float64, shortest km between core nodes, in order of rank; inf where no way.
    """

    rank: NDArray[np.int32]
    first: NDArray[np.int32]
    arcs: NDArray[np.void]
    core_km: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reached:
    """What a climb reached: (reached,) ranks rising, and the km to each, upward only."""

    ranks: NDArray[np.int32]
    km: NDArray[np.float64]


Seeds = Sequence[tuple[int, float]]
"""Where a climb starts: nodes of the cell, and the km to each."""


def climb(hierarchy: Climb, seeds: Seeds) -> Reached:
    """The upward distances from some nodes: all that a way from them can pass above its lower part."""
    first, to, km = hierarchy.first, hierarchy.arcs["to"], hierarchy.arcs["km"]
    reach = np.full(hierarchy.rank.size, np.inf)
    waiting: list[int] = []
    for node, start_km in seeds:
        rank = int(hierarchy.rank[node])
        reach[rank] = min(reach[rank], start_km)
        heappush(waiting, rank)
    ranks: list[int] = []
    while waiting:
        rank = heappop(waiting)
        if ranks and ranks[-1] == rank:
            continue
        ranks.append(rank)
        arcs = slice(first[rank], first[rank + 1])
        upper = to[arcs]
        if upper.size:
            # The lowest upper neighbour is the parent in the elimination tree: all others lie above it.
            reach[upper] = np.minimum(reach[upper], reach[rank] + km[arcs])
            heappush(waiting, int(upper[0]))
    found = np.array(ranks, np.int32)
    return Reached(found, reach[found])


def meeting_km(here: Reached, there: Reached) -> float:
    """The shortest km between two places of a cell, each climbed from; inf where no way."""
    _, one, two = np.intersect1d(here.ranks, there.ranks, assume_unique=True, return_indices=True)
    return float(np.min(here.km[one] + there.km[two], initial=np.inf))


def core_reach(hierarchy: Climb, reached: Reached) -> NDArray[np.float64]:
    """The shortest km to each core node, (core,); inf where no way."""
    core = hierarchy.core_km.shape[0]
    base = hierarchy.rank.size - core
    at = np.searchsorted(reached.ranks, base)
    rows = reached.ranks[at:] - base
    to_core: NDArray[np.float64] = np.min(
        reached.km[at:, None] + hierarchy.core_km[rows], axis=0, initial=np.inf
    )
    return to_core


def path(
    hierarchy: Climb, here: Seeds, there: Seeds, up: Reached | None = None, down: Reached | None = None
) -> list[int]:
    """The nodes of the cell along the shortest way between two places, from the first to the second.

    Empty where there is no way. `up` and `down` are the climbs from the two, where they are known.
    """
    up = climb(hierarchy, here) if up is None else up
    down = climb(hierarchy, there) if down is None else down
    _, one, two = np.intersect1d(up.ranks, down.ranks, assume_unique=True, return_indices=True)
    through = up.km[one] + down.km[two]
    if not np.isfinite(through).any():
        return []
    top = int(up.ranks[one[np.argmin(through)]])
    ranks = [*_descent(hierarchy, up, here, top)[::-1], top, *_descent(hierarchy, down, there, top)]
    node = np.empty(hierarchy.rank.size, np.int32)
    node[hierarchy.rank] = np.arange(hierarchy.rank.size, dtype=np.int32)
    nodes: list[int] = node[ranks].tolist()
    return nodes


def _descent(hierarchy: Climb, reached: Reached, seeds: Seeds, top: int) -> list[int]:
    """The ranks from below `top` down to the seed that explains its distance, shortcuts unpacked."""
    km = dict(zip(reached.ranks.tolist(), reached.km.tolist(), strict=True))
    seeded: dict[int, float] = {}
    for node, start_km in seeds:
        rank = int(hierarchy.rank[node])
        seeded[rank] = min(seeded.get(rank, np.inf), start_km)
    reasons = _reasons(hierarchy, reached)
    ranks: list[int] = []
    while seeded.get(top) != km[top]:
        lower, arc = reasons[top]
        ranks += _unpack(hierarchy, lower, top, arc)[::-1]
        top = lower
    return ranks


def _reasons(hierarchy: Climb, reached: Reached) -> dict[int, tuple[int, int]]:
    """For each rank that a climb came to by an arc: the lowest node, and its arc, that explain the km."""
    begin, end = hierarchy.first[reached.ranks], hierarchy.first[reached.ranks + 1]
    source = np.repeat(np.arange(reached.ranks.size), end - begin)
    before = np.cumsum(end - begin) - (end - begin)
    arc = np.arange(source.size) + (begin - before)[source]
    to = hierarchy.arcs["to"][arc]
    through = reached.km[source] + hierarchy.arcs["km"][arc]
    explains = np.flatnonzero(through == reached.km[np.searchsorted(reached.ranks, to)])[::-1]
    lower = reached.ranks[source[explains]].tolist()
    return dict(zip(to[explains].tolist(), zip(lower, arc[explains].tolist(), strict=True), strict=True))


def _unpack(hierarchy: Climb, lower: int, upper: int, arc: int) -> list[int]:
    """The ranks along an arc from `lower` to just before `upper`."""
    first, to, middles = hierarchy.first, hierarchy.arcs["to"], hierarchy.arcs["middle"]

    def arc_of(low: int, high: int) -> int:
        """The arc between two ranks that a shortcut is made of."""
        return bisect_left(to, high, first[low], first[low + 1])

    ranks: list[int] = []
    waiting = [(lower, upper, arc)]
    while waiting:
        begin, end, step = waiting.pop()
        middle = int(middles[step])
        if middle < 0:
            ranks.append(begin)
        else:
            waiting.append((middle, end, arc_of(middle, end)))
            waiting.append((begin, middle, arc_of(middle, begin)))
    return ranks

"""Shortest ways on the links of one mode."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.flat import Flat, Point, Stop
from karwan.network.geometry import great_circle_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_KEPT = 8
_FIRST_LOOK = 1.8, 300.0
"""A search goes so many times the great circle, and so many kilometres, before it looks everywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """(nodes,) kilometres to each node, inf beyond a limit."""

    away: Floats
    limit_km: float


@dataclass(slots=True, eq=False)
class Legs:
    """Shortest ways on one flat network; the last searches are kept."""

    flat: Flat
    trees: OrderedDict[Point, _Tree] = field(default_factory=OrderedDict)

    def is_far(self, at: Point) -> bool:
        """Whether nothing is within reach of a place."""
        return not len(self.flat.stop(at).a)

    def through(self, stops: Sequence[Point]) -> tuple[float | None, int]:
        """Length of the shortest way from the first place by all others to the last.

        Returns:
            Kilometres, and the number of stops; or None, and the index of the stop that was not reached.
        """
        whole = 0.0
        if self.is_far(stops[0]):
            return None, 0
        for count in range(1, len(stops)):
            leg = self.leg_km(stops[count - 1], stops[count])
            if not np.isfinite(leg):
                return None, count
            whole += leg
        return whole, len(stops)

    def leg_km(self, one: Point, other: Point) -> float:
        """Length of the shortest way between two places, their access too; inf where there is none."""
        start, goal = self.flat.stop(one), self.flat.stop(other)
        if not len(start.a) or not len(goal.a):
            return np.inf
        nodes, away = goal.ends()
        arrival = self._tree(one, other)[nodes] + away
        return min(float(arrival.min()), _along(start, goal))

    def _tree(self, one: Point, other: Point) -> Floats:
        """(nodes,) kilometres from a place to each node; inf for some far beyond another place."""
        limit_km = _FIRST_LOOK[0] * float(great_circle_km(*one, *other)) + _FIRST_LOOK[1]
        tree = self.trees.pop(one, None)
        if tree is None or tree.limit_km < limit_km:
            tree = _Tree(self._from(one, limit_km), limit_km)
        nodes, _ = self.flat.stop(other).ends()
        if not np.isfinite(tree.away[nodes]).any() and np.isfinite(tree.limit_km):
            tree = _Tree(self._from(one, np.inf), np.inf)
        self.trees[one] = tree
        while len(self.trees) > _KEPT:
            self.trees.popitem(last=False)
        return tree.away

    def _from(self, one: Point, limit_km: float) -> Floats:
        """(nodes,) kilometres from a place to each node within a limit: one search from a node of its own."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - only this question needs SciPy
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

        whole = self.flat
        nodes, km = whole.stop(one).ends()
        order = np.lexsort((km, nodes))
        order = order[np.r_[True, np.diff(nodes[order]) != 0]]
        size = len(whole.first) - 1
        matrix = csr_array(
            (
                np.concatenate((whole.length, np.maximum(km[order], np.finfo(float).tiny))),
                np.concatenate((whole.other, nodes[order].astype(whole.other.dtype))),
                np.append(whole.first, whole.first[-1] + len(order)).astype(whole.other.dtype),
            ),
            shape=(size + 1, size + 1),
        )
        away: Floats = dijkstra(matrix, directed=True, indices=[size], limit=limit_km)[0, :size]
        return away


def _along(start: Stop, goal: Stop) -> float:
    """Length of the way between two places that stays on one link; inf where they share none."""
    best = np.inf
    for place, link in enumerate(goal.near.link.tolist()):
        for other in np.flatnonzero(start.near.link == link).tolist():
            run = abs(float(start.near.share[other] - goal.near.share[place])) * float(goal.km[place])
            access = float(start.near.away_km[other] + goal.near.away_km[place])
            best = min(best, run + access)
    return best

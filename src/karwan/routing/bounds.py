"""The exact cost from every vertex to the destination: what makes the searches go straight there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from karwan.routing.part import Number, Part, ranges

NEVER = 2**60
"""Not possible, in whole numbers; the sum of four of it still fits 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Bounds(Generic[Number]):
    """The least cost to the destination; inf, or at least NEVER, where there is no way.

    Attributes:
        enter: (vertices,) from where a run enters at each. leave: (vertices,) from where one leaves.
        runs: (vertices,) int32, the fewest runs after the next that a best route from `enter` has.
    """

    enter: NDArray[Number]
    leave: NDArray[Number]
    runs: NDArray[np.int32]


def to_goal(
    part: Part[Number], leg_cost: NDArray[Number], transfer_cost: NDArray[Number], goal: NDArray[Number]
) -> Bounds[Number]:
    """The least cost to the destination from each vertex.

    All vertices are improved at once, round by round (there are as many rounds as runs in the longest best
    route), which takes numpy a third of the time of Dijkstra's search in Python.

    Args:
        part: gives the structure.
        leg_cost: (legs,) one criterion of it.
        transfer_cost: (transfers,) the same criterion.
        goal: (vertices,) the cost from where the last run enters to the destination.

    Source: Bellman 1958, On a Routing Problem.
    """
    rows, to = _ends(part)
    owners, heads = np.unique(part.transfer_from, return_index=True)
    never = np.inf if goal.dtype == np.float64 else NEVER
    leave = np.full(goal.size, never, goal.dtype)
    enter = goal
    runs = np.zeros(goal.size, np.int32)
    improved = goal.size > 0 and owners.size > 0
    while improved:
        leave[owners] = np.minimum.reduceat(transfer_cost + enter[part.transfer_to], heads)
        better = np.minimum(goal, np.minimum.reduceat(leg_cost + leave[to], rows))
        changed = better < enter
        runs[changed] = runs.max(initial=0) + 1
        enter, improved = better, bool(changed.any())
    return Bounds(enter, leave, runs)


def both_ways(part: Part[np.float64]) -> tuple[Bounds[np.float64], Bounds[np.float64]]:
    """The least cost from the origin to each vertex, and from each to the destination.

    Of the first, `enter` is the cost to where a run leaves at a vertex, `leave` to where one enters: both as
    seen from the origin, the part turned round.
    """
    return _goal(_turned(part)), _goal(part)


def _goal(part: Part[np.float64]) -> Bounds[np.float64]:
    return to_goal(part, part.leg_cost, part.transfer_cost, part.finish)


def _turned(part: Part[np.float64]) -> Part[np.float64]:
    """A part with its ends exchanged and its transfers turned round; runs are as long both ways."""
    order = np.argsort(part.transfer_to, kind="stable")
    return replace(
        part,
        transfers=part.transfers[order],
        transfer_from=part.transfer_to[order],
        transfer_to=part.transfer_from[order],
        transfer_cost=part.transfer_cost[order],
        start=part.finish,
        finish=part.start,
    )


def _ends(part: Part[Number]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first leg of each vertex, and the vertex that each leg leads to."""
    sizes = np.diff(part.cell_first)
    of_vertex = np.repeat(sizes, sizes)
    within = ranges(np.zeros_like(sizes), sizes)
    rows = np.repeat(part.leg_first[:-1], sizes) + within * of_vertex
    to = ranges(np.repeat(part.cell_first[:-1], sizes), of_vertex)
    return rows, to

"""Finds the boundary links of each crossing of the table, by their length and not by their chord."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import great_circle_km

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from karwan.facts.rows import Crossing
    from karwan.network.graph import Graph
    from karwan.network.territory import Unions

    Floats = NDArray[np.float64]

RATIO = 1.12
"""A link may run through a post if the way over it is at most so much longer than the link."""
OFF_KM = 10.0
"""... or longer by at most this: the post then lies some 5 km off the link."""
FAR_KM = 40.0
"""A post that no link fits takes one that nothing else wants, if the way over it adds at most this."""
BESIDE_KM = 6.0
"""Further links of the same pair of territories this near to a post belong to it: carriageways, sidings."""
_NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Matches:
    """Which boundary links lie at which crossing.

    Attributes:
        links: (boundary,) links of the graph that join two unions.
        crossing: (boundary,) index of the crossing of each, -1 for none.
        is_far: (boundary,) whether the post lies off the link, so that the foot point stands for it.
        unmatched: indices of the crossings of this mode without a link.
    """

    links: NDArray[np.intp]
    crossing: NDArray[np.int32]
    is_far: NDArray[np.bool_]
    unmatched: tuple[int, ...]


def matched(whole: Graph, crossings: Sequence[Crossing], union: Unions) -> Matches:
    """The crossing of each boundary link, so that the sum of what the posts add to their links is least.

    A link of length l from u to v may run through a post p if d(u, p) + d(p, v) is at most 1.12 l, or at
    most 10 km more than l; each post takes one link and each link one post, per pair of territories.
    Links right beside a post then join it.

    Args:
        whole: with a territory for each node.
        crossings: of all modes, in the order of the table.
        union: which territories count as one.
    """
    side = union.at(whole.territory)
    links = np.flatnonzero(side[whole.a] != side[whole.b])
    pairs = _pairs(side[whole.a[links]], side[whole.b[links]])
    crossing = np.full(len(links), -1, np.int32)
    is_far = np.zeros(len(links), bool)
    unmatched: list[int] = []
    for pair, posts in _by_pair(whole, crossings, union).items():
        mine = np.flatnonzero((pairs == pair).all(axis=1))
        over, ratio = _over(whole, links[mine], [crossings[post] for post in posts])
        fits = (ratio <= RATIO) | (over <= OFF_KM)
        taken = _assigned(np.where(fits, np.maximum(over, 0.0), _NEVER))
        far = _assigned(_left_over(over, taken))
        for row, post in enumerate(posts):
            chosen = taken.get(row, far.get(row))
            if chosen is None:
                unmatched.append(post)
                continue
            crossing[mine[chosen]] = post
            is_far[mine[chosen]] = over[row, chosen] > OFF_KM and ratio[row, chosen] > RATIO
        for column in np.flatnonzero(crossing[mine] < 0):
            beside = int(np.argmin(over[:, column]))
            if over[beside, column] <= BESIDE_KM and (beside in taken or beside in far):
                crossing[mine[column]] = posts[beside]
    return Matches(links, crossing, is_far, tuple(sorted(unmatched)))


def _pairs(one: NDArray[np.int16], other: NDArray[np.int16]) -> NDArray[np.int16]:
    return np.sort(np.column_stack((one, other)), axis=1)


def _by_pair(
    whole: Graph, crossings: Sequence[Crossing], union: Unions
) -> Mapping[tuple[int, int], list[int]]:
    """Indices of the crossings of the graph's mode by their pair of unions; those inside one are left out."""
    found: dict[tuple[int, int], list[int]] = {}
    for count, row in enumerate(crossings):
        one, other = sorted((union.of(row.territory_a), union.of(row.territory_b)))
        if row.mode == whole.mode and one != other:
            found.setdefault((one, other), []).append(count)
    return found


def _over(whole: Graph, links: NDArray[np.intp], posts: Sequence[Crossing]) -> tuple[Floats, Floats]:
    """(posts, links): kilometres that the way over the post adds to the link, and its ratio to the link."""
    lon = np.array([[post.lon] for post in posts])
    lat = np.array([[post.lat] for post in posts])
    a, b = whole.a[links], whole.b[links]
    way = great_circle_km(whole.lon[a], whole.lat[a], lon, lat)
    way = way + great_circle_km(lon, lat, whole.lon[b], whole.lat[b])
    km = np.maximum(whole.km[links], great_circle_km(whole.lon[a], whole.lat[a], whole.lon[b], whole.lat[b]))
    return way - km, way / np.maximum(km, 1e-3)


def _left_over(over: Floats, taken: Mapping[int, int]) -> Floats:
    """Costs of a second try for the posts and links that the first one left."""
    cost = np.where(over <= FAR_KM, np.maximum(over, 0.0), _NEVER)
    cost[list(taken)] = _NEVER
    cost[:, list(taken.values())] = _NEVER
    return cost


def _assigned(cost: Floats) -> dict[int, int]:
    """Column of each row of least cost in sum, of those that may be."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - kept away from a built network

    if not cost.size:
        return {}
    rows, columns = linear_sum_assignment(cost)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row: column for row, column in chosen if cost[row, column] < _NEVER}

"""Dead ends of a graph, where each points, and what lies near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import between, feet, great_circle_km, on_sphere, turn
from karwan.network.split import AT_END_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from karwan.network.graph import Graph

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

HEADING_KM = 1.0
"""A heading is taken from a node at least so far back along the line, if no junction comes before."""
SAMPLE_KM = 3.0
"""Links are looked up by points on them at most this far apart."""
LONG_KM = 10.0
"""Chord from which on a link may have lost so much of its shape that its course is open."""
_STEPS_BACK = 12
_SHIFT = 32


@dataclass(frozen=True, slots=True)
class Ends:
    """Dead ends that may be joined.

    Attributes:
        dead: (dead,) nodes. place: (nodes, 3) where each node lies in space. degree: (nodes,) its links.
    """

    dead: NDArray[np.intp]
    place: Floats
    degree: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Joins that may be.

    Attributes:
        one: (pairs,) dead ends. other, beyond: (pairs,) the two ends of the link that each meets, or twice
            the node that it meets. link, share: (pairs,) that link and where on it; -1 where none is asked.
        lon, lat: (pairs,) where the join ends. gap: (pairs,) its great circle in kilometres.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    beyond: NDArray[np.int64]
    link: NDArray[np.int64]
    share: Floats
    lon: Floats
    lat: Floats
    gap: Floats

    @property
    def is_on_links(self) -> bool:
        """Whether the joins meet links, and not nodes."""
        return bool((self.link >= 0).any())

    def only(self, keep: Flags) -> Pairs:
        """Some of the pairs."""
        return Pairs(
            self.one[keep],
            self.other[keep],
            self.beyond[keep],
            self.link[keep],
            self.share[keep],
            self.lon[keep],
            self.lat[keep],
            self.gap[keep],
        )


def to_nodes(whole: Graph, ends: Ends, within_km: float, *, only_dead_ends: bool) -> Pairs:
    """Dead ends and the nodes (or other dead ends) within a distance."""
    used = ends.dead if only_dead_ends else np.flatnonzero(ends.degree > 0)
    row, column = _near(ends.place[ends.dead], ends.place[used], within_km)
    one, other = ends.dead[row].astype(np.int64), used[column].astype(np.int64)
    order = np.lexsort((other, one))
    order = order[one[order] != other[order]]
    one, other = one[order], other[order]
    lon, lat = whole.lon[other], whole.lat[other]
    gap = great_circle_km(whole.lon[one], whole.lat[one], lon, lat)
    return Pairs(one, other, other, np.full(len(one), -1), np.zeros(len(one)), lon, lat, gap)


def to_links(whole: Graph, ends: Ends, within_km: float, course: float | None) -> Pairs:
    """Dead ends and the points of links nearest to them, within a distance.

    Args:
        whole: the graph.
        ends: its dead ends.
        within_km: of the chord of the link.
        course: if given, only long links, and only where the way over the dead end is at most so many times
            longer than the link.
    """
    long = np.flatnonzero(whole.chord_km() >= (0.0 if course is None else LONG_KM))
    link, lon, lat = _samples(whole, long)
    row, column = _near(ends.place[ends.dead], on_sphere(lon, lat), within_km + SAMPLE_KM / 2)
    pair = np.sort(ends.dead[row].astype(np.int64) << _SHIFT | link[column])
    pair = pair[np.r_[True, pair[1:] != pair[:-1]]] if len(pair) else pair
    one, met = pair >> _SHIFT, pair & ((1 << _SHIFT) - 1)
    other, beyond = whole.a[met].astype(np.int64), whole.b[met].astype(np.int64)
    share, away = feet(
        whole.lon[one],
        whole.lat[one],
        whole.lon[other],
        whole.lat[other],
        whole.lon[beyond],
        whole.lat[beyond],
    )
    keep = (away <= within_km) & (one != other) & (one != beyond)
    if course is not None:
        over = _km(whole, one, other) + _km(whole, one, beyond)
        keep &= over <= course * whole.km[met]
    one, other, beyond, met, share = one[keep], other[keep], beyond[keep], met[keep], share[keep]
    from_a, from_b = share * whole.km[met], (1 - share) * whole.km[met]
    other, beyond = (
        np.where(from_b <= AT_END_KM, beyond, other),
        np.where(from_a <= AT_END_KM, other, beyond),
    )
    share = np.where(from_a <= AT_END_KM, 0.0, np.where(from_b <= AT_END_KM, 1.0, share))
    lon, lat = _foot(whole, met, share)
    gap = great_circle_km(whole.lon[one], whole.lat[one], lon, lat)
    return Pairs(one, other, beyond, met, share, lon, lat, gap)


def _foot(whole: Graph, link: NDArray[np.int64], share: Floats) -> tuple[Floats, Floats]:
    a, b = whole.a[link], whole.b[link]
    return between(whole.lon[a], whole.lat[a], whole.lon[b], whole.lat[b], share)


def _km(whole: Graph, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
    return great_circle_km(whole.lon[one], whole.lat[one], whole.lon[other], whole.lat[other])


def _samples(whole: Graph, links: NDArray[np.intp]) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Points along chords, none of which leaves a stretch of more than SAMPLE_KM: link, lon, lat."""
    count = np.maximum(np.ceil(whole.chord_km()[links] / SAMPLE_KM), 1).astype(np.int64)
    link = np.repeat(links, count)
    order = np.arange(len(link)) - np.repeat(np.cumsum(count) - count, count)
    share = (order + 0.5) / np.repeat(count, count)
    return link, *_foot(whole, link, share)


def _near(points: Floats, others: Floats, within_km: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of points of two sets within a distance."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - SciPy is never imported by a question once built

    if not len(points) or not len(others):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    found = cKDTree(points).sparse_distance_matrix(cKDTree(others), within_km, output_type="coo_matrix")
    return found.row.astype(np.intp), found.col.astype(np.intp)


def headings(whole: Graph, dead: NDArray[np.intp]) -> Floats:
    """(nodes, 2) direction in which each dead end points, from a node some way back; zero elsewhere."""
    first, other, km = rows(whole)
    degree = np.diff(first)
    node, before, run = dead.copy(), np.full(len(dead), -1), np.zeros(len(dead))
    for _ in range(_STEPS_BACK):
        at = first[node]
        at = at + ((degree[node] > 1) & (other[at] == before))
        goes = (run < HEADING_KM) & ((degree[node] == 2) | (before < 0))  # noqa: PLR2004 - in and out
        at = np.minimum(at, len(other) - 1)
        onward = np.where(goes, other[at], node)
        run = run + np.where(goes, km[at], 0.0)
        before, node = np.where(goes, node, before), onward
    heading = np.zeros((len(whole.lon), 2))
    heading[dead] = turn(whole.lon[node], whole.lat[node], whole.lon[dead], whole.lat[dead])
    return heading


def rows(whole: Graph) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
    """Links by node, both ways: where those of each node begin, their other ends, their lengths."""
    row, column = np.concatenate((whole.a, whole.b)), np.concatenate((whole.b, whole.a))
    order = np.argsort(row, kind="stable")
    first = np.searchsorted(row[order], np.arange(len(whole.lon) + 1)).astype(np.int64)
    return first, column[order].astype(np.int32), np.concatenate((whole.km, whole.km))[order]

"""Splits links at shares of their length, so that a point on a link becomes a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import between
from karwan.network.graph import Graph, Links, keeping, with_links, with_nodes
from karwan.network.record import LinkOrigin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

AT_END_KM = 0.05
"""A point this near to the end of its link is that end."""


def split_at(
    whole: Graph, links: Sequence[int] | NDArray[np.integer], shares: Sequence[float] | NDArray[np.float64]
) -> tuple[Graph, NDArray[np.int32]]:
    """The graph with nodes at points of its links, and the node of each point.

    Args:
        whole: the graph; the kilometres of a link lie evenly along its chord.
        links: (points,) link of each point.
        shares: (points,) place of each on its link, 0 at the end `a` to 1 at `b`.
    """
    link = np.asarray(links, np.int64)
    share = np.asarray(shares, float)
    km = whole.km[link] if len(link) else np.zeros(0)
    at_a, at_b = share * km <= AT_END_KM, (1 - share) * km <= AT_END_KM
    node = np.where(at_a, whole.a[link], np.where(at_b, whole.b[link], -1)).astype(np.int32)
    inner = np.flatnonzero(node < 0)
    if not len(inner):
        return whole, node
    order = inner[np.lexsort((share[inner], link[inner]))]
    is_new = np.ones(len(order), bool)
    is_new[1:] = (link[order][1:] != link[order][:-1]) | (share[order][1:] != share[order][:-1])
    first = order[is_new]
    node[order] = len(whole.lon) + np.cumsum(is_new) - 1
    return _split(whole, link[first], share[first], node[first]), node


def split_long(whole: Graph, longer_km: float, each_km: float) -> Graph:
    """The graph with every link above a length cut into equal pieces of at most another length."""
    links, shares = [], []
    for link in np.flatnonzero(whole.km > longer_km).tolist():
        count = int(np.ceil(whole.km[link] / each_km))
        links += [link] * (count - 1)
        shares += [part / count for part in range(1, count)]
    return split_at(whole, links, shares)[0]


def _split(
    whole: Graph, link: NDArray[np.int64], share: NDArray[np.float64], node: NDArray[np.int32]
) -> Graph:
    """The graph with each link replaced by the chain through its new nodes (sorted by link and share)."""
    a, b = whole.a[link], whole.b[link]
    points = [
        between(whole.lon[one], whole.lat[one], whole.lon[other], whole.lat[other], part)
        for one, other, part in zip(a, b, share, strict=True)
    ]
    lon = np.array([float(point[0]) for point in points])
    lat = np.array([float(point[1]) for point in points])
    nearer = np.where(share <= 0.5, a, b)  # noqa: PLR2004 - the middle
    grown = with_nodes(whole, lon, lat, whole.territory[nearer])
    starts = np.flatnonzero(np.r_[True, link[1:] != link[:-1]])
    stops = np.r_[starts[1:], len(link)]
    ends_a, ends_b, parts, parent = [], [], [], []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        chain = [int(a[start]), *node[start:stop].tolist(), int(b[start])]
        cuts = np.array([0.0, *share[start:stop], 1.0])
        ends_a += chain[:-1]
        ends_b += chain[1:]
        parts += np.diff(cuts).tolist()
        parent += [int(link[start])] * (len(chain) - 1)
    keep = np.ones(len(whole.a), bool)
    keep[link] = False
    of = np.array(parent)
    pieces = Links(
        np.array(ends_a, np.int32),
        np.array(ends_b, np.int32),
        whole.km[of] * np.array(parts),
        LinkOrigin.BASE,
        gauge=whole.gauge[of],
        second_gauge=whole.second_gauge[of],
        factor=whole.factor[of],
        origins=whole.origin[of],
    )
    return with_links(keeping(grown, keep), pieces)

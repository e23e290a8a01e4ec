"""Where something new meets a cell: the nearest point of its links, which becomes a node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karwan.network.change.draft import Part, tidy
from karwan.network.geometry import between, feet
from karwan.network.split import AT_END_KM

STUB_KM = 15.0
"""A piece that is no main part of its cell is taken only if the main part is so much farther."""
MAIN_SHARE = 0.1
"""A piece of a cell is a main part if it holds this share of its kilometres."""


@dataclass(frozen=True, slots=True)
class Foot:
    """A point of a link.

    Attributes:
        link: of the part. share: where on it, 0 at `a` to 1 at `b`. away_km: how far the point asked for is.
        cost_km: the same with the malus of stubs.
    """

    link: int
    share: float
    away_km: float
    cost_km: float


def foot(part: Part, lon: float, lat: float, within_km: float) -> Foot | None:
    """The point of a cell's links that something at a place meets, None if none is near enough."""
    ends = part.lon[part.a], part.lat[part.a], part.lon[part.b], part.lat[part.b]
    share, away = feet(lon, lat, *ends)
    near = np.flatnonzero(away <= within_km)
    if not near.size:
        return None
    cost = away[near] + np.where(main_links(part)[near], 0.0, STUB_KM)
    best = int(np.argmin(cost))
    link = int(near[best])
    return Foot(link, float(share[link]), float(away[link]), float(cost[best]))


def main_links(part: Part) -> NDArray[np.bool_]:
    """(links,) whether a link is of a main piece of its cell."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - SciPy is never imported by a question on routes
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    size = part.lon.size
    ones = np.ones(part.a.size, np.int8)
    graph = coo_array((ones, (part.a, part.b)), shape=(size, size)).tocsr()
    piece = connected_components(graph, directed=False)[1][part.a]
    km = np.bincount(piece, part.km)
    return np.asarray(km[piece] >= MAIN_SHARE * part.km.sum(), np.bool_)


def cut(part: Part, found: Foot) -> tuple[Part, int]:
    """The part with a node at a foot point, and that node: an end of the link if it lies so near."""
    a, b = int(part.a[found.link]), int(part.b[found.link])
    km = float(part.km[found.link])
    if found.share * km <= AT_END_KM:
        return part, a
    if (1 - found.share) * km <= AT_END_KM:
        return part, b
    lon, lat = between(part.lon[a], part.lat[a], part.lon[b], part.lat[b], found.share)
    node = part.lon.size
    keep = np.arange(part.a.size) != found.link
    halves = np.array([found.share, 1 - found.share]) * km
    grown = replace(
        part,
        lon=np.append(part.lon, lon),
        lat=np.append(part.lat, lat),
        a=np.append(part.a[keep], [a, b]),
        b=np.append(part.b[keep], [node, node]),
        km=np.append(part.km[keep], halves),
        origin=np.append(part.origin[keep], part.origin[[found.link, found.link]]),
    )
    return tidy(grown), node


def nearest_of(parts: Sequence[Part], lon: float, lat: float, within_km: float) -> tuple[int, Foot] | None:
    """Which of some cells something meets, and where; None if none is near enough."""
    found = [(index, foot(part, lon, lat, within_km)) for index, part in enumerate(parts)]
    feet_found = [(one.cost_km, index, one) for index, one in found if one is not None]
    if not feet_found:
        return None
    _, index, best = min(feet_found, key=lambda item: item[:2])
    return index, best

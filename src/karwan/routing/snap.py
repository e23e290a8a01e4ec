"""The foot points of a place on the links of a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.sphere import DEGREE_KM, great_circle_km
from karwan.routing.squares import cells_near

if TYPE_CHECKING:
    from karwan.network.record import Network

__all__ = ["CellLinks", "Foot", "cell_links", "cells_near", "snap"]


@dataclass(frozen=True, slots=True)
class CellLinks:
    """The nodes and links of one cell, nodes counted from the cell's first.

    Attributes:
        lon, lat: (nodes,) degrees. a, b: (links,) int32 nodes. km: (links,) lengths.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    km: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Foot:
    """The point of a link that is nearest to a place.

    Attributes:
        link: of the cell. share: how far along it, from node `a` (0) to node `b` (1).
        access_km: great circle from the place to the foot. lon, lat: of the foot.
        a, b: nodes of the link. link_km: its length.
    """

    link: int
    share: float
    access_km: float
    lon: float
    lat: float
    a: int
    b: int
    link_km: float

    @property
    def seeds(self) -> tuple[tuple[int, float], tuple[int, float]]:
        """The two nodes of the link, and the km from the place to each."""
        along = self.share * self.link_km
        return (self.a, self.access_km + along), (self.b, self.access_km + self.link_km - along)


def cell_links(network: Network, cell: int) -> CellLinks:
    """The part of the network that is one cell."""
    nodes = slice(network.node_first[cell], network.node_first[cell + 1])
    links = slice(network.link_first[cell], network.link_first[cell + 1])
    base = network.node_first[cell]
    return CellLinks(
        network.node_lon[nodes],
        network.node_lat[nodes],
        network.link_a[links] - base,
        network.link_b[links] - base,
        network.link_km[links],
    )


def snap(links: CellLinks, lon: float, lat: float, limit_km: float, count: int = 3) -> tuple[Foot, ...]:
    """The nearest foot points within some km of a place, at most `count`, nearest first.

    Links are taken as straight in degrees; near the place that is the chord.
    """
    near = _links_near(links, lon, lat, limit_km)
    a, b = links.a[near], links.b[near]
    narrow = np.cos(np.radians(lat))
    x, y = _east(links.lon[a], lon) * narrow, links.lat[a] - lat
    dx, dy = _east(links.lon[b], links.lon[a]) * narrow, links.lat[b] - links.lat[a]
    length = dx * dx + dy * dy
    share = np.clip(-(x * dx + y * dy) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    foot_lon = lon + (x + share * dx) / max(narrow, 1e-9)
    foot_lat = lat + y + share * dy
    km = great_circle_km(lon, lat, foot_lon, foot_lat)
    best = np.argsort(km, kind="stable")
    best = best[km[best] <= limit_km][:count]
    return tuple(
        Foot(
            link=int(near[i]),
            share=float(share[i]),
            access_km=float(km[i]),
            lon=float(foot_lon[i]),
            lat=float(foot_lat[i]),
            a=int(a[i]),
            b=int(b[i]),
            link_km=float(links.km[near[i]]),
        )
        for i in best
    )


def _links_near(links: CellLinks, lon: float, lat: float, limit_km: float) -> NDArray[np.intp]:
    """Links that may come within the limit: those not wholly on one side of a box around the place."""
    high = 1.01 * limit_km / DEGREE_KM
    wide = high / max(np.cos(np.radians(min(abs(lat) + high, 89.9))), 1e-3)
    east, north = _east(links.lon, lon), links.lat - lat
    side = (east < -wide) + 2 * (east > wide) + 4 * (north < -high) + 8 * (north > high)
    side = side.astype(np.uint8)
    return np.flatnonzero((side[links.a] & side[links.b]) == 0)


def _east(to: NDArray[np.float64], lon: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Degrees eastward, the short way round."""
    east: NDArray[np.float64] = np.mod(to - lon + 180.0, 360.0) - 180.0
    return east

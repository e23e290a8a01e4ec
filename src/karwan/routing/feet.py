"""Where many places meet the links of cells, without a climb for each: for fields of costs that are known.

The foot points are those of `attach`, place by place; but the links around the places of a tile of the globe
are looked for once, and whether an end of the cell can be reached is told from its connected parts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # reads its parts when they are used
from numpy.typing import NDArray

from karwan.network.record import Network
from karwan.routing.attach import by_distance, feet_near
from karwan.routing.overlay import Overlay
from karwan.routing.snap import CellLinks, Foot
from karwan.routing.sphere import DEGREE_KM
from karwan.words.mode import Mode

Int = NDArray[np.int32]
Float = NDArray[np.float64]

# Places of one tile share a look at the links of each cell around it.
_TILE = 2.0  # degrees


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """Where places meet links, (feet,) each, sorted by place; a place may have several or none.

    Attributes:
        place: number of it. cell, link: of the network. a, b: nodes of the network.
        to_a, to_b: km from the place to each, with the way to the link.
        share, access_km: as of `Foot`.
    """

    place: Int
    cell: Int
    link: Int
    a: Int
    b: Int
    to_a: Float
    to_b: Float
    share: Float
    access_km: Float


def feet_of(
    overlay: Overlay,
    network: Network,
    places: Sequence[tuple[float, float, str | None]],
    limits_km: Mapping[Mode, float],
    told: Callable[[float], None] | None = None,
) -> Feet:
    """Where places of (lon, lat, territory) meet links, as `attach` would have it.

    Args:
        overlay: gives the cells near.
        network: gives the links.
        places: longitude, latitude, and the territory or border union that each lies in if that is known.
        limits_km: as of `attach`.
        told: called with the share that is done.
    """
    parts = _Parts(network)
    order = sorted(range(len(places)), key=lambda at: _tile(*places[at][:2]))
    rows: list[tuple[int, int, Foot]] = []
    tiles = _Tiles(network, max(limits_km.values(), default=0.0))
    for count, at in enumerate(order):
        if told and count % 256 == 0:
            told(count / len(order))
        lon, lat, territory = places[at]
        tiles.go_to(_tile(lon, lat))
        for _, wholes in feet_near(overlay, tiles.links_of, lon, lat, limits_km, territory):
            for whole in wholes:
                cell, foot = _chosen(whole, tiles, parts)
                rows.append((at, cell, tiles.of_network(cell, foot)))
    return _as_arrays(sorted(rows, key=lambda row: row[:2]))


def _chosen(whole: Mapping[int, tuple[Foot, ...]], tiles: _Tiles, parts: _Parts) -> tuple[int, Foot]:
    """The nearest foot from which an end of the cell can be reached, else the nearest of all."""
    tried = by_distance(whole)
    for _, cell, foot in tried:
        if parts.has_end[tiles.of_network(cell, foot).a]:
            return cell, foot
    return tried[0][1:]


class _Parts:
    """Which nodes of a network are joined to an end of their cell by links."""

    def __init__(self, network: Network) -> None:
        size = network.node_lon.size
        ones = np.ones(network.link_a.size, np.int8)
        graph = scipy.sparse.csr_array((ones, (network.link_a, network.link_b)), shape=(size, size))
        count, label = scipy.sparse.csgraph.connected_components(graph, directed=False)
        has_end = np.zeros(count, np.bool_)
        has_end[label[network.end_node[network.end_node >= 0]]] = True
        self.has_end: NDArray[np.bool_] = has_end[label]


def _tile(lon: float, lat: float) -> tuple[int, int]:
    return int(np.floor(lat / _TILE)), int(np.floor(lon / _TILE))


class _Tiles:
    """The links of cells around one tile after another, numbered as in the network on demand."""

    def __init__(self, network: Network, limit_km: float) -> None:
        self._network, self._limit_km = network, limit_km
        self._tile: tuple[int, int] | None = None
        self._links: dict[int, tuple[CellLinks, NDArray[np.int64], NDArray[np.int64]]] = {}

    def go_to(self, tile: tuple[int, int]) -> None:
        """Moves to a tile."""
        if tile != self._tile:
            self._tile, self._links = tile, {}

    def links_of(self, cell: int) -> CellLinks:
        """The links of a cell that may lie within the limit of a place in the tile."""
        if cell not in self._links:
            self._links[cell] = self._around(cell)
        return self._links[cell][0]

    def of_network(self, cell: int, foot: Foot) -> Foot:
        """A foot with link and nodes numbered as in the network."""
        _, nodes, links = self._links[cell]
        return Foot(
            link=int(links[foot.link]),
            share=foot.share,
            access_km=foot.access_km,
            lon=foot.lon,
            lat=foot.lat,
            a=int(nodes[foot.a]),
            b=int(nodes[foot.b]),
            link_km=foot.link_km,
        )

    def _around(self, cell: int) -> tuple[CellLinks, NDArray[np.int64], NDArray[np.int64]]:
        network = self._network
        row, column = self._tile or (0, 0)
        high = 1.01 * self._limit_km / DEGREE_KM
        farthest = min(max(abs(row * _TILE), abs((row + 1) * _TILE)) + high, 89.9)
        wide = high / max(np.cos(np.radians(farthest)), 1e-3)
        first, last = int(network.node_first[cell]), int(network.node_first[cell + 1])
        east = np.mod(network.node_lon[first:last] - (column + 0.5) * _TILE + 180.0, 360.0) - 180.0
        north = network.node_lat[first:last] - (row + 0.5) * _TILE
        half = _TILE / 2
        side = (east < -wide - half) + 2 * (east > wide + half) + 4 * (north < -high - half)
        side = (side + 8 * (north > high + half)).astype(np.uint8)
        here = slice(network.link_first[cell], network.link_first[cell + 1])
        a, b = network.link_a[here] - first, network.link_b[here] - first
        links = np.flatnonzero((side[a] & side[b]) == 0)
        nodes, number = np.unique(np.concatenate((a[links], b[links])), return_inverse=True)
        near = CellLinks(
            network.node_lon[first + nodes],
            network.node_lat[first + nodes],
            number[: links.size].astype(np.int32),
            number[links.size :].astype(np.int32),
            network.link_km[here][links],
        )
        return near, first + nodes.astype(np.int64), int(network.link_first[cell]) + links.astype(np.int64)


def _as_arrays(rows: Sequence[tuple[int, int, Foot]]) -> Feet:
    seeds = [foot.seeds for _, _, foot in rows]
    return Feet(
        place=np.array([at for at, _, _ in rows], np.int32),
        cell=np.array([cell for _, cell, _ in rows], np.int32),
        link=np.array([foot.link for *_, foot in rows], np.int32),
        a=np.array([foot.a for *_, foot in rows], np.int32),
        b=np.array([foot.b for *_, foot in rows], np.int32),
        to_a=np.array([seed[0][1] for seed in seeds], float),
        to_b=np.array([seed[1][1] for seed in seeds], float),
        share=np.array([foot.share for *_, foot in rows], float),
        access_km=np.array([foot.access_km for *_, foot in rows], float),
    )

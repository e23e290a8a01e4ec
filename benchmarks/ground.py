"""What the cases stand on: the shipped state, places drawn by lot, and the road network that rivals share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karwan.facts.rows import PlaceRow, Territory
from karwan.network.record import Network
from karwan.opening import open_state
from karwan.routing.attach import Attachment, attach
from karwan.routing.climb import climb, core_reach
from karwan.routing.overlay import Overlay, build_overlay, climb_of
from karwan.routing.snap import CellLinks, Foot, cell_links
from karwan.routing.sphere import great_circle_km
from karwan.state import State
from karwan.words.mode import Mode

SEED = 20_000
PLACES = 300
PAIRS = 50
FAR_KM = 2_000.0
REACH_KM = {Mode.ROAD: 50.0, Mode.RAIL: 25.0}
NAMED = (("Lahore", "Almaty"), ("Karachi", "Istanbul"), ("Islamabad", "Hamburg"), ("Shanghai", "Tashkent"))

Int = NDArray[np.int64]
Float = NDArray[np.float64]


def state() -> State:
    """The state that ships, out of the cache; KARWAN_BENCH_FACTS names a folder of rows to lay over it."""
    over = os.environ.get("KARWAN_BENCH_FACTS")
    return open_state(facts_dirs=[Path(over)] if over else [])


def lot() -> np.random.Generator:
    """Draws that are the same each time."""
    return np.random.default_rng(SEED)


def links_of(network: Network) -> dict[int, CellLinks]:
    """The links of every cell that has some."""
    return {
        cell: cell_links(network, cell)
        for cell in range(len(network.cells))
        if network.link_first[cell] < network.link_first[cell + 1]
    }


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A place that is joined to the network."""

    name: str
    lon: float
    lat: float
    attachments: tuple[Attachment, ...]


def placed(
    now: State, rows: Sequence[PlaceRow], count: int, overlay: Overlay, network: Network, *modes: Mode
) -> list[Placed]:
    """The first rows that lie near links of the modes, joined to them."""
    homes = {row.id: row.border_union or row.id for row in now.facts.rows(Territory)}
    links = links_of(network)
    reach = {mode: REACH_KM[mode] for mode in modes}
    found: list[Placed] = []
    for row in rows:
        ends = attach(
            overlay, links.__getitem__, row.lon, row.lat, reach, homes.get(row.territory, row.territory)
        )
        if any(np.isfinite(end.end_km).any() for end in ends):
            found.append(Placed(row.name, row.lon, row.lat, ends))
        if len(found) == count:
            break
    return found


def shuffled(now: State) -> list[PlaceRow]:
    """The gazetteer in an order drawn by lot."""
    rows = sorted(now.facts.rows(PlaceRow), key=lambda row: row.id)
    return [rows[i] for i in lot().permutation(len(rows)).tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class Road:
    """The healed roads of all territories as one plain graph in whole metres, the borders open.

    Attributes:
        lon, lat: (nodes,) degrees; the last nodes are the places. a, b, m: (links,) each pair of nodes once.
        places: (300,) nodes. pairs: (50, 2) of them, far apart.
        cell, link, along_m, access_m: (300,) where each place is joined to the network.
        digest: of the network that all this was taken from.
    """

    lon: Float
    lat: Float
    a: Int
    b: Int
    m: Int
    places: Int
    pairs: Int
    cell: Int
    link: Int
    along_m: Int
    access_m: Int
    digest: NDArray[np.str_]

    def save(self, path: Path) -> None:
        """Writes the arrays for other processes."""
        np.savez(path, **{name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def load(cls, path: Path) -> Road:
        """What `save` wrote."""
        with np.load(path) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})


def road_network(network: Network) -> Network:
    """The road cells alone, their lengths in whole metres, so that every rival can have the same."""
    kept = np.array([cell.mode is Mode.ROAD and cell.service is None for cell in network.cells])
    cells = np.flatnonzero(kept)
    sizes, links = np.diff(network.node_first), np.diff(network.link_first)
    nodes = np.repeat(kept, sizes)
    of_links, ends = np.repeat(kept, links), kept[network.end_cell]
    node = (np.cumsum(nodes) - 1).astype(np.int32)
    return replace(
        network,
        cells=tuple(network.cells[cell] for cell in cells),
        node_first=np.concatenate(([0], np.cumsum(sizes[cells]))).astype(np.int32),
        node_lon=network.node_lon[nodes],
        node_lat=network.node_lat[nodes],
        link_first=np.concatenate(([0], np.cumsum(links[cells]))).astype(np.int32),
        link_a=node[network.link_a[of_links]],
        link_b=node[network.link_b[of_links]],
        link_km=np.round(network.link_km[of_links], 3),
        link_origin=network.link_origin[of_links],
        end_gateway=network.end_gateway[ends],
        end_cell=(np.cumsum(kept) - 1)[network.end_cell[ends]].astype(np.int32),
        end_node=node[network.end_node[ends]],
        end_access_km=np.round(network.end_access_km[ends], 3),
    )


def road(now: State) -> Road:
    """The graph that rivals share, with places and pairs drawn by lot."""
    network = road_network(now.network)
    overlay = build_overlay(network)
    places = placed(now, shuffled(now), 2 * PLACES, overlay, network, Mode.ROAD)
    feet = [place.attachments[0] for place in places]
    joined = _plain(network, overlay, feet)
    main = _main_component(joined)
    links = [(foot.cell, foot.foot.link) for foot in feet]
    # Two places of one link would need a link of their own between them in the plain graph.
    alone = [links[i] not in links[:i] for i in range(len(feet))]
    kept = [i for i in range(len(feet)) if alone[i] and main[network.node_lon.size + i]][:PLACES]
    feet = [feet[i] for i in kept]
    lon, lat = np.array([[places[i].lon, places[i].lat] for i in kept]).T
    a, b, m = _plain(network, overlay, feet)
    draws = lot().integers(0, len(feet), (40 * PAIRS, 2))
    far = great_circle_km(lon[draws[:, 0]], lat[draws[:, 0]], lon[draws[:, 1]], lat[draws[:, 1]]) > FAR_KM
    return Road(
        lon=np.concatenate((network.node_lon, lon)),
        lat=np.concatenate((network.node_lat, lat)),
        a=a,
        b=b,
        m=m,
        places=network.node_lon.size + np.arange(len(feet)),
        pairs=draws[far][:PAIRS],
        cell=np.array([end.cell for end in feet]),
        link=np.array([end.foot.link for end in feet]),
        along_m=np.array([_along_m(end.foot) for end in feet]),
        access_m=_metres(np.array([end.foot.access_km for end in feet])),
        digest=np.array(network.digest),
    )


def attachments(road: Road, network: Network, overlay: Overlay) -> list[Attachment]:
    """The places of a Road joined to the road network, to the metre."""
    if str(road.digest) != network.digest:
        raise ValueError(
            "the network has changed since the road network was written; run the whole bench again"
        )
    found = []
    for i in range(road.places.size):
        cell, link = int(road.cell[i]), int(road.link[i])
        links = cell_links(network, cell)
        a, b, km = int(links.a[link]), int(links.b[link]), float(links.km[link])
        share = float(road.along_m[i]) / 1000 / km if km else 0.0
        lon, lat = float(road.lon[road.places[i]]), float(road.lat[road.places[i]])
        foot = Foot(link, share, float(road.access_m[i]) / 1000, lon, lat, a, b, km)
        hierarchy = climb_of(overlay, cell)
        if hierarchy is None:
            raise ValueError(f"no links in {overlay.cells[cell].key}")
        reached = climb(hierarchy, foot.seeds)
        vertices = slice(overlay.cell_first[cell], overlay.cell_first[cell + 1])
        to_core = core_reach(hierarchy, reached)[overlay.vertex_core[vertices]]
        end_km = to_core + overlay.vertex_access_km[vertices]
        found.append(Attachment(cell, foot, end_km, reached, lon, lat))
    return found


def _plain(network: Network, overlay: Overlay, feet: Sequence[Attachment]) -> tuple[Int, Int, Int]:
    """Links, ways through posts and ways to places, each pair of nodes once with its least metres."""
    node = network.end_node[overlay.vertex_end].astype(np.int64)
    access = _metres(overlay.vertex_access_km)
    begin, end = overlay.transfer_from, overlay.transfer_to
    base = network.node_first[[foot.cell for foot in feet]].astype(np.int64)
    here = network.node_lon.size + np.arange(len(feet))
    to_a = base + np.array([foot.foot.a for foot in feet], np.int64)
    to_b = base + np.array([foot.foot.b for foot in feet], np.int64)
    along = np.array([_along_m(foot.foot) for foot in feet])
    way = _metres(np.array([foot.foot.access_km for foot in feet]))
    length = _metres(np.array([foot.foot.link_km for foot in feet]))
    a = np.concatenate((network.link_a, node[begin], here, here))
    b = np.concatenate((network.link_b, node[end], to_a, to_b))
    m = np.concatenate(
        (_metres(network.link_km), access[begin] + access[end], way + along, way + length - along)
    )
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    order = np.lexsort((m, high, low))
    low, high, m = low[order], high[order], m[order]
    first = np.append(True, (np.diff(low) != 0) | (np.diff(high) != 0)) & (low != high)
    return low[first], high[first], m[first]


def _main_component(links: tuple[Int, Int, Int]) -> NDArray[np.bool_]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b, m = links
    size = int(max(a.max(), b.max())) + 1
    _, part = connected_components(coo_array((np.ones(m.size), (a, b)), (size, size)), directed=False)
    return np.asarray(part == np.bincount(part).argmax())


def _along_m(foot: Foot) -> int:
    return int(np.rint(foot.share * foot.link_km * 1000))


def _metres(km: Float) -> Int:
    return np.rint(km * 1000).astype(np.int64)

"""Puts graphs and gates together into the record: nodes, links and ends sorted by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from karwan.network.record import Cell, LinkOrigin, Network
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from karwan.network.gates import Ferry, Gate
    from karwan.network.graph import Graph
    from karwan.network.territory import Unions

AIR = "air"
"""Key of the cell that holds all airports."""
_SHIFT = 32
_NODE = (1 << _SHIFT) - 1
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class _Source:
    """Links of one graph (or of all ferries) with the cell of each; a link of two gauges stands twice."""

    cells: tuple[Cell, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    cell: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    km: NDArray[np.float64]
    origin: NDArray[np.uint8]


def assembled(
    digest: str,
    graphs: Mapping[Mode, Graph],
    gates: Sequence[Gate],
    ferries: Sequence[Ferry],
    union: Unions,
) -> Network:
    """The network of graphs no link of which joins two cells.

    Parallel links become the shortest of them, links without nodes of their own fall away.

    Args:
        digest: hash of all inputs.
        graphs: road, rail, sea.
        gates: all gateways.
        ferries: ways of their own.
        union: which territories count as one.
    """
    sources = [_land(graphs[mode], union) for mode in (Mode.ROAD, Mode.RAIL) if mode in graphs]
    sources += [_sea(graphs[mode]) for mode in (Mode.SEA,) if mode in graphs]
    sources += [_ferries(ferries)] if ferries else []
    has_air = any(reach.mode is Mode.AIR for gate in gates for reach in gate.reaches)
    every = [cell for source in sources for cell in source.cells] + ([Cell(AIR, Mode.AIR)] if has_air else [])
    cells = tuple(sorted(every, key=lambda cell: cell.key))
    place = {cell.key: index for index, cell in enumerate(cells)}
    keys, lon, lat = _nodes(sources, place)
    link_a, link_b, km, origin = _links(sources, place, keys)
    cell_of_link = keys[link_a] >> _SHIFT
    gates = sorted(gates, key=lambda gate: gate.gateway.id)
    ends = _ends(gates, cells, keys)
    bounds = np.arange(len(cells) + 1)
    return Network(
        digest=digest,
        cells=cells,
        node_first=_frozen(np.searchsorted(keys >> _SHIFT, bounds), np.int32),
        node_lon=_frozen(lon, np.float64),
        node_lat=_frozen(lat, np.float64),
        link_first=_frozen(np.searchsorted(cell_of_link, bounds), np.int32),
        link_a=_frozen(link_a, np.int32),
        link_b=_frozen(link_b, np.int32),
        link_km=_frozen(km, np.float64),
        link_origin=_frozen(origin, np.uint8),
        gateways=tuple(gate.gateway for gate in gates),
        end_gateway=_frozen([end[0] for end in ends], np.int32),
        end_cell=_frozen([end[1] for end in ends], np.int32),
        end_node=_frozen([end[2] for end in ends], np.int32),
        end_access_km=_frozen([end[3] for end in ends], np.float64),
    )


def _frozen(values: ArrayLike, kind: type[Kind]) -> NDArray[Kind]:
    array = np.ascontiguousarray(values, dtype=kind)
    array.setflags(write=False)
    return array


def _land(graph: Graph, union: Unions) -> _Source:
    """Links of road or rail: a cell for each union and, for rail, gauge."""
    side = union.at(graph.territory)[graph.a].astype(np.int64)
    gauges = [np.zeros(len(side), np.int64)]
    pick = [np.arange(len(side))]
    if graph.mode is Mode.RAIL:
        second = np.flatnonzero(graph.second_gauge > 0)
        gauges = [graph.gauge.astype(np.int64), graph.second_gauge[second].astype(np.int64)]
        pick.append(second)
    link, gauge = np.concatenate(pick), np.concatenate(gauges)
    pairs, cell = np.unique(side[link] << _SHIFT | gauge, return_inverse=True)
    cells = tuple(
        _land_cell(graph.mode, union.name(int(pair >> _SHIFT)), int(pair & _NODE)) for pair in pairs
    )
    return _Source(
        cells,
        graph.lon,
        graph.lat,
        cell.astype(np.int64),
        graph.a[link].astype(np.int64),
        graph.b[link].astype(np.int64),
        graph.km[link],
        graph.origin[link],
    )


def _land_cell(mode: Mode, name: str, gauge: int) -> Cell:
    key = f"{mode}:{name}:{gauge}" if gauge else f"{mode}:{name}"
    return Cell(key, mode, territory=name, gauge_mm=gauge or None)


def _sea(graph: Graph) -> _Source:
    basin, cell = np.unique(graph.territory[graph.a], return_inverse=True)
    names = [graph.codes[index] for index in basin.tolist()]
    return _Source(
        tuple(Cell(f"{Mode.SEA}:{name}", Mode.SEA, basin=name) for name in names),
        graph.lon,
        graph.lat,
        cell.astype(np.int64),
        graph.a.astype(np.int64),
        graph.b.astype(np.int64),
        graph.km,
        graph.origin,
    )


def _ferries(ferries: Sequence[Ferry]) -> _Source:
    count = len(ferries)
    return _Source(
        tuple(Cell(f"ferry:{ferry.id}", Mode.SEA, service=ferry.id) for ferry in ferries),
        np.array([value for ferry in ferries for value in ferry.lon]),
        np.array([value for ferry in ferries for value in ferry.lat]),
        np.arange(count),
        np.arange(count) * 2,
        np.arange(count) * 2 + 1,
        np.array([ferry.km for ferry in ferries]),
        np.full(count, LinkOrigin.PATCH, np.uint8),
    )


def _global(source: _Source, place: Mapping[str, int]) -> NDArray[np.int64]:
    """(links,) index of the cell of each link among all cells."""
    return np.array([place[cell.key] for cell in source.cells], np.int64)[source.cell]


def _nodes(
    sources: Sequence[_Source], place: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Key (cell, node of its graph) of each node of the record, sorted; and where it lies."""
    keys, lon, lat = [], [], []
    for source in sources:
        cell = _global(source, place) << _SHIFT
        found = np.unique(np.concatenate((cell | source.a, cell | source.b)))
        keys.append(found)
        lon.append(source.lon[found & _NODE])
        lat.append(source.lat[found & _NODE])
    key = np.concatenate(keys)
    order = np.argsort(key)
    return key[order], np.concatenate(lon)[order], np.concatenate(lat)[order]


def _links(
    sources: Sequence[_Source], place: Mapping[str, int], keys: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.uint8]]:
    """Links by the nodes of the record, sorted by both; the shortest of parallel ones, no loops."""
    ends = []
    for source in sources:
        cell = _global(source, place) << _SHIFT
        ends.append(np.searchsorted(keys, np.stack((cell | source.a, cell | source.b))))
    one, other = np.concatenate(ends, axis=1)
    km = np.concatenate([source.km for source in sources])
    origin = np.concatenate([source.origin for source in sources])
    a, b = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((origin, km, b, a))
    a, b, km, origin = a[order], b[order], km[order], origin[order]
    keep = a != b
    keep[1:] &= (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return a[keep], b[keep], km[keep], origin[keep]


def _ends(
    gates: Sequence[Gate], cells: Sequence[Cell], keys: NDArray[np.int64]
) -> list[tuple[int, int, int, float]]:
    """(gateway, cell, node, access km) of each end; one a gateway and cell, the nearest."""
    places = _places(gates, cells, keys)
    air = [index for index, cell in enumerate(cells) if cell.mode is Mode.AIR]
    ends = []
    for number, gate in enumerate(gates):
        best: dict[int, tuple[float, int]] = {}
        for reach in gate.reaches:
            found = places.get((reach.mode, reach.ferry, reach.node), ())
            if reach.mode is Mode.AIR:
                found = [(index, -1) for index in air]
            for index, node in found:
                if reach.gauge_mm and cells[index].gauge_mm != reach.gauge_mm:
                    continue
                if index not in best or reach.access_km < best[index][0]:
                    best[index] = (reach.access_km, node)
        ends += [(number, index, node, away) for index, (away, node) in sorted(best.items())]
    return ends


def _places(
    gates: Sequence[Gate], cells: Sequence[Cell], keys: NDArray[np.int64]
) -> dict[tuple[Mode, str, int], Sequence[tuple[int, int]]]:
    """Cells and nodes of the record that each node of a graph became, for the nodes that gates reach."""
    wanted = np.unique([reach.node for gate in gates for reach in gate.reaches])
    first = np.searchsorted(keys >> _SHIFT, np.arange(len(cells) + 1))
    found: dict[tuple[Mode, str, int], list[tuple[int, int]]] = {}
    for index in np.flatnonzero(np.isin(keys & _NODE, wanted)).tolist():
        number, cell = int(keys[index] >> _SHIFT), cells[int(keys[index] >> _SHIFT)]
        if cell.service is None:
            found.setdefault((cell.mode, "", int(keys[index] & _NODE)), []).append((number, index))
    for number, cell in enumerate(cells):
        for berth in (0, 1) if cell.service else ():
            found[cell.mode, str(cell.service), berth] = [(number, int(first[number]) + berth)]
    return dict(found)

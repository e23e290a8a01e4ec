"""The overlay: the ends of all cells, the shortest runs between them, and the transfers that join cells."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.network.record import Cell, GatewayKind, Network
from karwan.routing.climb import ARC, Climb
from karwan.routing.eliminate import eliminate
from karwan.routing.sphere import great_circle_km
from karwan.routing.squares import squares_of
from karwan.words.mode import Mode

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """What every search runs on. Vertices are the ends of the network, sorted by cell.

    Attributes:
        digest: of the network.
        cells: of the network.
        cell_first: (cells + 1,) int32; the vertices of cell `c` are `cell_first[c]:cell_first[c + 1]`.
        vertex_end, vertex_cell, vertex_gateway: (vertices,) int32, indexes in the network.
        vertex_core: (vertices,) int32, place of its node in the core of its cell's climb; -1 without links.
        vertex_access_km, vertex_lon, vertex_lat: (vertices,) float64, km from gateway to node; the gateway.
        vertex_is_join: (vertices,) whether its gateway is a join, which costs nothing and is no stop.
        leg_first: (cells + 1,) int64, where the table of each cell begins.
        leg_km: float64; the table of a cell of `k` vertices is k x k, row-major: shortest km from gateway to
            gateway, the same both ways; inf where no way, and from a vertex to itself (who enters a cell
            leaves it elsewhere).
        transfer_from, transfer_to: (transfers,) int32 vertices: all ordered pairs of ends of one gateway in
            different cells, sorted by both.
        transfer_gateway: (transfers,) int32.
        square_id, square_cell: int32, which cells have links in which squares of the globe (squares.py).
        pieces: members `climb/<cell key>/...`, read when a place needs them.
    """

    digest: str
    cells: tuple[Cell, ...]
    cell_first: NDArray[np.int32]
    vertex_end: NDArray[np.int32]
    vertex_cell: NDArray[np.int32]
    vertex_gateway: NDArray[np.int32]
    vertex_core: NDArray[np.int32]
    vertex_access_km: NDArray[np.float64]
    vertex_lon: NDArray[np.float64]
    vertex_lat: NDArray[np.float64]
    vertex_is_join: NDArray[np.bool_]
    leg_first: NDArray[np.int64]
    leg_km: NDArray[np.float64]
    transfer_from: NDArray[np.int32]
    transfer_to: NDArray[np.int32]
    transfer_gateway: NDArray[np.int32]
    square_id: NDArray[np.int32]
    square_cell: NDArray[np.int32]
    pieces: Arrays

    def legs_of(self, cell: int) -> NDArray[np.float64]:
        """The table of one cell, (k, k) km."""
        size = int(self.cell_first[cell + 1] - self.cell_first[cell])
        return self.leg_km[self.leg_first[cell] : self.leg_first[cell + 1]].reshape(size, size)


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """A cell run down to its ends.

    Attributes:
        core: (k,) int32, place of the node of each vertex in the core; -1 without links.
        table: (k * k,) float64 km, row-major. pieces: its climb by member, as the overlay names it.
    """

    core: NDArray[np.int32]
    table: NDArray[np.float64]
    pieces: Arrays


def build_overlay(network: Network) -> Overlay:
    """Runs every cell down to its ends, and joins the cells at their gateways."""
    cells = range(len(network.cells))
    ran = run_down(network, cells)
    pieces = {name: piece for cell in cells for name, piece in ran[cell].pieces.items()}
    return put_together(network, [ran[cell] for cell in cells], squares_of(network), pieces)


def vertices_by_cell(network: Network) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """(ends,) the ends sorted by cell, and (cells + 1,) where each cell begins."""
    order = np.lexsort((np.arange(network.end_cell.size), network.end_cell)).astype(np.int32)
    first = np.searchsorted(network.end_cell[order], np.arange(len(network.cells) + 1))
    return order, first.astype(np.int32)


def run_down(network: Network, cells: Sequence[int]) -> dict[int, Ran]:
    """Some cells of a network run down to their ends."""
    order, first = vertices_by_cell(network)
    ends = {cell: order[first[cell] : first[cell + 1]] for cell in cells}
    found = _hierarchies(network, {cell: network.end_node[ends[cell]] for cell in cells})
    return {cell: _ran(network, cell, ends[cell], found[cell]) for cell in cells}


def _ran(network: Network, cell: int, ends: NDArray[np.int32], hierarchy: Climb | None) -> Ran:
    core = np.full(ends.size, -1, np.int32)
    pieces: dict[str, NDArray[Any]] = {}
    if hierarchy is not None:
        nodes = network.end_node[ends] - network.node_first[cell]
        core = hierarchy.rank[nodes] - np.int32(hierarchy.rank.size - hierarchy.core_km.shape[0])
        for field in fields(Climb):
            pieces[f"{climb_prefix(network.cells[cell])}{field.name}"] = getattr(hierarchy, field.name)
    return Ran(core, _table(network, ends, core, hierarchy).ravel(), pieces)


def put_together(
    network: Network,
    ran: Sequence[Ran],
    squares: tuple[NDArray[np.int32], NDArray[np.int32]],
    pieces: Arrays,
) -> Overlay:
    """The overlay of cells that were run down, one `Ran` for each cell of the network."""
    order, cell_first = vertices_by_cell(network)
    vertex_cell, gateways = network.end_cell[order], network.end_gateway[order]
    place = np.array([(gateway.lon, gateway.lat) for gateway in network.gateways], float).reshape(-1, 2)
    is_join = np.array([gateway.kind is GatewayKind.JOIN for gateway in network.gateways], np.bool_)
    transfers = _transfers(gateways, vertex_cell)
    return Overlay(
        digest=network.digest,
        cells=network.cells,
        cell_first=cell_first,
        vertex_end=order,
        vertex_cell=vertex_cell,
        vertex_gateway=gateways,
        vertex_core=np.concatenate([np.empty(0, np.int32), *(one.core for one in ran)]),
        vertex_access_km=network.end_access_km[order],
        vertex_lon=place[gateways, 0],
        vertex_lat=place[gateways, 1],
        vertex_is_join=is_join[gateways],
        leg_first=np.cumsum([0, *(one.table.size for one in ran)], dtype=np.int64),
        leg_km=np.concatenate([np.empty(0), *(one.table for one in ran)]),
        transfer_from=transfers[0],
        transfer_to=transfers[1],
        transfer_gateway=gateways[transfers[0]],
        square_id=squares[0],
        square_cell=squares[1],
        pieces=pieces,
    )


def _hierarchies(network: Network, end_nodes: Mapping[int, NDArray[np.int32]]) -> dict[int, Climb | None]:
    """The climb of some cells, the largest first and as many at once as there are cores."""
    largest = sorted(end_nodes, key=lambda cell: network.node_first[cell] - network.node_first[cell + 1])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = pool.map(lambda cell: _hierarchy(network, cell, end_nodes[cell]), largest)
        return dict(zip(largest, made, strict=True))


def _hierarchy(network: Network, cell: int, end_nodes: NDArray[np.int32]) -> Climb | None:
    """The climb of a cell, None if it has no nodes."""
    base, end = int(network.node_first[cell]), int(network.node_first[cell + 1])
    if base == end:
        return None
    links = slice(network.link_first[cell], network.link_first[cell + 1])
    core = (np.unique(end_nodes) - base).astype(np.int32)
    a, b = network.link_a[links] - np.int32(base), network.link_b[links] - np.int32(base)
    return eliminate(end - base, a, b, network.link_km[links], core)


def _table(
    network: Network, ends: NDArray[np.int32], core: NDArray[np.int32], hierarchy: Climb | None
) -> NDArray[np.float64]:
    """Kilometres from gateway to gateway in one cell: along its links, or by great circles if it has none."""
    if hierarchy is None:
        gateways = [network.gateways[gateway] for gateway in network.end_gateway[ends]]
        lon = np.array([gateway.lon for gateway in gateways])
        lat = np.array([gateway.lat for gateway in gateways])
        km = great_circle_km(lon[:, None], lat[:, None], lon[None], lat[None])
    else:
        km = hierarchy.core_km[np.ix_(core, core)]
    access = network.end_access_km[ends]
    table: NDArray[np.float64] = km + access[:, None] + access[None]
    # Sums taken in another order may differ in their last bit: a way back is as long as the way there.
    table = np.minimum(table, table.T)
    np.fill_diagonal(table, np.inf)
    return table


def _transfers(gateways: NDArray[np.int32], cells: NDArray[np.int32]) -> NDArray[np.int32]:
    """All ordered pairs of vertices of one gateway in different cells, (2, transfers), sorted by both."""
    by_gateway = np.argsort(gateways, kind="stable")
    first = np.flatnonzero(np.diff(gateways[by_gateway], prepend=-1))
    pairs = [
        (a, b)
        for group in np.split(by_gateway, first[1:])
        for a in group.tolist()
        for b in group.tolist()
        if cells[a] != cells[b]
    ]
    return np.array(sorted(pairs), np.int32).reshape(-1, 2).T


_SOURCES = ("climb.py", "eliminate.py", "eliminate_numba.py", "overlay.py", "sphere.py", "squares.py")


def digest_of(network_digest: str) -> str:
    """Hash that an overlay is stored under: of its network, and of the code that makes it."""
    whole = hashlib.sha256(network_digest.encode())
    for name in _SOURCES:
        whole.update(files("karwan.routing").joinpath(name).read_bytes())
    return whole.hexdigest()


_TEXTS = ("key", "mode", "territory", "basin", "service", "parent")


def to_arrays(overlay: Overlay) -> dict[str, NDArray[Any]]:
    """The overlay as named arrays, for a store."""
    arrays: dict[str, NDArray[Any]] = {"digest": np.array(overlay.digest)}
    for name in _TEXTS:
        arrays[f"cells/{name}"] = np.array([getattr(cell, name) or "" for cell in overlay.cells], np.str_)
    arrays["cells/gauge_mm"] = np.array([cell.gauge_mm or 0 for cell in overlay.cells], np.int32)
    for field in fields(Overlay):
        if field.name not in {"digest", "cells", "pieces"}:
            arrays[field.name] = getattr(overlay, field.name)
    return arrays | {name: _plain(piece) for name, piece in overlay.pieces.items()}


def from_arrays(arrays: Arrays) -> Overlay:
    """The overlay that `to_arrays` named; its climbs stay where they are until a place needs them."""
    texts = [arrays[f"cells/{name}"].tolist() for name in _TEXTS]
    gauges = arrays["cells/gauge_mm"].tolist()
    cells = tuple(
        Cell(key, Mode(mode), territory or None, gauge or None, *(text or None for text in others))
        for key, mode, territory, *others, gauge in zip(*texts, gauges, strict=True)
    )
    known = {field.name for field in fields(Overlay)} - {"digest", "cells", "pieces"}
    return Overlay(
        digest=str(arrays["digest"]), cells=cells, pieces=arrays, **{name: arrays[name] for name in known}
    )


def climb_prefix(cell: Cell) -> str:
    """How the names of the members of a cell's climb begin."""
    return f"climb/{cell.key}/"


def climb_of(overlay: Overlay, cell: int) -> Climb | None:
    """The hierarchy of a cell, None if the cell has no links."""
    prefix = climb_prefix(overlay.cells[cell])
    if prefix + "rank" not in overlay.pieces:
        return None
    parts = {field.name: overlay.pieces[prefix + field.name] for field in fields(Climb)}
    if parts["arcs"].dtype != ARC:
        parts["arcs"] = parts["arcs"].view(ARC)
    return Climb(**parts)


def _plain(piece: NDArray[Any]) -> NDArray[Any]:
    """Records as bytes: a store keeps plain numbers only."""
    return piece if piece.dtype.names is None else piece.view(np.uint8)

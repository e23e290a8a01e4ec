"""Which cells have links near a point: the globe in squares, so that a place loads only cells around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.sphere import DEGREE_KM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.network.record import Network
    from karwan.routing.overlay import Overlay

SQUARE = 0.5  # degrees
_COLUMNS = round(360 / SQUARE)
_STEP = SQUARE / 2  # a chord is looked at this often, so that it skips no square by more than a corner


def squares_of(
    network: Network, cells: Sequence[int] | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The squares that the links of each cell (of some, if named) pass: squares and cells, sorted by both."""
    count = len(network.cells)
    wanted = np.arange(count) if cells is None else np.sort(np.array(cells, np.int64))
    sizes = np.diff(network.node_first)[wanted]
    node, link = _those_of(network.node_first, wanted), _those_of(network.link_first, wanted)
    node_square = np.zeros(network.node_lon.size, np.int64)
    node_square[node] = _square(network.node_lon[node], network.node_lat[node])
    # Most links lie within one square: only the others are followed.
    link = link[node_square[network.link_a[link]] != node_square[network.link_b[link]]]
    square, cell = _along(network, link)
    pairs = np.concatenate((node_square[node] * count + np.repeat(wanted, sizes), square * count + cell))
    square, cell = np.divmod(np.unique(pairs), max(count, 1))
    return square.astype(np.int32), cell.astype(np.int32)


def _those_of(first: NDArray[np.int32], cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """The nodes or links of some cells, by where those of each begin."""
    ranges = [np.arange(first[cell], first[cell + 1], dtype=np.int64) for cell in cells.tolist()]
    return np.concatenate([np.empty(0, np.int64), *ranges])


def _along(network: Network, link: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The squares that some links pass, and the cell of the link of each."""
    a, b = network.link_a[link], network.link_b[link]
    lon, lat = network.node_lon[a], network.node_lat[a]
    east, north = _shortest_turn(network.node_lon[b] - lon), network.node_lat[b] - lat
    steps = np.ceil(np.maximum(np.abs(east), np.abs(north)) / _STEP).astype(np.int64)
    of = np.repeat(np.arange(link.size), steps)
    nth = np.arange(of.size) - np.repeat(np.cumsum(steps) - steps, steps)
    share = nth / steps[of]
    cell = np.searchsorted(network.link_first, link[of], side="right") - 1
    return _square(lon[of] + share * east[of], lat[of] + share * north[of]), cell


def cells_near(overlay: Overlay, lon: float, lat: float, limit_km: float) -> NDArray[np.int32]:
    """The cells with a link in the squares within some km of a point (and a few beyond), sorted."""
    high = limit_km / DEGREE_KM + _STEP
    wide = high / max(np.cos(np.radians(min(abs(lat) + high, 90.0))), 1e-6)
    rows = np.arange(np.floor((lat - high + 90) / SQUARE), np.floor((lat + high + 90) / SQUARE) + 1)
    west = int(np.floor((lon - wide + 180) / SQUARE))
    columns = np.arange(west, min(int(np.floor((lon + wide + 180) / SQUARE)) + 1, west + _COLUMNS))
    squares = (rows[:, None] * _COLUMNS + np.mod(columns, _COLUMNS)[None]).ravel()
    first = np.searchsorted(overlay.square_id, squares)
    last = np.searchsorted(overlay.square_id, squares, side="right")
    found = [overlay.square_cell[one:two] for one, two in zip(first, last, strict=True) if one < two]
    # A set: numpy's unique would import its masked arrays, a tenth of what a question may take.
    return np.array(sorted({int(cell) for cells in found for cell in cells}), np.int32)


def _square(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    row = np.floor((lat + 90) / SQUARE).astype(np.int64)
    column = np.floor((np.mod(lon + 180, 360)) / SQUARE).astype(np.int64)
    return row * _COLUMNS + np.minimum(column, _COLUMNS - 1)


def _shortest_turn(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.mod(degrees + 180, 360) - 180

"""Which cells have links near a point: the globe in squares, so that a place loads only cells around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.sphere import DEGREE_KM

if TYPE_CHECKING:
    from karwan.network.record import Network
    from karwan.routing.overlay import Overlay

SQUARE = 0.5  # degrees
_COLUMNS = round(360 / SQUARE)
_STEP = SQUARE / 2  # a chord is looked at this often, so that it skips no square by more than a corner


def squares_of(network: Network) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The squares that the links of each cell pass, as pairs of square and cell, sorted by both."""
    lon, lat = network.node_lon, network.node_lat
    a, b = network.link_a, network.link_b
    cell = np.repeat(np.arange(len(network.cells)), np.diff(network.link_first))
    east = _shortest_turn(lon[b] - lon[a])
    north = lat[b] - lat[a]
    steps = np.ceil(np.maximum(np.abs(east), np.abs(north)) / _STEP).astype(np.int64) + 1
    link = np.repeat(np.arange(a.size), steps + 1)
    nth = np.arange(link.size) - np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
    share = nth / steps[link]
    square = _square(lon[a[link]] + share * east[link], lat[a[link]] + share * north[link])
    pairs = np.unique(square * np.int64(len(network.cells) + 1) + cell[link])
    square, of_cell = np.divmod(pairs, len(network.cells) + 1)
    return square.astype(np.int32), of_cell.astype(np.int32)


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
    return np.unique(np.concatenate([np.empty(0, np.int32), *found]))


def _square(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    row = np.floor((lat + 90) / SQUARE).astype(np.int64)
    column = np.floor((lon + 180) / SQUARE).astype(np.int64)
    return row * _COLUMNS + np.mod(column, _COLUMNS)


def _shortest_turn(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.mod(degrees + 180, 360) - 180

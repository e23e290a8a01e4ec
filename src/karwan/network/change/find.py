"""Finds the links that a change is about: those in a polygon, the one at a place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from karwan.errors import InputError
from karwan.network.change.polygon import Points, crossed, inside, polygon_faults
from karwan.network.geometry import feet
from karwan.network.record import Cell, Network
from karwan.words.mode import Mode

REACH_KM = 50.0
"""How far from a place the network may be."""


def links_in(
    network: Network, mode: Mode, polygon: Points, territories: frozenset[str] | None = None
) -> dict[str, NDArray[np.int64]]:
    """The links of a mode that lie in a polygon or touch it, by cell.

    Args:
        network: cells; ferries with a way of their own are no links of a mode.
        polygon: corners (lon, lat), the last joined to the first; sides are straight in degrees.
        mode: road, rail or sea.
        territories: codes of those to look in; all if None.

    Raises:
        InputError: the corners are no polygon, such as one that crosses itself.
    """
    if faults := polygon_faults(polygon):
        raise InputError("\n".join(faults))
    found = {}
    for number, cell in cells_of(network, mode, territories):
        first, last = network.link_first[number : number + 2].tolist()
        a, b = network.link_a[first:last], network.link_b[first:last]
        lon, lat = network.node_lon, network.node_lat
        ends = lon[a], lat[a], lon[b], lat[b]
        touched = (
            inside(polygon, ends[0], ends[1]) | inside(polygon, ends[2], ends[3]) | crossed(polygon, ends)
        )
        if touched.any():
            found[cell.key] = np.flatnonzero(touched)
    return found


def nearest_link(
    network: Network,
    mode: Mode,
    at: tuple[float, float],
    within_km: float = REACH_KM,
    territories: frozenset[str] | None = None,
) -> tuple[str, int, float] | None:
    """The key of the cell, the link in it, and how far it is (km); None where none is near enough."""
    best: tuple[float, str, int] | None = None
    for number, cell in cells_of(network, mode, territories):
        first, last = network.link_first[number : number + 2].tolist()
        if first == last:
            continue
        a, b = network.link_a[first:last], network.link_b[first:last]
        lon, lat = network.node_lon, network.node_lat
        _, away = feet(*at, lon[a], lat[a], lon[b], lat[b])
        link = int(np.argmin(away))
        if away[link] <= within_km and (best is None or (away[link], cell.key) < best[:2]):
            best = float(away[link]), cell.key, link
    return None if best is None else (best[1], best[2], best[0])


def cells_of(network: Network, mode: Mode, territories: frozenset[str] | None) -> Iterator[tuple[int, Cell]]:
    """The cells of a mode, with their numbers; in some territories, if named."""
    for number, cell in enumerate(network.cells):
        is_there = territories is None or cell.territory in territories
        if cell.mode is mode and not cell.is_ferry and is_there:
            yield number, cell

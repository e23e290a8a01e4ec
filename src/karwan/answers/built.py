"""Which ways that are only spoken of a scenario builds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from karwan.facts.rows import WaySpokenOf
from karwan.network.record import Network
from karwan.words.mode import Mode
from karwan.words.sphere import distance_km

# New lines are the way if they come so near to both its ends and are so long in all: shares of its air line.
_NEAR = 0.2
_LONG = 0.75

# New lines of one mode: degrees of their nodes, and km in all.
_Lines = tuple[NDArray[np.float64], NDArray[np.float64], float]


def not_built(network: Network, rows: Iterable[WaySpokenOf]) -> tuple[WaySpokenOf, ...]:
    """Those of some ways spoken of that no line added to the network is (docs/rules, 9.7)."""
    rows = tuple(rows)
    lines = {mode: _added(network, Mode(mode)) for row in rows for mode in row.modes}
    return tuple(row for row in rows if not any(_is(row, lines[mode]) for mode in row.modes))


def _added(network: Network, mode: Mode) -> _Lines:
    """The lines that changes of the network added: a cell of its own, and no stretch of what there was."""
    links: list[int] = []
    for number, cell in enumerate(network.cells):
        if cell.mode == mode and cell.service and cell.territory and cell.parent is None:
            links += range(network.link_first[number], network.link_first[number + 1])
    nodes = np.unique((network.link_a[links], network.link_b[links]))
    return network.node_lon[nodes], network.node_lat[nodes], float(network.link_km[links].sum())


def _is(row: WaySpokenOf, lines: _Lines) -> bool:
    lon, lat, km = lines
    straight = distance_km(row.from_lon, row.from_lat, row.to_lon, row.to_lat)
    if km < _LONG * straight:
        return False
    spots = list(zip(lon.tolist(), lat.tolist(), strict=True))
    ends = (row.from_lon, row.from_lat), (row.to_lon, row.to_lat)
    return all(min(distance_km(*end, *spot) for spot in spots) <= _NEAR * straight for end in ends)

"""Sea lanes, out of the lattice of searoute: every vertex of its lines is a node."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.base.lines import Lines, metres_between, shortest

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = 100_000
_TURN = 360 * SCALE


def lines(text: bytes) -> Lines:
    """Undirected sea links between neighbouring vertices, in great-circle metres.

    Coordinates are in 1/100,000 degree; vertices that agree in that (about a metre) are one node. Longitudes
    lie in -180 <= lon < 180, so that lanes drawn past 180 degrees meet those from the other side.
    """
    geometries = [feature["geometry"] for feature in json.loads(text)["features"]]
    chains = [
        np.array([point[:2] for point in chain])
        for geometry in geometries
        for chain in (
            geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
        )
    ]
    points = _scaled(np.concatenate(chains))
    first = np.cumsum([0, *(len(chain) for chain in chains[:-1])])
    goes_on = np.ones(len(points), dtype=bool)
    goes_on[first] = False
    nodes, number = np.unique(points, axis=0, return_inverse=True)
    number = number.reshape(-1)
    pair = np.sort(np.column_stack((number[:-1], number[1:]))[goes_on[1:]], axis=1)
    pair = pair[pair[:, 0] != pair[:, 1]]
    lon, lat = nodes.T.astype(np.int32)
    metres = metres_between(lon[pair[:, 0]], lat[pair[:, 0]], lon[pair[:, 1]], lat[pair[:, 1]], SCALE)
    pair, metres = shortest(pair, np.maximum(metres, 1))
    return Lines(lon, lat, pair[:, 0].astype(np.int32), pair[:, 1].astype(np.int32), metres)


def _scaled(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    whole = np.rint(degrees * SCALE).astype(np.int64)
    whole[:, 0] = (whole[:, 0] + _TURN // 2) % _TURN - _TURN // 2
    return whole

"""From degrees to the flat units that maps are drawn in."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from karwan.report.simplify import Point

# The world is this many units wide: one is 150 m at the equator.
WORLD = 1 << 18
# Mercator has no poles.
_MOST_LAT = 84.0


def mercator(point: Point) -> tuple[int, int]:
    """Whole units to the right of 180 W and below 85 N (Mercator on the sphere, as web maps have it).

    Source: Snyder 1987, Map projections, a working manual, equations 7-1 and 7-2.
    """
    lon, lat = point
    y = math.radians(max(-_MOST_LAT, min(_MOST_LAT, lat)))
    return (
        round((lon + 180) / 360 * WORLD),
        round((0.5 - math.log(math.tan(math.pi / 4 + y / 2)) / (2 * math.pi)) * WORLD),
    )


def mercator_of(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same of many points, not rounded: x, y."""
    y = np.radians(np.clip(lat, -_MOST_LAT, _MOST_LAT))
    north = np.log(np.tan(np.pi / 4 + y / 2)) / (2 * np.pi)
    return (lon + 180) / 360 * WORLD, (0.5 - north) * WORLD

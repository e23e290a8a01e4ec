"""Distances on the globe."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Degrees = float | NDArray[np.float64]

RADIUS_KM = 6371.0088  # mean radius of the WGS 84 ellipsoid
DEGREE_KM = RADIUS_KM * np.pi / 180
_NO_ANGLE = 1e-9  # equal or opposite points: no one great circle


def great_circle_km(lon: Degrees, lat: Degrees, to_lon: Degrees, to_lat: Degrees) -> NDArray[np.float64]:
    """Great-circle km between points in degrees, shapes broadcast.

    Source: Sinnott 1984, Virtues of the Haversine.
    """
    north = np.sin(np.radians(np.asarray(to_lat) - lat) / 2) ** 2
    east = np.sin(np.radians(np.asarray(to_lon) - lon) / 2) ** 2
    half = north + np.cos(np.radians(lat)) * np.cos(np.radians(to_lat)) * east
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def great_circle(
    lon: float, lat: float, to_lon: float, to_lat: float, points: int = 48
) -> NDArray[np.float64]:
    """Points along the great circle between two places, (points, 2) lon and lat, both ends among them."""
    here, there = (_vector(*place) for place in ((lon, lat), (to_lon, to_lat)))
    angle = float(np.arccos(np.clip(here @ there, -1.0, 1.0)))
    if np.sin(angle) < _NO_ANGLE:
        return np.array([(lon, lat), (to_lon, to_lat)])
    share = np.linspace(0.0, 1.0, points)[:, None]
    between = (np.sin((1 - share) * angle) * here + np.sin(share * angle) * there) / np.sin(angle)
    line = np.degrees(
        np.column_stack(
            (np.arctan2(between[:, 1], between[:, 0]), np.arcsin(np.clip(between[:, 2], -1.0, 1.0)))
        )
    )
    line[0], line[-1] = (lon, lat), (to_lon, to_lat)
    return np.asarray(line)


def _vector(lon: float, lat: float) -> NDArray[np.float64]:
    lon, lat = np.radians(lon), np.radians(lat)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

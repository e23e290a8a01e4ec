"""Lengths, headings and foot points on the sphere. Arrays of degrees in, kilometres and shares out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * np.pi / 180


def great_circle_km(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Floats:
    """Shortest length over the sphere between points.

    Degrees of shapes that broadcast.

    Source: haversine formula, R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984); mean
    radius of WGS 84.
    """
    x_a, y_a, x_b, y_b = (np.radians(np.asarray(value, float)) for value in (lon_a, lat_a, lon_b, lat_b))
    half = np.sin((y_b - y_a) / 2) ** 2 + np.cos(y_a) * np.cos(y_b) * np.sin((x_b - x_a) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), float)


def on_sphere(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Points in space, kilometres from the centre of the Earth; straight lines between them are chords."""
    x, y = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    return EARTH_KM * np.stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)), axis=-1)


def turn(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Floats:
    """Unit vectors (east, north) from the first points to the second, on the plane that touches between."""
    x_a, y_a, x_b, y_b = (np.asarray(value, float) for value in (lon_a, lat_a, lon_b, lat_b))
    east = _short_way(x_b - x_a) * np.cos(np.radians((y_a + y_b) / 2))
    step = np.stack(np.broadcast_arrays(east, y_b - y_a), axis=-1)
    length = np.linalg.norm(step, axis=-1, keepdims=True)
    return np.asarray(np.divide(step, length, out=np.zeros_like(step), where=length > 0), float)


def feet(
    lon: ArrayLike, lat: ArrayLike, lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats
) -> tuple[Floats, Floats]:
    """Share of each chord at which it comes nearest to a point, and how near (km).

    One point for all chords, or one for each. Worked out on the plane around the point: exact enough for
    chords of some hundred kilometres nearby.
    """
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    shrink = np.cos(np.radians(y))
    x_a, y_a = _short_way(lon_a - x) * shrink, lat_a - y
    dx, dy = _short_way(lon_b - lon_a) * shrink, lat_b - lat_a
    square = dx * dx + dy * dy
    share = np.divide(-(x_a * dx + y_a * dy), square, out=np.zeros_like(square), where=square > 0)
    share = np.clip(share, 0.0, 1.0)
    return share, np.hypot(x_a + share * dx, y_a + share * dy) * KM_PER_DEGREE


def between(
    lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike, share: ArrayLike
) -> tuple[Floats, Floats]:
    """Points at shares of the straight line (in degrees) from one point to another."""
    x, y, part = np.asarray(lon_a, float), np.asarray(lat_a, float), np.asarray(share, float)
    step = _short_way(np.asarray(lon_b, float) - x)
    return _short_way(x + part * step), np.asarray(y + part * (np.asarray(lat_b, float) - y), float)


def polyline_km(lon: Floats, lat: Floats) -> Floats:
    """(points - 1,) lengths of the pieces of a polyline."""
    return great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])


def _short_way(degrees: Floats) -> Floats:
    """Differences of longitude the short way round, -180 to 180."""
    return np.asarray((degrees + 180.0) % 360.0 - 180.0, float)

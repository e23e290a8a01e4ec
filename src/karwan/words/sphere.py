"""Distances on the globe."""

from __future__ import annotations

import math

# Mean radius of the Earth (IUGG).
EARTH_KM = 6371.0088


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great circle between two points in degrees.

    Source: Sinnott 1984, Virtues of the haversine, Sky and Telescope 68(2).
    """
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    h = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))

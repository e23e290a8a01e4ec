"""Polygons on the map: what is wrong with one, and what lies in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Points = Sequence[tuple[float, float]]

MOST_CORNERS = 2000
"""A polygon of more corners is refused: every side is held against every other."""
_LEAST_CORNERS = 3
_BLOCK = 1 << 22  # so many pairs of links and sides are looked at together


def polygon_faults(polygon: Points) -> list[str]:
    """What keeps some corners from being a polygon: too few or too many, no numbers, sides that cross."""
    corners = opened(polygon)
    if not _LEAST_CORNERS <= len(corners) <= MOST_CORNERS:
        return [f"a polygon has {_LEAST_CORNERS} to {MOST_CORNERS} corners, not {len(corners)}"]
    lon, lat = np.array(corners, float).T
    if not (np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)).all():  # noqa: PLR2004
        return ["a corner of the polygon is no place on Earth; write longitude, then latitude"]
    lon = unwound(lon, lon[0])
    if crossing := _crossing_sides(lon, lat):
        one, other = (f"{corners[side][0]:g},{corners[side][1]:g}" for side in crossing)
        return [f"the polygon crosses itself: the sides from {one} and from {other} meet; order its corners"]
    return []


def opened(polygon: Points) -> list[tuple[float, float]]:
    """The corners, each once: a last one that repeats the first is left out."""
    corners = [(float(lon), float(lat)) for lon, lat in polygon]
    return corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners


def unwound(lon: Floats, middle: float) -> Floats:
    """Longitudes within half a turn of a middle, so that nothing near it is torn at the antimeridian."""
    return np.asarray(middle + (lon - middle + 180.0) % 360.0 - 180.0, float)


def inside(polygon: Points, lon: Floats, lat: Floats) -> Flags:
    """Which points lie in a polygon without faults, by the even-odd rule.

    Source: M. Shimrat, Algorithm 112: Position of point relative to polygon, Communications of the ACM 5
    (1962).
    """
    corner_lon, corner_lat = np.array(opened(polygon), float).T
    corner_lon = unwound(corner_lon, corner_lon[0])
    x = unwound(lon, corner_lon[0])
    found = np.zeros(x.size, np.bool_)
    near = np.flatnonzero(
        (x >= corner_lon.min())
        & (x <= corner_lon.max())
        & (lat >= corner_lat.min())
        & (lat <= corner_lat.max())
    )
    x, y, odd = x[near], lat[near], np.zeros(near.size, np.bool_)
    sides = zip(corner_lon, corner_lat, np.roll(corner_lon, -1), np.roll(corner_lat, -1), strict=True)
    for lon_a, lat_a, lon_b, lat_b in sides:
        if lat_a != lat_b:
            level = (y < lat_a) != (y < lat_b)
            odd ^= level & (x < lon_a + (lon_b - lon_a) * (y - lat_a) / (lat_b - lat_a))
    found[near] = odd
    return found


def crossed(polygon: Points, ends: tuple[Floats, Floats, Floats, Floats]) -> Flags:
    """Which straight links (lon and lat of one end, lon and lat of the other) meet a side of a polygon."""
    corner_lon, corner_lat = np.array(opened(polygon), float).T
    middle = corner_lon[0]
    corner_lon = unwound(corner_lon, middle)
    lon_a, lat_a, lon_b, lat_b = ends
    lon_a = unwound(lon_a, middle)
    lon_b = unwound(lon_b, lon_a)  # type: ignore[arg-type]  # a middle for each
    sides = corner_lon, corner_lat, np.roll(corner_lon, -1), np.roll(corner_lat, -1)
    near = np.flatnonzero(
        (np.maximum(lon_a, lon_b) >= corner_lon.min())
        & (np.minimum(lon_a, lon_b) <= corner_lon.max())
        & (np.maximum(lat_a, lat_b) >= corner_lat.min())
        & (np.minimum(lat_a, lat_b) <= corner_lat.max())
    )
    found = np.zeros(lon_a.size, np.bool_)
    step = max(1, _BLOCK // corner_lon.size)
    for begin in range(0, near.size, step):
        some = near[begin : begin + step]
        links = lon_a[some, None], lat_a[some, None], lon_b[some, None], lat_b[some, None]
        found[some] = _meet(links, sides).any(axis=1)
    return found


def _meet(one: tuple[Floats, ...], other: tuple[Floats, ...]) -> Flags:
    """Whether two straight pieces have a point in common; shapes broadcast."""
    (x_a, y_a, x_b, y_b), (u_a, v_a, u_b, v_b) = one, other

    def side(x: Floats, y: Floats, line: tuple[Floats, ...]) -> Floats:
        lon_a, lat_a, lon_b, lat_b = line
        return np.asarray(np.sign((lon_b - lon_a) * (y - lat_a) - (lat_b - lat_a) * (x - lon_a)), float)

    first = side(u_a, v_a, one) * side(u_b, v_b, one) <= 0
    second = side(x_a, y_a, other) * side(x_b, y_b, other) <= 0
    # Pieces of one straight line pass both tests wherever they lie: they must overlap, too.
    overlap = (
        (np.maximum(x_a, x_b) >= np.minimum(u_a, u_b))
        & (np.maximum(u_a, u_b) >= np.minimum(x_a, x_b))
        & (np.maximum(y_a, y_b) >= np.minimum(v_a, v_b))
        & (np.maximum(v_a, v_b) >= np.minimum(y_a, y_b))
    )
    return np.asarray(first & second & overlap, np.bool_)


def _crossing_sides(lon: Floats, lat: Floats) -> tuple[int, int] | None:
    """Two sides of a closed line that meet elsewhere than where one follows the other; None if none do."""
    size = lon.size
    number = np.arange(size)
    ends = lon, lat, np.roll(lon, -1), np.roll(lat, -1)
    for side in range(size):
        here = tuple(value[side] for value in ends)
        meets = _meet(here, ends)
        meets[[side, (side + 1) % size, side - 1]] = False
        meets &= number > side
        if meets.any():
            return side, int(np.argmax(meets))
    return _doubled_back(lon, lat)


def _doubled_back(lon: Floats, lat: Floats) -> tuple[int, int] | None:
    """A side that turns back along the one before it, or has no length."""
    dx, dy = np.roll(lon, -1) - lon, np.roll(lat, -1) - lat
    straight = dx * np.roll(dy, -1) == dy * np.roll(dx, -1)
    back = straight & (dx * np.roll(dx, -1) + dy * np.roll(dy, -1) <= 0)
    if not back.any():
        return None
    side = int(np.argmax(back))
    return side, (side + 1) % lon.size

"""The links near a point, and how near each comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import KM_PER_DEGREE, feet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_COLUMNS, _ROWS = 360, 180


@dataclass(frozen=True, slots=True)
class Near:
    """Links within reach of a point, nearest first (by link where equally near).

    Attributes:
        link: (near,) link. share: (near,) where on it the foot point lies, 0 at `a` to 1 at `b`.
        away_km: (near,) from the point to the foot point.
    """

    link: NDArray[np.intp]
    share: Floats
    away_km: Floats


@dataclass(frozen=True, slots=True)
class Chords:
    """The chords of links, ready to be asked what is near.

    Attributes:
        lon_a, lat_a, lon_b, lat_b: (links,) degrees; lon_b may pass 180 so that b is the short way from a.
        first: (squares + 1,) where the links of each square degree begin. link: those that may touch it.
    """

    lon_a: Floats
    lat_a: Floats
    lon_b: Floats
    lat_b: Floats
    first: NDArray[np.int64]
    link: NDArray[np.int32]

    def near(self, lon: float, lat: float, within_km: float, among: NDArray[np.bool_] | None = None) -> Near:
        """The links that come within a distance of a point.

        Args:
            lon: degrees.
            lat: degrees.
            within_km: how far.
            among: (links,) which links count; all if None.
        """
        found = self._around(lon, lat, within_km)
        if among is not None:
            found = found[among[found]]
        share, km = feet(lon, lat, self.lon_a[found], self.lat_a[found], self.lon_b[found], self.lat_b[found])
        kept = np.flatnonzero(km <= within_km)
        kept = kept[np.lexsort((found[kept], km[kept]))]
        return Near(found[kept], share[kept], km[kept])

    def _around(self, lon: float, lat: float, within_km: float) -> NDArray[np.intp]:
        """Links of all squares that a box around a point touches, each once."""
        up = within_km / KM_PER_DEGREE
        sideways = min(up / max(np.cos(np.radians(min(abs(lat) + up, 89.0))), 1e-3), 179.0)
        south, north = (int(np.clip(np.floor(edge + 90), 0, _ROWS - 1)) for edge in (lat - up, lat + up))
        west, east = int(np.floor(lon - sideways + 180)), int(np.floor(lon + sideways + 180))
        columns = np.arange(west, min(east, west + _COLUMNS - 1) + 1) % _COLUMNS
        squares = (np.arange(south, north + 1)[:, None] * _COLUMNS + columns).ravel().tolist()
        parts = [self.link[self.first[square] : self.first[square + 1]] for square in squares]
        return np.unique(np.concatenate(parts)).astype(np.intp)


def chords(lon: Floats, lat: Floats, a: NDArray[np.int32], b: NDArray[np.int32]) -> Chords:
    """The chords of links given by their nodes."""
    lon_a, lon_b = lon[a], lon[b]
    lon_b = lon_a + ((lon_b - lon_a + 180) % 360) - 180
    first, link = _squares(lon_a, lat[a], lon_b, lat[b])
    return Chords(lon_a, lat[a], lon_b, lat[b], first, link)


def _squares(
    lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The square degrees that the box of each chord touches: links by square."""
    west = np.floor(np.minimum(lon_a, lon_b) + 180).astype(np.int64)
    wide = np.floor(np.maximum(lon_a, lon_b) + 180).astype(np.int64) - west + 1
    south = np.clip(np.floor(np.minimum(lat_a, lat_b) + 90), 0, _ROWS - 1).astype(np.int64)
    high = np.clip(np.floor(np.maximum(lat_a, lat_b) + 90), 0, _ROWS - 1).astype(np.int64) - south + 1
    count = wide * high
    link = np.repeat(np.arange(len(lon_a)), count)
    place = np.arange(len(link)) - np.repeat(np.cumsum(count) - count, count)
    row, column = south[link] + place // wide[link], (west[link] + place % wide[link]) % _COLUMNS
    square = row * _COLUMNS + column
    order = np.argsort(square, kind="stable")
    first = np.searchsorted(square[order], np.arange(_ROWS * _COLUMNS + 1))
    return first.astype(np.int64), link[order].astype(np.int32)

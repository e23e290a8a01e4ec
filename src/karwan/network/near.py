"""The links near a point, and how near each comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import KM_PER_DEGREE, feet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


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
        west, east, south, north: (links,) box of each chord.
    """

    lon_a: Floats
    lat_a: Floats
    lon_b: Floats
    lat_b: Floats
    west: Floats
    east: Floats
    south: Floats
    north: Floats

    def near(self, lon: float, lat: float, within_km: float, among: NDArray[np.bool_] | None = None) -> Near:
        """The links that come within a distance of a point.

        Args:
            lon: degrees.
            lat: degrees.
            within_km: how far.
            among: (links,) which links count; all if None.
        """
        up = within_km / KM_PER_DEGREE
        sideways = up / max(np.cos(np.radians(min(abs(lat) + up, 89.0))), 1e-3)
        close = (self.south <= lat + up) & (self.north >= lat - up)
        if among is not None:
            close &= among
        found = np.flatnonzero(close)
        away = (((self.west[found] + self.east[found]) / 2 - lon + 180) % 360) - 180
        found = found[np.abs(away) <= (self.east[found] - self.west[found]) / 2 + sideways]
        share, km = feet(lon, lat, self.lon_a[found], self.lat_a[found], self.lon_b[found], self.lat_b[found])
        kept = np.flatnonzero(km <= within_km)
        kept = kept[np.lexsort((found[kept], km[kept]))]
        return Near(found[kept], share[kept], km[kept])


def chords(lon: Floats, lat: Floats, a: NDArray[np.int32], b: NDArray[np.int32]) -> Chords:
    """The chords of links given by their nodes."""
    lon_a, lon_b = lon[a], lon[b]
    lon_b = lon_a + ((lon_b - lon_a + 180) % 360) - 180
    return Chords(
        lon_a,
        lat[a],
        lon_b,
        lat[b],
        np.minimum(lon_a, lon_b),
        np.maximum(lon_a, lon_b),
        np.minimum(lat[a], lat[b]),
        np.maximum(lat[a], lat[b]),
    )

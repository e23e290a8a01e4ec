"""Territory of each node: the time zone that it lies in, and the country that the zone tables give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree
from timezonefinder import TimezoneFinder

from karwan.errors import NetworkError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def countries(table: str) -> dict[str, str]:
    """Country code of each time zone, out of the text of zone.tab, which names one country a zone."""
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def territories(
    lon: NDArray[np.float64], lat: NDArray[np.float64], boundaries: Path, table: str
) -> NDArray[np.str_]:
    """Two-letter code of the country of each node.

    A node at sea or outside every zone (a bridge, a quay) takes the code of the nearest node that has one.

    Args:
        lon: (nodes,) degrees.
        lat: (nodes,) degrees.
        boundaries: folder with the data of timezonefinder.
        table: text of zone.tab.

    Raises:
        NetworkError: no node lies in a zone that the table knows.
    """
    finder = TimezoneFinder(boundaries, in_memory=True)
    known = countries(table)
    codes = np.array([known.get(name, "") for name in [*finder.timezone_names, ""]])
    code: NDArray[np.str_] = codes[finder.timezone_ids_at(lngs=lon, lats=lat)]
    found = code != ""
    if not found.any():
        raise NetworkError(
            "territories: no node lies in a time zone of a country; is zone.tab the right table?"
        )
    if not found.all():
        place = _on_sphere(lon, lat)
        code[~found] = code[found][cKDTree(place[found]).query(place[~found])[1]]
    return code


def _on_sphere(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = np.deg2rad(lon), np.deg2rad(lat)
    return np.column_stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)))

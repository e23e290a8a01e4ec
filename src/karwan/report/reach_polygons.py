"""The areas of a reach as polygons in degrees, for maps that draw them themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.reach_answer import ReachAnswer
from karwan.network.record import Network
from karwan.report.projection import WORLD
from karwan.report.reach_areas import Spots, grids_of, land_modes, near_words

_DIGITS = 2
_CORNERS = 4


def reach_polygons(
    answer: ReachAnswer, network: Network, base_network: Network | None = None
) -> dict[str, Any]:
    """What lies within each limit, nearest first, as JSON types; under a scenario also what one limit moves.

    A polygon is rings of lon, lat that end where they begin, its outline first, then the holes in it.

    Args:
        answer: what is shown.
        network: that it was found on.
        base_network: that its base was found on; the same if None.
    """
    limits = answer.limits.limits
    before, now = grids_of(answer, network, base_network)
    told: dict[str, Any] = {
        "what": near_words(land_modes(answer.question.asked)),
        "bands": [_polygons(rings) for rings in before.areas(limits)],
        "moved": None,
    }
    if now is not None:
        most, edge = now.changed(limits, before)
        if edge:
            told["moved"] = {"band": most, "limit": answer.limits.written()[most], "lines": _degrees(edge)}
    return told


def _degrees(rings: Sequence[Spots]) -> list[list[list[float]]]:
    """Rings of map units in degrees; points that fall together once."""
    found = []
    for ring in rings:
        x, y = np.array(ring).T
        lon = np.round(x / WORLD * 360 - 180, _DIGITS)
        lat = np.round(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / WORLD)))), _DIGITS)
        kept = np.concatenate(([True], (np.diff(lon) != 0) | (np.diff(lat) != 0)))
        line = np.column_stack((lon, lat))[kept].tolist()
        if len(line) >= _CORNERS:
            found.append([*line[:-1], line[0]])
    return found


def _polygons(rings: Sequence[Spots]) -> list[list[list[list[float]]]]:
    """Outlines with their holes. Which a ring is its turn tells: inside lies to the right of it."""
    outlines: list[NDArray[np.float64]] = []
    holes: list[NDArray[np.float64]] = []
    for ring in _degrees(rings):
        (outlines if _turn(ring) < 0 else holes).append(np.array(ring))
    # A hole lies in the smallest outline around it.
    outlines.sort(key=lambda ring: abs(_turn(ring.tolist())))
    found: list[list[list[list[float]]]] = [[ring.tolist()] for ring in outlines]
    boxes = [(*ring.min(axis=0), *ring.max(axis=0)) for ring in outlines]
    for hole in holes:
        lon, lat = hole[0]
        for at, (west, south, east, north) in enumerate(boxes):
            if west <= lon <= east and south <= lat <= north and _holds(outlines[at], lon, lat):
                found[at].append(hole.tolist())
                break
    return found


def _turn(ring: Sequence[Sequence[float]]) -> float:
    """Twice the area of a ring in square degrees, negative where it runs clockwise."""
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _holds(ring: NDArray[np.float64], lon: float, lat: float) -> bool:
    """Whether a point lies in a ring, by the sides that a ray to the east meets."""
    x, y = ring[:-1].T
    u, v = ring[1:].T
    is_met = (y > lat) != (v > lat)
    at = x[is_met] + (lat - y[is_met]) * (u[is_met] - x[is_met]) / (v[is_met] - y[is_met])
    return bool(np.count_nonzero(at > lon) % 2)

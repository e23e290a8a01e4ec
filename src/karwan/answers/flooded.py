"""Which scenario cut the roads around a place."""

from __future__ import annotations

import numpy as np

from karwan.network.change.polygon import inside, opened
from karwan.state import State
from karwan.words.sphere import distance_km

# Points of each side of an area, for how far it lies away.
_POINTS = 50


def flooded_by(state: State, lon: float, lat: float, within_km: float) -> str | None:
    """The name of the last scenario that cuts an area in which a place lies, or so near; else None."""
    for held in reversed(state.scenarios):
        for area in held.cut:
            corners = np.array(opened(area))
            if inside(area, np.array([lon]), np.array([lat]))[0]:
                return held.name
            shares = np.linspace(0.0, 1.0, _POINTS)[:, None, None]
            sides = corners + shares * (np.roll(corners, -1, axis=0) - corners)
            if any(distance_km(lon, lat, *spot) <= within_km for spot in sides.reshape(-1, 2).tolist()):
                return held.name
    return None

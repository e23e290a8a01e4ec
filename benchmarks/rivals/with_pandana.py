"""pandana: a contraction hierarchy, made anew when a length changes.

It counts in thousandths of what it is given, in 32 bits: kilometres fit, metres do not; what is
left it cuts off, so each length gets a quarter of a metre for which it will not answer.
"""

from __future__ import annotations

import numpy as np
import pandana
import pandas as pd
from numpy.typing import NDArray

from benchmarks.ground import Road

PACKAGES = ("pandana", "pandas")
LANES = 300
PAIRS = 50
NOTE = "contraction hierarchy; any change of a length is a new build; a link of 0 m counts 1 m"


def build(road: Road) -> pandana.Network:
    return pandana.Network(
        pd.Series(road.lon),
        pd.Series(road.lat),
        pd.Series(road.a),
        pd.Series(road.b),
        pd.DataFrame({"km": (road.m + 0.25) / 1000}),
        twoway=True,
    )


def ask(made: pandana.Network, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair].tolist()
    return 1000 * float(made.shortest_path_length(origin, destination, imp_name="km"))


def skim_all(made: pandana.Network, road: Road, sources: int) -> NDArray[np.float64]:
    origins = np.repeat(road.places[:sources], road.places.size)
    destinations = np.tile(road.places, sources)
    km = made.shortest_path_lengths(origins, destinations, imp_name="km")
    return 1000 * np.array(km, float).reshape(sources, -1)


def change(made: pandana.Network, road: Road) -> None:
    build(road)

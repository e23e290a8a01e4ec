"""routingkit-cch: a customizable contraction hierarchy; a change of lengths is a customisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import routingkit_cch
from numpy.typing import NDArray

from benchmarks.ground import Road

PACKAGES = ("routingkit-cch",)
LANES = 300
PAIRS = 50
NOTE = "inertial order; CCHQuery; CCHOneToMany with its targets pinned; the change is its whole customisation"


@dataclass(slots=True)
class Made:
    """The hierarchy, its lengths and its queries."""

    metric: Any
    metres: list[int]
    query: Any
    many: Any


def build(road: Road) -> Made:
    tail = np.concatenate((road.a, road.b)).tolist()
    head = np.concatenate((road.b, road.a)).tolist()
    order = routingkit_cch.compute_order_inertial(
        road.lon.size, tail, head, road.lat.tolist(), road.lon.tolist()
    )
    cch = routingkit_cch.CCH(order, tail, head, filter_always_inf_arcs=False)
    metres = np.concatenate((road.m, road.m)).tolist()
    metric = routingkit_cch.CCHMetric(cch, metres)
    return Made(
        metric,
        metres,
        routingkit_cch.CCHQuery(metric),
        routingkit_cch.CCHOneToMany(metric, road.places.tolist()),
    )


def ask(made: Made, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair].tolist()
    found = made.query.run(origin, destination).distance
    return np.inf if found is None else float(found)


def skim_all(made: Made, road: Road, sources: int) -> NDArray[np.float64]:
    rows = [made.many.distances_from(place) for place in road.places[:sources].tolist()]
    return np.array(rows, float)  # None, where there is no way, becomes nan


def change(made: Made, road: Road) -> None:
    made.query = made.many = None  # its lengths may change only while no question is open
    made.metric.reset(made.metres)
    made.query = routingkit_cch.CCHQuery(made.metric)
    made.many = routingkit_cch.CCHOneToMany(made.metric, road.places.tolist())

"""igraph: its distances from sources to targets."""

from __future__ import annotations

import igraph
import numpy as np
from numpy.typing import NDArray

from benchmarks.ground import Road

PACKAGES = ("igraph",)
LANES = 10
PAIRS = 10
NOTE = "Graph.distances"


def build(road: Road) -> igraph.Graph:
    graph = igraph.Graph(n=road.lon.size, edges=np.column_stack((road.a, road.b)))
    graph.es["m"] = road.m.astype(float).tolist()
    return graph


def ask(made: igraph.Graph, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair].tolist()
    return float(made.distances([origin], [destination], weights="m")[0][0])


def skim_all(made: igraph.Graph, road: Road, sources: int) -> NDArray[np.float64]:
    places = road.places.tolist()
    return np.array(made.distances(places[:sources], places, weights="m"), float)


def change(made: igraph.Graph, road: Road) -> None:
    made.es["m"] = road.m.astype(float).tolist()

"""networkx: both ways at once for a pair, Dijkstra from a source for the skim."""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from benchmarks.ground import Road

PACKAGES = ("networkx",)
LANES = 2
PAIRS = 6
NOTE = "bidirectional_dijkstra; single_source_dijkstra_path_length"


def build(road: Road) -> nx.Graph:
    graph = nx.Graph()
    graph.add_weighted_edges_from(zip(road.a.tolist(), road.b.tolist(), road.m.tolist(), strict=True))
    return graph


def ask(made: nx.Graph, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair].tolist()
    return float(nx.bidirectional_dijkstra(made, origin, destination)[0])


def skim_all(made: nx.Graph, road: Road, sources: int) -> NDArray[np.float64]:
    rows = []
    for origin in road.places[:sources].tolist():
        metres = nx.single_source_dijkstra_path_length(made, origin)
        rows.append([metres.get(place, np.inf) for place in road.places.tolist()])
    return np.array(rows, float)


def change(made: nx.Graph, road: Road) -> None:
    for a, b, m in zip(road.a.tolist(), road.b.tolist(), road.m.tolist(), strict=True):
        made[a][b]["weight"] = m

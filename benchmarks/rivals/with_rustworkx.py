"""rustworkx: Dijkstra to a goal for a pair, from a source for the skim."""

from __future__ import annotations

import numpy as np
import rustworkx
from numpy.typing import NDArray

from benchmarks.ground import Road

PACKAGES = ("rustworkx",)
LANES = 10
PAIRS = 20
NOTE = "graph_dijkstra_shortest_path_lengths"


def build(road: Road) -> rustworkx.PyGraph:
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(road.lon.size))
    graph.add_edges_from(
        list(zip(road.a.tolist(), road.b.tolist(), road.m.astype(float).tolist(), strict=True))
    )
    return graph


def ask(made: rustworkx.PyGraph, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair].tolist()
    found = rustworkx.graph_dijkstra_shortest_path_lengths(made, origin, float, goal=destination)
    return float(found[destination])


def skim_all(made: rustworkx.PyGraph, road: Road, sources: int) -> NDArray[np.float64]:
    rows = []
    for origin in road.places[:sources].tolist():
        metres = rustworkx.graph_dijkstra_shortest_path_lengths(made, origin, float)
        # What it gives has no `get`, and a copy of it would double the time.
        rows.append([metres[place] if place in metres else np.inf for place in road.places.tolist()])  # noqa: SIM401
    table = np.array(rows, float)
    table[np.arange(sources), np.arange(sources)] = 0.0  # it leaves out the source
    return table


def change(made: rustworkx.PyGraph, road: Road) -> None:
    for index, m in enumerate(road.m.astype(float).tolist()):
        made.update_edge_by_index(index, m)

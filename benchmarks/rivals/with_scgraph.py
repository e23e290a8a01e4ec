"""scgraph, its plain algorithms: both ways at once for a pair, a tree from a source for the skim."""

from __future__ import annotations

import numpy as np
import scgraph
from numpy.typing import NDArray

from benchmarks.ground import Road

PACKAGES = ("scgraph",)
LANES = 10
PAIRS = 10
NOTE = (
    "bidirectional_dijkstra; get_shortest_path_tree; its contraction hierarchy took 439 s to make in a trial"
)


def build(road: Road) -> scgraph.Graph:
    return scgraph.Graph(_rows(road))


def _rows(road: Road) -> list[dict[int, float]]:
    rows: list[dict[int, float]] = [{} for _ in range(road.lon.size)]
    for a, b, m in zip(road.a.tolist(), road.b.tolist(), road.m.astype(float).tolist(), strict=True):
        rows[a][b] = rows[b][a] = m
    return rows


def ask(made: scgraph.Graph, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair].tolist()
    return float(made.bidirectional_dijkstra(origin_id=origin, destination_id=destination)["length"])


def skim_all(made: scgraph.Graph, road: Road, sources: int) -> NDArray[np.float64]:
    rows = []
    for origin in road.places[:sources].tolist():
        metres = made.get_shortest_path_tree(origin_id=origin)["distance_matrix"]
        rows.append([metres[place] for place in road.places.tolist()])
    return np.array(rows, float)


def change(made: scgraph.Graph, road: Road) -> None:
    build(road)

"""SciPy: Dijkstra from each source over the whole graph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.ground import Road

PACKAGES = ("scipy",)
LANES = 30
PAIRS = 10
NOTE = "csgraph.dijkstra; it cannot stop at the goal"


def build(road: Road) -> csr_array:
    size = road.lon.size
    metres = np.maximum(road.m, 1e-9)  # a stored 0 would be no link
    return coo_array((metres, (road.a, road.b)), (size, size)).tocsr()


def ask(made: csr_array, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = road.places[pair]
    return float(dijkstra(made, directed=False, indices=origin)[destination])


def skim_all(made: csr_array, road: Road, sources: int) -> NDArray[np.float64]:
    return dijkstra(made, directed=False, indices=road.places[:sources])[:, road.places]


def change(made: csr_array, road: Road) -> None:
    made.data[:] = made.data.copy()

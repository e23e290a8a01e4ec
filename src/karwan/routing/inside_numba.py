"""The compiled sweep down a cell; see inside.py for what it means and for its plain twin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karwan.routing.compiled import compiled
from karwan.routing.trees_numba import Criteria, Scene, walk

Int = NDArray[np.int32]
Float = NDArray[np.float64]


@compiled
def sweep(first: Int, to: Int, arc_km: Float, rate: float, cost: Float, km: Float, seed: Int) -> None:
    """Lowers costs from upper nodes to lower ones, node by node from the highest rank down.

    Args:
        first: (nodes + 1,) where the arcs of each rank begin.
        to: (arcs,) rank of the upper node.
        arc_km: (arcs,) length.
        rate: a km.
        cost: (nodes,) by rank, lowered in place.
        km: (nodes,) of the run in the cell, from the seed that explains the cost.
        seed: (nodes,) which seed that is.
    """
    for rank in range(cost.size - 1, -1, -1):
        for arc in range(first[rank], first[rank + 1]):
            upper = to[arc]
            through = cost[upper] + arc_km[arc] * rate
            if through < cost[rank]:
                cost[rank] = through
                km[rank] = km[upper] + arc_km[arc]
                seed[rank] = seed[upper]


@compiled
def entries(scene: Scene, criteria: Criteria, reason: Int, found: Float) -> None:
    """Puts the hours, dollars and kg of the best way of one origin to each vertex entered into (vertices, 3).

    They are inf where there is no way.
    """
    vertices = scene.graph.vertex_cell.size
    nobody = np.zeros(reason.size, np.bool_)
    found[:] = 0.0
    for vertex in range(vertices):
        walk(scene, criteria, 0, vertices + vertex, reason, reason, nobody, found[vertex])

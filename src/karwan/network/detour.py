"""Whether two nodes of a graph lie near each other along its links: a compiled search that stops early."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@numba.njit(cache=True)
def joined(
    first: NDArray[np.int64],
    other: NDArray[np.int32],
    km: NDArray[np.float64],
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    limit_km: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether each target lies within a length of its source.

    Args:
        first: (nodes + 1,) where the links of each node begin.
        other: (links both ways,) node at their other end.
        km: (links both ways,) their lengths.
        source: (pairs,) nodes.
        target: (pairs,) nodes.
        limit_km: (pairs,) lengths.
    """
    found = np.zeros(len(source), np.bool_)
    away = np.full(len(first) - 1, np.inf)
    for pair in range(len(source)):
        touched = [source[pair]]
        away[source[pair]] = 0.0
        heap = [(0.0, source[pair])]
        while len(heap) > 0:
            so_far, node = heapq.heappop(heap)
            if node == target[pair]:
                found[pair] = True
                break
            if so_far > away[node]:
                continue
            for link in range(first[node], first[node + 1]):
                reached = so_far + km[link]
                if reached <= limit_km[pair] and reached < away[other[link]]:
                    if away[other[link]] == np.inf:
                        touched.append(np.int64(other[link]))
                    away[other[link]] = reached
                    heapq.heappush(heap, (reached, np.int64(other[link])))
        for node in touched:
            away[node] = np.inf
    return found

"""Whether nodes of a graph lie near each other along its links: a compiled search that stops early."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


P = ParamSpec("P")
R = TypeVar("R")


def plain(
    first: NDArray[np.int64],
    other: NDArray[np.int32],
    km: NDArray[np.float64],
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    limit_km: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Whether each target lies within a length of its source; one search for neighbours with one source.

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
    start = 0
    while start < len(source):
        stop = start
        limit = 0.0
        while stop < len(source) and source[stop] == source[start]:
            limit = max(limit, limit_km[stop])
            stop += 1
        touched = [source[start]]
        away[source[start]] = 0.0
        heap = [(0.0, source[start])]
        while len(heap) > 0:
            so_far, node = heapq.heappop(heap)
            if so_far > away[node]:
                continue
            for link in range(first[node], first[node + 1]):
                reached = so_far + km[link]
                if reached <= limit and reached < away[other[link]]:
                    if away[other[link]] == np.inf:
                        touched.append(np.int64(other[link]))
                    away[other[link]] = reached
                    heapq.heappush(heap, (reached, np.int64(other[link])))
        for pair in range(start, stop):
            found[pair] = away[target[pair]] <= limit_km[pair]
        for node in touched:
            away[node] = np.inf
        start = stop
    return found


def _compiled(function: Callable[P, R]) -> Callable[P, R]:
    try:
        made: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba finds no folder for its cache: a read-only install without a home
        made = numba.njit(nogil=True)(function)
    return made


joined = _compiled(plain)
"""`plain`, compiled at its first call and kept on disk where a folder can be written."""

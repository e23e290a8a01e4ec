"""Elimination of a cell: what makes its hierarchy, and with it the table of its ends.

Nodes are taken one by one, of least degree first; each leaves behind shortcuts between its neighbours, so
that all distances between the remaining nodes stay as they were. The nodes of the ends (the core) are taken
last, so that the arcs left when they alone remain give the distances between ends.
Source: Dibbelt, Strasser and Wagner 2014, Customizable Contraction Hierarchies (the order by least degree
instead of nested dissections: it needs no partition, and cells are small).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karwan.routing.climb import ARC, Climb

Int = NDArray[np.int32]
Float = NDArray[np.float64]


def eliminate(nodes: int, link_a: Int, link_b: Int, link_km: Float, core: Int) -> Climb:
    """The hierarchy of a cell, by the compiled kernel.

    Args:
        nodes: number of nodes of the cell.
        link_a: (links,) nodes of the cell.
        link_b: (links,) the nodes at the other end.
        link_km: (links,) lengths, at least 0.
        core: (core,) nodes of its ends, each once.

    Returns:
        Loops are left out and of parallel links the shortest counts; parts may be unconnected.
    """
    from karwan.routing import eliminate_numba  # noqa: PLC0415 - imports numba

    rank, first, to, middle, km, table = eliminate_numba.eliminate(nodes, link_a, link_b, link_km, core)
    arcs = np.empty(to.size, ARC)
    arcs["to"], arcs["middle"], arcs["km"] = to, middle, km
    by_rank = np.argsort(rank[core])
    return Climb(rank, first, arcs, table[np.ix_(by_rank, by_rank)])


def eliminate_plain(nodes: int, link_a: Int, link_b: Int, link_km: Float, core: Int) -> Climb:
    """The same by dictionaries: the twin that tests hold against the kernel (ties may break otherwise)."""
    near: list[dict[int, tuple[float, int]]] = [{} for _ in range(nodes)]
    for a, b, km in zip(link_a.tolist(), link_b.tolist(), link_km.tolist(), strict=True):
        if a != b and km < near[a].get(b, (np.inf,))[0]:
            near[a][b] = near[b][a] = (km, -1)
    held = set(core.tolist())
    order: list[int] = []
    upward: list[dict[int, tuple[float, int]]] = []
    left = set(range(nodes))
    while left:
        free = left - held or left
        node = min(free, key=lambda one: (len(near[one]), one))
        order.append(node)
        upward.append(near[node])
        left.discard(node)
        for a, (first, _) in near[node].items():
            del near[a][node]
            for b, (second, _) in near[node].items():
                if a != b and first + second < near[a].get(b, (np.inf,))[0]:
                    near[a][b] = (first + second, node)
    rank = np.empty(nodes, np.int32)
    rank[order] = np.arange(nodes, dtype=np.int32)
    return _ranked(rank, upward, core.size)


def _ranked(rank: Int, upward: list[dict[int, tuple[float, int]]], core: int) -> Climb:
    rows = [
        sorted((int(rank[to]), int(rank[via]) if via >= 0 else -1, km) for to, (km, via) in row.items())
        for row in upward
    ]
    first = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int32)
    arcs = np.array([arc for row in rows for arc in row], ARC)
    table = np.full((core, core), np.inf)
    np.fill_diagonal(table, 0.0)
    base = rank.size - core
    for low, row in enumerate(rows[base:]):
        for to, _, km in row:
            table[low, to - base] = table[to - base, low] = km
    for via in range(core):
        np.minimum(table, table[:, via, None] + table[None, via], out=table)
    return Climb(rank, first, arcs, table)

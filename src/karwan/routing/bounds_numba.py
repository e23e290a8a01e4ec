"""The exact cost from every vertex to the destination in one criterion, compiled: the twin of bounds.py.

Cells take turns, the one with the least news first: all that came to it from its neighbours goes over its
table in one sweep, which needs no queue of vertices and reads rows of the table in a straight line.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import NEVER, Bounds
from karwan.routing.compiled import compiled
from karwan.routing.part import Number, Part

Int = NDArray[np.int32]
Long = NDArray[np.int64]
Float = NDArray[np.float64]


class Graph(NamedTuple):
    """The structure of a part in the shape that kernels read.

    Attributes:
        cell_first, leg_first, transfer_from, transfer_to: as in a Part. vertex_cell: (vertices,).
        exit_first: (vertices + 1,) transfers by the vertex that they leave (they are sorted so).
        entry_first, entry: (vertices + 1,), (transfers,) transfers by the vertex that they enter.
    """

    cell_first: Int
    vertex_cell: Int
    leg_first: Long
    exit_first: Long
    transfer_from: Int
    transfer_to: Int
    entry_first: Long
    entry: Long


def graph_of(part: Part[Number]) -> Graph:
    """What kernels read of a part."""
    vertices = np.arange(part.start.shape[0] + 1)
    entry = np.argsort(part.transfer_to, kind="stable")
    sizes = np.diff(part.cell_first)
    return Graph(
        cell_first=part.cell_first,
        vertex_cell=np.repeat(np.arange(sizes.size, dtype=np.int32), sizes),
        leg_first=part.leg_first,
        exit_first=np.searchsorted(part.transfer_from, vertices),
        transfer_from=part.transfer_from,
        transfer_to=part.transfer_to,
        entry_first=np.searchsorted(part.transfer_to[entry], vertices),
        entry=entry,
    )


def rounds_to_goal(part: Part[np.float64]) -> Bounds[np.float64]:
    """What `bounds.to_goal` gives for a part with one cost, to the last bit."""
    return Bounds(
        *_rounds(
            part.cell_first,
            part.leg_first,
            part.leg_cost,
            part.transfer_from,
            part.transfer_to,
            part.transfer_cost,
            part.finish,
        )
    )


@compiled
def _rounds(
    cell_first: Int,
    leg_first: Long,
    leg_cost: Float,
    transfer_from: Int,
    transfer_to: Int,
    transfer_cost: Float,
    goal: Float,
) -> tuple[Float, Float, Int]:
    enter, leave, runs = goal.copy(), np.full_like(goal, np.inf), np.zeros(goal.size, np.int32)
    number, improved = 0, transfer_from.size > 0
    while improved:
        for transfer in range(transfer_from.size):
            left = transfer_from[transfer]
            leave[left] = min(leave[left], transfer_cost[transfer] + enter[transfer_to[transfer]])
        number, improved = number + 1, False
        for cell in range(cell_first.size - 1):
            base = cell_first[cell]
            size = cell_first[cell + 1] - base
            for vertex in range(size):
                row = leg_first[cell] + vertex * size
                best = enter[base + vertex]
                for other in range(size):
                    best = min(best, leg_cost[row + other] + leave[base + other])
                if best < enter[base + vertex]:
                    enter[base + vertex], runs[base + vertex], improved = best, number, True
    return enter, leave, runs


@compiled
def to_goal(
    graph: Graph, leg_cost: NDArray[Number], transfer_cost: NDArray[Number], goal: NDArray[Number]
) -> tuple[NDArray[Number], NDArray[Number], Int, Int]:
    """The least cost to the destination, and the way there.

    Args:
        graph: the structure.
        leg_cost: (legs,) the same both ways.
        transfer_cost: (transfers,).
        goal: (vertices,) the cost from where the last run enters to the destination.

    Returns:
        enter, leave: (vertices,) least cost from where a run enters, and from where one leaves; at least
            NEVER where there is no way.
        next_leave: (vertices,) int32, where the run that enters leaves again, -1 if it is the last one.
        next_transfer: (vertices,) int32, the transfer of the run that leaves; -1 for none.
    """
    vertices, cells = graph.vertex_cell.size, graph.cell_first.size - 1
    enter = goal.copy()
    leave = np.full_like(goal, NEVER)
    told = np.full_like(goal, NEVER)
    next_leave = np.full(vertices, -1, np.int32)
    next_transfer = np.full(vertices, -1, np.int32)
    news = np.full(cells, NEVER, goal.dtype)
    is_new = np.zeros(vertices, np.bool_)
    for vertex in range(vertices):
        news[graph.vertex_cell[vertex]] = min(news[graph.vertex_cell[vertex]], goal[vertex])
    while cells > 0:
        cell = np.argmin(news)
        if news[cell] >= NEVER:
            break
        news[cell] = NEVER
        base = int(graph.cell_first[cell])
        size = int(graph.cell_first[cell + 1]) - base
        here = enter[base : base + size]
        via = next_leave[base : base + size]
        for i in range(size):
            if is_new[base + i]:
                is_new[base + i] = False
                first = graph.leg_first[cell] + i * size
                _sweep(here, via, base + i, leave[base + i], leg_cost[first : first + size])
        for vertex in range(base, base + size):
            if enter[vertex] < told[vertex]:
                told[vertex] = enter[vertex]
                _tell(graph, vertex, enter[vertex], transfer_cost, leave, next_transfer, news, is_new)
    return enter, leave, next_leave, next_transfer


@compiled
def _sweep(enter: NDArray[Number], via: Int, vertex: int, cost: Number, row: NDArray[Number]) -> None:
    """Take in what leaving a cell at one vertex makes better, anywhere in the cell."""
    for j in range(enter.size):
        through = cost + row[j]
        better = through < enter[j]
        enter[j] = through if better else enter[j]
        via[j] = vertex if better else via[j]


@compiled
def _tell(
    graph: Graph,
    vertex: int,
    cost: Number,
    transfer_cost: NDArray[Number],
    leave: NDArray[Number],
    next_transfer: Int,
    news: NDArray[Number],
    is_new: NDArray[np.bool_],
) -> None:
    """Tell the neighbours of a cell what one of its vertices costs now."""
    for place in range(graph.entry_first[vertex], graph.entry_first[vertex + 1]):
        transfer = graph.entry[place]
        left = graph.transfer_from[transfer]
        before = cost + transfer_cost[transfer]
        if before < leave[left]:
            leave[left] = before
            next_transfer[left] = transfer
            is_new[left] = True
            news[graph.vertex_cell[left]] = min(news[graph.vertex_cell[left]], before)

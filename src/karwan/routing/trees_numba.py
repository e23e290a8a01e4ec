"""The compiled trees of best ways, and what is read off them; see trees.py for what they mean.

A node of a tree is a vertex where a run leaves (`v`), a vertex where one enters (`vertices + v`) or a
destination (`2 vertices + d`). What explains its cost is the node that a leg comes from, a transfer, the last
run of a destination, or one of the two signs below.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds_numba import Graph
from karwan.routing.compiled import compiled
from karwan.routing.skim_numba import LANES, Sparse, begin, spread

Int = NDArray[np.int32]
Long = NDArray[np.int64]
Single = NDArray[np.float32]
Float = NDArray[np.float64]
Bool = NDArray[np.bool_]

START = -1
"""The first run explains the node."""
NOTHING = -2
"""No way leads to the node."""
INSIDE = -3
"""Origin and destination share a cell: -3 - i stands for the pair `i` of those that do."""


class Scene(NamedTuple):
    """All that trees grow on.

    Attributes:
        graph, leg_cost, transfer_cost: the part. starts, finishes: first and last runs, a block of origins.
        inside_first, inside_to, inside_cost: pairs that share a cell, by origin of the block.
    """

    graph: Graph
    leg_cost: Single
    transfer_cost: Single
    starts: Sparse
    finishes: Sparse
    inside_first: Int
    inside_to: Int
    inside_cost: Single


class Criteria(NamedTuple):
    """Hours, US dollars and kg of the same things: a last axis of three, but for `leg_km`."""

    leg_km: Float
    rate: Float
    transfer: Float
    start: Float
    finish: Float
    inside: Float


@compiled
def grow(scene: Scene) -> tuple[Single, Int]:
    """The cost of each node, and what explains it: (origins, nodes) twice."""
    vertices = scene.graph.vertex_cell.size
    origins, destinations = scene.starts[0].size - 1, scene.finishes[0].size - 1
    cost = np.full((origins, 2 * vertices + destinations), np.inf, np.float32)
    reason = np.full((origins, 2 * vertices + destinations), NOTHING, np.int32)
    leave = np.empty((vertices, LANES), np.float32)
    enter = np.empty((vertices, LANES), np.float32)
    is_new = np.zeros(vertices, np.int32)
    news = np.full(scene.graph.cell_first.size - 1, np.inf, np.float32)
    queue = np.empty(2 * vertices, np.int32)
    for block in range(0, origins, LANES):
        width = min(LANES, origins - block)
        leave[:] = np.inf
        enter[:] = np.inf
        begin(scene.starts, block, width, leave)
        spread(scene.graph, scene.leg_cost, scene.transfer_cost, leave, enter, is_new, news)
        for lane in range(width):
            origin = block + lane
            for vertex in range(vertices):
                cost[origin, vertex] = leave[vertex, lane]
                cost[origin, vertices + vertex] = enter[vertex, lane]
            _explain(scene, origin, cost[origin], reason[origin], queue)
            for destination in range(destinations):
                _end(scene, origin, destination, cost[origin], reason[origin])
    return cost, reason


@compiled
def _explain(scene: Scene, origin: int, cost: Single, reason: Int, queue: Int) -> None:
    """Walk from the first runs over all that is as short as can be: so no node explains itself.

    Sums of single precision do not tell a leg of no cost from its way back; who is reached first explains.
    """
    graph, vertices = scene.graph, scene.graph.vertex_cell.size
    head, tail = 0, 0
    for i in range(scene.starts[0][origin], scene.starts[0][origin + 1]):
        vertex = scene.starts[1][i]
        if reason[vertex] == NOTHING and cost[vertex] == scene.starts[2][i]:
            reason[vertex] = START
            queue[tail] = vertex
            tail += 1
    while head < tail:
        node = queue[head]
        head += 1
        if node < vertices:
            for transfer in range(graph.exit_first[node], graph.exit_first[node + 1]):
                to = vertices + graph.transfer_to[transfer]
                if reason[to] == NOTHING and cost[to] == cost[node] + scene.transfer_cost[transfer] < np.inf:
                    reason[to] = transfer
                    queue[tail] = to
                    tail += 1
        else:
            cell = graph.vertex_cell[node - vertices]
            base = graph.cell_first[cell]
            size = np.int64(graph.cell_first[cell + 1]) - base
            row = graph.leg_first[cell] + (node - vertices - base) * size
            for i in range(size):
                if (
                    cost[base + i] == cost[node] + scene.leg_cost[row + i]
                    and cost[base + i] < np.inf
                    and reason[base + i] == NOTHING
                ):
                    reason[base + i] = node
                    queue[tail] = base + i
                    tail += 1


@compiled
def _end(scene: Scene, origin: int, destination: int, cost: Single, reason: Int) -> None:
    """The best last run to a destination, or the run inside a cell that it shares with the origin."""
    vertices = scene.graph.vertex_cell.size
    node = 2 * vertices + destination
    for i in range(scene.finishes[0][destination], scene.finishes[0][destination + 1]):
        whole = cost[vertices + scene.finishes[1][i]] + scene.finishes[2][i]
        if whole < cost[node]:
            cost[node], reason[node] = whole, i
    first, last = scene.inside_first[origin], scene.inside_first[origin + 1]
    at = first + np.searchsorted(scene.inside_to[first:last], destination)
    while at < last and scene.inside_to[at] == destination:
        if scene.inside_cost[at] < cost[node]:
            cost[node], reason[node] = scene.inside_cost[at], INSIDE - at
        at += 1


@compiled
def before(graph: Graph, finish_vertex: Int, node: int, why: int) -> int:
    """The node before another on the way to it; -1 at the first."""
    vertices = graph.vertex_cell.size
    if why < 0:
        return -1
    if node < vertices:
        return why
    if node < 2 * vertices:
        return int(graph.transfer_from[why])
    return vertices + int(finish_vertex[why])


@compiled
def walk(
    scene: Scene,
    criteria: Criteria,
    origin: int,
    node: int,
    reason: Int,
    mine: Int,
    is_mine: Bool,
    out: Float,
) -> int:
    """Adds the hours, dollars and kg of the way to a node to `out`; the node where the way begins.

    Where `is_mine` is set, `mine` explains a node and not `reason`.
    """
    graph, vertices = scene.graph, scene.graph.vertex_cell.size
    while True:
        why = mine[node] if is_mine[node] else reason[node]
        if why == NOTHING:
            out[:] = np.inf
            return node
        if why <= INSIDE:
            out += criteria.inside[INSIDE - why]
            return node
        if node >= 2 * vertices:
            out += criteria.finish[why]
        elif node >= vertices:
            out += criteria.transfer[why]
        elif why == START:
            for i in range(scene.starts[0][origin], scene.starts[0][origin + 1]):
                if scene.starts[1][i] == node:
                    out += criteria.start[i]
            return node
        else:
            cell = graph.vertex_cell[node]
            base = graph.cell_first[cell]
            size = np.int64(graph.cell_first[cell + 1]) - base
            km = criteria.leg_km[graph.leg_first[cell] + (why - vertices - base) * size + node - base]
            out += km * criteria.rate[cell]
        node = before(graph, scene.finishes[1], node, why)


@compiled
def read(scene: Scene, criteria: Criteria, reason: Int, first: int, found: Float) -> None:
    """Puts the criteria of the best ways of origins from `first` on into (origins, destinations, 3).

    They are inf where there is no way.
    """
    vertices = scene.graph.vertex_cell.size
    nobody = np.zeros(reason.shape[1], np.bool_)
    found[:] = 0.0
    for i in range(found.shape[0]):
        for destination in range(found.shape[1]):
            walk(
                scene,
                criteria,
                first + i,
                2 * vertices + destination,
                reason[first + i],
                reason[first + i],
                nobody,
                found[i, destination],
            )

"""The compiled part of flat.py: Dijkstra and the exact front on nodes and arcs.

Labels are rows of time, cost and CO2e as they would stand at the destination, and the node.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import NEVER
from karwan.routing.compiled import compiled
from karwan.routing.pareto_numba import _add, _covered, _pop, _push

Int = NDArray[np.int64]


class Graph(NamedTuple):
    """Nodes and arcs: the nodes of the network, and one for each end without links (airports).

    Attributes:
        first: (nodes + 1,), to: (arcs,), cost: (arcs, 3) whole units, sorted by the node that they leave.
        back_first: (nodes + 1,), back: (arcs,) the same arcs by the node that they enter.
        origin: (arcs,) the node that each leaves.
    """

    first: Int
    to: Int
    cost: Int
    back_first: Int
    back: Int
    origin: Int


@compiled
def to_goal(graph: Graph, criterion: int, nodes: Int, costs: Int) -> Int:
    """Dijkstra back from the destination in one criterion."""
    least = np.full(graph.first.size - 1, NEVER, np.int64)
    heap = np.empty((1024, 3), np.int64)
    size = 0
    for i in range(nodes.size):
        if costs[i, criterion] < least[nodes[i]]:
            least[nodes[i]] = costs[i, criterion]
            heap = _push(heap, size, costs[i, criterion], 0, nodes[i])
            size += 1
    while size > 0:
        cost, node = heap[0, 0], heap[0, 2]
        _pop(heap, size)
        size -= 1
        if cost > least[node]:
            continue
        for place in range(graph.back_first[node], graph.back_first[node + 1]):
            arc = graph.back[place]
            before, more = graph.origin[arc], cost + graph.cost[arc, criterion]
            if more < least[before]:
                least[before] = more
                heap = _push(heap, size, more, 0, before)
                size += 1
    return least


@compiled
def _onward(graph: Graph, bound: Int, finish: tuple[Int, Int], node: int, place: int, more: Int) -> int:
    """The node that an arc leads to (or the goal, by a way to the destination); what it adds, put in `more`.

    Places beyond the arcs of the node are those of `finish`; -1 where they are not for this node, or lead
    nowhere.
    """
    end = graph.first[node + 1]
    if place < end:
        to = graph.to[place]
        if bound[to, 0] >= NEVER:
            return -1
        for i in range(3):
            more[i] = graph.cost[place, i] + bound[to, i] - bound[node, i]
        return to
    if finish[0][place - end] != node:
        return -1
    for i in range(3):
        more[i] = finish[1][place - end, i] - bound[node, i]
    return graph.first.size - 1


@compiled
def _begin(bound: Int, start: tuple[Int, Int]) -> tuple[Int, Int, int]:
    """The labels at the nodes beside the origin: labels, queue and their number."""
    labels = np.empty((1 << 16, 4), np.int64)
    heap = np.empty((1 << 16, 3), np.int64)
    made = 0
    for i in range(start[0].size):
        node = start[0][i]
        if bound[node, 0] < NEVER:
            for j in range(3):
                labels[made, j] = start[1][i, j] + bound[node, j]
            labels[made, 3] = node
            heap = _push(heap, made, labels[made, 0], labels[made, 1], made)
            made += 1
    return labels, heap, made


@compiled
def search(graph: Graph, bound: Int, start: tuple[Int, Int], finish: tuple[Int, Int]) -> Int:
    """The costs of the routes, (routes, 3), in order of time and cost."""
    goal = graph.first.size - 1
    labels, heap, made = _begin(bound, start)
    size = made
    stairs = np.zeros((3, goal + 1), np.int32)
    steps = np.empty((8 * goal, 2), np.int64)
    used = routes = 0
    found = np.empty((1 << 16, 3), np.int64)
    more = np.empty(3, np.int64)
    while size > 0:
        label = heap[0, 2]
        _pop(heap, size)
        size -= 1
        time, cost, co2e, node = labels[label]
        if _covered(stairs, steps, goal, cost, co2e) or _covered(stairs, steps, node, cost, co2e):
            continue
        steps, used = _add(stairs, steps, used, node, cost, co2e)
        if node == goal:
            found[routes] = labels[label, :3]
            routes += 1
            continue
        for place in range(graph.first[node], graph.first[node + 1] + finish[0].size):
            to = _onward(graph, bound, finish, node, place, more)
            if to < 0 or _covered(stairs, steps, goal, cost + more[1], co2e + more[2]):
                continue
            if _covered(stairs, steps, to, cost + more[1], co2e + more[2]):
                continue
            if made == labels.shape[0]:
                labels = np.concatenate((labels, np.empty_like(labels)))
            labels[made, 0], labels[made, 1] = time + more[0], cost + more[1]
            labels[made, 2], labels[made, 3] = co2e + more[2], to
            heap = _push(heap, size, labels[made, 0], labels[made, 1], made)
            made, size = made + 1, size + 1
    return found[:routes]

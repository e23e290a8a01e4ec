"""The exact front by compiled code, the twin of pareto.py: for many questions and for the whole overlay.

Labels are rows of one table (columns TIME to TRANSFER), the queue a heap of their numbers. Each vertex has a
staircase (pairs of cost and CO2e, the first rising, the second falling) in a pool; the last one is that of
the destination.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import NEVER
from karwan.routing.bounds_numba import Graph, graph_of, to_goal
from karwan.routing.compiled import compiled
from karwan.routing.pareto import Front, routes_of
from karwan.routing.problem import Problem

Int = NDArray[np.int32]
Long = NDArray[np.int64]

TIME, COST, CO2E, VERTEX, BEFORE, TRANSFER = range(6)
SLOT, COUNT, ROOM = range(3)

RIVALS = 8
"""So many queued labels a vertex are looked at before a new one is queued: nine of ten are beaten by them."""


class Costs(NamedTuple):
    """What a problem costs, each with a last axis of three criteria, as in a Part."""

    leg: Long
    transfer: Long
    start: Long
    finish: Long
    direct: Long


def front(problem: Problem) -> Front:
    """The exact front of a problem, by the compiled kernel; its costs are those of pareto.front."""
    graph = graph_of(problem)
    bound = np.empty_like(problem.finish)
    for i in range(3):
        leg, transfer, goal = problem.leg_cost[:, i], problem.transfer_cost[:, i], problem.finish[:, i]
        bound[:, i] = to_goal(graph, leg, transfer, goal)[0]
    costs = Costs(problem.leg_cost, problem.transfer_cost, problem.start, problem.finish, problem.direct)
    labels, found = _search(graph, costs, bound)
    totals = labels[found, :3]
    # The queue does not look at CO2e: of two labels alike in time and cost the worse may have come first.
    kept = [i for i in range(len(found)) if i + 1 == len(found) or (totals[i, :2] != totals[i + 1, :2]).any()]
    return Front(totals[kept], routes_of(problem, [_way(labels, int(found[i])) for i in kept]))


def _way(labels: Long, label: int) -> list[int]:
    """The transfers of the route that ends with a label of the destination."""
    before = int(labels[label, BEFORE])
    if before < 0:
        return [int(labels[label, TRANSFER])]
    way = []
    while before >= 0:
        way.append(int(labels[before, TRANSFER]))
        before = int(labels[before, BEFORE])
    return way[::-1]


@compiled
def _push(heap: Long, size: int, first: int, second: int, what: int) -> Long:
    """Puts something on a heap of some size, ordered by two numbers; the heap, longer if need be."""
    if size == heap.shape[0]:
        heap = np.concatenate((heap, np.empty_like(heap)))
    at = size
    while at > 0:
        above = (at - 1) // 4
        if first > heap[above, 0] or (first == heap[above, 0] and second >= heap[above, 1]):
            break
        heap[at, 0], heap[at, 1], heap[at, 2] = heap[above, 0], heap[above, 1], heap[above, 2]
        at = above
    heap[at, 0], heap[at, 1], heap[at, 2] = first, second, what
    return heap


@compiled
def _pop(heap: Long, size: int) -> None:
    """Takes the first off a heap of some size, which is one smaller then."""
    size -= 1
    first, second = heap[size, 0], heap[size, 1]
    at = 0
    while True:
        best = 4 * at + 1
        if best >= size:
            break
        for child in range(best + 1, min(best + 4, size)):
            if heap[child, 0] < heap[best, 0] or (
                heap[child, 0] == heap[best, 0] and heap[child, 1] < heap[best, 1]
            ):
                best = child
        if heap[best, 0] > first or (heap[best, 0] == first and heap[best, 1] >= second):
            break
        heap[at, 0], heap[at, 1], heap[at, 2] = heap[best, 0], heap[best, 1], heap[best, 2]
        at = best
    heap[at, 0], heap[at, 1], heap[at, 2] = first, second, heap[size, 2]


@compiled
def _place(stairs: Int, steps: Long, vertex: int, cost: int) -> int:
    """Where in the pool the first step of a vertex lies that costs more."""
    low = int(stairs[SLOT, vertex])
    high = low + int(stairs[COUNT, vertex])
    while low < high:
        middle = (low + high) // 2
        if steps[middle, 0] <= cost:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _covered(stairs: Int, steps: Long, vertex: int, cost: int, co2e: int) -> bool:
    """Whether a step of a vertex is as good in cost and CO2e."""
    at = _place(stairs, steps, vertex, cost)
    return bool(at > stairs[SLOT, vertex] and steps[at - 1, 1] <= co2e)


@compiled
def _add(stairs: Int, steps: Long, used: int, vertex: int, cost: int, co2e: int) -> tuple[Long, int]:
    """Takes in a step that is not covered, lets go those that it covers; the pool, and how much is used."""
    count = stairs[COUNT, vertex]
    if count == stairs[ROOM, vertex]:
        room = max(4, 2 * count)
        while used + room > steps.shape[0]:
            steps = np.concatenate((steps, np.empty_like(steps)))
        slot = stairs[SLOT, vertex]
        for i in range(count):
            steps[used + i] = steps[slot + i]
        stairs[SLOT, vertex], stairs[ROOM, vertex] = used, room
        used += room
    slot = stairs[SLOT, vertex]
    at = _place(stairs, steps, vertex, cost)
    if at > slot and steps[at - 1, 0] == cost:
        at -= 1
    last = at
    while last < slot + count and steps[last, 1] >= co2e:
        last += 1
    shift = at + 1 - last
    if shift == 1:
        for i in range(slot + count, at, -1):
            steps[i] = steps[i - 1]
    elif shift < 0:
        for i in range(last, slot + count):
            steps[i + shift] = steps[i]
    steps[at, 0], steps[at, 1] = cost, co2e
    stairs[COUNT, vertex] = count + shift
    return steps, used


@compiled
def _beaten(rivals: Long, time: int, cost: int, co2e: int) -> bool:
    """Whether some label queued for the same vertex is as good in all; the rival that was moves forward."""
    for i in range(RIVALS):
        if rivals[i, 0] <= time and rivals[i, 1] <= cost and rivals[i, 2] <= co2e:
            for j in range(3):
                ahead = rivals[max(i - 1, 0), j]
                rivals[max(i - 1, 0), j] = rivals[i, j]
                rivals[i, j] = ahead
            return True
    return False


@compiled
def _remember(rivals: Long, made: int, time: int, cost: int, co2e: int) -> None:
    """Notes a label among the rivals at its vertex, for one that it beats, else for one of the rear half."""
    at = RIVALS - 1 - made % (RIVALS // 2)
    for i in range(RIVALS):
        if rivals[i, 0] >= time and rivals[i, 1] >= cost and rivals[i, 2] >= co2e:
            at = i
            break
    rivals[at, 0], rivals[at, 1], rivals[at, 2] = time, cost, co2e


@compiled
def _row(graph: Graph, costs: Costs, vertex: int) -> tuple[int, Long]:
    """The first vertex of a vertex's cell, and what the runs from the vertex to all of them cost."""
    cell = graph.vertex_cell[vertex]
    base = int(graph.cell_first[cell])
    size = int(graph.cell_first[cell + 1]) - base
    first = graph.leg_first[cell] + (vertex - base) * size
    return base, costs.leg[first : first + size]


@compiled
def _onward(
    graph: Graph, costs: Costs, bound: Long, row: Long, step: tuple[int, int, int], more: Long
) -> bool:
    """What a run and its transfer, or the last run, adds beyond the bound, put in `more`; whether possible.

    `step` is the vertex entered, the first of its cell, and the transfer (-1 for the last run).
    """
    vertex, base, transfer = step
    if transfer < 0:
        for i in range(3):
            more[i] = costs.finish[vertex, i] - bound[vertex, i]
        return bool(costs.finish[vertex, 0] < NEVER)
    leg, to = np.int64(graph.transfer_from[transfer]) - base, graph.transfer_to[transfer]
    if row[leg, 0] >= NEVER or bound[to, 0] >= NEVER:
        return False
    for i in range(3):
        more[i] = row[leg, i] + costs.transfer[transfer, i] + bound[to, i] - bound[vertex, i]
    return True


@compiled
def _begin(graph: Graph, costs: Costs, bound: Long) -> tuple[Long, Long, int]:
    """The labels after the first run, and of routes of one run: labels, queue and their number."""
    most = graph.transfer_from.size + costs.direct.shape[0]
    labels = np.empty((most + 1024, 6), np.int64)
    heap = np.empty((most + 1024, 3), np.int64)
    made = 0
    for transfer in range(graph.transfer_from.size):
        begin, to = graph.transfer_from[transfer], graph.transfer_to[transfer]
        if costs.start[begin, 0] < NEVER and bound[to, 0] < NEVER:
            for i in range(3):
                labels[made, i] = costs.start[begin, i] + costs.transfer[transfer, i] + bound[to, i]
            labels[made, VERTEX], labels[made, BEFORE], labels[made, TRANSFER] = to, -1, transfer
            made += 1
    for cell in range(costs.direct.shape[0]):
        if costs.direct[cell, 0] < NEVER:
            labels[made, :3] = costs.direct[cell]
            labels[made, VERTEX] = graph.vertex_cell.size
            labels[made, BEFORE], labels[made, TRANSFER] = -1, -1 - cell
            made += 1
    for label in range(made):
        heap = _push(heap, label, labels[label, TIME], labels[label, COST], label)
    return labels, heap, made


@compiled
def _search(graph: Graph, costs: Costs, bound: Long) -> tuple[Long, Long]:
    """All labels, and the numbers of the destination's, in order of time and cost."""
    goal = graph.vertex_cell.size
    labels, heap, made = _begin(graph, costs, bound)
    size = made
    stairs = np.zeros((3, goal + 1), np.int32)
    steps = np.empty((8 * goal + 1024, 2), np.int64)
    used = 0
    found = np.empty(made + 1024, np.int64)
    routes = 0
    rivals = np.full((goal + 1, RIVALS, 3), NEVER, np.int64)
    more = np.empty(3, np.int64)
    while size > 0:
        label = heap[0, 2]
        _pop(heap, size)
        size -= 1
        vertex, cost, co2e = labels[label, VERTEX], labels[label, COST], labels[label, CO2E]
        if _covered(stairs, steps, goal, cost, co2e) or _covered(stairs, steps, vertex, cost, co2e):
            continue
        steps, used = _add(stairs, steps, used, vertex, cost, co2e)
        if vertex == goal:
            if routes == found.size:
                found = np.concatenate((found, np.empty_like(found)))
            found[routes] = label
            routes += 1
            continue
        base, row = _row(graph, costs, vertex)
        last = graph.exit_first[base + row.shape[0]]
        for place in range(graph.exit_first[base], last + 1):
            transfer, to = (place, graph.transfer_to[place]) if place < last else (-1, goal)
            if not _onward(graph, costs, bound, row, (vertex, base, transfer), more):
                continue
            time = labels[label, TIME] + more[TIME]
            cost, co2e = labels[label, COST] + more[COST], labels[label, CO2E] + more[CO2E]
            if _beaten(rivals[to], time, cost, co2e):
                continue
            if _covered(stairs, steps, goal, cost, co2e) or _covered(stairs, steps, to, cost, co2e):
                continue
            _remember(rivals[to], made, time, cost, co2e)
            if made == labels.shape[0]:
                labels = np.concatenate((labels, np.empty_like(labels)))
            labels[made, TIME], labels[made, COST], labels[made, CO2E] = time, cost, co2e
            labels[made, VERTEX], labels[made, BEFORE], labels[made, TRANSFER] = to, label, transfer
            heap = _push(heap, size, time, cost, made)
            made, size = made + 1, size + 1
    return labels[:made], found[:routes]

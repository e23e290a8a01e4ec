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
from karwan.routing.compiled import compiled
from karwan.routing.pareto import Front, routes_of
from karwan.routing.problem import Problem

Int = NDArray[np.int32]
Long = NDArray[np.int64]

TIME, COST, CO2E, VERTEX, BEFORE, TRANSFER = range(6)
SLOT, COUNT, ROOM = range(3)


class Graph(NamedTuple):
    """A problem in the shape that the kernel reads.

    Attributes:
        cell_first, leg_first, leg_cost, transfer_to, transfer_cost, start, finish, direct: as in a Part.
        vertex_cell: (vertices,). exit_first: (vertices + 1,) transfers by the vertex that they leave.
        entry_first, entry: (vertices + 1,), (transfers,) transfers by the vertex that they enter.
        transfer_from: (transfers,).
    """

    cell_first: Int
    vertex_cell: Int
    leg_first: Long
    leg_cost: Long
    exit_first: Long
    transfer_from: Int
    transfer_to: Int
    transfer_cost: Long
    entry_first: Long
    entry: Long
    start: Long
    finish: Long
    direct: Long


def front(problem: Problem) -> Front:
    """The exact front of a problem, by the compiled kernel; its costs are those of pareto.front."""
    labels, found = _search(graph_of(problem))
    return Front(labels[found, :3], routes_of(problem, [_way(labels, label) for label in found.tolist()]))


def graph_of(problem: Problem) -> Graph:
    """What the kernel reads."""
    vertices = np.arange(problem.start.shape[0] + 1)
    entry = np.argsort(problem.transfer_to, kind="stable")
    sizes = np.diff(problem.cell_first)
    return Graph(
        cell_first=problem.cell_first,
        vertex_cell=np.repeat(np.arange(sizes.size, dtype=np.int32), sizes),
        leg_first=problem.leg_first,
        leg_cost=problem.leg_cost,
        exit_first=np.searchsorted(problem.transfer_from, vertices),
        transfer_from=problem.transfer_from,
        transfer_to=problem.transfer_to,
        transfer_cost=problem.transfer_cost,
        entry_first=np.searchsorted(problem.transfer_to[entry], vertices),
        entry=entry,
        start=problem.start,
        finish=problem.finish,
        direct=problem.direct,
    )


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
def _less(labels: Long, one: int, other: int) -> bool:
    """Order of the queue: time, then cost, then CO2e."""
    for criterion in range(3):
        if labels[one, criterion] != labels[other, criterion]:
            return bool(labels[one, criterion] < labels[other, criterion])
    return False


@compiled
def _push(heap: Long, size: int, labels: Long, label: int) -> None:
    at = size
    while at > 0:
        above = (at - 1) // 4
        if not _less(labels, label, heap[above]):
            break
        heap[at] = heap[above]
        at = above
    heap[at] = label


@compiled
def _pop(heap: Long, size: int, labels: Long) -> int:
    """Takes the first off a heap of some size, which is one smaller then."""
    first = heap[0]
    size -= 1
    last = heap[size]
    at = 0
    while True:
        best = 4 * at + 1
        if best >= size:
            break
        for child in range(best + 1, min(best + 4, size)):
            if _less(labels, heap[child], heap[best]):
                best = child
        if not _less(labels, heap[best], last):
            break
        heap[at] = heap[best]
        at = best
    heap[at] = last
    return int(first)


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
def _wider(table: Long, rows: int) -> Long:
    """The table, or a copy with as much room again if it holds but `rows` rows."""
    if rows < table.shape[0]:
        return table
    return np.concatenate((table, np.empty_like(table)))


@compiled
def _longer(heap: Long, size: int) -> Long:
    """The heap, or a copy with as much room again if it is full."""
    if size < heap.size:
        return heap
    return np.concatenate((heap, np.empty_like(heap)))


@compiled
def _to_goal(graph: Graph, criterion: int) -> Long:
    """The least cost to the destination from where a run enters at each vertex, by Dijkstra's search back."""
    vertices = graph.vertex_cell.size
    enter = graph.finish[:, criterion].copy()
    leave = np.full(vertices, NEVER, np.int64)
    # A queued item is a cost and the vertex that it was found for; the third column only breaks no tie.
    items = np.zeros((4 * vertices + 16, 3), np.int64)
    heap = np.empty(4 * vertices + 16, np.int64)
    made, size = 0, 0
    for vertex in range(vertices):
        if enter[vertex] < NEVER:
            items[made, 0], items[made, 1] = enter[vertex], vertex
            _push(heap, size, items, made)
            made, size = made + 1, size + 1
    while size > 0:
        item = _pop(heap, size, items)
        size -= 1
        vertex = items[item, 1]
        if items[item, 0] > enter[vertex]:
            continue
        for place in range(graph.entry_first[vertex], graph.entry_first[vertex + 1]):
            transfer = graph.entry[place]
            left = graph.transfer_from[transfer]
            cost = enter[vertex] + graph.transfer_cost[transfer, criterion]
            if cost >= leave[left]:
                continue
            leave[left] = cost
            cell = graph.vertex_cell[left]
            base, end = graph.cell_first[cell], graph.cell_first[cell + 1]
            # Runs cost the same both ways: the row of the vertex is read, not its column.
            leg = graph.leg_first[cell] + (left - base) * (end - base) - base
            for other in range(base, end):
                through = cost + graph.leg_cost[leg + other, criterion]
                if through < enter[other]:
                    enter[other] = through
                    items, heap = _wider(items, made), _longer(heap, size)
                    items[made, 0], items[made, 1] = through, other
                    _push(heap, size, items, made)
                    made, size = made + 1, size + 1
    return enter


@compiled
def _bounds(graph: Graph) -> Long:
    bound = np.empty((graph.vertex_cell.size, 3), np.int64)
    for criterion in range(3):
        bound[:, criterion] = _to_goal(graph, criterion)
    return bound


@compiled
def _begin(graph: Graph, bound: Long, heap: Long) -> tuple[Long, int]:
    """The labels after the first run, and of routes of one run, queued; the labels and their number."""
    labels = np.empty((heap.size, 6), np.int64)
    made = 0
    for transfer in range(graph.transfer_from.size):
        begin, to = graph.transfer_from[transfer], graph.transfer_to[transfer]
        if graph.start[begin, 0] < NEVER and bound[to, 0] < NEVER:
            for i in range(3):
                labels[made, i] = graph.start[begin, i] + graph.transfer_cost[transfer, i] + bound[to, i]
            labels[made, VERTEX], labels[made, BEFORE], labels[made, TRANSFER] = to, -1, transfer
            _push(heap, made, labels, made)
            made += 1
    for cell in range(graph.direct.shape[0]):
        if graph.direct[cell, 0] < NEVER:
            labels[made, :3] = graph.direct[cell]
            labels[made, VERTEX] = graph.vertex_cell.size
            labels[made, BEFORE], labels[made, TRANSFER] = -1, -1 - cell
            _push(heap, made, labels, made)
            made += 1
    return labels, made


@compiled
def _search(graph: Graph) -> tuple[Long, Long]:
    """All labels, and the numbers of the destination's, in order."""
    bound = _bounds(graph)
    goal = graph.vertex_cell.size
    heap = np.empty(graph.transfer_from.size + graph.direct.shape[0] + 1024, np.int64)
    labels, made = _begin(graph, bound, heap)
    size = made
    stairs = np.zeros((3, goal + 1), np.int32)
    steps = np.empty((8 * goal + 1024, 2), np.int64)
    used = 0
    found = np.empty(64, np.int64)
    routes = 0
    while size > 0:
        label = _pop(heap, size, labels)
        size -= 1
        vertex, cost, co2e = labels[label, VERTEX], labels[label, COST], labels[label, CO2E]
        if _covered(stairs, steps, goal, cost, co2e) or _covered(stairs, steps, vertex, cost, co2e):
            continue
        steps, used = _add(stairs, steps, used, vertex, cost, co2e)
        if vertex == goal:
            found = _longer(found, routes)
            found[routes] = label
            routes += 1
            continue
        cell = graph.vertex_cell[vertex]
        base, end = graph.cell_first[cell], graph.cell_first[cell + 1]
        row = graph.leg_first[cell] + (vertex - base) * (end - base) - base
        for transfer in range(graph.exit_first[base], graph.exit_first[end] + 1):
            labels, heap = _wider(labels, made), _longer(heap, size)
            if transfer == graph.exit_first[end]:
                to = goal
                if graph.finish[vertex, 0] >= NEVER:
                    continue
                for i in range(3):
                    labels[made, i] = labels[label, i] + graph.finish[vertex, i] - bound[vertex, i]
            else:
                leg = row + graph.transfer_from[transfer]
                to = graph.transfer_to[transfer]
                if graph.leg_cost[leg, 0] >= NEVER or bound[to, 0] >= NEVER:
                    continue
                for i in range(3):
                    more = graph.leg_cost[leg, i] + graph.transfer_cost[transfer, i] + bound[to, i]
                    labels[made, i] = labels[label, i] + more - bound[vertex, i]
            cost, co2e = labels[made, COST], labels[made, CO2E]
            if _covered(stairs, steps, goal, cost, co2e) or _covered(stairs, steps, to, cost, co2e):
                continue
            labels[made, VERTEX], labels[made, BEFORE], labels[made, TRANSFER] = to, label, transfer
            _push(heap, size, labels, made)
            made, size = made + 1, size + 1
    return labels[:made], found[:routes]

"""The compiled elimination; see eliminate.py for what it means and for its plain twin.

`queue` holds the nodes by degree, in five rows: degree, head and tail by degree, node before and after.
`lists` says where the neighbours of each node stand in the pool of `to`, `middle` and `km`, in three rows:
first place, number, room. `seen` notes at which place of whose list a node stands, in two rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karwan.routing.compiled import compiled

Int = NDArray[np.int32]
Long = NDArray[np.int64]
Float = NDArray[np.float64]

DEGREE, HEAD, TAIL, BEFORE, AFTER = range(5)
SLOT, COUNT, ROOM = range(3)
WHOSE, PLACE = range(2)


@compiled
def _leave(queue: Int, node: int) -> None:
    degree, before, after = queue[DEGREE, node], queue[BEFORE, node], queue[AFTER, node]
    if before >= 0:
        queue[AFTER, before] = after
    else:
        queue[HEAD, degree] = after
    if after >= 0:
        queue[BEFORE, after] = before
    else:
        queue[TAIL, degree] = before


@compiled
def _enter(queue: Int, node: int, degree: int) -> None:
    """Last among the nodes of its degree: they go in turn, which keeps the hierarchy low."""
    last = queue[TAIL, degree]
    queue[DEGREE, node] = degree
    queue[BEFORE, node] = last
    queue[AFTER, node] = -1
    if last >= 0:
        queue[AFTER, last] = node
    else:
        queue[HEAD, degree] = node
    queue[TAIL, degree] = node


@compiled
def _put(lists: Int, to: Int, km: Float, here: int, there: int, length: float) -> None:
    """Note a link at one of its nodes, the shortest of parallel ones."""
    end = lists[SLOT, here] + lists[COUNT, here]
    for place in range(lists[SLOT, here], end):
        if to[place] == there:
            km[place] = min(km[place], length)
            return
    to[end] = there
    km[end] = length
    lists[COUNT, here] += 1


@compiled
def _pool(nodes: int, link_a: Int, link_b: Int, link_km: Float) -> tuple[Int, Int, Float]:
    """The links as lists, to and km."""
    lists = np.zeros((3, nodes), np.int32)
    lists[ROOM] = 2
    for link in range(link_a.size):
        lists[ROOM, link_a[link]] += 1
        lists[ROOM, link_b[link]] += 1
    total = 0
    for node in range(nodes):
        lists[SLOT, node] = total
        total += lists[ROOM, node]
    to = np.empty(total, np.int32)
    km = np.empty(total, np.float64)
    for link in range(link_a.size):
        a, b = link_a[link], link_b[link]
        if a != b:
            _put(lists, to, km, a, b, link_km[link])
            _put(lists, to, km, b, a, link_km[link])
    return lists, to, km


@compiled
def _grown_int(array: Int, size: int) -> Int:
    """The array, or a copy with as much room again."""
    if size <= array.size:
        return array
    return np.concatenate((array, np.empty(max(array.size, size), np.int32)))


@compiled
def _grown_float(array: Float, size: int) -> Float:
    """The array, or a copy with as much room again."""
    if size <= array.size:
        return array
    return np.concatenate((array, np.empty(max(array.size, size), np.float64)))


@compiled
def _forget(lists: Int, to: Int, middle: Int, km: Float, end: int, node: int) -> None:
    """Take a node off the list of its neighbour."""
    last = lists[SLOT, end] + lists[COUNT, end] - 1
    for place in range(lists[SLOT, end], last + 1):
        if to[place] == node:
            to[place] = to[last]
            middle[place] = middle[last]
            km[place] = km[last]
            break
    lists[COUNT, end] -= 1


@compiled
def _move(lists: Int, to: Int, middle: Int, km: Float, end: int, fresh: int) -> None:
    """Carry the list of a node to a new place in the pool."""
    old = lists[SLOT, end]
    for j in range(lists[COUNT, end]):
        to[fresh + j] = to[old + j]
        middle[fresh + j] = middle[old + j]
        km[fresh + j] = km[old + j]
    lists[SLOT, end] = fresh


@compiled
def _bridge(lists: Int, to: Int, middle: Int, km: Float, seen: Int, node: int, end: int) -> None:
    """Give one neighbour of an eliminated node its shortcuts to the others."""
    begin = lists[SLOT, end]
    for place in range(begin, begin + lists[COUNT, end]):
        # A mark never grows stale: a node leaves a list only when it is eliminated itself.
        seen[WHOSE, to[place]] = end
        seen[PLACE, to[place]] = place
    here, width = lists[SLOT, node], lists[COUNT, node]
    reach = 0.0
    for j in range(here, here + width):
        if to[j] == end:
            reach = km[j]
    for j in range(here, here + width):
        other = to[j]
        if other == end:
            continue
        length = reach + km[j]
        if seen[WHOSE, other] == end:
            place = seen[PLACE, other]
            if length >= km[place]:
                continue
        else:
            place = begin + lists[COUNT, end]
            lists[COUNT, end] += 1
        to[place] = other
        middle[place] = node
        km[place] = length


@compiled
def _between(core: Int, lists: Int, to: Int, km: Float) -> Float:
    """Shortest km between the core's nodes from the arcs that are left between them."""
    table = np.full((core.size, core.size), np.inf)
    index = np.full(lists.shape[1], -1, np.int32)
    for i in range(core.size):
        index[core[i]] = i
        table[i, i] = 0.0
    for i in range(core.size):
        begin = lists[SLOT, core[i]]
        for place in range(begin, begin + lists[COUNT, core[i]]):
            table[i, index[to[place]]] = km[place]
    for via in range(core.size):
        for i in range(core.size):
            first = table[i, via]
            if first < np.inf:
                for j in range(core.size):
                    table[i, j] = min(table[i, j], first + table[via, j])
    return table


@compiled
def _ranked(
    order: Int, first: Int, taken: Int, to: Int, middle: Int, km: Float
) -> tuple[Int, Int, Int, Float]:
    """Rank of each node, and arcs by rank of both ends; `taken` says where in the pool each arc stands.

    Most lists are short: each arc is put in where it belongs among those before it.
    """
    nodes = order.size
    rank = np.empty(nodes, np.int32)
    for place in range(nodes):
        rank[order[place]] = place
    up_to = np.empty(first[nodes], np.int32)
    up_middle = np.empty(first[nodes], np.int32)
    up_km = np.empty(first[nodes], np.float64)
    for node in range(nodes):
        begin = first[node]
        for arc in range(begin, first[node + 1]):
            at = taken[arc]
            upper, length = rank[to[at]], km[at]
            via = rank[middle[at]] if middle[at] >= 0 else np.int32(-1)
            put = arc
            while put > begin and up_to[put - 1] > upper:
                up_to[put], up_middle[put], up_km[put] = up_to[put - 1], up_middle[put - 1], up_km[put - 1]
                put -= 1
            up_to[put], up_middle[put], up_km[put] = upper, via, length
    return rank, up_to, up_middle, up_km


@compiled
def _lowest(queue: Int, low: int) -> int:
    while queue[HEAD, low] < 0:
        low += 1
    return low


@compiled
def _requeue(queue: Int, held: NDArray[np.bool_], node: int, degree: int) -> None:
    """Put a node where its new degree belongs, unless it waits for the others to go."""
    if not held[node] and queue[DEGREE, node] != degree:
        _leave(queue, node)
        _enter(queue, node, degree)


@compiled
def eliminate(
    nodes: int, link_a: Int, link_b: Int, link_km: Float, core: Int
) -> tuple[Int, Int, Int, Int, Float, Float]:
    """Rank; first, to, middle and km of the arcs; km between core nodes, in the order of `core`."""
    lists, to, km = _pool(nodes, link_a, link_b, link_km)
    middle = np.full(to.size, -1, np.int32)
    used = to.size
    held = np.zeros(nodes, np.bool_)
    held[core] = True
    queue = np.full((5, nodes + 1), -1, np.int32)
    for node in range(nodes):
        if not held[node]:
            _enter(queue, node, lists[COUNT, node])
    order = np.empty(nodes, np.int32)
    first = np.zeros(nodes + 1, np.int32)
    taken = np.empty(4 * nodes + 16, np.int32)
    seen = np.full((2, nodes), -1, np.int32)
    table = np.empty((0, 0), np.float64)
    low = 0
    for rank in range(nodes):
        if rank == nodes - core.size:
            table = _between(core, lists, to, km)
            held[:] = False
            for node in core:
                _enter(queue, node, lists[COUNT, node])
            low = 0
        low = _lowest(queue, low)
        node = queue[HEAD, low]
        _leave(queue, node)
        order[rank] = node
        width = lists[COUNT, node]
        first[rank + 1] = first[rank] + width
        taken = _grown_int(taken, first[rank + 1])
        for j in range(width):
            # The list of an eliminated node stays where it is: its arcs are told by their place in the pool.
            taken[first[rank] + j] = lists[SLOT, node] + j
            end = to[lists[SLOT, node] + j]
            _forget(lists, to, middle, km, end, node)
            size = lists[COUNT, end] + width
            if size > lists[ROOM, end]:
                to = _grown_int(to, used + 2 * size)
                middle = _grown_int(middle, used + 2 * size)
                km = _grown_float(km, used + 2 * size)
                _move(lists, to, middle, km, end, used)
                lists[ROOM, end] = 2 * size
                used += 2 * size
            _bridge(lists, to, middle, km, seen, node, end)
            _requeue(queue, held, end, lists[COUNT, end])
        low = max(low - 1, 0)
    up = _ranked(order, first, taken, to, middle, km)
    return up[0], first, up[1], up[2], up[3], table

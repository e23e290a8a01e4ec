"""The compiled repair of trees; see repair.py for what it means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.compiled import compiled
from karwan.routing.spread_numba import Numbers, Timing, of_way
from karwan.routing.spread_numba import Scratch as Room
from karwan.routing.trees_numba import INSIDE, NOTHING, START, Criteria, Scene, before, walk

Int = NDArray[np.int32]
Single = NDArray[np.float32]
Float = NDArray[np.float64]
Bool = NDArray[np.bool_]


class Grown(NamedTuple):
    """Trees and what is kept of them for their repair.

    Attributes:
        cost, reason: (origins, nodes). child_first: (origins, nodes + 1). child: (origins, nodes).
        weight: (origins, destinations) of each pair; not asked for where it is below 0.
        gateway: (transfers,) of the network. area: (cells,) number of its territory, -1 for none.
    """

    cost: Single
    reason: Int
    child_first: Int
    child: Int
    weight: Float
    gateway: Int
    area: Int


@compiled
def children(scene: Scene, reason: Int) -> tuple[Int, Int]:
    """The nodes that each node explains: (origins, nodes + 1) where they begin, (origins, nodes) they."""
    origins, nodes = reason.shape
    first = np.zeros((origins, nodes + 1), np.int32)
    child = np.empty((origins, nodes), np.int32)
    at = np.empty(nodes, np.int32)
    for origin in range(origins):
        mine = first[origin]
        for node in range(nodes):
            parent = before(scene.graph, scene.finishes[1], node, reason[origin, node])
            if parent >= 0:
                mine[parent + 1] += 1
        for node in range(nodes):
            mine[node + 1] += mine[node]
            at[node] = mine[node]
        for node in range(nodes):
            parent = before(scene.graph, scene.finishes[1], node, reason[origin, node])
            if parent >= 0:
                child[origin, at[parent]] = node
                at[parent] += 1
    return first, child


@compiled
def uses(scene: Scene, reason: Int, weight: Float) -> tuple[Int, Int]:
    """Which trees lead to a wanted destination through which transfers: pairs of transfer and origin."""
    origins, nodes = reason.shape
    destinations = scene.finishes[0].size - 1
    vertices = scene.graph.vertex_cell.size
    transfer, tree = np.empty(origins * vertices, np.int32), np.empty(origins * vertices, np.int32)
    count = 0
    seen = np.empty(nodes, np.bool_)
    for origin in range(origins):
        seen[:] = False
        for destination in range(destinations):
            if weight[origin, destination] < 0:
                continue
            node = 2 * vertices + destination
            while node >= 0 and not seen[node]:
                seen[node] = True
                why = reason[origin, node]
                if vertices <= node < 2 * vertices and why >= 0:
                    transfer[count], tree[count] = why, origin
                    count += 1
                node = before(scene.graph, scene.finishes[1], node, why)
    return transfer[:count].copy(), tree[:count].copy()


@compiled
def _push(keys: Single, nodes: Int, count: int, key: np.float32, node: int) -> int:
    at = count
    while at > 0:
        above = (at - 1) // 2
        if keys[above] <= key:
            break
        keys[at], nodes[at] = keys[above], nodes[above]
        at = above
    keys[at], nodes[at] = key, node
    return count + 1


@compiled
def _pop(keys: Single, nodes: Int, count: int) -> int:
    count -= 1
    key, node = keys[count], nodes[count]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], nodes[at] = keys[below], nodes[below]
        at = below
    keys[at], nodes[at] = key, node
    return count


class Scratch(NamedTuple):
    """What one repair after another works in.

    Attributes:
        is_closed: (transfers,). is_below: (nodes,) whether a node hangs on what is closed. below: they.
        cost, reason: (nodes,) anew; the cost is -inf where nothing fell, so that nothing betters it.
        keys, waiting: the queue. passed, crossed: gateways and areas of a way.
        is_told: whether the spread of ways is wanted. told: what that is read from, as of `spread_numba`.
    """

    is_closed: Bool
    is_below: Bool
    below: Int
    cost: Single
    reason: Int
    keys: Single
    waiting: Int
    passed: Bool
    crossed: Bool
    is_told: bool
    told: tuple[Timing, Numbers, Room]


@compiled
def _fall(scene: Scene, grown: Grown, origin: int, closed: Int, scratch: Scratch) -> int:
    """Marks all that hangs on closed transfers; the number of such nodes."""
    vertices = scene.graph.vertex_cell.size
    count, head = 0, 0
    for transfer in closed:
        node = vertices + scene.graph.transfer_to[transfer]
        if grown.reason[origin, node] == transfer and not scratch.is_below[node]:
            scratch.is_below[node] = True
            scratch.below[count] = node
            count += 1
    while head < count:
        node = scratch.below[head]
        head += 1
        for i in range(grown.child_first[origin, node], grown.child_first[origin, node + 1]):
            child = grown.child[origin, i]
            if child < vertices and scene.graph.exit_first[child] == scene.graph.exit_first[child + 1]:
                continue  # nothing is open there: nobody asks for its cost
            if scratch.is_below[child]:
                continue  # closed itself
            scratch.is_below[child] = True
            scratch.below[count] = child
            count += 1
    return count


@compiled
def _seed(scene: Scene, grown: Grown, origin: int, node: int, scratch: Scratch) -> None:
    """The cost of a fallen node by way of its intact neighbours."""
    graph, vertices = scene.graph, scene.graph.vertex_cell.size
    cost = grown.cost[origin]
    best, why = np.float32(np.inf), NOTHING
    if node < vertices:
        cell = graph.vertex_cell[node]
        base = graph.cell_first[cell]
        size = np.int64(graph.cell_first[cell + 1]) - base
        # Runs cost the same both ways: the row of the vertex left is read, not its column.
        row = graph.leg_first[cell] + (node - base) * size
        for i in range(size):
            if not scratch.is_below[vertices + base + i]:
                whole = cost[vertices + base + i] + scene.leg_cost[row + i]
                if whole < best:
                    best, why = whole, vertices + base + i
        for i in range(scene.starts[0][origin], scene.starts[0][origin + 1]):
            if scene.starts[1][i] == node and scene.starts[2][i] < best:
                best, why = scene.starts[2][i], START
    else:
        vertex = node - vertices
        for place in range(graph.entry_first[vertex], graph.entry_first[vertex + 1]):
            transfer = graph.entry[place]
            left = graph.transfer_from[transfer]
            if not scratch.is_closed[transfer] and not scratch.is_below[left]:
                whole = cost[left] + scene.transfer_cost[transfer]
                if whole < best:
                    best, why = whole, transfer
    scratch.cost[node], scratch.reason[node] = best, why


@compiled
def _settle(scene: Scene, count: int, scratch: Scratch) -> None:
    """Dijkstra's search over the nodes that fell."""
    graph, vertices = scene.graph, scene.graph.vertex_cell.size
    waiting = 0
    for i in range(count):
        node = scratch.below[i]
        if node < 2 * vertices and scratch.cost[node] < np.inf:
            waiting = _push(scratch.keys, scratch.waiting, waiting, scratch.cost[node], node)
    while waiting > 0:
        key, node = scratch.keys[0], scratch.waiting[0]
        waiting = _pop(scratch.keys, scratch.waiting, waiting)
        if key > scratch.cost[node]:
            continue
        if node < vertices:
            for transfer in range(graph.exit_first[node], graph.exit_first[node + 1]):
                to = vertices + graph.transfer_to[transfer]
                whole = key + scene.transfer_cost[transfer]
                if whole < scratch.cost[to] and not scratch.is_closed[transfer]:
                    scratch.cost[to], scratch.reason[to] = whole, transfer
                    waiting = _push(scratch.keys, scratch.waiting, waiting, whole, to)
        else:
            cell = graph.vertex_cell[node - vertices]
            base = graph.cell_first[cell]
            size = np.int64(graph.cell_first[cell + 1]) - base
            row = graph.leg_first[cell] + (node - vertices - base) * size
            for i in range(size):
                whole = key + scene.leg_cost[row + i]
                if whole < scratch.cost[base + i]:
                    scratch.cost[base + i], scratch.reason[base + i] = whole, node
                    waiting = _push(scratch.keys, scratch.waiting, waiting, whole, base + i)


@compiled
def _end(scene: Scene, grown: Grown, origin: int, node: int, scratch: Scratch) -> None:
    """The best last run to a fallen destination."""
    vertices = scene.graph.vertex_cell.size
    destination = node - 2 * vertices
    best, why = np.float32(np.inf), NOTHING
    for i in range(scene.finishes[0][destination], scene.finishes[0][destination + 1]):
        entered = vertices + scene.finishes[1][i]
        here = scratch.cost[entered] if scratch.is_below[entered] else grown.cost[origin, entered]
        whole = here + scene.finishes[2][i]
        if whole < best:
            best, why = whole, i
    first, last = scene.inside_first[origin], scene.inside_first[origin + 1]
    at = first + np.searchsorted(scene.inside_to[first:last], destination)
    while at < last and scene.inside_to[at] == destination:
        if scene.inside_cost[at] < best:
            best, why = scene.inside_cost[at], INSIDE - at
        at += 1
    scratch.cost[node], scratch.reason[node] = best, why


@compiled
def mark(
    scene: Scene, grown: Grown, node: int, reason: Int, scratch: Scratch, is_now: bool, value: bool
) -> None:
    """Notes (or forgets) the gateways and areas of the way to a node."""
    vertices = scene.graph.vertex_cell.size
    while node >= 0:
        why = scratch.reason[node] if is_now and scratch.is_below[node] else reason[node]
        if vertices <= node < 2 * vertices and why >= 0:
            scratch.passed[grown.gateway[why]] = value
            area = grown.area[scene.graph.vertex_cell[node - vertices]]
            if area >= 0:
                scratch.crossed[area] = value
        node = before(scene.graph, scene.finishes[1], node, why)


@compiled
def _gain(
    scene: Scene, grown: Grown, origin: int, node: int, scratch: Scratch, by_gateway: Float, by_area: Float
) -> None:
    """Counts a diverted pair for each gateway and area that it passes now and did not pass before."""
    vertices = scene.graph.vertex_cell.size
    weight = grown.weight[origin, node - 2 * vertices]
    reason = grown.reason[origin]
    mark(scene, grown, node, reason, scratch, False, True)
    at = node
    while at >= 0:
        why = scratch.reason[at] if scratch.is_below[at] else reason[at]
        if vertices <= at < 2 * vertices and why >= 0:
            gateway = grown.gateway[why]
            if not scratch.passed[gateway]:
                by_gateway[gateway] += weight
                scratch.passed[gateway] = True
            area = grown.area[scene.graph.vertex_cell[at - vertices]]
            if area >= 0 and not scratch.crossed[area]:
                by_area[area] += weight
                scratch.crossed[area] = True
        at = before(scene.graph, scene.finishes[1], at, why)
    mark(scene, grown, node, reason, scratch, False, False)
    mark(scene, grown, node, reason, scratch, True, False)


@compiled
def repair(
    scene: Scene,
    criteria: Criteria,
    grown: Grown,
    closed: Int,
    origins: Int,
    scratch: Scratch,
    gateways: int,
    areas: int,
) -> tuple[Int, Int, Single, Float, Float, Float, Float]:
    """What closing some transfers does to the wanted pairs of some trees.

    Returns:
        origin, destination, cost, criteria and spread (pairs, 3) of each pair whose way is closed, inf if no
        other; the weight of those that pass each gateway, and each area, that they did not pass before.
    """
    vertices, destinations = scene.graph.vertex_cell.size, scene.finishes[0].size - 1
    most = origins.size * destinations
    origin_out, destination_out = np.empty(most, np.int32), np.empty(most, np.int32)
    cost_out, criteria_out, spread_out = np.empty(most, np.float32), np.empty((most, 3)), np.empty((most, 3))
    by_gateway, by_area = np.zeros(gateways), np.zeros(areas)
    count = 0
    for transfer in closed:
        scratch.is_closed[transfer] = True
    for origin in origins:
        fallen = _fall(scene, grown, origin, closed, scratch)
        for i in range(fallen):
            if scratch.below[i] < 2 * vertices:
                _seed(scene, grown, origin, scratch.below[i], scratch)
        _settle(scene, fallen, scratch)
        for i in range(fallen):
            node = scratch.below[i]
            destination = node - 2 * vertices
            if destination >= 0 and grown.weight[origin, destination] >= 0:
                _end(scene, grown, origin, node, scratch)
                origin_out[count], destination_out[count] = origin, destination
                cost_out[count] = scratch.cost[node]
                criteria_out[count] = 0.0
                walk(
                    scene,
                    criteria,
                    origin,
                    node,
                    grown.reason[origin],
                    scratch.reason,
                    scratch.is_below,
                    criteria_out[count],
                )
                spread_out[count] = np.inf
                if scratch.is_told and scratch.cost[node] < np.inf:
                    own = grown.reason[origin]
                    of_way(scene, criteria, scratch.told, origin, node, own, scratch.reason, scratch.is_below)
                    spread_out[count] = scratch.told[2].out
                if scratch.cost[node] < np.inf:
                    _gain(scene, grown, origin, node, scratch, by_gateway, by_area)
                count += 1
        for i in range(fallen):
            scratch.is_below[scratch.below[i]] = False
            scratch.cost[scratch.below[i]] = -np.inf
    for transfer in closed:
        scratch.is_closed[transfer] = False
    return (
        origin_out[:count],
        destination_out[:count],
        cost_out[:count],
        criteria_out[:count],
        spread_out[:count],
        by_gateway,
        by_area,
    )

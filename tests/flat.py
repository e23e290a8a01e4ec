"""The search by brute force on the flat network, of its own making: what the search is held against."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from karwan.routing.problem import UNITS
from karwan.words.mode import Mode


def flat_arcs(world):
    """Every arc of the flat network as (from, to, whole costs of three criteria), directed.

    Nodes are numbers; `("in", end)` and `("out", end)` are the two sides of an end of a gateway.
    """
    network, prices = world.network, world.prices
    rates = np.rint(prices.cell_rates * UNITS).astype(int)
    arcs = []
    for cell in range(len(network.cells)):
        for link in range(network.link_first[cell], network.link_first[cell + 1]):
            a, b = int(network.link_a[link]), int(network.link_b[link])
            cost = tuple((rates[cell] * network.link_km[link]).astype(int).tolist())
            arcs += [(a, b, cost), (b, a, cost)]
    for end, (cell, node) in enumerate(zip(network.end_cell, network.end_node, strict=True)):
        if network.cells[cell].mode is not Mode.AIR:
            cost = tuple((rates[cell] * network.end_access_km[end]).astype(int).tolist())
            arcs += [(("in", end), int(node), cost), (int(node), ("out", end), cost)]
    overlay = world.overlay
    for transfer, is_open in enumerate(prices.transfer_open):
        if is_open:
            begin = int(overlay.vertex_end[overlay.transfer_from[transfer]])
            end = int(overlay.vertex_end[overlay.transfer_to[transfer]])
            cost = tuple(np.rint(prices.transfer_costs[transfer] * UNITS).astype(int).tolist())
            arcs.append((("out", begin), ("in", end), cost))
    return arcs + _places(world, rates)


def _places(world, rates):
    arcs = []
    sides = (
        (world.origin, world.prices.start_costs, True),
        (world.destination, world.prices.finish_costs, False),
    )
    for attachments, loads, leaves in sides:
        for one in attachments:
            base = int(world.network.node_first[one.cell])
            for node, km in one.foot.seeds:
                run = rates[one.cell] * round(km) + np.rint(loads[one.cell] * UNITS).astype(int)
                ends = ("origin", base + node) if leaves else (base + node, "destination")
                arcs.append((*ends, tuple(run.tolist())))
    return arcs


def by_start(arcs):
    """Arcs by the node that they leave."""
    rows = {}
    for begin, end, cost in arcs:
        rows.setdefault(begin, []).append((end, cost))
    return rows


def least_cost(arcs, weights):
    """The least weighted cost from origin to destination, by Dijkstra's search; inf where no way."""
    rows, best, queue, serial = by_start(arcs), {}, [(0.0, 0, "origin")], 0
    while queue:
        cost, _, node = heappop(queue)
        if node in best:
            continue
        best[node] = cost
        for end, more in rows.get(node, []):
            if end not in best:
                serial += 1
                heappush(queue, (cost + float(np.dot(weights, np.array(more) / UNITS)), serial, end))
    return best.get("destination", np.inf)


def flat_front(arcs):
    """All costs at the destination that no other beats, by plain label setting."""
    rows, kept, serial = by_start(arcs), {}, 0
    queue = [((0, 0, 0), 0, "origin")]
    while queue:
        cost, _, node = heappop(queue)
        if any(all(a <= b for a, b in zip(old, cost, strict=True)) for old in kept.get(node, [])):
            continue
        kept.setdefault(node, []).append(cost)
        for end, more in rows.get(node, []):
            serial += 1
            heappush(queue, (tuple(a + b for a, b in zip(cost, more, strict=True)), serial, end))
    return sorted(kept.get("destination", []))

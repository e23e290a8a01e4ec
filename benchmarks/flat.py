"""The exact front on the whole network, every link a step: what the overlay is held against.

The same algorithm as `karwan.routing.pareto_numba` (labels by time, one exact search back for each criterion
as bounds, staircases of cost and CO2e), its staircases and its queue too, on nodes and arcs. So that both
fronts can be compared to the last unit, lengths are whole multiples of 2^-10 km and all rates whole numbers.
At a gateway of three cells a shipment may pass on at once in both: the price of a turn is the way to the
link and back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks import asked
from benchmarks import ground as places
from benchmarks.flat_kernel import Graph, search, to_goal
from karwan.network.record import Network
from karwan.routing import part
from karwan.routing.attach import Attachment
from karwan.routing.bounds import NEVER
from karwan.routing.climb import Reached, climb, core_reach, meeting_km
from karwan.routing.overlay import Overlay, build_overlay, climb_of
from karwan.routing.problem import Problem

Int = NDArray[np.int64]
Float = NDArray[np.float64]
STEPS = 1024.0  # a km
UNITS = 1e9  # an hour, a dollar, a kg


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Overlay and flat network of one world, with the same whole costs.

    Attributes:
        network, overlay: in whole steps. rates: (cells, 3) units a step, NEVER where unusable.
        start, finish: (cells, 3) units. problem: the overlay's, without places. graph: the flat network.
    """

    network: Network
    overlay: Overlay
    rates: Int
    start: Int
    finish: Int
    problem: Problem
    graph: Graph


def ground(world: asked.World, allowed: NDArray[np.bool_]) -> Ground:
    """Both, from the state's network at the world's prices, in the allowed cells."""
    network = _stepped(world.state.network)
    overlay = _turning(build_overlay(network))
    priced = world.priced
    rates_km = np.where(allowed[:, None], priced.cell_rates, np.inf)
    usable = np.isfinite(rates_km).all(axis=1)
    rates = _units(rates_km / STEPS)
    transfers = _units(priced.transfer_costs)
    is_open = priced.transfer_open & (transfers[:, 0] < NEVER)
    piece = part.cut(overlay, usable, is_open)
    legs = overlay.leg_km[piece.legs]
    steps = np.where(np.isfinite(legs), np.rint(np.where(np.isfinite(legs), legs, 0) * STEPS), -1).astype(
        np.int64
    )
    leg_rates = np.repeat(rates[piece.cells], np.diff(piece.leg_first), axis=0)
    nowhere = np.full((piece.vertices.size, 3), NEVER, np.int64)
    problem: Problem = part.Part(
        cells=piece.cells,
        cell_first=piece.cell_first,
        leg_first=piece.leg_first,
        leg_cost=np.where(steps[:, None] < 0, NEVER, steps[:, None] * leg_rates),
        transfers=piece.transfers,
        transfer_from=piece.transfer_from,
        transfer_to=piece.transfer_to,
        transfer_cost=transfers[piece.transfers],
        start=nowhere,
        finish=nowhere,
        direct=np.full((piece.cells.size, 3), NEVER, np.int64),
    )
    graph = _graph(network, overlay, rates, transfers, is_open)
    start, finish = _units(priced.start_costs), _units(priced.finish_costs)
    return Ground(network, overlay, rates, start, finish, problem, graph)


def overlay_problem(here: Ground, pair: asked.Pair) -> Problem:
    """The question on the overlay."""
    sides = []
    reached: list[list[tuple[int, Reached]]] = []
    for place, loads in zip(pair, (here.start, here.finish), strict=True):
        side = np.full((here.overlay.vertex_cell.size, 3), NEVER, np.int64)
        reached.append([])
        for end in place.attachments:
            hierarchy = climb_of(here.overlay, end.cell)
            if hierarchy is None or here.rates[end.cell, 0] >= NEVER:
                continue
            up = climb(hierarchy, [(node, steps / STEPS) for node, steps in _seeds(end)])
            reached[-1].append((end.cell, up))
            vertices = slice(here.overlay.cell_first[end.cell], here.overlay.cell_first[end.cell + 1])
            km = core_reach(hierarchy, up)[here.overlay.vertex_core[vertices]]
            steps = (km + here.overlay.vertex_access_km[vertices]) * STEPS
            side[vertices] = _along(steps, here.rates[end.cell], loads[end.cell])
        sides.append(side)
    direct = np.full((len(here.overlay.cells), 3), NEVER, np.int64)
    for cell, one in reached[0]:
        for other_cell, other in reached[1]:
            if cell == other_cell:
                loads_both = here.start[cell] + here.finish[cell]
                steps = np.array([meeting_km(one, other) * STEPS])
                direct[cell] = _along(steps, here.rates[cell], loads_both)[0]
    vertices_of_part = part.ranges(
        here.overlay.cell_first[here.problem.cells], np.diff(here.problem.cell_first)
    )
    return replace(
        here.problem,
        start=sides[0][vertices_of_part],
        finish=sides[1][vertices_of_part],
        direct=direct[here.problem.cells],
    )


def front(here: Ground, pair: asked.Pair) -> Int:
    """The costs of the front on the flat network, (routes, 3)."""
    nodes = here.graph.first.size - 1
    start, finish = _by_node(here, pair[0], here.start), _by_node(here, pair[1], here.finish)
    bound = np.empty((nodes, 3), np.int64)
    for i in range(3):
        bound[:, i] = to_goal(here.graph, i, *finish)
    costs = search(here.graph, bound, start, finish)
    last = np.append((np.diff(costs[:, :2], axis=0) != 0).any(axis=1), True)
    return costs[last[: len(costs)]]


def _by_node(here: Ground, place: places.Placed, loads: Int) -> tuple[Int, Int]:
    """Nodes, and the cost between each and the place."""
    nodes, costs = [], []
    for end in place.attachments:
        rate = here.rates[end.cell]
        if rate[0] < NEVER:
            for node, steps in _seeds(end):
                nodes.append(int(here.network.node_first[end.cell]) + node)
                costs.append(steps * rate + loads[end.cell])
    return np.array(nodes, np.int64), np.array(costs, np.int64).reshape(-1, 3)


def _seeds(end: Attachment) -> list[tuple[int, int]]:
    """The nodes beside a place, and the steps to each."""
    foot = end.foot
    access, along = (int(np.rint(km * STEPS)) for km in (foot.access_km, foot.share * foot.link_km))
    return [(foot.a, access + along), (foot.b, access + int(np.rint(foot.link_km * STEPS)) - along)]


def _stepped(network: Network) -> Network:
    return replace(
        network,
        link_km=np.rint(network.link_km * STEPS) / STEPS,
        end_access_km=np.rint(network.end_access_km * STEPS) / STEPS,
    )


def _turning(overlay: Overlay) -> Overlay:
    """With whole steps between airports, and a turn at each vertex."""
    legs = np.rint(overlay.leg_km * STEPS) / STEPS
    for cell in range(len(overlay.cells)):
        begin, end = overlay.leg_first[cell : cell + 2]
        first, last = overlay.cell_first[cell : cell + 2]
        legs[begin : end : last - first + 1] = 2 * overlay.vertex_access_km[first:last]
    return replace(overlay, leg_km=legs)


def _units(amounts: Float) -> Int:
    possible = np.isfinite(amounts).all(axis=-1, keepdims=True)
    return np.where(possible, np.rint(np.where(possible, amounts, 0.0) * UNITS), float(NEVER)).astype(
        np.int64
    )


def _along(steps: Float, rate: Int, load: Int) -> Int:
    possible = np.isfinite(steps)[:, None]
    whole = np.where(possible[:, 0], np.rint(np.where(possible[:, 0], steps, 0)), 0).astype(np.int64)
    return np.where(possible, whole[:, None] * rate + load, NEVER)


def _graph(
    network: Network, overlay: Overlay, rates: Int, transfers: Int, is_open: NDArray[np.bool_]
) -> Graph:
    node = network.end_node[overlay.vertex_end].astype(np.int64)
    airy = np.flatnonzero(node < 0)
    node[airy] = network.node_lon.size + np.arange(airy.size)
    cell = np.repeat(np.arange(len(network.cells)), np.diff(network.link_first))
    steps = np.rint(network.link_km * STEPS).astype(np.int64)
    kept = rates[cell, 0] < NEVER
    a, b = network.link_a[kept].astype(np.int64), network.link_b[kept].astype(np.int64)
    links = steps[kept, None] * rates[cell[kept]]
    flights = [_flights(overlay, int(one), node, rates) for one in np.unique(overlay.vertex_cell[airy])]
    way = np.rint(overlay.vertex_access_km * STEPS).astype(np.int64)[:, None] * np.where(
        rates[overlay.vertex_cell] < NEVER, rates[overlay.vertex_cell], 0
    )
    usable = rates[overlay.vertex_cell, 0] < NEVER
    begin, end = overlay.transfer_from, overlay.transfer_to
    passed = is_open & usable[begin] & usable[end]
    begin, end = begin[passed], end[passed]
    origin = np.concatenate((a, b, *(one for one, _, _ in flights), node[begin]))
    to = np.concatenate((b, a, *(other for _, other, _ in flights), node[end]))
    cost = np.concatenate(
        (links, links, *(costs for _, _, costs in flights), way[begin] + transfers[passed] + way[end])
    )
    order = np.argsort(origin, kind="stable")
    origin, to, cost = origin[order], to[order], cost[order]
    nodes = np.arange(network.node_lon.size + airy.size + 1)
    back = np.argsort(to, kind="stable")
    return Graph(np.searchsorted(origin, nodes), to, cost, np.searchsorted(to[back], nodes), back, origin)


def _flights(overlay: Overlay, cell: int, node: Int, rates: Int) -> tuple[Int, Int, Int]:
    """The arcs of a cell without links: from each of its ends to each other."""
    here = node[overlay.cell_first[cell] : overlay.cell_first[cell + 1]]
    begin, end = np.nonzero(~np.eye(here.size, dtype=bool) & (rates[cell, 0] < NEVER))
    steps = np.rint(overlay.legs_of(cell)[begin, end] * STEPS).astype(np.int64)
    ways = np.rint(overlay.vertex_access_km[overlay.cell_first[cell] :][: here.size] * STEPS).astype(np.int64)
    between = steps - ways[begin] - ways[end]  # the transfers bring the way to the airport
    return here[begin], here[end], between[:, None] * rates[cell]

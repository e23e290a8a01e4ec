"""Other programs on the same flat networks: what they find, the overlay finds."""

import networkx as nx
import numpy as np
import pytest
import routingkit_cch
import rustworkx
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from flat import flat_arcs
from karwan.routing import question, shortest
from karwan.routing.problem import UNITS
from random_worlds import random_world

seeds = st.integers(0, 10_000)
WEIGHTS = (60, 0, 0)  # a dollar a minute: whole numbers, as one referee takes no others


def numbered(world):
    """Arcs of the flat network as arrays: begin, end, minutes; origin is 0 and destination 1."""
    number = {"origin": 0, "destination": 1}
    arcs = [
        (number.setdefault(a, len(number)), number.setdefault(b, len(number)), cost[0])
        for a, b, cost in flat_arcs(world)
    ]
    begin, end, minutes = np.array(arcs).T
    return begin, end, minutes, len(number)


def by_scipy(begin, end, minutes, nodes):
    shortest_arcs = {}
    for a, b, cost in zip(begin.tolist(), end.tolist(), minutes.tolist(), strict=True):
        shortest_arcs[a, b] = min(shortest_arcs.get((a, b), np.inf), cost)
    rows, columns = np.array(list(shortest_arcs)).T
    # Arcs without cost would be taken for none.
    costs = np.maximum(np.array(list(shortest_arcs.values()), float), 1e-9)
    graph = coo_array((costs, (rows, columns)), shape=(nodes, nodes)).tocsr()
    return float(dijkstra(graph, indices=0)[1])


def by_networkx(begin, end, minutes, nodes):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(zip(begin.tolist(), end.tolist(), minutes.tolist(), strict=True))
    try:
        return float(nx.dijkstra_path_length(graph, 0, 1))
    except nx.NetworkXNoPath:
        return np.inf


def by_rustworkx(begin, end, minutes, nodes):
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(list(zip(begin.tolist(), end.tolist(), minutes.tolist(), strict=True)))
    found = rustworkx.dijkstra_shortest_path_lengths(graph, 0, edge_cost_fn=float, goal=1)
    return float(found[1]) if 1 in found else np.inf


def by_routingkit(begin, end, minutes, nodes):
    tail, head = begin.astype(np.uint32).tolist(), end.astype(np.uint32).tolist()
    order = routingkit_cch.compute_order_degree(nodes, tail, head)
    hierarchy = routingkit_cch.CCH(order, tail, head, False)
    metric = routingkit_cch.CCHMetric(hierarchy, minutes.astype(np.int32))
    query = routingkit_cch.CCHQuery(metric)
    found = query.run(0, 1)
    return np.inf if found.distance is None else float(found.distance)


@pytest.mark.parametrize("referee", [by_scipy, by_networkx, by_rustworkx, by_routingkit])
@given(seed=seeds)
@settings(max_examples=20)
def test_the_best_route_is_as_quick_as_the_referee_finds_it(referee, seed):
    world = random_world(seed, with_air=False)
    pair = question.ends(world.overlay, world.prices, world.origin, world.destination)
    best = shortest.shortest(world.overlay, question.generalise(world.overlay, world.prices, pair, WEIGHTS))
    found = referee(*numbered(world))
    assert UNITS[0] == 60
    np.testing.assert_allclose(np.inf if best is None else best.cost, found, atol=1e-5)

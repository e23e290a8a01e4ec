from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from karwan.routing import repair, skim, trees
from karwan.routing.attach import attach
from karwan.routing.skim_metric import metric_of
from random_worlds import REACH_KM, random_world

seeds = st.integers(0, 10_000)
WEIGHTS = (3.0, 1.0, 2.0)


def placed(world, seed, count=6):
    network, draw = world.network, np.random.default_rng(seed)
    nodes = draw.integers(0, network.node_lon.size, count)
    attached = [
        attach(world.overlay, world.links_of, network.node_lon[node], network.node_lat[node], REACH_KM)
        for node in nodes
    ]
    return skim.places_of(world.overlay, attached), skim.inside_of(attached, attached)


def grown(world, many, inside, weights=WEIGHTS, threads=None):
    metric = metric_of(world.overlay, world.prices, weights)
    return trees.grow(trees.grounds_of(metric, many, many, inside), threads)


def without(world, closure):
    """The prices with some transfers closed."""
    is_open = world.prices.transfer_open.copy()
    is_open[closure] = False
    return replace(world.prices, transfer_open=is_open)


def closures_of(world, seed):
    """Each gateway alone, all that touches a territory, and some transfers drawn by lot."""
    overlay, draw = world.overlay, np.random.default_rng(seed)
    yield from (np.flatnonzero(overlay.transfer_gateway == one) for one in range(len(world.network.gateways)))
    territory = np.array([cell.territory or "" for cell in overlay.cells])[overlay.vertex_cell]
    for code in sorted(set(territory) - {""}):
        yield np.flatnonzero(
            (territory[overlay.transfer_from] == code) | (territory[overlay.transfer_to] == code)
        )
    yield np.flatnonzero(draw.random(overlay.transfer_from.size) < 0.2)


@given(seeds, st.sampled_from([0.0, 0.3]), st.sampled_from([WEIGHTS, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)]))
@settings(max_examples=20)
def test_trees_lead_to_their_destinations_at_the_cost_of_the_skim(seed, closed, weights):
    world = random_world(seed, closed)
    many, inside = placed(world, seed)
    found = grown(world, many, inside, weights)
    table = skim.skim(world.overlay, world.prices, weights, many, many, inside)
    assert found.to_destinations.tobytes() == table.tobytes()
    criteria = trees.criteria_of(found)
    reached = np.isfinite(table)
    np.testing.assert_allclose(criteria[reached] @ np.array(weights), table[reached], rtol=1e-5)
    assert np.isinf(criteria[~reached]).all()


@given(seeds)
@settings(max_examples=10)
def test_where_nothing_costs_anything_every_tree_still_comes_to_an_end(seed):
    world = random_world(seed)
    free = {name: np.zeros_like(getattr(world.prices, name)) for name in ("cell_rates", "transfer_costs")}
    world = replace(world, prices=replace(world.prices, **free))
    many, inside = placed(world, seed)
    found = grown(world, many, inside)
    reached = np.isfinite(found.to_destinations)
    np.testing.assert_allclose(
        trees.criteria_of(found)[reached] @ np.array(WEIGHTS), found.to_destinations[reached], rtol=1e-5
    )


@given(seeds, st.sampled_from([0.0, 0.2]))
@settings(max_examples=15)
def test_trees_repaired_after_a_closure_are_those_of_a_new_skim(seed, closed):
    world = random_world(seed, closed)
    many, inside = placed(world, seed)
    found = grown(world, many, inside)
    kept = repair.kept_of(found, gateways=len(world.network.gateways))
    closures = list(closures_of(world, seed))
    for closure, change in zip(closures, repair.diverted(kept, closures), strict=True):
        renewed = found.to_destinations.copy()
        assert (change.cost >= renewed[change.origin, change.destination]).all(), "closing never helps"
        renewed[change.origin, change.destination] = change.cost
        anew = skim.skim(world.overlay, without(world, closure), WEIGHTS, many, many, inside)
        assert renewed.tobytes() == anew.tobytes()
        left = np.isfinite(change.cost)
        np.testing.assert_allclose(
            change.criteria[left] @ np.array(WEIGHTS), change.cost[left], rtol=1e-5, atol=1e-6
        )


@given(seeds)
@settings(max_examples=10)
def test_a_closure_that_no_wanted_pair_uses_diverts_nobody(seed):
    world = random_world(seed)
    many, inside = placed(world, seed)
    found = grown(world, many, inside)
    weight = np.full(found.to_destinations.shape, -1.0)
    weight[0, 1] = 2.5
    kept = repair.kept_of(found, weight, gateways=len(world.network.gateways))
    for change in repair.diverted(kept, list(closures_of(world, seed)), threads=1):
        assert set(zip(change.origin.tolist(), change.destination.tolist(), strict=True)) <= {(0, 1)}
        assert change.by_gateway.max(initial=0) in (0, 2.5)


@given(seeds, st.sampled_from([0.0, 0.3]))
@settings(max_examples=10)
def test_scipy_finds_the_same_costs_on_the_same_arcs(seed, closed):
    world = random_world(seed, closed)
    many, inside = placed(world, seed)
    metric = metric_of(world.overlay, world.prices, WEIGHTS)
    grounds = trees.grounds_of(metric, many, many, inside)
    table = by_scipy(grounds)
    np.testing.assert_allclose(trees.grow(grounds).to_destinations, table, rtol=1e-5)


def by_scipy(grounds):
    """Leaving vertices, entering vertices, destinations, origins: one graph."""
    part, vertices = grounds.metric.part, grounds.metric.part.start.size
    origins, destinations = grounds.starts.first.size - 1, grounds.finishes.first.size - 1
    size = np.diff(part.cell_first)
    rows, columns = [], []
    for first, count in zip(part.cell_first[:-1], size, strict=True):
        a, b = np.meshgrid(np.arange(count), np.arange(count), indexing="ij")
        rows.append(vertices + first + a.ravel())
        columns.append(first + b.ravel())
    goal = 2 * vertices + np.arange(destinations)
    source = 2 * vertices + destinations + np.arange(origins)
    rows += [
        part.transfer_from,
        vertices + grounds.finishes.vertex,
        np.repeat(source, np.diff(grounds.starts.first)),
    ]
    columns += [
        vertices + part.transfer_to,
        np.repeat(goal, np.diff(grounds.finishes.first)),
        grounds.starts.vertex,
    ]
    costs = [part.leg_cost, part.transfer_cost, grounds.finishes.cost, grounds.starts.cost]
    rows.append(np.repeat(source, np.diff(grounds.inside_first)))
    columns.append(goal[grounds.inside_to])
    costs.append(grounds.inside_cost)
    begin, end, cost = np.concatenate(rows), np.concatenate(columns), np.concatenate(costs)
    order = np.lexsort((cost, end, begin))
    begin, end, cost = begin[order], end[order], cost[order]
    kept = np.append(True, (np.diff(begin) != 0) | (np.diff(end) != 0)) & np.isfinite(cost)
    shape = (int(source[-1]) + 1,) * 2
    graph = coo_array((np.maximum(cost[kept], 1e-9), (begin[kept], end[kept])), shape=shape).tocsr()
    return dijkstra(graph, indices=source)[:, goal]

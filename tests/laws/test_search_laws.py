"""What must hold of the search in any world, whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from karwan.network.record import Network
from karwan.routing import families, pareto, question, shortest
from karwan.routing.overlay import build_overlay
from random_worlds import random_network, random_prices, random_world

seeds = st.integers(0, 10_000)
WEIGHTS = (3.0, 1.0, 2.0)


def best_cost(world, prices, *, back=False):
    places = (world.destination, world.origin) if back else (world.origin, world.destination)
    pair = question.ends(world.overlay, prices, *places)
    best = shortest.shortest(world.overlay, question.generalise(world.overlay, prices, pair, WEIGHTS))
    return np.inf if best is None else best.cost


def front_costs(world, prices):
    pair = question.ends(world.overlay, prices, world.origin, world.destination)
    return pareto.front(pareto.whole_problem(world.overlay, prices, pair)).costs


def covers(front, other):
    """Whether for each route of the other front there is one of the first that is as good in all."""
    return all((front <= cost).all(axis=1).any() for cost in other)


@given(seeds, st.data())
@settings(max_examples=40)
def test_closing_a_gateway_never_makes_a_route_better(seed, data):
    world = random_world(seed)
    gateway = data.draw(st.integers(0, len(world.network.gateways) - 1))
    kept = world.overlay.transfer_gateway != gateway
    closed = replace(world.prices, transfer_open=kept)
    assert best_cost(world, closed) >= best_cost(world, world.prices)
    assert covers(front_costs(world, world.prices), front_costs(world, closed))


@given(seeds, st.data())
@settings(max_examples=40)
def test_closing_a_gateway_that_the_best_route_does_not_use_changes_nothing(seed, data):
    world = random_world(seed)
    pair = question.ends(world.overlay, world.prices, world.origin, world.destination)
    best = shortest.shortest(world.overlay, question.generalise(world.overlay, world.prices, pair, WEIGHTS))
    assume(best is not None)
    used = {int(world.overlay.transfer_gateway[transfer]) for transfer in best.transfers}
    gateway = data.draw(st.integers(0, len(world.network.gateways) - 1))
    assume(gateway not in used)
    closed = replace(world.prices, transfer_open=world.overlay.transfer_gateway != gateway)
    assert best_cost(world, closed) == best.cost


@given(seeds, st.floats(1.0, 5.0), st.data())
@settings(max_examples=40)
def test_dearer_or_slower_never_makes_a_route_better(seed, factor, data):
    world = random_world(seed)
    cell = data.draw(st.integers(0, len(world.overlay.cells) - 1))
    rates = world.prices.cell_rates.copy()
    rates[cell] *= factor
    dearer = replace(world.prices, cell_rates=rates)
    assert best_cost(world, dearer) >= best_cost(world, world.prices) * (1 - 1e-12)


@given(seeds)
@settings(max_examples=30)
def test_who_may_use_fewer_cells_finds_no_more_families(seed):
    world = random_world(seed, territories=2)
    pair = question.ends(world.overlay, world.prices, world.origin, world.destination)
    costs = question.generalise(world.overlay, world.prices, pair, WEIGHTS)

    def found(allowed):
        options = {"ratio": 2.0, "groups": 10**6, "most": 10**6}
        everything = families.families(
            world.overlay, costs, labels=range(len(world.overlay.cells)), allowed=allowed, **options
        )
        return {family.cells: family.cost for family in everything}

    allowed = np.array([cell.key != "rail:T0" for cell in world.overlay.cells])
    everywhere, somewhere = found(None), found(allowed)
    for cells, cost in somewhere.items():
        assert allowed[list(cells)].all()
        if cost <= 2 * min(everywhere.values()):
            np.testing.assert_allclose(everywhere[cells], cost)
    for cells, cost in everywhere.items():
        if allowed[list(cells)].all() and somewhere and cost < 2 * min(somewhere.values()) * (1 - 1e-9):
            assert cells in somewhere


@given(seeds)
@settings(max_examples=30)
def test_where_all_costs_the_same_both_ways_so_does_the_way_back(seed):
    world = random_world(seed)
    overlay, prices = world.overlay, world.prices
    pairs = list(zip(overlay.transfer_from.tolist(), overlay.transfer_to.tolist(), strict=True))
    back = [pairs.index((b, a)) for a, b in pairs]
    same = replace(
        prices,
        transfer_costs=np.minimum(prices.transfer_costs, prices.transfer_costs[back]),
        finish_costs=prices.start_costs,
    )
    there = best_cost(world, same)
    np.testing.assert_allclose(best_cost(world, same, back=True), there)


def without_a_link(network, link):
    """The same network less one link."""
    kept = np.arange(network.link_km.size) != link
    arrays = {name: getattr(network, name)[kept] for name in ("link_a", "link_b", "link_km", "link_origin")}
    first = network.link_first - (network.link_first > link)
    return replace(network, link_first=first.astype(np.int32), **arrays)


@given(seeds, st.data())
@settings(max_examples=30)
def test_a_new_link_makes_no_run_longer_and_touches_its_own_cell_only(seed, data):
    network: Network = random_network(seed)
    link = data.draw(st.integers(0, network.link_km.size - 1))
    cell = int(np.searchsorted(network.link_first, link, side="right")) - 1
    with_link, without = build_overlay(network), build_overlay(without_a_link(network, link))
    for other in range(len(network.cells)):
        if other == cell:
            assert (with_link.legs_of(other) <= without.legs_of(other) + 1e-9).all()
        else:
            assert np.array_equal(with_link.legs_of(other), without.legs_of(other))


@given(seeds)
@settings(max_examples=20)
def test_money_of_another_country_changes_no_route(seed):
    """Costs and weights in cents instead of dollars: the same routes."""
    world = random_world(seed)
    pair = question.ends(world.overlay, world.prices, world.origin, world.destination)
    costs = question.generalise(world.overlay, world.prices, pair, WEIGHTS)
    cents = question.generalise(world.overlay, world.prices, pair, tuple(100 * weight for weight in WEIGHTS))
    one, other = (shortest.shortest(world.overlay, each) for each in (costs, cents))
    if one is None:
        assert other is None
    else:
        np.testing.assert_allclose(other.cost, 100 * one.cost)


def test_prices_of_another_overlay_are_refused():
    small, large = random_world(1, territories=2), random_world(1, territories=3)
    pair = question.ends(large.overlay, large.prices, large.origin, large.destination)
    with pytest.raises(ValueError, match="5 rates for 7 cells"):
        question.generalise(large.overlay, random_prices(small.overlay, 1), pair, WEIGHTS)

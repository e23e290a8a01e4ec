import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flat import flat_arcs, flat_front
from karwan.routing import pareto, pareto_numba, question
from karwan.routing.problem import UNITS
from karwan.routing.route import legs
from random_worlds import random_world

seeds = st.integers(0, 10_000)
closings = st.sampled_from([0.0, 0.2])


def asked(world):
    return question.ends(world.overlay, world.prices, world.origin, world.destination)


def whole(world):
    return pareto.whole_problem(world.overlay, world.prices, asked(world))


def beats(one, other):
    return (one <= other).all() and (one < other).any()


@given(seeds)
@settings(max_examples=30)
def test_the_front_is_that_of_the_flat_network(seed):
    world = random_world(seed, with_air=False)
    front = pareto.front(whole(world))
    assert [tuple(cost) for cost in front.costs.tolist()] == flat_front(flat_arcs(world))


@given(seeds, closings)
@settings(max_examples=40)
def test_the_compiled_search_finds_the_same_front(seed, closed):
    problem = whole(random_world(seed, closed))
    plain, compiled = pareto.front(problem), pareto_numba.front(problem)
    assert np.array_equal(plain.costs, compiled.costs)


@given(seeds, closings)
@settings(max_examples=30)
def test_no_route_of_a_front_is_beaten_by_another(seed, closed):
    costs = pareto.front(whole(random_world(seed, closed))).costs
    assert len({tuple(cost) for cost in costs.tolist()}) == len(costs)
    assert not any(beats(one, other) for one in costs for other in costs)


@given(seeds, closings)
@settings(max_examples=30)
def test_a_route_of_a_front_costs_what_its_legs_and_transfers_cost(seed, closed):
    world = random_world(seed, closed)
    prices = world.prices
    for search in (pareto.front, pareto_numba.front):
        front = search(whole(world))
        for cost, route in zip(front.costs, front.routes, strict=True):
            run = legs(world.overlay, route, world.origin, world.destination)
            total = prices.start_costs[route.cells[0]] + prices.finish_costs[route.cells[-1]]
            total = total + sum(prices.cell_rates[leg.cell] * leg.km for leg in run)
            total = total + sum(prices.transfer_costs[transfer] for transfer in route.transfers)
            # Flights are no whole km, and each leg is rounded.
            np.testing.assert_allclose(cost, total * UNITS, atol=0.6 * len(run))
            for before, after, transfer in zip(run[:-1], run[1:], route.transfers, strict=True):
                assert before.leave == world.overlay.transfer_from[transfer]
                assert after.enter == world.overlay.transfer_to[transfer]


@given(seeds, closings)
@settings(max_examples=30)
def test_the_front_within_a_chain_of_cells_is_part_of_the_whole(seed, closed):
    """Each route of the whole front is in the front of its own chain; no chain has a better one."""
    world = random_world(seed, closed)
    pair, front = asked(world), pareto.front(whole(world))
    for cost, route in zip(front.costs, front.routes, strict=True):
        within = pareto.front(pareto.chain_problem(world.overlay, world.prices, pair, route.cells))
        assert cost.tolist() in within.costs.tolist()
        assert {chain.cells for chain in within.routes} == {route.cells}
        assert not any(beats(other, whole_cost) for other in within.costs for whole_cost in front.costs)
        assert np.array_equal(
            within.costs,
            pareto_numba.front(pareto.chain_problem(world.overlay, world.prices, pair, route.cells)).costs,
        )


@given(seeds)
@settings(max_examples=20)
def test_a_whole_problem_serves_another_pair_of_places(seed):
    world = random_world(seed)
    there = whole(world)
    back = question.ends(world.overlay, world.prices, world.destination, world.origin)
    again = pareto.for_pair(there, world.overlay, back)
    anew = pareto.whole_problem(world.overlay, world.prices, back)
    for name in ("start", "finish", "direct"):
        assert np.array_equal(getattr(again, name), getattr(anew, name))


def test_a_front_without_a_way_is_empty():
    world = random_world(1, closed=1.1)
    for search in (pareto.front, pareto_numba.front):
        front = search(whole(world))
        assert front.costs.shape == (0, 3)
        assert front.routes == ()

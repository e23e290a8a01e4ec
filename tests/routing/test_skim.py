from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan.routing import question, shortest, skim
from karwan.routing.attach import attach
from random_worlds import REACH_KM, random_world

seeds = st.integers(0, 10_000)
WEIGHTS = (3.0, 1.0, 2.0)


def places(world, seed, count=7):
    """Some places at nodes of any territory."""
    network, draw = world.network, np.random.default_rng(seed)
    nodes = draw.integers(0, network.node_lon.size, count)
    return [
        attach(world.overlay, world.links_of, network.node_lon[node], network.node_lat[node], REACH_KM)
        for node in nodes
    ]


def table_of(world, attached, threads=None):
    many = skim.places_of(world.overlay, attached)
    inside = skim.inside_of(attached, attached)
    return skim.skim(world.overlay, world.prices, WEIGHTS, many, many, inside, threads)


@given(seeds, st.sampled_from([0.0, 0.3]))
@settings(max_examples=12)
def test_a_skim_holds_the_cost_of_the_best_route_of_each_pair(seed, closed):
    world = random_world(seed, closed)
    attached = places(world, seed)
    table = table_of(world, attached)
    for i, origin in enumerate(attached):
        for j, destination in enumerate(attached):
            pair = question.ends(world.overlay, world.prices, origin, destination)
            best = shortest.shortest(
                world.overlay, question.generalise(world.overlay, world.prices, pair, WEIGHTS)
            )
            np.testing.assert_allclose(table[i, j], np.inf if best is None else best.cost, rtol=1e-5)


@given(seeds, st.sampled_from([0.0, 0.3]))
@settings(max_examples=25)
def test_the_compiled_skim_equals_its_plain_twin(seed, closed):
    world = random_world(seed, closed)
    many = skim.places_of(world.overlay, places(world, seed))
    compiled = skim.skim(world.overlay, world.prices, WEIGHTS, many, many)
    plain = skim.skim_plain(world.overlay, world.prices, WEIGHTS, many, many)
    np.testing.assert_allclose(compiled, plain, rtol=1e-5)


def test_many_places_give_the_same_bytes_on_any_number_of_threads():
    world = random_world(5)
    attached = places(world, 5, 200)
    tables = [table_of(world, attached, threads) for threads in (1, 2, 5)]
    assert tables[0].tobytes() == tables[1].tobytes() == tables[2].tobytes()
    some = table_of(world, attached[:70])
    assert np.array_equal(some, tables[0][:70, :70])


def test_a_place_that_no_cell_takes_on_is_reached_from_nowhere():
    world = random_world(2)
    table = table_of(world, [*places(world, 2, 3), ()])
    assert np.isinf(table[3]).all()
    assert np.isinf(table[:, 3]).all()


def test_no_places_make_an_empty_skim():
    assert table_of(random_world(2), []).shape == (0, 0)


def test_a_cell_that_may_not_be_used_takes_nobody_on():
    world = random_world(3)
    closed = replace(world.prices, cell_rates=np.full_like(world.prices.cell_rates, np.inf))
    many = skim.places_of(world.overlay, places(world, 3))
    assert np.isinf(skim.skim(world.overlay, closed, WEIGHTS, many, many)).all()

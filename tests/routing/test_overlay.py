import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flat import flat_arcs, least_cost
from karwan.routing import families, question, shortest
from karwan.routing.climb import Climb
from karwan.routing.overlay import build_overlay, climb_of, from_arrays, to_arrays
from karwan.routing.sphere import great_circle_km
from karwan.words.mode import Mode
from random_worlds import random_network, random_world

seeds = st.integers(0, 10_000)


@given(seeds, st.tuples(*[st.integers(0, 9)] * 3))
@settings(max_examples=40)
def test_the_best_route_on_the_overlay_costs_what_it_costs_on_the_flat_network(seed, weights):
    world = random_world(seed, with_air=False)
    weights = np.array(weights, float)
    weights[1] += 1
    ends = question.ends(world.overlay, world.prices, world.origin, world.destination)
    costs = question.generalise(world.overlay, world.prices, ends, weights)
    best = shortest.shortest(world.overlay, costs)
    truth = least_cost(flat_arcs(world), weights)
    assert (best is None) == (truth == np.inf)
    if best is not None:
        np.testing.assert_allclose(best.cost, truth)
        first = next(families.families(world.overlay, costs, labels=range(len(world.overlay.cells))))
        assert first.cost >= best.cost * (1 - 1e-12)


@given(seeds)
@settings(max_examples=20)
def test_an_overlay_comes_back_whole_from_its_arrays(seed):
    overlay = build_overlay(random_network(seed))
    back = from_arrays(to_arrays(overlay))
    assert back.cells == overlay.cells
    assert back.digest == overlay.digest
    for name in (
        "cell_first",
        "vertex_end",
        "leg_km",
        "transfer_from",
        "transfer_to",
        "square_id",
        "vertex_lon",
    ):
        assert np.array_equal(getattr(back, name), getattr(overlay, name))
    for cell in range(len(overlay.cells)):
        one, other = climb_of(overlay, cell), climb_of(back, cell)
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            for name in Climb.__dataclass_fields__:
                assert np.array_equal(getattr(one, name), getattr(other, name))


@given(seeds)
@settings(max_examples=20)
def test_the_same_network_gives_the_same_bytes(seed):
    one, other = (to_arrays(build_overlay(random_network(seed))) for _ in range(2))
    assert one.keys() == other.keys()
    assert all(one[name].tobytes() == other[name].tobytes() for name in one)


@given(seeds)
@settings(max_examples=20)
def test_tables_are_symmetric_and_nobody_leaves_where_he_entered(seed):
    overlay = build_overlay(random_network(seed))
    for cell in range(len(overlay.cells)):
        table = overlay.legs_of(cell)
        assert np.array_equal(table, table.T)
        assert np.isinf(np.diag(table)).all()


@given(seeds)
@settings(max_examples=20)
def test_every_two_ends_of_a_gateway_in_different_cells_are_joined_both_ways(seed):
    network = random_network(seed)
    overlay = build_overlay(network)
    joined = set(zip(overlay.transfer_from.tolist(), overlay.transfer_to.tolist(), strict=True))
    vertices = range(overlay.vertex_cell.size)
    gateway, cell = overlay.vertex_gateway, overlay.vertex_cell
    assert joined == {
        (a, b) for a in vertices for b in vertices if gateway[a] == gateway[b] and cell[a] != cell[b]
    }
    assert np.array_equal(network.end_gateway[overlay.vertex_end], gateway)


def test_flights_are_as_long_as_great_circles():
    network = random_network(3)
    overlay = build_overlay(network)
    air = next(i for i, cell in enumerate(network.cells) if cell.mode is Mode.AIR)
    table = overlay.legs_of(air)
    ports = [network.gateways[g] for g in overlay.vertex_gateway[: len(table)]]
    access = overlay.vertex_access_km
    expected = great_circle_km(ports[0].lon, ports[0].lat, ports[1].lon, ports[1].lat) + access[0] + access[1]
    np.testing.assert_allclose(table[0, 1], expected)
    np.testing.assert_allclose(great_circle_km(0.0, 0.0, 90.0, 0.0), 10_007.5, atol=0.1)

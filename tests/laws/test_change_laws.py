"""What must hold of every change of a network, whatever the network: renewal, seams, monotony."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from changes import ARRAYS, assert_joins_are_seams, assert_sound, change, random_links
from karwan.network.change import Changed, Want, give_ends, remove, split_off
from karwan.network.change.draft import Draft
from karwan.network.record import Gateway, GatewayKind
from karwan.routing import families, question, shortest
from karwan.routing.attach import attach
from karwan.routing.overlay import build_overlay, from_arrays, to_arrays
from karwan.routing.renew import renewed
from karwan.routing.route import legs
from karwan.routing.snap import cell_links
from karwan.words.mode import Mode
from random_worlds import REACH_KM, Prices, name_of, random_network, random_prices

seeds = st.integers(0, 10_000)
WEIGHTS = (3.0, 1.0, 2.0)


def assert_alike(one, other):
    """Two overlays are the same, bit for bit."""
    here, there = to_arrays(one), to_arrays(other)
    assert here.keys() == there.keys()
    for name, array in here.items():
        assert array.dtype == there[name].dtype, name
        assert array.tobytes() == there[name].tobytes(), name


def runs_between_old_gateways(network, overlay, before):
    """Least km from gateway to gateway by one mode through any number of cells and gateways of it."""
    size = overlay.vertex_cell.size
    leg, through = np.full((size, size), np.inf), np.full((size, size), np.inf)
    for cell in range(len(overlay.cells)):
        here = slice(overlay.cell_first[cell], overlay.cell_first[cell + 1])
        leg[here, here] = overlay.legs_of(cell)
    through[overlay.transfer_from, overlay.transfer_to] = 0.0
    modes = np.array([cell.mode for cell in overlay.cells])[overlay.vertex_cell]
    through[modes[:, None] != modes[None]] = np.inf
    way = np.minimum(leg, (leg[:, :, None] + through[None]).min(axis=1, initial=np.inf))
    np.fill_diagonal(way, np.minimum(np.diag(way), 0.0))
    for via in range(size):
        np.minimum(way, way[:, via, None] + way[None, via], out=way)
    names = {gate.id: index for index, gate in enumerate(network.gateways)}
    known = [names[gate.id] for gate in before.gateways]
    return {
        (one, other, mode): float(
            way[
                np.ix_((overlay.vertex_gateway == one) & (modes == mode), overlay.vertex_gateway == other)
            ].min(initial=np.inf)
        )
        for one in known
        for other in known
        for mode in ("road", "rail")
        if one != other
    }


def as_named(network, runs):
    return {(network.gateways[a].id, network.gateways[b].id, mode): km for (a, b, mode), km in runs.items()}


@given(seeds)
@settings(max_examples=20)
def test_a_change_of_nothing_leaves_every_array_as_it_is(seed):
    network = random_network(seed)
    for same in (remove(network, {}), split_off(network, {}, "nothing"), remove(network, {"road:T0": []})):
        assert same == Changed(network, frozenset())
        assert same.network is network
    again = Draft(network).done().network
    for name in ARRAYS:
        assert np.array_equal(getattr(again, name), getattr(network, name)), name
        assert getattr(again, name).dtype == getattr(network, name).dtype
    assert (again.cells, again.gateways) == (network.cells, network.gateways)


@given(seeds, st.data())
@settings(max_examples=60)
def test_whatever_is_changed_the_network_stays_sound_and_renewing_a_part_equals_renewing_all(seed, data):
    network = random_network(seed, territories=2)
    overlay = from_arrays(to_arrays(build_overlay(network)))
    digests = {network.digest}
    waiting = set()
    for number in range(data.draw(st.integers(1, 4))):
        changed = data.draw(change(network, number))
        assert_sound(changed.network)
        assert_joins_are_seams(changed.network)
        if changed.network is not network:
            assert changed.network.digest not in digests
        digests.add(changed.network.digest)
        network = changed.network
        waiting |= changed.touched
        if data.draw(st.booleans()):
            overlay, waiting = renewed(overlay, network, waiting), set()
            assert_alike(overlay, build_overlay(network))
    assert_alike(renewed(overlay, network, waiting), build_overlay(network))


@given(seeds, st.data())
@settings(max_examples=40)
def test_a_change_touches_no_cell_that_it_does_not_name(seed, data):
    network = random_network(seed, territories=2)
    changed = data.draw(change(network, 0))
    before, after = build_overlay(network), build_overlay(changed.network)
    keys = [cell.key for cell in changed.network.cells]
    for number, cell in enumerate(network.cells):
        if cell.key not in changed.touched:
            assert np.array_equal(before.legs_of(number), after.legs_of(keys.index(cell.key)))


@given(seeds, st.data())
@settings(max_examples=30)
def test_removing_never_shortens_a_run_and_adding_never_lengthens_one(seed, data):
    network = random_network(seed, territories=2)
    changed = data.draw(change(network, 0))
    before = as_named(network, runs_between_old_gateways(network, build_overlay(network), network))
    after = as_named(
        changed.network, runs_between_old_gateways(changed.network, build_overlay(changed.network), network)
    )
    is_new = len(changed.network.gateways) > len(network.gateways)
    is_removed = changed.network.link_km.sum() < network.link_km.sum() - 1e-6
    for ends, km in before.items():
        if is_removed and not is_new:
            assert after[ends] >= km - 1e-9
        else:
            assert after[ends] <= km + 1e-9


@given(seeds, st.data())
@settings(max_examples=40)
def test_splitting_without_new_rates_changes_no_run(seed, data):
    network = random_network(seed, territories=2)
    whole = as_named(network, runs_between_old_gateways(network, build_overlay(network), network))
    split = network
    for number in range(data.draw(st.integers(1, 3))):
        split = split_off(split, random_links(data.draw, split), f"stretch{number}").network
    parts = as_named(split, runs_between_old_gateways(split, build_overlay(split), network))
    assert parts.keys() == whole.keys()
    for ends, km in whole.items():
        np.testing.assert_allclose(parts[ends], km, atol=1e-9)


def priced_as_before(overlay, prices, network, split):
    """A split network and its prices: each stretch as its parent, joins free, the rest by its names."""
    number = {cell.key: index for index, cell in enumerate(network.cells)}
    cell = [number[one.parent or one.key] for one in split.cells]
    after = build_overlay(split)

    def named(net, over):
        ends = zip(over.transfer_from.tolist(), over.transfer_to.tolist(), strict=True)
        for begin, end in ends:
            cells = [net.cells[over.vertex_cell[vertex]] for vertex in (begin, end)]
            gate = net.gateways[over.vertex_gateway[begin]]
            yield gate, tuple(one.parent or one.key for one in cells)

    known = {
        (gate.id, keys): cost
        for (gate, keys), cost in zip(named(network, overlay), prices.transfer_costs, strict=True)
    }
    free = np.zeros(3)
    costs = [
        free if gate.kind is GatewayKind.JOIN else known[gate.id, keys] for gate, keys in named(split, after)
    ]
    return after, Prices(
        prices.cell_rates[cell],
        np.array(costs).reshape(-1, 3),
        np.ones(len(costs), np.bool_),
        prices.start_costs[cell],
        prices.finish_costs[cell],
    )


def places(network, overlay, seed):
    draw = np.random.default_rng(seed)
    found = []
    for territory in ("T0", "T1"):
        spot = float(draw.uniform(0, 3)) + 4.0 * int(territory[1]), float(draw.uniform(0, 3))
        found.append(attach(overlay, lambda cell: cell_links(network, cell), *spot, REACH_KM, territory))
    return found


@given(seeds, st.data())
@settings(max_examples=40)
def test_splitting_without_new_rates_changes_no_family(seed, data):
    network = random_network(seed, territories=2)
    overlay = build_overlay(network)
    prices = random_prices(overlay, seed)
    split = network
    for number in range(data.draw(st.integers(1, 3))):
        split = split_off(split, random_links(data.draw, split), f"stretch{number}").network
    after, same = priced_as_before(overlay, prices, network, split)
    found = []
    for net, over, costs in ((network, overlay, prices), (split, after, same)):
        ends = question.ends(over, costs, *places(net, over, seed))
        asked = question.generalise(over, costs, ends, WEIGHTS)
        best = shortest.shortest(over, asked)
        of_cell = [cell.parent or cell.key for cell in net.cells]

        ways = list(families.families(over, asked, labels=of_cell, ratio=3.0))
        for way in ways:
            assert_told(over, costs, way, places(net, over, seed))
        found.append(
            (
                [(name_of(of_cell, way.cells), round(way.cost, 6)) for way in ways],
                best and round(best.cost, 6),
            )
        )
    assert found[0] == found[1]


def assert_told(overlay, prices, way, ends):
    """A family costs what its legs and transfers cost."""
    run = legs(overlay, way, *ends)
    assert [leg.cell for leg in run] == list(way.cells)
    total = prices.start_costs[way.cells[0]] + prices.finish_costs[way.cells[-1]]
    total = total + sum(prices.cell_rates[leg.cell] * leg.km for leg in run)
    total = total + sum(prices.transfer_costs[transfer] for transfer in way.transfers)
    np.testing.assert_allclose(total @ np.array(WEIGHTS), way.cost)


@given(seeds, st.data())
@settings(max_examples=30)
def test_an_end_is_given_once(seed, data):
    network = random_network(seed, territories=2)
    gate = Gateway("dry-port", GatewayKind.TERMINAL, "Dry port", 1.0, 1.0, ("T0",))
    wants = [Want(mode, "T0", within_km=5_000.0) for mode in (Mode.ROAD, Mode.RAIL)]
    assume_links = [network.link_first[i + 1] > network.link_first[i] for i in range(len(network.cells))]
    if all(assume_links[1:]):
        once = give_ends(network, gate, wants)
        assert once.touched == {"road:T0", "rail:T0"}
        again = give_ends(once.network, gate, wants)
        assert again == Changed(once.network, frozenset())

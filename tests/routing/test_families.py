import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan.routing import families, question, shortest
from karwan.routing.names import is_detour
from karwan.routing.route import legs
from karwan.words.mode import Mode
from random_worlds import name_of, random_world

seeds = st.integers(0, 10_000)
WEIGHTS = np.array([3.0, 1.0, 2.0])
RATIO = 3.0


def asked(world):
    ends = question.ends(world.overlay, world.prices, world.origin, world.destination)
    return question.generalise(world.overlay, world.prices, ends, WEIGHTS)


def each_cell(world):
    """Every cell counts as itself in a name."""
    return range(len(world.overlay.cells))


def every_chain(overlay, costs, limit, allowed=None):
    """The best cost of each chain of cells within a limit, by trying all: no bounds, no order."""
    found = {}
    pairs = {}
    for transfer in range(overlay.transfer_from.size):
        begin, end = overlay.transfer_from[transfer], overlay.transfer_to[transfer]
        key = int(overlay.vertex_cell[begin]), int(overlay.vertex_cell[end])
        pairs.setdefault(key, []).append((int(begin), int(end), costs.transfer[transfer]))

    def note(chain, cost):
        if cost <= limit:
            found[chain] = min(found.get(chain, np.inf), cost)

    def extend(chain, leave):
        for (cell, following), joins in pairs.items():
            if (
                cell != chain[-1]
                or chain.count(following) == 2
                or (allowed is not None and not allowed[following])
            ):
                continue
            enter = {}
            for begin, end, cost in joins:
                if leave.get(begin, np.inf) + cost <= limit:
                    enter[end] = min(enter.get(end, np.inf), leave[begin] + cost)
            if not enter:
                continue
            base = int(overlay.cell_first[following])
            table = overlay.legs_of(following) * costs.rate[following]
            onward = {
                base + i: min(cost + table[end - base, i] for end, cost in enter.items())
                for i in range(len(table))
            }
            note((*chain, following), min(cost + costs.finish[end] for end, cost in enter.items()))
            extend((*chain, following), onward)

    for cell in range(len(overlay.cells)):
        if allowed is None or allowed[cell]:
            note((cell,), costs.direct[cell])
            vertices = range(overlay.cell_first[cell], overlay.cell_first[cell + 1])
            extend((cell,), {v: costs.start[v] for v in vertices if np.isfinite(costs.start[v])})
    return found


@given(seeds, st.sampled_from([0.0, 0.2]))
@settings(max_examples=40)
def test_families_are_all_chains_of_cells_in_order_of_cost(seed, closed):
    world = random_world(seed, closed, territories=2)
    costs = asked(world)
    best = next(families.families(world.overlay, costs, labels=each_cell(world)), None)
    if best is None:
        assert every_chain(world.overlay, costs, 1e5) == {}
        return
    truth = every_chain(world.overlay, costs, best.cost * RATIO * (1 - 1e-9))
    found = list(
        families.families(
            world.overlay,
            costs,
            labels=each_cell(world),
            ratio=RATIO * (1 - 1e-9),
            groups=10**6,
            most=10**6,
        )
    )
    assert {family.cells for family in found} == truth.keys()
    for family in found:
        assert family.cost == pytest.approx(truth[family.cells])
    assert [family.cost for family in found] == sorted(family.cost for family in found)


@given(seeds)
@settings(max_examples=30)
def test_the_first_family_is_the_best_route_of_all(seed):
    world = random_world(seed)
    costs = asked(world)
    best = shortest.shortest(world.overlay, costs)
    first = next(families.families(world.overlay, costs, labels=each_cell(world)), None)
    assert (best is None) == (first is None)
    if best is not None and max(best.cells.count(cell) for cell in best.cells) <= 2:
        assert first.cost == pytest.approx(best.cost)


@given(seeds)
@settings(max_examples=30)
def test_a_family_costs_what_its_legs_and_transfers_cost(seed):
    world = random_world(seed)
    prices = world.prices
    for family in families.families(world.overlay, asked(world), labels=each_cell(world)):
        run = legs(world.overlay, family, world.origin, world.destination)
        assert [leg.cell for leg in run] == list(family.cells)
        total = prices.start_costs[family.cells[0]] + prices.finish_costs[family.cells[-1]]
        total = total + sum(prices.cell_rates[leg.cell] * leg.km for leg in run)
        total = total + sum(prices.transfer_costs[transfer] for transfer in family.transfers)
        assert total @ WEIGHTS == pytest.approx(family.cost)
        assert all(prices.transfer_open[transfer] for transfer in family.transfers)


def by_territory(world):
    """What cells count as in a name: their territory."""
    return [cell.territory or "air" for cell in world.network.cells]


@given(seeds, st.integers(1, 3))
@settings(max_examples=40)
def test_groups_hold_their_best_chains_and_no_more(seed, per_group):
    world = random_world(seed, territories=2)
    costs, labels = asked(world), by_territory(world)
    everything = list(
        families.families(
            world.overlay, costs, labels=each_cell(world), ratio=RATIO, groups=10**6, most=10**6
        )
    )
    expected = {}
    for family in everything:
        expected.setdefault(name_of(labels, family.cells), []).append(family.cost)
    found = {}
    for family in families.families(
        world.overlay, costs, labels=labels, ratio=RATIO, groups=10**6, per_group=per_group, most=10**6
    ):
        found.setdefault(name_of(labels, family.cells), []).append(family.cost)
    assert found.keys() == expected.keys()
    for group, listed in found.items():
        assert listed == pytest.approx(expected[group][:per_group])


@given(seeds)
@settings(max_examples=30)
def test_a_class_gives_its_best_route_whatever_it_costs(seed):
    world = random_world(seed, territories=2)
    costs = asked(world)
    air = np.array([cell.mode is Mode.AIR for cell in world.network.cells])
    limit = 40 * float(costs.start[np.isfinite(costs.start)].max())
    truth = every_chain(world.overlay, costs, limit)
    by_air = [cost for cells, cost in truth.items() if air[list(cells)].any()]
    by_land = [cost for cells, cost in truth.items() if not air[list(cells)].any()]
    labels = by_territory(world)
    first_by_air = next(families.families(world.overlay, costs, labels=labels, required=air), None)
    first_by_land = next(families.families(world.overlay, costs, labels=labels, allowed=~air), None)
    if by_air:
        assert first_by_air.cost == pytest.approx(min(by_air))
        assert air[list(first_by_air.cells)].any()
    if by_land:
        assert first_by_land.cost == pytest.approx(min(by_land))


def test_places_that_no_way_joins_have_no_family():
    world = random_world(1, closed=1.1, territories=3)
    assert list(families.families(world.overlay, asked(world), labels=each_cell(world))) == []
    assert shortest.shortest(world.overlay, asked(world)) is None


@given(seeds, st.sampled_from([1.0, 1.2]))
@settings(max_examples=40)
def test_only_detours_of_what_is_shown_are_left_out(seed, detour_ratio):
    world = random_world(seed)
    costs, labels = asked(world), by_territory(world)
    options = {"labels": labels, "ratio": 2.0, "groups": 10**6, "per_group": 1}

    def best(**more):
        found = families.families(world.overlay, costs, **options, **more)
        return {name_of(labels, family.cells): family.cost for family in found}

    everything = best()
    shown = best(detour_ratio=detour_ratio)
    assert shown.items() <= everything.items()
    for areas, cost in everything.items():
        straighter = [less for other, less in shown.items() if less < cost and is_detour(areas, other)]
        assert areas in shown or straighter
        if detour_ratio == 1.0:
            assert areas not in shown or not straighter


@given(seeds)
@settings(max_examples=30)
def test_a_search_that_is_not_exact_gives_true_costs_and_the_best_first(seed):
    world = random_world(seed, territories=2)
    costs, labels = asked(world), by_territory(world)
    options = {"labels": labels, "ratio": RATIO, "groups": 10**6, "per_group": 1}
    exact = list(families.families(world.overlay, costs, **options))
    quick = list(families.families(world.overlay, costs, **options, is_exact=False))
    assert [family.cost for family in exact[:1]] == pytest.approx([family.cost for family in quick[:1]])
    truth = {name_of(labels, family.cells): family.cost for family in exact}
    for family in quick:
        assert family.cost >= truth[name_of(labels, family.cells)] * (1 - 1e-12)


@given(seeds, st.sampled_from([None, 1.0, 1.2]), st.integers(1, 3), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_compiled_search_gives_what_the_plain_one_gives(seed, detour_ratio, per_group, is_through):
    world = random_world(seed, territories=2)
    labels = by_territory(world)
    required = np.arange(len(labels)) % 2 == 0 if is_through else None
    options = {
        "labels": labels,
        "required": required,
        "ratio": RATIO,
        "groups": 12,
        "per_group": per_group,
        "detour_ratio": detour_ratio,
        "most": 500,
        "patience": 100,
        "is_exact": False,
    }
    plain = list(families.families(world.overlay, asked(world), **options))
    quick = list(families.families(world.overlay, asked(world), **options, is_compiled=True))
    assert quick == plain

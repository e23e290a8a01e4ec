from dataclasses import replace
from datetime import date

import pytest

from karwan.answers.best import best_way
from karwan.answers.compare import ask_compare
from karwan.answers.compared import Fate
from karwan.answers.flows import flows_named
from karwan.answers.offers import ask_routes
from karwan.answers.search import prepared
from karwan.answers.shared import Shared
from karwan.answers.ways import full_cost
from karwan.answers.worlds import FlowsAsked, worlds_of
from karwan.errors import InputError
from karwan.opening import open_state
from karwan.scenario import of_measures, scenario_of
from karwan.scenario.measures.close import Close
from karwan.testing import draw
from karwan.world import World

ON = date(2026, 11, 24)
TWO_POSTS = """
    A----B----D
    |         |
    |         |
    C----E----F
"""
POSTS = {"north-road": "BD", "south-road": "EF"}
PAIRS = FlowsAsked({}, ON, "pk-kz")


@pytest.fixture(scope="module")
def world():
    return World(draw(TWO_POSTS, territories={"PK": "ABCE", "CN": "DF"}, posts=POSTS).state)


@pytest.fixture(scope="module")
def state():
    return open_state()


def closing(*posts):
    return of_measures(f"without {', '.join(posts)}", [Close(at=posts, reason="a test")])


def compared(world, *scenarios, places=("A", "D"), **options):
    return world.compare(*scenarios, places=places, on=ON, **options)


def test_a_world_beside_itself_shows_nothing(world):
    north = closing("north-road")
    answer = compared(world, north, base=north)
    assert {pair.changes[0].fate for pair in answer.pairs} == {Fate.SAME}
    assert all(pair.changes[0].time_h == pair.changes[0].generalised_usd == 0 for pair in answer.pairs)
    assert answer.gateways == ()


def test_closing_a_post_sends_pairs_by_the_other_and_says_why(world):
    answer = compared(world, closing("north-road"))
    for pair in answer.pairs:
        [change] = pair.changes
        before, after = pair.ways
        assert (before.gateways, after.gateways) == (("north-road",), ("south-road",))
        assert change.fate is Fate.WAY
        assert change.time_h == pytest.approx(after.route.time_h - before.route.time_h)
        assert change.time_h > 0
        assert [reason.where for reason in change.shut] == ["north-road"]
        assert change.opened == ()
    passed = {gateway.id: gateway.passed[0] for gateway in answer.gateways}
    assert (passed["north-road"].before, passed["north-road"].after) == (2, 0)
    assert passed["south-road"].tonnes_after == passed["north-road"].tonnes_before > 0


def test_what_is_shut_in_the_base_and_open_after_is_told_by_the_reasons_of_the_base(world):
    both = closing("north-road", "south-road")
    cut = compared(world, both)
    assert {pair.changes[0].fate for pair in cut.pairs} == {Fate.CUT_OFF}
    back = ask_compare(world.state, [both, None], FlowsAsked({}, ON, places=("A", "D")))
    for pair in back.pairs:
        assert pair.changes[0].fate is Fate.JOINED
        assert [reason.where for reason in pair.changes[0].opened] == ["north-road"]


def test_several_scenarios_stand_side_by_side_and_the_worst_change_comes_first(world):
    north, both = closing("north-road"), closing("north-road", "south-road")
    answer = compared(world, north, both, places=("A", "D", "C"))
    assert [one.name for one in answer.worlds] == ["base", north.name, both.name]
    assert [len(pair.ways) for pair in answer.pairs] == [3] * 6
    fates = [pair.changes[1].fate for pair in answer.pairs]
    assert fates == sorted(fates, key=lambda fate: fate is not Fate.CUT_OFF)
    inside = next(pair for pair in answer.pairs if pair.flow.name == "A - C")
    assert [change.fate for change in inside.changes] == [Fate.SAME, Fate.SAME]


def test_the_light_path_finds_the_first_way_of_routes_on_every_shipped_pair(state):
    scenarios = [None, scenario_of("afghan-posts-open")]
    worlds = worlds_of(Shared(state), scenarios)
    flows = flows_named(state.facts, "pk-kz", {}, ON).flows
    for flow in flows[::3]:
        for world in worlds:
            shared = world.on(flow.question.on)
            first = ask_routes(shared.state, flow.question).routes[0]
            best = best_way(prepared(shared.state, flow.question, shared))
            assert best.id == first.id, (flow.name, world.name)
            assert full_cost(best, flow.question.weights) == first.generalised_usd


def test_a_closure_never_gains_and_its_opening_never_loses(state):
    for name, sign in (("khunjerab-winter-closed", 1), ("afghan-posts-open", -1)):
        answer = ask_compare(state, [None, scenario_of(name)], PAIRS)
        changes = [pair.changes[0].generalised_usd or 0.0 for pair in answer.pairs]
        assert all(sign * change >= -1e-6 for change in changes), name
        assert any(sign * change > 1 for change in changes), name


def test_what_cannot_matter_to_a_pair_is_not_asked_again_and_the_answer_is_the_same(state):
    scenario = scenario_of("khunjerab-winter-closed")
    world = worlds_of(Shared(state), [scenario])[0]
    answer = ask_compare(state, [None, scenario], PAIRS)
    for pair in answer.pairs[::4]:
        fresh = Shared(world.on(pair.flow.question.on).state)
        best = best_way(prepared(fresh.state, pair.flow.question, fresh))
        assert (best and best.id) == (pair.ways[1] and pair.ways[1].id)
        assert full_cost(best, pair.flow.question.weights) == pair.ways[1].generalised_usd


def test_a_price_of_carbon_ranks_by_it_and_is_measured_by_the_weights_of_the_base(state):
    answer = ask_compare(state, [None, scenario_of("carbon-price-100")], PAIRS)
    for pair in answer.pairs:
        assert pair.changes[0].generalised_usd >= -1e-6  # by its own weights the way before was the best


def test_pairs_are_asked_after_the_scenarios_begin(world):
    later = replace(closing("north-road"), on=date(2028, 3, 1))
    answer = world.compare(later, places=("A", "D"))
    assert answer.on == "2028-03-01"
    assert {pair.flow.question.on for pair in answer.pairs} == {date(2028, 3, 1)}


def test_mistakes_are_told_with_their_mend(world):
    with pytest.raises(InputError, match="a list of pairs, or places, and not both"):
        world.compare(closing("north-road"))
    with pytest.raises(InputError, match="name a scenario"):
        world.compare(places=("A", "D"))
    with pytest.raises(InputError, match="unknown scenario"):
        world.compare("no-such-thing", places=("A", "D"))

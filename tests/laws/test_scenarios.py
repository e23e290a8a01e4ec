"""Laws of scenarios, tried on random measures on a drawn world."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from drawn_scenarios import are_equal, priced, same_network, world
from karwan.answers.ground import passings_of
from karwan.errors import InputError
from karwan.facts.rows import Commodity
from karwan.operations.cargo import shipment_of
from karwan.operations.permission import calendar
from karwan.operations.repriced import reprice
from karwan.routing.overlay import build_overlay
from karwan.scenario import Scenario, apply, of_measures, together
from karwan.scenario.measures import KINDS

ON = date(2026, 11, 24)
POSTS = ("north-road", "south-road", "east-road", "west-road", "pk-cn-rail", "cn-kz-rail")
CODES = ("PK", "CN", "KZ")
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FACTORS = st.sampled_from((0.25, 0.5, 2.0, 4.0))


def made(kind, **fields_):
    return KINDS[kind](**fields_, reason="a test")


DAYS = st.sampled_from((None, date(2026, 1, 1), date(2026, 11, 24), date(2027, 6, 1)))
AT_POSTS = st.one_of(
    st.builds(lambda post, day: made("close", at=(post,), since=day), st.sampled_from(POSTS), DAYS),
    st.builds(
        lambda post, f: made("procedure", at=(post,), time_factor=f), st.sampled_from(POSTS[:4]), FACTORS
    ),
    st.builds(
        lambda post, h: made("procedure", at=(post,), time_h=h), st.sampled_from(POSTS), st.integers(1, 90)
    ),
    st.builds(
        lambda post, m: made("season", at=(post,), months=(m,)), st.sampled_from(POSTS), st.integers(1, 12)
    ),
    st.builds(
        lambda post, h: made("procedure", at=(post,), opens=f"{h:02}:00", closes="20:00"),
        st.sampled_from(POSTS),
        st.integers(0, 19),
    ),
)
PRICES = st.one_of(
    st.builds(
        lambda mode, code, f: made("price", of="tariff", mode=mode, territory=code, factor=f),
        st.sampled_from(("road", "rail")),
        st.sampled_from((*CODES, None)),
        FACTORS,
    ),
    st.builds(
        lambda mode, code, f: made("upgrade", mode=mode, territory=code, speed_factor=f),
        st.sampled_from(("road", "rail")),
        st.sampled_from(CODES),
        FACTORS,
    ),
    st.builds(
        lambda one, f: made("price", of="port", at=(one,), factor=f),
        st.sampled_from(("rail-start", "rail-end")),
        FACTORS,
    ),
    st.builds(lambda h: made("gauge", at=("pk-cn-rail",), time_h=h), st.integers(1, 80)),
)
STRETCHES = st.sampled_from((("A", "E"), ("D", "I"), ("C", "D"), ("F", "G")))
LINKS = st.one_of(
    st.builds(lambda stretch: made("close", stretch=stretch, mode="road"), STRETCHES),
    st.builds(
        lambda stretch, f: made("upgrade", stretch=stretch, mode="road", speed_factor=f), STRETCHES, FACTORS
    ),
)
MEASURES = st.one_of(AT_POSTS, PRICES, LINKS)


def tried(state, *measures):
    """A state after measures, or None where one of them has no effect or has nothing left to change."""
    try:
        return apply(state, of_measures("test", measures), ON)
    except InputError:
        return None


def test_the_empty_scenario_is_the_base_itself():
    state = world().state
    assert apply(state, Scenario("nothing"), ON).state is state
    assert apply(state, together([]), ON).state is state


@SLOW
@given(st.one_of(AT_POSTS, PRICES))
def test_a_measure_changes_nothing_but_what_it_is_said_to_touch(measure):
    state = world().state
    found = tried(state, measure)
    if found is None:
        return
    before, after = priced(state, ON), priced(found.state, ON)
    cells = np.array([cell.key in found.reach.cells for cell in state.network.cells])
    assert np.array_equal(before.cell_rates[~cells], after.cell_rates[~cells])
    names = np.array([gateway.id in found.reach.gateways for gateway in state.network.gateways])
    untouched = ~names[state.overlay.transfer_gateway]
    assert np.array_equal(before.transfer_costs[untouched], after.transfer_costs[untouched])
    assert np.array_equal(before.transfer_open[untouched], after.transfer_open[untouched])
    assert found.state.overlay is state.overlay


@SLOW
@given(st.lists(st.one_of(AT_POSTS, PRICES), min_size=1, max_size=4))
def test_pricing_anew_what_was_touched_equals_pricing_all(measures):
    state = world().state
    found = tried(state, *measures)
    if found is None:
        return
    cells = state.network.cells
    passings = passings_of(state.network.gateways, cells, state.overlay)
    book, days = found.state.book.on_day(ON), calendar(found.state.facts, ON)
    part = reprice(priced(state, ON), found.reach, book, days, cells, passings, shipment_of(state.facts))
    assert are_equal(part, priced(found.state, ON))


@SLOW
@given(LINKS)
def test_a_renewed_overlay_equals_one_that_is_built_anew(measure):
    found = tried(world().state, measure)
    if found is None:
        return
    whole = build_overlay(found.state.network)
    for one in fields(whole):
        mine, other = getattr(found.state.overlay, one.name), getattr(whole, one.name)
        if isinstance(other, np.ndarray):
            assert np.array_equal(mine, other), one.name


INVERSES = st.one_of(
    st.builds(lambda post: (made("close", at=(post,)), made("open", at=(post,))), st.sampled_from(POSTS)),
    st.builds(
        lambda post, f: (
            made("procedure", at=(post,), time_factor=f, cost_factor=f),
            made("procedure", at=(post,), time_factor=1 / f, cost_factor=1 / f),
        ),
        st.sampled_from(POSTS[:4]),
        FACTORS,
    ),
    st.builds(
        lambda post, month: (
            made("season", at=(post,), months=(month,)),
            made("season", at=(post,), months=tuple(range(1, 13))),
        ),
        st.sampled_from(POSTS),
        st.integers(1, 12),
    ),
    st.builds(
        lambda mode, f: (
            made("price", of="tariff", mode=mode, factor=f),
            made("price", of="tariff", mode=mode, factor=1 / f),
        ),
        st.sampled_from(("road", "rail")),
        FACTORS,
    ),
)


@SLOW
@given(INVERSES)
def test_a_scenario_and_its_inverse_give_the_base_back_bit_for_bit(pair):
    state = world().state
    there = apply(state, of_measures("there", pair[:1]), ON).state
    back = apply(there, of_measures("back", pair[1:]), ON).state
    assert are_equal(priced(back, ON), priced(state, ON))


@SLOW
@given(AT_POSTS, PRICES, st.sampled_from((None, ("D", "I"))))
def test_measures_on_disjoint_parts_commute(one, other, stretch):
    measures = [one, other, *([made("close", stretch=stretch, mode="road")] if stretch else [])]
    if other.kind == "gauge" and one.at == other.at:
        return
    there, back = tried(world().state, *measures), tried(world().state, *measures[::-1])
    assert (there is None) == (back is None)
    if there is not None:
        assert are_equal(priced(there.state, ON), priced(back.state, ON))
        assert same_network(there.state.network, back.state.network)


@SLOW
@given(st.sampled_from(POSTS), st.sampled_from(("A", "E")), st.sampled_from(("D", "I")))
def test_closing_never_makes_the_best_way_better(post, origin, destination):
    found = type(world())(apply(world().state, of_measures("closed", [made("close", at=(post,))]), ON).state)
    before = world().routes(origin, destination, count=1, on=ON).routes
    after = found.routes(origin, destination, count=1, on=ON).routes
    assert not after or after[0].generalised_usd >= before[0].generalised_usd


class Measures(RuleBasedStateMachine):
    """Random measures one after another: each shares with the one before; all at once is the same."""

    def __init__(self):
        super().__init__()
        self.base = priced(world().state, ON)
        self.state = world().state
        self.measures = []

    @rule(measure=MEASURES)
    def apply_one(self, measure):
        found = tried(self.state, measure)
        if found is not None:
            self.state = found.state
            self.measures.append(measure)

    @rule()
    def forget_all(self):
        self.state, self.measures = world().state, []

    @invariant()
    def the_base_is_untouched(self):
        assert are_equal(priced(world().state, ON), self.base)

    @invariant()
    def all_at_once_is_one_after_another(self):
        nested = Scenario("nothing")
        for measure in self.measures:
            nested = Scenario("more", (measure,), bases=(nested,))
        found = apply(world().state, nested, ON)
        assert same_network(found.state.network, self.state.network)
        assert are_equal(priced(found.state, ON), priced(self.state, ON))

    @invariant()
    def tables_that_no_measure_names_are_shared(self):
        assert self.state.facts.rows(Commodity) is world().state.facts.rows(Commodity)


TestMeasures = Measures.TestCase
TestMeasures.settings = settings(
    max_examples=12, stateful_step_count=8, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

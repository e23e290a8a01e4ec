from datetime import date

import pytest

from karwan.answers.best import best_way
from karwan.answers.question import Asked, routes_question
from karwan.answers.search import prepared
from karwan.answers.why import ask_why
from karwan.errors import InputError
from karwan.opening import open_state
from karwan.scenario import apply, of_measures
from karwan.scenario.measures import KINDS
from karwan.scenario.read import measure_of
from karwan.scenario.scene import Origin

ON = date(2026, 11, 24)
# The share of a figure by which it is set on this side and on that of its switching value.
NEAR = 1e-3


@pytest.fixture(scope="module")
def state():
    return open_state()


def question(state, origin="Lahore", destination="Almaty", **options):
    return routes_question(state.facts, Asked(origin=origin, destination=destination, on=ON, **options))


@pytest.fixture(scope="module")
def second(state):
    """What would make the second way from Lahore to Almaty the first."""
    return ask_why(state, question(state), "B")


def tried(state, asked, told):
    """The first way where a measure holds, as a scenario."""
    faults = []
    kind = {**told, "reason": "a switching value tried"}
    measure = measure_of(
        {key: [kind[key]] if key == "at" else kind[key] for key in kind}, Origin("t", 1), faults
    )
    assert not faults
    changed = apply(state, of_measures("tried", [measure]), ON).state
    return best_way(prepared(changed, asked))


def factored(measure, by):
    """A measure with its factor so many times as great."""
    return {key: value * by if key.endswith("_factor") else value for key, value in measure.items()}


def values(switches):
    return [
        value
        for switch in switches
        for value in (switch.hours, switch.dollars)
        if value is not None and value.measure is not None and value.needed
    ]


def test_kinds_of_measures_that_are_tried_are_kinds(second):
    assert {value.measure["kind"] for value in values((*second.less, *second.more))} <= set(KINDS)


def test_at_a_switching_value_the_order_turns_when_it_is_applied_as_a_measure(state, second):
    found = values((*second.less, *second.more))
    assert len(found) >= 2
    for value in found:
        less = value.needed < value.now
        is_speed = "speed_factor" in value.measure
        beyond = 1 - NEAR if less != is_speed else 1 + NEAR
        here = tried(state, second.question, factored(value.measure, 1 / beyond))
        there = tried(state, second.question, factored(value.measure, beyond))
        assert here.gateways == second.best.gateways, value.measure
        assert there.gateways != second.best.gateways, value.measure


def test_what_is_more_than_there_is_is_said_to_be_not_possible(second):
    for switch in second.less:
        for value in (switch.hours, switch.dollars):
            if value is not None and value.needed is not None:
                assert 0 <= value.needed <= value.now


def test_in_all_so_many_dollars_less_makes_up_for_the_gap(second):
    weights = second.question.weights
    assert second.in_all_usd * weights.usd == pytest.approx(second.gap)
    assert second.in_all_h * weights.usd_per_h == pytest.approx(second.gap)
    assert second.gap == pytest.approx(second.wanted.generalised_usd - second.best.generalised_usd)


def test_within_its_span_of_the_value_of_time_the_way_is_the_first(state, second):
    low, high = second.value_of_time
    tonnes = second.question.shipment.tonnes
    assert low <= high < second.question.weights.usd_per_h
    inside = question(state, value_of_time=high * (1 - NEAR) / tonnes)
    outside = question(state, value_of_time=high * (1 + NEAR) / tonnes)
    assert best_way(prepared(state, inside)).gateways == second.wanted.gateways
    assert best_way(prepared(state, outside)).gateways != second.wanted.gateways


def test_a_way_that_is_shut_names_what_has_to_go_and_whether_it_would_win_then(state):
    answer = ask_why(state, question(state, "Lahore", "Tashkent"), "torkham-road")
    assert [reason.where for reason in answer.reasons] == ["torkham-road"]
    assert not answer.is_best
    [told] = answer.as_json()["reasons"]
    opened = tried(state, answer.question, told["measure"])
    assert ("torkham-road" in opened.gateways) == answer.wins_when_open
    if answer.wins_when_open:
        assert opened.gateways == answer.wanted.gateways


def test_the_best_way_is_told_to_be_the_best(state, second):
    answer = ask_why(state, second.question, "A")
    assert answer.is_best
    assert answer.gap < 0
    assert answer.less == answer.more == ()


def test_a_way_is_named_by_letter_id_family_gateways_and_territories(state, second):
    way = second.answer.routes[1]
    for word in ("b", way.id, way.family, ",".join(way.gateways), "CN, khorgos-rail"):
        assert ask_why(state, second.question, word).wanted.family == way.family, word


def test_by_one_criterion_no_value_of_time_makes_another_way_the_best(state):
    answer = ask_why(state, question(state, by="time"), "B")
    assert answer.value_of_time is None
    assert answer.in_all_usd is None
    assert answer.in_all_h == pytest.approx(answer.gap)


@pytest.mark.parametrize("word", ["Q9", "Atlantis", "", "torkham-raod"])
def test_a_way_that_is_none_is_a_mistake_with_its_mend(state, second, word):
    with pytest.raises(InputError, match=r"write |no way is named"):
        ask_why(state, second.question, word)

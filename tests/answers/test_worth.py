"""Deadlines, and ranking by total logistics cost."""

import math
from datetime import date, datetime
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karwan.answers.worth import deadline_h
from karwan.errors import InputError
from karwan.testing import draw
from karwan.words.evidence import Evidence, Figure
from karwan.words.lateness import lateness
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

NOTHING = Figure(0.0)


def route(mean_h, cv):
    haul = Step(
        "leg", Operation.HAUL, Mode.ROAD, "a", "b", "PK", 100.0, Figure(mean_h), mean_h * cv, NOTHING, NOTHING
    )
    return Route((haul,))


def lognormal_excess(mean, sd, limit):
    """Mean of what a lognormal time takes beyond a limit (Black and Scholes 1973, without interest)."""
    s = math.sqrt(math.log1p((sd / mean) ** 2))
    above = NormalDist().cdf((math.log(mean / limit) + s * s / 2) / s)
    return mean * above - limit * NormalDist().cdf((math.log(mean / limit) - s * s / 2) / s)


@given(
    mean=st.floats(1, 2000),
    cv=st.floats(0.02, 1.5),
    earlier=st.floats(1, 3000),
    more=st.floats(0, 3000),
)
def test_a_later_deadline_is_met_more_often_and_costs_less(mean, cv, earlier, more):
    way, a_day = route(mean, cv), Figure(100.0)
    first, second = lateness(way, earlier, a_day), lateness(way, earlier + more, a_day)
    assert 0 <= first.chance <= second.chance <= 1
    assert first.late_h >= second.late_h >= 0
    assert first.loss_usd >= second.loss_usd >= 0


@given(mean=st.floats(1, 2000), cv=st.floats(0.05, 0.8), share=st.floats(0.2, 3))
def test_the_hours_late_of_one_lognormal_time_are_those_of_the_closed_form(mean, cv, share):
    found = lateness(route(mean, cv), share * mean).late_h
    assert found == pytest.approx(lognormal_excess(mean, cv * mean, share * mean), abs=4e-3 * mean)


def test_a_sure_time_is_late_by_what_is_beyond_the_deadline():
    late = lateness(route(48.0, 0.0), 24.0, Figure(10.0, Evidence.MEASURED, ("a",)))
    assert (late.chance, late.late_h, late.loss_usd) == (0.0, 24.0, 10.0)
    assert lateness(route(48.0, 0.0), 48.0).chance == 1.0


@pytest.mark.parametrize(
    ("text", "leaves", "hours"),
    [
        ("14d", date(2026, 12, 1), 336),
        (" 36 H", date(2026, 12, 1), 36),
        ("2w", date(2026, 12, 1), 336),
        ("2026-12-02", date(2026, 12, 1), 48),
        ("2026-12-02T06:00", datetime.fromisoformat("2026-12-01T08:00"), 22),
    ],
)
def test_a_deadline_is_a_span_or_a_day(text, leaves, hours):
    assert deadline_h(text, leaves) == hours


@pytest.mark.parametrize("text", ["0d", "-3d", "nan d", "infh", "1e9d", "14", "", "2026-02-30", "2026-11-01"])
def test_a_deadline_that_is_none_is_told(text):
    with pytest.raises(InputError, match="deadline"):
        deadline_h(text, date(2026, 12, 1))


WORLD = draw("A----B", territories={"PK": "A", "CN": "B"}, posts={"ab-road": "AB"}, km=100)


def test_a_way_tells_its_chance_and_its_loss():
    # 500 km at 50 km an hour: 10 h on the mean; 10 t at 24 dollars a tonne and late day.
    [way] = WORLD.routes("A", "B", deadline="12h").routes
    assert way.lateness.chance == pytest.approx(way.route.chance_within_h(12))
    assert way.lateness.late_usd_day.value == 240
    assert way.lateness.loss_usd == pytest.approx(way.lateness.late_h / 24 * 240)
    assert WORLD.routes("A", "B").routes[0].lateness is None


def test_total_logistics_cost_is_freight_stock_in_transit_and_safety_stock():
    # 10 t of 1,000 dollars held at 0.876 a year cost a dollar an hour; one deviation of safety.
    [way] = WORLD.routes("A", "B", by="logistics").routes
    parts, found = way.logistics, way.route
    assert parts.freight_usd == pytest.approx(found.cost_usd)
    assert parts.in_transit_usd == pytest.approx(found.time_h)
    assert parts.safety_usd == pytest.approx(found.time_sd_h, rel=1e-6)
    assert way.generalised_usd == pytest.approx(parts.total_usd)


def test_value_of_time_has_no_place_in_total_logistics_cost():
    with pytest.raises(InputError, match="leave value of time out"):
        WORLD.routes("A", "B", by="logistics", value_of_time=3)


def test_a_way_walked_from_python_arrives_after_it_departs():
    result = WORLD.routes("A", "B", depart="2026-12-01T08:00", deadline="2026-12-02")
    [way] = result.routes
    assert result.answer.question.on == date(2026, 12, 1)
    assert way.lateness.deadline_h == 40
    assert result.as_json()["routes"][0]["walk"]["arrives"] > "2026-12-01T08:00"

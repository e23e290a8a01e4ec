"""When posts work, and the wait for an opening or a departure, against simulation and in drawn worlds."""

import math
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan.operations.hours import Hours, gaps_h, mean_wait
from karwan.operations.services import half_headway
from karwan.testing import draw
from karwan.words.evidence import Evidence, Figure
from karwan.words.step import Operation

TWO = {"territories": {"PK": "A", "CN": "B"}, "posts": {"ab-road": "AB"}}
MONDAY = datetime(2026, 6, 1)  # noqa: DTZ001  moments of the planner's own clock have no zone


def shift(name, opens, closes, **more):
    marks = {"id": name, "crossing": "ab-road", "direction": "both", "evidence": "published"}
    return {**marks, "opens": opens, "closes": closes, **more}


def hours(*rows):
    return Hours(draw("A----B", **TWO, tables={"crossing_hours": rows}).state.facts)


def at(clock, day=0):
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def test_a_post_works_from_its_opening_to_the_minute_before_its_closing():
    found = hours(shift("day", "07:30", "18:00"))
    worked = [
        found.is_working("ab-road", "PK>CN", at(clock)) for clock in ("07:29", "07:30", "17:59", "18:00")
    ]
    assert worked == [False, True, True, False]
    assert found.next_opening("ab-road", "PK>CN", at("18:00")) == at("07:30", day=1)
    assert found.next_opening("ab-road", "PK>CN", at("12:00")) == at("12:00")


def test_a_shift_that_closes_before_it_opens_ends_on_the_next_day():
    found = hours(shift("night", "20:00", "06:00", days="mon"))
    assert found.is_working("ab-road", "PK>CN", at("05:59", day=1))
    assert not found.is_working("ab-road", "PK>CN", at("20:00", day=1))
    assert found.works_on("ab-road", "PK>CN", at("00:00", day=1).date())
    assert not found.works_on("ab-road", "PK>CN", at("00:00", day=2).date())


def test_two_shifts_of_a_day_add_up():
    found = hours(shift("early", "06:00", "10:00"), shift("late", "14:00", "18:00"))
    assert found.next_opening("ab-road", "PK>CN", at("11:00")) == at("14:00")


def test_a_post_without_rules_works_round_the_clock_and_so_does_one_whose_rules_have_ended():
    assert hours().is_working("ab-road", "PK>CN", at("03:00"))
    ended = hours(shift("old", "08:00", "12:00", until="2025-12-31"))
    assert ended.is_working("ab-road", "PK>CN", at("03:00"))
    assert ended.expected("ab-road", "PK>CN", MONDAY.date()) is None


def test_a_rule_holds_in_its_direction_months_and_days_alone():
    found = hours(
        shift("out", "08:00", "12:00", direction="PK>CN", months="6", days="mon;tue", closed_on="06-08")
    )
    assert found.is_working("ab-road", "CN>PK", at("03:00"))
    assert found.next_opening("ab-road", "PK>CN", at("13:00")) == at("08:00", day=1)
    assert found.next_opening("ab-road", "PK>CN", at("13:00", day=1)) == at("08:00", day=8)  # 8 June is off
    assert found.next_opening("ab-road", "PK>CN", at("13:00", day=29)).date() == date(2027, 6, 1)


def test_what_a_party_claims_makes_no_working_hours():
    assert hours(shift("said", "08:00", "12:00", evidence="claimed")).posts == frozenset()


def test_twelve_hours_of_night_make_one_wait_three_hours_on_the_mean():
    wait = hours(shift("day", "08:00", "20:00")).expected("ab-road", "PK>CN", MONDAY.date())
    assert wait.time.value == pytest.approx(3.0)  # half of the arrivals wait six hours
    assert wait.sd_h == pytest.approx(math.sqrt(24 - 9))  # of the square: 12^3 / (3 * 24)
    assert wait.time.evidence is Evidence.PUBLISHED
    assert wait.time.sources == ("drawn",)


SPANS = st.lists(st.tuples(st.integers(0, 7 * 1440 - 1), st.integers(30, 1440)), min_size=1, max_size=6)


@given(SPANS)
@settings(max_examples=60)
def test_the_mean_wait_and_its_spread_are_those_of_arrivals_at_every_minute_of_a_week(spans):
    shifts = [(opens, opens + length) for opens, length in spans]
    gaps = gaps_h(shifts)
    week = 7 * 1440
    is_open = np.zeros(week, dtype=bool)
    for opens, closes in shifts:
        is_open[np.arange(opens, closes) % week] = True
    # Minutes from each moment (taken in the middle of its minute) to the next open one.
    twice = np.concatenate([is_open, is_open])
    next_open = np.where(twice, np.arange(2 * week), 2 * week)
    next_open = np.minimum.accumulate(next_open[::-1])[::-1]
    waits = np.where(is_open, 0.0, next_open[:week] - np.arange(week) - 0.5) / 60
    mean, sd = mean_wait(gaps) if gaps else (0.0, 0.0)
    assert mean == pytest.approx(waits.mean(), abs=1e-9)
    assert sd == pytest.approx(waits.std(), abs=0.02)


@given(st.floats(0.1, 50))
def test_half_the_headway_is_the_mean_wait_of_a_service_that_leaves_at_even_intervals(per_week):
    wait = half_headway(Figure(per_week, Evidence.PUBLISHED, ("timetable",)))
    headway = 168 / per_week
    assert (wait.time.value, wait.sd_h) == pytest.approx(mean_wait([headway], headway))
    assert (wait.time.evidence, wait.time.sources) == (Evidence.PUBLISHED, ("timetable",))


def crossing_row(**more):
    row = {"id": "own", "crossing": "ab-road", "direction": "both", "side": "PK", "metric": "time_h"}
    return {**row, "value": 10, "unit": "h", "year": 2023, "evidence": "measured", **more}


def waits_at_post(*measures):
    tables = {"crossing_hours": [shift("day", "08:00", "20:00")], "crossing_measures": measures}
    world = draw("A----B", **TWO, tables=tables)
    book = world.state.book.on_day(MONDAY.date())
    gateway = next(gateway for gateway in world.state.network.gateways if gateway.id == "ab-road")
    cells = {cell.territory: cell for cell in world.state.network.cells}
    from karwan.operations.transfers import transfer_steps  # noqa: PLC0415

    shipment = world.routes("A", "B").answer.question.shipment
    steps = transfer_steps(book, gateway, cells["PK"], cells["CN"], shipment)
    return [step.time.value for step in steps if step.operation is Operation.WAIT]


def test_the_night_is_added_where_the_hours_of_a_post_do_not_hold_the_wait():
    assert waits_at_post() == [pytest.approx(3.0)]
    assert waits_at_post(crossing_row(includes="cross")) == [pytest.approx(3.0)]


def test_the_night_is_not_added_to_a_survey_of_the_post_that_holds_the_wait():
    assert waits_at_post(crossing_row(includes="cross;wait")) == []


def test_the_night_is_added_to_a_figure_that_stands_in_from_other_posts():
    assert waits_at_post(crossing_row(includes="cross;wait", evidence="assumed")) == [pytest.approx(3.0)]

"""A way walked forward in time: nights, ferries and winters on the way, and no gain from leaving later."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan.answers.walk import departed, walk
from karwan.operations.clock import Clock
from karwan.testing import draw

# 50 km to the post and 50 beyond: an hour each.
ROAD = "A----P----B"
PARTS = {
    "territories": {"PK": "AP", "CN": "B"},
    "posts": {"pb-road": "PB"},
    "km": 10,
}
JUNE = datetime(2026, 6, 1)  # noqa: DTZ001  a Monday; moments of the planner's own clock have no zone


def shift(name="day", opens="08:00", closes="20:00", **more):
    row = {"id": name, "crossing": "pb-road", "direction": "both", "evidence": "published"}
    return {**row, "opens": opens, "closes": closes, **more}


def period(name, state, since, until="", **more):
    row = {"id": name, "crossing": "pb-road", "state": state, "since": since, "until": until}
    return {**row, "direction": "both", "why": "snow", "last_seen": since, **more}


def crossing(hours, includes="cross;wait", evidence="measured"):
    row = {"id": "own", "crossing": "pb-road", "direction": "both", "side": "PK", "metric": "time_h"}
    return {**row, "value": hours, "unit": "h", "year": 2023, "evidence": evidence, "includes": includes}


def world(**tables):
    return draw(ROAD, **PARTS, tables=tables)


def only_way(found):
    """The way of an answer, be it shut on the day or not."""
    return found.routes[0].route if found.routes else found.not_offered[0].otherwise


def walked(here, depart, a="A", b="B"):
    route = here.routes(a, b, on=date(2026, 6, 1)).routes[0].route
    clock = Clock(here.state.facts, (route.territories[0], route.territories[-1]))
    return walk(here.state.book.on_day(depart.date()), clock, route, depart)


def test_without_hours_or_closures_a_way_takes_its_mean_hours():
    here = world(crossing_measures=[crossing(10)])
    route = here.routes("A", "B").routes[0].route
    found = walked(here, JUNE + timedelta(hours=8))
    assert found.hours == pytest.approx(route.time_h)
    assert found.stays == ()


def test_who_comes_at_night_waits_for_the_opening():
    found = walked(world(crossing_hours=[shift()]), JUNE + timedelta(hours=22))
    (stay,) = found.stays
    assert (stay.where, stay.is_known) == ("pb-road", True)
    assert stay.begins + timedelta(hours=stay.hours) == JUNE + timedelta(days=1, hours=8)
    by_day = walked(world(crossing_hours=[shift()]), JUNE + timedelta(hours=10))
    assert by_day.stays == ()
    assert found.hours == pytest.approx(by_day.hours + stay.hours)


def test_hours_that_hold_the_nights_give_the_survey_on_the_mean_over_all_arrivals():
    here = world(crossing_hours=[shift()], crossing_measures=[crossing(30)])
    route = here.routes("A", "B", on=date(2026, 6, 1)).routes[0].route
    clock = Clock(here.state.facts)
    starts = [JUNE + timedelta(minutes=minute + 0.5) for minute in range(0, 1440, 5)]
    hours = [walk(here.state.book, clock, route, start).hours for start in starts]
    assert sum(hours) / len(hours) == pytest.approx(route.time_h, abs=0.05)


def test_a_winter_pass_bars_a_departure_that_reaches_it_in_winter_with_the_day():
    here = world(crossing_hours=[shift("open", "00:00", "24:00", months="5;6;7;8;9;10;11")])
    late = walked(here, datetime(2026, 11, 30, 23, 30))  # noqa: DTZ001
    assert late.arrives is None
    assert late.barred_on == date(2026, 12, 1)
    assert "May-Nov" in late.reason.what
    assert "2026-12-01" in late.reason.what
    assert walked(here, datetime(2026, 11, 30, 12)).arrives is not None  # noqa: DTZ001


def test_a_post_that_is_shut_when_it_is_reached_bars_a_way_that_was_open_at_departure():
    rows = [period("shut", "closed", "2026-06-02", "2026-07-31")]
    found = walked(world(crossing_periods=rows), JUNE + timedelta(hours=23, minutes=30))
    assert (found.barred_on, found.reason.where) == (date(2026, 6, 2), "pb-road")
    assert found.reason.sources


def test_a_closure_of_some_days_is_waited_for():
    rows = [period("feast", "closed", "2026-06-02", "2026-06-04")]
    found = walked(world(crossing_periods=rows), JUNE + timedelta(hours=23, minutes=30))
    (stay,) = found.stays
    assert stay.begins + timedelta(hours=stay.hours) == datetime(2026, 6, 5)  # noqa: DTZ001


def test_after_a_closure_the_opening_of_the_day_is_waited_for():
    rows = [period("feast", "closed", "2026-06-02", "2026-06-04")]
    found = walked(world(crossing_periods=rows, crossing_hours=[shift()]), JUNE + timedelta(hours=23))
    (stay,) = found.stays
    assert stay.begins + timedelta(hours=stay.hours) == datetime(2026, 6, 5, 8)  # noqa: DTZ001


SHORES = "A----B~~~~C----D"
FERRY = {
    "id": "ferry", "kind": "ferry", "mode": "sea", "origin": "port-b", "destination": "port-c",
    "frequency_per_week": 2, "evidence": "published",
}  # fmt: skip
USUAL = {
    "id": "usual", "operation": "wait", "between": "*>sea", "metric": "time_h", "value": 100, "unit": "h",
    "year": 2023,
}  # fmt: skip


def test_a_ferry_twice_a_week_is_waited_for_half_its_interval_and_that_is_told():
    here = draw(
        SHORES,
        territories={"AZ": "AB", "KZ": "CD"},
        gateways={"port-b": "B", "port-c": "C"},
        tables={"services": [FERRY], "operation_defaults": [USUAL]},
    )
    found = walked(here, JUNE, "A", "D")
    (stay,) = found.stays
    assert (stay.where, stay.hours, stay.is_known) == ("port-b", 42, False)
    assert "days not known" in stay.what


# Two ways: the straight one by a pass that shuts in winter, a longer one round it.
ROUND = """
    A----B
    |    |
    C----D
"""


def test_a_way_that_would_reach_a_shut_post_moves_to_the_ways_not_offered():
    shut = {
        "id": "shut", "crossing": "ab-road", "state": "closed", "since": "2026-06-02", "direction": "both",
        "why": "snow", "last_seen": "2026-06-02",
    }  # fmt: skip
    here = draw(
        ROUND,
        territories={"PK": "A", "CN": "B", "AF": "C", "KZ": "D"},
        posts={"ab-road": "AB", "ac-road": "AC", "cd-road": "CD", "bd-road": "BD"},
        tables={"crossing_periods": [shut]},
    )
    answer = here.routes("A", "B", on=date(2026, 6, 1)).answer
    clock = Clock(here.state.facts, ("PK", "CN"))
    early = departed(answer, here.state.book, clock, JUNE + timedelta(hours=8))
    assert early.answer.routes[0].gateways == ("ab-road",)
    late = departed(answer, here.state.book, clock, JUNE + timedelta(hours=23, minutes=59))
    assert ("ab-road",) not in [offer.gateways for offer in late.answer.routes]
    assert late.answer.not_offered[0].gateways == ("ab-road",)
    assert "2026-06-02" in late.answer.not_offered[0].reasons[0].what
    assert all(offer.is_pareto for offer in late.answer.routes)


CLOCKS = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{30 * (half % 2):02}")
DAYS = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), unique=True)
MONTHS = st.lists(st.integers(1, 12), unique=True)


@st.composite
def rules(draw_, name):
    since = draw_(st.sampled_from(["", "2026-06-03", "2026-07-01"]))
    return shift(
        name,
        draw_(CLOCKS),
        draw_(CLOCKS),
        days=";".join(draw_(DAYS)),
        months=";".join(map(str, draw_(MONTHS))),
        since=since,
        closed_on=draw_(st.sampled_from(["", "06-05", "06-05;07-01"])),
    )


@st.composite
def worlds(draw_):
    count = draw_(st.integers(0, 3))
    closures = draw_(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 12)), max_size=1))
    return world(
        crossing_hours=[draw_(rules(f"rule{n}")) for n in range(count)],
        crossing_periods=[
            period("shut", "closed", f"2026-06-{day:02}", str(date(2026, 6, day) + timedelta(days=length)))
            for day, length in closures
        ],
        crossing_measures=[
            crossing(
                draw_(st.sampled_from([2, 30])), evidence=draw_(st.sampled_from(["measured", "assumed"]))
            )
        ],
    )


@given(worlds(), st.integers(0, 59))
@settings(max_examples=25)
def test_a_later_departure_never_arrives_earlier(here, minute):
    route = only_way(here.routes("A", "B", on=date(2025, 1, 1)))
    clock = Clock(here.state.facts)
    starts = [JUNE + timedelta(minutes=minute, hours=hour) for hour in range(45 * 24)]
    walks = [walk(here.state.book, clock, route, start) for start in starts]
    arrivals = [found.arrives for found in walks if found.arrives]
    assert arrivals == sorted(arrivals)
    assert all(found.arrives >= found.departs for found in walks if found.arrives)

"""How many of the last 365 days a way was open, as the recorded periods and hours say."""

from datetime import date

import pytest

from karwan.answers.open_days import open_days
from karwan.facts.load import load
from karwan.facts.rows import Crossing
from karwan.operations.clock import Clock
from karwan.operations.hours import days_told, months_told
from karwan.operations.permission import direction_of, homes
from karwan.testing import draw
from karwan.words.evidence import Figure
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

NOTHING = Figure(0.0)
KHUNJERAB = (("khunjerab-road", "PK"), ("khorgos-road", "CN"), ("Almaty", "KZ"))
TORKHAM = (("torkham-road", "PK"), ("hairatan-road", "AF"), ("konysbaev-road", "UZ"), ("Almaty", "KZ"))


def way(*legs):
    """A way from Lahore by posts, each with the territory that is left there."""
    starts = ["Lahore", *(end for end, _ in legs)]
    steps = (
        Step("leg", Operation.HAUL, Mode.ROAD, start, end, territory, 1.0, NOTHING, 0.0, NOTHING, NOTHING)
        for start, (end, territory) in zip(starts, legs, strict=False)
    )
    return Route(tuple(steps))


@pytest.fixture(scope="module")
def clock():
    return Clock(load(), ("PK", "KZ"))


def closures(found, gateway):
    return {closure.why: closure.days for closure in found.closures if closure.gateway == gateway}


def test_lahore_almaty_by_khunjerab_in_september_2025_lacks_the_days_of_the_blockade_at_sost(clock):
    found = open_days(clock, way(*KHUNJERAB), date(2025, 9, 16))
    here = closures(found, "khunjerab-road")
    assert here["closed: traders blocked the Karakoram Highway at Sost over taxes"] == 57
    assert here["closed: winter closure announced, then called off"] == 2
    assert here["works on mon-fri only"] == 20  # weekends to 24 November 2024
    assert closures(found, "khorgos-road") == {"yearly days off": 8}
    assert found.open_days == 365 - 57 - 2 - 20 - 8


def test_lahore_almaty_by_torkham_in_november_2025_lacks_spring_and_the_days_since_the_fighting(clock):
    found = open_days(clock, way(*TORKHAM), date(2025, 11, 15))
    assert closures(found, "torkham-road") == {
        "closed: dispute over a border post": 26,
        "closed: fighting on the border; trade stopped by Pakistan": 34,
    }
    assert found.open_days == 365 - 26 - 34
    assert all(closure.sources for closure in found.closures)


def test_of_the_two_ways_each_was_open_on_the_day_that_shut_the_other(clock):
    posts = {"khunjerab-road": "PK>CN", "torkham-road": "PK>AF"}
    shut = {
        day: [post for post, direction in posts.items() if clock.shut(post, direction, day)]
        for day in (date(2025, 9, 16), date(2025, 11, 15))
    }
    assert shut == {date(2025, 9, 16): ["khunjerab-road"], date(2025, 11, 15): ["torkham-road"]}


def test_a_state_last_seen_over_60_days_before_is_told_as_stale(clock):
    found = open_days(clock, way(*TORKHAM), date(2026, 4, 7))
    seen = {item.gateway: item.last_seen for item in found.stale}
    assert seen["torkham-road"] == date(2026, 2, 5)
    fresh = open_days(clock, way(*TORKHAM), date(2026, 4, 6))
    assert "torkham-road" not in {item.gateway for item in fresh.stale}


PASS = {"territories": {"PK": "A", "CN": "B", "KZ": "C"}, "posts": {"ab-road": "AB", "bc-road": "BC"}}


def days_of(before, *periods, hours=(), ends="AC"):
    marks = {"direction": "both", "last_seen": "2026-01-01"}
    rows = [{"id": f"p{n}", **marks, **row} for n, row in enumerate(periods)]
    shifts = [
        {"id": f"h{n}", "direction": "both", "opens": "00:00", "closes": "24:00", **row}
        for n, row in enumerate(hours)
    ]
    world = draw("A----B----C", **PASS, tables={"crossing_periods": rows, "crossing_hours": shifts})
    route = world.routes(*ends, on=date(2025, 6, 1)).routes[0].route
    return open_days(Clock(world.state.facts, (route.territories[0], route.territories[-1])), route, before)


def test_a_winter_pass_is_open_in_its_months_alone():
    found = days_of(date(2027, 1, 1), hours=[{"crossing": "ab-road", "months": "5;6;7;8;9;10;11"}])
    assert found.open_days == 31 + 30 + 31 + 31 + 30 + 31 + 30
    assert [closure.why for closure in found.closures] == ["works in May-Nov only"]


def test_days_on_which_two_posts_are_shut_count_once_and_a_closure_counts_in_its_direction():
    rows = [
        {"crossing": "ab-road", "state": "closed", "since": "2026-01-01", "until": "2026-01-10", "why": "x"},
        {"crossing": "bc-road", "state": "closed", "since": "2026-01-06", "until": "2026-01-15", "why": "y"},
        {
            "crossing": "bc-road", "state": "closed", "direction": "KZ>CN", "why": "z",
            "since": "2026-03-01", "until": "2026-03-31",
        },
    ]  # fmt: skip
    assert days_of(date(2027, 1, 1), *rows).open_days == 365 - 15
    assert days_of(date(2027, 1, 1), *rows, ends="CA").open_days == 365 - 15 - 31


def test_a_limited_day_is_open_and_a_local_one_shuts_transit_alone():
    limited = {"crossing": "ab-road", "state": "limited", "since": "2026-01-01", "why": "queues"}
    local = {"crossing": "ab-road", "state": "local", "since": "2026-01-01", "why": "no transit"}
    assert days_of(date(2027, 1, 1), limited).open_days == 365
    assert days_of(date(2027, 1, 1), local).open_days == 0
    assert days_of(date(2027, 1, 1), local, ends="AB").open_days == 365


def test_days_before_a_post_is_built_are_no_record():
    planned = {
        "crossing": "ab-road",
        "state": "planned",
        "since": "2025-07-01",
        "until": "2026-10-31",
        "why": "",
    }
    opened = {"crossing": "ab-road", "state": "open", "since": "2026-11-01", "why": ""}
    shut = {
        "crossing": "bc-road",
        "state": "closed",
        "since": "2026-10-01",
        "until": "2026-11-10",
        "why": "x",
    }
    found = days_of(date(2027, 1, 1), planned, opened, shut)
    assert (found.days, found.open_days) == (61, 51)
    assert {closure.gateway for closure in found.closures} == {"bc-road"}
    new = days_of(date(2026, 11, 1), planned, opened)
    assert (new.days, new.open_days, new.closures) == (0, 0, ())


def test_months_and_days_in_a_row_are_told_as_ranges():
    assert months_told([12, 1, 2, 3, 6]) == "Dec-Mar, Jun"
    assert days_told(["fri", "mon", "tue", "wed", "thu", "sun"]) == "sun-fri"


def test_the_direction_at_a_post_of_a_union_is_told_by_the_member_as_the_tables_write_it():
    facts = load()
    post = facts.by_id(Crossing)["kozlovichi-road"]
    there, back = (direction_of(post, homes(facts), way) for way in (("BY", "EU"), ("EU", "BY")))
    assert (there, back) == ("BY>PL", "PL>BY")


def test_a_pass_is_shut_to_the_search_in_the_months_in_which_it_does_not_work():
    rule = {
        "id": "summer", "crossing": "ab-road", "direction": "both", "opens": "00:00", "closes": "24:00",
        "months": "5;6;7;8;9;10;11",
    }  # fmt: skip
    world = draw("A----B----C", **PASS, tables={"crossing_hours": [rule]})
    assert world.routes("A", "C", on=date(2026, 11, 30)).routes
    winter = world.routes("A", "C", on=date(2026, 12, 1))
    assert winter.routes == ()
    assert [reason.what for reason in winter.not_offered[0].reasons] == ["works in May-Nov only"]

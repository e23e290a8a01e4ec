"""The best way for each week of a year, in drawn worlds."""

from datetime import date

import pytest
from rich.console import Console

from karwan.answers.calendar import ask_calendar, mondays
from karwan.errors import InputError
from karwan.report.calendar_table import BEST, OPEN, SHUT, calendar_lines
from karwan.testing import draw

# The straight way by a pass that works from May to November, and a longer one round it.
ROUND = """
    A----B
    |    |
    C----D
"""
PASS = {
    "id": "summer", "crossing": "ab-road", "direction": "both", "opens": "00:00", "closes": "24:00",
    "months": "5;6;7;8;9;10;11", "evidence": "published",
}  # fmt: skip


@pytest.fixture(scope="module")
def world():
    return draw(
        ROUND,
        territories={"PK": "A", "CN": "B", "AF": "C", "KZ": "D"},
        posts={"ab-road": "AB", "ac-road": "AC", "cd-road": "CD", "bd-road": "BD"},
        tables={"crossing_hours": [PASS]},
    )


@pytest.fixture(scope="module")
def year(world):
    question = world.routes("A", "B", on=date(2027, 6, 1)).answer.question
    return ask_calendar(world.state, question, 2027)


def weeks(year, gateways):
    return [week.number for week in year.weeks if week.offer and week.offer.gateways == gateways]


def test_a_pass_is_the_best_way_in_its_months_and_the_way_round_in_winter(year):
    summer = [monday.isocalendar().week for monday in mondays(2027) if 5 <= monday.month <= 11]
    assert weeks(year, ("ab-road",)) == summer
    round_it = weeks(year, ("ac-road", "cd-road", "bd-road"))
    assert sorted(summer + round_it) == [week.number for week in year.weeks]


def test_a_week_says_what_shut_the_better_way(year):
    winter = year.weeks[0]
    assert [(reason.where, reason.what) for reason in winter.shut] == [("ab-road", "works in May-Nov only")]
    assert winter.shut[0].sources
    assert year.weeks[25].shut == ()


def test_the_way_of_a_week_leaves_on_its_monday_at_eight(year):
    week = year.weeks[0]
    assert (week.monday, week.walk.departs.hour) == (date(2027, 1, 4), 8)
    assert week.walk.hours == pytest.approx(week.offer.route.time_h)


def test_a_way_whose_post_is_shut_on_the_monday_and_works_when_it_is_reached_is_open(world):
    shut = {
        "id": "feast", "crossing": "ab-road", "state": "closed", "direction": "both", "why": "feast",
        "since": "2027-06-07", "until": "2027-06-07", "last_seen": "2027-06-07",
    }  # fmt: skip
    sketched = draw(
        ROUND,
        territories={"PK": "A", "CN": "B", "AF": "C", "KZ": "D"},
        posts={"ab-road": "AB", "ac-road": "AC", "cd-road": "CD", "bd-road": "BD"},
        tables={"crossing_periods": [shut]},
        km=200.0,  # a day's drive to the post
    )
    question = sketched.routes("A", "B", on=date(2027, 6, 1)).answer.question
    found = ask_calendar(sketched.state, question, 2027)
    week = next(week for week in found.weeks if week.monday == date(2027, 6, 7))
    assert week.offer.gateways == ("ab-road",)


def test_a_year_has_52_weeks_and_some_have_53():
    assert len(list(mondays(2026))) == 53
    assert len(list(mondays(2027))) == 52


def test_a_year_far_off_is_refused(world):
    question = world.routes("A", "B", on=date(2027, 6, 1)).answer.question
    with pytest.raises(InputError, match="1990 to 2100"):
        ask_calendar(world.state, question, 3027)


def test_the_strip_has_a_sign_for_each_week_of_each_family(year):
    text = [line.plain for line in calendar_lines(year, Console(width=100))]
    strip = [line for line in text if line[:4].strip() in ("A", "B") and "█" in line]
    rows = dict(line.split() for line in strip)
    assert len(rows["A"]) == len(rows["B"]) == 52
    assert set(rows["A"]) == {BEST, OPEN, SHUT}  # the pass; in the last days of April it is waited for
    assert set(rows["B"]) == {BEST, OPEN}
    assert rows["A"].count(BEST) + rows["B"].count(BEST) == 52
    assert any("works in May-Nov only" in line for line in text)


@pytest.mark.parametrize(("kind", "head"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_chart_is_a_picture_and_the_same_at_every_drawing(year, kind, head):
    chart = pytest.importorskip("karwan.report.calendar_chart")
    pytest.importorskip("matplotlib")
    drawn = chart.calendar_chart(year, kind)
    assert drawn.startswith(head)
    assert drawn == chart.calendar_chart(year, kind)


def test_the_json_has_a_row_for_each_week(year):
    told = year.as_json()["calendar"]
    assert [week["week"] for week in told["weeks"]] == list(range(1, 53))
    assert told["weeks"][0]["shut"][0]["where"] == "ab-road"

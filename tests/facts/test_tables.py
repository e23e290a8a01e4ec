"""What the shipped tables must hold."""

from collections import Counter
from datetime import date

import pytest

from karwan.facts import load
from karwan.facts.checks import CHECKS, findings
from karwan.facts.rows import (
    TABLES,
    BorderAverage,
    Commodity,
    Corridor,
    Crossing,
    CrossingMeasure,
    CrossingPeriod,
    OperationDefault,
    Rate,
    Row,
    TerritoryFix,
    Waypoint,
)
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode

TODAY = date(2026, 11, 24)
HOME = {"PK", "AF", "IR", "CN", "KZ", "KG", "UZ", "TJ", "TM", "AZ", "GE", "AM", "TR", "RU", "MN", "IQ", "IN"}


@pytest.fixture(scope="module")
def facts():
    return load()


def state(facts, crossing, on):
    """The states of the periods of a crossing on a day."""
    return {
        period.state
        for period in facts.rows(CrossingPeriod)
        if period.crossing == crossing and (period.since or date.min) <= on <= (period.until or date.max)
    }


def test_the_checks_find_nothing(facts):
    assert [str(finding) for finding in findings(facts, TODAY)] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_says_what_it_looks_for(check):
    assert check.__doc__


def test_every_row_has_a_source_or_says_why_it_is_assumed(facts):
    for kind in TABLES:
        for row in facts.rows(kind):
            if isinstance(row, Row):
                assert row.sources or (row.evidence is Evidence.ASSUMED and row.note), (kind.table, row.id)


def test_there_are_posts_enough_between_the_countries_of_the_home_ground(facts):
    home = [post for post in facts.rows(Crossing) if {post.territory_a, post.territory_b} <= HOME]
    assert len(home) >= 120
    assert {"road", "rail"} == {post.mode for post in home}
    assert {code for post in home for code in (post.territory_a, post.territory_b)} == HOME


def test_there_are_ten_commodities_and_more(facts):
    assert len(facts.rows(Commodity)) >= 10
    assert "general" in facts.by_id(Commodity)


def test_every_crossing_has_one_state_today(facts):
    for post in facts.rows(Crossing):
        assert len(state(facts, post.id, TODAY)) == 1, post.id


def test_a_post_that_is_open_all_year_was_blocked_for_68_days(facts):
    assert state(facts, "khunjerab-road", date(2025, 7, 20)) == {"open"}
    assert state(facts, "khunjerab-road", date(2025, 9, 9)) == {"closed"}
    assert state(facts, "khunjerab-road", date(2025, 9, 28)) == {"open"}
    (blocked,) = (
        period
        for period in facts.rows(CrossingPeriod)
        if period.crossing == "khunjerab-road" and period.state == "closed" and period.since.year == 2025
    )
    assert (blocked.until - blocked.since).days == 68


def test_khunjerab_was_shut_each_winter_until_it_opened_for_the_whole_year(facts):
    assert state(facts, "khunjerab-road", date(2023, 7, 1)) == {"open"}
    assert state(facts, "khunjerab-road", date(2024, 1, 10)) == {"limited"}
    assert state(facts, "khunjerab-road", date(2024, 2, 10)) == {"closed"}
    assert state(facts, "khunjerab-road", date(2025, 2, 10)) == {"open"}


def test_the_posts_between_afghanistan_and_pakistan_are_shut_since_october_2025(facts):
    posts = [
        post.id
        for post in facts.rows(Crossing)
        if {post.territory_a, post.territory_b} == {"AF", "PK"} and post.mode == "road"
    ]
    assert len(posts) >= 5
    for post in posts:
        assert state(facts, post, date(2025, 10, 12)) == {"closed"}, post
        assert state(facts, post, date(2025, 9, 1)) == {"open"}, post


def test_torkham_was_shut_for_25_days_in_spring_2025(facts):
    assert state(facts, "torkham-road", date(2025, 2, 20)) == {"open"}
    assert state(facts, "torkham-road", date(2025, 3, 10)) == {"closed"}
    assert state(facts, "torkham-road", date(2025, 3, 20)) == {"open"}


def test_the_corridors_of_the_talks_are_there_and_planned_lines_are_not_open(facts):
    corridors = facts.by_id(Corridor)
    assert {"iti-rail", "iti-road", "qtta", "trans-afghan-torkham", "trans-afghan-chaman"} <= set(corridors)
    for name in ("uap-rail", "cku-rail", "kz-tm-af-pk-rail"):
        assert corridors[name].status == "planned"
        assert "planned" in {point.status for point in facts.rows(Waypoint) if point.corridor == name}


def test_surveyed_border_times_name_the_side_that_they_cover(facts):
    surveyed = [
        row
        for row in facts.rows(CrossingMeasure)
        if row.metric == "time_h" and row.evidence is Evidence.MEASURED
    ]
    assert len(surveyed) > 50
    assert all(row.side and row.includes for row in surveyed)


def test_every_figure_of_time_or_cost_says_what_it_covers(facts):
    for kind in (Rate, BorderAverage, OperationDefault):
        for row in facts.rows(kind):
            if row.metric.endswith(("_h", "_usd", "_tkm", "_teukm", "_teu")):
                assert row.includes, (kind.table, row.id)


def test_the_cost_of_haul_leaves_the_border_fees_out(facts):
    rate = facts.by_id(Rate)["road-pk-haul-usd-tkm-2023"]
    assert rate.value == pytest.approx((569 - 0.45 * 238) / 10_000, abs=1e-4)
    assert rate.high == pytest.approx(569 / 10_000)
    assert rate.evidence is Evidence.ASSUMED


def test_every_mode_has_rates_and_operations_to_fall_back_on(facts):
    metrics = {(row.mode, row.metric) for row in facts.rows(Rate) if row.territory == "*"}
    operations = {(row.operation, row.between, row.metric) for row in facts.rows(OperationDefault)}
    for mode in Mode:
        assert (mode, "speed_kmh") in metrics
        for operation in ("load", "unload"):
            for metric in ("time_h", "cost_usd"):
                assert (operation, mode, metric) in operations
    for one in Mode:
        for other in Mode:
            if one != other:
                ways = {f"{one}>{other}", f"*>{other}", "*"}
                assert any(("transship", way, "time_h") in operations for way in ways)
    for mode in ("road", "rail"):
        assert ("cross", mode, "time_h") in operations


def test_northern_viet_nam_is_not_thai(facts):
    fixes = [fix for fix in facts.rows(TerritoryFix) if fix.says == "TH" and fix.territory == "VN"]
    assert any(fix.south <= 21.03 <= fix.north and fix.west <= 105.85 <= fix.east for fix in fixes)


def test_no_two_rows_of_a_price_differ_in_nothing_but_their_id(facts):
    for kind in (Rate, BorderAverage, OperationDefault):
        keys = Counter(
            tuple(getattr(row, name) for name in kind.__dataclass_fields__ if name not in ("id", "table"))
            for row in facts.rows(kind)
        )
        assert [key for key, count in keys.items() if count > 1] == []

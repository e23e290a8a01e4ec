"""Every scenario that ships holds on the network, does what it says, and tells where it is from."""

from dataclasses import replace
from datetime import date
from functools import cache
from urllib.parse import urlsplit

import pytest

from karwan.facts.rows import Source
from karwan.opening import open_state
from karwan.operations.transfers import holds_opening
from karwan.scenario import apply, of_measures, scenario_of
from karwan.scenario.library import names, path_of
from karwan.scenario.measures import KINDS
from karwan.world import World

AT_LEAST = 24
SENTENCES = 5


@cache
def state():
    return open_state()


@cache
def under(name):
    return apply(state(), scenario_of(name))


@cache
def gateways(name, origin, destination, modes):
    """The gateways of the ways offered on the day of a scenario, before and after, best first."""
    applied = under(name)
    before = replace(state(), facts=state().facts.with_rows({}, day=applied.on))
    found = []
    for one in (before, applied.state):
        answer = World(one).routes(origin, destination, modes=modes.split(), on=applied.on, count=6)
        found.append([set(way.gateways) for way in answer.routes])
    return found


def test_the_library_has_what_is_on_the_table():
    assert len(names()) >= AT_LEAST


@pytest.mark.parametrize("name", names())
def test_a_scenario_of_the_library_does_something_on_its_day(name):
    for touched in under(name).touched:
        assert touched.not_yet == ""
        assert touched.why
        assert touched.rows or touched.links
    assert under(name).touched


@pytest.mark.parametrize("name", names())
def test_each_measure_says_since_when_and_where_it_was_read_or_why_it_is_assumed(name):
    known = state().facts.by_id(Source)
    for measure in scenario_of(name).measures:
        assert measure.since is not None
        assert measure.source or measure.reason
        if measure.source and measure.source not in known:
            assert urlsplit(measure.source).scheme in ("http", "https"), measure.source


@pytest.mark.parametrize("name", names())
def test_notes_are_short(name):
    notes = scenario_of(name).notes
    assert 0 < notes.count(".") + notes.count("?") <= SENTENCES
    assert "  " not in notes


@pytest.mark.parametrize(
    ("name", "origin", "destination", "modes", "gateway"),
    [
        ("uap-railway", "Lahore", "Tashkent", "rail road", "kharlachi-rail"),
        ("both-afghan-railways", "Islamabad", "Almaty", "rail road", "kharlachi-rail"),
        ("torghundi-chaman-railway", "Karachi", "Almaty", "rail road", "chaman-rail"),
        ("torghundi-herat-railway", "Herat", "Almaty", "rail", "torghundi-rail"),
        ("cku-railway", "Islamabad", "Almaty", "rail road", "cku-rail"),
        ("afghan-posts-open", "Lahore", "Tashkent", "road", "torkham-road"),
        ("torkham-24h-one-stop", "Islamabad", "Almaty", "rail road", "torkham-road"),
    ],
)
def test_what_a_scenario_builds_or_opens_is_the_best_way(name, origin, destination, modes, gateway):
    before, after = gateways(name, origin, destination, modes)
    assert not any(gateway in way for way in before)
    assert gateway in after[0]


@pytest.mark.parametrize(
    ("name", "origin", "destination", "modes", "gateway"),
    [
        ("afghan-posts-closed", "Islamabad", "Almaty", "rail road", "torkham-road"),
        ("sost-blocked", "Islamabad", "Almaty", "rail road", "khunjerab-road"),
        ("khunjerab-winter-closed", "Islamabad", "Almaty", "rail road", "khunjerab-road"),
        ("red-sea-avoided", "Karachi", "Rotterdam", "sea road", "suez"),
        ("iran-closed", "Lahore", "Istanbul", "rail road", "taftan-road"),
        ("iran-sanctions-bind", "Lahore", "Istanbul", "rail road", "taftan-road"),
        ("iran-kinnow-potatoes-only", "Lahore", "Istanbul", "rail road", "taftan-road"),
        ("hormuz-closed", "Karachi", "Dubai", "sea road", "hormuz"),
    ],
)
def test_what_a_scenario_closes_is_passed_no_more(name, origin, destination, modes, gateway):
    before, after = gateways(name, origin, destination, modes)
    assert any(gateway in way for way in before)
    assert not any(gateway in way for way in after)


def test_from_kharlachi_a_road_leads_on_to_gardez():
    before, after = gateways("kohat-kharlachi-railway", "Kohat", "Gardez", "rail road")
    assert not any("kharlachi-road" in way for way in before)
    assert after[0] == {"kharlachi-road"}


def test_the_exemption_of_the_season_lets_kinnow_pass_by_iran():
    applied = under("iran-kinnow-potatoes-only")
    asked = {"product": "kinnow", "modes": ["road"], "avoid": ["CN"], "on": applied.on, "count": 2}
    ways = World(applied.state).routes("Sargodha", "Almaty", **asked).routes
    assert "taftan-road" in ways[0].gateways


def test_a_line_round_lake_van_lets_the_train_run_through():
    applied = under("iti-van-bypassed")
    (way, *_) = (
        World(applied.state)
        .routes("Islamabad", "Istanbul", modes=["rail"], avoid=["CN", "TM"], on=applied.on, count=1)
        .routes
    )
    handled = {step.origin for step in way.route.steps if step.operation in ("transship", "wait")}
    assert "razi-kapikoy-rail" in way.gateways
    assert not any(name in str(handled) for name in ("Van", "Tatvan"))


def test_a_name_of_the_library_is_found_in_any_case():
    assert path_of("Afghan-Posts-Open") == path_of("afghan-posts-open")
    assert path_of("nothing of this name") is None


def test_a_factor_of_a_post_is_a_factor_of_what_is_shown_whatever_the_figure_rests_on():
    on, posts = date(2026, 11, 24), ("torugart-road", "khunjerab-road", "torkham-road", "saryagash-rail")
    measure = KINDS["procedure"](at=posts, time_factor=2, cost_factor=2, reason="a test")
    book = state().book.on_day(on)
    doubled = apply(state(), of_measures("x", (measure,)), on).state.book.on_day(on)
    for post in posts:
        row = book.crossings[post]
        for sides in ((row.territory_a, row.territory_b), (row.territory_b, row.territory_a)):
            assert holds_opening(book, row, sides) == holds_opening(doubled, row, sides)
            for metric in ("time_h", "cost_usd"):
                for side in sides:
                    before, after = (each.side(row, sides, side, metric) for each in (book, doubled))
                    assert after.figure.value == pytest.approx(2 * before.figure.value)

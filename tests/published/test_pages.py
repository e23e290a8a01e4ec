"""Times, prices and posts that somebody published, beside the model; and the pages that show it."""

from urllib.parse import urlsplit

import pytest

import karwan
from published import costs, history, transits
from published.asked import listed, rows
from published.pages import Validation

MEND = "run python tests/published/pages.py with the Python of .venv, and look at what has changed"


# What is reached where a goal of `published.table.Figure` is missed, told in docs/validation.
STATED = {
    "published times between P10 and P90": 63,
    "times: median error of P50": 23,
    "costs: median error": 27,
    "closures: direction of the change": 92,
    "closures: half to twice of its size": 72,
    "hours at posts of 2023 foretold: median error (goal: as good as last year's figure)": 45,
}


@pytest.fixture(scope="module")
def made():
    return Validation(karwan.open())


@pytest.mark.slow
def test_the_pages_show_the_model_of_today(made):
    for path, text in made.pages().items():
        assert path.read_text(encoding="utf-8") == text, MEND


def test_goals_are_reached_or_missed_by_no_more_than_is_stated(made):
    for figure in made.figures:
        stated = STATED.get(figure.what, figure.goal)
        is_as_stated = figure.value >= stated if figure.at_least else figure.value <= stated
        assert figure.is_reached or is_as_stated, figure.line()


def test_every_published_time_and_price_has_a_way(made):
    assert [(one.row["id"], one.label) for one in (*made.times, *made.prices) if one.route is None] == []


def test_every_time_of_ordinary_service_that_lies_outside_the_band_says_why(made):
    outside = [one.row for one in made.times if one.is_ordinary and not transits.is_inside(one)]
    assert [row["id"] for row in outside if len(row["why"]) < 15] == []


def test_every_price_that_is_wrong_by_over_a_third_says_why(made):
    outside = [one.row for one in made.prices if abs(costs.error(one)) > 33]
    assert [row["id"] for row in outside if len(row["why"]) < 15] == []


def test_every_closure_whose_change_misses_the_published_one_says_why(made):
    missed = [
        one
        for one in made.closures
        if not one.is_direction_right or not (one.is_about_a_way or one.is_size_right)
    ]
    assert [one.row["id"] for one in missed if len(one.row["why"]) < 15] == []
    assert [one.row["id"] for one in made.closures if None in (one.before, one.after)] == []


def test_every_row_of_history_says_where_it_was_read():
    found = rows(history.TABLE)
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        assert urlsplit(row["address"]).scheme in ("http", "https"), row["id"]
        assert row["source"], row["id"]
        assert row["note"], row["id"]


@pytest.mark.parametrize("table", [transits.TABLE, costs.TABLE], ids=lambda table: table.stem)
def test_the_tables_are_well_formed(table):
    found = rows(table)
    assert len({row["id"] for row in found}) == len(found)
    value = "days" if table == transits.TABLE else "cost_usd"
    low, high = ("low_days", "high_days") if table == transits.TABLE else ("low", "high")
    for row in found:
        assert float(row[low]) <= float(row[value]) <= float(row[high]), row["id"]
        assert row["source"], row["id"]
        assert not row["address"] or urlsplit(row["address"]).scheme in ("http", "https"), row["id"]
        assert listed(row["ask_modes"]), row["id"]


def test_what_a_party_promises_is_no_ordinary_service():
    promised = {"timetable", "trial_run", "announcement", "first_run"}
    for row in rows(transits.TABLE):
        assert (row["class"] == "claimed") == (row["kind"] in promised), row["id"]

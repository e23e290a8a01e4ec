"""Lengths of the network against lengths that somebody published."""

import re
import statistics
from urllib.parse import urlsplit

import pytest

from published.measured import MODES, PAGE, compared, errors, pair, percentile, rows

MEDIAN, NINETIETH = 3.0, 10.0
"""Per cent that an error may have."""


@pytest.fixture(scope="module")
def found():
    return compared()


@pytest.mark.parametrize("mode", MODES)
def test_half_of_the_lengths_lie_within_three_per_cent_and_nine_tenths_within_ten(found, mode):
    same = errors(found, mode, all_rows=False)
    assert statistics.median(same) <= MEDIAN
    assert percentile(same, 0.9) <= NINETIETH


@pytest.mark.parametrize("mode", MODES)
def test_half_of_all_lengths_lie_within_three_per_cent_even_with_rows_that_measure_something_else(
    found, mode
):
    assert statistics.median(errors(found, mode, all_rows=True)) <= MEDIAN


def test_every_published_distance_has_a_way(found):
    assert [(one.row["id"], one.why) for one in found if one.km is None] == []


def test_few_rows_are_said_to_measure_something_else_and_each_says_why(found):
    for mode in MODES:
        mine = [one for one in found if one.mode is mode]
        assert sum(bool(one.expected) for one in mine) <= 0.25 * len(mine)
    assert all(len(one.expected) > 15 for one in found if one.expected)


def test_the_table_is_well_formed():
    table = rows()
    assert len({row["id"] for row in table}) == len(table) > 120
    for row in table:
        question = pair(row)
        assert question.mode in MODES
        low, km, high = (float(row[key]) for key in ("low_km", "published_km", "high_km"))
        assert low <= km <= high or row["expected"], row["id"]
        assert row["source"], row["id"]
        assert not row["address"] or urlsplit(row["address"]).scheme in ("http", "https"), row["id"]


def test_the_page_shows_the_network_of_today(found):
    shown = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and re.fullmatch(r"[dn]-(road|rail|sea)-\d+", cells[0]):
            shown[cells[0]] = float(cells[5].removesuffix("%"))
    assert shown.keys() == {one.row["id"] for one in found}
    mend = "run python tests/published/measured.py with the Python of .venv"
    assert {one.row["id"] for one in found if abs(one.error - shown[one.row["id"]]) > 0.5} == set(), mend

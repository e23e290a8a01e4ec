"""The page on quantiles: what it says holds of a few real ways, found again."""

import re

import pytest

import karwan
from published import spread


@pytest.fixture(scope="module")
def found():
    return spread.held(karwan.open(), draws=200_000, ways=2)


def test_quantiles_of_real_ways_are_those_of_monte_carlo_to_two_per_cent(found):
    ours = next(iter(spread.METHODS))
    for one in found:
        assert max(map(abs, one.errors[ours])) < 2, one


def test_the_page_tells_of_forty_ways_and_of_none_that_errs_by_more_than_two_per_cent():
    page = spread.PAGE.read_text(encoding="utf-8")
    assert page.startswith(spread.HEAD)
    rows = re.findall(
        r"^\| \w+ – \w+ \| [A-Z] \| (.*?) \| \d+ \| (.*) \| (.*) \| (.*) \|$", page, re.MULTILINE
    )
    assert len(rows) >= 40
    assert {mode for modes, *_ in rows for mode in modes.split(", ")} == {"road", "rail", "sea", "air"}
    assert max(abs(float(error)) for _, *errors in rows for error in errors) <= 2

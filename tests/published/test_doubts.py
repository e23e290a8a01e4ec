"""How far means are off that stand in: the page and the rows of `spread` are those of the tables of today."""

import pytest

from karwan.facts.load import load
from karwan.facts.rows import Spread
from published import doubts

MEND = "run python tests/published/doubts.py with the Python of .venv, and set the rows of spread.csv by it"


@pytest.fixture(scope="module")
def facts():
    return load()


def test_the_rows_that_price_a_doubt_are_measured_as_the_page_says(facts):
    rows = facts.by_id(Spread)
    for one in doubts.doubts(facts):
        row = rows[one.row]
        assert row.is_input, row.id
        assert row.value == pytest.approx(one.cv, abs=0.006), MEND


def test_the_page_shows_the_tables_of_today(facts):
    assert doubts.PAGE.read_text(encoding="utf-8") == doubts.page(facts), MEND

"""The chart of what scenarios change."""

from dataclasses import replace
from datetime import date

import pytest

from karwan.report.compare_chart import compare_chart
from karwan.report.sheet import Sheet
from karwan.scenario import of_measures
from karwan.scenario.measures.close import Close
from karwan.testing import draw
from karwan.world import World

TWO_POSTS = """
    A----B----D
    |         |
    |         |
    C----E----F
"""


@pytest.fixture(scope="module")
def answer():
    posts = {"north-road": "BD", "south-road": "EF"}
    world = World(draw(TWO_POSTS, territories={"PK": "ABCE", "CN": "DF"}, posts=posts).state)
    closed = of_measures("without the north", [Close(at=("north-road",), reason="a test")])
    return world.compare(closed, places=("A", "D"), on=date(2026, 11, 24))


def with_times(answer, p50_h, p90_h):
    pairs = [
        replace(pair, changes=tuple(replace(one, p50_h=p50_h, p90_h=p90_h) for one in pair.changes))
        for pair in answer.pairs
    ]
    return compare_chart(replace(answer, pairs=tuple(pairs))).decode()


def test_a_bar_goes_on_to_the_90th_percentile(answer):
    drawn = with_times(answer, 20.0, 30.0)
    assert drawn == with_times(answer, 20.0, 30.0)
    assert "NaN" not in drawn
    assert drawn != with_times(answer, 20.0, 20.0)
    assert len({with_times(answer, 20.0, p90_h) for p90_h in (-20.0, 10.0, 30.0)}) == 3


def test_the_figures_of_median_and_90th_percentile_stand_on_the_chart(answer, monkeypatch):
    said = []

    def noted(self, x, y, words, *look, **more):
        said.append(words)
        write(self, x, y, words, *look, **more)

    write = Sheet.text
    monkeypatch.setattr(Sheet, "text", noted)
    with_times(answer, 20.0, 30.0)
    assert "+20 to +30 h" in said
    assert "time, median to 90th percentile" in said

"""Corridor cards as tables and charts: they hold the figures of the answer, and fit where they stand."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from rich.console import Console

from drawn_corridors import ROAD, SIDES, answer_of, world
from karwan.report.corridor_chart import corridor_chart
from karwan.report.corridor_table import card_lines
from karwan.report.corridor_track import track
from karwan.report.ticks import ticks


@pytest.fixture(scope="module")
def answer():
    return answer_of(world(ROAD, ["A road", "B road", "C"], tables=SIDES))


@pytest.fixture(scope="module")
def planned():
    drawing = "A----B    C----D"
    made = world(
        drawing,
        ["A road", "B road status=planned", "C road", "D"],
        territories={"PK": "ABCD"},
        posts={},
    )
    return answer_of(made)


def printed(answer, width=100):
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    return [line.plain for line in card_lines(answer, console)]


def test_the_last_point_of_the_chart_holds_the_totals(answer):
    card = answer.cards[0]
    last = track(card)[-1]
    assert (last.km, last.hours, last.usd) == pytest.approx(
        (card.route.distance_km, card.route.time_h, card.route.cost_usd)
    )
    assert last.p90_h == pytest.approx(card.route.time_quantiles_h()[2])


def test_a_line_never_falls_and_rises_upright_at_stops(answer):
    bends = track(answer.cards[0])
    for before, after in pairwise(bends):
        assert after.km >= before.km
        assert after.hours >= before.hours
        assert after.usd >= before.usd
        assert after.km == before.km or not after.is_stop


def test_a_planned_stretch_is_as_long_as_the_crow_flies_and_takes_nothing(planned):
    (gap,) = [bend for bend in track(planned.cards[0]) if bend.is_gap]
    last = track(planned.cards[0])[-1]
    assert gap.row.gap.great_circle_km == pytest.approx(50, rel=1e-2)
    assert last.km == pytest.approx(planned.cards[0].route.distance_km + gap.row.gap.great_circle_km)
    text = "\n".join(printed(planned))
    assert "B → C: planned road, 50 km as the crow flies, not priced" in text
    assert "total of what is priced" in text


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_a_card_fits_the_terminal_and_never_takes_more_than_100_columns(answer, width):
    lines = printed(answer, width)
    if width >= 80:
        assert max(map(len, lines)) <= min(width, 100)


def test_the_totals_of_the_table_are_those_of_the_card(answer):
    total = next(line for line in printed(answer) if line.strip().startswith("total"))
    route = answer.cards[0].route
    assert f"{route.distance_km:,.0f}" in total
    assert total.split()[-1] == f"{route.cost_usd:,.0f}"


def test_the_chart_in_the_terminal_is_plain_characters(answer):
    lines = printed(answer)
    start = next(index for index, line in enumerate(lines) if line.startswith("cumulative hours"))
    end = next(index for index, line in enumerate(lines) if line.startswith("A  silk-road"))
    assert all(line.isascii() for line in lines[start:end])
    panels = "\n".join(lines[start:end])
    assert panels.count("+-----") == 2
    assert "A" in panels
    assert "a" in panels


def test_a_chart_says_what_is_shut_and_names_its_sources(answer):
    svg = corridor_chart(answer, "svg").decode()
    assert svg.startswith("<?xml")
    assert "<dc:date>" not in svg
    assert corridor_chart(answer, "png").startswith(b"\x89PNG")


def test_a_chart_of_a_planned_corridor_is_drawn(planned):
    assert corridor_chart(planned, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("most", [0, 0.3, 1, 7, 19.6, 480, 4_894, 123_456])
def test_marks_of_an_axis_are_round_and_reach_the_greatest_value(most):
    marks = ticks(most)
    assert marks[0] == 0
    assert marks[-1] >= most
    assert 2 <= len(marks) <= 8
    assert all(re.fullmatch(r"(1|2|2\.5|5)(e.*)?|[125]0*|250*|0\.\d+", f"{marks[1]:g}") for _ in marks)

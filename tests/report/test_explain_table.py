"""The explanation of a way in the terminal."""

import io

import pytest
from rich.console import Console

from karwan.answers.explain import explain
from karwan.report.explain_table import print_explained
from karwan.testing import draw


@pytest.fixture(scope="module")
def explained():
    rows = [
        {
            "id": f"pass-{year}", "crossing": "pass-road", "direction": "both", "side": "PK",
            "metric": "time_h", "value": value, "unit": "h", "year": year, "evidence": "measured",
        }
        for year, value in ((2018, 8), (2019, 2), (2023, 4))
    ]  # fmt: skip
    world = draw(
        "A----B----C",
        territories={"PK": "AB", "CN": "C"},
        posts={"pass-road": "BC"},
        tables={"crossing_measures": rows},
    )
    return explain(world.state, world.routes("A", "C").answer, "A")


def text(explained, **options):
    out = io.StringIO()
    print_explained(explained, Console(file=out, **{"width": 120, **options}))
    return out.getvalue()


def test_a_formula_stands_in_words_and_numbers_with_its_rule(explained):
    told = text(explained)
    assert "hours   1.5 h = distance 75 km / speed 50 km/h ○ (2.2)" in told
    assert "hours   3 h ● as it was looked up (2.5)" in told


def test_an_input_names_its_rows_and_those_left_out_and_its_source(explained):
    told = " ".join(text(explained).split())
    assert "crossing_measures: mean of pass-2019 2 (2019), pass-2023 4 (2023)" in told
    assert "left out: pass-2018 8 (2018) older [1]" in told
    assert "1 drawn A drawing" in told


def test_an_input_is_told_once(explained):
    assert text(explained).count("rates: road-speed_kmh 50") == 1


def test_lines_keep_to_the_page(explained):
    assert max(map(len, text(explained).splitlines())) <= 100
    assert max(map(len, text(explained, width=60, force_terminal=True, color_system=None).splitlines())) <= 60

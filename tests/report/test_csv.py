import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import karwan
from karwan.answers.critical import Substitute, ask_critical
from karwan.answers.flows import flows_between
from karwan.answers.skims import skim_question
from karwan.facts.places import find
from karwan.report import access_table, critical_table, hinterland_table, reach_table, skim_files
from karwan.report.csv_text import as_csv, safe
from karwan.testing import draw
from karwan.world import World

SRC = Path(karwan.__file__).parent
ON = date(2026, 11, 24)
EVIL = '=HYPERLINK("x")'


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def world():
    elasticity = {"id": "trade-elasticity", "mode": "road", "territory": "*", "metric": "trade_elasticity"}
    return World(
        draw(
            "A----B----C",
            territories={"PK": "AB", "CN": "C"},
            posts={"only-road": "BC"},
            tables={"rates": [elasticity | {"value": 8, "unit": "ratio"}]},
        ).state
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "--1", "+"]
)
def test_what_a_spreadsheet_would_run_is_disarmed(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3.5", "+2", "-1e-05", "1e3", "-31.5,-74.3", "", "Sost–Khunjerab", "a=b"])
def test_numbers_positions_and_plain_words_stay_as_they_are(text):
    assert safe(text) == text


def test_what_is_not_known_is_an_empty_cell():
    assert as_csv(("a", "b", "c"), [(None, 1.5, EVIL)]) == 'a,b,c\n,1.5,"\'=HYPERLINK(""x"")"\n'


def test_all_csv_for_users_is_written_by_the_one_writer():
    wrote = re.compile(r"csv\.(Dict)?[Ww]riter\(")
    houses = ("answers", "cli", "report", "scenario", "serve")
    files = [path for house in houses for path in (SRC / house).rglob("*.py") if path.name != "make.py"]
    assert [path.name for path in files if wrote.search(path.read_text(encoding="utf-8"))] == ["csv_text.py"]


def test_a_post_that_is_called_a_formula_reaches_no_ranking(world):
    answer = ask_critical(world.state, flows_between(world.state.facts, ("A", "C"), {"on": ON}))
    evil = replace(answer, ranking=tuple(replace(row, name=EVIL) for row in answer.ranking))
    assert {row["name"] for row in read(critical_table.csv_text(evil))} == {f"'{EVIL}"}


def test_each_column_of_a_ranking_as_csv_holds_what_json_calls_so(world):
    answer = ask_critical(world.state, flows_between(world.state.facts, ("A", "C"), {"on": ON}))
    substitute = Substitute("post", "other-road", "Other", 0.5)
    row = replace(answer.ranking[0], added_diverted=1, added_time_h=2, added_time_p50_h=3, added_time_p90_h=4)
    row = replace(row, added_p50_h=5, added_p90_h=6, added_cost_usd_t=7, substitute=substitute)
    [told] = read(critical_table.csv_text(replace(answer, ranking=(row,))))
    for key, value in row.as_json().items():
        if key not in ("lost", "substitute"):
            assert told[key] == str(value), key
    assert told["substitute_id"] == "other-road"
    assert told["substitute_share"] == "0.5"


def test_a_city_that_is_called_a_formula_reaches_no_table(world):
    reach, access = world.reach("A", on=ON), world.access(["A"], on=ON)
    cities = tuple(replace(city, place=replace(city.place, name=EVIL)) for city in reach.cities)
    assert {row["name"] for row in read(reach_table.csv_text(replace(reach, cities=cities)))} == {f"'{EVIL}"}
    rows = tuple(replace(row, place=replace(row.place, name=EVIL)) for row in access.rows)
    assert {row["name"] for row in read(access_table.csv_text(replace(access, rows=rows)))} == {f"'{EVIL}"}
    answer = world.hinterland(["A", "C"], on=ON)
    cities = tuple(replace(city, place=replace(city.place, name=EVIL)) for city in answer.cities)
    told = read(hinterland_table.csv_text(replace(answer, cities=cities)))
    assert {row["name"] for row in told} == {f"'{EVIL}"}


def test_a_place_that_is_called_a_formula_reaches_no_skim(world, tmp_path):
    places = [replace(find("A", world.state.facts), name=EVIL), find("C", world.state.facts)]
    question = skim_question(world.state.facts, places, places[1:], {"on": ON})
    path = tmp_path / "skim.csv"
    width = len(question.fields) * len(question.destinations)
    skim_files.write(path, question, {}, lambda a, b: np.zeros((b - a, width), np.float32), lambda *_: None)
    assert [row["origin"] for row in read(path.read_text(encoding="utf-8"))] == [f"'{EVIL}", "C"]

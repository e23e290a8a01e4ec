"""Files that leave the program: GeoJSON, CSV, frames."""

import csv
import io
import json
from dataclasses import replace

import pytest

from karwan.report.frames import routes_frame, steps_frame
from karwan.report.geojson import cut_at_date_line, geojson, geojson_text
from karwan.report.notebook import repr_html
from karwan.report.routes_csv import COLUMNS, routes_csv
from karwan.words.mode import Mode


def parts(feature):
    geometry = feature["geometry"]
    return [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]


def lines_of(content, route):
    return [
        feature
        for feature in content["features"]
        if feature["geometry"]["type"] != "Point" and feature["properties"]["route"] == route
    ]


def test_the_lines_of_a_route_start_at_the_origin_and_end_at_the_destination(answer, shapes):
    content = json.loads(geojson_text(answer, shapes))
    question = answer.question
    for offer in answer.routes:
        lines = lines_of(content, offer.id)
        assert parts(lines[0])[0][0] == pytest.approx([question.origin.lon, question.origin.lat], abs=1e-5)
        ends = [question.destination.lon, question.destination.lat]
        assert parts(lines[-1])[-1][-1] == pytest.approx(ends, abs=1e-5)


def test_there_is_one_line_for_each_stretch_of_one_mode(answer, shapes):
    content = geojson(answer, shapes)
    for offer in answer.routes:
        modes = [feature["properties"]["mode"] for feature in lines_of(content, offer.id)]
        assert modes == [str(mode) for mode in offer.route.modes]


def test_a_line_bears_the_figures_of_the_answer(answer, shapes):
    content = geojson(answer, shapes)
    for route in answer.as_json()["routes"]:
        properties = lines_of(content, route["id"])[0]["properties"]
        for key in ("label", "time_p50_h", "time_p90_h", "cost_usd", "co2e_kg", "distance_km"):
            assert properties[key] == route[key]


def test_gateways_are_points_with_what_they_are(answer, shapes):
    points = {
        feature["properties"]["id"]: feature["properties"]["kind"]
        for feature in geojson(answer, shapes)["features"]
        if feature["geometry"]["type"] == "Point"
    }
    assert points["PKLHE"] == points["KZALA"] == "end"
    assert points["torugart"] == "post"
    assert points["dostyk"] == "gauge"
    assert points["port-karachi"] == points["air-lhe"] == "port"
    assert points["torkham"] == points["chaman"] == "closed"


def test_geojson_bears_the_attribution_and_is_the_same_each_time(answer, shapes):
    text = geojson_text(answer, shapes)
    assert "OpenStreetMap contributors (ODbL)" in json.loads(text)["attribution"]
    assert text == geojson_text(answer, shapes)
    assert json.loads(text) == json.loads(json.dumps(geojson(answer, shapes)))


def test_a_line_over_the_date_line_is_cut_there():
    assert list(cut_at_date_line([(170.0, 10.0), (-170.0, 20.0), (-160.0, 20.0)])) == [
        [(170.0, 10.0), (180.0, 15.0)],
        [(-180.0, 15.0), (-170.0, 20.0), (-160.0, 20.0)],
    ]


def test_csv_has_one_row_a_step_and_its_sums_are_the_totals(answer):
    rows = list(csv.DictReader(io.StringIO(routes_csv(answer))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len(offer.route.steps) for offer in answer.routes)
    for offer in answer.routes:
        own = [row for row in rows if row["route"] == offer.id]
        assert sum(float(row["cost_usd"]) for row in own) == pytest.approx(offer.route.cost_usd)
        assert sum(float(row["time_h"]) for row in own) == pytest.approx(offer.route.time_h)


def test_a_label_that_is_a_formula_reaches_no_spreadsheet(answer):
    evil = replace(answer, routes=(replace(answer.routes[0], label='=HYPERLINK("x")'),))
    rows = list(csv.DictReader(io.StringIO(routes_csv(evil))))
    assert {row["label"] for row in rows} == {'\'=HYPERLINK("x")'}


def test_frames_hold_the_figures_of_the_answer(answer):
    routes, steps = routes_frame(answer), steps_frame(answer)
    for offer in answer.routes:
        row = routes.loc[offer.id]
        assert row["cost_usd"] == pytest.approx(offer.route.cost_usd)
        assert row["time_measured"] + row["time_published"] + row["time_assumed"] == pytest.approx(1)
        assert steps.loc[offer.id, "time_h"].sum() == pytest.approx(offer.route.time_h)
    assert list(routes["letter"]) == list("ABCDEF")
    assert steps.loc[("r0000001", 3), "from_name"] == "Sost–Khunjerab"


def test_frames_of_no_way_are_empty(answer):
    nothing = replace(answer, routes=())
    assert len(routes_frame(nothing)) == len(steps_frame(nothing)) == 0


def test_the_notebook_shows_every_way_and_escapes_names(answer):
    evil = replace(answer, routes=(replace(answer.routes[0], label="<script>alert(1)</script>"),))
    assert "<script" not in repr_html(evil)
    html = repr_html(answer)
    for offer in answer.routes:
        assert offer.label in html
        assert f"{offer.route.cost_usd:,.0f}" in html


def test_lines_of_ways_not_offered_say_so_and_why(answer, shapes):
    way = answer.not_offered[0]
    shut = {**shapes, f"not-offered:{way.family}": [(Mode.ROAD, [(74.3, 31.5), (71.1, 34.1)])]}
    lines = [one["properties"] for one in geojson(answer, shut)["features"] if "offered" in one["properties"]]
    (told,) = [line for line in lines if not line["offered"]]
    assert told["label"] == way.label
    assert "Torkham closed" in told["why"]
    assert told["route"] is None
    assert {line["route"] for line in lines if line["offered"]} == {offer.id for offer in answer.routes}

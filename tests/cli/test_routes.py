"""`karwan routes` on the shipped network: text, JSON, files."""

import csv
import io
import json

import pytest


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("ways")


def test_ways_are_shown_with_days_dollars_and_evidence(karwan):
    told = karwan("routes", "Lahore", "Almaty", "--count", "4")
    assert told.code == 0
    assert "Lahore, PK → Almaty, KZ" in told.out
    assert "Not offered" in told.out
    assert "measured" in told.out
    assert "\x1b" not in told.out


def test_every_step_is_shown_when_asked_for(karwan):
    brief = karwan("routes", "Lahore", "Quetta", "--count", "1", "--modes", "road")
    full = karwan("routes", "Lahore", "Quetta", "--count", "1", "--modes", "road", "--steps")
    assert "haul by road" not in brief.out
    assert "haul by road" in full.out


def test_the_json_holds_every_step_and_their_sums(karwan):
    answer = karwan("routes", "PKLHE", "KZALA", "--count", "3", "--json").json
    asked, found = {"origin", "destination", "cargo", "network", "prices"}, {"routes", "not_offered"}
    assert set(answer) == asked | found | {"why_none", "to_open", "spoken_of", "notes"}
    for route in answer["routes"]:
        assert sum(step["time_h"] for step in route["steps"]) == pytest.approx(route["time_h"], abs=1e-3)
        assert sum(step["cost_usd"] for step in route["steps"]) == pytest.approx(route["cost_usd"], abs=1e-3)


def test_no_way_at_all_is_an_answer(karwan):
    told = karwan("routes", "Lahore", "Almaty", "--modes", "rail", "--avoid", "IR", "--json")
    assert told.code == 0
    assert all("IR" not in route["territories"] for route in told.json["routes"])


@pytest.mark.parametrize("cargo", ["-5t", "nan t", "inf t", "0t", "1e99t", "NaN", "-2x40ft", "lorry", ""])
def test_a_cargo_that_nobody_can_send_is_refused(karwan, cargo):
    told = karwan("routes", "Lahore", "Almaty", "--cargo", cargo)
    assert (told.code, told.out, len(told.faults)) == (2, "", 1)
    assert "cargo" in told.faults[0]


@pytest.mark.parametrize("price", ["-1", "nan", "inf", "1e12"])
def test_a_price_that_is_no_price_is_refused(karwan, price):
    for option in ("--value-of-time", "--carbon-price"):
        told = karwan("routes", "Lahore", "Almaty", option, price)
        assert (told.code, len(told.faults)) == (2, 1)


@pytest.mark.parametrize("point", ["15,65", "-45,80"])
def test_a_point_at_sea_is_no_origin(karwan, point):
    told = karwan("routes", point, "Almaty")
    assert (told.code, told.out, len(told.faults)) == (2, "", 1)
    assert "name a place on land" in told.faults[0]


def test_files_are_written_whole_and_the_table_is_still_shown(karwan, folder):
    told = karwan(
        *("routes", "Lahore", "Almaty", "--count", "3"),
        *("--geojson", folder / "ways.geojson", "--csv", folder / "ways.csv", "--map", folder / "ways.html"),
    )
    assert told.code == 0
    assert "Lahore, PK → Almaty, KZ" in told.out
    drawn = json.loads((folder / "ways.geojson").read_text("utf-8"))
    assert {feature["geometry"]["type"] for feature in drawn["features"]} >= {"Point"}
    rows = list(csv.DictReader(io.StringIO((folder / "ways.csv").read_text("utf-8"))))
    assert rows[0]["from_name"] == "Lahore"
    page = (folder / "ways.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "OpenStreetMap" in page


def test_a_hyphen_prints_the_file_instead_of_the_table(karwan):
    told = karwan("routes", "Lahore", "Quetta", "--count", "1", "--csv", "-")
    assert list(csv.DictReader(io.StringIO(told.out)))
    both = karwan("routes", "Lahore", "Quetta", "--csv", "-", "--json")
    assert (both.code, both.faults) == (
        2,
        ["karwan: standard output holds one answer; give the others a file name"],
    )


def test_a_file_that_cannot_be_written_is_told_before_the_work_begins(karwan, folder):
    (folder / "ways").mkdir()
    told = karwan("routes", "Lahore", "Almaty", "--map", folder / "ways")
    assert (told.code, len(told.faults)) == (2, 1)


def test_where_nothing_leads_the_answer_says_what_stands_in_between(karwan):
    told = karwan("routes", "Lahore", "10,10")
    assert told.code == 0
    assert "10,10 lies outside the region that the network covers" in told.out
    assert karwan("routes", "Lahore", "Multan", "--count", "1", "--json").json["why_none"] is None


def test_no_two_families_of_an_answer_are_called_the_same(karwan):
    for ends in (("Lahore", "Almaty"), ("Karachi", "Istanbul"), ("Xi'an", "Hamburg")):
        answer = karwan("routes", *ends, "--json").json
        labels = [way["label"] for way in (*answer["routes"], *answer["not_offered"])]
        assert len(labels) == len(set(labels))


def test_a_post_bears_one_name_in_steps_and_files(karwan):
    told = karwan("routes", "Lahore", "Almaty", "--count", "1", "--steps")
    rows = karwan("routes", "Lahore", "Almaty", "--count", "1", "--csv", "-")
    for text in (told.out, rows.out):
        assert "Torugart" in text
        assert "Tuergate" not in text

"""`karwan routes` with a departure and with a calendar."""

from datetime import datetime

import pytest

ROUTE = ("routes", "Lahore", "Almaty", "--count", "3", "--modes", "road")


def test_a_departure_tells_when_each_way_arrives_and_where_it_waits(karwan):
    told = karwan(*ROUTE, "--depart", "2026-06-01T08:00")
    assert told.code == 0
    assert "Leaving Mon 1 Jun 2026 08:00" in told.out
    walks = [
        route["walk"] for route in karwan(*ROUTE, "--depart", "2026-06-01T08:00", "--json").json["routes"]
    ]
    assert walks
    for walk in walks:
        assert datetime.fromisoformat(walk["arrives"]) > datetime.fromisoformat(walk["departs"])


def test_a_post_that_shuts_while_the_truck_is_under_way_takes_the_way_from_those_offered(karwan):
    told = karwan(*ROUTE, "--depart", "2025-07-20T08:00", "--json").json
    (barred, *_) = told["not_offered"]
    assert barred["reasons"][0]["where"] == "khunjerab-road"
    assert "reached on 2025-07-2" in barred["reasons"][0]["what"]
    assert all("khunjerab-road" not in route["gateways"] for route in told["routes"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--depart", "2026-02-30T08:00"), "is no moment"),
        (("--depart", "tomorrow"), "is no moment"),
        (("--depart", "2026-06-01T08:00+05:00"), "no zone"),
        (("--depart", "9999-12-31T23:59"), "from 1990 to 2100"),
        (("--depart", "2026-06-01T08:00", "--as-of", "2026-06-02"), "two days"),
        (("--calendar", "27"), "from 1990 to 2100"),
        (("--calendar", "next"), "from 1990 to 2100"),
        (("--calendar", "2027", "--depart", "2027-01-01"), "without --depart"),
        (("--calendar", "2027", "--steps"), "without --steps"),
        (("--chart", "year.svg"), "--calendar 2027"),
        (("--calendar", "2027", "--chart", "year.gif"), "must end in"),
    ],
)
def test_what_makes_no_sense_is_told_with_the_mend(karwan, words, said):
    told = karwan(*ROUTE, *words)
    assert told.code == 2
    assert said in told.err


def test_a_calendar_is_printed_and_drawn(karwan, tmp_path):
    pytest.importorskip("matplotlib")
    told = karwan(*ROUTE, "--calendar", "2027", "--chart", tmp_path / "year.svg")
    assert told.code == 0
    assert "the best way for each week of 2027" in told.out
    assert (tmp_path / "year.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("day", "offered", "shut"),
    [("2025-09-16", "torkham-road", "khunjerab-road"), ("2025-11-15", "khunjerab-road", "torkham-road")],
)
def test_lahore_almaty_passes_the_post_that_was_open_that_autumn_and_says_why_not_the_other(
    karwan, day, offered, shut
):
    told = karwan(*ROUTE, "--as-of", day, "--json").json
    ways = {route["gateways"][0]: route["open_days"] for route in told["routes"]}
    assert offered in ways
    assert shut not in ways
    assert any(closure["where"] == offered for closure in ways[offered]["closures"])
    reasons = [reason for way in told["not_offered"] for reason in way["reasons"]]
    assert any(reason["where"] == shut and reason["what"].startswith("closed") for reason in reasons)

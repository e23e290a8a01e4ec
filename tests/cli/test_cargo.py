"""Products, deadlines and total logistics cost on the command line, on the shipped tables."""

import pytest

from karwan.cli.reference import json_keys
from karwan.opening import open_state
from karwan.world import World

KINNOW = ("routes", "Sargodha", "Almaty", "--product", "kinnow", "--count", "6", "--as-of", "2026-01-15")


def documented(part):
    """Keys of a part of the JSON of routes that the manual names."""
    keys = (row["key"] for row in json_keys() if row["command"] == "routes")
    return {key.removeprefix(f"{part}.") for key in keys if key.startswith(f"{part}.")}


@pytest.fixture(scope="module")
def kinnow():
    """The answer on kinnow in January as JSON, asked once."""
    options = {"product": "kinnow", "count": 6, "on": "2026-01-15", "deadline": "10d", "by": "logistics"}
    return World(open_state()).routes("Sargodha", "Almaty", **options).as_json()


def test_a_product_is_sent_cooled_and_only_where_it_lasts(kinnow):
    assert kinnow["cargo"]["product"] == "kinnow"
    assert kinnow["cargo"]["is_reefer"]
    low, high = kinnow["cargo"]["keeps_days"]
    assert kinnow["notes"] == []
    for way in kinnow["routes"]:
        days = way["time_p90_h"] / 24
        assert days <= high
        at_risk = [one for one in way["limited"] if one["what"].startswith("at risk")]
        assert bool(at_risk) is (days > low)
    stale = [
        way
        for way in kinnow["not_offered"]
        for reason in way["reasons"]
        if reason["what"].startswith("not for this cargo") and reason["source"]
    ]
    assert stale
    assert all(way["otherwise"]["time_p90_h"] / 24 > high for way in stale)


def test_a_way_tells_its_lateness_and_logistics_under_the_documented_keys(kinnow):
    for way in kinnow["routes"]:
        assert set(way["lateness"]) == documented("routes[].lateness")
        assert set(way["logistics"]) == documented("routes[].logistics")
        assert 0 <= way["lateness"]["chance_in_time"] <= 1
        assert way["logistics"]["freight_usd"] == pytest.approx(way["cost_usd"])
    ranked = [way["logistics"]["total_usd"] for way in kinnow["routes"] if way["pareto"]]
    assert ranked == sorted(ranked)


def test_cooling_is_a_line_of_the_price_with_its_evidence(kinnow):
    lines = {line["name"] for way in kinnow["routes"] for line in way["price"]}
    assert "cooling" in lines


def test_a_season_a_deadline_and_the_parts_of_the_cost_are_printed(karwan):
    told = karwan(*KINNOW[:-1], "2026-11-10", "--deadline", "2026-11-20", "--by", "logistics")
    assert told.code == 0
    assert "kinnow out of season on 2026-11-10: leaves Pakistan in Dec-Apr" in told.out
    assert "within 11.0 d: chance " in told.out
    assert "stock in transit $" in told.out
    assert "Best first by total logistics cost" in told.out


def test_dangerous_goods_fly_by_special_permit(karwan):
    told = karwan("routes", "Karachi", "Tashkent", "--product", "batteries", "--count", "3", "--json")
    air = [way for way in told.json["routes"] if "air" in way["modes"]]
    assert all("by special permit: dangerous goods of class 9" in str(way["limited"]) for way in air)
    assert air

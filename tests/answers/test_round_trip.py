"""There and back in drawn worlds: the same way reversed, another way, or none."""

from __future__ import annotations

from datetime import date

import pytest

from karwan.testing import draw

DAY = date(2026, 6, 1)
TWO_WAYS = """
A----B----C
|         |
D----E----F
"""
EMPTY = {
    "id": "road", "mode": "road", "origin": "*", "destination": "*", "unit": "truck", "share": 0.5,
    "share_in_rate": 0.5, "cost_factor": 0.75,
}  # fmt: skip


def world(**tables):
    return draw(
        TWO_WAYS,
        territories={"PK": "ABD", "CN": "CEF"},
        posts={"north-road": "BC", "south-road": "DE"},
        tables={"empties": [EMPTY], **tables},
    )


def shut(post, direction):
    return {"id": f"{post}-1", "crossing": post, "state": "closed", "direction": direction}


def trip(where, **options):
    result = where.routes("A", "C", on=DAY, count=1, round_trip=True, **options)
    (only,) = result.trips.values()
    return only, result


def test_the_way_back_is_the_same_reversed_and_costs_what_it_costs():
    found, result = trip(world())
    assert found.is_same_way
    assert found.loaded_usd == pytest.approx(2 * result.routes[0].route.cost_usd)
    assert found.empty_usd == pytest.approx(0.75 * result.routes[0].route.cost_usd)
    assert found.empty.time_h == pytest.approx(result.routes[0].route.time_h)


def test_where_the_post_lets_nobody_back_the_other_one_is_taken():
    found, result = trip(world(crossing_periods=[shut("north-road", "CN>PK")]))
    assert result.routes[0].gateways == ("north-road",)
    assert found.back.distance_km > found.out.distance_km


def test_where_no_post_lets_back_it_is_said_and_nothing_is_priced():
    closed = [shut("north-road", "CN>PK"), shut("south-road", "CN>PK")]
    found, result = trip(world(crossing_periods=closed))
    assert (found.back, found.empty, found.loaded_usd, found.returned_usd) == (None, None, None, None)
    told = result.as_json()["routes"][0]["round_trip"]
    assert told["back"] is None
    assert told["out_usd"] == pytest.approx(result.routes[0].route.cost_usd)


def test_without_being_asked_for_nobody_comes_back():
    result = world().routes("A", "C", on=DAY)
    assert result.trips == {}
    assert "round_trip" not in result.as_json()["routes"][0]

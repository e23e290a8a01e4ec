"""What operations take, in small drawn worlds whose figures can be reckoned in the head."""

from __future__ import annotations

import math
from datetime import date

import pytest

from karwan.testing import Sketch, draw
from karwan.words.evidence import Evidence
from karwan.words.step import Operation

ROAD = """
    A----B----C
"""
TWO = {"PK": "AB", "CN": "C"}
POST = {"pass-road": "BC"}


def measure(post: str, metric: str, value: float, **more: object) -> dict[str, object]:
    unit = {"time_h": "h", "cost_usd": "USD/truck"}[metric]
    row = {"crossing": post, "direction": "both", "metric": metric, "value": value, "unit": unit}
    name = f"{post}-{metric}-{more.get('side')}-{more.get('year')}"
    return {"id": name, "year": 2023, **row, **more}


def best(world, a="A", c="C", **options):
    return world.routes(a, c, **options).routes[0].route


def test_a_haul_takes_distance_over_speed_and_costs_the_rate_by_weight():
    route = best(draw(ROAD, territories=TWO, posts=POST))
    assert route.distance_km == pytest.approx(100, rel=1e-3)
    assert route.time_h == pytest.approx(route.distance_km / 50)
    assert route.cost_usd == pytest.approx(route.distance_km * 0.1 * 10)
    assert route.co2e_kg == pytest.approx(route.distance_km * 0.1 * 10)


def test_each_side_of_a_post_is_crossed_by_its_own_figure_and_evidence():
    rows = [
        measure("pass-road", "time_h", 5, side="PK", direction="PK>CN", evidence="measured"),
        measure("pass-road", "time_h", 7, side="CN", direction="PK>CN", evidence="published"),
        measure("pass-road", "cost_usd", 40, side="CN", direction="PK>CN", evidence="published"),
    ]
    world = draw(ROAD, territories=TWO, posts=POST, tables={"crossing_measures": rows})
    crossed = [step for step in best(world).steps if step.operation is Operation.CROSS]
    assert [(step.time.value, step.time.evidence) for step in crossed] == [
        (5, Evidence.MEASURED),
        (7, Evidence.PUBLISHED),
    ]
    assert [step.cost.value for step in crossed] == [0, 40]


def test_the_figure_used_is_the_mean_of_the_last_two_measured_years_without_the_pandemic():
    years = {2018: 1.0, 2019: 2.0, 2020: 90.0, 2021: 90.0, 2023: 4.0}
    rows = [
        measure("pass-road", "time_h", hours, side="PK", year=year, evidence="measured")
        for year, hours in years.items()
    ]
    world = draw(ROAD, territories=TWO, posts=POST, tables={"crossing_measures": rows})
    crossed = [step for step in best(world).steps if step.operation is Operation.CROSS]
    assert crossed[0].time.value == pytest.approx(3.0)


def test_what_a_party_claims_never_enters_a_figure():
    rows = [measure("pass-road", "time_h", 1, side="PK", evidence="claimed")]
    world = draw(ROAD, territories=TWO, posts=POST, tables={"crossing_measures": rows})
    assert not any(step.operation is Operation.CROSS for step in best(world).steps)


def test_a_national_average_standing_in_for_a_post_is_assumed():
    average = {
        "id": "pk", "territory": "PK", "mode": "road", "direction": "outbound", "metric": "time_h",
        "value": 9, "unit": "h", "year": 2023, "evidence": "measured",
    }  # fmt: skip
    world = draw(ROAD, territories=TWO, posts=POST, tables={"border_averages": [average]})
    (crossed,) = [step for step in best(world).steps if step.operation is Operation.CROSS]
    assert (crossed.time.value, crossed.time.evidence) == (9, Evidence.ASSUMED)


RAIL = """
    A====B====C
"""


def test_two_gauges_meeting_at_a_post_make_the_goods_change_gauge_once():
    default = {
        "id": "gauge", "operation": "change_gauge", "between": "*", "metric": "time_h", "value": 10,
        "unit": "h", "year": 2023,
    }  # fmt: skip
    sketch = Sketch(
        RAIL,
        territories=TWO,
        posts={"pass-rail": "BC"},
        gauges={"PK": 1676, "CN": 1435},
        tables={"operation_defaults": [default]},
    )
    changes = [step for step in best(sketch.build()).steps if step.operation is Operation.CHANGE_GAUGE]
    assert [step.time.value for step in changes] == [10]


def test_a_post_whose_hours_hold_the_transshipment_does_not_charge_it_again():
    default = {
        "id": "gauge", "operation": "change_gauge", "between": "*", "metric": "time_h", "value": 10,
        "unit": "h", "year": 2023,
    }  # fmt: skip
    held = measure("pass-rail", "time_h", 30, side="CN", includes="cross;change_gauge", evidence="measured")
    world = draw(
        RAIL,
        territories=TWO,
        posts={"pass-rail": "BC"},
        gauges={"PK": 1676, "CN": 1435},
        tables={"operation_defaults": [default], "crossing_measures": [held]},
    )
    assert not any(step.operation is Operation.CHANGE_GAUGE for step in best(world).steps)


def test_a_closed_post_is_not_passed_and_told_with_its_reason_since_and_source():
    source = {"id": "paper", "title": "A paper", "address": "https://example.org"}
    shut = {
        "id": "pass-road-1", "crossing": "pass-road", "since": "2025-10-12", "state": "closed",
        "direction": "both", "why": "fighting", "last_seen": "2026-01-01", "evidence": "published",
        "sources": "paper",
    }  # fmt: skip
    world = draw(ROAD, territories=TWO, posts=POST, tables={"crossing_periods": [shut], "sources": [source]})
    answer = world.routes("A", "C", on=date(2026, 1, 1))
    assert answer.routes == ()
    (way,) = answer.not_offered
    (reason,) = way.reasons
    assert (reason.where, reason.since, reason.sources) == ("pass-road", date(2025, 10, 12), ("paper",))
    assert "fighting" in reason.what
    assert way.otherwise.distance_km == pytest.approx(100, rel=1e-3)
    assert world.routes("A", "C", on=date(2025, 10, 11)).routes


def test_variances_of_steps_without_correlation_add_and_the_quantiles_are_nearly_those_of_a_lognormal():
    route = best(draw(ROAD, territories=TWO, posts=POST))
    sd_h = math.sqrt(sum(step.time_sd_h**2 for step in route.steps))
    assert route.time_sd_h == pytest.approx(sd_h)
    p10, p50, p90 = route.time_quantiles_h()
    assert p10 < p50 < route.time_h < p90
    assert p50**2 == pytest.approx(p10 * p90, rel=1e-2)

"""How far a mean may be off, by what stands in for what nobody measured (docs/rules, 3.6)."""

import math

import pytest

from karwan.answers.explain import explain
from karwan.testing import draw
from karwan.words.step import Operation

ROAD = """
    A----B----C----D
"""
THREE = {"PK": "AB", "CN": "C", "KZ": "D"}
POSTS = {"pass-road": "BC", "gate-road": "CD"}


def varied(metric, cv, operation="cross"):
    row = {"operation": operation, "mode": "road", "territory": "*", "metric": metric, "value": cv}
    return {"id": f"{operation}-{metric.replace('_', '-')}", "unit": "ratio", "is_input": "yes", **row}


VARIED = [
    varied("time_cv", 0.8),
    varied("average_cv", 0.6),
    varied("default_cv", 1.5),
    varied("time_cv", 0.25, "haul"),
    varied("default_cv", 0.3, "haul"),
    varied("year_cv", 0.1, "haul"),
]
AVERAGE = {
    "id": "cn", "territory": "CN", "mode": "road", "direction": "both", "metric": "time_h",
    "value": 10, "unit": "h", "year": 2023, "evidence": "measured",
}  # fmt: skip
DEFAULT = {
    "id": "usual", "operation": "cross", "between": "road", "metric": "time_h", "value": 8, "unit": "h",
    "evidence": "measured",
}  # fmt: skip


def surveyed(side, evidence="measured"):
    return {
        "id": f"pass-{side}", "crossing": "pass-road", "direction": "both", "side": side, "metric": "time_h",
        "value": 5, "unit": "h", "year": 2023, "evidence": evidence,
    }  # fmt: skip


def world(measures=(), rates=()):
    tables = {"spread": VARIED, "border_averages": [AVERAGE], "operation_defaults": [DEFAULT]}
    if measures:
        tables["crossing_measures"] = list(measures)
    if rates:
        tables["rates"] = list(rates)
    return draw(ROAD, territories=THREE, posts=POSTS, tables=tables)


def steps(measures=(), rates=()):
    route = world(measures, rates).routes("A", "D").routes[0].route
    crossed = [step for step in route.steps if step.operation is Operation.CROSS]
    return route, {(step.origin, step.territory): step for step in crossed}


def test_an_average_is_doubted_less_than_a_default_and_a_survey_of_the_post_not_at_all():
    _, at = steps(measures=[surveyed("CN")])
    own, average, default = at["pass-road", "CN"], at["gate-road", "CN"], at["gate-road", "KZ"]
    assert (own.doubt_sd_h, own.time_sd_h) == (0, pytest.approx(5 * 0.8))
    assert average.doubt_sd_h == pytest.approx(10 * 0.6)
    assert average.time_sd_h == pytest.approx(10 * math.hypot(0.8, 0.6))
    assert average.trip_sd_h == pytest.approx(10 * 0.8)
    assert default.time_sd_h == pytest.approx(8 * math.hypot(0.8, 1.5))


def test_what_nobody_measured_of_a_post_is_doubted_though_it_is_told_of_that_post():
    _, at = steps(measures=[surveyed("CN", "assumed")])
    assert at["pass-road", "CN"].doubt_sd_h > 0


def test_the_same_average_at_two_posts_is_one_doubt_and_those_of_two_countries_are_two():
    _, at = steps()
    assert at["pass-road", "CN"].doubt == at["gate-road", "CN"].doubt
    assert at["pass-road", "PK"].doubt != at["gate-road", "KZ"].doubt


def test_a_surveyed_speed_is_doubted_by_its_years_and_a_default_by_how_territories_differ():
    rate = {
        "id": "own", "mode": "road", "territory": "CN", "metric": "speed_kmh", "value": 50, "unit": "km/h",
        "year": 2023, "evidence": "measured",
    }  # fmt: skip
    route, _ = steps(rates=[rate])
    hauls = {leg.territory: leg for leg in route.legs if leg.operation is Operation.HAUL}
    for code, cv in (("CN", 0.1), ("PK", 0.3), ("KZ", 0.3)):
        assert hauls[code].doubt_sd_h == pytest.approx(hauls[code].time.value * cv), code


def test_the_explanation_of_a_spread_tells_the_doubt_as_a_factor_of_its_own():
    drawn = world(measures=[surveyed("CN")])
    found = explain(drawn.state, drawn.routes("A", "D").answer, "A")
    spreads = {
        (one.step.origin, one.step.territory): figure
        for one in found.steps
        for figure in one.figures
        if figure.what == "spread" and one.step.operation is Operation.CROSS
    }
    assert all(figure.factors and figure.holds for figure in spreads.values())
    (_, _, wider) = spreads["gate-road", "KZ"].factors
    assert wider.value == pytest.approx(math.hypot(1, 1.5 / 0.8))
    assert (wider.how, wider.input.rule) == ("root of 1 + (1.5 / 0.8)²", "3.6")
    assert [row.id for row in wider.input.rows] == ["cross-default-cv"]
    assert len(spreads["pass-road", "CN"].factors) == 2

"""The wait for a ferry or train that is known to leave stands in the place of the usual one."""

import pytest

from karwan.testing import draw
from karwan.words.evidence import Evidence
from karwan.words.step import Operation

# Two ports with roads behind them, and a sea between.
SHORES = """
    A----B~~~~C----D
"""
PARTS = {
    "territories": {"AZ": "AB", "KZ": "CD"},
    "gateways": {"port-b": "B", "port-c": "C"},
}
USUAL = {
    "id": "usual", "operation": "wait", "between": "*>sea", "metric": "time_h", "value": 100, "unit": "h",
    "year": 2023,
}  # fmt: skip


def ferry(name="ferry", **more):
    row = {"id": name, "kind": "ferry", "mode": "sea", "origin": "port-b", "destination": "port-c"}
    return {**row, "frequency_per_week": 2, "evidence": "published", **more}


def wait(*services, ends="AD", defaults=(USUAL,), **parts):
    tables = {"operation_defaults": defaults, "services": services}
    route = draw(SHORES, **{**PARTS, **parts}, tables=tables).routes(*ends).routes[0].route
    (step,) = [step for step in route.steps if step.operation is Operation.WAIT and step.time.value]
    return step


def test_a_ferry_twice_a_week_is_waited_for_42_hours_on_the_mean():
    step = wait(ferry())
    assert (step.time.value, step.time.evidence) == (42, Evidence.PUBLISHED)
    assert step.time_sd_h == pytest.approx(84 / 12**0.5)


def test_without_a_service_between_exactly_these_ports_the_usual_wait_stands():
    assert wait().time.value == 100
    assert wait(ferry(destination="port-x")).time.value == 100
    assert wait(ferry(mode="rail")).time.value == 100
    assert wait(ferry(kind="rate")).time.value == 100


def test_a_ferry_comes_back_the_way_it_went_by_assumption_and_a_liner_does_not():
    back = wait(ferry(), ends="DA")
    assert (back.time.value, back.time.evidence) == (42, Evidence.ASSUMED)
    assert wait(ferry(kind="liner"), ends="DA").time.value == 100


def test_a_claimed_frequency_is_assumed_and_gives_way_to_one_that_was_counted():
    claimed = ferry("plan", frequency_per_week=7, evidence="claimed", year=2026)
    counted = ferry("count", frequency_per_week=2, evidence="published", year=2020)
    assert (wait(claimed).time.value, wait(claimed).time.evidence) == (12, Evidence.ASSUMED)
    assert wait(claimed, counted).time.value == 42
    assert wait(counted, ferry("later", frequency_per_week=4, year=2024)).time.value == 21


def test_a_figure_of_the_port_itself_goes_before_the_service():
    own = {**USUAL, "id": "own", "between": "port-b:*>sea", "value": 77}
    assert wait(ferry(), defaults=(USUAL, own)).time.value == 77

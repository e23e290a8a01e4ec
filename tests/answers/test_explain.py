"""How a figure came about: the inputs that are told give it again."""

import math
from datetime import date
from statistics import fmean

import pytest

from karwan.answers.explain import explain
from karwan.answers.letters import words_of
from karwan.errors import InputError
from karwan.facts.rows import Measure
from karwan.operations.book import Book
from karwan.operations.listening import Listening
from karwan.testing import draw
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.step import Operation

DAY = date(2026, 2, 10)
ROAD = "A----B----C"
TWO = {"PK": "AB", "CN": "C"}
POST = {"pass-road": "BC"}
MIXED = """
A----B====C~~~~D----E
|    |         |    |
F====G~~~~~~~~~K====L
"""


def measure(metric, value, **more):
    unit = {"time_h": "h", "cost_usd": "USD/truck"}[metric]
    row = {"crossing": "pass-road", "direction": "both", "metric": metric, "value": value, "unit": unit}
    return {"id": f"{metric}-{more.get('side')}-{more.get('year')}-{more.get('evidence')}", **row, **more}


def rate(mode, metric, value, unit, **more):
    row = {"mode": mode, "territory": "*", "metric": metric, "value": value, "unit": unit}
    return {"id": f"{mode}-{metric}-{more.get('territory')}-{more.get('year')}", **row, **more}


def default(operation, metric, value, unit, between="*"):
    row = {"operation": operation, "between": between, "metric": metric, "value": value, "unit": unit}
    name = between.replace(">", "-to-").replace("*", "any")
    return {"id": f"{operation}-{name}-{metric}", **row}


def varied(operation, cv, mode="*", territory="*", **more):
    row = {"operation": operation, "mode": mode, "territory": territory, "metric": "time_cv", "value": cv}
    shape = {"unit": "ratio", "is_input": "yes", "distribution": "lognormal"}
    return {"id": f"{operation}-{mode}-{territory}".replace("*", "any"), **row, **shape, **more}


def explained(world, a="A", c="C", word="A", **options):
    result = world.routes(a, c, on=DAY, **options)
    return explain(world.state, result.answer, word)


def drawn(*rows, **tables):
    return draw(ROAD, territories=TWO, posts=POST, tables={"crossing_measures": rows, **tables})


def mixed():
    """All modes, own rates, a truckload, rest, spread, ports, fares by weight and by box, a ferry."""
    return draw(
        MIXED,
        territories={"PK": "ABFG", "CN": "C", "IR": "DEKL"},
        posts={"pass-rail": "BC"},
        gateways={
            "rail-b": "B", "port-c": "C", "port-d": "D", "port-g": "G", "port-k": "K", "rail-g": "G",
            "rail-k": "K", "airport-a": "A", "airport-e": "E",
        },
        tables={
            "rates": [
                rate("road", "truckload_t", 15, "t"),
                rate("road", "driving_h_per_day", 9, "h/day"),
                rate("rail", "haul_usd_teukm", 0.3, "USD/TEU-km", territory="PK", year=2023),
                rate("sea", "base_usd_teu", 90, "USD/TEU"),
                rate("air", "base_usd_t", 700, "USD/t"),
            ],
            "operation_defaults": [
                default("load", "time_h", 3, "h"),
                default("unload", "cost_usd", 40, "USD/container"),
                default("transship", "time_h", 5, "h"),
                default("transship", "cost_usd", 7, "USD/t", "road>sea"),
                default("wait", "time_h", 11, "h", "*>sea"),
                default("cross", "time_h", 9, "h", "rail"),
                default("cross", "cost_usd", 100, "USD/wagon", "rail"),
            ],
            "spread": [
                varied("transship", 0.4),
                varied("wait", 0.7, mode="sea", distribution="uniform"),
                varied("cross", 0.8, mode="rail"),
                varied("haul", 0.3, mode="rail", territory="PK"),
            ],
            "gateway_measures": [
                {"id": "g", "gateway": "port-g", "metric": "transship_time_h", "value": 60, "unit": "h"}
            ],
            "services": [
                {
                    "id": "ferry", "kind": "ferry", "mode": "sea", "origin": "port-c",
                    "destination": "port-d", "frequency_per_week": 3, "operator": "x", "year": 2023,
                }
            ],
        },
    )  # fmt: skip


def figure(told, operation, what, place=0):
    steps = [one for one in told.steps if one.step.operation is operation]
    return next(one for one in steps[place].figures if one.what == what)


def inputs(told):
    for one in told.steps:
        for figured in one.figures:
            yield from (factor.input for factor in figured.factors if factor.input is not None)


@pytest.mark.parametrize("cargo", ["40ft", "20t", "7t"])
def test_the_factors_of_every_figure_of_every_way_give_the_figure_of_the_step_again(cargo):
    world = mixed()
    answer = world.routes("A", "E", on=DAY, cargo=cargo, count=20).answer
    words = [word for word in words_of(answer) if len(word) == 1]
    modes = set()
    for word in words:
        told = explain(world.state, answer, word)
        modes |= set(told.route.modes)
        assert [one.step for one in told.steps] == list(told.route.steps)
        for one in told.steps:
            step, found = one.step, {figured.what: figured for figured in one.figures}
            values = step.time.value, step.time_sd_h, step.cost.value, step.co2e.value
            for what, value in zip(("hours", "spread", "dollars", "co2e"), values, strict=True):
                again = found[what].again if value else 0.0
                assert again == pytest.approx(value, rel=1e-12), (step, what)
    assert modes == set(Mode)


def test_an_input_is_the_mean_of_the_rows_that_it_names():
    for used in inputs(explained(mixed(), "A", "E")):
        values = [row.value for row in used.rows if isinstance(row, Measure)]
        assert not values or fmean(values) == pytest.approx(used.value)


def test_a_haul_takes_its_distance_over_the_speed_and_costs_what_is_charged_for():
    told = explained(drawn())
    hours, dollars = figure(told, Operation.HAUL, "hours"), figure(told, Operation.HAUL, "dollars")
    assert [(one.name, one.is_divisor) for one in hours.factors] == [("distance", False), ("speed", True)]
    assert [one.name for one in dollars.factors] == ["distance", "rate", "charged weight"]
    assert (hours.rule, dollars.rule) == ("2.2", "2.4")


def test_years_that_are_left_out_are_told_with_the_reason():
    years = {2017: 1.0, 2019: 2.0, 2020: 90.0, 2023: 4.0}
    rows = [
        measure("time_h", hours, side="PK", year=year, evidence="measured") for year, hours in years.items()
    ]
    rows += [measure("time_h", 1, side="PK", year=2024, evidence=kind) for kind in ("claimed", "assumed")]
    (used,) = (one.input for one in figure(explained(drawn(*rows)), Operation.CROSS, "hours").factors)
    assert sorted(row.year for row in used.rows) == [2019, 2023]
    assert {(row.year, why) for row, why in used.left_out} == {
        (2017, "older"),
        (2020, "exceptional year"),
        (2024, "claimed"),
        (2024, "weaker evidence"),
    }
    assert used.origin == "of the post, PK side"


def test_each_side_of_a_post_has_its_own_input():
    told = explained(drawn(measure("time_h", 5, side="PK"), measure("time_h", 7, side="CN")))
    values = [figure(told, Operation.CROSS, "hours", place).factors[0].value for place in (0, 1)]
    assert values == [5, 7]


def test_a_figure_of_the_whole_post_is_halved():
    told = explained(drawn(measure("time_h", 9)))
    assert [one.value for one in figure(told, Operation.CROSS, "hours", 1).factors] == [9, 0.5]


def test_an_average_that_stands_in_says_so_and_is_assumed():
    average = {
        "id": "pk", "territory": "PK", "mode": "road", "direction": "outbound", "metric": "time_h",
        "value": 9, "unit": "h", "year": 2023, "evidence": "measured",
    }  # fmt: skip
    (factor,) = figure(explained(drawn(border_averages=[average])), Operation.CROSS, "hours").factors
    assert (factor.input.origin, factor.input.rule) == ("average of PK, road, outbound", "4.2")
    assert factor.input.evidence is Evidence.ASSUMED


def test_what_was_measured_there_in_exceptional_years_is_told_behind_the_average_that_stands_for_it():
    average = {
        "id": "pk", "territory": "PK", "mode": "road", "direction": "outbound", "metric": "time_h",
        "value": 9, "unit": "h", "year": 2023, "evidence": "measured",
    }  # fmt: skip
    own = measure("time_h", 50, side="PK", year=2021, evidence="measured")
    (used,) = (
        one.input
        for one in figure(explained(drawn(own, border_averages=[average])), Operation.CROSS, "hours").factors
    )
    assert used.value == 9
    assert [(row.value, row.year, why) for row, why in used.left_out] == [
        (50, 2021, "the post's own, of an exceptional year")
    ]


def test_the_wait_for_a_known_service_is_half_its_headway():
    world = mixed()
    answer = world.routes("A", "E", on=DAY, via=["port-c"], modes=["road", "rail", "sea"]).answer
    told = explain(world.state, answer, "A")
    awaited = [one for one in told.steps if one.step.origin == "port-c" and one.step.operation == "wait"]
    hours = awaited[0].figures[0]
    assert (hours.rule, hours.value) == ("8.4", pytest.approx(168 / 3 / 2))
    assert [row.id for row in hours.factors[1].input.rows] == ["ferry"]


def test_where_a_way_goes_on_through_a_place_nothing_is_told_as_unloaded_there():
    world = draw(
        "A----B----C----D",
        territories={"PK": "ABC", "CN": "D"},
        posts={"pass-road": "CD"},
        tables={
            "operation_defaults": [
                default("load", "time_h", 3, "h"),
                default("unload", "time_h", 4, "h"),
            ]
        },
    )
    told = explained(world, "A", "D", via=["B"])
    kinds = [str(one.step.operation) for one in told.steps]
    assert kinds == ["load", "haul", "haul", "haul", "unload"]
    assert all(figured.holds for one in told.steps for figured in one.figures)


def test_a_listening_book_gives_the_figures_of_the_book():
    world = drawn(measure("time_h", 5, side="PK"))
    book = Book(world.state.facts)
    listening, crossing = Listening(book), book.crossings["pass-road"]
    assert listening.side(crossing, ("PK", "CN"), "PK", "time_h") == book.side(
        crossing, ("PK", "CN"), "PK", "time_h"
    )
    assert listening.side(crossing, ("PK", "CN"), "CN", "time_h") is None
    assert [(heard.lookup, heard.of) for heard in listening.taken()] == [("side", "PK")]
    assert listening.taken() == ()


def test_the_wait_for_an_opening_is_heard_with_its_spread_and_rows():
    hours = {
        "id": "days", "crossing": "pass-road", "direction": "both", "opens": "08:00", "closes": "20:00",
        "since": "2020-01-01",
    }  # fmt: skip
    world = drawn(crossing_hours=[hours])
    book = Book(world.state.facts).on_day(DAY)
    listening = Listening(book)
    wait = listening.hours.expected("pass-road", "PK>CN", DAY)
    assert wait == book.hours.expected("pass-road", "PK>CN", DAY)
    mean, spread = listening.taken()
    assert (mean.figure.value, spread.figure.value) == (wait.time.value, wait.sd_h)
    assert [row.id for row in mean.rows] == ["days"]
    assert math.isclose(wait.time.value, 12 * 12 / (2 * 24))


def test_a_way_that_is_none_of_the_answer_is_no_input():
    with pytest.raises(InputError, match="unknown way 'Z'"):
        explained(drawn(), word="Z")

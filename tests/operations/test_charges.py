"""What is charged beside haul and handling, in small drawn worlds with dollars for the head."""

from __future__ import annotations

import math
import random
from datetime import date
from statistics import fmean

import pytest

from karwan.answers.explain import explain
from karwan.operations.demurrage import mean_excess
from karwan.testing import draw
from karwan.words.evidence import Evidence
from karwan.words.price import price_lines
from karwan.words.step import Operation

DAY = date(2026, 6, 1)
ROAD = "A----B----C----D"
THREE = {"PK": "A", "CN": "BC", "KZ": "D"}
POSTS = {"first-road": "AB", "last-road": "CD"}
SEA = "A----B~~~~~~~~~~C----D"
BY_SEA = {"PK": "AB", "AE": "CD"}
PORTS = {"port-b": "B", "port-c": "C"}


def empty(mode, unit, share, factor, **more):
    row = {"origin": "*", "destination": "*", "share_in_rate": 0.25, **more}
    name = f"{mode}-{unit}-{row['origin']}-{row['destination']}".replace("*", "any")
    return {"id": name, "mode": mode, "unit": unit, "share": share, "cost_factor": factor, **row}


def cover(id_, kind, metric, value, **more):
    usual = {"mode": "*", "territory": "*", "unit": "ratio"}
    return {"id": id_, "cover": kind, "metric": metric, "value": value, **usual, **more}


def standing(id_, kind, per_day, free, **more):
    usual = {"territory": "*", "unit": "USD/TEU", "box": "any"}
    return {"id": id_, "kind": kind, "per_day": per_day, "free_days": free, **usual, **more}


def default(operation, metric, value, unit, between="*"):
    name = between.replace(">", "-to-").replace("*", "any")
    row = {"operation": operation, "between": between, "metric": metric, "value": value, "unit": unit}
    return {"id": f"{operation}-{name}-{metric}", **row}


def regime(id_, kind, effect, territories, relation):
    return {
        "id": id_, "name": id_, "kind": kind, "modes": "road;rail", "relation": relation, "effect": effect,
        "territories": territories, "goods": "all", "state": "in_force", "is_switch": "no", "meaning": "x",
    }  # fmt: skip


def best(world, a="A", b="D", **options):
    return world.routes(a, b, on=DAY, **options).routes[0].route


def charged(route, operation):
    return {step.what: step.cost.value for step in route.steps if step.operation is operation}


def by_road(**tables):
    return draw(ROAD, territories=THREE, posts=POSTS, tables=tables)


def test_without_rows_nothing_is_charged_and_the_price_is_what_is_done():
    route = best(by_road())
    assert route.steps == route.moves
    assert [line.name for line in price_lines(route)] == ["haul"]


def test_empties_cost_the_haul_times_the_factor_times_the_share_that_no_rate_holds():
    route = best(by_road(empties=[empty("road", "truck", 0.75, 0.8)]), cargo="20t")
    haul = route.distance_km * 0.1 * 20
    assert charged(route, Operation.EMPTIES) == {"truck": pytest.approx(haul * 0.8 * 0.5)}
    assert route.cost_usd == pytest.approx(haul * 1.4)


def test_empties_that_the_rates_hold_add_nothing_and_are_told():
    route = best(by_road(empties=[empty("road", "truck", 0.2, 0.8)]))
    assert [(line.name, line.usd) for line in price_lines(route)][1:] == [("empties", 0.0)]


def test_of_empties_the_pair_goes_before_the_origin_and_that_before_any():
    rows = [
        empty("road", "truck", 0.35, 1.0),
        empty("road", "truck", 0.45, 1.0, origin="PK"),
        empty("road", "truck", 0.55, 1.0, origin="PK", destination="KZ"),
    ]
    for count, part in ((1, 0.1), (2, 0.2), (3, 0.3)):
        route = best(by_road(empties=rows[:count]))
        haul = next(line.usd for line in price_lines(route) if line.name == "haul")
        assert sum(charged(route, Operation.EMPTIES).values()) == pytest.approx(haul * part)


def test_the_truck_brings_its_box_home():
    rows = [empty("road", "truck", 0.25, 1.0), empty("road", "container", 0.75, 1.0)]
    assert charged(best(by_road(empties=rows)), Operation.EMPTIES) == {"truck": 0}


def test_where_goods_change_trucks_each_truck_comes_back_from_its_own_trip():
    rows = [
        empty("road", "truck", 0.25, 1.0),
        empty("road", "truck", 0.75, 1.0, origin="PK", destination="CN"),
    ]
    post = {
        "id": "last-road", "name": "last", "territory_a": "CN", "territory_b": "KZ", "mode": "road",
        "lat": 2.0, "lon": 66.0 + 12.5 * 10 / 111.195, "passage": "transload",
    }  # fmt: skip
    shift = default("transship", "time_h", 2, "h", "road>road")
    route = best(by_road(empties=rows, operation_defaults=[shift], crossings=[post]))
    first = sum(step.cost.value for step in route.legs if step.territory != "KZ")
    found = [step.cost.value for step in route.steps if step.operation is Operation.EMPTIES]
    assert found == [pytest.approx(first * 0.5), 0]


def test_cargo_is_insured_by_its_value_once_by_the_dearest_row_of_the_way():
    rows = [
        cover("usual", "cargo", "share_of_value", 0.002),
        cover("china", "cargo", "share_of_value", 0.005, mode="road", territory="CN", evidence="published"),
    ]
    route = best(by_road(insurance=rows))
    assert charged(route, Operation.INSURANCE) == {"cargo": pytest.approx(10_000 * 0.005)}
    (step,) = (step for step in route.steps if step.operation is Operation.INSURANCE)
    # The rate is published, the value of the goods is not.
    assert step.cost.evidence is Evidence.ASSUMED


def test_a_short_run_to_the_port_is_in_the_policy_of_the_voyage():
    rows = [
        cover("land", "cargo", "share_of_value", 0.005),
        cover("sea", "cargo", "share_of_value", 0.001, mode="sea"),
    ]
    short = draw("A-B~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~C-D", territories=BY_SEA, gateways=PORTS,
                 tables={"insurance": rows})  # fmt: skip
    assert charged(best(short), Operation.INSURANCE)["cargo"] == pytest.approx(10)
    longer = draw(SEA, territories=BY_SEA, gateways=PORTS, tables={"insurance": rows})
    assert charged(best(longer), Operation.INSURANCE)["cargo"] == pytest.approx(50)


def test_the_extra_for_war_is_paid_where_it_is_asked_and_when():
    rows = [
        cover("to-pk", "war", "cost_usd", 50, mode="sea", territory="PK", unit="USD/TEU", until="2026-06-30"),
        cover("any", "war", "share_of_value", 0.0001, mode="sea"),
    ]
    world = draw(SEA, territories=BY_SEA, gateways=PORTS, tables={"insurance": rows})
    assert charged(best(world), Operation.INSURANCE) == {"war": pytest.approx(100)}
    later = world.routes("A", "D", on=date(2026, 7, 1)).routes[0].route
    assert charged(later, Operation.INSURANCE) == {"war": pytest.approx(1)}


GUARANTEES = [
    cover("carnet", "guarantee", "cost_usd", 90, mode="road", unit="USD/truck"),
    cover("levies", "guarantee", "levies_of_value", 0.3),
    cover("secured", "guarantee", "share_of_levies", 1.0),
    cover("fee", "guarantee", "share_of_security", 0.01, mode="road"),
]


def test_goods_under_tir_pay_for_one_carnet_a_truck():
    rows = [regime(f"tir-{code}", "tir", "guarantees", code, "each") for code in ("PK", "CN", "KZ")]
    world = by_road(insurance=GUARANTEES, regimes=rows)
    assert charged(best(world), Operation.GUARANTEE) == {"TIR carnet": pytest.approx(90)}
    assert charged(best(world, cargo="3x40ft"), Operation.GUARANTEE) == {"TIR carnet": pytest.approx(270)}


def test_in_transit_without_tir_a_bank_secures_the_levies():
    route = best(by_road(insurance=GUARANTEES))
    assert charged(route, Operation.GUARANTEE) == {"bank guarantee": pytest.approx(10_000 * 0.3 * 0.01)}


def test_between_neighbours_nothing_is_in_transit():
    assert not charged(best(by_road(insurance=GUARANTEES), "A", "C"), Operation.GUARANTEE)


def test_goods_of_a_customs_union_need_no_guarantee_inside_it():
    union = regime("union", "customs_union", "joins", "PK;CN;KZ", "members")
    assert not charged(best(by_road(insurance=GUARANTEES, regimes=[union])), Operation.GUARANTEE)


PORT_ROWS = {
    "operation_defaults": [
        default("transship", "time_h", 24, "h"),
        default("wait", "time_h", 96, "h", "*>sea"),
    ],
    "demurrage": [standing("storage", "storage", 10, 2)],
}


def test_a_box_pays_for_the_days_beyond_the_free_ones_at_each_port():
    world = draw(SEA, territories=BY_SEA, gateways=PORTS, tables=PORT_ROWS)
    found = [step for step in best(world).steps if step.operation is Operation.DEMURRAGE]
    # Five days at the port of loading, three beyond the free ones; one day at that of landing.
    assert [(step.origin, step.cost.value) for step in found] == [("port-b", pytest.approx(3 * 10 * 2))]


def test_loose_goods_and_trucks_pay_no_storage_of_boxes():
    world = draw(SEA, territories=BY_SEA, gateways=PORTS, tables=PORT_ROWS)
    assert not charged(best(world, cargo="100t"), Operation.DEMURRAGE)


def test_a_box_of_the_line_is_paid_for_until_it_is_back_or_the_goods_are_reloaded():
    detention = standing("detention", "detention", 100, 0, box="dry")
    tables = {"demurrage": [detention]}
    far = draw("A--B~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~C--------------------D", territories=BY_SEA,
               gateways=PORTS, tables=tables)  # fmt: skip
    route = best(far)
    inland_d = [step for step in route.legs if step.mode == "road"][-1].time.value / 24
    assert charged(route, Operation.DEMURRAGE) == {"detention": pytest.approx(2 * inland_d * 100 * 2)}
    tables["operation_defaults"] = [default("transship", "cost_usd", 7, "USD/truck", "road>road")]
    cheaper = draw("A--B~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~C--------------------D", territories=BY_SEA,
                   gateways=PORTS, tables=tables)  # fmt: skip
    assert charged(best(cheaper), Operation.DEMURRAGE) == {"reloading": pytest.approx(7)}


def test_a_truck_that_waits_for_the_opening_is_paid_for():
    hours = {
        "id": "night", "crossing": "last-road", "direction": "both", "opens": "08:00", "closes": "20:00",
    }  # fmt: skip
    truck = standing("truck", "truck", 48, 0, unit="USD/truck")
    route = best(by_road(crossing_hours=[hours], demurrage=[truck]))
    # Closed for 12 of 24 hours: 12 x 12 / 2 / 24 = 3 hours on the mean.
    assert charged(route, Operation.DEMURRAGE) == {"truck": pytest.approx(48 * 3 / 24)}


def test_what_a_party_claims_is_never_charged():
    rows = [cover("claim", "cargo", "share_of_value", 0.9, evidence="claimed")]
    assert not charged(best(by_road(insurance=rows)), Operation.INSURANCE)


def test_the_mean_excess_of_a_lognormal_is_that_of_its_draws():
    draws = random.Random(7)
    for mean, sd, free in ((5.0, 2.0, 4.0), (3.0, 3.0, 6.0), (1.0, 0.2, 2.0)):
        s = math.sqrt(math.log1p((sd / mean) ** 2))
        mu = math.log(mean) - s**2 / 2
        drawn = fmean(max(0.0, draws.lognormvariate(mu, s) - free) for _ in range(200_000))
        assert mean_excess(mean, sd, free) == pytest.approx(drawn, rel=0.02, abs=2e-3)
    assert mean_excess(5, 0, 3) == 2
    assert mean_excess(5, 1, 0) == 5
    assert mean_excess(0, 0, 1) == 0


def test_each_charge_is_explained_by_factors_that_give_it_again():
    world = by_road(
        insurance=[*GUARANTEES, cover("usual", "cargo", "share_of_value", 0.002)],
        empties=[empty("road", "truck", 0.75, 0.8)],
    )
    answer = world.routes("A", "D", on=DAY).answer
    told = explain(world.state, answer, "A")
    assert [one.step for one in told.steps] == list(told.route.steps)
    found = [one for one in told.steps if one.step.kind == "charge"]
    assert {str(one.step.operation) for one in found} == {"guarantee", "insurance", "empties"}
    for one in found:
        (dollars,) = one.figures
        assert dollars.again == pytest.approx(one.step.cost.value)
        assert any(factor.input and factor.input.rows for factor in dollars.factors)

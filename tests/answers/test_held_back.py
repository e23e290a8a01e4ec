"""What holds a way back that nothing shuts: each reason on a small drawn map, then on the real one.

A character is 10 km. Roads: 50 km/h and 0.1 dollars a tonne-km: 50 km take 20 t an hour and 100 dollars.
Railways: 25 km/h and half the rate; ships: 25 km/h and a tenth.
"""

from datetime import date

import pytest

from karwan.answers.held_back import HoldKind
from karwan.opening import open_state
from karwan.scenario import apply, of_measures
from karwan.scenario.measures import KINDS
from karwan.testing import draw
from karwan.world import World

ON = date(2026, 7, 1)
HANDLING = [
    {"id": "truck-h", "operation": "transship", "between": "road>road", "metric": "time_h", "value": 0.5},
    {"id": "truck-usd", "operation": "transship", "between": "road>road", "metric": "cost_usd", "value": 10},
    {"id": "gauge-h", "operation": "change_gauge", "between": "rail>rail", "metric": "time_h", "value": 0.5},
    {
        "id": "gauge-usd",
        "operation": "change_gauge",
        "between": "rail>rail",
        "metric": "cost_usd",
        "value": 10,
    },
]
HANDLING = [row | {"unit": "h" if row["metric"] == "time_h" else "USD/shipment"} for row in HANDLING]
# Over the pass 100 km, round by the plain 160 km, which loses.
TWO_WAYS = """
A----B----D
|         |
C----F----E
"""
HOMES = {"PK": "AC", "CN": "B", "KG": "F", "KZ": "DE"}
POSTS = {"ab-road": "AB", "bd-road": "BD", "cf-road": "CF", "fe-road": "FE"}


def ask(world, origin="A", destination="D", on=ON, **options):
    return world.routes(origin, destination, on=on, cargo="20t", **options)


def told(holds):
    """Kind, place, hours and dollars of each."""
    return [
        (str(hold.kind), hold.reason.where, round(hold.part.time_h, 1), round(hold.part.cost_usd))
        for hold in holds
    ]


def admission(home, territory, **more):
    row = {"id": f"{home}-{territory}".lower(), "home": home, "territory": territory, "purpose": "any"}
    return row | {"admitted": "no", "reach": "all", "sources": "drawn", "evidence": "published"} | more


def by_the_plain(answer):
    """The way through F, that which loses."""
    (offer,) = [offer for offer in answer.routes if "cf-road" in offer.gateways]
    assert offer.loses
    return offer


def test_a_way_that_loses_says_where_no_treaty_lets_trucks_on_and_what_that_takes():
    """No truck of PK or KZ goes on in KG, nor one of KG in PK: goods change twice on the plain."""
    pairs = [("PK", "KG"), ("KZ", "KG"), ("CN", "KG"), ("KG", "PK"), ("KG", "KZ")]
    rows = [admission(home, other) for home, other in pairs]
    world = draw(
        TWO_WAYS, territories=HOMES, posts=POSTS, tables={"admissions": rows, "operation_defaults": HANDLING}
    )
    answer = ask(world)
    holds = by_the_plain(answer).held_back
    assert told(holds) == [("treaty", "cf-road", 0.5, 10), ("treaty", "fe-road", 0.5, 10)]
    reason = holds[0].reason
    assert reason.what == "no treaty lets trucks of PK go on in KG, goods change trucks"
    assert (reason.sources, reason.rule) == (("drawn",), None)
    assert answer.routes[0].held_back == ()


def test_the_hours_of_what_holds_back_are_hours_of_the_way():
    rows = [
        admission(home, other) for home, other in (("PK", "KG"), ("KZ", "KG"), ("CN", "KG"), ("KG", "PK"))
    ]
    tables = {"admissions": rows, "operation_defaults": HANDLING}
    offer = by_the_plain(ask(draw(TWO_WAYS, territories=HOMES, posts=POSTS, tables=tables)))
    assert all(step in offer.route.steps for hold in offer.holds for step in hold.part.steps)


def test_a_rule_that_bars_trucks_is_named_with_its_day():
    ban = {
        "id": "no-pk", "name": "The ban", "kind": "ban", "modes": "road", "state": "in_force", "goods": "all",
        "is_switch": "no", "who_signs": "x", "meaning": "x", "since": "2026-01-01", "effect": "bars_vehicles",
        "relation": "each", "territories": "KG",
    }  # fmt: skip
    others = [admission("KG", "PK"), admission("KZ", "PK")]
    tables = {"regimes": [ban], "admissions": others, "operation_defaults": HANDLING}
    (first, *_) = by_the_plain(ask(draw(TWO_WAYS, territories=HOMES, posts=POSTS, tables=tables))).held_back
    assert first.reason.what == "The ban: trucks of PK may not go on in KG, goods change trucks"
    assert (first.reason.rule, first.reason.since) == ("no-pk", date(2026, 1, 1))


def test_a_post_where_all_trucks_turn_back_is_told():
    world = draw(
        TWO_WAYS, territories=HOMES, posts=POSTS,
        passages={"cf-road": "transload"}, tables={"operation_defaults": HANDLING},
    )  # fmt: skip
    holds = by_the_plain(ask(world)).held_back
    assert told(holds) == [("treaty", "cf-road", 0.5, 10)]
    assert holds[0].reason.what == "all trucks turn back, goods change trucks"


TIR = {
    "kind": "tir", "modes": "road", "is_switch": "no", "goods": "all", "who_signs": "x", "meaning": "x",
    "effect": "guarantees", "relation": "members",
}  # fmt: skip


def tir(code, state="in_force"):
    return TIR | {"id": f"tir-{code.lower()}", "name": f"TIR in {code}", "territories": code, "state": state}


def covers():
    shares = [("levies_of_value", 0.5), ("share_of_levies", 1.0), ("share_of_security", 0.01)]
    return [
        {
            "id": name,
            "cover": "guarantee",
            "mode": "*",
            "territory": "*",
            "metric": name,
            "value": value,
            "unit": "ratio",
        }
        for name, value in shares
    ]


def test_where_tir_does_not_work_the_guarantee_of_a_bank_is_told():
    """20 t at 1,000 dollars: half of 20,000 is levied, a bank asks 1 % of that: 100 dollars."""
    rows = [tir("PK"), tir("CN"), tir("KZ"), tir("KG", "signed")]
    tables = {"regimes": rows, "insurance": covers()}
    answer = ask(draw(TWO_WAYS, territories=HOMES, posts=POSTS, tables=tables))
    holds = by_the_plain(answer).held_back
    assert told(holds) == [("tir", "KG", 0.0, 100)]
    assert holds[0].reason.what == "TIR does not work in KG, a bank guarantees"
    everywhere = {"regimes": [*rows[:3], tir("KG")], "insurance": covers()}
    assert (
        by_the_plain(ask(draw(TWO_WAYS, territories=HOMES, posts=POSTS, tables=everywhere))).held_back == ()
    )


RAILS = """
A====B====D
|         |
C====F====E
"""


def test_where_the_gauge_changes_a_way_that_loses_says_what_it_takes():
    """By F the gauge changes twice; by B never."""
    world = draw(
        RAILS.replace("|", "H"),
        territories={"PK": "AC", "CN": "B", "KG": "F", "KZ": "DE"},
        posts={"ab-rail": "AB", "bd-rail": "BD", "cf-rail": "CF", "fe-rail": "FE"},
        gauges={"KG": 1520},
        tables={"operation_defaults": HANDLING},
    )
    answer = ask(world)
    (loser,) = [offer for offer in answer.routes if "cf-rail" in offer.gateways]
    assert told(loser.held_back) == [("gauge", "cf-rail", 0.5, 10), ("gauge", "fe-rail", 0.5, 10)]
    assert loser.held_back[0].reason.what == "the gauge changes from 1435 to 1520 mm"


def train(state, since="", until="", **more):
    row = {"id": f"train-{state}", "name": "The train", "kind": "block_train", "state": state, "why": "war"}
    row |= {"origin": "ab-rail", "destination": "bd-rail", "through": "ab-rail;bd-rail"}
    return row | {"since": since, "until": until} | more


def line(*periods):
    return draw(
        "A====B====D",
        territories={"PK": "A", "IR": "B", "TR": "D"},
        posts={"ab-rail": "AB", "bd-rail": "BD"},
        tables={"service_periods": periods},
    )


def test_a_train_that_is_suspended_is_told_on_the_best_way_too_in_both_directions_and_on_its_days():
    world = line(train("runs", "2025-01-01", "2026-05-31"), train("suspended", "2026-06-01"))
    for ends in (("A", "D"), ("D", "A")):
        (hold,) = ask(world, *ends).routes[0].held_back
        assert hold.kind is HoldKind.SERVICE
        assert hold.reason.what == "no service: The train suspended (war)"
        assert (hold.reason.since, hold.reason.sources) == (date(2026, 6, 1), ("drawn",))
    assert ask(world, on=date(2026, 5, 31)).routes[0].held_back == ()
    assert ask(world, "A", "B").routes[0].held_back == ()


@pytest.mark.parametrize(
    ("state", "words"), [("planned", "planned, no run seen"), ("trial", "trial runs alone")]
)
def test_a_train_that_is_planned_or_only_tried_is_told(state, words):
    (hold,) = ask(line(train(state, why=""))).routes[0].held_back
    assert hold.reason.what == f"no service: The train {words}"


SEA = """
A----B~~~~~~C----D
     |      |
     E------F
"""


def ferry(state="suspended", **more):
    row = {
        "id": f"ferry-{state}",
        "name": "The ferry",
        "kind": "ferry",
        "origin": "port-b",
        "destination": "port-c",
    }
    return row | {"state": state, "since": "2026-06-01", "why": "storm"} | more


def over_sea(*periods, services=()):
    return draw(
        SEA,
        territories={"AZ": "ABE", "TM": "CDF"},
        posts={"ef-road": "EF"},
        gateways={"port-b": "B", "port-c": "C"},
        tables={"service_periods": periods, "services": services},
    )


def test_a_way_over_a_link_that_no_service_serves_is_not_offered_with_reason_day_and_source():
    free, shut = ask(over_sea()), ask(over_sea(ferry()))
    assert any("port-b" in offer.gateways for offer in free.routes)
    assert not any("port-b" in offer.gateways for offer in shut.routes)
    (way,) = [way for way in shut.not_offered if "port-b" in way.gateways]
    (reason,) = way.reasons
    assert reason.what == "no service: The ferry suspended (storm)"
    assert (reason.where, reason.since, reason.sources) == ("port-b", date(2026, 6, 1), ("drawn",))
    assert way.otherwise.time_h == next(o for o in free.routes if "port-b" in o.gateways).route.time_h
    before = ask(over_sea(ferry()), on=date(2026, 5, 31))
    assert any("port-b" in offer.gateways for offer in before.routes)


def test_another_service_on_the_link_keeps_it_open():
    feeder = {"id": "feeder", "kind": "feeder", "mode": "sea", "origin": "port-c", "destination": "port-b"}
    same = feeder | {"id": "same", "kind": "ferry"}
    for services, is_open in (((feeder,), True), ((same,), False)):
        answer = ask(over_sea(ferry(), services=services))
        assert any("port-b" in offer.gateways for offer in answer.routes) is is_open


def test_a_scenario_that_lets_the_ferry_run_opens_its_way():
    world = over_sea(ferry())
    measure = KINDS["service"](
        reason="a test", runs="ferry", origin="port-b", destination="port-c", per_week=2.0
    )
    found = apply(world.state, of_measures("ferry", [measure]), ON)
    answer = ask(World(found.state))
    assert any("port-b" in offer.gateways for offer in answer.routes)


@pytest.fixture(scope="module")
def real():
    return World(open_state())


def test_the_train_from_islamabad_to_istanbul_is_told_as_suspended_since_august_2022(real):
    def trains(on):
        answer = real.routes("Islamabad", "Istanbul", on=on)
        (by_rail,) = [
            offer for offer in answer.routes if {"taftan-rail", "razi-kapikoy-rail"} <= {*offer.gateways}
        ][:1]
        return [hold.reason for hold in by_rail.held_back if hold.kind is HoldKind.SERVICE]

    (reason,) = trains(date(2026, 11, 24))
    assert "Islamabad-Tehran-Istanbul freight train suspended" in reason.what
    assert reason.since == date(2022, 8, 1)
    assert reason.sources
    assert trains(date(2022, 3, 1)) == []

"""What the law opens never makes the best way worse, in random small worlds."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karwan.testing import Sketch

ON = date(2026, 1, 1)
CODES = ("PK", "CN", "KG", "KZ")
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
MAP = """
A----B----C----D
|    |    |    |
E----F----G----I
"""
POSTS = {f"{one}{other}-road".lower(): one + other for one, other in ("AB", "BC", "CD", "EF", "FG", "GI")}
HANDLING = [
    {
        "id": "h",
        "operation": "transship",
        "between": "road>road",
        "metric": "time_h",
        "value": 6,
        "unit": "h",
    },
    {"id": "usd", "operation": "transship", "between": "road>road", "metric": "cost_usd", "value": 90}
    | {"unit": "USD/shipment"},
]
MARKS = {"kind": "ban", "modes": "road;rail;sea;air", "state": "in_force", "goods": "all", "is_switch": "no"}
MARKS |= {"who_signs": "a ministry", "meaning": "barred", "others": ""}
EFFECTS = ("bars_passage", "bars_goods", "bars_transit", "bars_dealing", "bars_vehicles")


@st.composite
def regimes(draw: st.DrawFn) -> dict[str, object]:
    relation = draw(st.sampled_from(("each", "from_to", "between", "pair", "members")))
    ours = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True))
    theirs = [code for code in CODES if code not in ours]
    rule = {"effect": draw(st.sampled_from(EFFECTS)), "relation": relation, "territories": ";".join(ours)}
    if relation in ("from_to", "between"):
        rule["others"] = ";".join(draw(st.lists(st.sampled_from(theirs), min_size=1, unique=True)))
    if relation in ("pair", "members"):
        rule["territories"] = ";".join((ours[0], theirs[0]))
    if draw(st.integers(0, 3)) == 0:
        rule["at"] = draw(st.sampled_from(sorted(POSTS)))
    return MARKS | rule


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """Two roads through four territories, under random rules, admissions and closures."""
    rules = draw(st.lists(regimes(), max_size=3))
    refused = draw(st.sets(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=8))
    admissions = [
        {"id": f"{home}-in-{code}".lower(), "home": home, "territory": code, "purpose": "any"}
        | {"admitted": draw(st.sampled_from(("no", "permit"))), "reach": "border"}
        for home, code in sorted(refused)
        if home != code
    ]
    shut = draw(st.sets(st.sampled_from(sorted(POSTS)), max_size=2))
    tables = {
        "regimes": [rule | {"id": f"rule-{number}", "name": "rule"} for number, rule in enumerate(rules)],
        "admissions": admissions,
        "operation_defaults": HANDLING,
        "crossing_periods": [
            {"id": f"{post}-1", "crossing": post, "state": "closed", "direction": "both"} for post in shut
        ],
    }
    transload = draw(st.sets(st.sampled_from(sorted(POSTS)), max_size=2))
    places = {"PK": "AE", "CN": "BF", "KG": "CG", "KZ": "DI"}
    return Sketch(MAP, places, POSTS, tables=tables, passages=dict.fromkeys(transload, "transload"))


def least(sketch: Sketch, by: str) -> float:
    answer = sketch.build().routes("A", "D", on=ON, by=by)
    return min((offer.generalised_usd for offer in answer.routes), default=math.inf)


def without(sketch: Sketch, table: str, index: int) -> Sketch:
    rows = list(sketch.tables[table])
    del rows[index]
    return replace(sketch, tables={**sketch.tables, table: rows})


@SLOW
@given(sketches(), st.sampled_from(("regimes", "admissions", "crossing_periods")), st.data())
def test_lifting_a_bar_never_makes_the_best_way_worse(sketch, table, data):
    if not sketch.tables[table]:
        return
    index = data.draw(st.integers(0, len(sketch.tables[table]) - 1))
    for by in ("time", "cost", "generalised"):
        assert least(without(sketch, table, index), by) <= least(sketch, by) + 1e-6


@SLOW
@given(sketches())
def test_a_way_that_is_offered_meets_no_bar_and_one_that_is_not_meets_some(sketch):
    answer = sketch.build().routes("A", "D", on=ON)
    shut = {row["crossing"] for row in sketch.tables["crossing_periods"]}
    assert not any(shut & set(offer.gateways) for offer in answer.routes)
    assert all(way.reasons for way in answer.not_offered)
    assert bool(answer.routes) or answer.answer.least is not None


@SLOW
@given(sketches())
def test_what_would_open_a_way_opens_one_and_nothing_less_does(sketch):
    """Where nothing is offered: with the least reasons lifted something is, with one kept nothing is."""
    least_way = sketch.build().routes("A", "D", on=ON).answer.least
    if least_way is None:
        return
    lifted = lift(sketch, least_way.reasons)
    assert lifted.build().routes("A", "D", on=ON).routes
    if len(least_way.reasons) == 1:
        return
    for kept in range(len(least_way.reasons)):
        some = [reason for number, reason in enumerate(least_way.reasons) if number != kept]
        assert not lift(sketch, some).build().routes("A", "D", on=ON).routes


def lift(sketch: Sketch, reasons) -> Sketch:
    rules = {reason.rule for reason in reasons}
    posts = {reason.where for reason in reasons if reason.rule is None}
    tables = {
        **sketch.tables,
        "regimes": [row for row in sketch.tables["regimes"] if row["id"] not in rules],
        "crossing_periods": [
            row for row in sketch.tables["crossing_periods"] if row["crossing"] not in posts
        ],
    }
    return replace(sketch, tables=tables)

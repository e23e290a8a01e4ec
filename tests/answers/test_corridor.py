"""Corridors in small drawn worlds whose totals can be reckoned in the head."""

from __future__ import annotations

import math
from datetime import date

import pytest

from drawn_corridors import ON, ROAD, SIDES, card_of, world
from karwan.answers.corridor import ask_corridor, corridor_question
from karwan.answers.corridor_list import corridors
from karwan.answers.corridor_rows import RowKind, is_crossing
from karwan.errors import InputError
from karwan.facts.rows import Waypoint
from karwan.opening import open_state
from karwan.words.mode import Mode
from karwan.words.step import Operation
from karwan.world import World


def test_a_corridor_adds_up_section_by_section():
    card = card_of(world(ROAD, ["A road", "B road", "C"], tables=SIDES))
    # 100 km at 50 km/h and a dollar a km for 10 t; 5 h and 7 h at the post half way between B and C
    assert [(row.kind, row.origin, row.destination) for row in card.rows] == [
        (RowKind.SECTION, "silk-road-1", "silk-road-2"),
        (RowKind.SECTION, "silk-road-2", "pass-road"),
        (RowKind.STOP, "pass-road", "pass-road"),
        (RowKind.SECTION, "pass-road", "silk-road-3"),
    ]
    assert [row.total_h for row in card.rows] == pytest.approx([1, 1.5, 13.5, 14], rel=1e-3)
    assert [row.total_usd for row in card.rows] == pytest.approx([50, 75, 75, 100], rel=1e-3)
    assert [row.territory for row in card.rows] == ["PK", "PK", "PK", "CN"]


def test_totals_are_the_sums_of_rows_and_the_last_row_holds_them():
    card = card_of(world(ROAD, ["A road", "B road", "C"], tables=SIDES))
    for own, total in (("distance_km", "total_km"), ("time_h", "total_h"), ("cost_usd", "total_usd")):
        whole = getattr(card.route, own)
        assert math.fsum(getattr(row, own) for row in card.rows) == pytest.approx(whole)
        assert getattr(card.rows[-1], total) == pytest.approx(whole)
    assert card.rows[-1].total_p90_h == pytest.approx(card.route.time_quantiles_h()[2])


def test_a_card_says_what_routes_say_of_the_same_way():
    made = world(ROAD, ["A road", "B road", "C"], tables=SIDES)
    offered = made.routes("A", "C", via=["B"], on=ON).routes[0].route
    card = card_of(made)
    assert card.route.distance_km == pytest.approx(offered.distance_km)
    assert card.route.time_quantiles_h() == pytest.approx(offered.time_quantiles_h())
    assert card.route.cost_usd == pytest.approx(offered.cost_usd)
    assert [step.operation for step in card.route.steps] == [step.operation for step in offered.steps]


def test_charges_stand_at_the_end_of_the_card_as_they_do_in_routes():
    state = open_state()
    (card,) = ask_corridor(state, corridor_question(state.facts, ["qtta"], on=ON)).cards
    charged = {row.steps[0].operation: row.cost_usd for row in card.rows if row.kind is RowKind.CHARGE}
    assert all(row.kind is RowKind.CHARGE for row in card.rows[-len(charged) :])
    assert card.rows[-1].total_usd == pytest.approx(card.route.cost_usd)
    points = {row.id: f"{row.lat},{row.lon}" for row in state.facts.rows(Waypoint)}
    ends = (points[card.rows[0].origin], points[card.rows[-1].destination])
    posts = [row.origin for row in card.rows if is_crossing(row)]
    offered = World(state).routes(*ends, modes=["road"], via=posts, on=ON).routes[0].route
    paid = {step.operation: step.cost.value for step in offered.steps if step.kind == "charge"}
    assert charged.keys() == paid.keys()
    # Those that do not grow with the kilometres, in which the ways differ between the posts.
    for line in (Operation.GUARANTEE, Operation.INSURANCE, Operation.DEMURRAGE):
        assert charged[line] == pytest.approx(paid[line], rel=0.01)


def test_a_closed_post_is_told_with_its_reason_and_the_card_is_priced_as_if_it_were_open():
    shut = {"crossing": "pass-road", "state": "closed", "direction": "both", "why": "snow"}
    period = {"crossing_periods": [{"id": "pass-road-1", "since": "2025-12-01"} | shut]}
    closed = card_of(world(ROAD, ["A road", "B road", "C"], tables=SIDES | period))
    free = card_of(world(ROAD, ["A road", "B road", "C"], tables=SIDES))
    assert [(reason.where, reason.what) for reason in closed.reasons] == [("pass-road", "closed: snow")]
    stop = next(row for row in closed.rows if row.kind is RowKind.STOP)
    assert stop.reasons == closed.reasons
    assert closed.route.cost_usd == pytest.approx(free.route.cost_usd)
    assert free.reasons == ()


def test_a_planned_stretch_is_shown_and_not_priced():
    drawing = "A----B    C----D"
    points = ["A road", "B road status=planned", "C road", "D"]
    card = card_of(world(drawing, points, territories={"PK": "ABCD"}, posts={}))
    assert [row.kind for row in card.rows] == [RowKind.SECTION, RowKind.GAP, RowKind.SECTION]
    gap = card.rows[1]
    assert gap.gap.is_planned
    assert gap.gap.great_circle_km == pytest.approx(50, rel=1e-2)
    assert (gap.distance_km, gap.time_h, gap.cost_usd) == (0, 0, 0)
    assert card.route.distance_km == pytest.approx(100, rel=1e-3)


def test_a_stretch_without_a_way_on_the_network_is_a_gap_that_says_so():
    card = card_of(
        world(
            "A----B    C----D",
            ["A road", "B road status=closed", "C road", "D"],
            territories={"PK": "ABCD"},
            posts={},
        )
    )
    assert [gap.is_planned for gap in card.gaps] == [False]
    assert card.route.distance_km == pytest.approx(100, rel=1e-3)


BY_RAIL = """
    A----B====C
"""


def test_where_the_mode_changes_goods_are_transshipped_at_the_terminal():
    defaults = [
        {"id": "t", "operation": "transship", "between": "*", "metric": "time_h", "value": 6, "unit": "h"}
    ]
    made = world(
        BY_RAIL,
        ["A road", "B rail", "C"],
        territories={"PK": "ABC"},
        posts={},
        gateways={"rail-b": "B"},
        tables={"operation_defaults": defaults},
    )
    card = card_of(made)
    assert card.route.modes == (Mode.ROAD, Mode.RAIL)
    stop = next(row for row in card.rows if row.origin == row.destination)
    assert (stop.origin, stop.time_h) == ("rail-b", 6)
    # 50 km at 50 km/h, 50 km at 25 km/h
    assert card.route.time_h == pytest.approx(1 + 6 + 2, rel=1e-3)
    assert [row.origin for row in card.worst_by_hours] == ["rail-b"]


def test_a_break_of_gauge_is_told_with_both_gauges_and_its_hours():
    defaults = [
        {"id": "g", "operation": "change_gauge", "between": "*", "metric": "time_h", "value": 9, "unit": "h"}
    ]
    made = world(
        "A====B====C",
        ["A rail", "B rail", "C"],
        posts={"pass-rail": "BC"},
        gauges={"PK": 1676, "CN": 1435},
        tables={"operation_defaults": defaults},
    )
    (found,) = card_of(made).gauge_breaks
    assert (found.where, found.from_mm, found.to_mm, found.time_h) == ("pass-rail", 1676, 1435, 9)


FORK = """
    A----B----C
    |         |
    D---------E
"""


def test_a_corridor_goes_through_the_post_that_a_waypoint_names_though_another_is_quicker():
    territories, posts = {"PK": "ABD", "CN": "CE"}, {"pass-road": "BC", "long-road": "DE"}
    usual = card_of(world(FORK, ["A road", "C"], territories=territories, posts=posts))
    named = card_of(world(FORK, ["A road via=long-road", "C"], territories=territories, posts=posts))
    stops = [
        next(row.destination for row in card.rows if row.kind is RowKind.SECTION) for card in (usual, named)
    ]
    assert stops == ["pass-road", "long-road"]


def test_a_corridor_keeps_to_its_territories_over_a_shut_post_rather_than_through_a_third():
    drawing = """
        A----B----C
        |         |
        D---------E
    """
    territories, posts = (
        {"PK": "AB", "CN": "C", "AF": "DE"},
        {"pass-road": "BC", "w-road": "AD", "e-road": "CE"},
    )
    shut = {
        "id": "pass-road-1",
        "crossing": "pass-road",
        "state": "closed",
        "direction": "both",
        "why": "war",
    }
    card = card_of(
        world(
            drawing,
            ["A road", "C"],
            territories=territories,
            posts=posts,
            tables={"crossing_periods": [shut]},
        )
    )
    assert card.route.territories == ("PK", "CN")
    assert [reason.where for reason in card.reasons] == ["pass-road"]


def test_the_indicators_are_those_of_the_survey():
    card = card_of(
        world("A----B-------------------------C", ["A road", "C"], tables=SIDES, posts={"pass-road": "BC"})
    )
    whole, pakistan, china = card.indicators
    # 310 km: 6.2 h moving, 5 h and 7 h at two sides, a dollar a km for 10 t
    assert whole.sides == 2
    assert whole.modelled["post_time_h"] == pytest.approx(6)
    assert whole.modelled["speed_kmh"] == pytest.approx(50)
    assert whole.modelled["speed_with_delay_kmh"] == pytest.approx(310 / 18.2, rel=1e-3)
    assert whole.modelled["trip_cost_usd"] == pytest.approx(500 * 20 / 10, rel=1e-3)
    assert (pakistan.territory, pakistan.modelled["post_time_h"]) == ("PK", pytest.approx(5))
    assert (china.territory, china.modelled["post_time_h"]) == ("CN", pytest.approx(7))
    # only the Pakistani side was measured; the other figure is assumed
    assert (whole.observed["post_time_h"].value, whole.observed["post_time_h"].years) == (5, (2023,))
    assert pakistan.observed["post_time_h"] is None


def test_what_was_observed_in_a_country_is_the_mean_of_its_last_two_usual_years():
    rows = [
        {"id": f"pk-{year}", "territory": "PK", "mode": "road", "direction": "outbound", "metric": "time_h"}
        | {"value": value, "unit": "h", "year": year, "evidence": "measured"}
        for year, value in ((2019, 1), (2021, 90), (2022, 10), (2023, 20))
    ]
    card = card_of(world(ROAD, ["A road", "B road", "C"], tables=SIDES | {"border_averages": rows}))
    observed = card.indicators[1].observed["post_time_h"]
    assert (observed.value, observed.years) == (15, (2022, 2023))


REGIME = {
    "kind": "road_agreement",
    "relation": "members",
    "modes": "road",
    "state": "in_force",
    "is_switch": "no",
    "goods": "all",
    "effect": "opens",
    "who_signs": "ministries",
    "meaning": "trucks may go on",
}


def test_a_regime_holds_where_both_are_parties_and_from_its_day_on():
    rows = [
        REGIME | {"id": "both", "name": "Of both", "territories": "PK;CN", "since": "2025-01-01"},
        REGIME | {"id": "one", "name": "Of one alone", "territories": "PK;KZ"},
        REGIME | {"id": "each", "name": "In one", "territories": "CN", "relation": "each"},
        REGIME | {"id": "idle", "name": "Not yet", "territories": "PK;CN", "state": "signed"},
        REGIME
        | {"id": "ban", "name": "A bar", "territories": "PK", "others": "CN"}
        | {"relation": "from_to", "effect": "bars_goods", "kind": "ban"},
    ]
    made = world(
        ROAD,
        ["A road", "B road", "C"],
        tables={
            "regimes": rows,
            "territories": [{"id": code, "name": code, "is_landlocked": "no"} for code in ("PK", "CN", "KZ")],
        },
    )
    law = card_of(made).law
    assert [(one.territory, [row.id for row in one.regimes]) for one in law.grounds] == [
        ("PK", ["both"]),
        ("CN", ["both", "each"]),
    ]
    assert [row.id for row in law.bars] == ["ban"]
    assert [row.id for row in law.idle] == ["idle"]
    before = card_of(made, on=date(2024, 6, 1)).law
    assert [[row.id for row in one.regimes] for one in before.grounds] == [[], ["each"]]


def test_a_corridor_is_meant_by_its_id_its_name_or_how_its_id_begins():
    facts = world(ROAD, ["A road", "B road", "C"]).state.facts
    for word in ("silk-road", "SILK-ROAD", "the silk-road", "Silk"):
        assert corridor_question(facts, [word], on=ON).corridors[0].id == "silk-road"
    with pytest.raises(InputError, match="unknown corridor 'silk-raod'; did you mean silk-road"):
        corridor_question(facts, ["silk-raod"], on=ON)


def test_a_corridor_that_begins_and_ends_at_sea_has_its_ports_and_the_roads_to_them():
    made = world(
        "A----B~~~~C----D",
        ["B sea via=port-b", "C"],
        territories={"PK": "AB", "IR": "CD"},
        posts={},
        gateways={"port-b": "B", "port-c": "C"},
    )
    card = card_of(made)
    assert card.route.modes == (Mode.ROAD, Mode.SEA, Mode.ROAD)
    assert card.route.distance_km == pytest.approx(50, rel=1e-2)
    assert not card.gaps


def test_the_list_tells_legs_modes_and_territories():
    made = world(ROAD, ["A road", "B road status=planned", "C"])
    (listed,) = corridors(made.state.facts).corridors
    assert (listed.legs, listed.planned, listed.modes, listed.territories) == (2, 1, ("road",), ("PK", "CN"))

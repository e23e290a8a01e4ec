"""Ways that do not suit the goods, on drawn maps: limits, dangerous goods, shelf life, season."""

import pytest

from karwan.errors import InputError
from karwan.testing import Sketch

# From A by B or by C to D, each a territory of its own.
MAP = """
B----D
|    |
A----C
"""
UNIT = {
    "name": "box",
    "kind": "container",
    "tonnes": 10,
    "max_tonnes": 60,
    "teu": 2,
    "rail_teu": 2,
    "trucks": 1,
    "wagons": 1,
    "box_t": 4,
    "truck": "semi_6",
    "truck_t": 16,
    "truck_axle_share": 0.25,
    "height_m": 4,
    "wagon": "wagon_4",
    "wagon_t": 20,
    "wagon_axle_share": 0.25,
}
PRODUCT = {"commodity": "general", "origin": "*", "needs_reefer": "no"}
POSTS = {"north-road": "AB", "east-road": "BD", "south-road": "AC", "west-road": "CD"}


def world(limits=(), products=()):
    rows = [
        {
            "mode": "road",
            "territory": "*",
            "vehicle": "any",
            "effect": "refused",
            "spares_international": "no",
            **row,
        }
        for row in limits
    ]
    units = [{"id": "40ft", **UNIT}, {"id": "t", **UNIT, "kind": "bulk", "tonnes": 1, "trucks": 0.05}]
    return Sketch(
        MAP,
        territories={"PK": "A", "IR": "B", "CN": "C", "KZ": "D"},
        posts=POSTS,
        tables={
            "cargo_units": units,
            "limits": rows,
            "products": [{**PRODUCT, "name": row["id"], **row} for row in products],
        },
        km=200,
    ).build()


def ways(answer):
    return {way.gateways for way in answer.routes}


NORTH, SOUTH = ("north-road", "east-road"), ("south-road", "west-road")


def test_without_limits_both_ways_are_open():
    answer = world().routes("A", "D")
    assert ways(answer) == {NORTH, SOUTH}
    assert not any(way.limited for way in answer.routes)


def test_a_territory_that_refuses_a_class_is_shut_to_it_alone():
    limit = {"id": "no-5", "territory": "IR", "metric": "dangerous", "un_classes": "5"}
    products = [{"id": "nitrate", "un_class": "5.1"}, {"id": "fuel", "un_class": "3"}]
    here = world([limit], products)
    answer = here.routes("A", "D", product="nitrate")
    assert ways(answer) == {SOUTH}
    [refused] = answer.not_offered
    assert refused.gateways == NORTH
    assert [(reason.where, reason.what) for reason in refused.reasons] == [
        ("IR", "refused: dangerous goods of class 5.1")
    ]
    assert ways(here.routes("A", "D", product="fuel")) == {NORTH, SOUTH}


def test_a_class_that_needs_a_permit_passes_and_is_told():
    limit = {"id": "any-1", "metric": "dangerous", "un_classes": "1", "effect": "permit"}
    answer = world([limit], [{"id": "powder", "un_class": "1"}]).routes("A", "D", product="powder")
    assert ways(answer) == {NORTH, SOUTH}
    told = {reason.what for way in answer.routes for reason in way.limited}
    assert told == {"by special permit: dangerous goods of class 1"}


def test_a_truck_heavier_than_a_post_bears_takes_the_other_way():
    limit = {"id": "bridge", "territory": "IR", "at": "east-road", "metric": "gross_t", "value": 32}
    here = world([limit])
    assert ways(here.routes("A", "D")) == {NORTH, SOUTH}
    heavy = here.routes("A", "D", cargo="40ft:13t")
    assert ways(heavy) == {SOUTH}
    [reason] = heavy.not_offered[0].reasons
    assert (reason.where, reason.what) == ("east-road", "refused: gross weight 33 t, over 32 t")


def test_the_limit_of_the_very_vehicle_goes_before_that_of_any():
    rows = [
        {"id": "any", "metric": "gross_t", "value": 20, "territory": "IR"},
        {"id": "six", "metric": "gross_t", "value": 40, "territory": "IR", "vehicle": "semi_6"},
    ]
    assert ways(world(rows).routes("A", "D")) == {NORTH, SOUTH}


def test_the_default_stands_where_a_territory_has_no_limit_of_its_own():
    rows = [
        {"id": "any", "metric": "gross_t", "value": 20},
        {"id": "ir", "metric": "gross_t", "value": 40, "territory": "IR"},
        {"id": "pk", "metric": "gross_t", "value": 40, "territory": "PK"},
        {"id": "kz", "metric": "gross_t", "value": 40, "territory": "KZ"},
    ]
    assert ways(world(rows).routes("A", "D")) == {NORTH}


@pytest.mark.parametrize(
    ("row", "is_open"),
    [
        ({"months": "6;7"}, True),
        ({"months": "1;12"}, False),
        ({"since": "2027-01-01"}, True),
        ({"until": "2026-12-31"}, False),
        ({"spares_international": "yes"}, True),
    ],
)
def test_a_limit_holds_in_its_months_on_its_days_and_for_those_it_means(row, is_open):
    limit = {"id": "low", "territory": "IR", "metric": "height_m", "value": 3.5, **row}
    assert (NORTH in ways(world([limit]).routes("A", "D", on="2026-12-10"))) is is_open


def test_a_tunnel_is_told_where_the_way_leads_past_it_and_bars_nothing():
    height = {"id": "low", "territory": "IR", "metric": "height_m", "value": 3.5, "place": "Old tunnel"}
    here = world([{**height, "lat": 4.7, "lon": 66.0}])
    answer = here.routes("A", "D")
    told = {way.gateways: [reason.what for reason in way.limited] for way in answer.routes}
    assert told == {NORTH: ["refused: height 4 m, over 3.5 m (Old tunnel)"], SOUTH: []}
    far = world([{**height, "lat": 4.7, "lon": 68.0}]).routes("A", "D")
    assert not any(way.limited for way in far.routes)


def test_goods_that_would_not_last_are_not_offered_the_way():
    # 1,400 km at 50 km an hour take 28 h on the mean, and nine in ten arrive within some 33 h.
    short = {"shelf_life_days_low": 1, "shelf_life_days_high": 1}
    long = {"shelf_life_days_low": 1, "shelf_life_days_high": 2}
    here = world(products=[{"id": "milk", **short}, {"id": "plums", **long}, {"id": "rice"}])
    milk = here.routes("A", "D", product="milk")
    assert ways(milk) == set()
    reasons = {reason.what for way in milk.not_offered for reason in way.reasons}
    assert reasons == {"not for this cargo: P90 1.4 days, keeps 1 days"}
    plums = here.routes("A", "D", product="plums")
    assert ways(plums) == {NORTH, SOUTH}
    told = {reason.what for way in plums.routes for reason in way.limited}
    assert told == {"at risk: P90 1.4 days, keeps 1 to 2 days"}
    assert not any(way.limited for way in here.routes("A", "D", product="rice").routes)


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2026-11-30", True), ("2026-12-01", False), ("2027-02-10", False), ("2027-03-01", True)],
)
def test_a_season_runs_over_the_turn_of_the_year(day, is_told):
    here = world(products=[{"id": "kinnow", "origin": "PK", "season_months": "12;1;2"}])
    answer = here.routes("A", "D", product="kinnow", on=day).answer
    assert bool(answer.notes) is is_told
    assert ways(here.routes("A", "D", product="kinnow", on=day)) == {NORTH, SOUTH}


def test_a_season_is_that_of_its_origin_alone():
    here = world(products=[{"id": "kinnow", "origin": "PK", "season_months": "12;1;2"}])
    assert here.routes("D", "A", product="kinnow", on="2026-07-01").answer.notes == ()
    [note] = here.routes("A", "D", product="kinnow", on="2026-07-01").answer.notes
    assert note.what == "out of season on 2026-07-01: leaves PK in Dec-Feb"


def test_a_truck_that_nobody_lets_pass_is_a_mistake():
    rows = [{"id": "any", "metric": "gross_t", "value": 40, "effect": "permit"}]
    with pytest.raises(InputError, match="no truck carries it, each would weigh 65 t"):
        world(rows).routes("A", "D", cargo="40ft:45t")
    assert world(rows).state.facts  # by rail it may be asked for

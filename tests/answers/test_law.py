"""What may pass where, one small drawn map a rule, with the way, hours and dollars that it leads to.

A character is 10 km. Roads: 50 km/h and 0.1 dollars a tonne-km: 50 km take 20 t an hour and 100 dollars.
Railways: 25 km/h and half the rate. What happens at posts is free unless a test says otherwise.
"""

from datetime import date

import pytest

from karwan.errors import InputError
from karwan.testing import draw

SUMMER, WINTER = date(2026, 7, 1), date(2026, 1, 1)
# To change trucks takes 6 hours and 90 dollars, to change gauge 12 hours and 200 dollars.
HANDLING = [
    {"id": "truck-h", "operation": "transship", "between": "road>road", "metric": "time_h", "value": 6},
    {"id": "truck-usd", "operation": "transship", "between": "road>road", "metric": "cost_usd", "value": 90},
    {"id": "gauge-h", "operation": "change_gauge", "between": "rail>rail", "metric": "time_h", "value": 12},
    {
        "id": "gauge-usd",
        "operation": "change_gauge",
        "between": "rail>rail",
        "metric": "cost_usd",
        "value": 200,
    },
]
HANDLING = [row | {"unit": "h" if row["metric"] == "time_h" else "USD/shipment"} for row in HANDLING]
BASE = {
    "kind": "ban",
    "modes": "road;rail;sea;air",
    "state": "in_force",
    "is_switch": "no",
    "goods": "all",
    "who_signs": "the ministry",
    "meaning": "as it says",
    "evidence": "published",
    "since": "2026-01-01",
}


def rule(name, effect, relation, territories, others="", **more):
    """A rule of law in force."""
    sides = {"territories": territories, "others": others, "relation": relation}
    return BASE | {"id": name, "name": name, "effect": effect} | sides | more


def admission(home, territory, admitted="no", **more):
    """Whether trucks of one territory may run in another."""
    row = {"id": f"{home}-in-{territory}".replace("*", "any").lower(), "home": home, "territory": territory}
    return row | {"purpose": "any", "admitted": admitted, "reach": "all"} | more


def ask(world, origin="A", destination="D", on=SUMMER, **options):
    return world.routes(origin, destination, on=on, cargo="20t", **options)


def best(answer):
    """Gateways, hours and dollars of the best way."""
    offer = answer.routes[0]
    return offer.gateways, round(offer.route.time_h, 1), round(offer.route.cost_usd)


def shut(answer):
    """Of each way not offered its gateways and the rules or gateways that shut it."""
    return {
        way.gateways: [reason.rule or reason.where for reason in way.reasons] for way in answer.not_offered
    }


# Over the pass 100 km, round by the plain 160 km.
TWO_WAYS = """
A----B----D
|         |
C---------E
"""


def two_ways(**parts):
    return draw(
        TWO_WAYS.replace("C---------E", "C----F----E"),
        territories={"PK": "AC", "CN": "BF", "KZ": "DE"},
        posts={"ab-road": "AB", "bd-road": "BD", "cf-road": "CF", "fe-road": "FE"},
        **parts,
    )


def test_where_gauges_differ_the_change_of_gauge_takes_its_hours_and_dollars():
    """50 km on each side: 2 + 2 h and 50 + 50 dollars, and 12 h and 200 dollars at the border."""
    world = draw(
        "A=====B====D",
        territories={"PK": "A", "IR": "BD"},
        posts={"ab-rail": "AB"},
        gauges={"PK": 1676},
        tables={"operation_defaults": HANDLING},
    )
    assert best(ask(world)) == (("ab-rail",), 16.4, 310)


def test_a_closed_post_sends_goods_round_and_says_since_when_and_by_whom():
    """Over the pass 2 h and 200 dollars, round by the plain 2.8 h and 280 dollars."""
    closed = {"id": "ab-road-1", "crossing": "ab-road", "state": "closed", "direction": "both"}
    more = {"why": "landslide", "since": "2026-06-01", "last_seen": "2026-06-20"}
    tables = {"crossing_periods": [closed | more]}
    answer = ask(two_ways(tables=tables))
    assert best(ask(two_ways())) == (("ab-road", "bd-road"), 2.0, 200)
    assert best(answer) == (("cf-road", "fe-road"), 2.8, 280)
    (reason,) = ask(two_ways(tables=tables), avoid=["cf-road"]).to_open.reasons
    assert (reason.what, reason.since, reason.sources) == (
        "closed: landslide",
        date(2026, 6, 1),
        ("drawn",),
    )


def test_a_pass_is_open_in_its_months_alone():
    """In July over the pass, in January round by the plain."""
    world = two_ways(months={"ab-road": "5;6;7;8;9;10;11"})
    assert best(ask(world, on=SUMMER)) == (("ab-road", "bd-road"), 2.0, 200)
    assert best(ask(world, on=WINTER)) == (("cf-road", "fe-road"), 2.8, 280)


def test_at_night_a_post_is_shut_and_the_mean_wait_is_in_the_hours():
    """Twelve hours shut of each 24: the mean wait is 12 x 12 / 2 / 24 = 3 h."""
    nights = {"id": "day", "crossing": "ab-road", "direction": "both", "opens": "08:00", "closes": "20:00"}
    world = draw(
        "A----B----D",
        territories={"PK": "A", "CN": "BD"},
        posts={"ab-road": "AB"},
        tables={"crossing_hours": [nights | {"evidence": "published"}]},
    )
    assert best(ask(world)) == (("ab-road",), 5.0, 200)


LINE = "A----B----C----D"
STATES = {"PK": "A", "CN": "B", "KG": "C", "KZ": "D"}
POSTS = {"ab-road": "AB", "bc-road": "BC", "cd-road": "CD"}
THERE = (("ab-road", "bc-road", "cd-road"),)


def line(*, admissions=(), regimes=(), **more):
    tables = {"admissions": admissions, "regimes": regimes, "operation_defaults": HANDLING}
    return draw(LINE, territories=STATES, posts=POSTS, tables=tables, **more)


def changes(answer):
    """Where goods change trucks on the best way."""
    return [step.origin for step in answer.routes[0].route.steps if step.operation == "transship"]


def test_a_truck_that_is_admitted_everywhere_goes_through():
    """150 km: 3 h and 300 dollars."""
    answer = ask(line(admissions=[admission("*", "*", "permit")]))
    assert best(answer) == (*THERE, 3.0, 300)
    assert changes(answer) == []


def test_where_no_truck_may_go_on_goods_change_trucks_once():
    """PK trucks may run in CN, but not beyond; KZ trucks in KG, but not before: 6 h and 90 dollars more."""
    rows = [admission("PK", "KG"), admission("PK", "KZ"), admission("KZ", "CN"), admission("KZ", "PK")]
    rows += [admission("CN", "*"), admission("KG", "*")]
    answer = ask(line(admissions=rows))
    assert best(answer) == (*THERE, 9.0, 390)
    assert changes(answer) == ["bc-road"]
    (why,) = [step.why for step in answer.routes[0].route.steps if step.why]
    assert why == "no truck of PK may go on in KG (admissions pk-in-kg); one of KZ does"


def test_a_truck_admitted_as_far_as_the_border_is_changed_at_the_post():
    rows = [admission("*", "*", "permit", reach="border")]
    assert len(changes(ask(line(admissions=rows)))) == 3


def test_the_truck_of_the_other_end_takes_the_goods_from_the_start_where_that_spares_a_change():
    assert changes(ask(line(admissions=[admission("PK", "CN")]))) == []


def test_a_rule_that_bars_vehicles_makes_goods_change_trucks_but_for_what_it_leaves_free():
    bans = [
        rule("no-pk", "bars_vehicles", "from_to", "PK", "CN", except_goods="general"),
        rule("no-kz", "bars_vehicles", "from_to", "KZ;KG", "PK"),
        rule("no-cn", "bars_vehicles", "each", "KG"),
    ]
    assert changes(ask(line(regimes=bans))) == ["bc-road"]
    bans[0] = bans[0] | {"except_goods": ""}
    assert changes(ask(line(regimes=bans))) == ["ab-road"]


def test_a_post_that_transloads_changes_trucks_whatever_the_law_says_and_any_truck_is_the_next():
    """PK trucks may not run in KG: the change at the post before is enough."""
    rows = [admission("PK", "KG"), admission("PK", "KZ"), admission("KZ", "PK")]
    rows += [admission("KG", "PK"), admission("CN", "PK")]
    answer = ask(line(admissions=rows, passages={"ab-road": "transload"}))
    assert best(answer) == (*THERE, 9.0, 390)
    assert changes(answer) == ["ab-road"]


def test_what_the_figures_of_a_post_hold_is_not_charged_again():
    """The 30 h measured at the post hold the change of trucks."""
    rows = [admission(home, other) for home in STATES for other in STATES if {home, other} >= {"PK"}]
    measure = {"crossing": "ab-road", "direction": "both", "metric": "time_h", "value": 30, "unit": "h"}
    tables = {
        "admissions": rows,
        "operation_defaults": HANDLING,
        "crossing_measures": [measure | {"id": "m", "includes": "cross;transship", "year": 2024}],
    }
    world = draw(LINE, territories=STATES, posts=POSTS, tables=tables)
    assert best(ask(world)) == (*THERE, 33.0, 300)


def test_inside_a_union_there_is_no_border_and_its_trucks_are_at_home():
    """100 km by two members: 2 h and 200 dollars; only the post at its edge is passed."""
    world = draw(
        "A----B----C----D",
        territories={"BY": "A", "PL": "BC", "DE": "D"},
        posts={"ab-road": "AB"},
        unions={"PL": "EU", "DE": "EU"},
        tables={"admissions": [admission("BY", "EU")], "operation_defaults": HANDLING},
    )
    assert best(ask(world)) == (("ab-road",), 3.0, 300)
    assert changes(ask(world)) == []


def test_a_rule_between_two_territories_shuts_their_border_alone():
    """Nothing passes from PK to CN or back, so the way is by KG."""
    world = draw(
        TWO_WAYS,
        territories={"PK": "A", "CN": "B", "KZ": "D", "KG": "CE"},
        posts={"ab-road": "AB", "bd-road": "BD", "ac-road": "AC", "de-road": "DE"},
        tables={"regimes": [rule("war", "bars_passage", "between", "PK", "CN;IN")]},
    )
    answer = ask(world)
    assert best(answer) == (("ac-road", "de-road"), 2.8, 280)
    assert shut(answer) == {("ab-road", "bd-road"): ["war"]}
    assert best(ask(world, on=date(2025, 12, 31)))[0] == ("ab-road", "bd-road")
    (reason,) = answer.not_offered[0].reasons
    assert (reason.what, reason.where, reason.since) == ("war: as it says", "ab-road", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("bar", "ends", "is_shut"),
    [
        (rule("x", "bars_goods", "from_to", "PK", "KZ"), "AD", True),
        (rule("x", "bars_goods", "from_to", "PK", "KZ"), "DA", False),
        (rule("x", "bars_goods", "from_to", "PK", "CN"), "AD", False),
        (rule("x", "bars_goods", "between", "KZ", "PK"), "AD", True),
        (rule("x", "bars_goods", "each", "KZ"), "AD", True),
        (rule("x", "bars_goods", "each", "CN"), "AD", False),
        (rule("x", "bars_goods", "members", "PK;KZ"), "AD", True),
        (rule("x", "bars_goods", "from_to", "PK", "KZ", goods="food"), "AD", False),
        (rule("x", "bars_goods", "from_to", "PK", "KZ", except_goods="general"), "AD", False),
        (rule("x", "bars_goods", "from_to", "PK", "KZ", modes="rail"), "AD", False),
        (rule("x", "bars_goods", "from_to", "PK", "KZ", state="signed"), "AD", False),
        (rule("x", "bars_transit", "from_to", "PK", "CN"), "AD", True),
        (rule("x", "bars_transit", "from_to", "KZ", "CN"), "AD", True),
        (rule("x", "bars_transit", "from_to", "PK", "CN"), "AB", False),
        (rule("x", "bars_transit", "from_to", "AF", "CN"), "AD", False),
        (rule("x", "bars_transit", "each", "KG"), "AD", True),
        (rule("x", "bars_transit", "each", "KG"), "AC", False),
        (rule("x", "bars_passage", "each", "KG"), "AC", True),
        (rule("x", "bars_passage", "pair", "CN;KG"), "AD", True),
        (rule("x", "bars_passage", "from_to", "CN", "KG"), "DA", False),
        (rule("x", "bars_passage", "each", "CN", at="cd-road"), "AC", False),
        (rule("x", "bars_passage", "each", "CN", at="cd-road"), "AD", True),
    ],
)
def test_a_bar_shuts_what_it_is_about_and_nothing_else(bar, ends, is_shut):
    answer = ask(line(regimes=[bar]), *ends)
    assert (not answer.routes) is is_shut
    if is_shut:
        assert set(shut(answer).values().__iter__().__next__()) == {"x"}


SANCTION = rule("us-cn", "bars_dealing", "each", "CN", is_switch="yes", kind="sanctions", except_goods="food")
BYPASS = {
    "map": TWO_WAYS,
    "territories": {"PK": "A", "CN": "B", "KZ": "D", "KG": "CE"},
    "posts": {"ab-road": "AB", "bd-road": "BD", "ac-road": "AC", "de-road": "DE"},
}


def test_sanctions_bind_who_turns_them_on_and_are_told_to_the_others():
    """Through CN 2 h and 200 dollars with a note; round by KG 2.8 h and 280 dollars without it."""
    world = draw(**BYPASS, tables={"regimes": [SANCTION]})
    free, bound = ask(world), ask(world, sanctions="all")
    assert best(free) == (("ab-road", "bd-road"), 2.0, 200)
    (note,) = free.routes[0].limited
    assert note.rule == "us-cn"
    assert note.where == "CN"
    assert note.what == "only for who is not under us-cn: as it says; food may be paid for all the same"
    assert free.routes[1].limited == ()
    assert best(bound) == (("ac-road", "de-road"), 2.8, 280)
    assert shut(bound) == {("ab-road", "bd-road"): ["us-cn"]}
    assert shut(ask(world, sanctions=["us-cn"])) == shut(bound)


def test_a_sanction_that_nobody_knows_gives_the_nearest():
    world = draw(**BYPASS, tables={"regimes": [SANCTION, rule("always", "bars_goods", "each", "IN")]})
    with pytest.raises(InputError, match="did you mean us-cn"):
        ask(world, sanctions="us-c")
    with pytest.raises(InputError, match="no switch"):
        ask(world, sanctions="always")


def test_a_waiver_of_the_same_signatory_frees_its_goods_from_the_bar():
    waiver = rule("waiver", "frees_dealing", "each", "CN", kind="waiver")
    other = waiver | {"who_signs": "another body"}
    for row, gateways in ((waiver, ("ab-road", "bd-road")), (other, ("ac-road", "de-road"))):
        world = draw(**BYPASS, tables={"regimes": [SANCTION, row]})
        assert best(ask(world, sanctions="all"))[0] == gateways
    late = waiver | {"since": "2026-08-01"}
    world = draw(**BYPASS, tables={"regimes": [SANCTION, late]})
    assert best(ask(world, sanctions="all"))[0] == ("ac-road", "de-road")


def test_a_waiver_for_one_post_frees_the_ways_through_it():
    """Both posts lead into CN; the waiver is for the farther one."""
    waiver = rule("waiver", "frees_dealing", "each", "CN", kind="waiver", at="cf-road")
    world = two_ways(tables={"regimes": [SANCTION, waiver]})
    assert best(ask(world, sanctions="all")) == (("cf-road", "fe-road"), 2.8, 280)
    assert best(ask(world)) == (("ab-road", "bd-road"), 2.0, 200)


def test_a_flight_between_two_territories_whose_skies_are_shut_is_not_offered():
    """Each airport works, and each sky is open to others."""
    world = draw(
        "A----B    C----D",
        territories={"RU": "AB", "DE": "CD"},
        gateways={"airport-b": "B", "airport-c": "C"},
        tables={"regimes": [rule("sky", "bars_passage", "between", "RU", "DE", modes="air")]},
    )
    answer = ask(world)
    assert answer.routes == ()
    assert shut(answer) == {("airport-b", "airport-c"): ["sky"]}
    assert len(ask(world, on=date(2025, 1, 1)).routes) == 1

"""Named corridors that no way shown follows are told with the reason (docs/rules, 5.12), on a drawn map.

A character is 10 km of road: 50 km/h, 0.1 dollars a tonne-km. Over the pass 100 km, by the plain 160.
"""

from datetime import date

from drawn_corridors import chain
from karwan.answers.named_ways import LEFT_OUT, NO_BETTER
from karwan.testing import draw

ON = date(2026, 7, 1)
TWO_WAYS = """
A----B----D
|         |
C----F----E
"""
HOMES = {"PK": "AC", "CN": "B", "KG": "F", "KZ": "DE"}
POSTS = {"ab-road": "AB", "bd-road": "BD", "cf-road": "CF", "fe-road": "FE"}
PLAIN = ("A road", "C road", "F road", "E road", "D")
DEAR_PASS = [
    {
        "id": "ab-usd", "crossing": "ab-road", "direction": "both", "side": "PK", "metric": "cost_usd",
        "value": 5000, "unit": "USD/shipment", "year": 2025,
    },
]  # fmt: skip
SHUT = {
    "id": "cf-shut", "crossing": "cf-road", "since": "2026-06-01", "state": "closed", "direction": "both",
    "why": "snow",
}  # fmt: skip


def ask(points=PLAIN, *, status="open", tables=None, **options):
    letters = {letter: code for code, own in HOMES.items() for letter in own}
    rows = chain(TWO_WAYS, points, name="plain", status=status, homes=letters) | (tables or {})
    world = draw(TWO_WAYS, territories=HOMES, posts=POSTS, tables=rows)
    return world.routes("A", "D", on=ON, cargo="20t", **options)


def named(answer):
    """The corridors that are told, with the reasons."""
    told = [way for way in answer.not_offered if way.corridor]
    return {way.corridor: [reason.what for reason in way.reasons] for way in told}


def test_a_corridor_that_a_way_shown_follows_is_not_told_again():
    answer = ask(count=5)
    assert any("cf-road" in offer.gateways for offer in answer.routes)
    assert named(answer) == {}


def test_a_corridor_that_loses_to_a_way_shown_says_to_which_and_by_how_much():
    answer = ask(count=1)
    (best,) = answer.routes
    (way,) = answer.not_offered
    assert named(answer) == {"plain": [NO_BETTER]}
    assert way.loses is not None
    assert way.loses.to == best.id
    assert way.loses.cost_usd == way.otherwise.cost_usd - best.route.cost_usd


def test_a_corridor_that_no_way_shown_beats_is_told_as_open_and_left_out():
    """The pass is quicker and dear, the plain slower and cheap, and one way is asked for."""
    answer = ask(tables={"crossing_measures": DEAR_PASS}, count=1, by="time")
    (best,) = answer.routes
    (way,) = answer.not_offered
    assert "ab-road" in best.gateways
    assert named(answer) == {"plain": [LEFT_OUT]}
    assert way.loses is None
    assert way.otherwise.time_h > best.route.time_h
    assert way.otherwise.cost_usd < best.route.cost_usd


def test_a_corridor_whose_post_is_shut_is_told_with_what_shuts_it():
    answer = ask(tables={"crossing_periods": [SHUT]}, count=1)
    (way,) = answer.not_offered
    assert [(reason.what, reason.where) for reason in way.reasons] == [("closed: snow", "cf-road")]


def test_a_corridor_that_is_planned_and_one_whose_stretch_is_are_left_to_what_is_spoken_of():
    assert named(ask(status="planned", count=1)) == {}
    assert named(ask(("A road", "C road status=planned", "F road", "E road", "D"), count=1)) == {}


def test_nothing_is_told_where_places_to_pass_are_named():
    assert named(ask(count=1, via=["ab-road"])) == {}

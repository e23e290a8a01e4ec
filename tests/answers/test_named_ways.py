"""Named corridors that no way shown follows are told with their reasons (docs/rules, 5.12)."""

from datetime import date

import pytest

from karwan.answers.named_ways import LEFT_OUT
from karwan.opening import open_state
from karwan.testing import draw, read_map
from karwan.world import World

ON = date(2026, 7, 1)
# From A to D over B 100 km, by F 160 km, by G 220 km.
MAP = """
A----B----D
|         |
C----F----E
|         |
|         |
|         |
J----G----I
"""
HOMES = {"PK": "ACJ", "CN": "B", "KG": "F", "IR": "G", "KZ": "DEI"}
POSTS = {
    "ab-road": "AB", "bd-road": "BD", "cf-road": "CF", "fe-road": "FE", "jg-road": "JG", "gi-road": "GI",
}  # fmt: skip


def corridor(name, letters, **more):
    """Rows of a corridor by road through letters."""
    drawn = read_map(MAP, 10.0)
    homes = {letter: code for code, own in HOMES.items() for letter in own}
    points = []
    for order, letter in enumerate(letters, 1):
        lon, lat = drawn.position(letter)
        row = {"id": f"{name}-{order}", "corridor": name, "order": order, "name": letter, "status": "open"}
        row |= {"territory": homes[letter], "lon": lon, "lat": lat}
        points.append(row | ({"mode_to_next": "road"} if order < len(letters) else {}) | more)
    return {"id": name, "name": f"The {name}", "status": "open"}, points


def world(*corridors, shut=(), **more):
    rows, points = zip(*corridors, strict=True) if corridors else ((), ())
    closed = [
        {
            "id": f"{post}-1",
            "crossing": post,
            "state": "closed",
            "direction": "both",
            "why": "war",
            "since": "2026-06-01",
        }
        for post in shut
    ]
    tables = {
        "corridors": rows,
        "waypoints": [row for each in points for row in each],
        "crossing_periods": closed,
    } | more
    return draw(MAP, territories=HOMES, posts=POSTS, tables=tables)


def ask(made, origin="A", destination="D", on=ON, **options):
    return made.routes(origin, destination, on=on, cargo="20t", **options)


def told(answer):
    """Of each way not offered its corridor, where its reasons are, and whether it loses."""
    return [
        (way.corridor, [reason.where for reason in way.reasons], way.loses is not None)
        for way in answer.not_offered
    ]


SILK = corridor("silk-road", "ABD")
FAR = corridor("far-road", "AJGID")


def test_a_corridor_that_is_offered_is_not_told_again():
    assert told(ask(world(SILK))) == []


def test_a_corridor_too_far_to_be_offered_is_told_with_what_it_loses_by():
    """Over B 2 h and 200 dollars; by G 4.4 h and 440 dollars, more than is offered at all."""
    assert all("jg-road" not in offer.gateways for offer in ask(world()).routes)
    answer = ask(world(SILK, FAR))
    assert told(answer) == [("far-road", ["far-road"], True)]
    (way,) = answer.not_offered
    best = answer.routes[0]
    assert way.reasons[0].what == "takes more than what is offered"
    assert way.loses.to == best.id
    assert way.loses.time_h == pytest.approx(way.otherwise.time_h - best.route.time_h)
    assert way.loses.cost_usd == pytest.approx(way.otherwise.cost_usd - best.route.cost_usd)
    assert answer.as_json()["not_offered"][0]["loses"]["to"] == best.id
    assert answer.answer.names["far-road"] == "The far-road"


def test_it_is_told_in_the_other_direction_too():
    assert told(ask(world(SILK, FAR), "D", "A")) == [("far-road", ["far-road"], True)]


def test_a_corridor_that_is_shut_is_told_with_what_shuts_it_and_what_it_would_be():
    answer = ask(world(SILK, FAR, shut=["jg-road"]))
    assert told(answer) == [("far-road", ["jg-road"], False)]
    (way,) = answer.not_offered
    assert (way.reasons[0].what, way.reasons[0].since) == ("closed: war", date(2026, 6, 1))
    assert way.otherwise.time_h == pytest.approx(4.4, abs=0.01)


def test_what_the_search_refuses_itself_is_not_told_twice():
    """The pass is shut: the search tells it, and the corridor over it is not told again."""
    assert told(ask(world(SILK, shut=["ab-road"]))) == [(None, ["ab-road"], False)]


def test_a_corridor_that_is_only_planned_or_leads_elsewhere_is_not_told():
    planned = corridor("far-road", "AJGID", status="planned")
    elsewhere = corridor("far-road", "JG")
    assert told(ask(world(planned))) == told(ask(world(elsewhere))) == []


def test_a_corridor_for_which_no_room_was_asked_is_told_with_what_it_loses_by():
    plain = corridor("plain-road", "ACFED")
    assert told(ask(world(SILK, plain))) == []
    assert told(ask(world(SILK, plain), count=1)) == [("plain-road", ["plain-road"], True)]


def test_a_corridor_that_no_way_shown_beats_is_told_as_open_and_left_out():
    """The pass is quicker and dear, the plain slower and cheap, and one way is asked for."""
    charge = {"id": "ab-usd", "crossing": "ab-road", "direction": "both", "side": "PK", "year": 2025}
    charge |= {"metric": "cost_usd", "value": 5000, "unit": "USD/shipment"}
    plain = corridor("plain-road", "ACFED")
    answer = ask(world(SILK, plain, crossing_measures=[charge]), count=1, by="time")
    assert told(answer) == [("plain-road", ["plain-road"], False)]
    (best,), (way,) = answer.routes, answer.not_offered
    assert way.reasons[0].what == LEFT_OUT
    assert way.otherwise.time_h > best.route.time_h
    assert way.otherwise.cost_usd < best.route.cost_usd


def test_with_a_place_to_pass_nothing_is_added():
    assert told(ask(world(SILK, FAR), via=["F"])) == []


@pytest.fixture(scope="module")
def real():
    return World(open_state())


@pytest.mark.parametrize(
    ("ends", "post"),
    [
        (("Islamabad", "Istanbul"), "chaman-road"),
        (("Lahore", "Almaty"), "torkham-road"),
        (("Karachi", "Moscow"), "chaman-road"),
    ],
)
def test_the_ways_by_afghanistan_are_told_as_shut_since_october_2025(real, ends, post):
    answer = real.routes(*ends, on=date(2026, 11, 24))
    reasons = [
        (reason.where, reason.since, bool(reason.sources))
        for way in answer.not_offered
        for reason in way.reasons
        if "AF" in way.otherwise.territories
    ]
    assert (post, date(2025, 10, 12), True) in reasons


def test_every_named_corridor_of_the_three_pairs_is_offered_or_told(real):
    """ITI by rail and by road, the agreement of four, by Iran, by Afghanistan: each is there once."""
    on = date(2026, 11, 24)
    istanbul = real.routes("Islamabad", "Istanbul", on=on)
    offered = [set(offer.gateways) for offer in istanbul.routes]
    assert any({"taftan-rail", "razi-kapikoy-rail"} <= gateways for gateways in offered)
    assert any({"taftan-road", "bazargan-road"} <= gateways for gateways in offered)
    assert any("khunjerab-road" in gateways for gateways in offered)
    almaty = real.routes("Lahore", "Almaty", on=on)
    chains = [offer.route.territories for offer in almaty.routes]
    assert ("PK", "CN", "KG", "KZ") in chains
    assert ("PK", "IR", "TM", "UZ", "KZ") in chains
    shut = [way.otherwise.territories for way in almaty.not_offered]
    assert ("PK", "AF", "UZ", "KZ") in shut
    assert ("PK", "AF", "TM", "KZ") in shut
    moscow = real.routes("Karachi", "Moscow", on=on)
    assert ("PK", "AF", "UZ", "KZ", "RU") in [way.otherwise.territories for way in moscow.not_offered]

"""Changed networks in small drawn worlds: expected ways, hours and names, on every face."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from karwan.answers.closures import closable
from karwan.answers.distance import Pair, distance
from karwan.answers.ground import ground_of
from karwan.answers.shapes import shapes
from karwan.facts.places import find
from karwan.network.change import At, Line, Want, add_lines, give_ends, remove, run_between, split_off
from karwan.network.record import Gateway, GatewayKind
from karwan.operations.cargo import shipment_of
from karwan.routing.renew import renewed
from karwan.testing import Sketch
from karwan.words.mode import Mode
from karwan.world import World

ON = date(2026, 1, 1)
SLOW = {
    "id": "slow-speed",
    "mode": "road",
    "territory": "slow",
    "metric": "speed_kmh",
    "value": 25,
    "unit": "km/h",
}
# Two roads of PK from A to D: 160 km straight by B and C, 200 km by E; then a post to F in CN.
TWO_ROADS = Sketch(
    """
    A-----B----C---D----F
    |              |
    E--------------G
    """,
    territories={"PK": "ABCDEG", "CN": "F"},
    posts={"pass-road": "DF"},
    tables={"rates": [SLOW]},
)


@pytest.fixture(scope="module")
def two_roads():
    return TWO_ROADS.build()


def spot(world, letter):
    place = find(letter, world.state.facts)
    return place.lon, place.lat


def between(world, mode, *letters):
    """The links of the run from letter to letter."""
    return run_between(world.state.network, mode, [spot(world, letter) for letter in letters]).links


def after(world, *steps):
    """The world after some changes, each a function of the network before it; the overlay is renewed once."""
    network, touched = world.state.network, frozenset()
    for step in steps:
        changed = step(network)
        network, touched = changed.network, touched | changed.touched
    return World(
        replace(world.state, network=network, overlay=renewed(world.state.overlay, network, touched))
    )


def slowed(world, *letters, name="slow"):
    links = between(world, Mode.ROAD, *letters)
    return after(world, lambda network: split_off(network, links, name, "Slow road"))


def best(world, origin, destination, **options):
    return world.routes(origin, destination, on=ON, **options).routes[0]


def test_a_closed_stretch_is_driven_around(two_roads):
    assert best(two_roads, "A", "D").route.distance_km == pytest.approx(150.0, rel=1e-3)
    links = between(two_roads, Mode.ROAD, "B", "C")
    closed = after(two_roads, lambda network: remove(network, links))
    way = best(closed, "A", "D").route
    assert way.distance_km == pytest.approx(190.0, rel=1e-3)
    assert [leg.destination for leg in way.legs][-1] == "place-D"


def test_a_stretch_at_half_speed_takes_twice_its_hours_until_the_other_road_is_better(two_roads):
    slow = slowed(two_roads, "B", "C")  # 50 of 150 km
    way = best(slow, "A", "D").route
    hours, usual = (
        sum(step.time.value for step in one.legs) for one in (way, best(two_roads, "A", "D").route)
    )
    assert usual == pytest.approx(150 / 50, rel=1e-3)
    assert hours == pytest.approx(100 / 50 + 50 / 25, rel=1e-3)
    slower = slowed(slow, "A", "B", name="other")
    assert best(slower, "A", "D").route.time_h == pytest.approx(way.time_h)  # no rates of its own: as PK's
    two = Sketch(**{**vars_of(TWO_ROADS), "tables": {"rates": [SLOW | {"value": 5}]}}).build()
    way = best(slowed(two, "B", "C"), "A", "D").route
    assert way.distance_km == pytest.approx(190.0, rel=1e-3)
    assert way.time_h == pytest.approx(best(two, "A", "D").route.time_h + 40 / 50, rel=1e-3)


def vars_of(sketch):
    return {name: getattr(sketch, name) for name in sketch.__dataclass_fields__}


def test_joins_are_told_nowhere_as_gateways(two_roads):
    slow = slowed(two_roads, "B", "C")
    before, result = two_roads.routes("A", "F", on=ON), slow.routes("A", "F", on=ON)
    one, other = before.routes[0], result.routes[0]
    joins = {gate.id for gate in slow.state.network.gateways if gate.kind is GatewayKind.JOIN}
    assert len(joins) == 2
    assert (other.label, other.family, other.gateways) == (one.label, one.family, one.gateways)
    assert other.route.territories == ("PK", "CN")
    assert not joins & {step.origin for step in other.route.steps if step.kind == "transfer"}
    assert not joins & {closure.gateway for closure in other.open_days.closures}
    assert not joins & set(other.open_days.unknown)
    assert len(other.variants) == len(one.variants)
    told = {result.answer.names[step.origin] for step in other.route.steps if step.origin in joins}
    assert all(name.startswith("Slow road") for name in told)
    assert told


def test_a_way_through_a_stretch_is_drawn_from_end_to_end(two_roads):
    slow = slowed(two_roads, "B", "C")
    result = slow.routes("A", "F", on=ON)
    lines = shapes(slow.state, result.answer)[result.routes[0].id]
    whole = np.concatenate([points for _, points in lines])
    assert whole[0] == pytest.approx(spot(slow, "A"))
    assert whole[-1] == pytest.approx(spot(slow, "F"))
    for (_, points), (_, others) in pairwise(lines):
        assert points[-1] == pytest.approx(others[0])
    assert result.geojson()["features"]


def test_a_place_beside_a_stretch_is_reached_by_it_and_passed_without_unloading(two_roads):
    slow = slowed(two_roads, "B", "C")
    middle = f"{spot(slow, 'B')[1]},{(spot(slow, 'B')[0] + spot(slow, 'C')[0]) / 2}"
    for world, hours in ((two_roads, 60 / 50 + 25 / 50), (slow, 60 / 50 + 25 / 25)):
        way = best(world, "A", middle).route
        assert sum(step.time.value for step in way.legs) == pytest.approx(hours, rel=1e-3)
    by_way = best(slow, "A", "D", via=(middle,)).route
    straight = best(slow, "A", "D").route
    assert by_way.time_h == pytest.approx(straight.time_h, rel=1e-3)
    assert [step.operation for step in by_way.steps if step.kind == "transfer"] == [
        step.operation for step in straight.steps if step.kind == "transfer"
    ]


def test_distances_by_one_mode_use_the_stretch(two_roads):
    slow = slowed(two_roads, "B", "C")
    pair = Pair(find("A", slow.state.facts), find("F", slow.state.facts), Mode.ROAD)
    lengths = [distance(world.state.network, pair).distance_km for world in (two_roads, slow)]
    assert lengths[0] == pytest.approx(200.0, rel=1e-3)
    assert lengths[1] == pytest.approx(lengths[0], abs=1e-6)


# A railway of PK, 1676 mm, from A to B; one of KZ, 1520 mm, from C to D; a road all along.
RAILS = Sketch(
    """
    A========B
    |        |
    E--------F----G--------I
                  |        |
                  C========D
    """,
    territories={"PK": "ABEF", "KZ": "CDGI"},
    posts={"fg-road": "FG"},
    gateways={"rail-a": "A", "rail-b": "B", "rail-c": "C", "rail-d": "D"},
    gauges={"PK": 1676, "KZ": 1520},
    km=40.0,
)


def test_a_railway_over_a_border_is_used_with_its_break_of_gauge():
    world = RAILS.build()
    b, c = spot(world, "B"), spot(world, "C")
    middle = ((b[0] + c[0]) / 2, (b[1] + c[1]) / 2)
    post = Gateway("new-rail", GatewayKind.POST, "New post", *middle, ("PK", "KZ"))
    pieces = [
        Line("link", "Link", Mode.RAIL, "PK", (b, middle), 200.0, 1676, finish=At("new-rail")),
        Line("link", "Link", Mode.RAIL, "KZ", (middle, c), 180.0, 1520, start=At("new-rail")),
    ]
    crossing = {
        "id": "new-rail", "name": "new-rail", "territory_a": "PK", "territory_b": "KZ", "mode": "rail",
        "lon": middle[0], "lat": middle[1], "gauge_a_mm": 1676, "gauge_b_mm": 1520, "passage": "through",
    }  # fmt: skip
    figures = {
        "id": "g",
        "operation": "change_gauge",
        "between": "*",
        "metric": "time_h",
        "value": 10,
        "unit": "h",
    }
    tables = {"crossings": [crossing], "operation_defaults": [figures]}
    known = Sketch(**{**vars_of(RAILS), "posts": {}, "tables": tables}).build()
    assert not known.routes("A", "D", on=ON).routes
    built = after(known, lambda network: add_lines(network, pieces, [post]))
    (way,) = built.routes("A", "D", on=ON).routes
    assert way.gateways == ("new-rail",)
    assert way.family == "rail-pk-kz"
    assert way.route.distance_km == pytest.approx(9 * 40 + 200 + 180 + 9 * 40, rel=1e-4)
    assert sum(step.time.value for step in way.route.legs) == pytest.approx(way.route.distance_km / 25)
    assert [step.time.value for step in way.route.steps if step.operation == "change_gauge"] == [10.0]


def test_a_terminal_gives_a_way_from_road_to_rail():
    bare = Sketch(**{**vars_of(RAILS), "gateways": {"rail-a": "A"}}).build()

    def by_rail(world):
        routes = world.routes("A", "F", on=ON).routes
        return [
            offer for offer in routes if Mode.RAIL in offer.route.modes and Mode.ROAD in offer.route.modes
        ]

    assert not by_rail(bare)
    yard = Gateway("rail-yard", GatewayKind.TERMINAL, "Yard", *spot(bare, "B"), ("PK",))
    wants = [Want(Mode.ROAD, "PK"), Want(Mode.RAIL, "PK")]
    given = after(bare, lambda network: give_ends(network, yard, wants))
    assert by_rail(given)[0].gateways == ("rail-yard",)


def test_a_rail_stretch_counts_with_the_rest_of_its_railway_whether_it_is_a_feeder():
    world = RAILS.build()
    links = between(world, Mode.RAIL, "A", "B")  # 360 km, of which the stretch is all, or a piece of none
    split = after(
        world, lambda network: split_off(network, {key: own[:1] for key, own in links.items()}, "up")
    )
    assert best(split, "A", "B", modes=("rail",)).family == best(world, "A", "B", modes=("rail",)).family


def test_nobody_closes_a_join(two_roads):
    slow = slowed(two_roads, "B", "C")
    ground = ground_of(slow.state, shipment_of(slow.state.facts, "20t"), ON, ("PK", "CN"))
    found = closable(ground)
    assert {one.id for one in found.gateways if one.transfers.size} == {"pass-road"}
    own = next(one for one in found.territories if one.id == "PK")
    passed = {ground.passings[transfer][0].id for transfer in own.transfers.tolist()}
    assert passed == {"pass-road"}

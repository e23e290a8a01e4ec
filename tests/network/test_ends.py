"""Terminals, ports and airports at foot points, and posts that no link crosses."""

import pytest

from karwan.network.ends import attached
from karwan.network.graph import graph
from karwan.network.record import GatewayKind
from karwan.network.report import Kind
from karwan.words.mode import Mode
from network.drawn import KM, crossing, gateway, land, patch, union_of

ALONE = union_of()


def joined(graphs, rows=(), posts=(), ferries=()):
    return attached({whole.mode: whole for whole in graphs}, rows, posts, ferries, ALONE)


def reaches(found, name):
    (gate,) = [gate for gate in found.gates if gate.gateway.id == name]
    return {(reach.mode, round(reach.access_km, 1)) for reach in gate.reaches}


def test_a_terminal_reaches_the_foot_points_of_road_and_rail():
    road, rail = land([(0, 0), (100, 0)], [(0, 1)]), land([(0, 8), (100, 8)], [(0, 1)], mode=Mode.RAIL)
    rail.gauge[:] = 1435
    found = joined([road, rail], [gateway("yard", "rail_terminal", "AA", (40, 3), ["road", "rail"])])
    assert reaches(found, "yard") == {(Mode.ROAD, 3.0), (Mode.RAIL, 5.0)}
    assert sorted(found.graphs[Mode.ROAD].km.tolist()) == pytest.approx([40, 60], rel=1e-3)
    assert found.gates[0].gateway.kind is GatewayKind.TERMINAL


def test_a_gateway_never_reaches_over_its_border_or_farther_than_it_may():
    road = land([(0, 0), (100, 0), (0, 20), (100, 20)], [(0, 1), (2, 3)], "BB BB AA AA")
    near_the_border = joined([road], [gateway("yard", "dry_port", "AA", (40, 3), ["road"])])
    assert reaches(near_the_border, "yard") == {(Mode.ROAD, 17.0)}
    far = joined([road], [gateway("yard", "dry_port", "AA", (40, 90), ["road"])])
    assert far.gates == ()
    assert [finding.kind for finding in far.findings] == [Kind.GATEWAY]


def test_a_stub_beside_a_gateway_gives_way_to_the_main_network_nearby():
    points = [(0, 0), (300, 0), (50, 5), (60, 5)]
    road = land(points, [(0, 1), (2, 3)])
    found = joined([road], [gateway("yard", "dry_port", "AA", (55, 4), ["road"])])
    assert reaches(found, "yard") == {(Mode.ROAD, 4.0)}


def test_a_terminal_beside_two_gauges_reaches_both():
    rail = land([(0, 0), (100, 0), (0, 1), (100, 1)], [(0, 1), (2, 3)], mode=Mode.RAIL)
    rail.gauge[:] = [1435, 1520]
    found = joined([rail], [gateway("yard", "gauge_change", "AA", (50, 0), ["rail"])])
    assert {reach.gauge_mm for reach in found.gates[0].reaches} == {1435, 1520}


def test_an_airport_is_in_the_air_and_on_the_road():
    road = land([(0, 0), (100, 0)], [(0, 1)])
    found = joined([road], [gateway("air", "airport", "AA", (40, 3), ["air", "road"])])
    assert reaches(found, "air") == {(Mode.AIR, 0.0), (Mode.ROAD, 3.0)}


def test_a_post_without_a_link_joins_what_ends_close_by_on_both_sides():
    road = land([(0, 0), (50, 0), (56, 0), (90, 0)], [(0, 1), (2, 3)], "AA AA BB BB")
    near = joined([road], posts=[crossing("post", "road", ("AA", "BB"), (53, 0))])
    assert reaches(near, "post") == {(Mode.ROAD, 3.0)}
    assert [finding.kind for finding in near.findings] == [Kind.BRIDGED]
    far = joined([road], posts=[crossing("post", "road", ("AA", "BB"), (70, 20))])
    assert far.gates == ()
    assert {finding.kind for finding in far.findings} == {Kind.POST}


def test_a_ferry_lands_at_the_terminal_of_the_table_or_at_a_berth_of_its_own():
    rail = land([(0, 0), (30, 0), (90, 0), (120, 0)], [(0, 1), (2, 3)], mode=Mode.RAIL)
    lake = graph(Mode.SEA, rail.lon, rail.lat + 1, rail.a, rail.b, rail.km)
    boat = patch("boat", "rail", "ferry", (30, 0), (90, 0), length_km=62)
    dock = gateway("dock", "rail_terminal", "AA", (31, 0), ["rail", "sea"])
    found = joined([rail, lake], [dock], ferries=[boat])
    ferries = {gate.gateway.id: [reach for reach in gate.reaches if reach.ferry] for gate in found.gates}
    assert {name: [reach.node for reach in reaches] for name, reaches in ferries.items()} == {
        "dock": [0],
        "boat-b": [1],
    }
    assert reaches(found, "dock") == {(Mode.RAIL, 1.0), (Mode.SEA, 1.0)}
    assert found.gates[1].gateway.lon == pytest.approx(90 * KM)

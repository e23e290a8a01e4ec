"""Lines that are added: their length, what they join, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from changes import assert_joins_are_seams, assert_sound, cell_of, ends_of
from karwan.errors import InputError
from karwan.network.change import At, Line, Loose, Nearest, Want, add_lines, give_ends, least_km
from karwan.network.record import Cell, Gateway, GatewayKind, LinkOrigin, Network
from karwan.words.mode import Mode

KM = 1 / 111.195
"""Degrees that make one kilometre at the equator."""


def rails():
    """Two railways along the equator: of A, 1435 mm, from 0 to 100 km; of B, 1520 mm, from 300 to 400 km."""
    return Network(
        digest="rails",
        cells=(Cell("rail:A:1435", Mode.RAIL, "A", 1435), Cell("rail:B:1520", Mode.RAIL, "B", 1520)),
        node_first=np.array([0, 2, 4], np.int32),
        node_lon=np.array([0.0, 100.0, 300.0, 400.0]) * KM,
        node_lat=np.zeros(4),
        link_first=np.array([0, 1, 2], np.int32),
        link_a=np.array([0, 2], np.int32),
        link_b=np.array([1, 3], np.int32),
        link_km=np.array([100.0, 100.0]),
        link_origin=np.zeros(2, np.uint8),
        gateways=(Gateway("yard", GatewayKind.TERMINAL, "Yard", 0.0, 0.0, ("A",)),),
        end_gateway=np.array([0], np.int32),
        end_cell=np.array([0], np.int32),
        end_node=np.array([0], np.int32),
        end_access_km=np.zeros(1),
    )


POST = Gateway("ab-rail", GatewayKind.POST, "Post", 200 * KM, 0.0, ("A", "B"))


def line(name, territory, start_km, finish_km, **parts):
    points = ((start_km * KM, 0.0), (finish_km * KM, 0.0))
    return Line(name, "Line", Mode.RAIL, territory, points, **({"gauge_mm": 1435} | parts))


def links_of(network, key):
    cell = cell_of(network, key)
    return network.link_km[network.link_first[cell] : network.link_first[cell + 1]].tolist()


def test_a_line_of_the_same_gauge_joins_the_end_of_the_rails():
    network = add_lines(rails(), [line("new", "A", 100, 150, km=60.0, finish=Loose())]).network
    assert_sound(network)
    assert_joins_are_seams(network)
    assert links_of(network, "rail:A:1435:new") == pytest.approx([60.0])
    kinds = {gate.id: gate.kind for gate in network.gateways}
    assert kinds.pop("yard") is GatewayKind.TERMINAL
    assert set(kinds.values()) == {GatewayKind.JOIN}
    assert ends_of(network, "rail:A:1435:new").keys() == kinds.keys()


def test_a_line_that_branches_off_makes_a_node_where_it_does_and_a_link_up_to_there():
    branch = line("new", "A", 0, 0, finish=Loose())
    branch = replace(branch, points=((30 * KM, 5 * KM), (30 * KM, 55 * KM)))
    network = add_lines(rails(), [branch]).network
    assert_sound(network)
    assert links_of(network, "rail:A:1435") == pytest.approx([30.0, 70.0])
    assert sorted(links_of(network, "rail:A:1435:new")) == pytest.approx([5.0, 50.0], abs=1e-3)
    cell = cell_of(network, "rail:A:1435:new")
    origins = network.link_origin[network.link_first[cell] : network.link_first[cell + 1]]
    assert sorted(origins.tolist()) == sorted([LinkOrigin.PATCH, LinkOrigin.SPLIT])


def test_a_line_of_another_gauge_makes_a_break_of_gauge():
    network = add_lines(rails(), [line("wide", "A", 102, 150, gauge_mm=1520, finish=Loose())]).network
    assert_sound(network)
    (gate,) = [gate for gate in network.gateways if gate.kind is GatewayKind.GAUGE]
    assert gate.territories == ("A",)
    assert ends_of(network, "rail:A:1435")[gate.id] == pytest.approx(100 * KM)
    assert ends_of(network, "rail:A:1520:wide")[gate.id] == pytest.approx(102 * KM)
    end = np.flatnonzero(network.end_access_km)
    assert network.end_access_km[end] == pytest.approx([2.0], abs=1e-3)


def test_a_line_over_a_boundary_is_two_pieces_with_a_post_between():
    pieces = [
        line("new", "A", 100, 200, finish=At("ab-rail")),
        line("new", "B", 200, 300, start=At("ab-rail"), gauge_mm=1520),
    ]
    changed = add_lines(rails(), pieces, [POST])
    assert_sound(changed.network)
    assert changed.touched == {"rail:A:1435", "rail:A:1435:new", "rail:B:1520", "rail:B:1520:new"}
    assert "ab-rail" in ends_of(changed.network, "rail:A:1435:new")
    assert "ab-rail" in ends_of(changed.network, "rail:B:1520:new")


def test_a_post_to_which_one_side_builds_leads_on_to_the_rails_of_the_other():
    post = Gateway("ab-rail", GatewayKind.POST, "Post", 290 * KM, 0.0, ("A", "B"))
    changed = add_lines(rails(), [line("new", "A", 100, 290, finish=At("ab-rail"))], [post])
    assert_sound(changed.network)
    assert changed.touched == {"rail:A:1435", "rail:A:1435:new", "rail:B:1520"}
    assert ends_of(changed.network, "rail:B:1520")["ab-rail"] == pytest.approx(300 * KM)
    assert changed.network.end_access_km.max() == pytest.approx(10.0, abs=1e-3)


def test_the_points_between_join_what_lies_near_if_it_does():
    points = ((30 * KM, 40 * KM), (60 * KM, 1 * KM), (90 * KM, 40 * KM))
    base = replace(line("new", "A", 0, 0, start=Loose(), finish=Loose()), points=points)
    assert add_lines(rails(), [base]).touched == {"rail:A:1435:new"}
    network = add_lines(rails(), [replace(base, through_km=5.0)]).network
    assert_joins_are_seams(network)
    (join,) = [gate for gate in network.gateways if gate.kind is GatewayKind.JOIN]
    assert join.lon == pytest.approx(60 * KM)


def test_without_a_length_a_line_is_as_long_as_its_great_circles():
    piece = line("new", "A", 100, 150, finish=Loose())
    network = add_lines(rails(), [piece]).network
    assert links_of(network, "rail:A:1435:new") == pytest.approx([least_km(piece.points)])


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"km": 49.0}, r"Line cannot be 49 km long: its points lie 50.0 km apart"),
        ({"km": float("nan")}, "cannot be nan km long"),
        ({"km": -1.0}, "cannot be -1 km long"),
        ({"gauge_mm": None}, "name its gauge"),
        ({"mode": Mode.ROAD}, "only rails have one"),
        ({"mode": Mode.AIR, "gauge_mm": None}, "aircraft need no line"),
        ({"territory": None}, "on land it lies in one territory"),
        ({"points": ((0.0, 0.0),)}, "give two points or more"),
        ({"points": ((0.0, 0.0), (0.0, 0.0))}, "no two alike one after another"),
        ({"points": ((0.0, 0.0), (0.0, float("nan")))}, "no place on Earth"),
        ({"points": ((0.0, 0.0), (0.0, 95.0))}, "write longitude, then latitude"),
        ({"start": At("nowhere")}, "no gateway nowhere is known"),
        ({"start": At("yard"), "finish": At("yard")}, "begins and ends at yard"),
        ({"start": At("yard", 10.0)}, "its start lies 100 km from yard"),
        ({"finish": Nearest(20.0)}, "no rail in A within 20 km of its finish"),
        ({"territory": "B", "start": At("ab-rail", 200.0)}, "ab-rail joins only rail:B:1435:new"),
        ({"territory": "C", "start": At("ab-rail", 200.0)}, "Line lies in C, and ab-rail between A and B"),
    ],
)
def test_what_cannot_be_built_is_told_with_its_mend(parts, message):
    wanted = replace(line("new", "A", 100, 150, finish=Loose()), **parts)
    with pytest.raises(InputError, match=message):
        add_lines(rails(), [wanted], [POST] if "ab-rail" in message else [])


def test_all_faults_of_all_pieces_are_told_at_once():
    pieces = [line("one", "A", 100, 150, km=1.0), line("two", "A", 100, 150, gauge_mm=None)]
    with pytest.raises(InputError) as raised:
        add_lines(rails(), pieces)
    assert len(str(raised.value).splitlines()) == 2
    twice = [line("one", "A", 100, 150, finish=Loose())] * 2
    with pytest.raises(InputError, match="give one of them an id of its own"):
        add_lines(rails(), twice)


def test_a_gateway_gets_an_end_at_the_foot_point_of_what_it_wants():
    dock = Gateway("dock", GatewayKind.TERMINAL, "Dock", 40 * KM, 3 * KM, ("A",))
    changed = give_ends(rails(), dock, [Want(Mode.RAIL, "A")])
    assert_sound(changed.network)
    assert changed.touched == {"rail:A:1435"}
    assert links_of(changed.network, "rail:A:1435") == pytest.approx([40.0, 60.0])
    assert ends_of(changed.network, "rail:A:1435")["dock"] == pytest.approx(40 * KM)
    assert changed.network.end_access_km.max() == pytest.approx(3.0, abs=1e-3)


def test_wants_that_nothing_meets_are_all_told():
    dock = Gateway("dock", GatewayKind.TERMINAL, "Dock", 40 * KM, 300 * KM, ("A",))
    with pytest.raises(InputError) as raised:
        give_ends(rails(), dock, [Want(Mode.RAIL, "A"), Want(Mode.ROAD, "A"), Want(Mode.RAIL, "A", 1520)])
    assert [text.split(";")[0] for text in str(raised.value).splitlines()] == [
        "no rail in A within 50 km of Dock",
        "no road in A within 50 km of Dock",
        "no rail of 1520 mm in A within 50 km of Dock",
    ]

"""The record: cells that share no node, joined at the ends of gateways."""

import numpy as np
import pytest

from karwan.errors import StorageError
from karwan.network.cells import assembled
from karwan.network.gates import Ferry, Gate, Reach
from karwan.network.record import Gateway, GatewayKind
from karwan.network.report import BuildReport, Finding, Kind
from karwan.network.store import restore, restore_report, store
from karwan.words.mode import Mode
from network.drawn import land, union_of


def gate(name, kind, territories, *reaches):
    return Gate(Gateway(name, kind, name, 0.1, 0.0, territories), reaches)


@pytest.fixture
def network():
    points, links = [(0, 0), (10, 0), (20, 0), (30, 0)], [(0, 1), (1, 0), (2, 3), (3, 3)]
    road = land(points, links, "AA AA BB BB", km=[9, 8, 7, 6])
    rail = land([(0, 5), (10, 5), (20, 5)], [(0, 1), (1, 2)], mode=Mode.RAIL)
    rail.gauge[:] = [1435, 1520]
    rail.second_gauge[:] = [0, 1435]
    gates = [
        gate("post", GatewayKind.POST, ("AA", "BB"), Reach(Mode.ROAD, 1), Reach(Mode.ROAD, 2)),
        gate("break", GatewayKind.GAUGE, ("AA",), Reach(Mode.RAIL, 1)),
        gate("yard", GatewayKind.TERMINAL, ("AA",), Reach(Mode.ROAD, 0, 2.0), Reach(Mode.RAIL, 2, 1.0, 1520)),
        gate("air", GatewayKind.AIRPORT, ("BB",), Reach(Mode.AIR, -1), Reach(Mode.ROAD, 3)),
        gate("quay", GatewayKind.FERRY, (), Reach(Mode.SEA, 1, ferry="boat"), Reach(Mode.RAIL, 0)),
    ]
    ferries = [Ferry("boat", (0.3, 0.4), (0.0, 0.1), 12.0)]
    return assembled("digest", {Mode.ROAD: road, Mode.RAIL: rail}, gates, ferries, union_of())


def ends(network, name):
    index = [gate.id for gate in network.gateways].index(name)
    at = np.flatnonzero(network.end_gateway == index)
    return {(network.cells[network.end_cell[end]].key, float(network.end_access_km[end])) for end in at}


def test_cells_are_mode_by_territory_by_gauge_and_sorted(network):
    keys = [cell.key for cell in network.cells]
    assert keys == ["air", "ferry:boat", "rail:AA:1435", "rail:AA:1520", "road:AA", "road:BB"]
    assert [cell.mode for cell in network.cells[:2]] == [Mode.AIR, Mode.SEA]


def test_a_link_of_two_gauges_is_in_both_cells_and_others_in_one(network):
    sizes = dict(zip((cell.key for cell in network.cells), np.diff(network.link_first).tolist(), strict=True))
    assert sizes == {
        "air": 0,
        "ferry:boat": 1,
        "rail:AA:1435": 2,
        "rail:AA:1520": 1,
        "road:AA": 1,
        "road:BB": 1,
    }


def test_parallel_links_become_the_shortest_and_loops_fall_away(network):
    road = [cell.key for cell in network.cells].index("road:AA")
    at = slice(network.link_first[road], network.link_first[road + 1])
    assert network.link_km[at].tolist() == [8]


def test_every_node_and_link_lies_in_the_cell_that_the_bounds_say(network):
    cell_of_node = np.repeat(np.arange(len(network.cells)), np.diff(network.node_first))
    cell_of_link = np.repeat(np.arange(len(network.cells)), np.diff(network.link_first))
    assert np.array_equal(cell_of_node[network.link_a], cell_of_link)
    assert np.array_equal(cell_of_node[network.link_b], cell_of_link)
    on_land = network.end_node >= 0
    assert np.array_equal(cell_of_node[network.end_node[on_land]], network.end_cell[on_land])


def test_a_gateway_has_an_end_in_each_cell_that_it_joins(network):
    assert ends(network, "post") == {("road:AA", 0.0), ("road:BB", 0.0)}
    assert ends(network, "break") == {("rail:AA:1435", 0.0), ("rail:AA:1520", 0.0)}
    assert ends(network, "yard") == {("road:AA", 2.0), ("rail:AA:1520", 1.0)}
    assert ends(network, "air") == {("air", 0.0), ("road:BB", 0.0)}
    assert ends(network, "quay") == {("ferry:boat", 0.0), ("rail:AA:1435", 0.0)}


def test_arrays_are_read_only(network):
    with pytest.raises(ValueError, match="read-only"):
        network.link_km[0] = 1


def test_what_is_stored_comes_back_as_it_was(network):
    report = BuildReport((Finding(Kind.REPAIR, "road:AA", "here to there", 1.0, 2.0, 3.0),))
    stored = store(network, report)
    assert all(array.dtype.kind in "iufU" for array in stored.values())
    again = restore({name: array.copy() for name, array in stored.items()})
    assert (again.cells, again.gateways, again.digest) == (network.cells, network.gateways, network.digest)
    assert np.array_equal(again.link_km, network.link_km)
    assert restore_report(stored) == report
    with pytest.raises(StorageError, match="damaged"):
        restore({"digest": stored["digest"]})

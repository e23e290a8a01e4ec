"""The sea, cut into basins at its passages."""

import numpy as np
import pytest

from karwan.network.basins import basins, uncovered
from karwan.network.graph import graph
from karwan.words.mode import Mode
from network.drawn import basin, patch


def sea(points, links, km=None):
    lon, lat = np.array(points, float).T
    a, b = np.array(links, np.int32).T
    return graph(Mode.SEA, lon, lat, a, b, np.full(len(a), 100.0) if km is None else np.array(km, float))


def at(found, node):
    return found.graph.codes[found.graph.territory[node]]


def test_links_over_the_line_of_a_passage_meet_in_one_node_on_each_side():
    lanes = sea([(0, 0), (2, 0), (0, 1), (2, 1)], [(0, 1), (2, 3), (0, 2), (1, 3)])
    strait = basin("strait", ("west", "east"), ((1, -2), (1, 2)), (1, 0.1))
    found = basins(lanes, [strait])
    gate = found.gates[0]
    assert gate.gateway.id == "strait"
    assert (gate.gateway.lon, gate.gateway.lat) == pytest.approx((1, 0))
    assert {at(found, 0), at(found, 2)} != {at(found, 1), at(found, 3)}
    assert {at(found, reach.node) for reach in gate.reaches} == {"west", "east"}
    side = found.graph.territory
    assert (side[found.graph.a] == side[found.graph.b]).all()


def test_names_follow_from_all_passages_of_a_basin():
    lanes = sea([(0, 0), (2, 0), (4, 0)], [(0, 1), (1, 2)])
    rows = [
        basin("one", ("red", "blue"), ((1, -2), (1, 2)), (1, 0)),
        basin("two", ("green", "blue"), ((3, -2), (3, 2)), (3, 0)),
    ]
    found = basins(lanes, rows)
    assert [at(found, node) for node in range(3)] == ["red", "blue", "green"]
    assert len(found.gates) == 2


def test_a_single_link_keeps_its_length_over_a_passage():
    found = basins(
        sea([(0, 0), (4, 0)], [(0, 1)], [500]), [basin("x", ("a", "b"), ((1, -1), (1, 1)), (1, 0))]
    )
    assert sorted(found.graph.km.tolist()) == pytest.approx([125, 375])


def test_a_shut_passage_lets_nothing_through_but_still_names_its_basins():
    lanes = sea([(0, 0), (2, 0), (4, 0)], [(0, 1), (1, 2)])
    rows = [
        basin("shut", ("lake", "blue"), ((1, -2), (1, 2)), (1, 0), is_open=False),
        basin("open", ("green", "blue"), ((3, -2), (3, 2)), (3, 0)),
    ]
    found = basins(lanes, rows)
    assert [gate.gateway.id for gate in found.gates] == ["open"]
    assert [at(found, node) for node in range(3)] == ["lake", "blue", "green"]


def test_a_line_that_no_lane_crosses_is_told():
    found = basins(sea([(0, 0), (4, 0)], [(0, 1)]), [basin("dry", ("a", "b"), ((9, -1), (9, 1)), (9, 0))])
    assert [finding.subject for finding in found.findings] == ["dry"]


def test_lanes_over_the_date_line_are_cut_like_any_other():
    lanes = sea([(178, 0), (-178, 0)], [(0, 1)])
    found = basins(lanes, [basin("x", ("a", "b"), ((-179, -1), (-179, 1)), (-179, 0))])
    assert len(found.gates) == 1


def test_a_forbidden_lane_that_a_passage_cuts_anyway_is_left_to_the_passage():
    strait = basin("strait", ("a", "b"), ((1, -1), (1, 1)), (1, 0), is_open=False)
    rows = [
        patch("over", "sea", "forbid", (0, 0), (222, 0)),
        patch("beside", "sea", "forbid", (333, 0), (444, 0)),
        patch("road", "road", "forbid", (0, 0), (222, 0)),
    ]
    assert [row.id for row in uncovered(rows, [strait])] == ["beside", "road"]

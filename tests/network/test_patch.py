"""Patches: what each kind of row does to a drawn network."""

import pytest

from karwan.network.graph import with_law
from karwan.network.patch import patched
from karwan.network.record import LinkOrigin
from network.drawn import land, node_at, pairs, patch, shape


@pytest.fixture
def road():
    return land([(0, 0), (40, 0), (80, 0), (40, 30)], [(0, 1), (1, 2)])


def test_a_cut_takes_a_link_away_and_makes_its_ends_shy(road):
    done = patched(road, [patch("x", "road", "cut", (0, 0), (40, 0))])
    assert pairs(done.graph) == {((40, 0), (80, 0))}
    assert len(done.shy) == 2
    assert done.findings == ()


def test_a_cut_that_finds_no_link_is_told_and_changes_nothing(road):
    done = patched(road, [patch("x", "road", "cut", (0, 0), (80, 0))])
    assert pairs(done.graph) == pairs(road)
    assert [finding.subject for finding in done.findings] == ["x"]


def test_a_join_needs_both_nodes(road):
    rows = [
        patch("near", "road", "join", (40, 0.2), (40, 30), length_km=35),
        patch("far", "road", "join", (40, 5), (40, 30), length_km=35),
    ]
    done = patched(road, rows)
    assert ((40, 0), (40, 30)) in pairs(done.graph)
    assert done.graph.km[-1] == 35
    assert done.graph.origin[-1] == LinkOrigin.PATCH
    assert [finding.subject for finding in done.findings] == ["far"]


def test_a_line_makes_the_nodes_that_are_not_there_and_shares_its_length(road):
    line = patch("x", "road", "line", (80.5, 0), (120, 0), length_km=60, shape=shape((100, 0)))
    done = patched(road, [line])
    assert {((80, 0), (100, 0)), ((100, 0), (120, 0))} <= pairs(done.graph)
    assert done.graph.km[-2:].sum() == pytest.approx(60)
    assert done.graph.km[-2] == pytest.approx(30, rel=0.01)


def test_a_shape_replaces_a_link_and_the_law_counts_unless_a_length_is_given(road):
    bent = [
        patch("free", "road", "shape", (0, 0), (40, 0), shape=shape((20, 10))),
        patch("given", "road", "shape", (40, 0), (80, 0), shape=shape((60, 10)), length_km=70),
    ]
    lawful = land([(0, 0), (40, 0), (80, 0), (40, 30)], [(0, 1), (1, 2)])
    lawful.factor[:] = 1.1
    done = with_law(patched(lawful, bent).graph)
    assert pairs(done) == {((0, 0), (20, 10)), ((20, 10), (40, 0)), ((40, 0), (60, 10)), ((60, 10), (80, 0))}
    assert done.km[:2].sum() == pytest.approx(1.1 * 2 * (20**2 + 10**2) ** 0.5, rel=1e-3)
    assert done.km[2:].sum() == pytest.approx(70)
    assert done.origin.tolist() == [LinkOrigin.LAW] * 2 + [LinkOrigin.PATCH] * 2


def test_a_shape_through_a_node_makes_it_a_junction(road):
    done = patched(road, [patch("x", "road", "shape", (0, 0), (40, 0), shape=shape((40.1, 30)))]).graph
    assert len(done.lon) == len(road.lon)
    assert done.degree()[node_at(done, 40, 30)] == 2


def test_a_length_below_that_of_its_own_shape_is_told_and_not_taken(road):
    done = patched(road, [patch("x", "road", "join", (0, 0), (40, 30), length_km=20)])
    assert done.graph.km[-1] == pytest.approx(50, rel=1e-3)
    assert "20.0 km given" in done.findings[0].text


def test_forbid_takes_a_link_away_where_one_is_and_binds_healing_always(road):
    rows = [
        patch("link", "road", "forbid", (0, 0), (40, 0)),
        patch("gap", "road", "forbid", (40, 0), (40, 30)),
    ]
    done = patched(road, rows)
    assert pairs(done.graph) == {((40, 0), (80, 0))}
    assert len(done.forbidden) == 2
    assert done.findings == ()


def test_planned_rows_and_ferries_and_rows_of_other_modes_build_nothing(road):
    rows = [
        patch("plan", "road", "join", (40, 0), (40, 30), length_km=35, status="planned"),
        patch("boat", "road", "ferry", (40, 0), (40, 30), length_km=35),
        patch("rail", "rail", "join", (40, 0), (40, 30), length_km=35),
    ]
    assert pairs(patched(road, rows).graph) == pairs(road)


def test_lines_may_start_at_shape_points_of_rows_further_down(road):
    rows = [
        patch("spur", "road", "line", (20, 10), (20, 40), length_km=33),
        patch("bend", "road", "shape", (0, 0), (40, 0), shape=shape((20, 10))),
    ]
    done = patched(road, rows).graph
    assert done.degree()[node_at(done, 20, 10)] == 3

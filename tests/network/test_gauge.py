"""Gauge: defaults, stretches, both at once, and the gates where one ends."""

from karwan.network.breaks import breaks
from karwan.network.gates import Gate, Reach
from karwan.network.gauge import disagreements, gauged
from karwan.network.record import Gateway, GatewayKind
from karwan.words.mode import Mode
from network.drawn import KM, crossing, gateway, gauge_line, land, node_at, union_of

ALONE = union_of()
LINE = [(0, 0), (50, 0), (100, 0), (150, 0)]
LINKS = [(0, 1), (1, 2), (2, 3)]
ALL = gauge_line("all", "AA", (1435,))
BOTH = gauge_line("both", "AA", (1435, 1520), (100, 0), (150, 0))


def track(*lines, territory="AA AA AA AA"):
    return gauged(land(LINE, LINKS, territory, Mode.RAIL), lines)


def both(whole):
    return list(zip(whole.gauge.tolist(), whole.second_gauge.tolist(), strict=True))


def test_a_territory_has_its_gauge_but_along_its_exceptions():
    rail, found = track(
        gauge_line("all", "AA", (1435,)), gauge_line("branch", "AA", (1676,), (100, 0), (150, 0))
    )
    assert both(rail) == [(1435, 0), (1435, 0), (1676, 0)]
    assert found == ()


def test_a_stretch_of_two_gauges_is_in_both_cells():
    rail, _ = track(
        gauge_line("all", "AA", (1435,)), gauge_line("both", "AA", (1435, 1520), (100, 0), (150, 0))
    )
    assert both(rail) == [(1435, 0), (1435, 0), (1520, 1435)]


def test_gauges_that_run_through_one_another_are_one():
    rail, _ = track(gauge_line("a", "AA", (1520,)), gauge_line("b", "BB", (1524,)), territory="AA AA BB BB")
    assert both(rail) == [(1520, 0)] * 3


def test_between_two_members_of_a_union_with_two_gauges_a_link_has_both():
    rail, _ = track(gauge_line("a", "AA", (1435,)), gauge_line("b", "BB", (1668,)), territory="AA AA BB BB")
    assert both(rail) == [(1435, 0), (1668, 1435), (1668, 0)]


def test_what_a_patch_says_of_its_gauge_holds_against_the_default():
    rail = land(LINE, LINKS, None, Mode.RAIL)
    rail.gauge[1] = 1520
    assert both(gauged(rail, [gauge_line("all", "AA", (1435,))])[0])[1] == (1520, 0)


def test_a_stretch_whose_stations_lie_nowhere_is_told():
    _, found = track(gauge_line("all", "AA", (1435,)), gauge_line("lost", "AA", (1520,), (0, 90), (50, 90)))
    assert [finding.subject for finding in found] == ["lost"]


def test_a_gate_stands_where_the_second_gauge_ends():
    rail, _ = track(
        gauge_line("all", "AA", (1435,)), gauge_line("both", "AA", (1435, 1520), (100, 0), (150, 0))
    )
    gates = breaks(rail, [], set(), ALONE)
    assert [gate.gateway.kind for gate in gates] == [GatewayKind.GAUGE]
    assert gates[0].reaches[0].node == node_at(rail, 100, 0)


def test_a_gauge_change_station_nearby_is_the_gate():
    rail, _ = track(gauge_line("all", "AA", (1435,)), gauge_line("broad", "AA", (1676,), (100, 0), (150, 0)))
    station = Gate(
        Gateway("yard", GatewayKind.TERMINAL, "Yard", 104 * KM, 0.0, ("AA",)),
        (Reach(Mode.ROAD, 3), Reach(Mode.RAIL, 3, 0.5, 1676)),
    )
    gates = breaks(rail, [station], {"yard"}, ALONE)
    assert [gate.gateway.id for gate in gates] == ["yard"]
    assert gates[0].reaches == (Reach(Mode.ROAD, 3), Reach(Mode.RAIL, node_at(rail, 100, 0)))


def test_of_breaks_that_crowd_one_stands_for_all():
    points = [(0, 0), (5, 0), (10, 0), (5, 5), (10, 5)]
    rail = land(points, [(0, 1), (1, 2), (1, 3), (2, 4)], None, Mode.RAIL)
    rail.gauge[:] = [1067, 1067, 1435, 1435]
    assert len(breaks(rail, [], set(), ALONE)) == 1


def test_a_post_whose_row_gives_another_gauge_than_its_links_is_told():
    rail, _ = track(gauge_line("a", "AA", (1435,)))
    gate = Gate(Gateway("post", GatewayKind.POST, "Post", 0.0, 0.0, ("AA", "BB")), (Reach(Mode.RAIL, 0),))
    agrees = crossing("post", "rail", ("AA", "BB"), (0, 0), gauge_a_mm=1435, gauge_b_mm=1520)
    differs = crossing("post", "rail", ("AA", "BB"), (0, 0), gauge_a_mm=1520, gauge_b_mm=1520)
    assert disagreements(rail, [gate], [agrees], ALONE) == ()
    assert [finding.subject for finding in disagreements(rail, [gate], [differs], ALONE)] == ["post"]
    assert gateway("x", "port", "AA", (0, 0), ["sea"]).modes == ("sea",)

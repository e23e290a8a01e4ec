"""Territories: nodes that patches made, boxes that mend, pieces that weave along a border."""

import numpy as np

from karwan.network.graph import Links, with_links, with_nodes
from karwan.network.record import LinkOrigin
from karwan.network.territory import filled, fixed
from karwan.network.weave import unwoven
from network.drawn import CODES, KM, crossing, fix, land, node_at, union_of

ALONE = union_of()


def named(whole):
    return " ".join(CODES[index] for index in whole.territory)


def with_chain(whole, points, start, goal=None):
    """A graph with a drawn line of new nodes from one node to another."""
    x, y = np.array(points, float).T * KM
    grown = with_nodes(whole, x, y)
    nodes = [start, *range(len(whole.lon), len(grown.lon))] + ([] if goal is None else [goal])
    a, b = np.array(nodes[:-1], np.int32), np.array(nodes[1:], np.int32)
    return with_links(grown, Links(a, b, np.full(len(a), 10.0), LinkOrigin.PATCH))


def test_a_box_gives_only_the_nodes_that_say_so_to_another_territory():
    road = land([(0, 0), (10, 0), (20, 0)], [(0, 1), (1, 2)], "AA BB AA")
    mended = fixed(road, [fix("x", "road", (-5, -5, 15, 5), "AA", "CC")])
    assert named(mended) == "CC BB AA"
    assert named(fixed(road, [fix("x", "rail", (-5, -5, 15, 5), "AA", "CC")])) == "AA BB AA"


def test_a_drawn_line_inside_one_territory_stays_in_it():
    road = land([(0, 0), (40, 0), (20, 1)], [(0, 1)], "AA AA BB")
    drawn = with_chain(road, [(10, 5), (20, 2), (30, 5)], 0, 1)
    assert named(filled(drawn, [drawn], [], ALONE)) == "AA AA BB AA AA AA"


def test_a_drawn_line_leaves_a_territory_at_the_post():
    road = land([(0, 0), (60, 0), (31, 3)], [(0, 1)], "AA BB BB")
    drawn = with_chain(road, [(15, 5), (30, 5), (45, 5)], 0, 1)
    post = crossing("post", "road", ("AA", "BB"), (40, 5))
    assert named(filled(drawn, [drawn], [post], ALONE)) == "AA BB BB AA AA BB"
    assert named(filled(drawn, [drawn], [], ALONE)) == "AA BB BB AA BB BB"


def test_the_free_end_of_a_drawn_line_takes_the_territory_of_the_nearest_node_of_any_mode():
    rail = land([(0, 0), (-10, 0)], [(0, 1)], "AA AA")
    drawn = with_chain(rail, [(10, 0), (30, 0)], 0)
    road = land([(31, 0), (35, 0)], [(0, 1)], "BB BB")
    assert named(filled(drawn, [drawn, road], [], ALONE)) == "AA AA AA BB"


def test_a_road_that_dips_into_a_neighbour_is_given_to_the_territory_around_it():
    road = land(
        [(0, 0), (20, 0), (22, 1), (24, 0), (60, 0)], [(0, 1), (1, 2), (2, 3), (3, 4)], "AA AA BB AA AA"
    )
    given, found = unwoven(road, ALONE, [])
    assert named(given) == "AA AA AA AA AA"
    assert [finding.subject for finding in found] == ["road:BB>AA"]


def test_a_piece_with_a_gateway_or_with_two_neighbours_or_of_some_size_is_kept():
    points, links = [(0, 0), (20, 0), (22, 1), (24, 0), (60, 0)], [(0, 1), (1, 2), (2, 3), (3, 4)]
    dip = land(points, links, "AA AA BB AA AA")
    assert named(unwoven(dip, ALONE, [(22 * KM, 1 * KM)])[0]) == "AA AA BB AA AA"
    between = land(points, links, "AA AA BB CC CC")
    assert named(unwoven(between, ALONE, [])[0]) == "AA AA BB CC CC"
    long = land([(0, 0), (20, 0), (40, 1), (60, 0), (90, 0)], links, "AA AA BB AA AA")
    assert named(unwoven(long, ALONE, [])[0]) == "AA AA BB AA AA"


def test_a_dead_end_over_the_border_is_no_weave():
    stub = land([(0, 0), (50, 0), (52, 0)], [(0, 1), (1, 2)], "AA AA BB")
    assert named(unwoven(stub, ALONE, [])[0]) == "AA AA BB"


def test_members_of_a_union_have_no_boundary_between_them():
    union = union_of(AA="XX", BB="XX")
    assert union.of("AA") == union.of("BB") == union.of("XX")
    assert union.name(union.of("BB")) == "XX"
    assert union.name(union.of("CC")) == "CC"
    dip = land([(0, 0), (20, 0), (22, 1), (24, 0)], [(0, 1), (1, 2), (2, 3)], "AA AA BB AA")
    assert unwoven(dip, union, [])[1] == ()
    assert node_at(dip, 22, 1) == 2

"""Posts: which link is whose, and what becomes of links that no post claims."""

import numpy as np
import pytest

from karwan.network.border import bordered
from karwan.network.posts import matched
from karwan.network.record import GatewayKind
from karwan.network.report import Kind
from network.drawn import KM, crossing, land, union_of

ALONE = union_of()
NONE = frozenset()


def kinds(result):
    return {gate.gateway.id: gate.gateway.kind for gate in result.gates}


def test_a_post_splits_its_link_and_stands_as_a_node_on_either_side():
    road = land([(0, 0), (100, 0)], [(0, 1)], "AA BB")
    result = bordered(road, [crossing("post", "road", ("BB", "AA"), (40, 1))], ALONE, NONE)
    assert kinds(result) == {"post": GatewayKind.POST}
    assert sorted(result.graph.km.tolist()) == pytest.approx([40, 60], rel=1e-3)
    first, second = result.gates[0].reaches
    assert result.gates[0].gateway.territories == ("BB", "AA")
    assert [result.graph.territory[reach.node] for reach in (first, second)] == [1, 0]
    side = result.graph.territory
    assert (side[result.graph.a] == side[result.graph.b]).all()


def test_a_link_says_by_its_length_and_not_by_its_chord_where_it_crosses():
    straight_and_winding = land(
        [(0, 0), (60, 0), (0, 5), (60, 5)], [(0, 1), (2, 3)], "AA BB AA BB", km=[60, 90]
    )
    far_off_every_chord = crossing("pass", "road", ("AA", "BB"), (30, 34))
    found = matched(straight_and_winding, [far_off_every_chord], ALONE)
    assert found.crossing.tolist() == [-1, 0]


def test_posts_and_links_are_paired_so_that_the_whole_fits_best():
    road = land([(0, 0), (20, 0), (0, 6), (20, 6)], [(0, 1), (2, 3)], "AA BB AA BB")
    posts = [
        crossing("low", "road", ("AA", "BB"), (10, 1.5)),
        crossing("high", "road", ("AA", "BB"), (10, 3.2)),
    ]
    assert matched(road, posts, ALONE).crossing.tolist() == [0, 1]


def test_a_post_of_another_mode_or_pair_of_territories_claims_nothing():
    road = land([(0, 0), (100, 0)], [(0, 1)], "AA BB")
    posts = [
        crossing("rail", "rail", ("AA", "BB"), (50, 0)),
        crossing("other", "road", ("AA", "CC"), (50, 0)),
    ]
    result = bordered(road, posts, ALONE, NONE)
    assert list(kinds(result).values()) == [GatewayKind.UNLISTED]
    assert [post.id for post in result.unmatched] == ["other"]


def test_the_second_carriageway_beside_a_post_belongs_to_it():
    road = land([(0, 0), (20, 0), (0, 1), (20, 1)], [(0, 1), (2, 3)], "AA BB AA BB")
    result = bordered(road, [crossing("post", "road", ("AA", "BB"), (10, 0.5))], ALONE, NONE)
    assert len(result.gates) == 1
    assert len(result.gates[0].reaches) == 2
    assert len(result.graph.a) == 4


def test_a_position_some_kilometres_off_is_moved_to_the_foot_point():
    road = land([(0, 0), (30, 0)], [(0, 1)], "AA BB")
    result = bordered(road, [crossing("post", "road", ("AA", "BB"), (15, 15))], ALONE, NONE)
    gateway = result.gates[0].gateway
    assert (gateway.lon / KM, gateway.lat / KM) == pytest.approx((15, 0), abs=0.1)
    too_far = bordered(road, [crossing("post", "road", ("AA", "BB"), (15, 60))], ALONE, NONE)
    assert list(kinds(too_far).values()) == [GatewayKind.UNLISTED]


def test_links_without_a_post_are_told_apart():
    road = land(
        [(0, 0), (9, 0), (0, 90), (9, 90), (0, 200), (9, 200)], [(0, 1), (2, 3), (4, 5)], "AA BB AA CC AA DD"
    )
    posts = [
        crossing("open", "road", ("AA", "BB"), (5, 300)),
        crossing("shut", "road", ("AA", "CC"), (5, 400)),
    ]
    result = bordered(road, posts, ALONE, {"shut"})
    assert [finding.kind for finding in result.findings] == [Kind.UNLISTED, Kind.SHUT, Kind.OUTSIDE]
    assert len(set(kinds(result))) == 3


def test_inside_a_border_union_nothing_is_split():
    road = land([(0, 0), (100, 0)], [(0, 1)], "AA BB")
    union = union_of(AA="XX", BB="XX")
    result = bordered(road, [crossing("post", "road", ("AA", "BB"), (50, 0))], union, NONE)
    assert result.gates == ()
    assert np.array_equal(result.graph.km, road.km)

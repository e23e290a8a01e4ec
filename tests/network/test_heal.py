"""Healing: gaps that are closed, and gaps that must not be."""

import numpy as np
import pytest

from karwan.network.dead_ends import rows
from karwan.network.detour import joined, plain
from karwan.network.gauge import gauged
from karwan.network.heal import Bounds, healed
from karwan.network.record import LinkOrigin
from karwan.words.mode import Mode
from network.drawn import KM, gauge_line, land, pairs, union_of

ALONE = union_of()
FREE = Bounds()


def closed(whole, union=ALONE, bounds=FREE, gauges=None):
    """Links that healing adds."""
    done, found = healed(whole, union, bounds, gauges)
    assert (done.origin == LinkOrigin.HEAL).sum() == len(found)
    return pairs(done) - pairs(whole)


def facing(gap=4, territory="AA AA AA AA", mode=Mode.ROAD):
    """Two roads that end opposite each other."""
    return land([(0, 0), (30, 0), (30 + gap, 0), (60 + gap, 0)], [(0, 1), (2, 3)], territory, mode)


def test_two_roads_that_end_opposite_each_other_are_joined():
    assert closed(facing()) == {((30, 0), (34, 0))}


@pytest.mark.parametrize("mode", [Mode.ROAD, Mode.RAIL])
def test_a_gap_over_a_boundary_stays(mode):
    assert closed(facing(1, "AA AA BB BB", mode)) == set()


def test_a_gap_inside_a_border_union_is_closed():
    assert closed(facing(4, "AA AA BB BB"), union_of(AA="XX", BB="XX")) == {((30, 0), (34, 0))}


def water(west, east):
    """A bay between two meridians, in kilometres."""
    return Bounds(is_water=lambda lon, lat: (lon > west * KM) & (lon < east * KM) & (abs(lat) < 1))


def test_a_gap_over_water_stays_but_a_ditch_does_not_count():
    assert closed(facing(), bounds=water(31, 33)) == set()
    assert closed(facing(), bounds=water(31, 31.2)) == {((30, 0), (34, 0))}


def test_nothing_is_joined_near_a_forbidden_pair():
    forbidden = Bounds(forbidden=[((28 * KM, 1 * KM), (35 * KM, -1 * KM))])
    assert closed(facing(), bounds=forbidden) == set()
    elsewhere = Bounds(forbidden=[((28 * KM, 1 * KM), (90 * KM, 0.0))])
    assert closed(facing(), bounds=elsewhere) == {((30, 0), (34, 0))}


def test_a_dead_end_that_a_cut_made_is_left_alone():
    assert closed(facing(), bounds=Bounds(shy=[(30 * KM, 0.0)])) == set()


def test_roads_that_do_not_point_at_each_other_are_no_gap():
    beside = land([(0, 0), (30, 0), (30, 5), (0, 5)], [(0, 1), (2, 3)])
    assert closed(beside) == set()


def test_only_the_best_partner_of_two_dead_ends_is_taken():
    three = land([(0, 0), (30, 0), (36, 1), (60, 3), (34, -0.5), (60, -3)], [(0, 1), (2, 3), (4, 5)])
    assert closed(three) == {((30, 0), (34, 0))}


def test_a_dead_end_beside_a_through_road_meets_it_at_the_foot_point():
    spur = land([(0, 0), (40, 0), (20, 0.7), (20, 30)], [(0, 1), (2, 3)])
    done, _ = healed(spur, ALONE, FREE)
    assert done.degree().max() == 3
    assert done.km.sum() == pytest.approx(spur.km.sum() + 0.7 * 1.05, rel=1e-3)


def test_a_spur_that_turns_away_from_the_road_is_not_led_to_it():
    away = land([(0, 0), (40, 0), (20, 2), (22, 2.1), (30, 2.2)], [(0, 1), (3, 2), (3, 4)])
    assert closed(away) == set()


def test_a_gap_with_a_short_way_round_is_none():
    loop = land([(0, 0), (30, 0), (32, 0), (60, 0), (31, 3)], [(0, 1), (2, 3), (1, 4), (4, 2), (2, 4)])
    assert closed(loop) == set()


def test_the_ends_of_two_tracks_of_one_line_are_not_a_gap_but_lead_on():
    points = [(0, 0), (26, 0), (30, 0), (30, 0.2), (31, 0.1), (60, 0)]
    tracks = land(points, [(0, 1), (1, 2), (1, 3), (4, 5)], mode=Mode.RAIL)
    done, found = healed(tracks, ALONE, FREE)
    assert len(found) == 1
    assert done.degree()[4] == 2


def test_wide_gaps_of_railways_are_closed_along_their_heading_alone():
    assert closed(facing(12, mode=Mode.RAIL)) == {((30, 0), (42, 0))}
    aside = land([(0, 0), (30, 0), (31, 12), (60, 14)], [(0, 1), (2, 3)], mode=Mode.RAIL)
    assert closed(aside) == set()


def test_tracks_of_two_gauges_are_not_joined():
    rail = facing(1, mode=Mode.RAIL)
    lines = [gauge_line("a", "AA", (1520,)), gauge_line("b", "AA", (1676,), (31, 0), (61, 0))]
    assert closed(rail, gauges=gauged(rail, lines)[0]) == set()
    assert closed(rail, gauges=gauged(rail, lines[:1])[0]) == {((30, 0), (31, 0))}


def test_healing_is_the_same_whatever_the_order_of_the_links():
    roads = land([(0, 0), (30, 0), (34, 0), (64, 0), (33, 8), (33, 40)], [(0, 1), (2, 3), (4, 5)])
    turned = land([(0, 0), (30, 0), (34, 0), (64, 0), (33, 8), (33, 40)], [(5, 4), (3, 2), (1, 0)])
    assert closed(roads) == closed(turned)


def test_the_compiled_search_agrees_with_its_plain_twin():
    rng = np.random.default_rng(7)
    points = rng.uniform(0, 40, (60, 2))
    links = [(i, j) for i in range(60) for j in range(i) if rng.random() < 0.06]
    whole = land(points, links)
    source = np.sort(rng.integers(0, 60, 80))
    target, limit = rng.integers(0, 60, 80), rng.uniform(1, 60, 80)
    table = rows(whole)
    found = plain(*table, source, target, limit)
    assert np.array_equal(joined(*table, source, target, limit), found)
    assert 0 < found.sum() < len(found)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from karwan.network.record import Cell, Network
from karwan.routing.attach import attach, direct_km
from karwan.routing.draw import line
from karwan.routing.overlay import build_overlay
from karwan.routing.route import Leg
from karwan.routing.snap import CellLinks, cell_links, cells_near, snap
from karwan.routing.sphere import great_circle_km
from karwan.words.mode import Mode
from random_worlds import random_network

seeds = st.integers(0, 10_000)
spots = st.tuples(st.floats(-0.5, 9.0), st.floats(-0.5, 3.0))


def attached(network, overlay, spot, limit=90.0, territory=None):
    return attach(overlay, lambda cell: cell_links(network, cell), *spot, {Mode.ROAD: limit}, territory)


def distances_with(network, cell, feet):
    """Distances in a cell from some foot points, put in as nodes of their own: (feet, nodes + feet)."""
    links = cell_links(network, cell)
    nodes = links.lon.size
    rows, columns, km = [links.a], [links.b], [links.km]
    for number, foot in enumerate(feet):
        for node, length in foot.seeds:
            rows.append([nodes + number])
            columns.append([node])
            km.append([length])
    if len(feet) == 2 and feet[0].link == feet[1].link:
        one, other = feet
        rows.append([nodes])
        columns.append([nodes + 1])
        km.append([one.access_km + other.access_km + abs(one.share - other.share) * one.link_km])
    size = nodes + len(feet)
    lengths = np.maximum(np.concatenate(km), 1e-9)
    graph = coo_array((lengths, (np.concatenate(rows), np.concatenate(columns))), shape=(size, size))
    return dijkstra(graph.tocsr(), directed=False, indices=range(nodes, size))


@given(seeds, spots)
@settings(max_examples=40)
def test_a_place_is_as_far_from_the_ends_of_its_cell_as_its_foot_point_says(seed, spot):
    network = random_network(seed, territories=2)
    overlay = build_overlay(network)
    for one in attached(network, overlay, spot):
        vertices = slice(overlay.cell_first[one.cell], overlay.cell_first[one.cell + 1])
        ends = overlay.vertex_end[vertices]
        truth = distances_with(network, one.cell, [one.foot])[0]
        expected = truth[network.end_node[ends] - network.node_first[one.cell]] + network.end_access_km[ends]
        np.testing.assert_allclose(one.end_km, expected, atol=1e-6)


@given(seeds, spots, spots)
@settings(max_examples=40)
def test_two_places_of_one_cell_are_as_far_apart_as_its_links_say(seed, spot, other_spot):
    network = random_network(seed, territories=2)
    overlay = build_overlay(network)
    for one in attached(network, overlay, spot):
        for other in attached(network, overlay, other_spot):
            if one.cell == other.cell:
                truth = distances_with(network, one.cell, [one.foot, other.foot])[0, -1]
                np.testing.assert_allclose(direct_km(one, other), truth, atol=1e-6)
                assert direct_km(one, other) == pytest.approx(direct_km(other, one))


@given(seeds, spots, spots)
@settings(max_examples=30)
def test_the_line_of_a_leg_leads_from_place_to_place_along_links(seed, spot, other_spot):
    network = random_network(seed, territories=1)
    overlay = build_overlay(network)
    starts, finishes = attached(network, overlay, spot), attached(network, overlay, other_spot)
    if not (starts and finishes):
        return
    km = direct_km(starts[0], finishes[0])
    leg = Leg(starts[0].cell, -1, -1, km)
    points = line(overlay, lambda cell: cell_links(network, cell), leg, starts, finishes)
    if np.isfinite(km):
        np.testing.assert_allclose(points[0], spot)
        np.testing.assert_allclose(points[-1], other_spot)
    else:
        assert points.size == 0


@given(seeds, spots, st.floats(5, 300))
@settings(max_examples=40)
def test_no_point_of_any_link_is_nearer_than_the_foot_point(seed, spot, limit):
    network = random_network(seed, territories=2)
    cell = len(network.cells) - 1
    links = cell_links(network, cell)
    feet = snap(links, *spot, limit, 2)
    share = np.linspace(0, 1, 200)
    lon = links.lon[links.a, None] + share * (links.lon[links.b] - links.lon[links.a])[:, None]
    lat = links.lat[links.a, None] + share * (links.lat[links.b] - links.lat[links.a])[:, None]
    nearest = great_circle_km(*spot, lon, lat).min(axis=1)
    if feet:
        # The chord is straight in degrees and the foot is right near the place, if not to the metre far off.
        assert feet[0].access_km <= nearest.min() * 1.001 + 1e-6
        assert [foot.access_km for foot in feet] == sorted(foot.access_km for foot in feet)
        assert feet[0].access_km <= limit
    else:
        assert nearest.min() > limit * 0.999


@given(seeds, spots, st.floats(1, 200))
@settings(max_examples=40)
def test_every_cell_within_the_limit_is_among_the_cells_near(seed, spot, limit):
    network = random_network(seed)
    overlay = build_overlay(network)
    near = set(cells_near(overlay, *spot, limit).tolist())
    for cell in range(len(network.cells)):
        has_links = network.link_first[cell] < network.link_first[cell + 1]
        if has_links and snap(cell_links(network, cell), *spot, limit):
            assert cell in near


def two_territories():
    """A road of territory A along 0 E, one of territory B along 1 E, a railway of B along 0.9 E; no ends."""
    nodes = [(0.9, 0.0), (0.9, 1.0), (0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]
    empty = np.empty(0, np.int32)
    return Network(
        digest="two",
        cells=(
            Cell("rail:B", Mode.RAIL, "B", 1520),
            Cell("road:A", Mode.ROAD, "A"),
            Cell("road:B", Mode.ROAD, "B"),
        ),
        node_first=np.array([0, 2, 4, 6], np.int32),
        node_lon=np.array(nodes)[:, 0],
        node_lat=np.array(nodes)[:, 1],
        link_first=np.array([0, 1, 2, 3], np.int32),
        link_a=np.array([0, 2, 4], np.int32),
        link_b=np.array([1, 3, 5], np.int32),
        link_km=np.array([111.0, 111.0, 111.0]),
        link_origin=np.zeros(3, np.uint8),
        gateways=(),
        end_gateway=empty,
        end_cell=empty,
        end_node=empty,
        end_access_km=np.empty(0),
    )


def keys(network, overlay, lon, territory=None):
    reach = {Mode.ROAD: 200.0, Mode.RAIL: 200.0}
    found = attach(overlay, lambda cell: cell_links(network, cell), lon, 0.5, reach, territory)
    return [network.cells[one.cell].key for one in found]


def test_a_place_near_a_border_belongs_to_the_nearer_side_by_each_mode():
    network = two_territories()
    overlay = build_overlay(network)
    assert keys(network, overlay, 0.4) == ["road:A", "rail:B"]
    assert keys(network, overlay, 0.6) == ["road:B", "rail:B"]


def test_a_place_whose_territory_is_known_belongs_there_by_every_mode_that_has_links_there():
    network = two_territories()
    overlay = build_overlay(network)
    assert keys(network, overlay, 0.4, "B") == ["road:B", "rail:B"]
    assert keys(network, overlay, 0.6, "A") == ["road:A", "rail:B"]


def test_a_place_far_from_all_links_is_attached_to_none():
    network = two_territories()
    overlay = build_overlay(network)
    assert attach(overlay, lambda cell: cell_links(network, cell), 5.0, 0.5, {Mode.ROAD: 50.0}) == ()


def test_two_places_on_one_link_go_along_it():
    network = two_territories()
    overlay = build_overlay(network)
    one, other = (
        attach(overlay, lambda cell: cell_links(network, cell), 0.0, lat, {Mode.ROAD: 10.0})[0]
        for lat in (0.25, 0.75)
    )
    assert direct_km(one, other) == pytest.approx(55.5)


def test_a_link_over_the_antimeridian_is_found_from_both_sides():
    links = CellLinks(
        np.array([179.0, -179.0]),
        np.array([0.0, 0.0]),
        np.array([0], np.int32),
        np.array([1], np.int32),
        np.array([222.0]),
    )
    for lon, share in ((179.5, 0.25), (-179.5, 0.75)):
        (foot,) = snap(links, lon, 0.2, 50.0)
        assert foot.share == pytest.approx(share)
        assert foot.access_km == pytest.approx(22.24, abs=0.01)

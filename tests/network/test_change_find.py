"""What a change is about: links in a polygon, the nearest link, the shortest run."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from karwan.errors import InputError
from karwan.network.change import links_in, nearest_link, polygon_faults, run_between
from karwan.network.change.polygon import inside
from karwan.network.record import Cell, Gateway, GatewayKind, Network
from karwan.words.mode import Mode
from random_worlds import random_network

SQUARE = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
numbers = st.floats(-5, 5).map(lambda value: round(value, 3))


def grid():
    """Roads of two territories along the equator, nodes at 0 to 3 E and at 4 to 7 E, a post between."""
    nodes = np.arange(8.0)
    return Network(
        digest="grid",
        cells=(
            Cell("ferry:boat", Mode.ROAD, service="boat"),
            Cell("road:A", Mode.ROAD, "A"),
            Cell("road:B", Mode.ROAD, "B"),
        ),
        node_first=np.array([0, 0, 4, 8], np.int32),
        node_lon=nodes,
        node_lat=np.zeros(8),
        link_first=np.array([0, 0, 3, 6], np.int32),
        link_a=np.array([0, 1, 2, 4, 5, 6], np.int32),
        link_b=np.array([1, 2, 3, 5, 6, 7], np.int32),
        link_km=np.full(6, 112.0),
        link_origin=np.zeros(6, np.uint8),
        gateways=(Gateway("ab-road", GatewayKind.POST, "Post", 3.5, 0.0, ("A", "B")),),
        end_gateway=np.array([0, 0], np.int32),
        end_cell=np.array([1, 2], np.int32),
        end_node=np.array([3, 4], np.int32),
        end_access_km=np.array([56.0, 56.0]),
    )


def lists(links):
    return {key: own.tolist() for key, own in links.items()}


def test_links_in_a_polygon_are_those_that_touch_it():
    network = grid()
    assert lists(links_in(network, Mode.ROAD, [(1.5, -1), (4.5, -1), (4.5, 1), (1.5, 1)])) == {
        "road:A": [1, 2],
        "road:B": [0],
    }
    # No node lies in it, but a link crosses it.
    assert lists(links_in(network, Mode.ROAD, [(5.4, -1), (5.6, -1), (5.6, 1), (5.4, 1)])) == {"road:B": [1]}
    only = links_in(network, Mode.ROAD, [(-1, -1), (9, -1), (9, 1), (-1, 1)], frozenset({"B"}))
    assert lists(only) == {"road:B": [0, 1, 2]}
    assert links_in(network, Mode.RAIL, SQUARE) == {}


@given(
    st.lists(st.tuples(numbers, numbers), min_size=3, max_size=7),
    st.lists(st.tuples(numbers, numbers), min_size=1),
)
@settings(max_examples=60)
def test_a_point_is_inside_if_the_polygon_winds_round_it(corners, points):
    if polygon_faults(corners):
        return
    lon, lat = np.array(points).T
    found = inside(corners, lon, lat)
    x, y = np.array([*corners, corners[0]]).T
    for index, (u, v) in enumerate(points):
        angle = np.arctan2(y - v, x - u)
        turns = (np.diff(angle) + np.pi) % (2 * np.pi) - np.pi
        is_apart = np.hypot(x - u, y - v).min() > 1e-6 and np.abs(np.abs(turns) - np.pi).min() > 1e-6
        if is_apart:  # on a side either answer will do
            assert found[index] == (abs(turns.sum()) > 1)


@pytest.mark.parametrize(
    ("corners", "message"),
    [
        ([(0, 0), (1, 1)], "has 3 to 2000 corners, not 2"),
        ([(0, 0), (1, 1), (0, 0)], "has 3 to 2000 corners, not 2"),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], "crosses itself"),
        ([(0, 0), (2, 0), (2, 2), (1, 0), (0, 2)], "crosses itself"),
        ([(0, 0), (2, 0), (1, 0), (1, 1)], "crosses itself"),
        ([(0, 0), (0, 0), (1, 0), (1, 1)], "crosses itself"),
        ([(0, 0), (1, float("nan")), (1, 1)], "no place on Earth"),
        ([(0, 0), (200, 0), (1, 1)], "no place on Earth"),
    ],
)
def test_corners_that_are_no_polygon_are_refused(corners, message):
    with pytest.raises(InputError, match=message):
        links_in(grid(), Mode.ROAD, corners)


def test_polygons_may_be_concave_closed_and_lie_across_the_antimeridian():
    assert polygon_faults([*SQUARE, SQUARE[0]]) == []
    assert polygon_faults([(0, 0), (2, 0), (2, 2), (1, 1), (0, 2)]) == []
    across = [(179.0, 0.0), (-179.0, 0.0), (-179.0, 2.0), (179.0, 2.0)]
    assert polygon_faults(across) == []
    assert inside(across, np.array([179.5, -179.5, 0.0, 178.0]), np.ones(4)).tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_the_nearest_link_is_told_by_its_cell():
    assert nearest_link(grid(), Mode.ROAD, (5.5, 0.1))[:2] == ("road:B", 1)
    assert nearest_link(grid(), Mode.ROAD, (5.5, 0.1), territories=frozenset({"A"})) is None
    assert nearest_link(grid(), Mode.ROAD, (5.5, 0.1), 5.0) is None


def test_a_run_is_told_in_pieces_by_cell_with_the_gateways_between():
    run = run_between(grid(), Mode.ROAD, [(1.1, 0.1), (5.9, -0.1)])
    assert lists(run.links) == {"road:A": [1, 2], "road:B": [0, 1]}
    assert run.km == pytest.approx(4 * 112 + 112)
    assert run.gateways == ("ab-road",)
    assert run.lon.tolist() == [1, 2, 3, 4, 5, 6]
    to_post = run_between(grid(), Mode.ROAD, [(1.0, 0.0), "ab-road"])
    assert lists(to_post.links) == {"road:A": [1, 2]}
    back = run_between(grid(), Mode.ROAD, [(1.0, 0.0), (0.0, 0.0), (2.0, 0.0)])
    assert lists(back.links) == {"road:A": [0, 1]}
    assert back.km == pytest.approx(336.0)


def test_places_and_gateways_that_are_not_there_are_refused():
    with pytest.raises(InputError, match="no road within 50 km of 40,1"):
        run_between(grid(), Mode.ROAD, [(1.0, 40.0), (0.0, 0.0)])
    with pytest.raises(InputError, match="nowhere has no road"):
        run_between(grid(), Mode.ROAD, ["nowhere", (0.0, 0.0)])


@given(st.integers(0, 10_000))
@settings(max_examples=40)
def test_a_run_is_the_shortest_there_is(seed):
    network = random_network(seed, territories=2, with_air=False)
    run = None
    a, b, km = [network.link_a], [network.link_b], [network.link_km]
    mine = np.array([cell.mode is Mode.ROAD for cell in network.cells])
    for gate in range(len(network.gateways)):
        ends = np.flatnonzero((network.end_gateway == gate) & mine[network.end_cell])
        if ends.size == 2:
            a.append(network.end_node[ends[:1]])
            b.append(network.end_node[ends[1:]])
            km.append([max(network.end_access_km[ends].sum(), 1e-9)])
    size = network.node_lon.size
    parts = [np.concatenate(one) for one in (km, a, b)]
    dense = np.full((size, size), np.inf)
    np.minimum.at(dense, (parts[1], parts[2]), parts[0])
    used = np.nonzero(np.isfinite(dense))
    graph = coo_array((dense[used], used), shape=(size, size)).tocsr()
    first = int(network.node_first[[c.key for c in network.cells].index("road:T0")])
    goal = int(network.node_first[-1]) - 1
    truth = dijkstra(graph, directed=False, indices=first)[goal]
    spots = [(float(network.node_lon[n]), float(network.node_lat[n])) for n in (first, goal)]
    run = run_between(network, Mode.ROAD, spots)
    nearest = (
        run is not None and (run.lon[0], run.lat[0]) == spots[0] and (run.lon[-1], run.lat[-1]) == spots[1]
    )
    if run is None:
        assert np.isinf(truth) or not nearest
    elif nearest:
        assert run.km == pytest.approx(truth)

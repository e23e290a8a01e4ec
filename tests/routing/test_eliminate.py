from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from karwan.routing.climb import climb, core_reach, meeting_km, path
from karwan.routing.eliminate import eliminate, eliminate_plain


@st.composite
def cells(draw):
    """A cell of a few nodes: loops, parallel links, parts without a way between them, links of no length."""
    nodes = draw(st.integers(1, 14))
    node = st.integers(0, nodes - 1)
    links = draw(st.lists(st.tuples(node, node, st.integers(0, 9)), max_size=30))
    core = draw(st.lists(node, unique=True, max_size=nodes))
    a, b, km = np.array(links, np.int32).reshape(-1, 3).T
    return nodes, a.copy(), b.copy(), km.astype(float), np.array(core, np.int32)


def distances(nodes, a, b, km):
    """All distances in the cell by another program; links without length count as a hair."""
    best = {}
    for one, other, length in zip(a.tolist(), b.tolist(), km.tolist(), strict=True):
        if one != other:
            pair = (min(one, other), max(one, other))
            best[pair] = min(best.get(pair, np.inf), length)
    rows, columns = np.array(list(best), int).reshape(-1, 2).T
    lengths = np.maximum(np.array(list(best.values())), 1e-9)
    return dijkstra(coo_array((lengths, (rows, columns)), shape=(nodes, nodes)).tocsr(), directed=False)


def by_core(hierarchy, core):
    """The table of a hierarchy in the order of `core`."""
    place = hierarchy.rank[core] - (hierarchy.rank.size - core.size)
    return hierarchy.core_km[np.ix_(place, place)]


@given(cells())
@settings(max_examples=60, deadline=None)
def test_the_table_of_a_cell_holds_the_shortest_ways_between_its_ends(cell):
    truth = distances(*cell[:4])[np.ix_(cell[4], cell[4])]
    for make in (eliminate, eliminate_plain):
        np.testing.assert_allclose(by_core(make(*cell), cell[4]), truth, atol=1e-6)


@given(cells())
@settings(max_examples=60, deadline=None)
def test_compiled_and_plain_elimination_give_the_same_table(cell):
    one, other = by_core(eliminate(*cell), cell[4]), by_core(eliminate_plain(*cell), cell[4])
    assert np.array_equal(one, other)


@given(cells())
@settings(max_examples=60, deadline=None)
def test_the_core_is_ranked_last_and_arcs_lead_upward(cell):
    hierarchy = eliminate(*cell)
    assert sorted(hierarchy.rank.tolist()) == list(range(cell[0]))
    assert set(hierarchy.rank[cell[4]].tolist()) == set(range(cell[0] - cell[4].size, cell[0]))
    for rank in range(cell[0]):
        upper = hierarchy.arcs["to"][hierarchy.first[rank] : hierarchy.first[rank + 1]]
        assert (np.diff(upper, prepend=rank) > 0).all()


@given(cells())
@settings(max_examples=60, deadline=None)
def test_every_arc_is_a_link_or_the_sum_of_two_arcs_from_its_middle(cell):
    """Labels that certify themselves: each arc has the arcs or the link that explain it."""
    nodes, a, b, km, _ = cell
    hierarchy = eliminate(*cell)
    rank = hierarchy.rank
    arc_km = {}
    for low in range(nodes):
        for arc in range(hierarchy.first[low], hierarchy.first[low + 1]):
            arc_km[low, int(hierarchy.arcs["to"][arc])] = (
                float(hierarchy.arcs["km"][arc]),
                int(hierarchy.arcs["middle"][arc]),
            )
    for (low, high), (length, middle) in arc_km.items():
        if middle >= 0:
            assert middle < low
            assert length == arc_km[middle, low][0] + arc_km[middle, high][0]
        else:
            ends = {(low, high), (high, low)}
            same = [k for k, one, other in zip(km, rank[a], rank[b], strict=True) if (one, other) in ends]
            assert length == min(same)


@given(cells(), st.data())
@settings(max_examples=60, deadline=None)
def test_climbs_from_two_places_meet_at_the_shortest_way(cell, data):
    truth = distances(*cell[:4])
    hierarchy = eliminate(*cell)
    here, there = (data.draw(st.integers(0, cell[0] - 1)) for _ in range(2))
    up, down = climb(hierarchy, [(here, 0.0)]), climb(hierarchy, [(there, 0.0)])
    np.testing.assert_allclose(meeting_km(up, down), truth[here, there], atol=1e-6)
    to_core = core_reach(hierarchy, up)[hierarchy.rank[cell[4]] - (cell[0] - cell[4].size)]
    np.testing.assert_allclose(to_core, truth[here, cell[4]], atol=1e-6)


@given(cells(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_path_follows_links_and_is_as_long_as_it_says(cell, data):
    nodes, a, b, km, _ = cell
    truth = distances(nodes, a, b, km)
    here, there = (data.draw(st.integers(0, nodes - 1)) for _ in range(2))
    hierarchy = eliminate(*cell)
    way = path(hierarchy, [(here, 0.0)], [(there, 0.0)])
    if not np.isfinite(truth[here, there]):
        assert way == []
        return
    assert (way[0], way[-1]) == (here, there)
    length = 0.0
    for one, other in pairwise(way):
        length += min(k for k, x, y in zip(km, a, b, strict=True) if {one, other} == {x, y})
    np.testing.assert_allclose(length, truth[here, there], atol=1e-6)


def test_a_path_may_start_between_two_nodes():
    """A place 3 km along a link of 10 km, and the far end of a detour of 4 km from its beginning."""
    hierarchy = eliminate(
        3,
        np.array([0, 0], np.int32),
        np.array([1, 2], np.int32),
        np.array([10.0, 4.0]),
        np.array([2], np.int32),
    )
    seeds = [(0, 3.0), (1, 7.0)]
    assert path(hierarchy, seeds, [(2, 0.0)]) == [0, 2]
    assert core_reach(hierarchy, climb(hierarchy, seeds)).tolist() == [7.0]

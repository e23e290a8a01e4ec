"""Costs inside cells, and the foot points of many places, are those of a search of the flat network."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from karwan.routing.attach import attach
from karwan.routing.feet import feet_of
from karwan.routing.inside import costs_inside
from karwan.routing.overlay import build_overlay
from karwan.routing.snap import cell_links
from karwan.words.mode import Mode
from random_worlds import random_network

seeds = st.integers(0, 10_000)
LIMITS = {Mode.ROAD: 90.0, Mode.RAIL: 90.0}


def flat_costs(network, overlay, cell, enter, rate, origins):
    """Costs of the nodes of a cell by Dijkstra's search from one node that leads to all seeds."""
    links = cell_links(network, cell)
    nodes = links.lon.size
    rows, columns, cost = [links.a, links.b], [links.b, links.a], [links.km * rate, links.km * rate]
    base = int(overlay.cell_first[cell])
    for at in np.flatnonzero(np.isfinite(enter)).tolist():
        end = int(overlay.vertex_end[base + at])
        node = int(network.end_node[end] - network.node_first[cell])
        rows.append([nodes])
        columns.append([node])
        cost.append([enter[at] + network.end_access_km[end] * rate])
    for place, loaded in origins:
        for node, km in place.foot.seeds:
            rows.append([nodes])
            columns.append([node])
            cost.append([loaded + km * rate])
    # One edge of each pair of nodes, the least: a sparse matrix would add them up.
    edges = {}
    for a, b, c in zip(*map(np.concatenate, (rows, columns, cost)), strict=True):
        edges[int(a), int(b)] = min(float(c), edges.get((int(a), int(b)), np.inf))
    a, b = zip(*edges, strict=True)
    graph = coo_array((np.maximum(list(edges.values()), 1e-12), (a, b)), shape=(nodes + 1, nodes + 1))
    return dijkstra(graph.tocsr(), indices=nodes)[:nodes]


@given(seeds, st.floats(0.01, 5.0), st.booleans())
@settings(max_examples=40, deadline=None)
def test_coming_to_a_node_of_a_cell_costs_what_a_flat_search_finds(seed, rate, has_origin):
    network = random_network(seed, territories=2, side=4)
    overlay = build_overlay(network)
    draw = np.random.default_rng(seed)
    spot = float(draw.uniform(0, 3)), float(draw.uniform(0, 3))
    places = attach(overlay, lambda cell: cell_links(network, cell), *spot, LIMITS) if has_origin else ()
    for cell, one in enumerate(network.cells):
        if one.mode is Mode.AIR:
            continue
        size = int(np.diff(overlay.cell_first)[cell])
        enter = np.where(draw.random(size) < 0.6, draw.uniform(0, 300, size), np.inf)
        origins = [(place, 7.0) for place in places if place.cell == cell]
        if not origins and not np.isfinite(enter).any():
            continue
        found = costs_inside(overlay, cell, enter, rate, origins)
        np.testing.assert_allclose(
            found.cost, flat_costs(network, overlay, cell, enter, rate, origins), rtol=1e-9, atol=1e-9
        )
        # What explains a cost adds up to it.
        there = np.isfinite(found.cost)
        begun = np.where(found.seed < 0, 7.0, enter[np.maximum(found.seed, 0)] if size else 7.0)
        np.testing.assert_allclose(found.cost[there], (begun + found.km * rate)[there], rtol=1e-9, atol=1e-9)


def test_a_cell_that_nobody_enters_has_no_costs():
    network = random_network(3, territories=2)
    overlay = build_overlay(network)
    cell = next(at for at, one in enumerate(network.cells) if one.mode is Mode.ROAD)
    size = int(np.diff(overlay.cell_first)[cell])
    assert np.isinf(costs_inside(overlay, cell, np.full(size, np.inf), 1.0).cost).all()


def test_the_air_has_no_nodes_to_come_to():
    network = random_network(3, territories=2)
    overlay = build_overlay(network)
    with pytest.raises(ValueError, match="has no links"):
        costs_inside(overlay, 0, np.empty(0), 1.0)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_many_places_at_once_meet_links_where_each_alone_does(seed):
    network = random_network(seed, territories=3, side=4)
    overlay = build_overlay(network)
    draw = np.random.default_rng(seed)
    spots = [(float(draw.uniform(-0.5, 12)), float(draw.uniform(-0.5, 3.5)), None) for _ in range(12)]
    spots += [(lon, lat, f"T{draw.integers(3)}") for lon, lat, _ in spots[:4]]
    feet = feet_of(overlay, network, spots, LIMITS)
    for at, (lon, lat, territory) in enumerate(spots):
        alone = attach(overlay, lambda cell: cell_links(network, cell), lon, lat, LIMITS, territory)
        mine = feet.place == at
        base = network.node_first[feet.cell[mine]]
        found = zip(
            feet.cell[mine].tolist(),
            (feet.a[mine] - base).tolist(),
            feet.to_a[mine].tolist(),
            (feet.b[mine] - base).tolist(),
            feet.to_b[mine].tolist(),
            strict=True,
        )
        wanted = [(one.cell, *one.foot.seeds[0], *one.foot.seeds[1]) for one in alone]
        np.testing.assert_allclose(np.array(sorted(found)), np.array(sorted(wanted)), rtol=1e-12)

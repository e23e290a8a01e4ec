"""What must hold of every network, and changes drawn by lot."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from karwan.network.change import At, Line, Nearest, Want, add_lines, give_ends, remove, split_off
from karwan.network.record import Gateway, GatewayKind
from karwan.words.mode import Mode

ARRAYS = (
    "node_first",
    "node_lon",
    "node_lat",
    "link_first",
    "link_a",
    "link_b",
    "link_km",
    "link_origin",
    "end_gateway",
    "end_cell",
    "end_node",
    "end_access_km",
)


def assert_sound(network):
    """Cells, gateways, nodes, links and ends are as the record says."""
    cells, gateways = len(network.cells), len(network.gateways)
    keys, names = [cell.key for cell in network.cells], [gate.id for gate in network.gateways]
    assert keys == sorted(set(keys))
    assert names == sorted(set(names))
    assert network.node_first[0] == network.link_first[0] == 0
    assert network.node_first.size == network.link_first.size == cells + 1
    assert network.node_first[-1] == network.node_lon.size == network.node_lat.size
    assert network.link_first[-1] == network.link_a.size == network.link_km.size == network.link_origin.size
    owner = np.repeat(np.arange(cells), np.diff(network.node_first))
    link_owner = np.repeat(np.arange(cells), np.diff(network.link_first))
    assert (owner[network.link_a] == link_owner).all()
    assert (owner[network.link_b] == link_owner).all()
    assert (network.link_a < network.link_b).all()
    pairs = network.link_a.astype(np.int64) * network.node_lon.size + network.link_b
    assert (np.diff(pairs) > 0).all()
    assert np.isfinite(network.link_km).all()
    assert (network.link_km >= 0).all()
    ends = list(zip(network.end_gateway.tolist(), network.end_cell.tolist(), strict=True))
    assert ends == sorted(set(ends))
    assert all(gate < gateways for gate, _ in ends)
    on_land = network.end_node >= 0
    assert (owner[network.end_node[on_land]] == network.end_cell[on_land]).all()
    assert all(network.cells[cell].mode is Mode.AIR for cell in network.end_cell[~on_land].tolist())


def assert_joins_are_seams(network):
    """Every join has two ends or more, at nodes of one place, by one mode in one territory, without a way."""
    for gate, gateway in enumerate(network.gateways):
        if gateway.kind is GatewayKind.JOIN:
            ends = np.flatnonzero(network.end_gateway == gate)
            cells = [network.cells[cell] for cell in network.end_cell[ends].tolist()]
            assert len(ends) >= 2
            assert len({(cell.mode, cell.territory, cell.gauge_mm, cell.basin) for cell in cells}) == 1
            assert not network.end_access_km[ends].any()
            nodes = network.end_node[ends]
            assert np.ptp(network.node_lon[nodes]) + np.ptp(network.node_lat[nodes]) < 1e-3


def key_of(network, cell):
    return network.cells[cell].key


def cell_of(network, key):
    return [cell.key for cell in network.cells].index(key)


def ends_of(network, key):
    """Gateways with an end in a cell, and the longitude of its node."""
    here = network.end_cell == cell_of(network, key)
    names = [network.gateways[gate].id for gate in network.end_gateway[here].tolist()]
    return dict(zip(names, network.node_lon[network.end_node[here]].tolist(), strict=True))


def random_links(draw, network):
    """Some links of one cell that has any."""
    cells = np.flatnonzero(np.diff(network.link_first)).tolist()
    if not cells:
        return {}
    cell = draw(st.sampled_from(cells))
    count = int(network.link_first[cell + 1] - network.link_first[cell])
    links = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=6))
    return {key_of(network, cell): np.array(sorted(links))}


@st.composite
def change(draw, network, number):
    """A changed network; `number` makes the names of the change its own."""
    kind = draw(st.sampled_from(("remove", "split", "split", "line", "ends")))
    if kind == "remove":
        return remove(network, random_links(draw, network))
    if kind == "split":
        return split_off(network, random_links(draw, network), f"stretch{number}", "Stretch")
    land = [cell for cell in network.cells if cell.territory and cell.service is None]
    cell = draw(st.sampled_from(land))
    spot = st.tuples(st.floats(0, 9), st.floats(0, 3))
    if kind == "ends":
        gate = Gateway(f"new{number}", GatewayKind.TERMINAL, "New", *draw(spot), (cell.territory,))
        wants = [
            Want(cell.mode, cell.territory, within_km=5_000.0) for cell in draw(st.permutations(land))[:2]
        ]
        return give_ends(network, gate, [want for want in wants if _has_links(network, want)])
    gauge = draw(st.sampled_from((1520, 1435))) if cell.mode is Mode.RAIL else None
    points = tuple(draw(st.lists(spot, min_size=2, max_size=4, unique=True)))
    tie = Nearest(5_000.0) if _has_links(network, Want(cell.mode, cell.territory)) else None
    if tie is None:
        return remove(network, {})
    line = Line(f"line{number}", "Line", cell.mode, cell.territory, points, None, gauge, tie, tie)
    gateways = [gate for gate in network.gateways if gate.kind is GatewayKind.TERMINAL]
    if gateways and draw(st.booleans()):
        at = At(draw(st.sampled_from(gateways)).id, 50_000.0)
        line = Line(line.id, line.name, line.mode, line.territory, points, None, gauge, tie, at)
    return add_lines(network, [line])


def _has_links(network, want):
    return any(
        want.fits(cell) and network.link_first[index] < network.link_first[index + 1]
        for index, cell in enumerate(network.cells)
    )

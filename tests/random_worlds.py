"""Random networks of many small cells, and prices on them, for the tests of the search.

Lengths are whole km and prices whole units a km, so that sums are exact in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from karwan.network.record import Cell, Gateway, GatewayKind, Network
from karwan.routing import snap
from karwan.routing.attach import attach
from karwan.routing.overlay import build_overlay
from karwan.routing.problem import UNITS
from karwan.words.mode import Mode

REACH_KM = {Mode.ROAD: 60.0, Mode.RAIL: 60.0}


@dataclass(frozen=True)
class Prices:
    """The five arrays that the search reads."""

    cell_rates: np.ndarray
    transfer_costs: np.ndarray
    transfer_open: np.ndarray
    start_costs: np.ndarray
    finish_costs: np.ndarray


@dataclass(frozen=True)
class World:
    """A random network with its overlay, prices and two places."""

    network: Network
    overlay: object
    prices: Prices
    origin: tuple
    destination: tuple

    def links_of(self, cell):
        return snap.cell_links(self.network, cell)


def random_world(seed, closed=0.0, **shape):
    """A world whose places lie at nodes of the first and the last territory."""
    network = random_network(seed, **shape)
    overlay = build_overlay(network)
    draw = np.random.default_rng(seed + 1)
    places = []
    for territory in ("T0", network.cells[-1].territory):
        cell = [c.key for c in network.cells].index(f"road:{territory}")
        node = int(draw.integers(network.node_first[cell], network.node_first[cell + 1]))
        lon, lat = network.node_lon[node], network.node_lat[node]
        places.append(attach(overlay, lambda c: snap.cell_links(network, c), lon, lat, REACH_KM, territory))
    return World(network, overlay, random_prices(overlay, seed, closed), *places)


def random_network(seed, territories=3, side=3, with_air=True):
    """A row of territories, each with a road and a rail grid of `side` x `side`; posts, terminals, airports.

    Grids have holes, so that a cell may be unconnected; some ends share a node; some have access km. Road and
    rail nodes of one grid place lie at the same point.
    """
    draw = np.random.default_rng(seed)
    cells = [Cell("air", Mode.AIR)] if with_air else []
    cells += [Cell(f"rail:T{t}", Mode.RAIL, f"T{t}", 1520) for t in range(territories)]
    cells += [Cell(f"road:T{t}", Mode.ROAD, f"T{t}") for t in range(territories)]
    nodes, links, node_first, link_first = [], [], [0], [0]
    for cell in cells:
        base = node_first[-1]
        if cell.mode is not Mode.AIR:
            west = 4.0 * int(cell.territory[1:])
            nodes += [(west + 3 * x / side, 3 * y / side) for y in range(side) for x in range(side)]
            share = 0.95 if cell.mode is Mode.ROAD else 0.8
            pairs = [pair for pair in _neighbours(side) if draw.random() < share]
            links += [(base + a, base + b, float(draw.integers(20, 200))) for a, b in pairs]
        node_first.append(len(nodes))
        link_first.append(len(links))
    gateways = sorted(_gateways(draw, territories, with_air))
    index = {cell.key: i for i, cell in enumerate(cells)}
    ends = [(gateway, index[key]) for gateway, (_, _, keys) in enumerate(gateways) for key in sorted(keys)]
    node = [
        int(draw.integers(node_first[c], node_first[c + 1])) if cells[c].mode is not Mode.AIR else -1
        for _, c in ends
    ]
    access = draw.integers(0, 9, len(ends)) * (draw.random(len(ends)) < 0.5)
    a, b, km = np.array(links).T.reshape(3, -1)
    owner, cell = np.array(ends).T
    return Network(
        digest=f"random {seed}",
        cells=tuple(cells),
        node_first=np.array(node_first, np.int32),
        node_lon=np.array(nodes)[:, 0],
        node_lat=np.array(nodes)[:, 1],
        link_first=np.array(link_first, np.int32),
        link_a=a.astype(np.int32),
        link_b=b.astype(np.int32),
        link_km=km,
        link_origin=np.zeros(km.size, np.uint8),
        gateways=tuple(
            Gateway(name, kind, name, *draw.uniform(0, 3, 2).tolist()) for name, kind, _ in gateways
        ),
        end_gateway=owner.astype(np.int32),
        end_cell=cell.astype(np.int32),
        end_node=np.array(node, np.int32),
        end_access_km=access.astype(np.float64),
    )


def _neighbours(side):
    """Pairs of neighbours in a grid."""
    for n in range(side * side):
        if n % side < side - 1:
            yield n, n + 1
        if n < side * (side - 1):
            yield n, n + side


def _gateways(draw, territories, with_air):
    """Name, kind and cells of each gateway."""
    for t in range(territories):
        for n in range(int(draw.integers(1, 3))):
            yield f"terminal-{t}-{n}", GatewayKind.TERMINAL, [f"road:T{t}", f"rail:T{t}"]
        if with_air:
            yield f"airport-{t}", GatewayKind.AIRPORT, ["air", f"road:T{t}", f"rail:T{t}"][: 2 + t % 2]
        for other in range(t + 1, territories):
            if other == t + 1 or draw.random() < 0.3:
                for mode in ("road", "rail"):
                    for n in range(int(draw.integers(1, 3))):
                        yield (
                            f"{mode}-{t}-{other}-{n}",
                            GatewayKind.POST,
                            [f"{mode}:T{t}", f"{mode}:T{other}"],
                        )


def random_prices(overlay, seed, closed=0.0):
    """Prices of which no two grow alike; two transfers at a gateway never cost less than a third one."""
    draw = np.random.default_rng(seed)
    cells, transfers = len(overlay.cells), overlay.transfer_from.size
    return Prices(
        cell_rates=draw.integers(1, 9, (cells, 3)) / UNITS,
        transfer_costs=draw.integers(100, 200, (transfers, 3)) / UNITS,
        transfer_open=draw.random(transfers) >= closed,
        start_costs=draw.integers(1, 99, (cells, 3)) / UNITS,
        finish_costs=draw.integers(1, 99, (cells, 3)) / UNITS,
    )


def name_of(labels, cells):
    """The labels of cells in order, each once at a time."""
    return tuple(label for label, _ in groupby(labels[cell] for cell in cells))

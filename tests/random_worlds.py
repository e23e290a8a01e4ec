"""Random networks of many small cells, and prices on them, for the tests of the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from karwan.network.record import Cell, Gateway, GatewayKind, Network
from karwan.words.mode import Mode

HOURS, USD, KG = range(3)


@dataclass(frozen=True)
class Prices:
    """The five arrays that the search reads."""

    cell_rates: np.ndarray
    transfer_costs: np.ndarray
    transfer_open: np.ndarray
    start_costs: np.ndarray
    finish_costs: np.ndarray


def random_network(seed, territories=4, side=3, with_air=True):
    """A row of territories, each with a road and a rail grid of `side` x `side`; posts, terminals, airports.

    Rail grids have holes, so that a cell may be unconnected; some ends share a node; some have access km.
    """
    draw = np.random.default_rng(seed)
    cells, nodes, links, ends, gateways = [], [], [], [], []
    if with_air:
        cells.append(Cell("air", Mode.AIR))
    cells += [Cell(f"rail:T{t}", Mode.RAIL, f"T{t}", 1520) for t in range(territories)]
    cells += [Cell(f"road:T{t}", Mode.ROAD, f"T{t}") for t in range(territories)]
    cells.sort(key=lambda cell: cell.key)
    index = {cell.key: i for i, cell in enumerate(cells)}
    node_first, link_first = [0], [0]
    for cell in cells:
        base = node_first[-1]
        if cell.mode is not Mode.AIR:
            west = 3.0 * int(cell.territory[1:])
            grid = [(west + x * 2.5 / side, y * 2.5 / side) for y in range(side) for x in range(side)]
            nodes += [(x + draw.uniform(0, 0.1), y + draw.uniform(0, 0.1)) for x, y in grid]
            for n in range(side * side):
                for other in [n + 1] * (n % side < side - 1) + [n + side] * (n < side * (side - 1)):
                    if draw.random() < (0.9 if cell.mode is Mode.ROAD else 0.75):
                        links.append((base + n, base + other, draw.uniform(20, 200)))
        node_first.append(len(nodes))
        link_first.append(len(links))

    def end(key):
        cell = index[key]
        if key == "air":
            return cell, -1, 0.0
        return (
            cell,
            int(draw.integers(node_first[cell], node_first[cell + 1])),
            draw.choice([0.0, draw.uniform(0, 9)]),
        )

    def gateway(name, kind, keys):
        gateways.append((name, kind, [end(key) for key in keys]))

    for t in range(territories):
        for n in range(int(draw.integers(1, 3))):
            gateway(f"terminal-{t}-{n}", GatewayKind.TERMINAL, [f"road:T{t}", f"rail:T{t}"])
        if with_air:
            gateway(f"airport-{t}", GatewayKind.AIRPORT, ["air", f"rail:T{t}", f"road:T{t}"][:: 1 + t % 2])
        for other in range(t + 1, territories):
            if other == t + 1 or draw.random() < 0.3:
                for mode in ("road", "rail"):
                    for n in range(int(draw.integers(1, 3))):
                        keys = [f"{mode}:T{t}", f"{mode}:T{other}"]
                        gateway(f"{mode}-{t}-{other}-{n}", GatewayKind.POST, keys)
    gateways.sort()
    for g, (_, _, sides) in enumerate(gateways):
        ends += [(g, *side) for side in sides]
    a, b, km = (np.array(column) for column in zip(*links, strict=True))
    lon, lat = np.array(nodes).T
    owner, cell, node, access = (np.array(column) for column in zip(*ends, strict=True))
    return Network(
        digest=f"random {seed}",
        cells=tuple(cells),
        node_first=np.array(node_first, np.int32),
        node_lon=lon,
        node_lat=lat,
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
        end_node=node.astype(np.int32),
        end_access_km=access.astype(np.float64),
    )


def random_prices(overlay, seed, closed=0.1):
    """Prices of which no two grow alike; transfers of one gateway never pay off by way of a third cell."""
    draw = np.random.default_rng(seed)
    cells, transfers = len(overlay.cells), overlay.transfer_from.size
    return Prices(
        cell_rates=np.exp(draw.uniform(-1, 1, (cells, 3))) * [0.02, 1.0, 0.5],
        transfer_costs=draw.uniform(1.0, 2.0, (transfers, 3)) * [10, 200, 30],
        transfer_open=draw.random(transfers) >= closed,
        start_costs=draw.uniform(1, 2, (cells, 3)) * [5, 100, 1],
        finish_costs=draw.uniform(1, 2, (cells, 3)) * [5, 100, 1],
    )

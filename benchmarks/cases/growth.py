"""What twice the network costs: larger cells, and more of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks import ground
from benchmarks.figures import Figure, clocked
from karwan.network.record import Network
from karwan.routing.eliminate import eliminate
from karwan.routing.overlay import build_overlay

LEAST_NODES = 300
HALVED_NODES = 2_000


def measure() -> list[Figure]:
    network = ground.state().network
    sizes = np.diff(network.node_first)
    cells = np.flatnonzero(sizes >= LEAST_NODES).tolist()
    whole = {cell: _seconds(network, cell, np.ones(int(sizes[cell]), np.bool_)) for cell in cells}
    slope = np.polyfit(np.log(sizes[cells]), np.log([whole[cell] for cell in cells]), 1)[0]
    large = [cell for cell in cells if sizes[cell] >= HALVED_NODES]
    half_s = sum(_half_seconds(network, cell) for cell in large)
    halved = f"{len(large)} cells of {HALVED_NODES:,} nodes or more against the mean of their halves"
    note = f"slope of seconds by nodes over {len(cells)} cells of {LEAST_NODES} nodes or more"
    return [
        Figure("twice the nodes in a cell: elimination takes", float(2**slope), "times", 2.3, note=note),
        Figure("the same, cells cut in two", sum(whole[one] for one in large) / half_s, "times", note=halved),
        _twice(network),
    ]


def _twice(network: Network) -> Figure:
    """The network, and as much again beside it."""
    double = _doubled(network)
    build_overlay(double)
    one, other = (clocked(lambda whole=whole: build_overlay(whole), 3)[1] for whole in (network, double))
    note = "the whole overlay, CPU of all cores, against two copies of every cell"
    return Figure("twice the territories: cells and overlay take", other / one, "times", 2.3, note=note)


def _doubled(network: Network) -> Network:
    """Every cell and gateway twice."""
    nodes, links = network.node_lon.size, network.link_km.size
    cells, gateways = len(network.cells), len(network.gateways)
    copies = tuple(replace(cell, key=f"{cell.key}'") for cell in network.cells)

    def twice(array: NDArray[np.int32], more: int) -> NDArray[np.int32]:
        return np.concatenate((array, np.where(array < 0, array, array + more))).astype(np.int32)

    def again(array: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate((array, array))

    return replace(
        network,
        cells=network.cells + copies,
        node_first=np.concatenate((network.node_first, network.node_first[1:] + nodes)).astype(np.int32),
        node_lon=again(network.node_lon),
        node_lat=again(network.node_lat),
        link_first=np.concatenate((network.link_first, network.link_first[1:] + links)).astype(np.int32),
        link_a=twice(network.link_a, nodes),
        link_b=twice(network.link_b, nodes),
        link_km=again(network.link_km),
        gateways=network.gateways + network.gateways,
        end_gateway=twice(network.end_gateway, gateways),
        end_cell=twice(network.end_cell, cells),
        end_node=twice(network.end_node, nodes),
        end_access_km=again(network.end_access_km),
    )


def _half_seconds(network: Network, cell: int) -> float:
    """The mean of the western, eastern, southern and northern half."""
    here = slice(network.node_first[cell], network.node_first[cell + 1])
    seconds = []
    for degrees in (network.node_lon[here], network.node_lat[here]):
        low = np.argsort(np.argsort(degrees, kind="stable")) < degrees.size // 2
        seconds += [_seconds(network, cell, low), _seconds(network, cell, ~low)]
    return sum(seconds) / len(seconds)


def _seconds(network: Network, cell: int, kept: NDArray[np.bool_]) -> float:
    """Elimination of the kept part of a cell onto its ends."""
    base = network.node_first[cell]
    links = slice(network.link_first[cell], network.link_first[cell + 1])
    a, b = network.link_a[links] - base, network.link_b[links] - base
    inside = kept[a] & kept[b]
    place = (np.cumsum(kept) - 1).astype(np.int32)
    ends = np.unique(network.end_node[network.end_cell == cell] - base)
    core = place[ends[kept[ends]]]
    size, km = int(kept.sum()), network.link_km[links][inside]
    return clocked(lambda: eliminate(size, place[a[inside]], place[b[inside]], km, core), 3)[1]

"""What twice the network costs: each large cell against the mean of its halves (west, east; south, north)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks import ground
from benchmarks.figures import Figure, clocked
from karwan.network.record import Network
from karwan.routing.eliminate import eliminate

LEAST_NODES = 2_000


def measure() -> list[Figure]:
    network = ground.state().network
    sizes = np.diff(network.node_first)
    cells = np.flatnonzero(sizes >= LEAST_NODES).tolist()
    whole, halves = [], []
    for cell in cells:
        here = slice(network.node_first[cell], network.node_first[cell + 1])
        size = int(sizes[cell])
        whole.append(_seconds(network, cell, np.ones(size, np.bool_)))
        for degrees in (network.node_lon[here], network.node_lat[here]):
            low = np.argsort(np.argsort(degrees, kind="stable")) < size // 2
            halves.append((_seconds(network, cell, low) + _seconds(network, cell, ~low)) / 2)
    half_s = sum(halves) / 2
    slope = np.polyfit(np.log(sizes[cells]), np.log(whole), 1)[0]
    note = f"{len(cells)} cells of {LEAST_NODES:,} nodes or more, each eliminated whole and by halves"
    return [
        Figure("doubling the network: a cell costs", sum(whole) / half_s, "times", 2.3, note=note),
        Figure("the same by the slope over all of these cells", float(2**slope), "times"),
    ]


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

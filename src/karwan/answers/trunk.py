"""The lines of the network that lead from gateway to gateway: what a map shows of it at a glance."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import scipy  # reads its parts when they are used
from numpy.typing import NDArray

from karwan.network.record import Cell, Network
from karwan.state import State
from karwan.words.mode import Mode

# From each gateway to so many that lie next to it within its cell.
_NEXT = 5
_TOGETHER = 16
# A change of how lines are made makes them anew.
_VERSION = "1"

Line = list[tuple[float, float]]
Int = NDArray[np.int64]


def trunk(state: State) -> dict[Mode, list[Line]]:
    """Lines of (lon, lat) by mode, shortest ways between neighbouring gateways, each stretch once.

    Made once for a network, in about ten seconds, and kept in the store.
    """
    network = state.network
    digest = hashlib.sha256(f"{network.digest} {_VERSION}".encode()).hexdigest()
    kept = state.store.arrays("trunk", digest, lambda: _arrays(network))
    return {mode: list(_lines(network, kept[str(mode)])) for mode in Mode if mode is not Mode.AIR}


def _arrays(network: Network) -> Mapping[str, NDArray[Any]]:
    """(stretches, 2) node ids by mode."""
    found: dict[Mode, list[Int]] = defaultdict(list)
    for number, cell in enumerate(network.cells):
        if cell.mode is not Mode.AIR:
            found[cell.mode].append(_stretches(network, number, cell))
    none = np.zeros((0, 2), np.int64)
    return {
        str(mode): np.concatenate([none, *found[mode]]).astype(np.int32)
        for mode in Mode
        if mode is not Mode.AIR
    }


def _stretches(network: Network, number: int, cell: Cell) -> Int:
    """The links between neighbouring gateways of a cell; all of a cell of the sea, which has few."""
    nodes, links = (slice(*each[number : number + 2]) for each in (network.node_first, network.link_first))
    ends = np.array([network.link_a[links], network.link_b[links]], np.int64).T
    if cell.mode is Mode.SEA:
        return ends
    first, count = int(nodes.start), int(nodes.stop - nodes.start)
    gates = np.unique(network.end_node[network.end_cell == number]) - first
    if gates.size < 2 or not ends.size:  # noqa: PLR2004  no two to go between
        return np.zeros((0, 2), np.int64)
    km = np.maximum(network.link_km[links], 1e-6)
    graph = scipy.sparse.csr_array((km, (ends[:, 0] - first, ends[:, 1] - first)), shape=(count, count))
    found = []
    for at in range(0, gates.size, _TOGETHER):
        sources = gates[at : at + _TOGETHER]
        far, before = scipy.sparse.csgraph.dijkstra(
            graph, directed=False, indices=sources, return_predecessors=True
        )
        for row, ahead in zip(far[:, gates], before, strict=True):
            nearest = np.argsort(row, kind="stable")[1 : _NEXT + 1]
            found.append(_back(ahead, gates[nearest[np.isfinite(row[nearest])]]))
    return np.unique(np.sort(np.concatenate(found), axis=1), axis=0) + first


def _back(before: NDArray[Any], reached: Int) -> Int:
    """The stretches of the ways back from some nodes, by the node before each."""
    seen = np.zeros(before.size, bool)
    found = [np.zeros((0, 2), np.int64)]
    while reached.size:
        reached = np.unique(reached[~seen[reached]])
        seen[reached] = True
        ahead = before[reached].astype(np.int64)
        is_on = ahead >= 0
        found.append(np.stack([reached[is_on], ahead[is_on]], axis=1))
        reached = ahead[is_on]
    return np.concatenate(found)


def _lines(network: Network, stretches: NDArray[Any]) -> Iterator[Line]:
    """Stretches joined where two and no more meet."""
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b in stretches.tolist():
        beside[a].append(b)
        beside[b].append(a)
    left = {(a, b) for a, b in stretches.tolist()}
    # From where lines meet or end first; what is left then are rings.
    starts = sorted(beside, key=lambda node: len(beside[node]) == 2)  # noqa: PLR2004
    for start in starts:
        for ahead in beside[start]:
            if (min(start, ahead), max(start, ahead)) in left:
                nodes = _walked(beside, left, start, ahead)
                yield [(float(network.node_lon[one]), float(network.node_lat[one])) for one in nodes]


def _walked(beside: Mapping[int, list[int]], left: set[tuple[int, int]], start: int, ahead: int) -> list[int]:
    """The nodes of one line; its stretches are taken out of those left."""
    nodes = [start]
    while (key := (min(nodes[-1], ahead), max(nodes[-1], ahead))) in left:
        left.remove(key)
        nodes.append(ahead)
        if len(beside[ahead]) == 2:  # noqa: PLR2004
            ahead = next((one for one in beside[ahead] if one != nodes[-2]), ahead)
    return nodes

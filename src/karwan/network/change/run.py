"""Finds the shortest run between places by one mode, as the links of each cell that it passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from karwan.errors import InputError
from karwan.network.change.draft import part_of
from karwan.network.change.feet import STUB_KM, main_links
from karwan.network.change.find import REACH_KM, cells_of
from karwan.network.geometry import great_circle_km
from karwan.network.record import GatewayKind, Network
from karwan.words.mode import Mode

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Place = tuple[float, float] | str
"""Longitude and latitude in degrees, or the id of a gateway."""

_NOTHING_KM = 1e-9  # a link without length, so that a search keeps it
_SLACK, _MORE_KM = 1.3, 50.0
_STRAIGHT = 1.05  # some links are a little shorter than their great circles
_WHOLE_KM = 60_000.0


@dataclass(frozen=True, slots=True)
class Run:
    """The shortest run between two places by one mode.

    Attributes:
        km: its length, ways through gateways included. links: of each cell, counted from its first, sorted.
        gateways: ids of those between its cells, in order. lon, lat: (nodes,) degrees along it.
    """

    km: float
    links: Mapping[str, NDArray[np.int64]]
    gateways: tuple[str, ...]
    lon: Floats
    lat: Floats


def run_between(
    network: Network, mode: Mode, stops: Sequence[Place], within_km: float = REACH_KM
) -> Run | None:
    """The shortest run by one mode from place to place; None where there is no way.

    It begins and ends at the nodes nearest to the places (of the main pieces of the network around them), or
    at those of the gateways that are named. Borders are open to it and breaks of gauge pass.

    Args:
        network: cells; ferries with a way of their own are left out.
        mode: road, rail or sea.
        stops: two places or more, in order.
        within_km: how far a node may be.

    Raises:
        InputError: a place has no node near, a gateway none of this mode.
    """
    graph = _Graph(network, mode)
    nodes = [graph.nodes_at(stop, within_km) for stop in stops]
    paths: list[Ints] = []
    for start, goal in pairwise(nodes):
        path = graph.path(paths[-1][-1:] if paths else start, goal)
        if path is None:
            return None
        paths.append(path)
    return graph.run(paths)


class _Graph:
    """The links of one mode as one graph on the nodes of the network, gateways between its cells too."""

    def __init__(self, network: Network, mode: Mode) -> None:
        self.network, self.mode = network, mode
        mine = np.zeros(len(network.cells), np.bool_)
        mine[[number for number, _ in cells_of(network, mode, None)]] = True
        self.node_cell = np.repeat(np.arange(mine.size), np.diff(network.node_first))
        self.is_mine = mine[self.node_cell]
        link_cell = np.repeat(np.arange(mine.size), np.diff(network.link_first))
        self.link = np.flatnonzero(mine[link_cell])
        self.first = int(network.link_a.size)
        self.end_a, self.end_b, self.gate, between_km = _through(network, mine)
        self.a = np.concatenate((network.link_a[self.link], self.end_a)).astype(np.int64)
        self.b = np.concatenate((network.link_b[self.link], self.end_b)).astype(np.int64)
        km = np.concatenate((network.link_km[self.link], between_km))
        self.km = np.maximum(km, _NOTHING_KM)

    def nodes_at(self, place: Place, within_km: float) -> Ints:
        """The nodes at which a run may begin or end.

        Raises:
            InputError: there is none so near, or none of that name.
        """
        if isinstance(place, str):
            return self._nodes_of(place)
        lon, lat = self.network.node_lon, self.network.node_lat
        near = np.flatnonzero(self.is_mine & (np.abs(lat - place[1]) <= within_km / 110.0))
        away = great_circle_km(*place, lon[near], lat[near])
        near = near[away <= within_km]
        if not near.size:
            raise InputError(
                f"no {self.mode} within {within_km:g} km of {place[1]:g},{place[0]:g}; name a nearer place"
            )
        cost = away[away <= within_km] + np.where(self._is_main(near), 0.0, STUB_KM)
        return np.asarray(near[[int(np.argmin(cost))]], np.int64)

    def _nodes_of(self, gateway: str) -> Ints:
        network = self.network
        gate = next((n for n, one in enumerate(network.gateways) if one.id == gateway), -1)
        ends = (network.end_gateway == gate) & (network.end_node >= 0)
        nodes: Ints = network.end_node[ends].astype(np.int64)
        nodes = nodes[self.is_mine[nodes]]
        if not nodes.size:
            raise InputError(f"{gateway} has no {self.mode}; name another gateway, or a place")
        return nodes

    def _is_main(self, near: Ints) -> NDArray[np.bool_]:
        """Whether nodes have a link of a main piece of their cell."""
        found = np.zeros(near.size, np.bool_)
        for cell in np.unique(self.node_cell[near]).tolist():
            part = part_of(self.network, cell)
            main = main_links(part)
            nodes = np.concatenate((part.a[main], part.b[main])) + int(self.network.node_first[cell])
            found |= np.isin(near, nodes)
        return found

    def path(self, start: Ints, goal: Ints) -> Ints | None:
        """The nodes of the shortest way from one of some nodes to one of others.

        Nodes by which a way would be longer than a limit as the crow flies are left out; a way that is found
        shorter than the limit is then the shortest of all.
        """
        lon, lat = self.network.node_lon, self.network.node_lat
        ends = [(float(lon[nodes[0]]), float(lat[nodes[0]])) for nodes in (start, goal)]
        limit = _SLACK * float(great_circle_km(*ends[0], *ends[1])) + _MORE_KM
        ellipse = sum(great_circle_km(*end, lon, lat) for end in ends)
        while True:
            kept = self.is_mine & np.asarray(ellipse <= limit * _STRAIGHT)
            kept[start] = kept[goal] = True
            found = self._shortest(kept, start, goal)
            if found is not None and found[0] <= limit:
                return found[1]
            if limit >= _WHOLE_KM:
                return None if found is None else found[1]
            limit = max(2 * limit, 0.0 if found is None else found[0])

    def _shortest(self, kept: NDArray[np.bool_], start: Ints, goal: Ints) -> tuple[float, Ints] | None:
        from scipy.sparse import coo_array  # noqa: PLC0415 - SciPy is never imported by a question on routes
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

        number = np.cumsum(kept) - 1
        usable = kept[self.a] & kept[self.b]
        a, b, km = number[self.a[usable]], number[self.b[usable]], self.km[usable]
        low, high = np.minimum(a, b), np.maximum(a, b)
        order = np.lexsort((km, high, low))
        low, high, km = low[order], high[order], km[order]
        best = np.ones(low.size, np.bool_)
        best[1:] = (np.diff(low) != 0) | (np.diff(high) != 0)  # the sum of parallel links is none of them
        size = int(kept.sum())
        graph = coo_array((km[best], (low[best], high[best])), shape=(size, size)).tocsr()
        away, before, _ = dijkstra(
            graph, directed=False, indices=number[start], min_only=True, return_predecessors=True
        )
        end = int(number[goal][np.argmin(away[number[goal]])])
        if not np.isfinite(away[end]):
            return None
        nodes = [end]
        while before[nodes[-1]] >= 0:
            nodes.append(int(before[nodes[-1]]))
        return float(away[end]), np.flatnonzero(kept)[nodes[::-1]]

    def run(self, paths: Sequence[Ints]) -> Run:
        """The run along some paths, one after another."""
        network = self.network
        nodes = np.concatenate([paths[0][:1], *(path[1:] for path in paths)])
        low, high = np.minimum(self.a, self.b), np.maximum(self.a, self.b)
        size = network.node_lon.size
        pair = low * size + high
        order = np.lexsort((self.km, pair))
        step = np.minimum(nodes[:-1], nodes[1:]) * size + np.maximum(nodes[:-1], nodes[1:])
        taken = order[np.searchsorted(pair[order], step)]
        is_link = taken < self.link.size
        links = np.unique(self.link[taken[is_link]])
        cell = np.searchsorted(network.link_first, links, side="right") - 1
        told = [network.gateways[gate] for gate in self.gate[taken[~is_link] - self.link.size].tolist()]
        return Run(
            km=float(self.km[taken].sum()),
            links={
                network.cells[one].key: links[cell == one] - int(network.link_first[one])
                for one in np.unique(cell).tolist()
            },
            gateways=tuple(gate.id for gate in told if gate.kind is not GatewayKind.JOIN),
            lon=network.node_lon[nodes],
            lat=network.node_lat[nodes],
        )


def _through(network: Network, mine: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints, Floats]:
    """Pairs of nodes that a gateway joins within some cells: nodes, gateway, km between them."""
    rows: list[tuple[int, int, int, float]] = []
    ends = np.flatnonzero(mine[network.end_cell] & (network.end_node >= 0)).tolist()
    for place, one in enumerate(ends):
        for other in ends[place + 1 :]:
            if network.end_gateway[one] != network.end_gateway[other]:
                break
            km = float(network.end_access_km[one] + network.end_access_km[other])
            gate = int(network.end_gateway[one])
            rows.append((int(network.end_node[one]), int(network.end_node[other]), gate, km))
    table = np.array(rows, float).reshape(-1, 4)
    a, b, gates = table[:, :3].T.astype(np.int64)
    return a, b, gates, table[:, 3]

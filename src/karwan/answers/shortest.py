"""Shortest ways on the links of one mode: places hang on by their foot points, all borders may be open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from karwan.answers.question import Exclusions
from karwan.network.geometry import great_circle_km
from karwan.network.near import Chords, Near, chords
from karwan.network.record import GatewayKind, Network
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]

REACH_KM = {Mode.ROAD: 50.0, Mode.RAIL: 50.0, Mode.SEA: 200.0}
"""How far from a place the network may be."""
SPREAD_KM = {Mode.ROAD: 5.0, Mode.RAIL: 5.0, Mode.SEA: 20.0}
"""A link so much farther than the nearest one may still be the better start."""
BY_KM = 10.0
"""A way that passes a place to go by within this distance has gone by it: its streets do not count."""
AVOID_KM = 5.0
"""A way keeps this far away from a place that is to be avoided."""
PIECE_KM = 50.0
"""A piece of network shorter than this serves a place only if no longer one is within reach."""
NO_WAY = {Mode.ROAD: "no road", Mode.RAIL: "no railway", Mode.SEA: "no sea lane"}
_KEPT = 8
_FIRST_LOOK = 1.8, 300.0
"""A search goes so many times the great circle, and so many kilometres, before it looks everywhere."""
_NOTHING_KM = 1e-9


@dataclass(frozen=True, slots=True)
class Stop:
    """The foot points by which a place hangs on the network.

    Attributes:
        near: links, shares and how far they are. a, b: (near,) nodes of each link. km: (near,) its length.
    """

    near: Near
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    km: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """(nodes,) kilometres to each node, inf beyond a limit."""

    away: Floats
    limit_km: float


@dataclass(slots=True, eq=False)
class Legs:
    """The links of one mode that may be used, ready for shortest ways.

    Attributes:
        reach_km: how far from a place they may be. index: chords of the links.
        a, b, km: (links,) nodes, counted within the mode, and lengths. free: (links,) which may be used.
        piece, piece_km: (nodes,), (pieces,) connected pieces, their lengths.
        matrix: (nodes, nodes) lengths, passages through gateways too.
    """

    mode: Mode
    index: Chords
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    km: Floats
    free: NDArray[np.bool_]
    piece: NDArray[np.int32]
    piece_km: Floats
    matrix: csr_array
    stops: dict[tuple[float, float], Stop] = field(default_factory=dict)
    trees: OrderedDict[tuple[tuple[float, float], ...], _Tree] = field(default_factory=OrderedDict)

    @property
    def reach_km(self) -> float:
        """How far from a place the network may be."""
        return REACH_KM[self.mode]

    def is_far(self, at: tuple[float, float]) -> bool:
        """Whether nothing is within reach of a place."""
        return not len(self.stop(at).a)

    def through(self, stops: Sequence[tuple[float, float]]) -> tuple[float | None, int]:
        """Length of the shortest way from the first place by all others to the last.

        Returns:
            Kilometres, and the number of stops; or None, and the index of the stop that was not reached.
        """
        for count in range(len(stops)):
            if self.is_far(stops[count]):
                return None, count
        for count in range(1, len(stops)):
            arrival = self._arrival(tuple(stops[:count]), stops[count])
            if not np.isfinite(arrival).any():
                return None, count
        last = self.stop(stops[-1])
        direct = self._along(tuple(stops[:-1]), last)
        return float(min((arrival + last.near.away_km).min(), direct)), len(stops)

    def stop(self, at: tuple[float, float]) -> Stop:
        """Foot points of a place: on its nearest link and on those hardly farther, on the main pieces."""
        if at not in self.stops:
            near = self.index.near(*at, self.reach_km, self.free)
            keep = self._worth(near)
            link = near.link[keep]
            kept = Near(link, near.share[keep], near.away_km[keep])
            self.stops[at] = Stop(kept, self.a[link], self.b[link], self.km[link])
        return self.stops[at]

    def _worth(self, near: Near) -> NDArray[np.intp]:
        """Which of the links near a place may serve it."""
        if not len(near.link):
            return np.zeros(0, np.intp)
        length = self.piece_km[self.piece[self.a[near.link]]]
        long = np.flatnonzero(length >= PIECE_KM)
        first = near.away_km[long[0]] if len(long) else near.away_km[0]
        return np.flatnonzero(near.away_km <= first + SPREAD_KM[self.mode])

    def _arrival(self, before: tuple[tuple[float, float], ...], at: tuple[float, float]) -> Floats:
        """(near,) kilometres of the way up to each foot point of a place, its access not counted."""
        away, stop = self._tree(before, at), self.stop(at)
        along = stop.near.share * stop.km
        arrival: Floats = np.minimum(away[stop.a] + along, away[stop.b] + stop.km - along)
        return arrival

    def _along(self, before: tuple[tuple[float, float], ...], last: Stop) -> float:
        """Length of the way that stays on one link from the stop before to the last one."""
        one = self.stop(before[-1])
        begun = self._begun(before)
        best = np.inf
        for place, link in enumerate(last.near.link.tolist()):
            for other in np.flatnonzero(one.near.link == link).tolist():
                run = abs(float(one.near.share[other] - last.near.share[place])) * float(last.km[place])
                best = min(best, float(begun[other]) + run + float(last.near.away_km[place]))
        return best

    def _begun(self, before: tuple[tuple[float, float], ...]) -> Floats:
        """(near,) kilometres of the way at each foot point of the last of some stops, ready to go on."""
        stop = self.stop(before[-1])
        if len(before) == 1:
            return stop.near.away_km
        over = np.maximum(stop.near.away_km - BY_KM, 0.0)
        begun: Floats = self._arrival(before[:-1], before[-1]) + 2 * over
        return begun

    def _tree(self, before: tuple[tuple[float, float], ...], at: tuple[float, float]) -> Floats:
        """(nodes,) kilometres of the way by some stops, in order, to each node; inf for some far ones.

        What lies much farther than the place that is asked for is left out, unless the place is not found.
        """
        stop, begun = self.stop(before[-1]), self._begun(before)
        straight = float(great_circle_km(*before[-1], *at))
        times, more = _FIRST_LOOK
        limit = float(np.min(begun, initial=np.inf)) + times * straight + more
        tree = self.trees.get(before)
        if tree is None or tree.limit_km < limit:
            tree = self._grown(stop, begun, limit)
        ends = np.concatenate((self.stop(at).a, self.stop(at).b))
        if not np.isfinite(tree.away[ends]).any() and np.isfinite(tree.limit_km):
            tree = self._grown(stop, begun, np.inf)
        self.trees[before] = tree
        while len(self.trees) > _KEPT:
            self.trees.popitem(last=False)
        return tree.away

    def _grown(self, stop: Stop, begun: Floats, limit_km: float) -> _Tree:
        along = stop.near.share * stop.km
        nodes = np.concatenate((stop.a, stop.b))
        km = np.concatenate((begun + along, begun + stop.km - along))
        known = np.isfinite(km)
        return _Tree(self._from(nodes[known], km[known], limit_km), limit_km)

    def _from(self, nodes: NDArray[np.int64], km: Floats, limit_km: float) -> Floats:
        """(nodes,) kilometres to each node, when some are reached after given kilometres."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - only this question needs SciPy
        from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

        size = self.matrix.shape[0]
        if not len(nodes):
            return np.full(size, np.inf)
        order = np.lexsort((km, nodes))
        first = np.r_[True, np.diff(nodes[order]) != 0]
        nodes, km = nodes[order][first], km[order][first]
        whole = csr_array(
            (
                np.concatenate((self.matrix.data, np.maximum(km, _NOTHING_KM))),
                np.concatenate((self.matrix.indices, nodes.astype(self.matrix.indices.dtype))),
                np.append(self.matrix.indptr, self.matrix.indptr[-1] + len(nodes)),
            ),
            shape=(size + 1, size + 1),
        )
        away: Floats = dijkstra(whole, directed=True, indices=[size], limit=limit_km)[0, :size]
        return away


def legs_of(network: Network, mode: Mode, excluded: Exclusions, shut: AbstractSet[str] | None) -> Legs:
    """The links of one mode that a way may use.

    Args:
        network: the network.
        mode: road, rail or sea.
        excluded: territories, basins, gateways and places to keep away from.
        shut: ids of posts that let nothing pass, and then those that no table lists neither; None if all do.
    """
    usable = np.zeros(len(network.link_a), bool)
    mine = np.zeros(len(network.node_lon), bool)
    for number, cell in enumerate(network.cells):
        if cell.mode is not mode or cell.service is not None:
            continue
        if cell.territory in excluded.territories or cell.basin in excluded.basins:
            continue
        usable[network.link_first[number] : network.link_first[number + 1]] = True
        mine[network.node_first[number] : network.node_first[number + 1]] = True
    index = chords(network.node_lon, network.node_lat, network.link_a[usable], network.link_b[usable])
    place_of = np.cumsum(mine) - 1
    a, b = place_of[network.link_a[usable]], place_of[network.link_b[usable]]
    free = np.ones(len(a), bool)
    for place in excluded.places:
        free[index.near(place.lon, place.lat, AVOID_KM).link] = False
    one, other, km = _passages(network, mode, excluded, shut)
    inside = mine[one] & mine[other]
    one, other, km = place_of[one[inside]], place_of[other[inside]], km[inside]
    length = network.link_km[usable]
    ends = (np.concatenate((a[free], one)), np.concatenate((b[free], other)))
    matrix = _matrix(*ends, np.concatenate((length[free], km)), int(mine.sum()))
    piece, piece_km = _pieces(matrix, a[free], length[free])
    return Legs(mode, index, a, b, length, free, piece, piece_km, matrix)


def _passages(
    network: Network, mode: Mode, excluded: Exclusions, shut: AbstractSet[str] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Pairs of nodes that a gateway joins, and the kilometres between them."""
    rows: list[tuple[int, int, float]] = []
    mine = [cell.mode is mode and cell.service is None for cell in network.cells]
    first = np.searchsorted(network.end_gateway, np.arange(len(network.gateways) + 1))
    for index, gate in enumerate(network.gateways):
        if gate.id in excluded.gateways or not _lets_pass(gate.kind, gate.id, shut):
            continue
        ends = [end for end in range(first[index], first[index + 1]) if mine[network.end_cell[end]]]
        for place, end in enumerate(ends):
            for other in ends[place + 1 :]:
                km = float(network.end_access_km[end] + network.end_access_km[other])
                rows.append((int(network.end_node[end]), int(network.end_node[other]), max(km, _NOTHING_KM)))
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    one, others, between = zip(*rows, strict=True)
    return np.array(one, np.int64), np.array(others, np.int64), np.array(between, float)


def _lets_pass(kind: GatewayKind, gate_id: str, shut: AbstractSet[str] | None) -> bool:
    if shut is None:
        return True
    return kind is not GatewayKind.UNLISTED and gate_id not in shut


def _matrix(a: NDArray[np.int64], b: NDArray[np.int64], km: Floats, size: int) -> csr_array:
    """Lengths both ways; the shortest of parallel links."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - only this question needs SciPy

    row, column = np.concatenate((a, b)), np.concatenate((b, a))
    length = np.maximum(np.concatenate((km, km)), _NOTHING_KM)
    order = np.lexsort((length, column, row))
    row, column, length = row[order], column[order], length[order]
    keep = np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 0)] if len(row) else np.zeros(0, bool)
    starts = np.searchsorted(row[keep], np.arange(size + 1)).astype(np.int32)
    return csr_array((length[keep], column[keep].astype(np.int32), starts), shape=(size, size))


def _pieces(matrix: csr_array, a: NDArray[np.int64], km: Floats) -> tuple[NDArray[np.int32], Floats]:
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - only this question needs SciPy

    count, piece = connected_components(matrix, directed=False)
    piece_km: Floats = np.bincount(piece[a], km, minlength=count).astype(float)
    return piece.astype(np.int32), piece_km

"""The links of one mode in one piece: cells joined at their gateways, places hung on by foot points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.near import Chords, Near, chords
from karwan.network.record import GatewayKind, Network
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
REACH_KM = {Mode.ROAD: 50.0, Mode.RAIL: 50.0, Mode.SEA: 200.0}
"""How far from a place the network may be."""
SPREAD_KM = {Mode.ROAD: 5.0, Mode.RAIL: 5.0, Mode.SEA: 20.0}
"""A link so much farther than the nearest one may still be the better start."""
AVOID_KM = 5.0
"""A way keeps this far away from a place that is to be avoided."""
PIECE_KM = 50.0
"""A piece of network shorter than this serves a place only if no longer one is within reach."""
NOTHING_KM = 1e-9
"""Length of a link that has none, so that searches keep it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a way may not use.

    Attributes:
        territories, basins, gateways: codes and ids. places: points to keep away from.
        shut: ids of posts that let nothing pass, and with them all that no table lists; None if all pass.
    """

    territories: AbstractSet[str] = frozenset()
    basins: AbstractSet[str] = frozenset()
    gateways: AbstractSet[str] = frozenset()
    places: Sequence[Point] = ()
    shut: AbstractSet[str] | None = None


NOTHING = Kept()


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

    def ends(self) -> tuple[NDArray[np.int64], Floats]:
        """(2 x near,) nodes at the ends of the links, and the kilometres from the place to each."""
        along = self.near.share * self.km
        away = self.near.away_km + np.stack((along, self.km - along))
        return np.concatenate((self.a, self.b)), away.ravel()


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """The links of one mode, nodes counted within the mode.

    Attributes:
        mode: road, rail or sea.
        node: (nodes,) of the network. index: chords of the links.
        a, b, km: (links,) nodes and lengths. free: (links,) which may be used.
        first, other, length: links both ways by node, passages through gateways too: those of node n are
            `first[n]:first[n + 1]`; the shortest of parallel ones.
        piece: (nodes,) connected piece of each. piece_km: (pieces,) lengths.
        stops: places asked for before.
    """

    mode: Mode
    node: NDArray[np.int64]
    index: Chords
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    km: Floats
    free: NDArray[np.bool_]
    first: NDArray[np.int64]
    other: NDArray[np.int32]
    length: Floats
    piece: NDArray[np.int32]
    piece_km: Floats
    stops: dict[Point, Stop] = field(default_factory=dict)

    @property
    def reach_km(self) -> float:
        """How far from a place the network may be."""
        return REACH_KM[self.mode]

    def stop(self, at: Point) -> Stop:
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
        long = np.flatnonzero(self.piece_km[self.piece[self.a[near.link]]] >= PIECE_KM)
        first = near.away_km[long[0]] if len(long) else near.away_km[0]
        return np.flatnonzero(near.away_km <= first + SPREAD_KM[self.mode])

    def pieces_of(self, at: Point) -> set[int]:
        """Connected pieces that a place hangs on."""
        return set(self.piece[self.stop(at).a].tolist())


def flat(network: Network, mode: Mode, kept: Kept = NOTHING) -> Flat:
    """The links of one mode that a way may use; ferries with a way of their own are left out."""
    mine = np.zeros(len(network.node_lon), bool)
    usable = np.zeros(len(network.link_a), bool)
    for number, cell in enumerate(network.cells):
        if cell.mode is not mode or cell.is_ferry:
            continue
        if cell.territory in kept.territories or cell.basin in kept.basins:
            continue
        usable[network.link_first[number] : network.link_first[number + 1]] = True
        mine[network.node_first[number] : network.node_first[number + 1]] = True
    index = chords(network.node_lon, network.node_lat, network.link_a[usable], network.link_b[usable])
    count = np.cumsum(mine) - 1
    a, b, km = count[network.link_a[usable]], count[network.link_b[usable]], network.link_km[usable]
    free = np.ones(len(a), bool)
    for place in kept.places:
        free[index.near(*place, AVOID_KM).link] = False
    one, other, between = _passages(network, mode, kept)
    inside = mine[one] & mine[other]
    first, beyond, length = _both_ways(
        np.concatenate((a[free], count[one[inside]])),
        np.concatenate((b[free], count[other[inside]])),
        np.concatenate((km[free], between[inside])),
        int(mine.sum()),
    )
    piece = _pieces(first, beyond)
    piece_km = np.bincount(piece[a[free]], km[free], minlength=int(piece.max(initial=-1)) + 1)
    return Flat(
        mode,
        np.flatnonzero(mine),
        index,
        a,
        b,
        km,
        free,
        first,
        beyond,
        length,
        piece,
        piece_km.astype(float),
    )


def _passages(
    network: Network, mode: Mode, kept: Kept
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Pairs of nodes that a gateway joins, and the kilometres between them."""
    rows: list[tuple[int, int, float]] = []
    mine = [cell.mode is mode and not cell.is_ferry for cell in network.cells]
    first = np.searchsorted(network.end_gateway, np.arange(len(network.gateways) + 1))
    for index, gate in enumerate(network.gateways):
        if gate.id in kept.gateways or not _lets_pass(gate.kind, gate.id, kept.shut):
            continue
        ends = [end for end in range(first[index], first[index + 1]) if mine[network.end_cell[end]]]
        for place, end in enumerate(ends):
            for other in ends[place + 1 :]:
                km = float(network.end_access_km[end] + network.end_access_km[other])
                rows.append((int(network.end_node[end]), int(network.end_node[other]), km))
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    one, others, between = zip(*rows, strict=True)
    return np.array(one, np.int64), np.array(others, np.int64), np.array(between, float)


def _lets_pass(kind: GatewayKind, gate_id: str, shut: AbstractSet[str] | None) -> bool:
    return shut is None or (kind is not GatewayKind.UNLISTED and gate_id not in shut)


def _both_ways(
    a: NDArray[np.int64], b: NDArray[np.int64], km: Floats, size: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
    """Links by node; the shortest of parallel ones."""
    row, column = np.concatenate((a, b)), np.concatenate((b, a))
    length = np.maximum(np.concatenate((km, km)), NOTHING_KM)
    order = np.lexsort((length, column, row))
    row, column, length = row[order], column[order], length[order]
    keep = np.r_[True, (np.diff(row) != 0) | (np.diff(column) != 0)] if len(row) else np.zeros(0, bool)
    first = np.searchsorted(row[keep], np.arange(size + 1)).astype(np.int64)
    return first, column[keep].astype(np.int32), length[keep]


def _pieces(first: NDArray[np.int64], other: NDArray[np.int32]) -> NDArray[np.int32]:
    from scipy.sparse import csr_array  # noqa: PLC0415 - SciPy is never imported by a question on routes
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    size = len(first) - 1
    matrix = csr_array((np.ones(len(other), np.int8), other, first), shape=(size, size))
    return connected_components(matrix, directed=False)[1].astype(np.int32)

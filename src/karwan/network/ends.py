"""Attaches terminals, ports and airports to the foot points of links nearby."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.gates import Gate, Reach
from karwan.network.geometry import great_circle_km
from karwan.network.graph import Graph, pieces
from karwan.network.near import Near, chords
from karwan.network.record import Gateway, GatewayKind
from karwan.network.report import Finding, Kind
from karwan.network.split import split_at
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from karwan.facts.rows import Crossing, GatewayRow, Patch
    from karwan.network.territory import Unions

LAND_KM = 50.0
"""The farthest road or railway that a gateway may use."""
SEA_KM = 200.0
"""The farthest sea lane that a port may use."""
BRIDGE_KM = 10.0
"""A post that no link crosses still joins roads (or tracks) that end this near to it on both sides."""
BERTH_KM = 10.0
"""A terminal of the table this near to the end of a ferry is its berth."""
_STUB_KM = 15.0
"""A piece that is no main part of its territory is taken only if the main part is so much farther."""
_MAIN_SHARE = 0.1
_GAUGE_KM = 3.0
"""A terminal reaches every gauge that comes at most so much less near than the nearest one."""


@dataclass(frozen=True, slots=True)
class Want:
    """A gateway that wants a node of one mode.

    Attributes:
        gate: which of the gates (by index). mode: of the graph. union: index of the union it must lie in, -1
            for any. lon, lat: degrees. within_km: how far the node may be.
    """

    gate: int
    mode: Mode
    union: int
    lon: float
    lat: float
    within_km: float


@dataclass(frozen=True, slots=True)
class Attached:
    """Graphs with a node for each want that could be met, and the gates that have them."""

    graphs: Mapping[Mode, Graph]
    gates: tuple[Gate, ...]
    findings: tuple[Finding, ...]


def attached(
    graphs: Mapping[Mode, Graph],
    rows: Sequence[GatewayRow],
    posts: Sequence[Crossing],
    ferries: Sequence[Patch],
    union: Unions,
) -> Attached:
    """Terminals, ports, airports and posts without a link, each at the links that it can use.

    Args:
        graphs: road, rail and sea, no link of which joins two unions or basins.
        rows: of the table of gateways.
        posts: crossings that no link crosses.
        ferries: rows of `patches` that are ways of their own.
        union: which territories count as one.
    """
    berths = _berths(rows, ferries)
    plan = _Plan(union)
    plan.of_table(rows, {berth: reach for berth, reach in berths.items() if isinstance(berth, str)})
    plan.of_posts(posts)
    plan.of_ferries(ferries, berths)
    gates, wants, reaches = plan.gates, plan.wants, plan.reaches
    done = dict(graphs)
    unmet = []
    for mode in graphs:
        mine = [want for want in wants if want.mode is mode]
        done[mode], found, lost = _met(graphs[mode], mine, union)
        unmet += lost
        for want, reach in found:
            reaches[want.gate].append(reach)
    findings = [_unmet(gates[want.gate], want) for want in unmet]
    bridged = _bridges(gates, reaches, findings)
    kept = [
        Gate(gate, tuple(reach))
        for gate, reach, is_whole in zip(gates, reaches, bridged, strict=True)
        if reach and is_whole
    ]
    return Attached(done, tuple(kept), tuple(findings))


def _berths(rows: Sequence[GatewayRow], ferries: Sequence[Patch]) -> dict[str | tuple[str, int], Reach]:
    """Berths of the ferries: by the id of the terminal that they are, or by (ferry, end) if none is there."""
    berths: dict[str | tuple[str, int], Reach] = {}
    docks = [row for row in rows if Mode.SEA in row.modes and row.kind != "port"]
    for ferry in ferries:
        ends = ((ferry.from_lon, ferry.from_lat), (ferry.to_lon, ferry.to_lat))
        for end, (lon, lat) in enumerate(ends):
            away = [float(great_circle_km(row.lon, row.lat, lon, lat)) for row in docks]
            nearest = int(np.argmin(away)) if away else -1
            is_dock = nearest >= 0 and away[nearest] <= BERTH_KM
            key = docks[nearest].id if is_dock else (ferry.id, end)
            berths[key] = Reach(Mode.SEA, end, away[nearest] if is_dock else 0.0, ferry=ferry.id)
    return berths


class _Plan:
    """Gates to be, what each has already, and what each still wants."""

    def __init__(self, union: Unions) -> None:
        self.union = union
        self.gates: list[Gateway] = []
        self.reaches: list[list[Reach]] = []
        self.wants: list[Want] = []

    def of_table(self, rows: Sequence[GatewayRow], berths: Mapping[str, Reach]) -> None:
        """Terminals, ports and airports."""
        for row in rows:
            kind = GatewayKind(row.kind) if row.kind in ("port", "airport") else GatewayKind.TERMINAL
            owner = self.union.of(row.territory)
            name = self.union.name(owner) if owner >= 0 else row.territory
            has = [Reach(Mode.AIR, -1)] if kind is GatewayKind.AIRPORT else []
            if row.id in berths:
                has.append(berths[row.id])
            for mode in (Mode.ROAD, Mode.RAIL):
                if mode in row.modes:
                    self.want(mode, owner, row.lon, row.lat, LAND_KM)
            if Mode.SEA in row.modes and row.id not in berths:
                self.want(Mode.SEA, -1, row.lon, row.lat, SEA_KM)
            self.add(Gateway(row.id, kind, row.name, row.lon, row.lat, (name,)), has)

    def of_posts(self, posts: Sequence[Crossing]) -> None:
        """Posts that no link crosses."""
        for post in posts:
            sides = [self.union.of(code) for code in (post.territory_a, post.territory_b)]
            for side in sides:
                self.want(Mode(post.mode), side, post.lon, post.lat, BRIDGE_KM)
            names = tuple(self.union.name(side) for side in sides)
            self.add(Gateway(post.id, GatewayKind.POST, post.name, post.lon, post.lat, names), [])

    def of_ferries(self, ferries: Sequence[Patch], berths: Mapping[str | tuple[str, int], Reach]) -> None:
        """Berths that are no terminal of the table."""
        for ferry in ferries:
            ends = (
                (ferry.from_name, ferry.from_lon, ferry.from_lat),
                (ferry.to_name, ferry.to_lon, ferry.to_lat),
            )
            for end, (name, lon, lat) in enumerate(ends):
                if (ferry.id, end) in berths:
                    self.want(Mode(ferry.mode), -1, lon, lat, BERTH_KM)
                    gate = Gateway(f"{ferry.id}-{'ab'[end]}", GatewayKind.FERRY, name, lon, lat)
                    self.add(gate, [berths[ferry.id, end]])

    def want(self, mode: Mode, union: int, lon: float, lat: float, within_km: float) -> None:
        """The gate that is added next wants a node."""
        self.wants.append(Want(len(self.gates), mode, union, lon, lat, within_km))

    def add(self, gate: Gateway, has: list[Reach]) -> None:
        """Adds a gate."""
        self.gates.append(gate)
        self.reaches.append(has)


def _met(
    whole: Graph, wants: Sequence[Want], union: Unions
) -> tuple[Graph, list[tuple[Want, Reach]], list[Want]]:
    """The graph split at the feet, each want with a reach, and the wants without."""
    is_land = whole.mode is not Mode.SEA
    index = chords(whole.lon, whole.lat, whole.a, whole.b)
    side = union.at(whole.territory)[whole.a] if is_land else np.full(len(whole.a), -1, np.int16)
    main = _is_main(whole, side)
    links, shares, met, lost = [], [], [], []
    for want in wants:
        among = (side == want.union) if is_land and want.union >= 0 else None
        near = index.near(want.lon, want.lat, want.within_km, among)
        chosen = _chosen(whole, near, main)
        if not chosen:
            lost.append(want)
        for place, gauge in chosen:
            links.append(int(near.link[place]))
            shares.append(float(near.share[place]))
            met.append((want, float(near.away_km[place]), gauge))
    grown, nodes = split_at(whole, links, shares)
    reaches = [
        (want, Reach(whole.mode, int(node), away, gauge))
        for (want, away, gauge), node in zip(met, nodes, strict=True)
    ]
    return grown, reaches, lost


def _is_main(whole: Graph, side: NDArray[np.int16]) -> NDArray[np.bool_]:
    """(links,) whether a link is of a piece that holds a tenth of its territory's kilometres."""
    count, piece = pieces(whole)
    mine = piece[whole.a]
    piece_km = np.bincount(mine, whole.km, minlength=count)
    side_km = np.bincount(side + 1, whole.km)
    return np.asarray(piece_km[mine] >= _MAIN_SHARE * side_km[side + 1], bool)


def _chosen(whole: Graph, near: Near, main: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Places in `near` of the links to use, with the gauge that each is for (0 away from rail)."""
    if not len(near.link):
        return []
    cost = near.away_km + np.where(main[near.link], 0.0, _STUB_KM)
    if whole.mode is not Mode.RAIL:
        return [(int(np.argmin(cost)), 0)]
    best: dict[int, int] = {}
    for gauges in (whole.gauge, whole.second_gauge):
        mine = gauges[near.link]
        for gauge in np.unique(mine[mine > 0]).tolist():
            place = int(np.argmin(np.where(mine == gauge, cost, np.inf)))
            if gauge not in best or cost[place] < cost[best[gauge]]:
                best[gauge] = place
    if not best:
        return [(int(np.argmin(cost)), 0)]
    limit = min(cost[place] for place in best.values()) + _GAUGE_KM
    return [(place, gauge) for gauge, place in sorted(best.items()) if cost[place] <= limit]


def _unmet(gate: Gateway, want: Want) -> Finding:
    text = f"no {want.mode} within {want.within_km:.0f} km of {gate.name}"
    kind = Kind.POST if gate.kind is GatewayKind.POST else Kind.GATEWAY
    return Finding(kind, gate.id, text, want.lon, want.lat, want.within_km)


def _bridges(gates: Sequence[Gateway], reaches: list[list[Reach]], findings: list[Finding]) -> list[bool]:
    """Whether each gate can be used: a post needs both sides."""
    whole = []
    for gate, found in zip(gates, reaches, strict=True):
        is_whole = gate.kind is not GatewayKind.POST or len({reach.node for reach in found}) >= 2  # noqa: PLR2004
        whole.append(is_whole)
        if gate.kind is GatewayKind.POST and is_whole:
            km = sum(reach.access_km for reach in found)
            text = f"{gate.name}: no link crosses, joined to what ends on both sides"
            findings.append(Finding(Kind.BRIDGED, gate.id, text, gate.lon, gate.lat, km))
    return whole

"""Splits the boundary links: at the posts of the table, and in the middle where no row of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.gates import Gate, Reach
from karwan.network.geometry import between, feet, great_circle_km
from karwan.network.graph import Graph, Links, keeping, with_links, with_nodes
from karwan.network.near import chords
from karwan.network.posts import Matches, matched
from karwan.network.record import Gateway, GatewayKind, LinkOrigin
from karwan.network.report import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from karwan.facts.rows import Crossing
    from karwan.network.draft import Point
    from karwan.network.territory import Unions


@dataclass(frozen=True, slots=True)
class Bordered:
    """A graph no link of which joins two unions, and the gates that stand where links did.

    Attributes:
        graph: the graph. gates: posts and unlisted crossings. findings: what did not fit.
        unmatched: crossings without a link, in the order of the table.
    """

    graph: Graph
    gates: tuple[Gate, ...]
    findings: tuple[Finding, ...]
    unmatched: tuple[Crossing, ...]


def bordered(whole: Graph, crossings: Sequence[Crossing], union: Unions, shut: AbstractSet[str]) -> Bordered:
    """The graph with each boundary link split, a node on each side.

    Args:
        whole: with a territory for each node.
        crossings: of all modes, in the order of the table.
        union: which territories count as one.
        shut: ids of crossings that are closed or planned, for telling boundary links without a post apart.
    """
    found = matched(whole, crossings, union)
    work = _Work(whole, union)
    for post in sorted(set(found.crossing[found.crossing >= 0].tolist())):
        row = crossings[post]
        chosen = np.flatnonzero(found.crossing == post)
        links = found.links[chosen]
        at = (row.lon, row.lat)
        if found.is_far[chosen].any():
            at = _foot(whole, int(links[np.argmax(found.is_far[chosen])]), at)
        sides = (union.name(union.of(row.territory_a)), union.name(union.of(row.territory_b)))
        work.gate(Gateway(row.id, GatewayKind.POST, row.name, *at, sides), links.tolist())
    findings = _unlisted(work, found, crossings, shut)
    unmatched = tuple(crossings[post] for post in found.unmatched)
    return Bordered(work.whole(found), tuple(work.gates), tuple(findings), unmatched)


def _foot(whole: Graph, link: int, at: Point) -> Point:
    """Where the chord of a link comes nearest to a point."""
    one = chords(whole.lon, whole.lat, whole.a[[link]], whole.b[[link]])
    share = feet(*at, one.lon_a, one.lat_a, one.lon_b, one.lat_b)[0][0]
    lon, lat = between(one.lon_a[0], one.lat_a[0], one.lon_b[0], one.lat_b[0], share)
    return float(lon), float(lat)


class _Work:
    """Gathers new nodes and links while boundary links are split."""

    def __init__(self, whole: Graph, union: Unions) -> None:
        self.before = whole
        self.union = union
        self.side = union.at(whole.territory)
        self.nodes: list[tuple[float, float, int]] = []
        self.links: list[tuple[int, int, float, int]] = []
        self.gates: list[Gate] = []

    def gate(self, gateway: Gateway, links: Sequence[int]) -> None:
        """Splits links at a gateway; one node a union, to which all its links lead."""
        made: dict[int, int] = {}
        old = self.before
        for link in links:
            ends = int(old.a[link]), int(old.b[link])
            away = [float(great_circle_km(old.lon[n], old.lat[n], gateway.lon, gateway.lat)) for n in ends]
            share = away[0] / sum(away) if sum(away) > 0 else 0.5
            for node, part in zip(ends, (share, 1 - share), strict=True):
                union = int(self.side[node])
                if union not in made:
                    made[union] = len(old.lon) + len(self.nodes)
                    self.nodes.append((gateway.lon, gateway.lat, int(old.territory[node])))
                self.links.append((node, made[union], float(old.km[link]) * part, link))
        order = sorted(made, key=lambda union: gateway.territories.index(self.union.name(union)))
        reaches = tuple(Reach(old.mode, made[union]) for union in order)
        self.gates.append(Gate(gateway, reaches))

    def whole(self, found: Matches) -> Graph:
        """The graph with all boundary links replaced."""
        old = self.before
        keep = np.ones(len(old.a), bool)
        keep[found.links] = False
        kept = keeping(old, keep)
        if not self.links:
            return kept
        lon, lat, territory = (np.array(column) for column in zip(*self.nodes, strict=True))
        kept = with_nodes(kept, lon, lat, territory)
        a, b, km, link = (np.array(column) for column in zip(*self.links, strict=True))
        split = Links(
            a,
            b,
            km,
            LinkOrigin.BASE,
            gauge=old.gauge[link],
            second_gauge=old.second_gauge[link],
            factor=old.factor[link],
            origins=old.origin[link],
        )
        return with_links(kept, split)


def _unlisted(
    work: _Work, found: Matches, crossings: Sequence[Crossing], shut: AbstractSet[str]
) -> list[Finding]:
    """Gates in the middle of the boundary links that match no row, told apart by what the table has."""
    old, union = work.before, work.union
    open_pairs, all_pairs = set(), set()
    for row in crossings:
        pair = frozenset((union.of(row.territory_a), union.of(row.territory_b)))
        if row.mode == old.mode:
            all_pairs.add(pair)
            if row.id not in shut:
                open_pairs.add(pair)
    findings = []
    taken: dict[str, int] = {}
    for link in found.links[found.crossing < 0].tolist():
        a, b = int(old.a[link]), int(old.b[link])
        lon, lat = between(old.lon[a], old.lat[a], old.lon[b], old.lat[b], 0.5)
        names = sorted((union.name(int(work.side[a])), union.name(int(work.side[b]))))
        at = f"{float(lat):.2f},{float(lon):.2f}"
        gate_id = f"unlisted-{old.mode}-{names[0]}-{names[1]}-{at}".lower()
        taken[gate_id] = taken.get(gate_id, 0) + 1
        if taken[gate_id] > 1:
            gate_id = f"{gate_id}-{taken[gate_id]}"
        name = f"{names[0]}-{names[1]} at {at}"
        work.gate(Gateway(gate_id, GatewayKind.UNLISTED, name, float(lon), float(lat), tuple(names)), [link])
        pair = frozenset((int(work.side[a]), int(work.side[b])))
        kind = Kind.UNLISTED if pair in open_pairs else Kind.SHUT if pair in all_pairs else Kind.OUTSIDE
        ends = f"{old.lat[a]:.3f} {old.lon[a]:.3f} to {old.lat[b]:.3f} {old.lon[b]:.3f}"
        text = f"{old.mode} {names[0]}-{names[1]}: {ends}"
        findings.append(Finding(kind, gate_id, text, float(lon), float(lat), float(old.km[link])))
    return findings

"""Lays the rows of `patches` on the graph of a mode: cut, shape, forbid, then join, line, tunnel, ferry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.draft import Draft, Point, draft
from karwan.network.geometry import great_circle_km, polyline_km
from karwan.network.record import LinkOrigin
from karwan.network.report import Finding, Kind
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.facts.rows import Patch
    from karwan.network.graph import Graph

NODE_KM = 0.3
"""A row that names a node of the base means the one within this distance."""
END_KM = 1.0
"""The end of a new line joins the node within this distance, else it is a node of its own."""
WINDING = 1.08
"""Length of a new road or track over that of its drawn shape, where a row gives none: the mean of others."""
_FIRST = ("cut", "shape", "forbid")
_LATER = ("join", "line", "tunnel")


@dataclass(frozen=True, slots=True)
class Patched:
    """A patched graph and what later steps must heed.

    Attributes:
        graph: the graph. findings: rows that did not fit.
        shy: points (lon, lat) at which healing must not join: ends of cuts and of forbidden pairs.
        forbidden: pairs of points whose surroundings healing must not join.
    """

    graph: Graph
    findings: tuple[Finding, ...]
    shy: tuple[Point, ...]
    forbidden: tuple[tuple[Point, Point], ...]


def patched(base: Graph, rows: Sequence[Patch]) -> Patched:
    """The graph with all rows of its mode laid on it; planned rows and ferries are left out."""
    mine = [row for row in rows if row.mode == base.mode and row.status != "planned"]
    work = draft(base)
    findings: list[Finding] = []
    for actions in (_FIRST, _LATER):
        turn = [row for row in mine if row.action in actions]
        findings += [finding(row, fault) for row in turn if (fault := _RUN[row.action](work, row))]
    ends = {row.id: (_from(row), _to(row)) for row in mine}
    shy = [point for row in mine if row.action in ("cut", "forbid") for point in ends[row.id]]
    return Patched(
        work.whole(),
        tuple(findings),
        tuple(shy),
        tuple(ends[row.id] for row in mine if row.action == "forbid"),
    )


def finding(row: Patch, fault: str) -> Finding:
    """A row that did not fit."""
    text = f"{row.action} {row.from_name} - {row.to_name}: {fault}"
    return Finding(Kind.PATCH, row.id, text, row.from_lon, row.from_lat)


def shape_of(row: Patch) -> list[Point]:
    """The points of a row between its ends."""
    points = []
    for pair in (row.shape or "").split(";"):
        if pair.strip():
            lon, lat = pair.split()
            points.append((float(lon), float(lat)))
    while points and _near(points[0], _from(row)):
        points.pop(0)
    while points and _near(points[-1], _to(row)):
        points.pop()
    return points


def _near(one: Point, other: Point) -> bool:
    return float(great_circle_km(*one, *other)) < NODE_KM


def _from(row: Patch) -> Point:
    return row.from_lon, row.from_lat


def _to(row: Patch) -> Point:
    return row.to_lon, row.to_lat


def _ends(work: Draft, row: Patch, within_km: float = NODE_KM) -> tuple[int, int] | str:
    nodes = [work.node(at, within_km) for at in (_from(row), _to(row))]
    if nodes[0] is None or nodes[1] is None:
        lost = " and ".join(
            name for name, node in zip((row.from_name, row.to_name), nodes, strict=True) if node is None
        )
        return f"no node within {within_km} km of {lost}"
    return nodes[0], nodes[1]


def _cut(work: Draft, row: Patch) -> str:
    ends = _ends(work, row)
    if isinstance(ends, str):
        return ends
    found = work.links(*ends)
    work.gone.update(found)
    return "" if found or work.drop_added(*ends) else "no link between the two nodes"


def _forbid(work: Draft, row: Patch) -> str:
    """A link that must not be used goes; where there is none, the row binds healing alone."""
    ends = _ends(work, row)
    if not isinstance(ends, str):
        work.gone.update(work.links(*ends))
    return ""


def _shape(work: Draft, row: Patch) -> str:
    ends = _ends(work, row)
    if isinstance(ends, str):
        return ends
    found = work.links(*ends)
    if not found:
        return "no link between the two nodes"
    work.gone.update(found)
    kept = min(found, key=lambda link: float(work.base.km[link]))
    gauge = int(work.base.gauge[kept])
    nodes = [ends[0], *_through(work, row), ends[1]]
    drawn = _drawn_km(work, nodes)
    if row.length_km is None:
        km = max(float(work.base.km[kept]), drawn)
        work.chain(nodes, km, float(work.base.factor[kept]), LinkOrigin.BASE, gauge)
        return ""
    work.chain(nodes, max(row.length_km, drawn), 1.0, LinkOrigin.PATCH, row.gauge_mm or gauge)
    return _too_short(row.length_km, drawn)


def _join(work: Draft, row: Patch) -> str:
    ends = _ends(work, row)
    return ends if isinstance(ends, str) else _drawn(work, row, *ends)


def _line(work: Draft, row: Patch) -> str:
    ends = []
    for at in (_from(row), _to(row)):
        found = work.node(at, END_KM)
        ends.append(work.make(at) if found is None else found)
    return _drawn(work, row, *ends)


def _tunnel(work: Draft, row: Patch) -> str:
    """Without a length the row is a mark on a link that exists."""
    if row.length_km is None:
        ends = _ends(work, row)
        if isinstance(ends, str):
            return ends
        return "" if work.links(*ends) else "no link between the two nodes"
    return _line(work, row)


def _drawn(work: Draft, row: Patch, one: int, other: int) -> str:
    nodes = [one, *_through(work, row), other]
    drawn = _drawn_km(work, nodes)
    winding = 1.0 if row.mode == Mode.SEA else WINDING
    given = drawn * winding if row.length_km is None else row.length_km
    work.chain(nodes, max(given, drawn), 1.0, LinkOrigin.PATCH, row.gauge_mm or 0)
    return _too_short(given, drawn)


def _through(work: Draft, row: Patch) -> list[int]:
    """Nodes at the points of a row: those that are there already, else new ones."""
    nodes = []
    for at in shape_of(row):
        found = work.node(at, NODE_KM)
        nodes.append(work.make(at) if found is None else found)
    return nodes


def _drawn_km(work: Draft, nodes: Sequence[int]) -> float:
    lon, lat = np.array([work.point(node) for node in nodes]).T
    return float(polyline_km(lon, lat).sum())


def _too_short(given_km: float, drawn_km: float) -> str:
    if given_km >= drawn_km * 0.995:
        return ""
    return f"{given_km:.1f} km given, but its shape measures {drawn_km:.1f}; the shape was taken"


_RUN = {
    "cut": _cut,
    "shape": _shape,
    "forbid": _forbid,
    "join": _join,
    "line": _line,
    "tunnel": _tunnel,
}

"""Gauge of rail links: a default by territory, and exceptions along lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import great_circle_km
from karwan.network.report import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from karwan.facts.rows import Crossing, GaugeLine
    from karwan.network.gates import Gate
    from karwan.network.graph import Graph
    from karwan.network.territory import Unions

SAME_MM = 5
"""Gauges that differ by less run through one another (1520 and 1524 mm)."""
STATION_KM = 15.0
"""The end of a stretch is the node within this distance."""


def gauged(whole: Graph, rows: Sequence[GaugeLine]) -> tuple[Graph, tuple[Finding, ...]]:
    """The graph with the gauges of each link: those that a patch gave, along stretches, else by territory.

    A link between two members of a union whose defaults differ has both.
    """
    same = _alike(rows)
    default = np.zeros(len(whole.codes) + 1, np.int32)
    for row in rows:
        if row.is_default and row.territory in whole.codes:
            default[whole.codes.index(row.territory)] = same[row.gauges_mm[0]]
    given = whole.gauge > 0
    one, other = default[whole.territory[whole.a]], default[whole.territory[whole.b]]
    gauge = np.where(given, whole.gauge, np.maximum(one, other))
    second = np.where(given | (one == other), whole.second_gauge, np.minimum(one, other))
    findings = []
    for row in rows:
        if row.is_default:
            continue
        links = _stretch(whole, row)
        if links is None:
            text = f"{row.line}: no track between {row.from_station} and {row.to_station}"
            findings.append(Finding(Kind.GAUGE, row.id, text, row.from_lon or 0.0, row.from_lat or 0.0))
            continue
        gauges = sorted({same[value] for value in row.gauges_mm}, reverse=True)
        gauge[links] = gauges[0]
        second[links] = gauges[1] if len(gauges) > 1 else 0
    kept = replace(whole, gauge=gauge.astype(np.int32), second_gauge=second.astype(np.int32))
    return kept, tuple(findings)


def _alike(rows: Sequence[GaugeLine]) -> Mapping[int, int]:
    """Each gauge of the table, to the one that stands for all that run through it: the smallest."""
    found: dict[int, int] = {}
    for value in sorted({gauge for row in rows for gauge in row.gauges_mm}):
        near = [known for known in found.values() if value - known < SAME_MM]
        found[value] = near[0] if near else value
    return found


def _stretch(whole: Graph, row: GaugeLine) -> NDArray[np.intp] | None:
    """Links of the shortest track between the two ends of a row in its territory; None if there is none."""
    if row.territory not in whole.codes or row.from_lon is None or row.from_lat is None:
        return None
    if row.to_lon is None or row.to_lat is None:
        return None
    owner = whole.codes.index(row.territory)
    links = np.flatnonzero((whole.territory[whole.a] == owner) | (whole.territory[whole.b] == owner))
    if not len(links):
        return None
    nodes = np.unique(np.concatenate((whole.a[links], whole.b[links])))
    lon, lat = whole.lon[nodes], whole.lat[nodes]
    away = [
        great_circle_km(lon, lat, row.from_lon, row.from_lat),
        great_circle_km(lon, lat, row.to_lon, row.to_lat),
    ]
    if max(one.min() for one in away) > STATION_KM:
        return None
    return _track(whole, links, nodes, int(np.argmin(away[0])), int(np.argmin(away[1])))


def _track(
    whole: Graph, links: NDArray[np.intp], nodes: NDArray[np.int32], start: int, goal: int
) -> NDArray[np.intp] | None:
    """Links of the shortest track between two of some nodes; those beside it if they are one node."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - SciPy is never imported by a question once built
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    a, b = np.searchsorted(nodes, whole.a[links]), np.searchsorted(nodes, whole.b[links])
    if start == goal:
        beside: NDArray[np.intp] = links[(a == start) | (b == start)]
        return beside
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((whole.km[links], high, low))
    fresh = np.r_[True, (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)]
    pick = order[fresh]
    km = np.maximum(whole.km[links][pick], 1e-6)
    matrix = coo_array((km, (low[pick], high[pick])), shape=(len(nodes), len(nodes))).tocsr()
    away, before = dijkstra(matrix, directed=False, indices=[start], return_predecessors=True)
    if not np.isfinite(away[0, goal]):
        return None
    found, node = [], goal
    while node != start:
        previous = int(before[0, node])
        found.append(min(previous, node) * len(nodes) + max(previous, node))
        node = previous
    keys = low[pick] * len(nodes) + high[pick]
    track: NDArray[np.intp] = links[pick[np.searchsorted(keys, found)]]
    return track


def disagreements(
    whole: Graph, gates: Sequence[Gate], crossings: Sequence[Crossing], union: Unions
) -> tuple[Finding, ...]:
    """Posts whose row gives a side a gauge that none of its links there has."""
    rows = {row.id: row for row in crossings}
    findings = []
    for gate in gates:
        row = rows.get(gate.gateway.id)
        if row is None or row.mode != whole.mode:
            continue
        wanted = {union.of(row.territory_a): row.gauge_a_mm, union.of(row.territory_b): row.gauge_b_mm}
        for reach in gate.reaches:
            links = (whole.a == reach.node) | (whole.b == reach.node)
            here = set(whole.gauge[links].tolist()) | set(whole.second_gauge[links].tolist())
            side = int(union.index[whole.territory[reach.node]])
            gauge = wanted.get(side)
            if gauge and not any(abs(gauge - known) < SAME_MM for known in here):
                text = f"{row.name}: {gauge} mm in {union.name(side)}, its links have {sorted(here - {0})}"
                findings.append(Finding(Kind.GAUGE, row.id, text, row.lon, row.lat))
    return tuple(findings)

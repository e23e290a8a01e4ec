"""Joins dead ends by rule, where the base network lost a piece of line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import great_circle_km, on_sphere, turn
from karwan.network.graph import Graph, Links, with_links
from karwan.network.record import LinkOrigin
from karwan.network.report import Finding, Kind
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from karwan.network.draft import Point
    from karwan.network.territory import Unions

    Floats = NDArray[np.float64]
    IsWater = Callable[[Floats, Floats], NDArray[np.bool_]]

DETOUR = 8.0
"""A gap is worth closing if the way round it is so many times longer."""
WINDING = 1.05
"""Length of a join over its great circle."""
FORBIDDEN_KM = 3.0
"""Nothing within this distance of the two ends of a forbidden pair is joined."""
SHY_KM = 0.3
"""A dead end within this distance of the end of a cut or of a forbidden pair was made on purpose."""
WATER_KM = 0.5
"""A join over more water than this is none."""
_HEADING_KM = 1.0
"""A heading is taken from a node at least so far back along the line, if no junction comes before."""
_STEPS_BACK = 12
_SAMPLES = 41


@dataclass(frozen=True, slots=True)
class Rule:
    """One round of healing.

    Attributes:
        within_km: the widest gap.
        cos_here, cos_there: how well the join must go on the heading of the dead end, and of the other one
            if it is a dead end too: least cosine of the angle between them, -1 for any.
        is_mutual: only two dead ends, each the best for the other.
    """

    within_km: float
    cos_here: float = -1.0
    cos_there: float = -1.0
    is_mutual: bool = False


RULES: dict[Mode, tuple[Rule, ...]] = {
    Mode.RAIL: (Rule(2.0), Rule(6.0, 0.5, 0.26), Rule(15.0, 0.5, 0.26)),
    Mode.ROAD: (Rule(1.0), Rule(3.0, 0.5, 0.5), Rule(12.0, 0.5, 0.5, is_mutual=True)),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What healing must not cross.

    Attributes:
        shy: (lon, lat) of ends of cuts and forbidden pairs. forbidden: pairs of points.
        is_water: whether points (lon, lat) lie on water; None if not known.
    """

    shy: Sequence[Point] = ()
    forbidden: Sequence[tuple[Point, Point]] = ()
    is_water: IsWater | None = None


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Joins that may be: dead ends, nodes that they may be joined to, and the kilometres between."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    gap: Floats

    def only(self, keep: NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.one[keep], self.other[keep], self.gap[keep])


def healed(
    whole: Graph, union: Unions, bounds: Bounds, gauges: Graph | None = None
) -> tuple[Graph, tuple[Finding, ...]]:
    """The graph with dead ends joined by the rules of its mode, and each join.

    Never over a boundary of unions, over water, between gauges, near a forbidden pair, or at a dead end that
    a cut made; only where the way round is eight times longer than the gap.

    Args:
        whole: with a territory for each node.
        union: which territories count as one.
        bounds: what must not be crossed.
        gauges: the same graph with gauges, for rail.
    """
    findings: list[Finding] = []
    gauge = _node_gauge(gauges) if gauges is not None else np.zeros(len(whole.lon), np.int32)
    place = on_sphere(whole.lon, whole.lat)
    shy = _beside(place, bounds.shy, SHY_KM)
    for rule in RULES[whole.mode]:
        joins = _round(whole, union, rule, bounds, (place, shy, gauge))
        findings += [
            _finding(whole, one, other, gap)
            for one, other, gap in zip(
                joins.one.tolist(), joins.other.tolist(), joins.gap.tolist(), strict=True
            )
        ]
        a, b = joins.one.astype(np.int32), joins.other.astype(np.int32)
        whole = with_links(whole, Links(a, b, joins.gap * WINDING, LinkOrigin.HEAL))
    return whole, tuple(findings)


def _round(
    whole: Graph,
    union: Unions,
    rule: Rule,
    bounds: Bounds,
    nodes: tuple[Floats, NDArray[np.bool_], NDArray[np.int32]],
) -> _Pairs:
    """The joins of one rule; `nodes` tells where each lies, whether it is to be left alone, and its gauge."""
    place, shy, gauge = nodes
    degree = whole.degree()
    dead = np.flatnonzero((degree == 1) & ~shy)
    pairs = _candidates(whole, rule, place, dead, degree)
    side = union.at(whole.territory)
    pairs = pairs.only(side[pairs.one] == side[pairs.other])
    one, other = gauge[pairs.one], gauge[pairs.other]
    pairs = pairs.only((one == other) | (one == 0) | (other == 0))
    pairs = pairs.only(_is_aligned(whole, rule, _headings(whole, dead), pairs, degree))
    pairs = pairs.only(~_is_forbidden(place, pairs, bounds))
    if bounds.is_water is not None:
        pairs = pairs.only(~_is_over_water(whole, pairs, bounds.is_water))
    pairs = pairs.only(~_is_joined(whole, pairs))
    return _chosen(pairs, rule, degree)


def _candidates(
    whole: Graph, rule: Rule, place: Floats, dead: NDArray[np.intp], degree: NDArray[np.int32]
) -> _Pairs:
    """Pairs of a dead end and a node (another dead end where the rule is mutual) within the gap."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - SciPy is never imported by a question once built

    used = dead if rule.is_mutual else np.flatnonzero(degree > 0)
    near = cKDTree(place[dead]).sparse_distance_matrix(
        cKDTree(place[used]), rule.within_km, output_type="coo_matrix"
    )
    one, other = dead[near.row].astype(np.int64), used[near.col].astype(np.int64)
    order = np.lexsort((other, one))
    order = order[one[order] != other[order]]
    one, other = one[order], other[order]
    gap = great_circle_km(whole.lon[one], whole.lat[one], whole.lon[other], whole.lat[other])
    return _Pairs(one, other, gap)


def _headings(whole: Graph, dead: NDArray[np.intp]) -> Floats:
    """(nodes, 2) direction in which each dead end points, from a node some way back; zero elsewhere."""
    first, other, km = _rows(whole)
    degree = np.diff(first)
    node, before, run = dead.copy(), np.full(len(dead), -1), np.zeros(len(dead))
    for _ in range(_STEPS_BACK):
        at = first[node]
        back = (degree[node] > 1) & (other[at] == before)
        at = at + back
        goes = (run < _HEADING_KM) & ((degree[node] == 2) | (before < 0))  # noqa: PLR2004 - in and out
        onward = np.where(goes, other[np.minimum(at, len(other) - 1)], node)
        run = run + np.where(goes, km[np.minimum(at, len(km) - 1)], 0.0)
        before, node = np.where(goes, node, before), onward
    heading = np.zeros((len(whole.lon), 2))
    heading[dead] = turn(whole.lon[node], whole.lat[node], whole.lon[dead], whole.lat[dead])
    return heading


def _rows(whole: Graph) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
    """Links by node, both ways: where those of each node begin, their other ends, their lengths."""
    row, column = np.concatenate((whole.a, whole.b)), np.concatenate((whole.b, whole.a))
    order = np.argsort(row, kind="stable")
    first = np.searchsorted(row[order], np.arange(len(whole.lon) + 1)).astype(np.int64)
    return first, column[order].astype(np.int32), np.concatenate((whole.km, whole.km))[order]


def _is_aligned(
    whole: Graph, rule: Rule, heading: Floats, pairs: _Pairs, degree: NDArray[np.int32]
) -> NDArray[np.bool_]:
    way = turn(whole.lon[pairs.one], whole.lat[pairs.one], whole.lon[pairs.other], whole.lat[pairs.other])
    here = (way * heading[pairs.one]).sum(axis=1) >= rule.cos_here
    there = -(way * heading[pairs.other]).sum(axis=1) >= rule.cos_there
    return np.asarray(here & (there | (degree[pairs.other] != 1)), bool)


def _beside(place: Floats, points: Sequence[Point], within_km: float) -> NDArray[np.bool_]:
    """(nodes,) whether each lies within a distance of some point."""
    near = np.zeros(len(place), bool)
    for at in points:
        spot = on_sphere(*at)
        close = np.flatnonzero(np.abs(place[:, 2] - spot[2]) <= within_km)
        near[close] |= np.linalg.norm(place[close] - spot, axis=1) <= within_km
    return near


def _is_forbidden(place: Floats, pairs: _Pairs, bounds: Bounds) -> NDArray[np.bool_]:
    """Whether each pair has one node near one end of a forbidden pair, the other near its other end."""
    found = np.zeros(len(pairs.one), bool)
    for start, goal in bounds.forbidden:
        one, other = (_beside(place, [at], FORBIDDEN_KM) for at in (start, goal))
        found |= one[pairs.one] & other[pairs.other] | other[pairs.one] & one[pairs.other]
    return found


def _is_over_water(whole: Graph, pairs: _Pairs, is_water: IsWater) -> NDArray[np.bool_]:
    """Whether each join runs over more water than it may."""
    share = np.linspace(0.0, 1.0, _SAMPLES)[:, None]
    lon = whole.lon[pairs.one] + share * (whole.lon[pairs.other] - whole.lon[pairs.one])
    lat = whole.lat[pairs.one] + share * (whole.lat[pairs.other] - whole.lat[pairs.one])
    return np.asarray(is_water(lon, lat).mean(axis=0) * pairs.gap > WATER_KM, bool)


def _is_joined(whole: Graph, pairs: _Pairs) -> NDArray[np.bool_]:
    """Whether the way round each gap is short."""
    from karwan.network.detour import joined  # noqa: PLC0415 - numba is imported only by a build

    found: NDArray[np.bool_] = joined(*_rows(whole), pairs.one, pairs.other, pairs.gap * DETOUR)
    return found


def _chosen(pairs: _Pairs, rule: Rule, degree: NDArray[np.int32]) -> _Pairs:
    """For each dead end its nearest partner; narrow gaps first, and none that was joined meanwhile."""
    order = np.lexsort((pairs.other, pairs.one, pairs.gap)).tolist()
    one, other = pairs.one.tolist(), pairs.other.tolist()
    best: dict[int, int] = {}
    for pair in order:
        best.setdefault(one[pair], other[pair])
    done: set[int] = set()
    joins = []
    for pair in order:
        a, b = one[pair], other[pair]
        is_dead = degree[b] == 1
        if best[a] != b or a in done or (is_dead and b in done) or (rule.is_mutual and best.get(b) != a):
            continue
        done.update((a, b) if is_dead else (a,))
        joins.append(pair)
    keep = np.zeros(len(one), bool)
    keep[joins] = True
    return pairs.only(keep)


def _node_gauge(whole: Graph) -> NDArray[np.int32]:
    """(nodes,) the one gauge of the links at a node; 0 where there are two or none."""
    low, high = np.full(len(whole.lon), np.iinfo(np.int32).max, np.int32), np.zeros(len(whole.lon), np.int32)
    for ends in (whole.a, whole.b):
        for gauges in (whole.gauge, whole.second_gauge):
            has = gauges > 0
            np.minimum.at(low, ends[has], gauges[has])
            np.maximum.at(high, ends[has], gauges[has])
    return np.where(low == high, high, 0).astype(np.int32)


def _finding(whole: Graph, one: int, other: int, gap_km: float) -> Finding:
    name = whole.codes[whole.territory[one]] if len(whole.codes) else ""
    ends = f"{whole.lat[one]:.3f} {whole.lon[one]:.3f} to {whole.lat[other]:.3f} {whole.lon[other]:.3f}"
    lon, lat = float(whole.lon[[one, other]].mean()), float(whole.lat[[one, other]].mean())
    return Finding(Kind.REPAIR, f"{whole.mode}:{name}", ends, lon, lat, gap_km)

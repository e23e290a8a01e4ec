"""Joins dead ends by rule, where the base network lost a piece of line or a junction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.dead_ends import Ends, Pairs, headings, rows, to_links, to_nodes
from karwan.network.geometry import between, on_sphere, turn
from karwan.network.graph import Graph, Links, with_links
from karwan.network.record import LinkOrigin
from karwan.network.report import Finding, Kind
from karwan.network.split import split_at
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from karwan.network.draft import Point
    from karwan.network.territory import Unions

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    IsWater = Callable[[Floats, Floats], Flags]

DETOUR = 8.0
"""A gap is worth closing if the way round it is so many times longer ..."""
LEAST_DETOUR_KM = 10.0
"""... and longer than this: the ends of two tracks of one line are no gap."""
WINDING = 1.05
"""Length of a join over its great circle."""
FORBIDDEN_KM = 3.0
"""Nothing within this distance of the two ends of a forbidden pair is joined."""
SHY_KM = 0.3
"""A dead end within this distance of the end of a cut or of a forbidden pair was made on purpose."""
WATER_KM = 0.5
"""A join over more water than this is none."""
ON_COURSE = 1.02
"""A dead end may lie on a long link if the way over it is at most so many times the link's length."""
_SAMPLES = 41


class To(Enum):
    """What a dead end is joined to."""

    NODE = "node"  # any node
    LINK = "link"  # the nearest point of a link
    COURSE = "course"  # a link whose shape is lost, and which may well have run through it
    DEAD_END = "dead end"  # another one, if each is the best for the other


@dataclass(frozen=True, slots=True)
class Rule:
    """One round of healing.

    Attributes:
        to: what a dead end is joined to. within_km: the widest gap.
        cos_here, cos_there: how well the join must go on the heading of the dead end, and of the other one
            if it is a dead end too: least cosine of the angle between them, -1 for any.
    """

    to: To
    within_km: float
    cos_here: float = -1.0
    cos_there: float = -1.0


RULES: dict[Mode, tuple[Rule, ...]] = {
    Mode.RAIL: (
        Rule(To.NODE, 2.0),
        Rule(To.LINK, 1.0),
        Rule(To.NODE, 6.0, 0.5, 0.26),
        Rule(To.NODE, 15.0, 0.5, 0.26),
    ),
    Mode.ROAD: (
        Rule(To.LINK, 1.0),
        Rule(To.LINK, 3.0, 0.5, 0.5),
        Rule(To.DEAD_END, 12.0, 0.5, 0.5),
        Rule(To.COURSE, 8.0, 0.5),
    ),
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
    for rule in RULES[whole.mode]:
        pairs = _round(whole, union, rule, bounds, gauge)
        one = pairs.one.astype(np.int32)
        findings += [_finding(whole, *ends) for ends in zip(*_shown(pairs), strict=True)]
        whole, other = split_at(whole, pairs.link, pairs.share) if pairs.is_on_links else (whole, pairs.other)
        gauge = np.concatenate((gauge, np.zeros(len(whole.lon) - len(gauge), np.int32)))
        whole = with_links(whole, Links(one, other.astype(np.int32), pairs.gap * WINDING, LinkOrigin.HEAL))
    return whole, tuple(findings)


def _round(whole: Graph, union: Unions, rule: Rule, bounds: Bounds, gauge: NDArray[np.int32]) -> Pairs:
    """The joins of one rule."""
    place = on_sphere(whole.lon, whole.lat)
    degree = whole.degree()
    dead = np.flatnonzero((degree == 1) & ~_beside(place, bounds.shy, SHY_KM))
    ends = Ends(dead, place, degree)
    if rule.to in (To.LINK, To.COURSE):
        pairs = to_links(whole, ends, rule.within_km, ON_COURSE if rule.to is To.COURSE else None)
    else:
        pairs = to_nodes(whole, ends, rule.within_km, only_dead_ends=rule.to is To.DEAD_END)
    side = union.at(whole.territory)
    pairs = pairs.only((side[pairs.one] == side[pairs.other]) & (side[pairs.one] == side[pairs.beyond]))
    one, other = gauge[pairs.one], gauge[pairs.other]
    pairs = pairs.only((one == other) | (one == 0) | (other == 0))
    pairs = pairs.only(_is_aligned(whole, rule, headings(whole, dead), pairs, degree))
    pairs = pairs.only(~_is_joined(whole, pairs))
    pairs = pairs.only(~_is_forbidden(place, pairs, bounds))
    if bounds.is_water is not None:
        pairs = pairs.only(~_is_over_water(whole, pairs, bounds.is_water))
    return _chosen(pairs, degree, is_mutual=rule.to is To.DEAD_END)


def _is_aligned(whole: Graph, rule: Rule, heading: Floats, pairs: Pairs, degree: NDArray[np.int32]) -> Flags:
    way = turn(whole.lon[pairs.one], whole.lat[pairs.one], pairs.lon, pairs.lat)
    here = (way * heading[pairs.one]).sum(axis=1) >= rule.cos_here
    there = -(way * heading[pairs.other]).sum(axis=1) >= rule.cos_there
    meets_end = (degree[pairs.other] == 1) & (pairs.other == pairs.beyond)
    return np.asarray(here & (there | ~meets_end), bool)


def _beside(place: Floats, points: Sequence[Point], within_km: float) -> Flags:
    """(nodes,) whether each lies within a distance of some point."""
    near = np.zeros(len(place), bool)
    for at in points:
        spot = on_sphere(*at)
        close = np.flatnonzero(np.abs(place[:, 2] - spot[2]) <= within_km)
        near[close] |= np.linalg.norm(place[close] - spot, axis=1) <= within_km
    return near


def _is_forbidden(place: Floats, pairs: Pairs, bounds: Bounds) -> Flags:
    """Whether each pair has one node near one end of a forbidden pair, the other near its other end."""
    found = np.zeros(len(pairs.one), bool)
    spot = on_sphere(pairs.lon, pairs.lat)
    for start, goal in bounds.forbidden:
        for here, there in ((start, goal), (goal, start)):
            begins = np.linalg.norm(place[pairs.one] - on_sphere(*here), axis=1) <= FORBIDDEN_KM
            found |= begins & (np.linalg.norm(spot - on_sphere(*there), axis=1) <= FORBIDDEN_KM)
    return found


def _is_over_water(whole: Graph, pairs: Pairs, is_water: IsWater) -> Flags:
    """Whether each join runs over more water than it may."""
    share = np.linspace(0.0, 1.0, _SAMPLES)[:, None]
    lon, lat = between(whole.lon[pairs.one], whole.lat[pairs.one], pairs.lon, pairs.lat, share)
    return np.asarray(is_water(lon, lat).mean(axis=0) * pairs.gap > WATER_KM, bool)


def _is_joined(whole: Graph, pairs: Pairs) -> Flags:
    """Whether the way round each gap is short."""
    from karwan.network.detour import joined  # noqa: PLC0415 - numba is imported only by a build

    limit_km = np.maximum(pairs.gap * DETOUR, LEAST_DETOUR_KM)
    table = rows(whole)
    found: Flags = joined(*table, pairs.one, pairs.other, limit_km)
    return found | joined(*table, pairs.one, pairs.beyond, limit_km) if pairs.is_on_links else found


def _chosen(pairs: Pairs, degree: NDArray[np.int32], *, is_mutual: bool) -> Pairs:
    """For each dead end its nearest partner; narrow gaps first, and none that was joined meanwhile."""
    order = np.lexsort((pairs.other, pairs.one, pairs.gap)).tolist()
    one, other, beyond = pairs.one.tolist(), pairs.other.tolist(), pairs.beyond.tolist()
    best: dict[int, int] = {}
    for pair in order:
        best.setdefault(one[pair], other[pair])
    done: set[int] = set()
    joins = []
    for pair in order:
        a, b = one[pair], other[pair]
        is_end = degree[b] == 1 and b == beyond[pair]
        if best[a] != b or a in done or (is_end and b in done) or (is_mutual and best.get(b) != a):
            continue
        done.update((a, b) if is_end else (a,))
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


def _shown(pairs: Pairs) -> tuple[list[int], list[float], list[float], list[float]]:
    return pairs.one.tolist(), pairs.lon.tolist(), pairs.lat.tolist(), pairs.gap.tolist()


def _finding(whole: Graph, one: int, lon: float, lat: float, gap_km: float) -> Finding:
    name = whole.codes[whole.territory[one]] if len(whole.codes) else ""
    from_lon, from_lat = float(whole.lon[one]), float(whole.lat[one])
    text = f"{from_lat:.3f} {from_lon:.3f} to {lat:.3f} {lon:.3f}"
    return Finding(
        Kind.REPAIR, f"{whole.mode}:{name}", text, (from_lon + lon) / 2, (from_lat + lat) / 2, gap_km
    )

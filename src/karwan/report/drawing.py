"""What a map draws: runs of each way side by side, signs with names, the view that holds all.

Ways that share links are drawn beside each other: each shared stretch gives every way a slot, counted across
the direction in which the first of them travels. Coordinates are lon, lat in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from karwan.answers.routes import RoutesAnswer
from karwan.report import shown
from karwan.report.shown import ShownWay
from karwan.report.simplify import Point, simplified
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

# Offer id, or `not-offered:` and the family of a way that is not offered -> stretches in order of travel: the
# mode, and points as (lon, lat); lists or arrays.
Shapes = Mapping[str, Sequence[tuple[Mode, Any]]]

NOT_OFFERED = "not-offered:"

# Points of a line are told apart to about a metre.
_DIGITS = 5
# An air leg is bent along the great circle at least this often.
_BEND_KM = 80.0
_EARTH_KM = 6371.0
# Of the width of the view: nothing smaller is seen before many zooms.
_FINEST = 1 / 9000


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one way with one mode and the same neighbours.

    Attributes:
        slot: place beside its neighbours, in steps to the right of the run's own direction; 0 when alone.
        crowd: how many ways run here side by side.
        line: points.
    """

    mode: Mode
    slot: float
    crowd: int
    line: list[Point]


@dataclass(frozen=True, slots=True)
class Sign:
    """A gateway or end on the map.

    Attributes:
        kind: end, post, closed, gauge, port or passage.
        letters: of the ways that pass.
        hours, p50_h, p90_h: mean, median and 90th percentile of what the slowest of them loses here.
        why: for a closed one, the reasons.
    """

    id: str
    kind: str
    name: str
    lon: float
    lat: float
    letters: tuple[str, ...] = ()
    hours: float = 0.0
    p50_h: float = 0.0
    p90_h: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Town:
    """A place that is written quietly on a map where there is room, in the order given."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that lies over the land.

    Attributes:
        ways: as shown, best first. runs: of each, by offer id. signs: the two ends first.
        box: west, south, east, north of all of it but `shut`.
        shut: lines of ways that are not offered, where no offered way runs, each stretch once.
    """

    ways: tuple[ShownWay, ...]
    runs: Mapping[str, tuple[Run, ...]]
    signs: tuple[Sign, ...]
    box: tuple[float, float, float, float]
    shut: tuple[list[Point], ...] = ()


def drawing(answer: RoutesAnswer, shapes: Shapes) -> Drawing:
    """Runs and signs of an answer; ways without a shape keep their card and have no line."""
    ways = shown.shown_ways(answer)
    lines = {way.offer.id: _lines(shapes.get(way.offer.id, ())) for way in ways}
    signs = (*_ends(answer), *_gateways(answer, ways))
    points = [point for stretches in lines.values() for _, line in stretches for point in line]
    box = _box([*points, *((sign.lon, sign.lat) for sign in signs)])
    tolerance = max(box[2] - box[0], box[3] - box[1]) * _FINEST
    runs = {
        id_: tuple(
            Run(run.mode, run.slot, run.crowd, simplified(run.line, tolerance)) for run in _runs(id_, lines)
        )
        for id_ in lines
    }
    shut = tuple(simplified(line, tolerance) for line in _shut_lines(answer, shapes, lines))
    return Drawing(tuple(ways), runs, signs, box, shut)


Stretches = list[tuple[Mode, list[Point]]]


def _lines(shape: Iterable[tuple[Mode, Any]]) -> Stretches:
    """Stretches as plain lists: rounded, unwrapped over the date line, air bent, no point twice in a row."""
    stretches = []
    last_lon = None
    for mode, points in shape:
        line: list[Point] = []
        for lon, lat in _bent(points) if mode is Mode.AIR else points:
            turned = float(lon) if last_lon is None else lon + 360.0 * round((last_lon - lon) / 360.0)
            last_lon = turned
            point = (round(float(turned), _DIGITS), round(float(lat), _DIGITS))
            if not line or point != line[-1]:
                line.append(point)
        if len(line) > 1:
            stretches.append((mode, line))
    return stretches


def _shut_lines(
    answer: RoutesAnswer, shapes: Shapes, offered: Mapping[str, Stretches]
) -> Iterator[list[Point]]:
    """What ways that are not offered have for themselves, each stretch once."""
    taken = {
        _key(*pair) for stretches in offered.values() for _, line in stretches for pair in pairwise(line)
    }
    for way in answer.not_offered:
        for _, line in _lines(shapes.get(NOT_OFFERED + way.family, ())):
            for is_free, part in groupby(pairwise(line), key=lambda pair: _key(*pair) not in taken):
                chain = list(part)
                if is_free:
                    taken |= {_key(*pair) for pair in chain}
                    yield [chain[0][0], *(end for _, end in chain)]


def _bent(points: Any) -> Iterator[Point]:  # noqa: ANN401
    """A line with points added along the great circles between its own."""
    yield (float(points[0][0]), float(points[0][1]))
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(points):
        a, b = _vector(lon_a, lat_a), _vector(lon_b, lat_b)
        angle = math.acos(max(-1.0, min(1.0, math.fsum(p * q for p, q in zip(a, b, strict=True)))))
        steps = max(1, math.ceil(angle * _EARTH_KM / _BEND_KM))
        for step in range(1, steps):
            u, v = math.sin(angle * (1 - step / steps)), math.sin(angle * step / steps)
            x, y, z = (u * p + v * q for p, q in zip(a, b, strict=True))
            yield (math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y))))
        yield (float(lon_b), float(lat_b))


def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    x, y = math.radians(lon), math.radians(lat)
    return math.cos(y) * math.cos(x), math.cos(y) * math.sin(x), math.sin(y)


def _key(a: Point, b: Point) -> tuple[Point, Point]:
    return (a, b) if a < b else (b, a)


def _runs(own: str, lines: Mapping[str, Stretches]) -> Iterator[Run]:
    """One way cut where its neighbours change."""
    users, forward = _shared(lines)
    for mode, line in lines[own]:
        segments = list(pairwise(line))
        for (beside, turn), part in groupby(
            segments, key=lambda pair: (users[_key(*pair)], 1 if forward[_key(*pair)] == pair else -1)
        ):
            chain = list(part)
            slot = turn * (beside.index(own) - (len(beside) - 1) / 2)
            yield Run(mode, slot, len(beside), [chain[0][0], *(end for _, end in chain)])


def _shared(
    lines: Mapping[str, Stretches],
) -> tuple[dict[tuple[Point, Point], tuple[str, ...]], dict[tuple[Point, Point], tuple[Point, Point]]]:
    """For every segment the ways on it in order, and the direction in which the first travels."""
    users: dict[tuple[Point, Point], tuple[str, ...]] = {}
    forward: dict[tuple[Point, Point], tuple[Point, Point]] = {}
    for id_, stretches in lines.items():
        for _, line in stretches:
            for pair in pairwise(line):
                key = _key(*pair)
                forward.setdefault(key, pair)
                if id_ not in users.setdefault(key, ()):
                    users[key] += (id_,)
    return users, forward


def _ends(answer: RoutesAnswer) -> Iterator[Sign]:
    for place in (answer.question.origin, answer.question.destination):
        yield Sign(place.id, "end", shown.short(place.name), place.lon, place.lat)


def _gateways(answer: RoutesAnswer, ways: Sequence[ShownWay]) -> list[Sign]:
    """Gateways of all ways, most hours first, then the shut ones of ways that are not offered."""
    ends = {answer.question.origin.id, answer.question.destination.id}
    steps: dict[str, dict[str, list[Step]]] = {}
    for way in ways:
        for step in way.route.steps:
            if step.kind == "transfer" and step.origin not in ends and step.origin in answer.positions:
                steps.setdefault(step.origin, {}).setdefault(way.letter, []).append(step)
    routes = {way.letter: way.route for way in ways}
    signs = [
        _sign(id_, {letter: routes[letter].of_steps(done) for letter, done in passing.items()}, answer)
        for id_, passing in steps.items()
    ]
    signs.sort(key=lambda sign: (-sign.hours, sign.id))
    return signs + list(_shut(answer, set(steps)))


def _sign(id_: str, passing: Mapping[str, Route], answer: RoutesAnswer) -> Sign:
    """A gateway, with what is done there by the way of each letter."""
    slowest = max(passing.values(), key=lambda route: route.time_h)
    name = shown.short(answer.names.get(id_, id_))
    kind = gateway_kind([step for route in passing.values() for step in route.steps])
    _, p50, p90 = slowest.time_quantiles_h()
    return Sign(id_, kind, name, *answer.positions[id_], tuple(passing), slowest.time_h, p50, p90)


def gateway_kind(steps: Sequence[Step]) -> str:
    """What a gateway is on the map, by what is done there: gauge, post, passage or port."""
    if any(step.operation is Operation.CHANGE_GAUGE for step in steps):
        return "gauge"
    crossed = [step.mode for step in steps if step.operation is Operation.CROSS]
    if crossed:
        return "passage" if set(crossed) == {Mode.SEA} else "post"
    return "port"


def _shut(answer: RoutesAnswer, offered: set[str]) -> Iterator[Sign]:
    why: dict[str, list[str]] = {}
    for way in answer.not_offered:
        for reason in way.reasons:
            if reason.where in answer.positions and reason.where not in offered:
                since = f" since {shown.day(reason.since)}" if reason.since else ""
                told = why.setdefault(reason.where, [])
                if f"{reason.what}{since}" not in told:
                    told.append(f"{reason.what}{since}")
    for id_, reasons in why.items():
        name = shown.short(answer.names.get(id_, id_))
        yield Sign(id_, "closed", name, *answer.positions[id_], why="; ".join(reasons))


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)

"""An answer on routes as GeoJSON (RFC 7946), for any desktop or web map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from karwan.answers.as_json import totals
from karwan.answers.routes import NotOffered, RoutesAnswer
from karwan.report import shown
from karwan.report.drawing import NOT_OFFERED, Drawing, Shapes, drawing
from karwan.report.palette import NOT_OFFERED as SHUT
from karwan.report.shown import ShownWay
from karwan.report.simplify import Point
from karwan.words.mode import Mode
from karwan.words.route import Route

_DIGITS = 5


def geojson(answer: RoutesAnswer, shapes: Shapes) -> dict[str, Any]:
    """A FeatureCollection: a line for each route and mode in order of travel, a point for each gateway.

    A line bears the route's id, letter, label, totals and colour; a point its kind and the routes that pass.
    Lines of ways that are not offered say so (`offered` is false) and why; their route and letter are null.
    Lines over the date line are cut there (RFC 7946, 3.1.9). `attribution` stays with what is made from it.
    """
    picture = drawing(answer, shapes)
    lines = [feature for way in picture.ways for feature in _lines(shapes.get(way.offer.id, ()), _told(way))]
    for shut in answer.not_offered:
        lines += _lines(shapes.get(NOT_OFFERED + shut.family, ()), _not_offered(shut, answer))
    return {
        "type": "FeatureCollection",
        "attribution": f"Contains information from OpenStreetMap, {shown.OSM}, {shown.OSM_ADDRESS}",
        "features": [*lines, *_points(picture)],
    }


def geojson_text(answer: RoutesAnswer, shapes: Shapes) -> str:
    """The same as text, one feature a line: the same answer gives the same bytes."""
    content = geojson(answer, shapes)
    features = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in content["features"])
    attribution = json.dumps(content["attribution"], ensure_ascii=False)
    return f'{{"type": "FeatureCollection", "attribution": {attribution}, "features": [\n{features}\n]}}\n'


def _told(way: ShownWay) -> dict[str, Any]:
    return {
        "offered": True,
        "route": way.offer.id,
        "letter": way.letter,
        "label": way.offer.label,
        "family": way.offer.family,
        "stroke": way.hue.light,
        **_sums(way.route),
    }


def _not_offered(way: NotOffered, answer: RoutesAnswer) -> dict[str, Any]:
    return {
        "offered": False,
        "route": None,
        "letter": None,
        "label": way.label,
        "family": way.family,
        "why": "; ".join(shown.reason_words(reason, answer.names) for reason in way.reasons),
        "stroke": SHUT.light,
        **_sums(way.otherwise),
    }


def _sums(route: Route) -> dict[str, Any]:
    return {key: value for key, value in totals(route).items() if key != "evidence"}


def _lines(shape: Sequence[tuple[Mode, Any]], properties: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One feature a mode in order of travel, each with the properties of its way."""
    for order, (mode, stretches) in enumerate(groupby(shape, key=lambda stretch: stretch[0])):
        parts: list[list[Point]] = []
        for _, points in stretches:
            for part in cut_at_date_line([(float(lon), float(lat)) for lon, lat in points]):
                if parts and parts[-1][-1] == part[0]:
                    parts[-1] += part[1:]
                else:
                    parts.append(part)
        yield {
            "type": "Feature",
            "geometry": {
                "type": "LineString" if len(parts) == 1 else "MultiLineString",
                "coordinates": parts[0] if len(parts) == 1 else parts,
            },
            "properties": {**properties, "stretch": order, "mode": str(mode)},
        }


def cut_at_date_line(line: Sequence[Point]) -> Iterator[list[Point]]:
    """A line in parts that do not jump from 180 W to 180 E; coordinates rounded to a metre."""
    part = [_rounded(line[0])]
    for (ax, ay), (bx, by) in pairwise(line):
        if abs(bx - ax) > 180:  # noqa: PLR2004
            side = 180.0 if ax > 0 else -180.0
            beyond = bx + 2 * side
            lat = ay + (by - ay) * (side - ax) / (beyond - ax) if beyond != ax else ay
            part.append(_rounded((side, lat)))
            yield part
            part = [_rounded((-side, lat))]
        if _rounded((bx, by)) != part[-1]:
            part.append(_rounded((bx, by)))
    # A line needs two points, even where a stretch is shorter than a metre.
    yield part if len(part) > 1 else part * 2


def _rounded(point: Point) -> Point:
    return round(point[0], _DIGITS), round(point[1], _DIGITS)


def _points(picture: Drawing) -> Iterator[dict[str, Any]]:
    ids = {way.letter: way.offer.id for way in picture.ways}
    for sign in picture.signs:
        yield {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": _rounded((sign.lon, sign.lat))},
            "properties": {
                "id": sign.id,
                "name": sign.name,
                "kind": sign.kind,
                "routes": [ids[letter] for letter in sign.letters],
                "time_h": round(sign.hours, 6),
                "time_p50_h": round(sign.p50_h, 6),
                "time_p90_h": round(sign.p90_h, 6),
                "why": sign.why,
            },
        }

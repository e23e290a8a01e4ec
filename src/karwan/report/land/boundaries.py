"""Boundaries of the user's own on every map: a GeoJSON file, checked before anything is drawn."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from karwan.errors import InputError, unusable
from karwan.report.land.read import Lines
from karwan.report.simplify import Point, simplified

SHIPPED, NONE = "shipped", "none"
_MOST_BYTES = 50_000_000
# How deep lists of points lie.
_LINES = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
# Degrees that no map shows: 500 m.
_TOLERANCE = 0.005
_HALF_TURN = 180


def check(path: Path) -> bytes:
    """The GeoJSON of a file, with nothing but its lines and areas.

    Raises:
        InputError: it cannot be read, or is no GeoJSON of lines or areas in degrees.
    """
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in _drawn(path)]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def borders_of(word: str | Path) -> Lines | None:
    """The lines to draw in place of those that ship; None: those that ship.

    What two areas share is one line; one over the date line ends on either side of it.

    Args:
        word: `shipped`, `none`, or a GeoJSON file of lines or areas.

    Raises:
        InputError: as of `check`.
    """
    if word == SHIPPED:
        return None
    if word == NONE:
        return ()
    seen: set[tuple[Point, Point]] = set()
    parts = (part for one in _drawn(Path(word)) for line in _flat(one) for part in _new(line, seen))
    return tuple(tuple(simplified(part, _TOLERANCE)) for part in parts)


def _drawn(path: Path) -> list[dict[str, Any]]:
    """The geometries of a file that are lines or areas.

    Raises:
        InputError: as of `check`.
    """
    what = f"boundaries {path}"
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise InputError(f"{what}: larger than {_MOST_BYTES // 1_000_000} MB; simplify it first")
        told = json.loads(content)
    except OSError as error:
        raise InputError(f"boundaries: {unusable('read', path, error)}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{what}: no JSON ({str(error)[:200]}); name a GeoJSON file, or none") from None
    kept = [each for one in _geometries(told) if (each := _line(one))]
    if not kept:
        raise InputError(f"{what}: no line and no area stands in it; name a GeoJSON file, or none")
    return kept


def _geometries(told: Any) -> list[Any]:  # noqa: ANN401
    """The geometries of a collection, a feature or a geometry."""
    if not isinstance(told, dict):
        return []
    if isinstance(told.get("features"), list):
        return [one.get("geometry") for one in told["features"] if isinstance(one, dict)]
    if isinstance(told.get("geometries"), list):
        return list(told["geometries"])
    return [told.get("geometry", told)]


def _line(told: Any) -> dict[str, Any] | None:  # noqa: ANN401
    """A geometry without what is not drawn, None if nothing is."""
    if not isinstance(told, dict) or told.get("type") not in _LINES:
        return None
    points = told.get("coordinates")
    return {"type": told["type"], "coordinates": points} if _is_drawn(points, _LINES[told["type"]]) else None


def _is_drawn(told: Any, depth: int) -> bool:  # noqa: ANN401
    """Whether lists lie so deep in each other, with points in degrees in the last."""
    if depth:
        return isinstance(told, list) and bool(told) and all(_is_drawn(one, depth - 1) for one in told)
    return isinstance(told, list) and len(told) > 1 and all(_is_point(one) for one in told)


def _is_point(told: Any) -> bool:  # noqa: ANN401
    if not (isinstance(told, list) and len(told) in (2, 3)):
        return False
    if not all(isinstance(one, int | float) and math.isfinite(one) for one in told):
        return False
    return bool(abs(told[0]) <= 180 and abs(told[1]) <= 90)  # noqa: PLR2004


def _flat(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """The lines of a geometry: of an area its rings."""
    lines = [geometry["coordinates"]]
    for _ in range(_LINES[geometry["type"]]):
        lines = [line for several in lines for line in several]
    for line in lines:
        yield [(point[0], point[1]) for point in line]


def _new(line: Sequence[Point], seen: set[tuple[Point, Point]]) -> Iterator[list[Point]]:
    """The parts of a line that were in none before, in either direction."""
    part: list[Point] = []
    for step in pairwise(line):
        (one, other), both = step, (min(step), max(step))
        if both in seen or abs(one[0] - other[0]) > _HALF_TURN:
            if part:
                yield part
            part = []
        else:
            part += [other] if part else step
        seen.add(both)
    if part:
        yield part

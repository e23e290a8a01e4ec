"""Boundaries of the user's own for the map: a GeoJSON file, checked before it is sent to a browser."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from karwan.errors import InputError, unusable

_MOST_BYTES = 50_000_000
# How deep lists of points lie.
_LINES = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}


def check(path: Path) -> bytes:
    """The GeoJSON of a file, with nothing but its lines and areas.

    Raises:
        InputError: it cannot be read, or is no GeoJSON of lines or areas in degrees.
    """
    what = f"boundaries {path}"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{what}: larger than {_MOST_BYTES // 1_000_000} MB; simplify it first")
        told = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"boundaries: {unusable('read', path, error)}") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{what}: no JSON ({str(error)[:200]}); name a GeoJSON file, or none") from None
    kept = [each for one in _geometries(told) if (each := _line(one))]
    if not kept:
        raise InputError(f"{what}: no line and no area stands in it; name a GeoJSON file, or none")
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in kept]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


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
    return isinstance(told, list) and len(told) > 0 and all(_is_point(one) for one in told)


def _is_point(told: Any) -> bool:  # noqa: ANN401
    if not (isinstance(told, list) and len(told) in (2, 3)):
        return False
    if not all(isinstance(one, int | float) and math.isfinite(one) for one in told):
        return False
    return bool(abs(told[0]) <= 180 and abs(told[1]) <= 90)  # noqa: PLR2004

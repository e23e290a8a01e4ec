"""Draws `land.json` from the npm package world-atlas, whose archive is read and never installed.

`npm pack world-atlas@2.0.2`, then `python -m karwan.report.land.make world-atlas-2.0.2.tgz`.
The file holds, in hundredths of a degree: `land`, rings; `borders`, lines (both by steps: x, y, dx, dy...);
`countries`, names with points where the name may stand, the roomiest first. `names.csv` mends names; an empty
one is not written on the map.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import sys
import tarfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from karwan.errors import InputError
from karwan.report.simplify import Point, simplified

_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
_MEMBER = "package/countries-50m.json"
_PER_DEGREE = 100
# The region that most maps show is kept finer: west, south, east, north.
_HEART = (-12.0, 3.0, 150.0, 62.0)
_TOLERANCE, _TOLERANCE_BEYOND = 0.022, 0.12
_LEAST_ISLAND, _LEAST_ISLAND_BEYOND = 0.01, 0.25
# South of this lie only ice and no trade.
_SOUTH = -57.0
_LEAST_NAMED = 0.9
_NAMES_A_COUNTRY = 10


def land(archive: bytes) -> dict[str, Any]:
    """The content of `land.json`, from the bytes of the archive.

    Raises:
        InputError: the archive is not the one whose hash stands here.
    """
    found = hashlib.sha256(archive).hexdigest()
    if found != _SHA256:
        raise InputError(f"the archive is not world-atlas 2.0.2: SHA-256 {found}, expected {_SHA256}")
    atlas = _member(archive)
    arcs = [_thinned(arc) for arc in _decoded(atlas)]
    rings = _rings(atlas["objects"]["land"]["geometries"], arcs)
    outline = [part for ring in rings if _is_worth_drawing(ring) for part in _at_date_line(ring)]
    inner = _shared(atlas["objects"]["countries"]["geometries"])
    return {
        "source": "Natural Earth 1:50 million (public domain), by world-atlas 2.0.2 (ISC)",
        "land": [_coded(ring) for ring in outline],
        "borders": [_coded(arcs[index]) for index in inner if arcs[index][0][1] > _SOUTH],
        "countries": _named(atlas["objects"]["countries"]["geometries"], arcs),
    }


def _member(archive: bytes) -> dict[str, Any]:
    from io import BytesIO  # noqa: PLC0415

    with tarfile.open(fileobj=BytesIO(archive)) as package:
        member = package.extractfile(_MEMBER)
        if member is None:
            raise InputError(f"the archive holds no {_MEMBER}")
        content: dict[str, Any] = json.loads(member.read())
    return content


def _decoded(atlas: dict[str, Any]) -> Iterator[list[Point]]:
    """Arcs as lines of (lon, lat): the format keeps steps on a grid (TopoJSON, section 2.1.3)."""
    (kx, ky), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + tx, y * ky + ty))
        yield line


def _in_heart(points: Sequence[Point]) -> bool:
    west, south, east, north = _HEART
    return any(west <= x <= east and south <= y <= north for x, y in points)


def _thinned(arc: list[Point]) -> list[Point]:
    tolerance = _TOLERANCE if _in_heart(arc) else _TOLERANCE_BEYOND
    if arc[0] != arc[-1]:
        return simplified(arc, tolerance)
    # A closed arc has no chord: it is cut at its middle.
    middle = len(arc) // 2
    return simplified(arc[: middle + 1], tolerance)[:-1] + simplified(arc[middle:], tolerance)


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry.get("arcs", ()))


def _ring(indices: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """One ring; a negative index is the arc backwards (its ones' complement)."""
    ring: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _rings(geometries: Sequence[dict[str, Any]], arcs: Sequence[list[Point]]) -> Iterator[list[Point]]:
    for geometry in geometries:
        for polygon in _polygons(geometry):
            for ring in polygon:
                yield _ring(ring, arcs)


def _shared(geometries: Sequence[dict[str, Any]]) -> list[int]:
    """Arcs that bound two countries."""
    counts: dict[int, int] = {}
    for geometry in geometries:
        for polygon in _polygons(geometry):
            for ring in polygon:
                for index in ring:
                    arc = max(index, ~index)
                    counts[arc] = counts.get(arc, 0) + 1
    return sorted(arc for arc, count in counts.items() if count > 1)


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))) / 2


def _is_worth_drawing(ring: Sequence[Point]) -> bool:
    if max(y for _, y in ring) < _SOUTH:
        return False
    return _area(ring) >= (_LEAST_ISLAND if _in_heart(ring) else _LEAST_ISLAND_BEYOND)


def _at_date_line(ring: Sequence[Point]) -> Iterator[list[Point]]:
    """A ring that runs over the date line as one on each side of it; any other as it is."""
    turned = [ring[0]]
    for lon, lat in ring[1:]:
        turned.append((lon + 360 * round((turned[-1][0] - lon) / 360), lat))
    for turn in (-360, 0, 360):
        part = [(lon + turn, lat) for lon, lat in turned]
        for side in (-1, 1):
            part = _half(part, side)
        if part:
            yield part


def _half(ring: Sequence[Point], side: int) -> list[Point]:
    """What of a ring lies on this side of the meridian of 180 degrees of that sign (Sutherland-Hodgman)."""
    kept: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ax * side <= 180) != (bx * side <= 180):  # noqa: PLR2004
            cut = (180.0 * side, ay + (by - ay) * (180.0 * side - ax) / (bx - ax))
            kept += [(ax, ay), cut] if ax * side <= 180 else [cut]  # noqa: PLR2004
        elif ax * side <= 180:  # noqa: PLR2004
            kept.append((ax, ay))
    return [*kept, kept[0]] if kept else []


def _coded(line: Sequence[Point]) -> list[int]:
    coded: list[int] = []
    last = (0, 0)
    for lon, lat in line:
        point = (round(lon * _PER_DEGREE), round(lat * _PER_DEGREE))
        if coded and point == last:
            continue
        coded += [point[0] - last[0], point[1] - last[1]]
        last = point
    return coded


def _named(geometries: Sequence[dict[str, Any]], arcs: Sequence[list[Point]]) -> list[dict[str, Any]]:
    with files("karwan.report.land").joinpath("names.csv").open(encoding="utf-8") as file:
        mended = {row["atlas"]: row["shown"] for row in csv.DictReader(file)}
    countries = []
    for geometry in geometries:
        name = mended.get(geometry["properties"]["name"], geometry["properties"]["name"])
        outer = max((_ring(polygon[0], arcs) for polygon in _polygons(geometry)), key=_area, default=[])
        if not name or len(outer) < 4 or _area(outer) < _LEAST_NAMED or max(y for _, y in outer) < _SOUTH:  # noqa: PLR2004
            continue
        countries.append({"name": name, "area": round(_area(outer), 1), "points": _roomy_points(outer)})
    return sorted(countries, key=lambda country: (-country["area"], country["name"]))


def _roomy_points(ring: Sequence[Point]) -> list[list[float]]:
    """Points well inside a ring, the roomiest first, far from each other."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    across = max(max(xs) - min(xs), max(ys) - min(ys))
    step = max(across / 36, 0.1)
    grid = [
        (min(xs) + step * (i + 0.5), min(ys) + step * (j + 0.5))
        for i in range(int((max(xs) - min(xs)) / step) + 1)
        for j in range(int((max(ys) - min(ys)) / step) + 1)
    ]
    coarse = simplified(ring, across / 150)
    inside = sorted(
        ((_distance(point, coarse), point) for point in grid if _is_inside(point, ring)), reverse=True
    )
    chosen: list[Point] = []
    for room, point in inside:
        if room < inside[0][0] * 0.25 or len(chosen) == _NAMES_A_COUNTRY:
            break
        if all(abs(point[0] - x) + abs(point[1] - y) > across / 9 for x, y in chosen):
            chosen.append(point)
    return [[round(x, 1), round(y, 1)] for x, y in chosen]


def _is_inside(point: Point, ring: Sequence[Point]) -> bool:
    x, y = point
    crossings = sum(
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in pairwise(ring)
    )
    return crossings % 2 == 1


def _distance(point: Point, ring: Sequence[Point]) -> float:
    x, y = point
    least = float("inf")
    for (ax, ay), (bx, by) in pairwise(ring):
        dx, dy = bx - ax, by - ay
        length2 = dx * dx + dy * dy
        along = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length2)) if length2 else 0.0
        least = min(least, (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2)
    return math.sqrt(least)


def main() -> None:
    """Write `land.json` beside this file."""
    content = land(Path(sys.argv[1]).read_bytes())
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    Path(__file__).with_name("land.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

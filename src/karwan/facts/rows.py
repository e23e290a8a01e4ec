"""One frozen record for each fact table; the schemas beside the tables say units, ranges and meanings.

A field has the name of its column. Columns that hold a list are tuples; an empty cell of an optional column
is None (or an empty tuple). A test holds these records against the schemas.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from karwan.facts.row import Measure, Row, Source
from karwan.facts.rows_of_cost import Deflator, Demurrage, EmptyReturn, Insurance
from karwan.facts.rows_of_law import Admission, Limit, Need, Procedure, Regime, WaySpokenOf
from karwan.facts.rows_of_names import Name
from karwan.facts.rows_of_network import (
    Basin,
    Corridor,
    Crossing,
    GatewayRow,
    GaugeLine,
    Patch,
    PlaceRow,
    Territory,
    TerritoryFix,
    Waypoint,
)
from karwan.facts.rows_of_time import CrossingHours, Product, ServicePeriod, Spread

__all__ = [
    "TABLES",
    "Admission",
    "Basin",
    "BorderAverage",
    "CargoUnit",
    "Commodity",
    "Corridor",
    "Crossing",
    "CrossingHours",
    "CrossingMeasure",
    "CrossingPeriod",
    "Deflator",
    "Demurrage",
    "Emission",
    "EmptyReturn",
    "ExceptionalYear",
    "GatewayMeasure",
    "GatewayRow",
    "GaugeLine",
    "Insurance",
    "Limit",
    "Measure",
    "Name",
    "Need",
    "OperationDefault",
    "Patch",
    "PlaceRow",
    "Procedure",
    "Product",
    "Rate",
    "Regime",
    "Row",
    "Service",
    "ServicePeriod",
    "Source",
    "Spread",
    "Territory",
    "TerritoryFix",
    "WaySpokenOf",
    "Waypoint",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Measure):
    """A rate of a mode in a territory (or basin or ferry; `*` is the default of the mode).

    metric: speed_kmh, haul_usd_tkm, haul_usd_teukm...
    """

    table: ClassVar[str] = "rates"
    key: ClassVar[tuple[str, ...]] = ("mode", "territory", "metric")
    mode: str
    territory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission(Row):
    """Greenhouse gases of a mode, well to wheel."""

    table: ClassVar[str] = "emissions"
    key: ClassVar[tuple[str, ...]] = ("mode", "territory")
    mode: str
    territory: str
    vehicle: str
    g_per_tkm: float
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingPeriod(Row):
    """What a crossing was from one day to another: open, limited, closed or planned. None is unbounded."""

    table: ClassVar[str] = "crossing_periods"
    key: ClassVar[tuple[str, ...]] = ("crossing", "direction")
    crossing: str
    since: date | None
    until: date | None
    state: str
    direction: str
    why: str
    last_seen: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingMeasure(Measure):
    """One figure of one crossing, direction (`PK>AF` or `both`) and year. metric: time_h, cost_usd...

    `side` is the territory whose side alone was measured (two sides add up); None: the whole post.
    """

    table: ClassVar[str] = "crossing_measures"
    key: ClassVar[tuple[str, ...]] = ("crossing", "direction", "side", "metric")
    crossing: str
    direction: str
    side: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderAverage(Measure):
    """A national average over the surveyed posts of one side: what stands in for a post without a figure."""

    table: ClassVar[str] = "border_averages"
    key: ClassVar[tuple[str, ...]] = ("territory", "mode", "direction", "metric")
    territory: str
    mode: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayMeasure(Measure):
    """One figure of one gateway of `gateways`."""

    table: ClassVar[str] = "gateway_measures"
    key: ClassVar[tuple[str, ...]] = ("gateway", "metric")
    gateway: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationDefault(Measure):
    """What an operation takes where no gateway has a figure of its own.

    operation: load, unload, transship, cross, passage, change_gauge, wait. between: what it lies between, the
    first that is found of `road>sea:caspian`, `*>sea:caspian`, `road>sea`, `*>sea`, `*` (a basin or ferry
    after the colon; a bare mode for load and unload, the id of a row of `basins` for passage).
    metric: time_h, cost_usd; unit says per what (container, truck, wagon, TEU, t, shipment).
    """

    table: ClassVar[str] = "operation_defaults"
    key: ClassVar[tuple[str, ...]] = ("operation", "between", "metric")
    operation: str
    between: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Row):
    """A ferry, block train or liner service between two gateways. Advertised times are claimed."""

    table: ClassVar[str] = "services"
    key: ClassVar[tuple[str, ...]] = ("origin", "destination", "kind")
    kind: str
    mode: str
    origin: str
    destination: str
    distance_km: float | None
    time_h: float | None
    low_h: float | None
    high_h: float | None
    frequency_per_week: float | None
    cost_usd_teu: float | None
    cost_usd_truck: float | None
    cost_usd_t: float | None
    operator: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoUnit(Row):
    """A container, truck, wagon or tonne as a unit of cargo, and what carries it; kind says which."""

    table: ClassVar[str] = "cargo_units"
    name: str
    names: tuple[str, ...]
    kind: str
    is_reefer: bool | None
    tonnes: float
    max_tonnes: float
    teu: float
    rail_teu: float
    trucks: float
    wagons: float
    box_t: float | None
    truck: str | None
    truck_t: float | None
    truck_axle_share: float | None
    height_m: float | None
    width_m: float | None
    length_m: float | None
    wagon: str | None
    wagon_t: float | None
    wagon_axle_share: float | None
    cooling_usd_h: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commodity(Row):
    """A freight group: value, payloads, value of time, cost of a late day, of holding stock."""

    table: ClassVar[str] = "commodities"
    name: str
    hs_chapters: tuple[str, ...]
    value_usd_per_t: float
    value_usd_per_t_low: float
    value_usd_per_t_high: float
    payload_t_per_teu: float
    payload_t_per_truck: float
    value_of_time_usd_t_h: float
    value_of_time_usd_t_h_low: float
    value_of_time_usd_t_h_high: float
    is_perishable: bool
    late_usd_t_day: float | None
    late_usd_t_day_low: float | None
    late_usd_t_day_high: float | None
    holding_share_year: float | None
    holding_share_year_low: float | None
    holding_share_year_high: float | None
    stock_service_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionalYear(Row):
    """A year whose surveys in a territory (`*`: in all) are no guide, such as one of a pandemic."""

    table: ClassVar[str] = "exceptional_years"
    territory: str
    year: int


TABLES: tuple[type[Row | Source], ...] = (
    Source, Territory, Rate, Emission, Crossing, CrossingPeriod, CrossingMeasure, BorderAverage, GatewayRow,
    GatewayMeasure, OperationDefault, Service, Corridor, Waypoint, Patch, GaugeLine, Basin, TerritoryFix,
    CargoUnit, Commodity, PlaceRow, Deflator, ExceptionalYear, Regime, Admission, CrossingHours, Product,
    Need, Procedure, WaySpokenOf, Limit, EmptyReturn, Insurance, Demurrage, Spread, ServicePeriod,
    Name,
)  # fmt: skip

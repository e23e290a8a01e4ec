"""Row records of what depends on the clock, the season and chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from karwan.facts.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingHours(Row):
    """When a post works on some days of the week, in minutes of its local day.

    Several rows of one post add up (a shift each). A post with rows works only at the times that they name on
    the day (by `since`, `until`, `months`, `days`, `direction`); a post without rows works round the clock. A
    `closes` not after `opens` lies on the next day. `closed_on` names yearly days off as MM-DD.
    """

    table: ClassVar[str] = "crossing_hours"
    key: ClassVar[tuple[str, ...]] = ("crossing", "direction")
    crossing: str
    direction: str
    days: tuple[str, ...]
    opens: int
    closes: int
    months: tuple[int, ...]
    closed_on: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Row):
    """A kind of goods within a commodity group, from an origin that has a season.

    `season_months` are the months in which it leaves the origin (empty: all year). Shelf life is from harvest
    or loading, at the temperature of the note. `un_class` is its class as dangerous goods.
    """

    table: ClassVar[str] = "products"
    name: str
    commodity: str
    origin: str
    season_months: tuple[int, ...]
    shelf_life_days_low: float | None
    shelf_life_days_high: float | None
    needs_reefer: bool
    un_class: str | None
    papers: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Row):
    """A parameter of how times vary, or an observation of it.

    Only rows with `is_input` may price; the others stand beside the model. Lookup as for rates: operation,
    mode and territory named, then `*`. A `correlation` is of the times of two steps, by `between`.
    """

    table: ClassVar[str] = "spread"
    key: ClassVar[tuple[str, ...]] = ("operation", "mode", "territory", "at", "metric", "between", "is_input")
    operation: str
    mode: str
    territory: str
    at: tuple[str, ...]
    metric: str
    between: str | None
    distribution: str | None
    value: float
    low: float | None
    high: float | None
    unit: str
    months: tuple[int, ...]
    is_input: bool
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePeriod(Row):
    """How a train or ferry stood from one day to another, in both directions: docs/rules, 5.10.

    `through` are the posts that a train passes. A service that no row names is taken to run.
    """

    table: ClassVar[str] = "service_periods"
    key: ClassVar[tuple[str, ...]] = ("origin", "destination", "kind", "name")
    name: str
    kind: str
    origin: str
    destination: str
    through: tuple[str, ...]
    since: date | None
    until: date | None
    state: str
    why: str
    last_seen: date | None

"""Row records of what a shipment costs beside haul and handling, and of the years of money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from karwan.facts.row import Row

# The kind of deflator by which dollars are brought from year to year.
PRICE_LEVEL = "price_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyReturn(Row):
    """How often what carried a load comes back empty, from `origin` to `destination` (`*` is any other).

    The row that fits best holds: both named, then the origin, then the destination, then neither. The cost of
    the empty return is the cost of the haul x cost_factor x max(0, share - share_in_rate): haul rates are
    prices paid, so they hold the usual empties already.
    """

    table: ClassVar[str] = "empties"
    key: ClassVar[tuple[str, ...]] = ("mode", "origin", "destination", "unit")
    mode: str
    origin: str
    destination: str
    unit: str
    share: float
    share_low: float | None
    share_high: float | None
    share_in_rate: float
    cost_factor: float
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance(Row):
    """A rate of cover: of the goods' value for a trip, of a security, or dollars, or a limit.

    Of one cover and metric the row that fits best holds: mode and territory named, then the mode, then the
    territory, then neither; of several on a route the dearest counts, once (`at` rows only where it passes).
    By sea and air a territory is that of a port at which the voyage begins or ends, or a basin.
    """

    table: ClassVar[str] = "insurance"
    key: ClassVar[tuple[str, ...]] = ("cover", "mode", "territory", "at", "metric")
    cover: str
    mode: str
    territory: str
    at: tuple[str, ...]
    metric: str
    value: float
    low: float | None
    high: float | None
    unit: str
    since: date | None
    until: date | None
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demurrage(Row):
    """What a day of standing costs after the free days: at a place, else in a territory, else `*`."""

    table: ClassVar[str] = "demurrage"
    key: ClassVar[tuple[str, ...]] = ("place", "territory", "kind", "unit", "box")
    place: str | None
    territory: str
    kind: str
    unit: str
    box: str
    free_days: float | None
    per_day: float
    per_day_high: float | None
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deflator(Row):
    """A price index or exchange rate of one year.

    Rows of kind `price_level` bring dollars from year to year: figure x level(asked) / level(its year). The
    others tell how figures in other money were converted; nothing is reckoned with them.
    """

    table: ClassVar[str] = "deflators"
    key: ClassVar[tuple[str, ...]] = ("kind", "index_name", "year")
    year: int
    kind: str
    index_name: str
    value: float
    base: str

"""Row records of what is lawful: regimes, which trucks may run where, what else must be there, and limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from karwan.facts.row import Row

# What a row of law writes where it is about all goods.
ALL_GOODS = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(Row):
    """A rule of law between territories, in the state that it had from `since` to `until`.

    It binds on a day when its state is `in_force`, the day lies in its period and, if it is a switch, the
    user turned it on. Its schema says what each word of `relation` and `effect` means. Bars are of two kinds:
    `bars_passage`, `bars_goods`, `bars_transit` and `bars_dealing` shut a way; `bars_vehicles` makes goods
    change trucks at the border. `frees_dealing` lifts `bars_dealing` for its goods. `goods` and
    `except_goods` are ids of commodities or products, or `all`; a product is meant by its commodity too.
    """

    table: ClassVar[str] = "regimes"
    name: str
    kind: str
    territories: tuple[str, ...]
    others: tuple[str, ...]
    relation: str
    at: tuple[str, ...]
    modes: tuple[str, ...]
    since: date | None
    until: date | None
    state: str
    is_switch: bool
    goods: tuple[str, ...]
    except_goods: tuple[str, ...]
    effect: str
    allows: str | None
    who_signs: str
    meaning: str
    last_seen: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission(Row):
    """Whether trucks registered in `home` may run in `territory`; `*` is any other territory.

    The row that fits best holds: both named, then `*` into a named territory, then a named home into `*`,
    then `*` into `*`; of equal ones the row of the very purpose before `any`. `admitted`: `yes` (no permit
    needed), `permit`, `no` (goods change trucks at the border). `reach`: `all` of the territory, or `border`:
    only to the terminal behind the post, where goods change trucks. A truck always runs at home.
    """

    table: ClassVar[str] = "admissions"
    key: ClassVar[tuple[str, ...]] = ("home", "territory", "purpose")
    home: str
    territory: str
    purpose: str
    admitted: str
    reach: str
    regime: str | None
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Row):
    """What must be there for vehicle, driver, goods, money or cover to pass a territory, and its state.

    `home` is the territory of the haulier (of the goods for customs_data, plant_health and payment); the row
    of the very home goes before that of `*`. Rows with `goods` hold for these alone and go before those
    without. A matter without a row is unknown. A state other than `in_force` is an item for an agreement.
    """

    table: ClassVar[str] = "needs"
    key: ClassVar[tuple[str, ...]] = ("territory", "home", "matter", "goods")
    territory: str
    home: str
    matter: str
    state: str
    since: date | None
    until: date | None
    goods: tuple[str, ...]
    how: str
    who_signs: str
    regime: str | None
    lack_time_h: float | None
    lack_cost_usd: float | None
    last_seen: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Row):
    """One step at a post, in a territory, or anywhere: act, papers, who, charge.

    For a direction, mode and customs regime (or `any`) the steps are those of the post if it has rows, else
    those of the territory, else those of `*`, in their order. Charges with `in_post_cost` are shown only.
    """

    table: ClassVar[str] = "procedures"
    key: ClassVar[tuple[str, ...]] = ("crossing", "territory", "direction", "mode", "regime")
    order: int
    crossing: str | None
    territory: str
    direction: str
    mode: str
    regime: str
    act: str
    document: str
    who: str
    charge_usd: float | None
    charge_unit: str | None
    year: int | None
    in_post_cost: bool
    time_h: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySpokenOf(Row):
    """A way that people speak of and that is none today, with the reason and what serves instead."""

    table: ClassVar[str] = "ways_spoken_of"
    name: str
    names: tuple[str, ...]
    territories: tuple[str, ...]
    from_place: str
    from_lat: float
    from_lon: float
    to_place: str
    to_lat: float
    to_lon: float
    modes: tuple[str, ...]
    state: str
    why: str
    instead: str
    last_seen: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Row):
    """The greatest weight or size of vehicles of a mode in a territory or at a place, or refused classes.

    A place's row holds beside the territory's (the tighter binds); `*` only where a territory has no row of
    the metric. Where it is exceeded `effect` says what follows: refused, permit, escorted, night, lighter.
    """

    table: ClassVar[str] = "limits"
    key: ClassVar[tuple[str, ...]] = ("mode", "territory", "at", "place", "metric", "vehicle")
    mode: str
    territory: str
    at: tuple[str, ...]
    place: str
    lat: float | None
    lon: float | None
    metric: str
    vehicle: str
    value: float | None
    un_classes: tuple[str, ...]
    effect: str
    months: tuple[int, ...]
    spares_international: bool
    since: date | None
    until: date | None

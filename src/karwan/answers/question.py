"""From what a user writes to a question; every mistake is an InputError with the mend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from karwan.answers import worth
from karwan.answers.switches import sanctions_of
from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.facts.rows import Basin, Crossing, GatewayRow, Rate, Territory
from karwan.operations.cargo import shipment_of
from karwan.operations.limits import refuse_too_heavy
from karwan.operations.money import prices
from karwan.words.evidence import Figure
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.shipment import Shipment
from karwan.words.weights import Weights

# What routes are ranked by: generalised cost, or one criterion alone.
RANKINGS = ("generalised", "time", "cost", "co2e", "logistics")
_MAX_COUNT = 100
# Far above any price that has been paid: surely a slip of the keys.
_MAX_PRICE_USD = 1e6
# A place to avoid bars the gateways around it.
AVOID_KM = 30.0


@dataclass(frozen=True, slots=True)
class Via:
    """A place, gateway or territory that a route must pass; exactly one of the three is set."""

    place: Place | None = None
    gateway: str | None = None
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What the user does not want: ids of gateways and basins, codes of territories, modes, places."""

    modes: frozenset[Mode] = frozenset()
    territories: frozenset[str] = frozenset()
    basins: frozenset[str] = frozenset()
    gateways: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutesQuestion:
    """What a user asks.

    Attributes:
        origin, destination: places. via: what to pass, in order.
        shipment: what is sent. on: the day whose open posts count.
        sanctions: ids of rules that bind only who is under them, and that the user is under.
        weights: by which routes are ranked. ranked_by: their name. count: how many families are wanted.
        deadline_h: hours from departure within which the goods are to arrive; None if no matter.
        late_usd_day: what a late day of the shipment costs; None where nobody says.
        prices_of: in the dollars of which year; None: of the day's, or the newest known before it.
    """

    origin: Place
    destination: Place
    shipment: Shipment
    on: date
    weights: Weights
    ranked_by: str
    via: tuple[Via, ...] = ()
    excluded: Exclusions = Exclusions()
    count: int = 16
    sanctions: frozenset[str] = frozenset()
    prices_of: int | None = None
    deadline_h: float | None = None
    late_usd_day: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question on routes in the user's words.

    Attributes:
        origin, destination: names, codes, ids or `lat,lon`.
        cargo, commodity, product: see `shipment_of`.
        modes: that may be used; all if None.
        via: places, gateways or territories to pass, in order.
        avoid: modes, territories, basins, passages, gateways or places.
        by: one of RANKINGS. value_of_time: USD per tonne and hour, instead of the commodity's.
        carbon_price: USD per tonne of CO2e. count: how many families. on: the day; today if None.
        prices_of: in the dollars of which year; that of the day if None.
        sanctions: ids of rules that bind only who is under them, as the user is; or `all`.
        deadline: within which goods are to arrive: `36h`, `14d`, or a day or moment after `depart`.
        depart: the moment of departure; its day stands for `on`.
        round_trip: whether the way back is asked for too.
    """

    origin: str
    destination: str
    cargo: str | None = None
    commodity: str | None = None
    product: str | None = None
    modes: Sequence[str] | None = None
    via: Sequence[str] = ()
    avoid: Sequence[str] = ()
    by: str = "generalised"
    value_of_time: float | None = None
    carbon_price: float | None = None
    count: int = 16
    on: date | None = None
    prices_of: int | None = None
    sanctions: Sequence[str] = ()
    deadline: str | None = None
    depart: datetime | None = None
    round_trip: bool = False


def routes_question(facts: Facts, asked: Asked) -> RoutesQuestion:
    """The question that some words mean, by the tables that know the words.

    Raises:
        InputError: for a word that means nothing, with the nearest that does.
    """
    start, end = find(asked.origin, facts), find(asked.destination, facts)
    if (start.lon, start.lat) == (end.lon, end.lat):
        raise InputError(f"origin and destination are the same place, {start.name}; name two places")
    if not 1 <= asked.count <= _MAX_COUNT:
        raise InputError(f"count {asked.count}: ask for 1 to {_MAX_COUNT} families")
    if asked.prices_of is not None:
        prices(facts).of_year(asked.prices_of)
    shipment = shipment_of(facts, asked.cargo, asked.commodity, asked.product)
    kept = set(Mode) if asked.modes is None else {_mode(word) for word in asked.modes}
    if not kept:
        raise InputError(f"no mode is left; name some of {', '.join(Mode)}")
    if Mode.ROAD in kept:
        refuse_too_heavy(facts, shipment)
    on = _day(facts, asked)
    return RoutesQuestion(
        origin=start,
        destination=end,
        shipment=shipment,
        on=on,
        weights=_weights(facts, shipment, asked),
        ranked_by=asked.by,
        via=tuple(via_of(facts, word) for word in asked.via),
        excluded=exclusions(facts, asked.avoid, frozenset(Mode) - kept),
        count=asked.count,
        prices_of=asked.prices_of,
        sanctions=sanctions_of(facts, asked.sanctions),
        deadline_h=worth.deadline_h(asked.deadline, asked.depart or on),
        late_usd_day=worth.late_day(facts, shipment),
    )


def _day(facts: Facts, asked: Asked) -> date:
    """The day of departure."""
    if asked.depart is None:
        return asked.on or facts.day
    if asked.on not in (None, asked.depart.date()):
        raise InputError(f"depart {asked.depart} and on {asked.on} name two days; leave one out")
    return asked.depart.date()


def exclusions(facts: Facts, avoid: Sequence[str], modes: frozenset[Mode] = frozenset()) -> Exclusions:
    """What the words of `avoid` mean, each tried as mode, territory, basin, passage, gateway, then place."""
    territories = _territories(facts)
    basins = {basin for row in facts.rows(Basin) for basin in (row.basin_a, row.basin_b)}
    gateways = gateway_ids(facts)
    keys = {word.strip().casefold(): word for word in avoid}
    kinds = {
        "modes": {key for key in keys if key in set(Mode)},
        "territories": keys.keys() & territories.keys(),
        "basins": keys.keys() & basins,
        "gateways": keys.keys() & gateways.keys(),
    }
    known = set().union(*kinds.values())
    return Exclusions(
        modes=modes | {Mode(key) for key in kinds["modes"]},
        territories=frozenset(territories[key] for key in kinds["territories"]),
        basins=frozenset(kinds["basins"]),
        gateways=frozenset(gateways[key] for key in kinds["gateways"]),
        places=tuple(_avoided(facts, word) for key, word in keys.items() if key not in known),
    )


def _avoided(facts: Facts, word: str) -> Place:
    _refuse_member(facts, word)
    return find(word, facts)


def _territories(facts: Facts) -> dict[str, str]:
    """Casefolded codes and names of territories and border unions, to the code that cells bear."""
    rows = facts.rows(Territory)
    unions = {row.border_union.casefold(): row.border_union for row in rows if row.border_union}
    alone = [row for row in rows if not row.border_union]
    return unions | {name.casefold(): row.id for row in alone for name in (row.id, row.name)}


def _refuse_member(facts: Facts, word: str) -> None:
    """A member of a border union cannot be told apart from the others."""
    for row in facts.rows(Territory):
        if row.border_union and word.strip().casefold() in (row.id.casefold(), row.name.casefold()):
            raise InputError(
                f"'{word}': {row.name} is part of {row.border_union}, inside which no border is told apart; "
                f"write {row.border_union}, or name a place or post"
            )


def gateway_ids(facts: Facts) -> dict[str, str]:
    """Casefolded ids (and names of passages) of gateways, to their ids."""
    ids = {row.id.casefold(): row.id for kind in (Crossing, GatewayRow, Basin) for row in facts.rows(kind)}
    return {row.name.casefold(): row.id for row in facts.rows(Basin)} | ids


def via_of(facts: Facts, word: str) -> Via:
    """What a word names that a way is to pass: a territory, a gateway, or else a place.

    Raises:
        InputError: it means nothing.
    """
    if (code := _territories(facts).get(word.strip().casefold())) is not None:
        return Via(territory=code)
    if (gateway := gateway_ids(facts).get(word.strip().casefold())) is not None:
        return Via(gateway=gateway)
    _refuse_member(facts, word)
    return Via(place=find(word, facts))


def _mode(word: str) -> Mode:
    try:
        return Mode(word.strip().casefold())
    except ValueError:
        raise InputError(unknown("mode", word, Mode, f"write some of {', '.join(Mode)}")) from None


def _weights(facts: Facts, shipment: Shipment, asked: Asked) -> Weights:
    """Weights of the ranking that is asked for."""
    for name, value in (("value of time", asked.value_of_time), ("carbon price", asked.carbon_price)):
        if value is not None and not (math.isfinite(value) and 0 <= value <= _MAX_PRICE_USD):
            raise InputError(f"{name} {value}: write a number of dollars from 0 to {_MAX_PRICE_USD:,.0f}")
    carbon = asked.carbon_price
    if carbon is None:
        carbon = _rate_of_all(facts, "carbon_price_usd_t")
    if asked.by == "time":
        return Weights(usd=0.0, usd_per_h=1.0)
    if asked.by == "cost":
        return Weights(usd=1.0, usd_per_h=0.0)
    if asked.by == "co2e":
        return Weights(usd=0.0, usd_per_h=0.0, usd_per_kg=1.0)
    if asked.by == "logistics":
        if asked.value_of_time is not None:
            raise InputError("by logistics an hour costs what holding goods does; leave value of time out")
        return worth.logistics_weights(facts, shipment, carbon)
    if asked.by != "generalised":
        raise InputError(unknown("ranking", asked.by, RANKINGS, f"write one of {', '.join(RANKINGS)}"))
    per_hour = shipment.value_of_time_usd_h
    if asked.value_of_time is not None:
        per_hour = asked.value_of_time * shipment.tonnes
    return Weights(1.0, per_hour, carbon / 1000, _rate_of_all(facts, "reliability_ratio"))


def _rate_of_all(facts: Facts, metric: str) -> float:
    """A rate that holds for all modes, such as the value of an hour of spread; 0 where no row is."""
    return next((row.value for row in facts.rows(Rate) if row.metric == metric), 0.0)

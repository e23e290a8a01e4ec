"""Which ways lead from one place to another: the question, the answer, and what it says as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from karwan.answers.as_json import hold_json, place_json, price_json, reason_json, rounded, step_json, totals
from karwan.answers.compose import Way
from karwan.answers.held_back import Hold, HoldKind
from karwan.answers.open_days import OpenDays
from karwan.answers.question import RoutesQuestion
from karwan.answers.spoken import spoken_json
from karwan.facts.rows import Deflator, WaySpokenOf
from karwan.operations.permission import Reason
from karwan.words.lateness import Lateness
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.weights import LogisticsCost


@dataclass(frozen=True, slots=True)
class Variant:
    """The same family by other gateways: what it adds to the route shown."""

    id: str
    gateways: tuple[str, ...]
    route: Route
    added_time_h: float
    added_cost_usd: float


@dataclass(frozen=True, slots=True)
class Lost:
    """What a way loses by to another that is as good in everything and better in something.

    Attributes:
        to: id of the other. time_h: mean hours that it adds. time_p50_h, time_p90_h: what it adds to the
            median and to the 90th percentile. cost_usd, co2e_kg: what it adds to these.
    """

    to: str
    time_h: float
    time_p50_h: float
    time_p90_h: float
    cost_usd: float
    co2e_kg: float

    def as_json(self) -> dict[str, Any]:
        """What is lost as JSON types."""
        return {name: rounded(value) if name != "to" else value for name, value in asdict(self).items()}


def lost_to(way: Route, winner: str, other: Route) -> Lost:
    """What a way loses by to the route of an offer."""
    _, p50, p90 = (a - b for a, b in zip(way.time_quantiles_h(), other.time_quantiles_h(), strict=True))
    more = way.cost_usd - other.cost_usd, way.co2e_kg - other.co2e_kg
    return Lost(winner, way.time_h - other.time_h, p50, p90, *more)


@dataclass(frozen=True, slots=True)
class Offer:
    """One family with its best route.

    Attributes:
        id: hash of gateways and operations, the same from run to run.
        label: as a planner would tell it. family: slug of territories and main modes.
        gateways: ids in order. route: its steps.
        generalised_usd: by the question's weights, spread included.
        is_pareto: no other shown route is as good in time, cost and CO2e and better in one.
        loses: for a route that is not: to which shown route, and by how much.
        variants: other posts or ports of the same family, nearest first.
        open_days: on how many of the last 365 days all its gateways worked; None where nobody counted.
        limited: what lets goods pass on it, but not as usual on the day.
        lateness: what the deadline means for it; None where none was set.
        logistics: its total logistics cost by parts; None where routes are not ranked by it.
        way: what the search found, from which its line is drawn; None in an answer that nobody searched.
        holds: all that holds it back, whether it loses or not.
    """

    id: str
    label: str
    family: str
    gateways: tuple[str, ...]
    route: Route
    generalised_usd: float
    is_pareto: bool
    loses: Lost | None
    variants: tuple[Variant, ...]
    way: Way | None = None
    limited: tuple[Reason, ...] = ()
    lateness: Lateness | None = None
    logistics: LogisticsCost | None = None
    open_days: OpenDays | None = None
    holds: tuple[Hold, ...] = ()

    @property
    def held_back(self) -> tuple[Hold, ...]:
        """What is told to hold it back: of a way that does not lose, only trains that do not run."""
        return tuple(hold for hold in self.holds if self.loses or hold.kind is HoldKind.SERVICE)


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A family that today's facts or the user forbid: why, and what it would be otherwise.

    Attributes:
        reasons: what bars it; of a named corridor that nothing bars, that it takes more than what is offered.
        otherwise: what it would be. held_back: what would hold it back all the same.
        corridor: id of the named corridor for which it is told, where the search alone would not tell it.
        loses: as of Offer, of a named corridor that nothing bars.
    """

    label: str
    family: str
    gateways: tuple[str, ...]
    reasons: tuple[Reason, ...]
    otherwise: Route
    way: Way | None = None
    held_back: tuple[Hold, ...] = ()
    corridor: str | None = None
    loses: Lost | None = None


@dataclass(frozen=True, slots=True)
class PricesOf:
    """In whose dollars an answer is: the year, and the row of its price level."""

    year: int
    level: Deflator


@dataclass(frozen=True, slots=True)
class RoutesAnswer:
    """Ways from one place to another, best first by the weights; and the ways that are not offered.

    `names` gives the shown name of every gateway and place id of a step, `positions` its (lon, lat).
    `why_none` says what stands in between where there is no way at all, open or shut.
    `spoken` are ways that people speak of and that are none. `least` is, where nothing is offered, the way
    that the fewest reasons shut: one of those not offered.
    `notes` are about the question as a whole, such as a product out of its season. `prices` says in whose
    dollars it is; None: each figure in those of its own year.
    """

    question: RoutesQuestion
    network: str
    routes: tuple[Offer, ...]
    not_offered: tuple[NotOffered, ...]
    names: Mapping[str, str]
    positions: Mapping[str, tuple[float, float]]
    why_none: str | None = None
    notes: tuple[Reason, ...] = ()
    spoken: tuple[WaySpokenOf, ...] = ()
    least: NotOffered | None = None
    prices: PricesOf | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; the schema is docs/reference/json.md."""
        return {
            "origin": place_json(self.question.origin),
            "destination": place_json(self.question.destination),
            "cargo": _cargo(self.question.shipment),
            "network": self.network,
            "prices": None if self.prices is None else _prices(self.prices),
            "routes": [_offer(offer) for offer in self.routes],
            "not_offered": [_not_offered(way) for way in self.not_offered],
            "why_none": self.why_none,
            "to_open": None if self.least is None else _not_offered(self.least),
            "spoken_of": [spoken_json(row) for row in self.spoken],
            "notes": [reason_json(reason) for reason in self.notes],
        }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "id": offer.id,
        "label": offer.label,
        "family": offer.family,
        "modes": [str(mode) for mode in offer.route.modes],
        "territories": list(offer.route.territories),
        "gateways": list(offer.gateways),
        **totals(offer.route),
        "price": price_json(offer.route),
        "pareto": offer.is_pareto,
        "steps": [step_json(step) for step in offer.route.steps],
        "variants": [_variant(variant) for variant in offer.variants],
        "limited": [reason_json(reason) for reason in offer.limited],
        "loses": offer.loses.as_json() if offer.loses else None,
        "held_back": [hold_json(hold) for hold in offer.held_back],
        "lateness": offer.lateness.as_json() if offer.lateness else None,
        "logistics": offer.logistics.as_json() if offer.logistics else None,
        "open_days": offer.open_days.as_json() if offer.open_days else None,
    }


def _variant(variant: Variant) -> dict[str, Any]:
    _, p50, p90 = variant.route.time_quantiles_h()
    return {
        "id": variant.id,
        "gateways": list(variant.gateways),
        "time_p50_h": rounded(p50),
        "time_p90_h": rounded(p90),
        "added_time_h": rounded(variant.added_time_h),
        "added_cost_usd": rounded(variant.added_cost_usd),
    }


def _prices(prices: PricesOf) -> dict[str, Any]:
    level = prices.level
    return {
        "year": prices.year,
        "index": level.index_name,
        "level": level.value,
        "base": level.base,
        "source": list(level.sources),
    }


def _not_offered(way: NotOffered) -> dict[str, Any]:
    return {
        "label": way.label,
        "territories": list(way.otherwise.territories),
        "modes": [str(mode) for mode in way.otherwise.modes],
        "reasons": [reason_json(reason) for reason in way.reasons],
        "corridor": way.corridor,
        "loses": way.loses.as_json() if way.loses else None,
        "held_back": [hold_json(hold) for hold in way.held_back],
        "otherwise": totals(way.otherwise),
    }


def _cargo(shipment: Shipment) -> dict[str, Any]:
    return {
        "cargo": shipment.cargo,
        "tonnes": shipment.tonnes,
        "teu": shipment.teu,
        "commodity": shipment.commodity,
        "product": shipment.product,
        "un_class": shipment.un_class,
        "is_reefer": shipment.is_reefer,
        "keeps_days": None if shipment.keeps_days is None else list(shipment.keeps_days),
        "value_of_time_usd_h": shipment.value_of_time_usd_h,
    }

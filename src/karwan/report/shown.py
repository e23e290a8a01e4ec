"""Routes as every table, card and map shows them: letters, colours, figures in words.

All faces take their figures from here, so that the same answer reads the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from karwan.answers.letters import letter
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.operations.permission import Reason
from karwan.report.palette import Hue, hues
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

OSM = "© OpenStreetMap contributors (ODbL)"
OSM_ADDRESS = "https://www.openstreetmap.org/copyright"
NATURAL_EARTH = "Natural Earth"
NATURAL_EARTH_ADDRESS = "https://www.naturalearthdata.com"
BORDERS = "Borders are no political statement."

# Below this a time is told in hours.
_HOURS_UNTIL = 48.0
# A stop shorter than this is not where hours are lost.
_LEAST_STOP_H = 0.5
_SHARES = (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.CLAIMED, Evidence.ASSUMED)
_HOURS_OF = {
    Operation.HAUL: "moving",
    Operation.CROSS: "posts",
    Operation.WAIT: "waiting",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A gateway on the way and what is done at it."""

    id: str
    name: str
    route: Route

    @property
    def told(self) -> str:
        """Name and time: `Torugart 14–46 h`."""
        return f"{self.name} {self.time}"

    @property
    def time(self) -> str:
        """`14–46 h`: median and 90th percentile of the hours lost at it."""
        return time_of(self.route)


@dataclass(frozen=True, slots=True)
class ShownWay:
    """One family as it is shown.

    Attributes:
        letter: A for the best. hue: its colour. offer: what is shown.
        names: by gateway and place id.
        badges: in what it is first: Best, Cheapest, Fastest, Lowest CO₂e, Safest.
    """

    letter: str
    hue: Hue
    offer: Offer
    names: Mapping[str, str]
    badges: tuple[str, ...]

    @property
    def route(self) -> Route:
        """The steps of the family's best route."""
        return self.offer.route

    @property
    def stops(self) -> list[Stop]:
        """Gateways on the way where hours are lost, the worst first."""
        return worst_stops(self.route, self.names)

    @property
    def times(self) -> dict[str, Route]:
        """What is done moving, at posts, in transshipment and waiting, where it takes hours."""
        return times_of(self.route)

    @property
    def posts(self) -> int:
        """How many border posts it passes."""
        crossed = (
            step.origin
            for step in self.route.steps
            if step.operation is Operation.CROSS and step.mode in (Mode.ROAD, Mode.RAIL)
        )
        return len(set(crossed))


def times_of(route: Route) -> dict[str, Route]:
    """What a route does moving, at posts, in transshipment and waiting, where it takes hours."""
    steps: dict[str, list[Step]] = {}
    for kind in ("moving", "posts", "transshipment", "waiting"):
        steps[kind] = [one for one in route.steps if one.time.value and _kind_of(one) == kind]
    return {kind: route.of_steps(found) for kind, found in steps.items() if found}


def shown_ways(answer: RoutesAnswer) -> list[ShownWay]:
    """The offers of an answer with letters, colours and badges, in their order."""
    colours = hues(answer.routes)
    first = _firsts(answer.routes)
    return [
        ShownWay(letter(index), colours[offer.id], offer, answer.names, first[offer.id])
        for index, offer in enumerate(answer.routes)
    ]


def _firsts(offers: Sequence[Offer]) -> dict[str, tuple[str, ...]]:
    badges: dict[str, tuple[str, ...]] = {offer.id: () for offer in offers}
    if not offers:
        return badges
    badges[offers[0].id] = ("Best",)
    if len(offers) > 1:
        for badge, amount in (
            ("Cheapest", lambda offer: offer.route.cost_usd),
            ("Fastest", lambda offer: offer.route.time_h),
            ("Lowest CO₂e", lambda offer: offer.route.co2e_kg),
            ("Safest", lambda offer: offer.route.time_sd_h),
        ):
            badges[min(offers, key=amount).id] += (badge,)
    return badges


def worst_stops(route: Route, names: Mapping[str, str]) -> list[Stop]:
    """Gateways of a route where hours are lost, the worst on the mean first; its two ends are left out.

    A post and the terminals beside it that bear its name are one stop.
    """
    moves = route.moves
    ends = {moves[0].origin, moves[-1].destination} if moves else set()
    done: dict[str, list[Step]] = {}
    ids: dict[str, str] = {}
    for step in moves:
        if step.kind == "transfer" and step.origin not in ends:
            name = short(names.get(step.origin, step.origin))
            ids.setdefault(name, step.origin)
            done.setdefault(name, []).append(step)
    stops = [Stop(ids[name], name, route.of_steps(steps)) for name, steps in done.items()]
    kept = (stop for stop in stops if stop.route.time_h >= _LEAST_STOP_H)
    return sorted(kept, key=lambda stop: -stop.route.time_h)


def _kind_of(step: Step) -> str:
    return _HOURS_OF.get(step.operation, "transshipment")


def short(name: str) -> str:
    """A name without what stands in brackets after it."""
    return name.split(" (", maxsplit=1)[0]


def span(low_h: float, high_h: float) -> tuple[str, str]:
    """From one time to another, and the unit: days with one decimal, hours where the first is short."""
    if low_h < _HOURS_UNTIL:
        return range_of_hours(low_h, high_h), "h"
    return f"{low_h / 24:.1f}–{high_h / 24:.1f}", "d"


def days(route: Route) -> tuple[str, str]:
    """`7.5–9.6` and `days`: median and 90th percentile, with the word of the unit."""
    _, p50, p90 = route.time_quantiles_h()
    text, unit = span(p50, p90)
    return text, {"d": "days", "h": "hours"}[unit]


def time_of(route: Route) -> str:
    """`14–46 h`, `2.1–3.4 d`: median and 90th percentile of the time."""
    _, p50, p90 = route.time_quantiles_h()
    return between(p50, p90)


def between(low_h: float, high_h: float) -> str:
    """From one time to another with the unit: `3.2–8.1 h`, `2.1–3.4 d`."""
    return " ".join(span(low_h, high_h))


def range_of_hours(low_h: float, high_h: float) -> str:
    """From some hours to others without unit: `3.2–8.1`, `14–46`; with a decimal where both read the same."""
    low, high = short_hours(low_h), short_hours(high_h)
    if low == high and low_h != high_h:
        low, high = f"{low_h:.1f}", f"{high_h:.1f}"
    return f"{low}–{high}"


def amount_of_time(hours: float, *, sign: bool = False) -> str:
    """A time with its unit: `3.4 d`, `31 h`."""
    plus = "+" if sign and hours >= 0 else ""
    if abs(hours) < _HOURS_UNTIL:
        return f"{plus}{short_hours(hours)} h"
    return f"{plus}{hours / 24:.1f} d"


def more_time(p50_h: float, p90_h: float) -> str:
    """What is added to the median and to the 90th percentile: `+14 to +46 h`; once if both read the same."""
    if max(abs(p50_h), abs(p90_h)) < _HOURS_UNTIL:
        words, unit = [short_hours(hours) for hours in (p50_h, p90_h)], "h"
    else:
        words, unit = [f"{hours / 24:.1f}" for hours in (p50_h, p90_h)], "d"
    signed = dict.fromkeys(word if word.startswith("-") else f"+{word}" for word in words)
    return f"{' to '.join(signed)} {unit}"


def short_hours(hours: float) -> str:
    """Hours without unit: whole from ten on, else one decimal."""
    return f"{hours:,.0f}" if abs(hours) >= 9.95 or hours == int(hours) else f"{hours:.1f}"  # noqa: PLR2004


def usd(amount: float, *, sign: bool = False) -> str:
    """Whole dollars: `$5,150`, `+$300`, `-$120`."""
    minus = "-" if round(amount) < 0 else "+" if sign else ""
    return f"{minus}${abs(amount):,.0f}"


def tonnes(kilograms: float, *, sign: bool = False) -> str:
    """Tonnes of CO2e without unit: one decimal, two below one tonne."""
    amount = kilograms / 1000
    digits = 1 if abs(amount) >= 1 else 2
    return f"{amount:+,.{digits}f}" if sign else f"{amount:,.{digits}f}"


def percents(shares: Mapping[Evidence, float]) -> dict[Evidence, int]:
    """Whole percents of each class that add up to 100 (largest remainders), strongest first, none of 0."""
    exact = {kind: 100 * shares.get(kind, 0.0) for kind in _SHARES}
    whole = {kind: int(value) for kind, value in exact.items()}
    left = round(sum(exact.values())) - sum(whole.values())
    for kind in sorted(_SHARES, key=lambda kind: whole[kind] - exact[kind])[:left]:
        whole[kind] += 1
    return {kind: value for kind, value in whole.items() if value}


def day(on: date) -> str:
    """`12 Jan 2026`."""
    return f"{on.day} {on:%b %Y}"


def place(where: Place) -> str:
    """`Khorgos, CN`; a coordinate alone."""
    name = short(where.name)
    return f"{name}, {where.territory}" if where.territory else name


def cargo(shipment: Shipment) -> str:
    """`40ft, general, 19.5 t`; with a product `reefer, kinnow, 22 t`."""
    what = shipment.product or commodity(shipment)
    return f"{shipment.cargo}, {what.replace('-', ' ')}, {shipment.tonnes:,g} t"


def commodity(shipment: Shipment) -> str:
    """The freight group in words."""
    return shipment.commodity.replace("_", " ")


def ranked_by(question: RoutesQuestion) -> str:
    """What the order of the routes rests on, and what the user asked to pass or to avoid, in words."""
    weights = question.weights
    if question.ranked_by == "logistics":
        return _logistics(question) + _asked(question)
    parts = ["dollars"] if weights.usd else []
    if weights.usd_per_h:
        parts.append(f"${weights.usd_per_h:,.2f} an hour ({_hour(question)})" if weights.usd else "hours")
    if weights.usd_per_kg:
        priced = weights.usd or weights.usd_per_h
        parts.append(f"${weights.usd_per_kg * 1000:,.0f} a tonne of CO₂e" if priced else "CO₂e")
    words = " plus ".join(parts)
    if weights.usd_per_h and weights.reliability_ratio:
        words += f"; an hour of spread counts as {weights.reliability_ratio:g} h"
    elif weights.usd_per_h:
        words += "; the spread of time does not count"
    return words + _asked(question)


def _logistics(question: RoutesQuestion) -> str:
    weights = question.weights
    carbon = f", ${weights.usd_per_kg * 1000:,.0f} a tonne of CO₂e" if weights.usd_per_kg else ""
    return (
        f"total logistics cost: freight, stock in transit at ${weights.usd_per_h:,.2f} an hour, safety "
        f"stock of {weights.reliability_ratio:.3g} standard deviations of the time{carbon}"
    )


def _hour(question: RoutesQuestion) -> str:
    """Whose value an hour has: the goods' own, or what the user says."""
    shipment = question.shipment
    if not math.isclose(question.weights.usd_per_h, shipment.value_of_time_usd_h, rel_tol=1e-6):
        return "as you value time"
    worth = f", {usd(shipment.value_usd)} in all" if shipment.value_usd else ""
    return f"the value of time of commodity {commodity(shipment)}{worth}"


def _asked(question: RoutesQuestion) -> str:
    via = ", ".join(
        (via.place.name if via.place else via.gateway or via.territory) or "" for via in question.via
    )
    excluded = question.excluded
    codes = [*excluded.modes, *excluded.territories, *excluded.basins, *excluded.gateways]
    without = ", ".join(sorted(map(str, codes)) + [place.name for place in excluded.places])
    return (f"; via {via}" if via else "") + (f"; without {without}" if without else "")


def loses_words(way: Offer | NotOffered, letters: Mapping[str, str]) -> str:
    """`loses to D: +9.8 to +12.1 d, +$1,900, +0.62 t CO₂e`; empty for a way that does not."""
    if way.loses is None:
        return ""
    lost = way.loses
    by = (
        more_time(lost.time_p50_h, lost.time_p90_h),
        usd(lost.cost_usd, sign=True),
        f"{tonnes(lost.co2e_kg, sign=True)} t CO₂e",
    )
    return f"loses to {letters.get(lost.to, lost.to)}: {', '.join(by)}"


def reason_words(reason: Reason, names: Mapping[str, str], *, with_source: bool = True) -> str:
    """`Torkham closed: shut to trade, since 12 Oct 2025 [npr-2026-01 and 2 more]`."""
    since = f", since {day(reason.since)}" if reason.since else ""
    source = ""
    if with_source and reason.sources:
        more = len(reason.sources) - 1
        source = f" [{reason.sources[0]}{f' and {more} more' if more else ''}]"
    where = short(names.get(reason.where, reason.where)) + (":" if reason.rule else "")
    return f"{where} {reason.what}{since}{source}"

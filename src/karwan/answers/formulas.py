"""The formula of each figure of a step, with what was looked up in the place of its letters."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from karwan.answers.explained import Factor, Figured, Input
from karwan.answers.formulas_of_charges import charged, price_factors
from karwan.answers.ground import Ground
from karwan.facts.rows import BorderAverage, CrossingMeasure, OperationDefault, Spread
from karwan.operations.book import Book
from karwan.operations.charge import Term
from karwan.operations.legs import chargeable_tonnes, charged_teu
from karwan.operations.listening import Heard, left_out
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

_WEEK_H = 168.0
# How `gateway_measures` names the operations that it has figures of.
_OF_GATEWAYS = {
    Operation.TRANSSHIP: "transship",
    Operation.CHANGE_GAUGE: "gauge_change",
    Operation.WAIT: "wait",
}
_HOURS, _SPREAD, _DOLLARS, _CO2E = "hours", "spread", "dollars", "co2e"
_CV, _DOUBT = "spread over mean", "doubt about the mean"
# Whose doubt it is, by the metric of the row.
_DOUBTED = {
    "year_cv": "of years about a figure of the place itself",
    "average_cv": "of places about the average that stands in",
    "default_cv": "of places about the default that stands in",
}
_CALENDAR = {
    "opening": ("working hours of the post", "8.3"),
    "departures": ("services between the two gateways", "8.4"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A step, what was looked up for it, and the step before it at the same gateway or on the same leg.

    `terms` are the factors of a charge.
    """

    step: Step
    heard: tuple[Heard, ...]
    before: Step | None
    terms: tuple[Term, ...] = ()


def figures(ground: Ground, told: Told) -> Iterator[Figured]:
    """Hours, spread, dollars and CO2e of a step, each as a product; what does not come out again has none."""
    step = told.step
    if step.kind == "charge":
        found = charged(ground.book.money, step, told.terms)
    elif step.operation is Operation.HAUL:
        found = _haul(ground, told)
    elif step.kind == "leg":
        found = _rest(ground.book, told)
    else:
        found = _transfer(ground, told)
    for figured in found:
        yield figured if figured.holds else replace(figured, factors=())


def _haul(ground: Ground, told: Told) -> Iterator[Figured]:
    book, shipment, step = ground.book, ground.shipment, told.step
    km = Factor("distance", step.distance_km, "km")
    speed = _factor(book, told, "speed", "speed_kmh")
    yield _figured(step, _HOURS, "2.2", km, speed and replace(speed, is_divisor=True))
    yield _spread(book, told)
    rate = next((one for one in told.heard if one.metric.startswith("haul_usd_")), None)
    charged = _charged(ground, told, rate)
    yield _figured(step, _DOLLARS, "2.4", km, _of(book, told, "rate", rate), charged)
    emission = _factor(book, told, "emission", "g_per_tkm")
    yield _figured(step, _CO2E, "2.8", km, emission, Factor("weight", shipment.tonnes, "t"))


def _charged(ground: Ground, told: Told, rate: Heard | None) -> Factor | None:
    """What a haul is charged for: TEU, or tonnes that are never fewer than a truck's load."""
    if rate is None or told.step.mode is None:
        return None
    mode, shipment = told.step.mode, ground.shipment
    if rate.metric == "haul_usd_teukm":
        return Factor("charged", charged_teu(mode, shipment), "TEU")
    tonnes = chargeable_tonnes(ground.book, mode, shipment)
    if tonnes == shipment.tonnes:
        return Factor("charged weight", tonnes, "t")
    load = _factor(ground.book, told, "charged weight", "truckload_t")
    how = f"a truck is paid for whole: {shipment.trucks:g} of them"
    return load and replace(load, value=tonnes, unit="t", how=how)


def _rest(book: Book, told: Told) -> Iterator[Figured]:
    """The driver's rest: hours of the haul x (24 / driving - 1)."""
    driving = _factor(book, told, "rest an hour of driving", "driving_h_per_day")
    if driving is None or told.before is None:
        return
    idle = replace(driving, value=24.0 / driving.value - 1.0, unit="", how=f"24 h / {driving.value:g} h - 1")
    step, haul = told.step, told.before
    yield _figured(step, _HOURS, "2.3", Factor("hours of the haul", haul.time.value, "h"), idle)
    yield _figured(step, _SPREAD, "2.3", Factor("spread of the haul", haul.time_sd_h, "h"), idle)


def _transfer(ground: Ground, told: Told) -> Iterator[Figured]:
    book, step = ground.book, told.step
    for heard in told.heard:
        if heard.lookup == "departures":
            yield from _service(book, told, heard)
            return
    opening = [heard for heard in told.heard if heard.lookup == "opening"]
    if step.operation is Operation.WAIT and opening and step.time.value == opening[0].figure.value:
        yield _figured(step, _HOURS, "8.3", _of(book, told, "mean wait for the opening", opening[0]))
        yield _figured(step, _SPREAD, "8.3", _of(book, told, "spread of that wait", opening[1]))
        return
    time, cost = _entry(told, "time_h"), _entry(told, "cost_usd")
    rule = {Operation.CROSS: "2.5", Operation.CHANGE_GAUGE: "2.6"}.get(step.operation, "2.7")
    if time is not None:
        yield _figured(step, _HOURS, rule, _of(book, told, "hours", time), _half(time))
        yield _spread(book, told)
    if cost is not None:
        count = _count(ground.shipment, cost.unit)
        if cost.metric == "base_usd_teu" and step.mode is not None:
            count = replace(count, value=charged_teu(step.mode, ground.shipment))
        yield _figured(step, _DOLLARS, rule, _of(book, told, "charge", cost), _half(cost), count)


def _service(book: Book, told: Told, heard: Heard) -> Iterator[Figured]:
    """The wait for a service: half its headway, spread evenly over it."""
    often = _of(book, told, "departures a week", heard)
    often = often and replace(often, is_divisor=True)
    half = Factor("half a week", _WEEK_H / 2, "h")
    yield _figured(told.step, _HOURS, "8.4", half, often)
    even = Factor("a week over the root of 12", _WEEK_H / math.sqrt(12), "h")
    yield _figured(told.step, _SPREAD, "8.4", even, often)


def _entry(told: Told, metric: str) -> Heard | None:
    """What was found of a metric of this operation: of the side, the post, the gateway, or by default."""
    step = told.step
    if step.operation is Operation.LOAD and metric == "cost_usd":
        fare = next((one for one in told.heard if one.metric.startswith("base_usd_")), None)
        if fare is not None:
            return fare
    for heard in told.heard:
        if heard.metric.endswith(metric) and _is_of(step, heard) and _is_here(told, heard):
            return heard
    return None


def _is_of(step: Step, heard: Heard) -> bool:
    """Whether a lookup was of the operation of a step."""
    if heard.lookup in ("side", "whole_post"):
        return step.operation is Operation.CROSS
    if heard.lookup == "gateway":
        prefix = _OF_GATEWAYS.get(step.operation)
        return prefix is not None and heard.metric.startswith(f"{prefix}_")
    names = {str(step.operation), "passage"} if step.operation is Operation.CROSS else {str(step.operation)}
    return heard.lookup in ("default", "spread") and heard.of in names


def _is_here(told: Told, heard: Heard) -> bool:
    """Whether a figure of one side of a post is of the side that the step crosses: the left one first."""
    if heard.lookup != "side":
        return True
    sides = list(dict.fromkeys(one.of for one in told.heard if one.lookup == "side"))
    is_second = told.before is not None and told.before.operation is Operation.CROSS
    return heard.of == sides[-1 if is_second else 0]


def _half(heard: Heard) -> Factor | None:
    if heard.lookup == "whole_post":
        return Factor("half of both sides", 0.5)
    return _ONE


# A factor that changes nothing and is not told.
_ONE = Factor("", 1.0)


def _count(shipment: Shipment, unit: str) -> Factor:
    name = unit.removeprefix("USD/")
    return Factor(
        f"{name}s" if name.isalpha() and name.islower() and name != "t" else name, shipment.count_of(unit)
    )


def _spread(book: Book, told: Told) -> Figured:
    """The spread: hours x spread over mean of trips, x what the doubt about the mean widens it by."""
    step = told.step
    hours = Factor("hours", step.time.value, "h")
    found = [one for one in told.heard if one.lookup == "spread" and _is_of(step, one)]
    trips = next((one for one in found if one.metric == "time_cv"), None)
    if trips is None or not step.doubt_sd_h:
        return _figured(step, _SPREAD, "3.1", hours, _of(book, told, _CV, trips))
    cv = trips.figure.value
    off = step.doubt_sd_h / hours.value
    doubt = next((one for one in found if one is not trips and math.isclose(one.figure.value, off)), None)
    wider = _of(book, told, _DOUBT, doubt)
    wider = wider and replace(
        wider, value=math.hypot(1, off / cv), unit="", how=f"root of 1 + ({off:g} / {cv:g})²"
    )
    return _figured(step, _SPREAD, "3.6", hours, _of(book, told, _CV, trips), wider)


def _figured(step: Step, what: str, rule: str, *factors: Factor | None) -> Figured:
    """A figure of a step; without factors where one of them is not known."""
    value, unit = {
        _HOURS: (step.time.value, "h"),
        _SPREAD: (step.time_sd_h, "h"),
        _DOLLARS: (step.cost.value, "USD"),
        _CO2E: (step.co2e.value, "kg"),
    }[what]
    known = tuple(factor for factor in factors if factor is not None and factor is not _ONE)
    return Figured(what, value, unit, known if None not in factors else (), rule)


def _factor(book: Book, told: Told, name: str, metric: str) -> Factor | None:
    """The factor that a metric gives; its first lookup that found something counts."""
    return _of(book, told, name, next((one for one in told.heard if one.metric == metric), None))


def _of(book: Book, told: Told, name: str, heard: Heard | None) -> Factor | None:
    if heard is None:
        return None
    figure = heard.figure
    row = heard.rows[0] if heard.rows else None
    origin, rule = _origin_of_spread(row) if isinstance(row, Spread) else _origin(told.step, heard)
    used = Input(
        value=figure.value,
        unit=heard.unit,
        evidence=figure.evidence,
        sources=figure.sources,
        origin=origin,
        rule=rule,
        rows=heard.rows,
        price_factors=price_factors(book.money, heard.unit, heard.rows),
        left_out=left_out(book, heard),
    )
    return Factor(name, figure.value, heard.unit, input=used)


def _origin(step: Step, heard: Heard) -> tuple[str, str]:
    """Whose figure it is, in words, and the rule by which it was taken."""
    if heard.lookup in _CALENDAR:
        return _CALENDAR[heard.lookup]
    row = heard.rows[0] if heard.rows else None
    if heard.lookup in ("own_rate", "emission"):
        usual = f"default of {step.mode}" if step.mode else "default"
        rule = "4.4" if heard.metric == "haul_usd_tkm" and step.mode is Mode.ROAD else "4.1"
        return (usual if heard.of == "*" else f"of {heard.of}"), rule
    if isinstance(row, CrossingMeasure):
        return ("of the whole post" if row.side is None else f"of the post, {row.side} side"), "4.2"
    if isinstance(row, BorderAverage):
        return f"average of {row.territory}, {row.mode}, {row.direction}", "4.2"
    if isinstance(row, OperationDefault) and row.between.split(":")[0] != step.origin:
        return f"default of {row.operation}, {row.between}", "4.3"
    return "of the gateway", "4.3"


def _origin_of_spread(row: Spread) -> tuple[str, str]:
    """Whose spread it is: of posts or terminals, of a territory, basin or ferry, or the default; its rule."""
    if row.metric in _DOUBTED:
        return _DOUBTED[row.metric], "3.6"
    if row.at:
        return "of the gateway", "3.1"
    usual = f"default of {row.operation}" + ("" if row.mode == "*" else f", {row.mode}")
    return (usual if row.territory == "*" else f"of {row.territory}"), "3.1"

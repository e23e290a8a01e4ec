"""A way walked forward in time from its departure: when it arrives, where it waits, what shuts it (8.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.operations.book import Book
from karwan.operations.clock import Clock
from karwan.operations.departures import is_boarding
from karwan.operations.permission import Reason
from karwan.operations.transfers import holds_opening
from karwan.state import State
from karwan.words.route import Route
from karwan.words.step import Operation, Step


@dataclass(frozen=True, slots=True)
class Stay:
    """A wait on the way.

    Attributes:
        where: id of a gateway or place. begins: on arrival. hours: of waiting.
        what: what is waited for. is_known: whether tables know the moment; else it is a mean.
        p50_h, p90_h: median and 90th percentile of the hours; of a known moment, its hours.
    """

    where: str
    begins: datetime
    hours: float
    what: str
    is_known: bool
    p50_h: float
    p90_h: float


@dataclass(frozen=True, slots=True)
class Walk:
    """A way from its departure on, by mean hours and known openings.

    Attributes:
        departs: moment of the planner's clock. arrives: None where something shut is reached.
        stays: in order. barrier: what is shut. barred_on: the day on which it would be reached.
        varied: the steps that may take longer or shorter: all but the waits for openings; None where
            something shut is reached.
    """

    departs: datetime
    arrives: datetime | None
    stays: tuple[Stay, ...]
    barrier: Reason | None = None
    barred_on: date | None = None
    varied: Route | None = None

    @property
    def hours(self) -> float:
        """From departure to arrival; infinite where there is none."""
        if self.arrives is None:
            return float("inf")
        return (self.arrives - self.departs) / timedelta(hours=1)

    def time_quantile_h(self, chance: float) -> float:
        """The time from departure that is not exceeded with a chance: what varies does so about its mean."""
        if self.varied is None:
            return float("inf")
        return self.hours + self.varied.time_quantile_h(chance) - self.varied.time_h

    @property
    def reason(self) -> Reason | None:
        """The barrier with the day on which it would be reached."""
        if self.barrier is None:
            return None
        return replace(self.barrier, what=f"{self.barrier.what}; reached on {self.barred_on}")

    def as_json(self) -> dict[str, Any]:
        """The walk as JSON types."""
        return {
            "departs": self.departs.isoformat(timespec="minutes"),
            "arrives": self.arrives.isoformat(timespec="minutes") if self.arrives else None,
            "time_p50_h": round(self.time_quantile_h(0.5), 6) if self.arrives else None,
            "time_p90_h": round(self.time_quantile_h(0.9), 6) if self.arrives else None,
            "stays": [
                {
                    "where": stay.where,
                    "begins": stay.begins.isoformat(timespec="minutes"),
                    "hours": round(stay.hours, 6),
                    "p50_h": round(stay.p50_h, 6),
                    "p90_h": round(stay.p90_h, 6),
                    "what": stay.what,
                    "is_known": stay.is_known,
                }
                for stay in self.stays
            ],
        }


@dataclass(frozen=True, slots=True)
class Departed:
    """An answer for one departure: its ways ranked by when they arrive; walks by id of an offer."""

    answer: RoutesAnswer
    walks: dict[str, Walk]


def depart_from(state: State, answer: RoutesAnswer, depart: datetime) -> Departed:
    """`departed` with the figures of a state and the territories of the ends of an answer."""
    return departed(answer, state.book, clock_of(state, (answer,)), depart)


def clock_of(state: State, answers: Iterable[RoutesAnswer]) -> Clock:
    """When gateways work for what goes between the territories of the two ends of some answers."""
    for answer in answers:
        routes = (*(offer.route for offer in answer.routes), *(way.otherwise for way in answer.not_offered))
        for route in routes[:1]:
            return Clock(state.facts, (route.territories[0], route.territories[-1]))
    return Clock(state.facts)


def departed(answer: RoutesAnswer, book: Book, clock: Clock, depart: datetime) -> Departed:
    """Each way of an answer walked from a departure: those that reach a shut gateway are not offered then.

    The others are ranked again, by the weights and the hours of the walk, those first that none beats.
    """
    walks = {offer.id: walk(book, clock, offer.route, depart) for offer in answer.routes}
    kept = [offer for offer in answer.routes if walks[offer.id].barrier is None]
    ids = {offer.id for offer in kept}
    freed = (
        offer if offer.loses is None or offer.loses.to in ids else replace(offer, is_pareto=True, loses=None)
        for offer in kept
    )
    weights = answer.question.weights

    def rank(offer: Offer) -> tuple[bool, float]:
        route = offer.route
        hours = walks[offer.id].hours
        return not offer.is_pareto, weights.cost_of(hours, route.time_sd_h, route.cost_usd, route.co2e_kg)

    refused = tuple(
        NotOffered(offer.label, offer.family, offer.gateways, (reason,), offer.route, offer.way, offer.holds)
        for offer in answer.routes
        if (reason := walks[offer.id].reason)
    )
    told = replace(answer, routes=tuple(sorted(freed, key=rank)), not_offered=refused + answer.not_offered)
    return Departed(told, walks)


def walk(book: Book, clock: Clock, route: Route, depart: datetime) -> Walk:
    """A route walked forward by the mean hours of its steps (docs/rules, 8.5).

    Args:
        book: figures.
        clock: when gateways work, for the territories of the two ends.
        route: its steps in order.
        depart: moment of the planner's clock, without a zone.
    """
    steps = route.steps
    gates = dict(zip(_arrivals(steps), clock.passed(route), strict=True))
    moment, here = depart, ("", "")
    stays: list[Stay] = []
    varied: list[Step] = []
    is_first = False
    for index, step in enumerate(steps):
        if index in gates:
            here, is_first = gates[index], True
            opening = clock.opening(*here, moment)
            if isinstance(opening, Reason):
                return Walk(depart, None, tuple(stays), opening, moment.date())
            if opening > moment:
                stays.append(_known(here[0], moment, _hours(moment, opening)))
            moment = opening
        if step.operation is Operation.WAIT and step.kind == "transfer" and not is_boarding(book, step):
            continue  # the expected wait for an opening: the actual one is taken
        varied.append(step)
        hours = step.time.value
        if step.operation is Operation.CROSS and is_first:
            hours, is_first = hours - _held_h(book, clock, *here), False
        if is_boarding(book, step) and hours > 0:
            stays.append(_mean(step, moment))
        moment += timedelta(hours=max(0.0, hours))
    return Walk(depart, moment, tuple(stays), varied=route.of_steps(varied))


def _known(where: str, begins: datetime, hours: float) -> Stay:
    """The wait for an opening whose moment is known."""
    return Stay(where, begins, hours, "the opening", is_known=True, p50_h=hours, p90_h=hours)


def _mean(step: Step, begins: datetime) -> Stay:
    """The wait for a departure of which no table knows the day."""
    what = f"the next departure by {step.mode}, days not known"
    quantiles = step.time_quantile_h(0.5), step.time_quantile_h(0.9)
    return Stay(step.origin, begins, step.time.value, what, False, *quantiles)


def _arrivals(steps: Sequence[Step]) -> Iterator[int]:
    """Indexes of the first step after each arrival at a gateway."""
    legs = [(index, step) for index, step in enumerate(steps) if step.kind == "leg"]
    for (index, before), (_, after) in pairwise(legs):
        if before.destination == after.origin:
            yield index + 1


def _held_h(book: Book, clock: Clock, gateway: str, direction: str) -> float:
    """Hours of waits for an opening that the figure of the side that is left holds on the mean.

    The same on every day, else a later departure could arrive earlier where a new rule begins.
    """
    crossing = book.crossings.get(gateway)
    if crossing is None:
        return 0.0
    left, entered = direction.split(">")
    if not holds_opening(book, crossing, (left, entered)):
        return 0.0
    return clock.hours.usual_wait_h(gateway, direction)


def _hours(start: datetime, end: datetime) -> float:
    return (end - start) / timedelta(hours=1)

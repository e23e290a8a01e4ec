"""The best way for each week of a year: in what time, for how much, what shut better ones (rules, 8.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from karwan.answers.as_json import place_json, reason_json
from karwan.answers.barriers import EXCLUDED
from karwan.answers.offers import ask_routes
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import Offer, RoutesAnswer
from karwan.answers.walk import Walk, clock_of, walk
from karwan.errors import InputError
from karwan.facts.dated import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Admission, Crossing, CrossingHours, CrossingPeriod, Limit, Regime
from karwan.operations.book import Book
from karwan.operations.clock import Clock
from karwan.operations.permission import Reason
from karwan.state import State
from karwan.words.day import FIRST_YEAR, LAST_YEAR
from karwan.words.route import Route

# Each week is left at this hour of its Monday.
DEPARTURE = time(8)
# States of a gateway in which all that may pass on other days passes too.
_PASSED = frozenset({"open", "limited"})


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the calendar.

    Attributes:
        number: of ISO 8601. monday: its first day.
        offer: the best way; None where there is none. walk: of it, from Monday morning.
        open: families of which a way is open to who leaves then.
        shut: why ways that would be better are not, each reason once; what the user excludes is left out.
    """

    number: int
    monday: date
    offer: Offer | None
    walk: Walk | None
    open: frozenset[str]
    shut: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """The best way for each week of a year.

    Attributes:
        question: as asked, its day aside. year: whose weeks are told.
        weeks: in order, 52 or 53.
        families: a way of each family that is offered in any week; those that are best in most weeks first.
        names: of every gateway and place of them.
    """

    question: RoutesQuestion
    year: int
    weeks: tuple[Week, ...]
    families: tuple[Offer, ...]
    names: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types."""
        return {
            "origin": place_json(self.question.origin),
            "destination": place_json(self.question.destination),
            "calendar": {"year": self.year, "weeks": [_week_json(week) for week in self.weeks]},
        }


def ask_calendar(state: State, question: RoutesQuestion, year: int) -> CalendarAnswer:
    """The best way for each week of a year, from what is known today.

    Periods that have no end go on; passes shut and posts change their hours by month. Ways are searched once
    for every set of these that differs, and walked forward from the Monday of each week.

    Raises:
        InputError: for a year far off, or a place far from every road and railway.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputError(f"year {year}: write one from {FIRST_YEAR} to {LAST_YEAR}")
    days = list(mondays(year))
    keys = {monday: in_force(state.facts, monday) for monday in days}
    firsts = {key: monday for monday, key in reversed(keys.items())}
    answers = {key: ask_routes(state, replace(question, on=monday)) for key, monday in firsts.items()}
    clock = clock_of(state, answers.values())
    weeks = []
    for monday in days:
        nearest_last = sorted(firsts, key=lambda key: abs(firsts[key] - monday), reverse=True)
        offers = _candidates([*(answers[key] for key in nearest_last), answers[keys[monday]]])
        weeks.append(_week(monday, offers, answers[keys[monday]], (state.book, clock)))
    names = {key: name for answer in answers.values() for key, name in answer.names.items()}
    return CalendarAnswer(question, year, tuple(weeks), _families(weeks, answers.values()), names)


def mondays(year: int) -> Iterator[date]:
    """The first days of the weeks of a year, as ISO 8601 counts them."""
    monday = date.fromisocalendar(year, 1, 1)
    while monday.isocalendar().year == year:
        yield monday
        monday += timedelta(weeks=1)


def in_force(facts: Facts, on: date) -> frozenset[str]:
    """Ids of what tells one day of the calendar from another: closures, hours, months, limits, law."""
    periods = (row for row in facts.rows(CrossingPeriod) if row.state not in _PASSED and holds(row, on))
    rules = (row for row in facts.rows(CrossingHours) if holds(row, on) and _is_month(row.months, on))
    posts = (row for row in facts.rows(Crossing) if row.open_months and on.month in row.open_months)
    limits = (row for row in facts.rows(Limit) if holds(row, on) and _is_month(row.months, on))
    law = (row for row in facts.rows(Regime) if row.state == "in_force" and holds(row, on))
    trucks = (row for row in facts.rows(Admission) if holds(row, on))
    every = (periods, rules, posts, limits, law, trucks)
    return frozenset(f"{row.table}/{row.id}" for rows in every for row in rows)


def _is_month(months: tuple[int, ...], on: date) -> bool:
    return not months or on.month in months


def _candidates(answers: Iterable[RoutesAnswer]) -> tuple[Offer, ...]:
    """The ways offered at any time of the year, each priced as of the last answer that offers it.

    So a way counts whose post is shut on the Monday and works when it is reached.
    """
    return tuple({offer.id: offer for answer in answers for offer in answer.routes}.values())


def _week(monday: date, offers: Sequence[Offer], answer: RoutesAnswer, when: tuple[Book, Clock]) -> Week:
    weights = answer.question.weights
    moment = datetime.combine(monday, DEPARTURE)
    walks = {offer.id: walk(*when, offer.route, moment) for offer in offers}

    def cost(offer: Offer) -> float:
        route = offer.route
        hours = walks[offer.id].hours
        return weights.cost_of(hours, route.time_sd_h, route.cost_usd, route.co2e_kg)

    def usual(route: Route) -> float:
        return weights.cost_of(route.time_h, route.time_sd_h, route.cost_usd, route.co2e_kg)

    walked = [offer for offer in offers if walks[offer.id].barrier is None]
    best = min(walked, key=cost, default=None)
    families = frozenset(offer.family for offer in walked)
    barred = [(offer.route, (reason,)) for offer in offers if (reason := walks[offer.id].barrier)]
    never = [
        (way.otherwise, way.reasons)
        for way in answer.not_offered
        if way.family not in {offer.family for offer in offers}
        and all(reason.what != EXCLUDED for reason in way.reasons)
    ]
    shut = [
        reason
        for route, reasons in (*barred, *never)
        if best is None or usual(route) < usual(best.route)
        for reason in reasons
    ]
    return Week(
        number=monday.isocalendar().week,
        monday=monday,
        offer=best,
        walk=walks[best.id] if best else None,
        open=families,
        shut=tuple(dict.fromkeys(shut)),
    )


def _families(weeks: Sequence[Week], answers: Iterable[RoutesAnswer]) -> tuple[Offer, ...]:
    """A way of each family, those that are best in most weeks first, then the cheaper ones."""
    best = [week.offer for week in weeks if week.offer]
    offers: dict[str, Offer] = {}
    for offer in (*best, *(offer for answer in answers for offer in answer.routes)):
        offers.setdefault(offer.family, offer)
    count = {family: sum(offer.family == family for offer in best) for family in offers}
    return tuple(sorted(offers.values(), key=lambda offer: (-count[offer.family], offer.generalised_usd)))


def _week_json(week: Week) -> dict[str, Any]:
    route = week.offer.route if week.offer else None
    p10, p50, p90 = route.time_quantiles_h() if route else (None, None, None)
    return {
        "week": week.number,
        "monday": week.monday.isoformat(),
        "id": week.offer.id if week.offer else None,
        "label": week.offer.label if week.offer else None,
        "family": week.offer.family if week.offer else None,
        "open": sorted(week.open),
        "gateways": list(week.offer.gateways) if week.offer else [],
        "time_p10_h": p10,
        "time_p50_h": p50,
        "time_p90_h": p90,
        "cost_usd": route.cost_usd if route else None,
        "walk": week.walk.as_json() if week.walk else None,
        "shut": [reason_json(reason) for reason in week.shut],
    }

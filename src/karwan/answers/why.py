"""Why a way is not the best, and the least change that would make it so (docs/rules, 14)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from karwan.answers.best import best_way
from karwan.answers.compose import Way
from karwan.answers.letters import letter
from karwan.answers.offers import ask_routes
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer, place_json, reason_json, totals
from karwan.answers.search import Search
from karwan.answers.switching import (
    DOLLARS,
    HOURS,
    Costed,
    Place,
    Rivals,
    amounts,
    places_of,
    value_of_time,
)
from karwan.answers.told_again import told_again
from karwan.answers.trial import lifting, measure_of
from karwan.answers.trying import Trials, trials_of
from karwan.answers.wanted import wanted_of
from karwan.operations.permission import Reason
from karwan.state import State
from karwan.words.evidence import Evidence, shares
from karwan.words.route import Route
from karwan.words.step import Step

# Less than this at a place, in hours or dollars, is not worth a line.
_LEAST = 1e-6
# A value is tried so much beyond itself, as a share, and solved for anew so often at most.
_BEYOND = 1e-6
_MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Value:
    """A switching value: of hours or dollars at one place.

    Attributes:
        now: what is taken there. needed: what it would have to be; None if no figure does it.
        evidence: shares of what it rests on now. sources: ids.
        measure: of a scenario that makes it so, its fields as in TOML; None where no measure does just that.
    """

    now: float
    needed: float | None
    evidence: Mapping[Evidence, float]
    sources: tuple[str, ...]
    measure: Mapping[str, object] | None = None

    @property
    def change(self) -> float | None:
        """What is added to it; below 0 for less."""
        return None if self.needed is None else self.needed - self.now

    def as_json(self) -> dict[str, Any]:
        """The value as JSON types."""
        return {
            "now": round(self.now, 6),
            "needed": _rounded(self.needed),
            "change": _rounded(self.change),
            "evidence": {str(kind): share for kind, share in self.evidence.items() if share},
            "source": list(self.sources),
            "measure": None if self.measure is None else dict(self.measure),
        }


@dataclass(frozen=True, slots=True)
class Switch:
    """What would have to change at one place.

    Attributes:
        kind: `gateway`, or the mode of a haul. id: of the gateway; of a haul the territory, basin or ferry.
        name: as shown. operations: what is done there. hours, dollars: None where it takes none.
    """

    kind: str
    id: str
    name: str
    operations: tuple[str, ...]
    hours: Value | None
    dollars: Value | None

    @property
    def least(self) -> float:
        """The smaller change of the two, as a share of what there is; infinite where none does it."""
        return min(
            (
                abs(value.change) / value.now
                for value in (self.hours, self.dollars)
                if value is not None and value.change is not None
            ),
            default=math.inf,
        )

    def as_json(self) -> dict[str, Any]:
        """The switch as JSON types."""
        return {
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "operations": list(self.operations),
            "hours": None if self.hours is None else self.hours.as_json(),
            "dollars": None if self.dollars is None else self.dollars.as_json(),
        }


@dataclass(frozen=True, slots=True)
class WayWeighed:
    """A way with its letter ("" where the answer does not show it) and generalised cost."""

    word: str
    label: str
    family: str
    gateways: tuple[str, ...]
    route: Route
    generalised_usd: float

    def as_json(self) -> dict[str, Any]:
        """The way as JSON types."""
        return {
            "way": self.word or None,
            "label": self.label,
            "family": self.family,
            "gateways": list(self.gateways),
            **totals(self.route),
            "generalised_usd": round(self.generalised_usd, 6),
        }


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """What keeps a way from being the best.

    Attributes:
        question: as asked. answer: all ways of it.
        wanted, best: the way that is wanted, and the one that is best (of the others, if the wanted one is);
            best is None where no other way is open.
        is_best: whether the wanted way is the best as it is.
        reasons: what would have to go first, as the way is not offered.
        gap: what it costs more, in the unit of the ranking; below 0 once it is open, or as it is, if it wins.
        in_all_usd, in_all_h: dollars, or hours, less on the whole way that would do it alone; None where that
            is more than there is, or does not count.
        value_of_time: dollars an hour of the shipment between which it is the best; None where nowhere.
        less: at each place of the wanted way; more: at each place of the best. Least change first.
    """

    question: RoutesQuestion
    answer: RoutesAnswer
    wanted: WayWeighed
    best: WayWeighed | None
    is_best: bool
    reasons: tuple[Reason, ...]
    gap: float
    in_all_usd: float | None
    in_all_h: float | None
    value_of_time: tuple[float, float] | None
    less: tuple[Switch, ...]
    more: tuple[Switch, ...]

    @property
    def wins_when_open(self) -> bool:
        """Whether it is the best once nothing bars it."""
        return bool(self.reasons) and self.gap <= 0

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        per_h, tonnes = self.question.weights.usd_per_h, self.question.shipment.tonnes
        low, high = self.value_of_time or (None, None)
        return {
            "origin": place_json(self.question.origin),
            "destination": place_json(self.question.destination),
            "on": self.question.on.isoformat(),
            "ranked_by": self.question.ranked_by,
            "network": self.answer.network,
            "wanted": self.wanted.as_json(),
            "best": None if self.best is None else self.best.as_json(),
            "is_best": self.is_best,
            "reasons": [{**reason_json(reason), "measure": lifting(reason)} for reason in self.reasons],
            "wins_when_open": self.wins_when_open,
            "gap": round(self.gap, 6),
            "in_all_usd": _rounded(self.in_all_usd),
            "in_all_h": _rounded(self.in_all_h),
            "value_of_time": {
                "now_usd_h": round(per_h, 6),
                "now_usd_t_h": round(per_h / tonnes, 6),
                "is_won": self.value_of_time is not None,
                "from_usd_t_h": _rounded(None if low is None else low / tonnes),
                "to_usd_t_h": _rounded(None if high is None or math.isinf(high) else high / tonnes),
            },
            "less": [switch.as_json() for switch in self.less],
            "more": [switch.as_json() for switch in self.more],
        }


def ask_why(state: State, question: RoutesQuestion, word: str) -> WhyAnswer:
    """What would make a given way the best.

    Args:
        state: facts and network.
        question: between which places, of what, when.
        word: the way, as of `wanted_of`.

    Raises:
        InputError: no way is called so, or a place lies too far from every road and railway.
    """
    answer = ask_routes(state, question)
    found = wanted_of(state, answer, word)
    reasons = found.way.reasons if isinstance(found.way, NotOffered) else ()
    trials = trials_of(state, question, found.way.way, reasons)
    costed = Costed(trials.search.ground.book, question.shipment, question.weights)
    wanted = _weighed(found.word, found.way, costed)
    others = [way for way in _rivals(answer, reasons) if way is not found.way]
    rivals = Rivals(costed, wanted.route, [_route_of(way) for way in others])
    open_ways = [way for way in others if isinstance(way, Offer)]
    best = min(open_ways, key=lambda way: costed.of(way.route), default=None)
    known = [way for way in (trials.wanted, best.way if best else None) if way is not None]
    settled = _Settled(rivals, trials, known)
    if reasons:
        settled.take(best_way(trials.search, trials.wanted))
    told = None if best is None else _weighed(_word_of(answer, best), best, costed)
    loses = rivals.gap > 0
    usd, usd_per_h = question.weights.usd, question.weights.usd_per_h
    return WhyAnswer(
        question=question,
        answer=answer,
        wanted=wanted,
        best=told,
        is_best=not reasons and not loses,
        reasons=reasons,
        gap=rivals.gap if others else -wanted.generalised_usd,
        in_all_usd=_in_all(rivals.gap, usd, wanted.route.cost_usd) if loses else None,
        in_all_h=_in_all(rivals.gap, usd_per_h, wanted.route.time_h) if loses else None,
        value_of_time=settled.value_of_time(),
        less=_sorted(_less(settled, answer)) if loses else (),
        more=_sorted(_more(settled, answer, told.route)) if loses and told and not reasons else (),
    )


class _Settled:
    """Switching values that hold when the change is applied and the question is asked again.

    A way that then turns out to be better still becomes one more rival, and the value is solved for anew.
    """

    def __init__(self, rivals: Rivals, trials: Trials, known: Sequence[Way]) -> None:
        self.rivals, self.trials, self._known = rivals, trials, known

    def factor(
        self, place: Place, steps: Sequence[Step], figure: str, *, is_less: bool
    ) -> tuple[float | None, Mapping[str, object] | None]:
        """The factor, and the measure that does it, if one does."""
        solve = self.rivals.left if is_less else self.rivals.more
        for _ in range(_MOST_ROUNDS):
            factor = solve(place, figure)
            if factor is None:
                return None, None
            beyond = factor * (1 - _BEYOND if is_less else 1 + _BEYOND)
            tried = measure_of(self.rivals.costed.book, place, steps, figure, beyond)
            search = None if tried is None else self.trials.under(tried)
            if search is None or not self._does_just_that(search, place, figure, beyond):
                return factor, None
            if not self.take(self.trials.first(search)):
                return factor, measure_of(self.rivals.costed.book, place, steps, figure, factor)
        return None, None

    def _does_just_that(self, search: Search, place: Place, figure: str, factor: float) -> bool:
        """Whether ways cost under a measure what a factor alone makes them cost.

        A row that a measure lays is assumed, and may so be left out of a mean, or vary otherwise.
        """
        costed = self.rivals.costed
        for way in self._known:
            again = told_again(search, way)
            expected = costed.of(costed.altered(way.route, place, figure, factor))
            if again is None or not math.isclose(costed.of(again.route), expected, rel_tol=1e-9):
                return False
        return True

    def value_of_time(self) -> tuple[float, float] | None:
        """As of `switching.value_of_time`, of all ways that are found within it."""
        weights = self.rivals.costed.weights
        for _ in range(_MOST_ROUNDS):
            routes = [route for _, route, _ in self.rivals.others]
            span = value_of_time(self.rivals.wanted, routes, weights)
            if span is None:
                return None
            low, high = span
            inside = (
                {low * (1 + _BEYOND), high * (1 - _BEYOND)} if math.isfinite(high) else {low * (1 + _BEYOND)}
            )
            news = [self.take(self.trials.first_at(value)) for value in sorted(inside)]
            if not any(news):
                return span
        return None

    def take(self, way: Way | None) -> bool:
        """Makes a way a rival that was not known, if it is another than the wanted one."""
        wanted = self.trials.wanted
        if way is None or wanted is None or way.transfers == wanted.transfers:
            return False
        route = self.trials.route_of(way)
        if route is None or any(_is_same(route, other) for _, other, _ in self.rivals.others):
            return False
        self.rivals.add(route)
        return True


def _is_same(one: Route, other: Route) -> bool:
    return [(step.operation, step.origin, step.destination) for step in one.moves] == [
        (step.operation, step.origin, step.destination) for step in other.moves
    ]


def _route_of(way: Offer | NotOffered) -> Route:
    return way.route if isinstance(way, Offer) else way.otherwise


def _weighed(word: str, way: Offer | NotOffered, costed: Costed) -> WayWeighed:
    route = _route_of(way)
    return WayWeighed(word, way.label, way.family, way.gateways, route, costed.of(route))


def _word_of(answer: RoutesAnswer, way: Offer) -> str:
    return letter(answer.routes.index(way))


def _rivals(answer: RoutesAnswer, lifted: Sequence[Reason]) -> Iterator[Offer | NotOffered]:
    """The ways that are open, and those that would be with the wanted one: what bars them bars it too."""
    yield from answer.routes
    for way in answer.not_offered:
        if lifted and set(way.reasons) <= set(lifted):
            yield way


def _in_all(gap: float, weight: float, there_is: float) -> float | None:
    """How much less on the whole way makes up for a gap; None where there is not so much."""
    if not weight or gap / weight > there_is:
        return None
    return gap / weight


def _less(settled: _Settled, answer: RoutesAnswer) -> Iterator[Switch]:
    """At each place of the wanted way, how little it would have to take."""
    for place, steps in places_of(settled.rivals.wanted).items():
        yield _switch(place, steps, answer, lambda *about: settled.factor(*about, is_less=True))


def _more(settled: _Settled, answer: RoutesAnswer, best: Route) -> Iterator[Switch]:
    """At each place of the best way, how much it would have to take."""
    own = places_of(settled.rivals.wanted)
    for place, steps in places_of(best).items():
        if place not in own:
            yield _switch(place, steps, answer, lambda *about: settled.factor(*about, is_less=False))


def _switch(
    place: Place,
    steps: Sequence[Step],
    answer: RoutesAnswer,
    factor_of: Callable[[Place, Sequence[Step], str], tuple[float | None, Mapping[str, object] | None]],
) -> Switch:
    now = amounts(steps)
    values = {
        figure: _value(steps, figure, now[figure], *factor_of(place, steps, figure))
        if now[figure] > _LEAST
        else None
        for figure in (HOURS, DOLLARS)
    }
    kind, where = place
    return Switch(
        kind="gateway" if kind == "at" else kind,
        id=where,
        name=answer.names.get(where, where.replace("_", " ")),
        operations=tuple(dict.fromkeys(str(step.operation) for step in steps)),
        hours=values[HOURS],
        dollars=values[DOLLARS],
    )


def _value(
    steps: Sequence[Step],
    figure: str,
    now: float,
    factor: float | None,
    measure: Mapping[str, object] | None,
) -> Value:
    figures = [step.time if figure == HOURS else step.cost for step in steps]
    sources = dict.fromkeys(source for one in figures if one.value for source in one.sources)
    needed = None if factor is None else now * factor
    return Value(now, needed, shares(figures), tuple(sources), measure)


def _sorted(switches: Iterable[Switch]) -> tuple[Switch, ...]:
    """What takes nothing is left out; the least change stands first."""
    told = (switch for switch in switches if switch.hours or switch.dollars)
    return tuple(sorted(told, key=lambda switch: switch.least))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)

"""The brief of one pair: what a delegation asks first, composed of other answers (docs/rules, 17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from karwan.answers.as_json import place_json
from karwan.answers.brief_changes import Changed, changes
from karwan.answers.brief_disputes import Disputed, OwnRow, cited, disputed_posts, own_disputes
from karwan.answers.brief_lines import LinesSaved, saved_by_lines
from karwan.answers.brief_ways import ChiefWay, PostTold, chief_ways, worst_posts
from karwan.answers.critical import Ranked, ask_critical
from karwan.answers.facts_shown import source_json
from karwan.answers.flows import Flow, Flows
from karwan.answers.goods import goods_of
from karwan.answers.needs import needs_of
from karwan.answers.needs_answer import NeedsAnswer, NeedsQuestion
from karwan.answers.offers import ask_routes
from karwan.answers.question import Asked, RoutesQuestion, routes_question
from karwan.answers.round_trip import reversed_question
from karwan.answers.routes import RoutesAnswer
from karwan.answers.shapes import Shapes, shapes
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Source
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.scenario import Held

Told = Callable[[str, float | None], None]
_YEAR = timedelta(days=365)
_POSTS = ("post", "port", "strait", "terminal")
_MOST_CLOSED = 3
_DAYS_A_YEAR = 365.0
# Fields of `Asked` that a list of pairs does not take: of its places, of one way or departure.
_OF_ONE_WAY = ("origin", "destination", "via", "count", "deadline", "depart", "round_trip", "on")


@dataclass(frozen=True, slots=True)
class BriefQuestion:
    """What is asked.

    Attributes:
        routes: the pair. options: fields of `Asked` without places, as they were written.
        since: from which day on what changed is told.
        tonnes_year: what goes from origin to destination in a year; None where nobody says.
    """

    routes: RoutesQuestion
    options: Mapping[str, Any]
    since: date
    tonnes_year: float | None = None


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """What a day costs on which something on the best ways, there and back, is shut.

    Attributes:
        ranked: posts, ports, straits and terminals, each closed alone; what costs most first.
        wait_usd: what a shipment loses that waits a day, by the value of its time.
        tonnes: of one shipment. tonnes_day: of the trade; None where nobody says what goes in a year.
    """

    ranked: tuple[Ranked, ...]
    wait_usd: float
    tonnes: float
    tonnes_day: float | None

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "wait_usd": round(self.wait_usd, 2),
            "tonnes": self.tonnes,
            "tonnes_day": self.tonnes_day,
            "closed": [row.as_json() for row in self.ranked],
        }


@dataclass(frozen=True)
class Brief:
    """The brief of one pair.

    Attributes:
        question: as asked. there, back: the ways. ways: the chief ones. posts: the worst on them.
        closed: what a closed day costs; None without a way by land or sea. lines: planned.
        changed: since the day asked, the newest first. needs: what is missing for an agreement.
        disputed: figures of posts. own: rows of the user that say otherwise than ours.
        sources: all that is cited. shapes: lines of the ways there, as of `answers.shapes`.
        tried: scenarios that hold.
    """

    question: BriefQuestion
    there: RoutesAnswer
    back: RoutesAnswer
    ways: tuple[ChiefWay, ...]
    posts: tuple[PostTold, ...]
    closed: ClosedDay | None
    lines: LinesSaved
    changed: tuple[Changed, ...]
    needs: NeedsAnswer
    disputed: tuple[Disputed, ...]
    own: tuple[OwnRow, ...]
    sources: tuple[Source, ...]
    shapes: Shapes
    tried: tuple[Held, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """The English name of every gateway, place and territory that is told."""
        return {**self.lines.names, **self.needs.names, **self.back.names, **self.there.names}

    def as_json(self) -> dict[str, Any]:
        """The brief as JSON types; docs/reference/json.md names the keys."""
        asked = self.question.routes
        return {
            "origin": place_json(asked.origin),
            "destination": place_json(asked.destination),
            "on": asked.on.isoformat(),
            "since": self.question.since.isoformat(),
            "network": self.there.network,
            "why_none": self.there.why_none,
            "ways": [way.as_json() for way in self.ways],
            "worst_posts": [post.as_json(self.names) for post in self.posts],
            "closed_day": None if self.closed is None else self.closed.as_json(),
            "planned_lines": self.lines.as_json(),
            "changed": [one.as_json() for one in self.changed],
            "missing": [
                {key: way[key] for key in ("word", "label", "is_offered", "agenda")}
                for way in self.needs.as_json()["ways"]
            ],
            "disputed": [one.as_json() for one in self.disputed],
            "own_rows": [one.as_json() for one in self.own],
            "sources": [source_json(source) for source in self.sources],
        }


def brief_question(
    facts: Facts, asked: Asked, since: date | None = None, tonnes_year: float | None = None
) -> BriefQuestion:
    """The question that some words mean; without `since`, of the year before the day.

    Raises:
        InputError: a word means nothing, or what changed is asked of days to come.
    """
    question = routes_question(facts, asked)
    names = [name for name in Asked.__dataclass_fields__ if name not in _OF_ONE_WAY]
    options = {name: getattr(asked, name) for name in names}
    return BriefQuestion(question, options, _begin(since, question.on), tonnes_year)


def question_of_flow(
    flow: Flow, options: Mapping[str, Any], since: date | None, *, weighted: bool
) -> BriefQuestion:
    """The question that a row of a list of pairs is; its tonnes are those of a year.

    Raises:
        InputError: what changed is asked of days to come.
    """
    asked = flow.question
    begin = _begin(since, asked.on, f" of {flow.name}")
    own = {
        "cargo": asked.shipment.cargo,
        "commodity": asked.shipment.commodity,
        "product": asked.shipment.product,
    }
    kept = {name: value for name, value in options.items() if name not in _OF_ONE_WAY}
    return BriefQuestion(asked, {**kept, **own}, begin, flow.weight if weighted else None)


def _begin(since: date | None, on: date, of: str = "") -> date:
    """The day since which changes are told."""
    begin = since or on - _YEAR
    if begin >= on:
        raise InputError(f"since {begin}: name a day before {on}, the day of the brief{of}")
    return begin


def ask_brief(state: State, question: BriefQuestion, told: Told | None = None) -> Brief:
    """The brief of a pair.

    Args:
        state: facts and network.
        question: the pair.
        told: called with what is at work, and the share that is done; may raise to stop.

    Raises:
        InputError: a place lies too far from every road and railway.
    """
    tell = told or (lambda _step, _share: None)
    asked = question.routes
    tell("ways there", 0.0)
    there = ask_routes(state, asked)
    tell("ways back", 0.12)
    back = ask_routes(state, reversed_question(asked))
    ways = chief_ways(state, there, back)
    tell("closing posts", 0.22)
    closed = _closed(state, question, there, back)
    tell("building planned lines", 0.32)
    lines = _lines(state, question, there, lambda step, share: tell(step, 0.32 + 0.6 * (share or 0.0)))
    tell("what changed and what is missing", 0.93)
    passed = {code for way in ways for code in way.there.territories}
    gateways = {gateway for way in ways for gateway in way.gateways}
    changed = changes(state.facts, (question.since, asked.on), gateways, passed)
    goods = goods_of(state.facts, asked.shipment.commodity, asked.shipment.product)
    needs = needs_of(state, NeedsQuestion(asked, None, None, goods), there)
    disputed = disputed_posts(state.facts, state.book.on_day(asked.on, asked.prices_of), gateways)
    brief = Brief(
        question=question,
        there=there,
        back=back,
        ways=ways,
        posts=worst_posts(ways),
        closed=closed,
        lines=lines,
        changed=changed,
        needs=needs,
        disputed=disputed,
        own=own_disputes(state.facts),
        sources=(),
        shapes=shapes(state, there),
        tried=state.scenarios,
    )
    known = state.facts.by_id(Source)
    cited_here = dict.fromkeys(_cited(brief))
    return replace(brief, sources=tuple(known[one] for one in cited_here if one in known))


def _closed(
    state: State, question: BriefQuestion, there: RoutesAnswer, back: RoutesAnswer
) -> ClosedDay | None:
    """What a closure adds on the best ways by land and sea, there and back, as `karwan critical` has it."""
    asked = question.routes
    surface = {Mode.ROAD, Mode.RAIL, Mode.SEA}
    flows = [
        Flow(name, replace(one.question, via=()), 1.0)
        for name, one in (("there", there), ("back", back))
        if any(Mode.AIR not in offer.route.modes for offer in one.routes)
    ]
    if not flows or surface <= asked.excluded.modes:
        return None
    answer = ask_critical(state, Flows(tuple(flows), is_weighted=False))
    ranked = [row for row in answer.ranking if row.kind in _POSTS][:_MOST_CLOSED]
    year = question.tonnes_year
    return ClosedDay(
        ranked=tuple(ranked),
        wait_usd=24.0 * asked.shipment.value_of_time_usd_h,
        tonnes=asked.shipment.tonnes,
        tonnes_day=None if year is None else year / _DAYS_A_YEAR,
    )


def _lines(state: State, question: BriefQuestion, there: RoutesAnswer, told: Told) -> LinesSaved:
    lengths = [offer.route.distance_km for offer in there.routes if Mode.AIR not in offer.route.modes]
    way_km = lengths[0] if lengths else None
    return saved_by_lines(state, question.routes, way_km, dict(question.options), told)


def _cited(brief: Brief) -> Iterator[str]:
    """Ids of all sources of a brief: of the figures of ways first, in the order of the ways."""
    for way in brief.ways:
        for reason in way.reasons:
            yield from reason.sources
    for post in brief.posts:
        for step in post.route.steps:
            yield from step.sources
    for change in brief.changed:
        yield from change.sources
    for line in brief.lines.tried:
        yield from line.line.sources
    for missing in brief.needs.ways:
        for item in missing.agenda:
            yield from item.sources
    yield from cited(brief.disputed)
    for way in brief.ways:
        for step in (*way.there.steps, *(way.back.steps if way.back else ())):
            yield from step.sources

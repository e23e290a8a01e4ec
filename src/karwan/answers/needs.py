"""What a way needs, territory by territory, and what of it is the agenda of an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from karwan.answers.agenda import agenda
from karwan.answers.dealings import agreements, dealings
from karwan.answers.goods import goods_of
from karwan.answers.letters import letter, named, shut_word
from karwan.answers.matters import Sent, matters
from karwan.answers.needs_answer import NeedsAnswer, NeedsQuestion, Passed, WayNeeds
from karwan.answers.offers import ask_routes
from karwan.answers.question import Asked, routes_question
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import Source, Territory
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsAsked:
    """A question on needs in the user's words.

    Attributes:
        origin, destination: names, codes, ids or `lat,lon`.
        route: letter or id of one way; the best offered one and the best not offered one if None.
        haulier: code or name of the territory that the truck is registered in; that of the origin if None.
        cargo, commodity, product: what is sent. on: the day; today if None.
    """

    origin: str
    destination: str
    route: str | None = None
    haulier: str | None = None
    cargo: str | None = None
    commodity: str | None = None
    product: str | None = None
    on: date | None = None


def needs_question(facts: Facts, asked: NeedsAsked) -> NeedsQuestion:
    """The question that some words mean.

    Raises:
        InputError: for a word that means nothing, with the nearest that does.
    """
    goods = goods_of(facts, asked.commodity, asked.product)
    routes = Asked(
        origin=asked.origin,
        destination=asked.destination,
        cargo=asked.cargo,
        commodity=goods.commodity,
        product=goods.product,
        on=asked.on,
    )
    haulier = None if asked.haulier is None else _home(facts, asked.haulier)
    return NeedsQuestion(routes_question(facts, routes), asked.route, haulier, goods)


def ask_needs(state: State, question: NeedsQuestion) -> NeedsAnswer:
    """What lets a shipment pass, on the way that is named, else on the best that is offered and that is not.

    Raises:
        InputError: the way is none of the answer's; a place lies too far from every road and railway.
    """
    return needs_of(state, question, ask_routes(state, question.routes))


def needs_of(state: State, question: NeedsQuestion, answer: RoutesAnswer) -> NeedsAnswer:
    """The same of ways that were found already.

    Raises:
        InputError: the way is none of the answer's.
    """
    chosen = _chosen(answer, question.word)
    territories = {row.id: row.name for row in state.facts.rows(Territory)}
    every = [way.route for way in answer.routes] + [way.otherwise for way in answer.not_offered]
    spoken = answer.spoken
    haulier = question.haulier or next((route.territories[0] for route in every if route.territories), "")
    ways = tuple(_way_needs(state, question, haulier, *one, names=territories) for one in chosen)
    cited = dict.fromkeys([source for way in ways for source in way.cited])
    cited |= dict.fromkeys(source for row in spoken for source in row.sources)
    known = state.facts.by_id(Source)
    return NeedsAnswer(
        question=question,
        haulier=haulier,
        ways=ways,
        spoken=spoken,
        names=territories | dict(answer.names),
        sources=tuple(known[source] for source in cited),
    )


def _chosen(answer: RoutesAnswer, word: str | None) -> list[tuple[str, Offer | NotOffered]]:
    if word is not None:
        return [named(answer, word)]
    ways: list[tuple[str, Offer | NotOffered]] = [(letter(0), offer) for offer in answer.routes[:1]]
    return ways + [(shut_word(0), way) for way in answer.not_offered[:1]]


def _way_needs(
    state: State,
    question: NeedsQuestion,
    haulier: str,
    word: str,
    way: Offer | NotOffered,
    *,
    names: Mapping[str, str],
) -> WayNeeds:
    route = way.route if isinstance(way, Offer) else way.otherwise
    codes = route.territories
    sent = Sent(haulier, (codes[0], codes[-1]), question.goods, question.routes.on, codes)
    passed = tuple(_passed(state, route, way.gateways, sent, names))
    reasons = () if isinstance(way, Offer) else way.reasons
    by_rail = {one.territory for one in passed if Mode.RAIL in one.modes}
    signed = agreements(state.facts, sent, route.modes, by_rail)
    return WayNeeds(
        word=word,
        id=way.id if isinstance(way, Offer) else way.way.id if way.way else None,
        label=way.label,
        is_offered=isinstance(way, Offer),
        reasons=reasons,
        route=route,
        passed=passed,
        agreements=signed,
        agenda=agenda(reasons, {one.territory: one.matters for one in passed}, signed),
    )


def _passed(
    state: State, route: Route, gateways: tuple[str, ...], sent: Sent, names: Mapping[str, str]
) -> Iterator[Passed]:
    """The territories of a way in order; one that is passed twice stands twice."""
    for runs in _stretches(route):
        code = runs[0].territory or ""
        modes = tuple(dict.fromkeys(run.mode for run in runs if run.mode))
        yield Passed(
            territory=code,
            name=names.get(code, code),
            modes=modes,
            enters=runs[0].origin,
            leaves=runs[-1].destination,
            matters=matters(state.book, code, modes, sent),
            dealings=dealings(state.facts, code, sent, route.modes, gateways),
        )


def _stretches(route: Route) -> list[list[Step]]:
    """The hauls of a route by territory, in order of travel; sea and air have none."""
    hauls = [leg for leg in route.legs if leg.operation is Operation.HAUL and leg.territory]
    stretches = [hauls[:1]] if hauls else []
    for before, after in pairwise(hauls):
        if after.territory == before.territory:
            stretches[-1].append(after)
        else:
            stretches.append([after])
    return stretches


def _home(facts: Facts, word: str) -> str:
    """The code of a haulier's home; a member of a border union stands for the union."""
    rows = facts.rows(Territory)
    for row in rows:
        if word.strip().casefold() in (row.id.casefold(), row.name.casefold()):
            return row.border_union or row.id
        if row.border_union and word.strip().casefold() == row.border_union.casefold():
            return row.border_union
    known = [name for row in rows for name in (row.id, row.name)]
    raise InputError(
        unknown("territory of a haulier", word, known, "write a code such as those of karwan posts")
    )

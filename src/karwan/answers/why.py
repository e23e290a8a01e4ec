"""Why a way is not the best, and the least change that would make it so (docs/rules, 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karwan.answers.best import best_way
from karwan.answers.letters import letter
from karwan.answers.offers import ask_routes
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.answers.switching import Costed, Rivals
from karwan.answers.trying import trials_of
from karwan.answers.wanted import Wanted, wanted_of
from karwan.answers.why_answer import WayWeighed, WhyAnswer
from karwan.answers.why_settled import Settled
from karwan.answers.why_switches import less_at_wanted, more_at_best
from karwan.operations.permission import Reason
from karwan.state import State
from karwan.words.route import Route


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
    others = [way for way in _rivals(answer, reasons) if way is not found.way]
    settled, best = _settled(state, question, found, others)
    costed = settled.rivals.costed
    told = None if best is None else _weighed(letter(answer.routes.index(best)), best, costed)
    return _told(answer, settled, _weighed(found.word, found.way, costed), told, reasons)


def _settled(
    state: State, question: RoutesQuestion, found: Wanted, others: Sequence[Offer | NotOffered]
) -> tuple[Settled, Offer | None]:
    """The wanted way beside its rivals, and the best of these that is open."""
    reasons = found.way.reasons if isinstance(found.way, NotOffered) else ()
    trials = trials_of(state, question, found.way.way, reasons)
    costed = Costed(trials.search.ground.book, question.shipment, question.weights)
    rivals = Rivals(costed, _route_of(found.way), [_route_of(way) for way in others])
    open_ways = [way for way in others if isinstance(way, Offer)]
    best = min(open_ways, key=lambda way: costed.of(way.route), default=None)
    known = [way for way in (trials.wanted, best.way if best else None) if way is not None]
    settled = Settled(rivals, trials, known)
    if reasons:
        settled.take(best_way(trials.search, trials.wanted))
    return settled, best


def _told(
    answer: RoutesAnswer,
    settled: Settled,
    wanted: WayWeighed,
    best: WayWeighed | None,
    reasons: tuple[Reason, ...],
) -> WhyAnswer:
    """The answer; each value that is settled may add a rival that later ones are held against."""
    weights, gap = answer.question.weights, settled.rivals.gap
    loses = gap > 0
    return WhyAnswer(
        question=answer.question,
        answer=answer,
        wanted=wanted,
        best=best,
        is_best=not reasons and not loses,
        reasons=reasons,
        gap=gap if settled.rivals.others else -wanted.generalised_usd,
        in_all_usd=_in_all(gap, weights.usd, wanted.route.cost_usd) if loses else None,
        in_all_h=_in_all(gap, weights.usd_per_h, wanted.route.time_h) if loses else None,
        value_of_time=settled.value_of_time(),
        less=less_at_wanted(settled, answer) if loses else (),
        more=more_at_best(settled, answer, best.route) if loses and best and not reasons else (),
    )


def _rivals(answer: RoutesAnswer, lifted: Sequence[Reason]) -> Iterator[Offer | NotOffered]:
    """The ways that are open, and those that would be with the wanted one: what bars them bars it too."""
    yield from answer.routes
    for way in answer.not_offered:
        if lifted and set(way.reasons) <= set(lifted):
            yield way


def _route_of(way: Offer | NotOffered) -> Route:
    return way.route if isinstance(way, Offer) else way.otherwise


def _weighed(word: str, way: Offer | NotOffered, costed: Costed) -> WayWeighed:
    route = _route_of(way)
    return WayWeighed(word, way.label, way.family, way.gateways, route, costed.of(route))


def _in_all(gap: float, weight: float, there_is: float) -> float | None:
    """How much less on the whole way makes up for a gap; None where there is not so much."""
    if not weight or gap / weight > there_is:
        return None
    return gap / weight

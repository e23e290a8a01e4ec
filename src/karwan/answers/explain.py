"""Finds the figures of one way again by the code that found them first, and tells with which inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from karwan.answers.compose import Way, parts
from karwan.answers.explained import Explained, ExplainedStep
from karwan.answers.formulas import Told, figures
from karwan.answers.ground import Ground, ground_of
from karwan.answers.letters import named
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.errors import InputError
from karwan.facts.rows import Source
from karwan.network.record import Cell
from karwan.operations.change_of_trucks import is_change
from karwan.operations.charges import charges
from karwan.operations.departures import with_departures
from karwan.operations.listening import Heard, Listening
from karwan.operations.transfers import change_of_truck
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.step import Step


def explain(state: State, answer: RoutesAnswer, word: str) -> Explained:
    """How each figure of a way came about.

    Args:
        state: that the answer was found in.
        answer: ways with their letters.
        word: letter or id of one of them, `x1` for the first not offered.

    Raises:
        InputError: no way is called so, or it was not searched in this state.
    """
    letter, chosen = named(answer, word)
    if chosen.way is None:
        raise InputError(f"way '{word}' was not searched here; ask for it again")
    asked, runs = answer.question, chosen.way.runs
    ends = runs[0][0].territory, runs[-1][0].territory
    ground = ground_of(state, asked.shipment, asked.on, ends, asked.prices_of, asked.sanctions)
    route = _route(chosen)
    told = _told(ground, chosen.way, route)
    steps = tuple(ExplainedStep(one.step, tuple(figures(ground, one))) for one in told)
    known = state.facts.by_id(Source)
    return Explained(
        word=letter,
        id=chosen.way.id,
        label=chosen.label,
        route=route,
        steps=steps,
        names=answer.names,
        sources=tuple(known[source] for source in dict.fromkeys(_cited(steps))),
    )


def _route(chosen: Offer | NotOffered) -> Route:
    return chosen.route if isinstance(chosen, Offer) else chosen.otherwise


@dataclass(frozen=True, slots=True)
class _Part:
    """A step as it is composed, and what was looked up for it and its neighbours at the same gateway."""

    step: Step
    heard: tuple[Heard, ...]
    before: Step | None


def _told(ground: Ground, way: Way, route: Route) -> list[Told]:
    """Each step of a route with what was looked up to make it."""
    listening = Listening(ground.book)
    again = replace(ground, book=listening, known={})
    plain = [step for step in route.moves if not is_change(ground.book, step)]
    found = _aligned(_composed(again, way, listening), plain)
    listening.taken()
    with_departures(listening, [part.step for part in found])
    departures = {
        (heard.of, heard.metric): heard for heard in listening.taken() if heard.lookup == "departures"
    }
    told = []
    composed = iter(found)
    for step in route.moves:
        if is_change(ground.book, step):
            told.append(_of_change(listening, step, ground.shipment))
            continue
        part = next(composed)
        service = departures.get((step.origin, str(step.mode)))
        is_awaited = service is not None and step.time != part.step.time
        heard = (service,) if service is not None and is_awaited else part.heard
        told.append(Told(step, heard, part.before))
    paid = charges(ground.book, route.moves, ground.shipment)
    return told + [Told(one.step, (), None, one.terms) for one in paid]


def _of_change(listening: Listening, step: Step, shipment: Shipment) -> Told:
    """A change of trucks that the law makes, with what was looked up for it."""
    listening.taken()
    road = Cell("", Mode.ROAD, step.territory)
    change_of_truck(listening, step.origin, (road, replace(road)), shipment)
    return Told(step, listening.taken(), None)


def _composed(ground: Ground, way: Way, listening: Listening) -> Iterator[_Part]:
    for span, found in way.stretches:
        listening.taken()
        for steps in parts(ground, span, found):
            heard = listening.taken()
            before: Step | None = None
            for step in steps:
                yield _Part(step, heard, before)
                before = step


def _aligned(composed: Iterator[_Part], moves: Sequence[Step]) -> list[_Part]:
    """The parts of a route's steps; what was left out where two stretches join is passed over."""
    found = []
    for step in moves:
        part = next((part for part in composed if _place(part.step) == _place(step)), None)
        found.append(part or _Part(step, (), None))
    return found


def _place(step: Step) -> tuple[object, ...]:
    return step.kind, step.operation, step.mode, step.origin, step.destination, step.territory


def _cited(steps: Sequence[ExplainedStep]) -> Iterator[str]:
    for one in steps:
        for figured in one.figures:
            for factor in figured.factors:
                if factor.input is not None:
                    yield from factor.input.sources

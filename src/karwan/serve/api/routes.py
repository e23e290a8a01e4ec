"""Every sensible way from one place to another, as `karwan routes --json`, with what a map needs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import Field

from karwan.answers.in_language import said_in
from karwan.answers.mentioned import mentioned
from karwan.answers.offers import ask_routes
from karwan.answers.question import routes_question
from karwan.answers.routes import RoutesAnswer
from karwan.languages import messages
from karwan.report.routes_csv import routes_csv
from karwan.serve.api.measures import MOST_MEASURES, WorldWords, key_of
from karwan.serve.bands import bands_of
from karwan.serve.bench import Bench, Work
from karwan.serve.context import Context, Shared, held, subject
from karwan.serve.faults import responses
from karwan.serve.packed import Packed, packed
from karwan.serve.words import Named, RoutesWords, Word
from karwan.state import State

_DIGITS = 4  # of degrees: some ten metres
router = subject("routes")


@router.get("/routes", responses=responses())
async def routes(request: Request, context: Shared, words: Annotated[RoutesWords, Query()]) -> Response:
    """Show every sensible way from one place to another, and why the others are not offered."""
    world = WorldWords(scenario=words.scenario)
    return await context.asked(request, words, lambda: decided_by(context, words, world))


@router.get("/routes.csv", responses=responses())
async def routes_as_csv(
    request: Request, context: Shared, words: Annotated[RoutesWords, Query()]
) -> Response:
    """Give every step of every way as CSV; no cell of it is a formula."""

    def decided() -> tuple[Hashable, Work]:
        """What decides the answer, and the work that makes it."""
        key, _ = decided_by(context, words, WorldWords(scenario=words.scenario))
        return ("csv", key), partial(_as_csv, words)

    return await context.asked(request, words, decided)


class PostedWords(Named):
    """A question, and measures that hold on top of the scenarios that it names."""

    question: RoutesWords
    name: Word = "scenario"
    measures: list[dict[str, Any]] = Field(default=[], max_length=MOST_MEASURES)


@router.post("/routes", responses=responses(413, 415))
async def routes_under(request: Request, context: Shared, words: PostedWords) -> Response:
    """Show every sensible way under measures that are being tried."""
    world = WorldWords(name=words.name, scenario=words.question.scenario, measures=words.measures)
    return await context.asked(request, words, lambda: decided_by(context, words.question, world))


def decided_by(context: Context, words: RoutesWords, world: WorldWords) -> tuple[Hashable, Work]:
    """What decides an answer on routes, and the work that makes it.

    Raises:
        InputError: for a word that means nothing, with the nearest that does.
    """
    asked, scenarios = words.asked(), world.scenarios()
    messages(words.language)
    work = partial(_as_json, words, world)
    if not scenarios:
        question = routes_question(context.base.facts, asked)
        return ("routes", words.language, repr(question)), work
    return ("routes", words.language, context.base.facts.day, key_of(scenarios), repr(asked)), work


def _as_json(words: RoutesWords, world: WorldWords, bench: Bench) -> dict[str, Any]:
    """The answer as JSON types, with names, places and lines."""
    state, answer = told_of(words, world, bench)
    return held(state, answer.as_json()) | drawn(state, answer, bench.lines(state).of(answer))


def _as_csv(words: RoutesWords, bench: Bench) -> Packed:
    """Its steps as a file."""
    _, answer = told_of(words, WorldWords(scenario=words.scenario), bench)
    return packed(routes_csv(answer).encode(), "text/csv; charset=utf-8", name="karwan-routes.csv")


def told_of(words: RoutesWords, world: WorldWords, bench: Bench) -> tuple[State, RoutesAnswer]:
    """The state that holds, and the answer in a language.

    Raises:
        InputError: all faults of the measures, or a word that means nothing.
    """
    asked = words.asked()
    state = bench.state(world.scenarios(), asked.on)
    answer = ask_routes(state, routes_question(state.facts, asked), bench.shared(state))
    return state, said_in(messages(words.language, state.facts), state.facts, answer)


def drawn(state: State, answer: RoutesAnswer, lines: Mapping[str, Any]) -> dict[str, Any]:
    """What a map needs: names, places and kinds of all that the ways pass, and their lines."""
    kinds = {gateway.id: str(gateway.kind) for gateway in state.network.gateways}
    passed = mentioned(answer)
    return {
        "names": {each: answer.names[each] for each in passed if each in answer.names},
        "positions": {
            each: [round(degrees, _DIGITS) for degrees in answer.positions[each]]
            for each in passed
            if each in answer.positions
        },
        "kinds": {each: kinds[each] for each in passed if each in kinds},
        # P50 and P90 of the hours of each kind and at each stop, by id of the way.
        "bands": bands_of(answer),
        # Which line belongs to which way that is not offered, in their order.
        "not_offered_ids": [f"not-offered:{way.family}" for way in answer.not_offered],
        "shapes": lines,
    }

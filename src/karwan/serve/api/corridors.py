"""The corridors, as `karwan corridors --json` and `karwan corridor --json`."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field

from karwan.answers.corridor import CorridorAnswer, ask_corridor, corridor_question
from karwan.answers.corridor_list import corridors as listed
from karwan.answers.corridor_list import corridors_named
from karwan.answers.in_language import corridor_in, corridor_names, corridors_in, names_in
from karwan.errors import InputError
from karwan.facts.rows import Waypoint
from karwan.languages import ENGLISH, messages
from karwan.serve.bench import Bench, Work
from karwan.serve.context import NotFoundError, Shared, held, subject
from karwan.serve.faults import responses
from karwan.serve.lines import Lines
from karwan.serve.words import Goods, Language, Whole, Words, shipped
from karwan.state import State
from karwan.words.day import day_of

_DIGITS = 4  # of degrees: some ten metres
router = subject("corridors")


class CorridorWords(Goods):
    """A question on a corridor."""

    against: Words = Field(default=[], description="Other corridors beside it.")
    prices_of: Whole | None = Field(default=None, ge=0, le=9999, description="In the dollars of this year.")
    language: Language = ENGLISH

    def answer(self, name: str, bench: Bench) -> dict[str, Any]:
        """The answer as JSON types.

        Raises:
            InputError: a word means nothing.
        """
        on = None if self.on is None else day_of(self.on)
        state = bench.state(shipped(self.scenario), on)
        question = corridor_question(
            state.facts,
            [name, *self.against],
            cargo=self.cargo,
            commodity=self.commodity,
            product=self.product,
            on=on,
            prices_of=self.prices_of,
        )
        said = messages(self.language, state.facts)
        answer = corridor_in(said, ask_corridor(state, question))
        names = {"names": corridor_names(said, answer)}
        return held(state, answer.as_json() | names) | drawn(state, answer, bench.lines(state))


def drawn(state: State, answer: CorridorAnswer, lines: Lines) -> dict[str, Any]:
    """What a map needs: the stretches of each corridor by its id, and where its stops and waypoints lie."""
    wanted = {end for card in answer.cards for row in card.rows for end in (row.origin, row.destination)}
    spots: dict[str, tuple[float, float]] = {row.id: (row.lon, row.lat) for row in state.facts.rows(Waypoint)}
    spots |= {gateway.id: (gateway.lon, gateway.lat) for gateway in state.network.gateways}
    return {
        "shapes": {card.id: lines.of_corridor(card) for card in answer.cards},
        "positions": {
            one: [round(degrees, _DIGITS) for degrees in spots[one]] for one in sorted(wanted) if one in spots
        },
        "kinds": {one: str(kind) for card in answer.cards for one, kind in card.kinds.items()},
    }


@router.get("/corridors", responses=responses())
async def corridors(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """List the corridors: status, legs, modes, territories."""

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        facts = context.base.facts
        words, answer = messages(language, facts), listed(facts)
        english = {one.corridor.id: one.corridor.name for one in answer.corridors}
        return corridors_in(words, answer).as_json() | {"names": names_in(words, english)}

    return await context.told(request, work)


@router.get("/corridors/{name}", responses=responses(404))
async def corridor(
    request: Request,
    context: Shared,
    name: Annotated[str, Path(max_length=300, description="Its id, its name, or how its id begins.")],
    words: Annotated[CorridorWords, Query()],
) -> Response:
    """Show a corridor section by section: time, cost, posts, law, constraints, indicators."""

    def decided() -> tuple[Hashable, Work]:
        """What decides the answer, and the work that makes it."""
        try:
            corridors_named(context.base.facts, [name])
        except InputError as error:
            raise NotFoundError(str(error)) from None
        messages(words.language)
        shipped(words.scenario)
        return ("corridor", context.base.facts.day, name, words.digest), partial(words.answer, name)

    return await context.asked(request, words, decided)

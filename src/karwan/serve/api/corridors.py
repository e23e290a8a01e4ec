"""The corridors, as `karwan corridors --json` and `karwan corridor --json`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field

from karwan.answers.corridor import ask_corridor, corridor_question
from karwan.answers.corridor_list import corridors as listed
from karwan.answers.corridor_list import corridors_named
from karwan.answers.in_language import corridor_in, corridor_names, corridors_in, names_in
from karwan.errors import InputError
from karwan.languages import ENGLISH, messages
from karwan.serve.context import NotFoundError, Shared, held, subject
from karwan.serve.faults import responses
from karwan.serve.words import Goods, Language, Whole, Words, shipped
from karwan.words.day import day_of

router = subject("corridors")


class CorridorWords(Goods):
    """A question on a corridor."""

    against: Words = Field(default=[], description="Other corridors beside it.")
    prices_of: Whole | None = Field(default=None, ge=0, le=9999, description="In the dollars of this year.")
    language: Language = ENGLISH


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

    def decided() -> tuple[Hashable, Callable[[], Any]]:
        """What decides the answer, and the work that makes it."""
        try:
            corridors_named(context.base.facts, [name])
        except InputError as error:
            raise NotFoundError(str(error)) from None
        messages(words.language)
        scenarios = shipped(words.scenario)
        on = None if words.on is None else day_of(words.on)

        def work() -> dict[str, Any]:
            """The answer, made in a thread."""
            state = context.state(scenarios, on)
            question = corridor_question(
                state.facts,
                [name, *words.against],
                cargo=words.cargo,
                commodity=words.commodity,
                product=words.product,
                on=on,
                prices_of=words.prices_of,
            )
            said = messages(words.language, state.facts)
            answer = corridor_in(said, ask_corridor(state, question))
            return held(state, answer.as_json() | {"names": corridor_names(said, answer)})

        return ("corridor", context.base.facts.day, name, words.digest), work

    return await context.asked(request, words, decided)

"""The corridors, as `karwan corridors --json` and `karwan corridor --json`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field

from karwan.answers.corridor import ask_corridor, corridor_question
from karwan.answers.corridor_list import corridors as listed
from karwan.answers.corridor_list import corridors_named
from karwan.errors import InputError
from karwan.serve.context import NotFoundError, Shared, held, subject
from karwan.serve.faults import responses
from karwan.serve.words import Goods, Whole, Words, shipped
from karwan.words.day import day_of

router = subject("corridors")


class CorridorWords(Goods):
    """A question on a corridor."""

    against: Words = Field(default=[], description="Other corridors beside it.")
    prices_of: Whole | None = Field(default=None, ge=0, le=9999, description="In the dollars of this year.")


@router.get("/corridors", responses=responses())
async def corridors(request: Request, context: Shared) -> Response:
    """List the corridors: status, legs, modes, territories."""
    return await context.told(request, lambda: listed(context.base.facts).as_json())


@router.get("/corridors/{name}", responses=responses(404))
async def corridor(
    request: Request,
    context: Shared,
    name: Annotated[str, Path(max_length=300, description="Its id, its name, or how its id begins.")],
    words: Annotated[CorridorWords, Query()],
) -> Response:
    """Show a corridor section by section: time, cost, posts, law, constraints, indicators."""

    def decided() -> tuple[Hashable, Callable[[], Any]]:
        try:
            corridors_named(context.base.facts, [name])
        except InputError as error:
            raise NotFoundError(str(error)) from None
        scenarios = shipped(words.scenario)
        on = None if words.on is None else day_of(words.on)

        def work() -> dict[str, Any]:
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
            return held(state, ask_corridor(state, question).as_json())

        return ("corridor", context.base.facts.day, name, words.digest), work

    return await context.asked(request, words, decided)

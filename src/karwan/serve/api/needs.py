"""What lets a shipment pass, and what is missing, as `karwan needs --json`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import Field

from karwan.answers.needs import NeedsAsked, ask_needs, needs_question
from karwan.answers.needs_in_language import needs_in
from karwan.languages import messages
from karwan.serve.context import Shared, held, subject
from karwan.serve.faults import responses
from karwan.serve.words import Goods, Said, Word, shipped
from karwan.words.day import day_of

router = subject("needs")


class NeedsWords(Goods, Said):
    """A question on needs."""

    origin: Word = Field(alias="from", description="Where the shipment starts.")
    destination: Word = Field(alias="to", description="Where it ends.")
    route: Word | None = Field(
        default=None, description="Letter or id of a way, x1 for the first not offered."
    )
    haulier: Word | None = Field(default=None, description="Home of the truck; the territory of the origin.")


@router.get("/needs", responses=responses())
async def needs(request: Request, context: Shared, words: Annotated[NeedsWords, Query()]) -> Response:
    """Show what lets a shipment pass, territory by territory, and what is missing."""

    def decided() -> tuple[Hashable, Callable[[], Any]]:
        """What decides the answer, and the work that makes it."""
        asked = NeedsAsked(
            origin=words.origin,
            destination=words.destination,
            route=words.route,
            haulier=words.haulier,
            cargo=words.cargo,
            commodity=words.commodity,
            product=words.product,
            on=None if words.on is None else day_of(words.on),
        )
        scenarios = shipped(words.scenario)
        messages(words.language)
        needs_question(context.base.facts, asked)  # a mistake is told before anything waits

        def work() -> dict[str, Any]:
            """The answer, made in a thread."""
            state = context.state(scenarios, asked.on)
            said = messages(words.language, state.facts)
            answer = ask_needs(state, needs_question(state.facts, asked))
            return held(state, needs_in(said, state.facts, answer).as_json(), said)

        return ("needs", words.language, context.base.facts.day, tuple(words.scenario), repr(asked)), work

    return await context.asked(request, words, decided)

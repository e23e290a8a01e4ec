"""What lets a shipment pass, and what is missing, as `karwan needs --json`."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import Field

from karwan.answers.needs import NeedsAsked, ask_needs, needs_question
from karwan.answers.needs_in_language import needs_in
from karwan.languages import messages
from karwan.serve.bench import Bench, Work
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

    def asked(self) -> NeedsAsked:
        """The question in the user's words.

        Raises:
            InputError: the day is none.
        """
        return NeedsAsked(
            origin=self.origin,
            destination=self.destination,
            route=self.route,
            haulier=self.haulier,
            cargo=self.cargo,
            commodity=self.commodity,
            product=self.product,
            on=None if self.on is None else day_of(self.on),
        )

    def answer(self, bench: Bench) -> dict[str, Any]:
        """The answer as JSON types.

        Raises:
            InputError: a word means nothing.
        """
        asked = self.asked()
        state = bench.state(shipped(self.scenario), asked.on)
        words = messages(self.language, state.facts)
        answer = ask_needs(state, needs_question(state.facts, asked))
        return held(state, needs_in(words, state.facts, answer).as_json(), words)


@router.get("/needs", responses=responses())
async def needs(request: Request, context: Shared, words: Annotated[NeedsWords, Query()]) -> Response:
    """Show what lets a shipment pass, territory by territory, and what is missing."""

    def decided() -> tuple[Hashable, Work]:
        """What decides the answer, and the work that makes it."""
        asked = words.asked()
        shipped(words.scenario)
        messages(words.language)
        needs_question(context.base.facts, asked)  # a mistake is told before anything waits
        key = "needs", words.language, context.base.facts.day, tuple(words.scenario), repr(asked)
        return key, words.answer

    return await context.asked(request, words, decided)

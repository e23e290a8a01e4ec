"""Which places a word may mean."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request, Response

from karwan.answers.in_language import names_in
from karwan.answers.places import places as answered
from karwan.languages import ENGLISH, messages
from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Word

_USUAL, _MOST = 10, 100
router = subject("places")


@router.get("/places", responses=responses())
async def places(
    request: Request,
    context: Shared,
    q: Annotated[Word, Query(description="A name in any script, a code, an id or lat,lon.")],
    count: Annotated[int, Query(ge=1, le=_MOST, description="How many of each.")] = _USUAL,
    language: Language = ENGLISH,
) -> Response:
    """List the places that a word may mean, likeliest first, and the gateways that bear it."""

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        facts = context.base.facts
        words = messages(language, facts)
        answer = answered(facts, q, count)
        english = {one.place.id: one.place.name for one in answer.places}
        english |= {one.id: one.name for one in answer.gateways}
        return answer.as_json() | {"names": names_in(words, english)}

    return await context.told(request, work)

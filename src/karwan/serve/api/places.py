"""Which places a word may mean."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request, Response

from karwan.answers.in_language import names_in
from karwan.answers.places import largest
from karwan.answers.places import places as answered
from karwan.languages import ENGLISH, messages
from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Word

_USUAL, _MOST = 10, 100
_TOWNS = 10_000
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


@router.get("/places/towns", responses=responses())
async def towns(request: Request, context: Shared) -> Response:
    """Give every town, the largest first, as the word that means it, lon and lat: for a map to be drawn on.

    A town is meant by its name and territory; the lesser ones of one name by their id, the name after it.
    """

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        told: dict[str, list[Any]] = {}
        for place in largest(context.base.facts, _TOWNS):
            word = f"{place.name}, {place.territory}"
            spot = [round(place.lon, 3), round(place.lat, 3)]
            if word in told:
                told[place.id] = [place.id, *spot, word]
            else:
                told[word] = [word, *spot]
        return {"towns": list(told.values())}

    return await context.told(request, work)

"""Which places a word may mean."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request, Response

from karwan.answers.in_language import name_in_script, names_in
from karwan.answers.places import largest, leading
from karwan.answers.places import places as answered
from karwan.languages import ENGLISH, messages
from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Word

_USUAL, _MOST = 10, 100
_TOWNS = 4_000
_EACH, _PEOPLE = 5, 1_500_000
# A kilometre: nearer than a map is clicked.
_DIGITS = 2
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
async def towns(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """Give the largest towns by territory, as name, lon and lat: for a map to be drawn on.

    A town is meant by its name and territory, `Herat, AF`; the lesser ones of one name, and those whose name
    is another in the language, by the word that stands behind them.
    """

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        told: dict[str, list[list[Any]]] = {}
        meant = set()
        words = messages(language, context.base.facts)
        for place in largest(context.base.facts, _TOWNS):
            of = place.name, place.territory or ""
            name = words.name(place.id, place.name)
            town = [name, round(place.lon, _DIGITS), round(place.lat, _DIGITS)]
            is_other = of in meant or name != place.name
            word = place.id if of in meant else f"{place.name}, {of[1]}"
            told.setdefault(of[1], []).append([*town, word] if is_other else town)
            meant.add(of)
        return {"towns": told}

    return await context.told(request, work)


@router.get("/places/cities", responses=responses())
async def cities(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """Give the cities that a map names, the largest first: name, lon, lat, thousands of people."""

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        facts = context.base.facts
        words = messages(language, facts)
        return {
            "cities": [
                [
                    name_in_script(words, row),
                    round(row.lon, _DIGITS),
                    round(row.lat, _DIGITS),
                    round((row.population or 0) / 1000),
                ]
                for row in leading(facts, _EACH, _PEOPLE)
            ]
        }

    return await context.told(request, work)

"""Which places a word may mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from karwan.answers.places import places as answered
from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.words import Word

_USUAL, _MOST = 10, 100
router = subject("places")


@router.get("/places", responses=responses())
async def places(
    request: Request,
    context: Shared,
    q: Annotated[Word, Query(description="A name in any script, a code, an id or lat,lon.")],
    count: Annotated[int, Query(ge=1, le=_MOST, description="How many of each.")] = _USUAL,
) -> Response:
    """List the places that a word may mean, likeliest first, and the gateways that bear it."""
    return await context.told(request, lambda: answered(context.base.facts, q, count).as_json())

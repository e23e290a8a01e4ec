"""How karwan stands beside the world: the pages of docs/validation."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from karwan.languages import ENGLISH, messages
from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.validation import pages
from karwan.serve.words import Language

router = subject("validation")


@router.get("/validation", responses=responses())
async def validation(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """Show what was measured against published figures: results first, then a page for each kind.

    Titles are in the language; what the pages say is English.
    """

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        words = messages(language)
        return {"pages": [page.said_in(words).as_json() for page in pages()]}

    return await context.told(request, work)

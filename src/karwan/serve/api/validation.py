"""How karwan stands beside the world: the pages of docs/validation."""

from __future__ import annotations

from fastapi import Request, Response

from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.validation import pages

router = subject("validation")


@router.get("/validation", responses=responses())
async def validation(request: Request, context: Shared) -> Response:
    """Show what was measured against published figures: results first, then a page for each kind."""
    return await context.told(request, lambda: {"pages": [page.as_json() for page in pages()]})

"""What the page says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request, Response

from karwan import __version__
from karwan.facts.rows import Source, Territory
from karwan.languages import ENGLISH, messages
from karwan.report.land.boundaries import NONE, SHIPPED, check
from karwan.serve.context import Context, NotFoundError, Shared, in_thread, subject
from karwan.serve.faults import responses
from karwan.serve.packed import packed
from karwan.serve.words import Language

LANGUAGES = ("en", "ru", "ur")
_NOTE = "Borders are no political statement."
router = subject("meta")


@router.get("/meta", responses=responses())
async def meta(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """Tell the version, the network, the newest day of the facts, and what the map's borders are."""
    return await context.told(request, lambda: _told(context, language))


def _told(context: Context, language: str) -> dict[str, Any]:
    facts = context.base.facts
    words = messages(language, facts)
    read = [source.read_on for source in facts.rows(Source) if source.read_on]
    return {
        "version": __version__,
        "network": context.base.network.digest,
        "languages": list(LANGUAGES),
        "today": facts.day.isoformat(),
        "newest_fact": max(read).isoformat() if read else None,
        "boundaries": _boundaries(context.settings.boundaries),
        "boundaries_note": _NOTE,
        "territories": {row.id: words.name(row.id, row.name) for row in facts.rows(Territory)},
    }


def _boundaries(word: str) -> str:
    return word if word in (SHIPPED, NONE) else "file"


@router.get("/boundaries", responses=responses(404))
async def boundaries(request: Request, context: Shared) -> Response:
    """Give the user's own boundaries as GeoJSON; 404 where the page draws those that ship, or none."""
    word = context.settings.boundaries
    if _boundaries(word) != "file":
        raise NotFoundError(f"the boundaries are {word}; `karwan serve --boundaries FILE` draws others")
    content = await in_thread(lambda: packed(check(Path(word)), "application/geo+json"))
    return content.response(request, cache="no-cache")

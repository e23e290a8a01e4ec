"""The fact tables with their sources, as `karwan facts --json`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response

from karwan.answers import facts_shown
from karwan.answers.in_language import names_in
from karwan.errors import InputError
from karwan.languages import ENGLISH, messages
from karwan.serve.context import NotFoundError, Shared, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Words

router = subject("facts")
Name = Annotated[str, Path(max_length=100)]


@router.get("/facts", responses=responses())
async def facts(request: Request, context: Shared) -> Response:
    """List the tables: what a row is, how many there are, on what evidence."""
    return await context.told(request, lambda: facts_shown.tables(context.base.facts).as_json())


@router.get("/facts/{table}", responses=responses(404))
async def table(
    request: Request,
    context: Shared,
    table: Name,
    column: Annotated[Words, Query(description="Only these columns, and the id.")] = [],  # noqa: B006  FastAPI copies it
    language: Language = ENGLISH,
) -> Response:
    """Give the rows of one table; `names` has their names in the language, by id."""

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        try:
            found = facts_shown.table(context.base.facts, table)
        except InputError as error:
            raise NotFoundError(str(error)) from None
        words = messages(language, context.base.facts)
        told = (found.of(column) if column else found).as_json()
        english = {row["id"]: row["name"] for row in told["rows"] if row.get("id") and row.get("name")}
        return told | {"names": names_in(words, english)}

    return await context.told(request, work)


@router.get("/facts/{table}/{row}", responses=responses(404))
async def row(
    request: Request, context: Shared, table: Name, row: Annotated[str, Path(max_length=300)]
) -> Response:
    """Give one row with its sources."""

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        try:
            return facts_shown.row(context.base.facts, table, row).as_json()
        except InputError as error:
            raise NotFoundError(str(error)) from None

    return await context.told(request, work)


@router.get("/sources", responses=responses())
async def sources(request: Request, context: Shared) -> Response:
    """Give every source."""
    return await context.told(request, lambda: facts_shown.table(context.base.facts, "sources").as_json())

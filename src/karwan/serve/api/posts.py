"""The border posts, as `karwan posts --json`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field

from karwan.answers.in_language import names_in
from karwan.answers.names import shown_names
from karwan.answers.posts import posts as answered
from karwan.errors import InputError
from karwan.facts.rows import Crossing
from karwan.languages import ENGLISH, messages
from karwan.serve.context import Context, NotFoundError, Shared, held, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Named, Word, Words, shipped
from karwan.words.day import day_of

router = subject("posts")


class DayWords(Named):
    """The day, and what holds on it."""

    on: Word | None = None
    scenario: Words = Field(default=[])
    language: Language = ENGLISH


class PostsWords(DayWords):
    """A filter of posts."""

    filter: Word | None = None
    mode: Word | None = None


@router.get("/posts", responses=responses())
async def posts(request: Request, context: Shared, words: Annotated[PostsWords, Query()]) -> Response:
    """Show border posts: by territory (PK), two of them (PK-AF), id or name, and by mode."""
    return await context.told(request, lambda: _told(context, words, words.filter, words.mode))


@router.get("/posts/{name}", responses=responses(404))
async def post(
    request: Request,
    context: Shared,
    name: Annotated[str, Path(max_length=300, description="Its id.")],
    words: Annotated[DayWords, Query()],
) -> Response:
    """Show one post with its figures, their sources, and what it was before."""

    def work() -> dict[str, Any]:
        """The answer, made in a thread."""
        if name not in context.base.facts.by_id(Crossing):
            try:
                answered(context.base.facts, name, None, None)
            except InputError as error:
                raise NotFoundError(str(error)) from None
        return _told(context, words, name, None)

    return await context.told(request, work)


def _told(context: Context, words: DayWords, wanted: str | None, mode: str | None) -> dict[str, Any]:
    on = None if words.on is None else day_of(words.on)
    state = context.state(shipped(words.scenario), on)
    said = messages(words.language, state.facts)
    answer = answered(state.facts, wanted, mode, on)
    posts = [post.crossing.id for post in answer.posts]
    names = names_in(said, shown_names(state.facts, wanted=()), posts)
    return held(state, answer.as_json() | {"names": names})

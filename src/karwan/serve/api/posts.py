"""The border posts, as `karwan posts --json`."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from pydantic import Field

from karwan.answers.in_language import names_in
from karwan.answers.names import shown_names
from karwan.answers.posts import posts as answered
from karwan.errors import InputError
from karwan.facts.rows import Crossing
from karwan.languages import ENGLISH, messages
from karwan.serve.bench import Bench, Work
from karwan.serve.context import Context, NotFoundError, Shared, held, in_thread, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Named, Word, Words, shipped
from karwan.state import State
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
    return await _answer(request, context, words, words.filter, words.mode)


@router.get("/posts/{name}", responses=responses(404))
async def post(
    request: Request,
    context: Shared,
    name: Annotated[str, Path(max_length=300, description="Its id.")],
    words: Annotated[DayWords, Query()],
) -> Response:
    """Show one post with its figures, their sources, and what it was before."""

    def check() -> None:
        """Tells of a post that there is none, in a thread."""
        if name not in context.base.facts.by_id(Crossing):
            try:
                answered(context.base.facts, name, None, None)
            except InputError as error:
                raise NotFoundError(str(error)) from None

    await in_thread(check)
    return await _answer(request, context, words, name, None)


async def _answer(
    request: Request, context: Context, words: DayWords, wanted: str | None, mode: str | None
) -> Response:
    """The answer: that of the tables as they are is light."""
    if not words.scenario:
        return await context.told(request, lambda: _told(context.base, words, wanted, mode))

    def decided() -> tuple[Hashable, Work]:
        """What decides the answer, and the work that makes it."""
        shipped(words.scenario)
        key = "posts", context.base.facts.day, wanted, mode, words.digest
        return key, partial(_under, words, wanted, mode)

    return await context.asked(request, words, decided)


def _under(words: DayWords, wanted: str | None, mode: str | None, bench: Bench) -> dict[str, Any]:
    """The answer under scenarios."""
    on = None if words.on is None else day_of(words.on)
    return _told(bench.state(shipped(words.scenario), on), words, wanted, mode)


def _told(state: State, words: DayWords, wanted: str | None, mode: str | None) -> dict[str, Any]:
    on = None if words.on is None else day_of(words.on)
    said = messages(words.language, state.facts)
    answer = answered(state.facts, wanted, mode, on)
    posts = [post.crossing.id for post in answer.posts]
    names = names_in(said, shown_names(state.facts, wanted=()), posts)
    return held(state, answer.as_json() | {"names": names})

"""The Python face: a thin handle over one state. Nothing inside karwan imports it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from karwan.answers.offers import ask_routes
from karwan.answers.question import Asked, routes_question
from karwan.answers.routes import RoutesAnswer
from karwan.facts.places import search
from karwan.opening import open_state
from karwan.state import State
from karwan.words.place import Place


class World:
    """What a Python user holds; `karwan.open()` gives one."""

    def __init__(self, state: State) -> None:
        self.state = state

    def routes(self, origin: str, destination: str, **options: Any) -> RoutesAnswer:  # noqa: ANN401
        """Every sensible way from one place to another; options as in `answers.question.Asked`."""
        asked = Asked(origin=origin, destination=destination, **options)
        return ask_routes(self.state, routes_question(self.state.facts, asked))

    def places(self, query: str, count: int = 10) -> list[Place]:
        """Places whose name looks like the query, best first."""
        return search(query, self.state.facts, count)


def open_world(*, facts: Sequence[str | Path] = ()) -> World:
    """A world on the shipped facts, with the user's own rows of some folders laid over them."""
    return World(open_state(facts_dirs=[Path(folder) for folder in facts]))

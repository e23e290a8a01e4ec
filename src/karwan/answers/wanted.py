"""Which way of an answer a user means who wants it to be the best: by letter, id, slug, or what it passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from karwan.answers.letters import letter, shut_word, words_of
from karwan.answers.offers import ask_routes
from karwan.answers.question import RoutesQuestion, via_of
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.errors import InputError, unknown
from karwan.state import State

_BETWEEN = re.compile(r"\s*[;+,]\s*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A way that is wanted, and how the answer calls it ("" if it had to be asked for by what it passes)."""

    word: str
    way: Offer | NotOffered


def wanted_of(state: State, answer: RoutesAnswer, word: str) -> Wanted:
    """The way that a user means.

    Args:
        state: that the answer was found in.
        answer: all ways of the question.
        word: a letter, an id, `x1`, the slug of a family, or posts, ports and territories with , between
            them: the first way that passes all of them; where none shown does, they are asked for.

    Raises:
        InputError: no way is called so, none passes all that is named, or a word means nothing.
    """
    words = words_of(answer)
    spelt = {key.casefold(): key for key in words}
    if (key := spelt.get(word.strip().casefold())) is not None:
        return Wanted(_shortest(answer, words[key]), words[key])
    every: list[Offer | NotOffered] = [*answer.routes, *answer.not_offered]
    for way in every:
        if word.strip().casefold() == way.family.casefold():
            return Wanted(_shortest(answer, way), way)
    vias = _named(state, answer, word)
    for way in every:
        if vias <= _passed(way):
            return Wanted(_shortest(answer, way), way)
    return Wanted("", _asked_for(state, answer.question, word))


def _shortest(answer: RoutesAnswer, way: Offer | NotOffered) -> str:
    if isinstance(way, Offer):
        return letter(answer.routes.index(way))
    return shut_word(answer.not_offered.index(way))


def _passed(way: Offer | NotOffered) -> set[str]:
    route = way.route if isinstance(way, Offer) else way.otherwise
    return {*way.gateways, *route.territories}


def _named(state: State, answer: RoutesAnswer, word: str) -> set[str]:
    """Ids of gateways and codes of territories that the parts of a word mean."""
    shown = {name.casefold(): key for key, name in answer.names.items()}
    found = set()
    for part in _parts(word):
        try:
            via = via_of(state.facts, part)
        except InputError:
            via = None
        if via is not None and (via.gateway or via.territory):
            found.add(via.gateway or via.territory or "")
        elif part.casefold() in shown:
            found.add(shown[part.casefold()])
        else:
            letters = [key for key in words_of(answer) if key != key.casefold() or key.startswith("x")]
            told = (
                f"write {', '.join(letters[:30])}, the slug of a family, or posts and territories it passes"
            )
            raise InputError(f"{unknown('way', part, answer.names.values())}; {told}")
    return found


def _parts(word: str) -> list[str]:
    parts = [part for part in _BETWEEN.split(word.strip()) if part]
    if not parts:
        raise InputError("no way is named; write its letter, its id, or posts that it passes")
    return parts


def _asked_for(state: State, question: RoutesQuestion, word: str) -> Offer | NotOffered:
    """The best way that passes what is named, where it is not among those shown."""
    vias: Sequence[object] = [via_of(state.facts, part) for part in _parts(word)]
    found = ask_routes(state, replace(question, via=tuple(vias)))  # type: ignore[arg-type]
    every: list[Offer | NotOffered] = [*found.routes, *found.not_offered]
    if not every:
        raise InputError(f"no way passes {word}, open or shut; name less, or another way of this answer")
    return every[0]

"""The words by which a user names a way of an answer: its letter, its id, `x1` for one not offered."""

from __future__ import annotations

from string import ascii_uppercase

from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.errors import InputError, unknown


def letter(index: int) -> str:
    """A, B ... Z, AA, AB ... by the place in the ranking, from 0."""
    word = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(ascii_uppercase))
        word = ascii_uppercase[rest] + word
    return word


def shut_word(index: int) -> str:
    """`x1`, `x2` ... for the ways not offered, by the place in their list, from 0."""
    return f"x{index + 1}"


def words_of(answer: RoutesAnswer) -> dict[str, Offer | NotOffered]:
    """Every word that names a way of an answer; of each way its letter first, then its id."""
    words: dict[str, Offer | NotOffered] = {}
    for index, offer in enumerate(answer.routes):
        words |= {letter(index): offer, offer.id: offer}
    for index, way in enumerate(answer.not_offered):
        words[shut_word(index)] = way
        if way.way is not None:
            words[way.way.id] = way
    return words


def named(answer: RoutesAnswer, word: str) -> tuple[str, Offer | NotOffered]:
    """The way that a word names, with its letter.

    Raises:
        InputError: no way of the answer is called so.
    """
    words = words_of(answer)
    spelt = {key.casefold(): key for key in words}
    key = spelt.get(word.strip().casefold())
    if key is None:
        letters = [key for key in words if len(key) <= len(shut_word(len(words)))]
        told = f"the ways of this answer are {', '.join(letters)}" if letters else "this answer has no way"
        raise InputError(unknown("way", word, (), told))
    way = words[key]
    return next(key for key, other in words.items() if other is way), way

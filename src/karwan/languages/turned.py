"""English texts of answers, known again by their message, so that they can be said in another language."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Pattern:
    """One English message as what it looks like; the more it says itself, the sooner it is tried."""

    key: str
    looks: re.Pattern[str]
    weight: int


@cache
def patterns(texts: tuple[tuple[str, str], ...]) -> tuple[Pattern, ...]:
    """The messages of a section, those with most words of their own first."""
    return tuple(sorted((_pattern(*one) for one in texts), key=lambda one: -one.weight))


def recognised(section: str, text: str, english: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
    """The key and the values of the message that an English text is, or None."""
    for pattern in patterns(tuple(_of(section, english))):
        if found := pattern.looks.fullmatch(text):
            return pattern.key, found.groupdict()
    return None


def _of(section: str, english: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((key, text) for key, text in english.items() if key.startswith(f"{section}."))


def _pattern(key: str, text: str) -> Pattern:
    parts = list(string.Formatter().parse(text))
    looks = "".join(re.escape(said) + (f"(?P<{name}>.+?)" if name else "") for said, name, _, _ in parts)
    return Pattern(key, re.compile(looks, re.DOTALL), sum(len(said) for said, _, _, _ in parts))

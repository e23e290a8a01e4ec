"""Messages of one language, by key, and the names of places in it.

A message file is TOML; a key `what` in the table `[brief]` is said as `brief.what`. A message holds its
values in braces: `{hours} h`. What is counted has a form for each plural that the language has: `posts.one`,
`posts.few`, `posts.many`, `posts.other`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.languages.names import Names
from karwan.languages.turned import recognised

ENGLISH = "en"
_SUFFIX = ".toml"
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True, eq=False)
class Messages:
    """What is said in one language.

    Attributes:
        language: its code, as in the name of its file. direction: `ltr` or `rtl`.
        texts: message by key. names: of places; None where every name is as in English.
    """

    language: str
    direction: str
    texts: Mapping[str, str] = field(repr=False)
    names: Names | None = field(default=None, repr=False)

    def say(self, key: str, **values: object) -> str:
        """The message with its values; KeyError for a key or a value that is not there."""
        return self.texts[key].format_map(values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The message in the plural form that a whole number takes in this language; it is `{n}` in it."""
        return self.say(f"{key}.{plural(self.language, n)}", n=n, **values)

    def name(self, id: str, fallback: str) -> str:  # noqa: A002
        """The name of something by its id and its English name, which it keeps where no other is known."""
        if self.names is None:
            return fallback
        return self.names.of(id, fallback) or self.turned("place", fallback)

    def turned(self, section: str, text: str) -> str:
        """A text that answers say in English, by the message of a section that it is; else as it was.

        What it quotes from facts stays English.
        """
        if self.language == ENGLISH:
            return text
        found = recognised(section, text, _texts(ENGLISH))
        if found is None:
            return text
        key, values = found
        return self.say(key, **{name: self._value(name, value) for name, value in values.items()})

    def _value(self, name: str, value: str) -> str:
        """A value of an English text: places, months, days and spans have words of their own."""
        if name.startswith("place"):
            return self.texts["label.and"].join(self.name("", one) for one in value.split(" and "))
        if name == "keeps":
            return value.replace(" to ", "–")
        if name in ("month", "weekday"):
            return _WORD.sub(lambda word: self.texts.get(f"{name}.{word[0].lower()}", word[0]), value)
        return value


def messages(language: str, facts: Facts | None = None) -> Messages:
    """The messages of a language.

    Args:
        language: a code of `known()`.
        facts: with the names of places; without them every name stays as in English.

    Raises:
        InputError: there is no message file of the language; the text names those that there are.
    """
    texts = _texts(language)
    names = None if facts is None or language == ENGLISH else Names.over(facts, language)
    return Messages(language, texts["direction"], texts, names)


def plural(language: str, n: int) -> str:
    """The form that a counted noun takes: one, few, many or other.

    Source: Unicode CLDR, plural rules of cardinals (English and Urdu alike; Russian).
    """
    if language != "ru":
        return "one" if n == 1 else "other"
    tens, ones = n % 100, n % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004
        return "one"
    return "few" if ones in (2, 3, 4) and tens not in (12, 13, 14) else "many"


@cache
def known() -> tuple[str, ...]:
    """The codes of the languages that have a message file, English first."""
    found = (item.name for item in files(__package__).iterdir())
    codes = {name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)}
    return tuple(sorted(codes, key=lambda code: (code != ENGLISH, code)))


@cache
def _texts(language: str) -> Mapping[str, str]:
    if language not in known():
        raise InputError(f"unknown language '{language}'; there are {', '.join(known())}")
    text = files(__package__).joinpath(language + _SUFFIX).read_text(encoding="utf-8")
    return MappingProxyType(dict(_flat(tomllib.loads(text))))


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, str(value)

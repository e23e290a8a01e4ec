"""From what a Python user passes to the words of a question: one text or several, a date or its ISO text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from numbers import Integral, Real
from typing import Any

from karwan.answers.question import Asked
from karwan.errors import InputError, unknown
from karwan.words.day import day_of, moment_of
from karwan.words.place import Place


def asked_for(origin: object, destination: object, options: Mapping[str, Any]) -> Asked:
    """The question that the arguments of a call mean; options as the fields of `Asked`.

    Places may be given as Place, `modes` as one text with commas or as several, `via`, `avoid` and
    `sanctions` as one text or several, `on` as a date or as an ISO text.

    Raises:
        InputError: an option that is none, with the nearest one, or a value of a kind that it cannot have.
    """
    read = read_options(Asked, options)
    return Asked(origin=_place("origin", origin), destination=_place("destination", destination), **read)


def read_options(known: type[Any] | Sequence[str], options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a call as a question has them.

    Args:
        known: names of options, or the question whose fields they are, its ends left out.
        options: as passed.

    Raises:
        InputError: an option that is none, with the nearest one, or a value of a kind that it cannot have.
    """
    names = [field.name for field in fields(known)] if isinstance(known, type) else list(known)
    names = [name for name in names if name not in ("origin", "destination")]
    for name in options:
        if name not in names:
            raise InputError(unknown("option", name, names, f"the options are {', '.join(names)}"))
    return {name: _READ[name](name, value) for name, value in options.items()}


def _place(name: str, value: object) -> str:
    if isinstance(value, Place):
        return value.id
    if isinstance(value, str):
        return value
    raise InputError(f"{name} {value!r}: write a name, a code, an id or 'lat,lon' as a text")


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return str(value)
    example = " with its unit, such as '40ft' or '20t'" if name == "cargo" else ""
    raise InputError(f"{name} {value!r}: write a text{example}")


def _text_or_none(name: str, value: object) -> str | None:
    return None if value is None else _text(name, value)


def _texts(name: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str | Place):
        value = [value]
    if isinstance(value, Iterable):
        return tuple(_place(name, item) for item in value)
    raise InputError(f"{name} {value!r}: write a text, or a list of texts")


def _modes(name: str, value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    texts = value.split(",") if isinstance(value, str) else _texts(name, value)
    return tuple(text.strip() for text in texts if text.strip())


def _number(name: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InputError(f"{name} {value!r}: write a number")
    return float(value)


def _count(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise InputError(f"{name} {value!r}: write a whole number")
    return int(value)


def _yes_or_no(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise InputError(f"{name} {value!r}: write True or False")


_READ: Mapping[str, Callable[[str, Any], Any]] = {
    "route": _text_or_none,
    "haulier": _text_or_none,
    "cargo": _text_or_none,
    "commodity": _text_or_none,
    "product": _text_or_none,
    "by": _text,
    "modes": _modes,
    "via": _texts,
    "avoid": _texts,
    "sanctions": _texts,
    "value_of_time": _number,
    "carbon_price": _number,
    "count": _count,
    "prices_of": lambda name, value: None if value is None else _count(name, value),
    "deadline": _text_or_none,
    "depart": lambda _, value: None if value is None else moment_of(value),
    "round_trip": _yes_or_no,
    "on": lambda _, value: None if value is None else day_of(value),
}

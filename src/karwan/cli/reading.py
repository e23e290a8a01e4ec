"""Numbers and days as they are written on the command line."""

from __future__ import annotations

from datetime import date

from karwan.errors import InputError
from karwan.words.day import day_of


def whole(text: str, name: str, largest: int) -> int:
    """A whole number from 1 to a largest one.

    Raises:
        InputError: it is none.
    """
    try:
        value = int(text)
    except ValueError:
        value = 0
    if not 1 <= value <= largest:
        raise InputError(f"{name} '{text}': write a whole number from 1 to {largest}")
    return value


def number(text: str | None, name: str) -> float | None:
    """A number, None if none was written.

    Raises:
        InputError: it is no number.
    """
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{name} '{text}': write a number such as 12.5") from None


def day(text: str | None) -> date | None:
    """The day that a text names, None if none was written.

    Raises:
        InputError: it is no day.
    """
    return None if text is None else day_of(text)


def today() -> date:
    """The user's own day: a post is open or shut on it."""
    return date.today()  # noqa: DTZ011


def modes(text: str | None) -> tuple[str, ...] | None:
    """Modes with commas between them, None if none were written."""
    if text is None:
        return None
    return tuple(word.strip() for word in text.split(",") if word.strip())


def year(text: str | None, name: str) -> int | None:
    """A year of four digits, None if none was written.

    Raises:
        InputError: it is none.
    """
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):  # noqa: PLR2004
        raise InputError(f"{name} '{text}': write a year such as 2026")
    return int(text)

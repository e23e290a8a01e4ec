"""Reads the cells of a table: text to typed values, by the type that the schema names for the column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from karwan.errors import nearest
from karwan.words.evidence import Evidence

Value: TypeAlias = str | int | float | bool | date | Evidence | tuple[str, ...] | tuple[int, ...] | None

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 60


class BadCellError(ValueError):
    """A cell cannot be read: `what` is wrong and the `mend`."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


def shown(cell: str) -> str:
    """A cell as it may stand in a message: quoted, short, without control characters."""
    text = cell if len(cell) <= _SHOWN else cell[:_SHOWN] + "..."
    return "'" + "".join(sign if sign.isprintable() else "?" for sign in text) + "'"


def one_of(cell: str, allowed: tuple[str, ...]) -> str:
    """The cell itself if it is an allowed word.

    Raises:
        BadCellError: it is none of them.
    """
    if cell in allowed:
        return cell
    near = nearest(cell, allowed, 1)
    mend = f"did you mean {near[0]}?" if near else f"write one of: {', '.join(allowed)}"
    raise BadCellError(f"{shown(cell)} is not a known word", mend)


def an_id(cell: str) -> str:
    """An id: letters, digits, full stops, hyphens and low lines.

    Raises:
        BadCellError: it is none.
    """
    if not _ID.fullmatch(cell):
        raise BadCellError(f"{shown(cell)} is no id", "write letters, digits, '-', '_' and '.' only")
    return cell


def a_number(cell: str) -> float:
    """A finite decimal number with a full stop.

    Raises:
        BadCellError: it is none.
    """
    value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
    if not math.isfinite(value):
        raise BadCellError(f"{shown(cell)} is no number", "write a number such as 12.5, with no unit")
    return value


def an_integer(cell: str) -> int:
    """A whole number.

    Raises:
        BadCellError: it is none.
    """
    if not _INTEGER.fullmatch(cell):
        raise BadCellError(f"{shown(cell)} is no whole number", "write digits only, such as 2024")
    return int(cell)


def a_date(cell: str) -> date:
    """A day as ISO 8601 writes it.

    Raises:
        BadCellError: it is none.
    """
    try:
        return date.fromisoformat(cell if _DATE.fullmatch(cell) else "")
    except ValueError:
        raise BadCellError(f"{shown(cell)} is no date", "write year-month-day, such as 2025-10-12") from None


def a_clock(cell: str) -> int:
    """A time of day as HH:MM, in minutes after midnight; 24:00 is the end of the day.

    Raises:
        BadCellError: it is none.
    """
    if not _CLOCK.fullmatch(cell):
        raise BadCellError(f"{shown(cell)} is no time of day", "write hours and minutes, such as 07:30")
    hours, minutes = cell.split(":")
    return 60 * int(hours) + int(minutes)


def yes_no(cell: str) -> bool:
    """True for yes, False for no."""
    return one_of(cell, ("yes", "no")) == "yes"


def evidence(cell: str) -> Evidence:
    """The class of evidence that a cell names."""
    return Evidence(one_of(cell, tuple(Evidence)))


def parts(cell: str) -> tuple[str, ...]:
    """The items of a list cell, separated by semicolons.

    Raises:
        BadCellError: one of them is empty.
    """
    items = tuple(item.strip() for item in cell.split(";"))
    if not all(items):
        raise BadCellError(f"{shown(cell)} has an empty item", "write items with one ';' between two of them")
    return items


READERS: dict[str, Callable[[str], Value]] = {
    "text": str,
    "prose": str,
    "id": an_id,
    "number": a_number,
    "integer": an_integer,
    "date": a_date,
    "clock": a_clock,
    "yes_no": yes_no,
    "evidence": evidence,
    "texts": parts,
    "ids": lambda cell: tuple(an_id(item) for item in parts(cell)),
    "integers": lambda cell: tuple(an_integer(item) for item in parts(cell)),
}
"""How each type of the schemas is read from a cell that is not empty."""

LISTS = frozenset({"texts", "ids", "integers"})
"""The types whose empty cell is an empty tuple."""

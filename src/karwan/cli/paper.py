"""Prints answers: JSON, tables, cards of fields; plain aligned text wherever stdout is no terminal."""

from __future__ import annotations

import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from karwan.scenario import Applied

# Rich measures every cell twice; beyond this many rows the plain table is as readable and at once there.
_RICH_ROWS = 400
_WIDEST, _NARROWEST = 100, 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table: its title, and how its cells stand.

    Attributes:
        is_number: whether its cells stand to the right.
        widest: cells go on in a next line beyond so many signs; never if None.
    """

    title: str
    is_number: bool = False
    widest: int | None = None


# What is told above the answer of the command that runs: the scenarios that hold.
_above: list[Applied] = []


def begin(applied: Applied | None) -> None:
    """Begins the answer of a command, or has the scenarios told above it that hold."""
    _above[:] = [] if applied is None else [applied]


def tell_above() -> None:
    """Tells on stdout, once, which scenarios hold; nothing where none does."""
    if _above:
        line = above_told(_above.pop())
        heading(line)


def above_told(applied: Applied) -> str:
    """A line that says which scenario holds, for which day, and what of it does not hold on it."""
    waiting = [one for one in applied.touched if one.not_yet]
    count = len(applied.touched)
    told = f"scenario {applied.scenario.name} ({count} measure{'s' * (count != 1)}), on {applied.on}"
    if waiting:
        named = ", ".join(f"{one.number} {one.not_yet.partition(',')[0]}" for one in waiting)
        told += f"; not holding on that day: measure {named}"
    return told


def print_json(value: Any) -> None:  # noqa: ANN401
    """One JSON value on stdout, readable; in ASCII where the terminal knows no more."""
    if _above and isinstance(value, dict):
        value = value | {"scenarios": [held.as_json() for held in _above.pop().state.scenarios]}
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").casefold()
    is_ascii = not encoding.startswith("utf")
    print(json.dumps(value, indent=2, ensure_ascii=is_ascii, allow_nan=False))


def say(text: str = "") -> None:
    """One line (or several) on stdout."""
    tell_above()
    print(_carried(_clean(text)))


def heading(text: str) -> None:
    """A line above a table or a card."""
    tell_above()
    if is_terminal():
        console().print(_clean(text), style="bold", markup=False, highlight=False)
    else:
        say(text)


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Rows of cells under their titles; with rules and colours on a terminal that is wide enough."""
    tell_above()
    cells = [[_lines(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    widths = [
        max(_width(line) for lines in ([column.title], *column_cells) for line in lines)
        for column, *column_cells in zip(columns, *cells, strict=True)
    ]
    if is_terminal() and len(rows) <= _RICH_ROWS and sum(widths) + 3 * len(widths) <= console().width:
        _rich_table(columns, cells)
        return
    for row in ([[column.title] for column in columns], *cells):
        for parts in zip_longest(*row, fillvalue=""):
            aligned = (_aligned(*part) for part in zip(parts, widths, columns, strict=True))
            say("  ".join(aligned).rstrip())


def fields(pairs: Sequence[tuple[str, str]]) -> None:
    """Names and values below each other; a long value goes on under its first line."""
    tell_above()
    width = max((_width(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        lines = textwrap.wrap(
            _clean(value),
            max(_WIDEST - width - 2, _NARROWEST),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for index, line in enumerate(lines or [""]):
            blank = " " * (width - _width(name))
            _field(f"{name}{blank}  " if index == 0 else " " * (width + 2), line)


def _field(name: str, value: str) -> None:
    if is_terminal():
        drawn = console()
        drawn.print(name, end="", style="dim", markup=False, highlight=False)
        drawn.print(value, markup=False, highlight=False, soft_wrap=True)
    else:
        say(f"{name}{value}".rstrip())


def is_terminal() -> bool:
    """Whether stdout is a terminal that can be drawn on."""
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def console() -> Console:
    """A console on stdout: in colour on a terminal (unless NO_COLOR), as wide as need be elsewhere."""
    tell_above()
    from rich.console import Console

    if is_terminal():
        return Console(file=sys.stdout)
    return Console(file=sys.stdout, force_terminal=False, color_system=None, width=160, soft_wrap=True)


def _lines(cell: str, column: Column) -> list[str]:
    text = _clean(cell)
    if column.widest is None or _width(text) <= column.widest:
        return [text]
    return textwrap.wrap(text, column.widest, break_long_words=False, break_on_hyphens=False)


def _rich_table(columns: Sequence[Column], rows: Sequence[Sequence[Sequence[str]]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column.title, justify="right" if column.is_number else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*(Text("\n".join(lines)) for lines in row))
    console().print(drawn)


def _aligned(cell: str, width: int, column: Column) -> str:
    blank = " " * (width - _width(cell))
    return blank + cell if column.is_number else cell + blank


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    marks = sum(unicodedata.combining(sign) > 0 or unicodedata.category(sign) == "Cf" for sign in text)
    return len(text) + wide - marks


def _carried(text: str) -> str:
    """A text, or its plain twin where stdout cannot carry its signs."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        from karwan.report.palette import PLAIN_SIGNS

        for sign, letter in PLAIN_SIGNS.items():
            text = text.replace(sign, letter)
        return text.encode(encoding, "replace").decode(encoding)
    return text


def _clean(text: str) -> str:
    """A text without control characters, which could move the cursor."""
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign) == "Cc" and sign != "\n" else sign for sign in text)

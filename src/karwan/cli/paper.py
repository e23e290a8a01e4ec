"""Prints answers: JSON, tables, cards of fields; plain aligned text wherever stdout is no terminal."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

# Rich measures every cell twice; beyond this many rows the plain table is as readable and at once there.
_RICH_ROWS = 400


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table; numbers stand to the right."""

    title: str
    is_number: bool = False


def print_json(value: Any) -> None:  # noqa: ANN401
    """One JSON value on stdout, readable; in ASCII where the terminal knows no more."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").casefold()
    is_ascii = not encoding.startswith("utf")
    print(json.dumps(value, indent=2, ensure_ascii=is_ascii, allow_nan=False))


def say(text: str = "") -> None:
    """One line (or several) on stdout; what the terminal cannot show becomes a question mark."""
    stream = sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    print(_clean(text).encode(encoding, "replace").decode(encoding))


def heading(text: str) -> None:
    """A line above a table or a card."""
    if is_terminal():
        console().print(_clean(text), style="bold", markup=False, highlight=False)
    else:
        say(text)


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Rows of cells under their titles."""
    if is_terminal() and len(rows) <= _RICH_ROWS:
        _rich_table(columns, rows)
        return
    lines = [[column.title for column in columns], *([_clean(cell) for cell in row] for row in rows)]
    widths = [max(map(_width, cells)) for cells in zip(*lines, strict=True)]
    for line in lines:
        cells = (_aligned(*cell) for cell in zip(line, widths, columns, strict=True))
        say("  ".join(cells).rstrip())


def fields(pairs: Sequence[tuple[str, str]]) -> None:
    """Names and values below each other; lines of a value stay under its first."""
    width = max((_width(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        first, *rest = value.splitlines() or [""]
        if is_terminal():
            console().print(f"[dim]{name:{width}}[/dim]  ", end="", highlight=False)
            console().print(_clean(first), markup=False, highlight=False, soft_wrap=True)
        else:
            say(f"{name:{width}}  {first}".rstrip())
        for line in rest:
            say(" " * (width + 2) + line)


def is_terminal() -> bool:
    """Whether stdout is a terminal that can be drawn on."""
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def console() -> Console:
    """A console on stdout: in colour on a terminal (unless NO_COLOR), as wide as need be elsewhere."""
    from rich.console import Console

    if is_terminal():
        return Console(file=sys.stdout)
    return Console(file=sys.stdout, force_terminal=False, color_system=None, width=160, soft_wrap=True)


def _rich_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column.title, justify="right" if column.is_number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(_clean(cell)) for cell in row))
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


def _clean(text: str) -> str:
    """A text without control characters, which could move the cursor."""
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(sign) == "Cc" and sign != "\n" else sign for sign in text)

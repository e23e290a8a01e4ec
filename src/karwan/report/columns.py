"""Lines of text in columns, as wide as asked whatever the terminal claims; figures are never cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from karwan.report.palette import PLAIN_SIGNS

WIDEST = 100


@dataclass(frozen=True, slots=True)
class Column:
    """Width in cells, and whether its text stands at the right."""

    width: int
    is_right: bool = False


def width_of(console: Console) -> int:
    """Cells to fill: the terminal's up to 100, and 100 where the output is no terminal."""
    return min(console.width, WIDEST) if console.is_terminal else WIDEST


def in_columns(
    console: Console, cells: Sequence[Text], columns: Sequence[Column], gap: int = 2
) -> Iterator[Text]:
    """One row as lines: words wrapped to their column, figures (at the right) never."""
    wrapped = [
        [cell] if column.is_right or not cell else cell.wrap(console, column.width, overflow="fold")
        for cell, column in zip(cells, columns, strict=True)
    ]
    for parts in zip_longest(*wrapped, fillvalue=Text()):
        line = Text()
        for index, (part, column) in enumerate(zip(parts, columns, strict=True)):
            part = part.copy()  # noqa: PLW2901
            part.rstrip()
            space = " " * max(0, column.width - part.cell_len)
            line.append(" " * (gap if index else 0))
            line.append_text(Text.assemble(space, part) if column.is_right else Text.assemble(part, space))
        line.rstrip()
        yield line


def wrapped(console: Console, text: Text, width: int, indent: int) -> Iterator[Text]:
    """A text in lines of at most `width` cells, each moved in by `indent`."""
    for line in text.wrap(console, width - indent, overflow="fold"):
        line.rstrip()
        yield Text.assemble(" " * indent, line)


def say(console: Console, line: Text) -> None:
    """Print one line as it is: no second wrapping, and signs that the output cannot carry told in letters."""
    console.print(carried(line, console.encoding), soft_wrap=True, highlight=False, markup=False)


def carried(line: Text, encoding: str) -> Text:
    """The line, or its plain twin where the encoding lacks its signs."""
    try:
        line.plain.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        plain = line.plain
        for sign, letter in PLAIN_SIGNS.items():
            plain = plain.replace(sign, letter)
        return Text(plain.encode("ascii", "replace").decode("ascii"))
    return line

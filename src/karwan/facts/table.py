"""Reads one CSV file into row records, or says all that is wrong with it.

It works by columns and reads each different cell once: some ten tables are loaded for every question.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from karwan.errors import Fault, nearest, unknown
from karwan.facts import schema
from karwan.facts.cells import LISTS, READERS, BadCellError, Value, one_of, shown
from karwan.facts.rows import Row, Source
from karwan.facts.schema import Attribute
from karwan.words.evidence import Evidence

AnyRow = TypeVar("AnyRow", bound=Row | Source)
_MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Text:
    """A CSV file as it was found: its name as the user knows it, and its bytes."""

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Table(Generic[AnyRow]):
    """What one file holds: its rows, or faults and no rows."""

    rows: list[AnyRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class _Grid:
    """The cells of a file by column; the lines of its rows are counted when a fault asks for them."""

    def __init__(self, text: Text, decoded: str) -> None:
        self.file = text.file
        self._decoded = decoded
        self._lines: list[int] = []
        rows = [row for row in csv.reader(io.StringIO(decoded, newline=""), strict=True) if row]
        self.header = tuple(name.strip() for name in rows[0]) if rows else ()
        self.rows = rows[1:]

    @property
    def lines(self) -> list[int]:
        """The line on which each row begins."""
        if not self._lines:
            reader = csv.reader(io.StringIO(self._decoded, newline=""), strict=True)
            first = 1
            for row in reader:
                if row:
                    self._lines.append(first)
                first = reader.line_num + 1
        return self._lines[1:]

    def faults(self, column: str, bad: Iterator[tuple[int, str, str]]) -> list[Fault]:
        """Faults of a column from (number of the row, what, mend)."""
        return [Fault(self.file, self.lines[row], column, what, mend) for row, what, mend in bad]


def read(kind: type[AnyRow], text: Text, sources: Collection[str] | None) -> Table[AnyRow]:
    """The rows of one file, or the faults found in it.

    Args:
        kind: the row record of the table.
        text: the file.
        sources: the known ids of sources; None if they are not to be checked.
    """
    attributes = schema.of(kind)
    grid, faults = _grid(text, attributes)
    if grid is None or faults:
        return Table(faults=faults)
    columns, faults = _columns(grid, attributes)
    faults += _bound_faults(grid, attributes, columns)
    faults += grid.faults("id", _twice(columns["id"]))
    if "sources" in columns:
        if sources is not None:
            faults += grid.faults("sources", _unknown_sources(columns["sources"], sources))
        faults += grid.faults("note", _unexplained(columns))
        faults += grid.faults("sources", _without_source(columns))
    if faults:
        return Table(faults=_shortened(sorted(faults, key=lambda fault: fault.line)))
    return Table(_records(kind, columns, len(grid.rows)))


def line_of(text: Text, row: str) -> int:
    """The line on which the row of an id begins, in a file that was read without faults."""
    grid = _Grid(text, text.content.decode("utf-8-sig"))
    place = grid.header.index("id")
    return next(
        line for line, cells in zip(grid.lines, grid.rows, strict=True) if cells[place].strip() == row
    )


def references(kind: type[AnyRow], row: AnyRow) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(column, id that it names, tables that may hold it) for every cell that names another row."""
    for attribute in schema.of(kind):
        if attribute.refers_to and attribute.name != "sources":
            value = getattr(row, attribute.name)
            for item in value if isinstance(value, tuple) else (value,):
                if item is not None:
                    yield attribute.name, item, attribute.refers_to


def _records(kind: type[AnyRow], columns: dict[str, list[Any]], count: int) -> list[AnyRow]:
    """Row records, filled by columns: their constructor is slow, and the cells are checked already."""
    rows = [object.__new__(kind) for _ in range(count)]
    for name, values in columns.items():
        deque(map(getattr(kind, name).__set__, rows, values), maxlen=0)
    return rows


def _grid(text: Text, attributes: Sequence[Attribute]) -> tuple[_Grid | None, list[Fault]]:
    """The cells of a file, or why it is no table with the right header."""
    try:
        grid = _Grid(text, text.content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = text.content.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} is not UTF-8"
        return None, [Fault(text.file, line, "-", what, "save the file as UTF-8")]
    except csv.Error as error:
        return None, [Fault(text.file, 1, "-", f"not readable as CSV ({error})", "check the quotes")]
    if not grid.header:
        mend = f"begin with the header {','.join(attribute.name for attribute in attributes)}"
        return None, [Fault(text.file, 1, "-", "the file is empty", mend)]
    faults = _header_faults(grid, attributes)
    width = len(grid.header)
    ragged = ((number, len(row)) for number, row in enumerate(grid.rows) if len(row) != width)
    mend = "quote commas, add missing cells"
    faults += grid.faults("-", ((n, f"{has} cells where the header has {width}", mend) for n, has in ragged))
    return grid, _shortened(faults)


def _header_faults(grid: _Grid, attributes: Sequence[Attribute]) -> list[Fault]:
    known = [attribute.name for attribute in attributes]
    faults = []
    for name in grid.header:
        if name not in known:
            near = nearest(name, known, 1)
            mend = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(known)}"
            faults.append(
                Fault(grid.file, 1, shown(name)[1:-1] or "-", f"unknown column {shown(name)}", mend)
            )
    faults.extend(
        Fault(grid.file, 1, name, "this column stands twice", "keep one of them")
        for name in known
        if grid.header.count(name) > 1
    )
    faults.extend(
        Fault(grid.file, 1, attribute.name, "this column is missing", f"add it: {attribute.description}")
        for attribute in attributes
        if attribute.is_required and attribute.name not in grid.header
    )
    return faults


def _columns(grid: _Grid, attributes: Sequence[Attribute]) -> tuple[dict[str, list[Value]], list[Fault]]:
    """The typed values by column, and the faults of single cells."""
    raw = dict(zip(grid.header, zip(*grid.rows, strict=True), strict=True)) if grid.rows else {}
    columns: dict[str, list[Value]] = {}
    faults: list[Fault] = []
    for attribute in attributes:
        cells = [cell.strip() for cell in raw.get(attribute.name, ("",) * len(grid.rows))]
        known: dict[str, Value] = {}
        bad: dict[str, BadCellError] = {}
        for cell in dict.fromkeys(cells):
            try:
                known[cell] = _value(cell, attribute)
            except BadCellError as error:
                known[cell] = None
                bad[cell] = error
        columns[attribute.name] = [known[cell] for cell in cells]
        if bad:
            found = ((n, bad[cell].what, bad[cell].mend) for n, cell in enumerate(cells) if cell in bad)
            faults += grid.faults(attribute.name, found)
    return columns, faults


def _value(cell: str, attribute: Attribute) -> Value:
    """The value of one cell.

    Raises:
        BadCellError: the cell is empty though required, of another type, or outside what is allowed.
    """
    kind = attribute.type
    if not cell:
        if attribute.is_required:
            raise BadCellError("the cell is empty", f"fill it: {attribute.description}")
        return () if kind in LISTS else "" if kind == "prose" else None
    if attribute.is_free:
        return cell
    value = READERS[kind](cell)
    for item in value if isinstance(value, tuple) else (value,):
        if attribute.allowed:
            one_of(str(item), attribute.allowed)
        if kind in ("number", "integer", "integers") and not attribute.holds(item):
            raise BadCellError(f"{item:g} is out of range", attribute.range_in_words())
    return value


def _bound_faults(grid: _Grid, attributes: Sequence[Attribute], columns: dict[str, list[Any]]) -> list[Fault]:
    """Bounds that name another attribute of the row: low <= value <= high, since <= until."""
    faults: list[Fault] = []
    for attribute in attributes:
        for bound, word in ((attribute.minimum, "below"), (attribute.maximum, "above")):
            if not isinstance(bound, str):
                continue
            pairs = zip(columns[attribute.name], columns[bound], strict=True)
            bad = (
                (number, f"{value} is {word} {bound} ({limit})", f"mend {attribute.name} or {bound}")
                for number, (value, limit) in enumerate(pairs)
                if value is not None
                and limit is not None
                and (value < limit if word == "below" else value > limit)
            )
            faults += grid.faults(attribute.name, bad)
    return faults


def _twice(ids: Sequence[Value]) -> Iterator[tuple[int, str, str]]:
    if len(set(ids)) == len(ids):
        return
    seen = set()
    for number, row_id in enumerate(ids):
        if row_id in seen and row_id is not None:
            yield number, f"the id '{row_id}' stands above already", "give each row an id of its own"
        seen.add(row_id)


def _unknown_sources(cited: Sequence[Any], known: Collection[str]) -> Iterator[tuple[int, str, str]]:
    for number, names in enumerate(cited):
        for name in names or ():
            if name not in known:
                mend = "name an id of sources.csv, or add the source to a sources.csv beside this file"
                yield number, unknown("source", name, known), mend


def _unexplained(columns: dict[str, list[Any]]) -> Iterator[tuple[int, str, str]]:
    for number, (grade, note) in enumerate(zip(columns["evidence"], columns["note"], strict=True)):
        if grade is Evidence.ASSUMED and not note:
            yield number, "an assumed figure without its reason", "say in the note why it is assumed"


def _without_source(columns: dict[str, list[Any]]) -> Iterator[tuple[int, str, str]]:
    for number, (grade, cited) in enumerate(zip(columns["evidence"], columns["sources"], strict=True)):
        if grade not in (Evidence.ASSUMED, None) and not cited:
            mend = "name an id of sources.csv, or call it assumed with the reason in the note"
            yield number, f"a {grade} figure without a source", mend


def _shortened(faults: list[Fault]) -> list[Fault]:
    """All faults, or the first ones and a last line that counts the rest."""
    rest = len(faults) - _MOST_FAULTS
    if rest <= 0:
        return faults
    last = faults[_MOST_FAULTS]
    more = Fault(last.file, last.line, "-", f"and {rest} more faults from here on", "mend these first")
    return [*faults[:_MOST_FAULTS], more]

"""Reads one CSV file into row records, or says all that is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
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
    """What one file holds: rows with the line of each, or faults and no rows."""

    rows: list[AnyRow] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Grid:
    header: tuple[str, ...]
    cells: list[list[str]]
    lines: list[int]


def read(kind: type[AnyRow], text: Text, sources: Collection[str] | None) -> Table[AnyRow]:
    """The rows of one file, or the faults found in it.

    Args:
        kind: the row record of the table.
        text: the file.
        sources: the known ids of sources; None if they are not to be checked.
    """
    attributes = schema.of(kind)
    faults: list[Fault] = []
    grid = _grid(text, attributes, faults)
    if grid is None:
        return Table(faults=faults)
    columns = _columns(text.file, grid, attributes, faults)
    _check_bounds(text.file, grid, attributes, columns, faults)
    _check_ids(text.file, grid, columns["id"], faults)
    if "sources" in columns:
        _check_origin(text.file, grid, columns, sources, faults)
    if faults:
        return Table(faults=_shortened(sorted(faults, key=lambda fault: fault.line)))
    make: Callable[..., AnyRow] = kind
    names = list(columns)
    rows = [make(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True)]
    return Table(rows, grid.lines)


def _grid(text: Text, attributes: Sequence[Attribute], faults: list[Fault]) -> _Grid | None:
    """The cells with the line of each row, None if the file is no table with the right header."""

    def fault(line: int, what: str, mend: str) -> None:
        faults.append(Fault(text.file, line, "-", what, mend))

    try:
        decoded = text.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.content.count(b"\n", 0, error.start) + 1
        fault(line, f"byte {error.start} is not UTF-8", "save the file as UTF-8")
        return None
    reader = csv.reader(io.StringIO(decoded, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    first = 1
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(first)
            first = reader.line_num + 1
    except csv.Error as error:
        fault(reader.line_num, f"not readable as CSV ({error})", "check the quotes of this row")
        return None
    if not rows:
        fault(1, "the file is empty", f"begin with the header {','.join(a.name for a in attributes)}")
        return None
    header = tuple(name.strip() for name in rows[0])
    _check_header(text.file, header, attributes, faults)
    if faults:
        return None
    for row, line in zip(rows[1:], lines[1:], strict=True):
        if len(row) != len(header):
            fault(
                line,
                f"{len(row)} cells where the header has {len(header)}",
                "add or take away commas, quote commas",
            )
    return None if faults else _Grid(header, rows[1:], lines[1:])


def _check_header(
    file: str, header: tuple[str, ...], attributes: Sequence[Attribute], faults: list[Fault]
) -> None:
    known = [attribute.name for attribute in attributes]
    for name in header:
        if name not in known:
            near = nearest(name, known, 1)
            mend = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(known)}"
            faults.append(Fault(file, 1, name[:40], f"unknown column {shown(name)}", mend))
    faults.extend(
        Fault(file, 1, name, "this column stands twice", "keep one of them")
        for name in sorted({name for name in header if header.count(name) > 1})
    )
    faults.extend(
        Fault(file, 1, attribute.name, "this column is missing", f"add it: {attribute.description}")
        for attribute in attributes
        if attribute.is_required and attribute.name not in header
    )


def _columns(
    file: str, grid: _Grid, attributes: Sequence[Attribute], faults: list[Fault]
) -> dict[str, list[Value]]:
    """The typed values by column; each different cell is read once."""
    raw = dict(zip(grid.header, zip(*grid.cells, strict=True), strict=True)) if grid.cells else {}
    columns: dict[str, list[Value]] = {}
    for attribute in attributes:
        cells = [cell.strip() for cell in raw.get(attribute.name, ("",) * len(grid.cells))]
        read_cells: dict[str, Value] = {}
        for cell in dict.fromkeys(cells):
            try:
                read_cells[cell] = _value(cell, attribute)
            except BadCellError as bad:
                faults.extend(
                    Fault(file, line, attribute.name, bad.what, bad.mend)
                    for line, other in zip(grid.lines, cells, strict=True)
                    if other == cell
                )
        columns[attribute.name] = [read_cells.get(cell) for cell in cells]
    return columns


def _value(cell: str, attribute: Attribute) -> Value:
    if not cell:
        if attribute.is_required:
            raise BadCellError("the cell is empty", f"fill it: {attribute.description}")
        return () if attribute.type in LISTS else "" if attribute.type == "prose" else None
    value = READERS[attribute.type](cell)
    for item in value if isinstance(value, tuple) else (value,):
        if attribute.allowed:
            one_of(str(item), attribute.allowed)
        if isinstance(item, int | float) and not isinstance(item, bool):
            low, high = attribute.minimum, attribute.maximum
            if isinstance(low, float) and item < low:
                raise BadCellError(f"{item:g} is below {low:g}", _range(attribute))
            if isinstance(high, float) and item > high:
                raise BadCellError(f"{item:g} is above {high:g}", _range(attribute))
    return value


def _range(attribute: Attribute) -> str:
    low, high = attribute.minimum, attribute.maximum
    unit = f" ({attribute.unit})" if attribute.unit else ""
    return f"allowed{unit}: from {'any' if low is None else low} to {'any' if high is None else high}"


def _check_bounds(
    file: str,
    grid: _Grid,
    attributes: Sequence[Attribute],
    columns: dict[str, list[Any]],
    faults: list[Fault],
) -> None:
    """Bounds that name another attribute of the row: low <= value <= high, since <= until."""
    for attribute in attributes:
        for bound, is_low in ((attribute.minimum, True), (attribute.maximum, False)):
            if not isinstance(bound, str):
                continue
            for line, value, limit in zip(grid.lines, columns[attribute.name], columns[bound], strict=True):
                if value is None or limit is None or (value >= limit if is_low else value <= limit):
                    continue
                relation = "below" if is_low else "above"
                what = f"{value} is {relation} {bound} ({limit})"
                faults.append(Fault(file, line, attribute.name, what, f"mend {attribute.name} or {bound}"))


def _check_ids(file: str, grid: _Grid, ids: Sequence[Value], faults: list[Fault]) -> None:
    first: dict[Value, int] = {}
    for line, row_id in zip(grid.lines, ids, strict=True):
        if row_id is not None and first.setdefault(row_id, line) != line:
            what = f"the id '{row_id}' stands in line {first[row_id]} already"
            faults.append(Fault(file, line, "id", what, "give each row an id of its own"))


def _check_origin(
    file: str,
    grid: _Grid,
    columns: dict[str, list[Any]],
    sources: Collection[str] | None,
    faults: list[Fault],
) -> None:
    """Known sources; a row is assumed and says why in its note, or it names a source."""
    for line, cited in zip(grid.lines, columns["sources"], strict=True):
        for source in cited or ():
            if sources is not None and source not in sources:
                what = unknown("source", source, sources)
                mend = "name an id of sources.csv, or add the source to a sources.csv beside this file"
                faults.append(Fault(file, line, "sources", what, mend))
    for line, grade, cited, note in zip(
        grid.lines, columns["evidence"], columns["sources"], columns["note"], strict=True
    ):
        if grade is Evidence.ASSUMED and not note:
            what = "an assumed figure without its reason"
            faults.append(Fault(file, line, "note", what, "say in the note why it is assumed"))
        elif grade not in (Evidence.ASSUMED, None) and not cited:
            what = f"a {grade} figure without a source"
            mend = "name an id of sources.csv, or call it assumed with the reason in the note"
            faults.append(Fault(file, line, "sources", what, mend))


def _shortened(faults: list[Fault]) -> list[Fault]:
    """All faults, or the first ones and a last line that counts the rest."""
    rest = len(faults) - _MOST_FAULTS
    if rest <= 0:
        return faults
    last = faults[_MOST_FAULTS]
    return [
        *faults[:_MOST_FAULTS],
        Fault(last.file, last.line, "-", f"and {rest} more faults from here on", "mend these first"),
    ]


def references(kind: type[AnyRow], row: AnyRow) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(column, id that it names, tables that may hold it) for every cell of a row that names another row."""
    for attribute in schema.of(kind):
        if attribute.refers_to and attribute.name != "sources":
            value = getattr(row, attribute.name)
            for item in value if isinstance(value, tuple) else (value,):
                if item is not None:
                    yield attribute.name, item, attribute.refers_to

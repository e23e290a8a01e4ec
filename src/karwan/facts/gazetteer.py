"""Finds rows of table `places` by what their names fold to, without reading the whole table.

The table is large and most questions name two of its rows: the file is folded as one text, the name is sought
in it, and only the lines that hold it are read (by the same reader and schema as any table). A table with a
user's rows laid over it is read whole.
"""

from __future__ import annotations

import weakref

from karwan.facts import table
from karwan.facts.load import Facts
from karwan.facts.rows import PlaceRow
from karwan.facts.spelling import folded, key
from karwan.facts.table import Text


class Gazetteer:
    """The places by name; a line of folded text a row, cells set off by commas, lists by semicolons."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rows: dict[int, PlaceRow] = {}
        self._spellings: dict[str, int] = {}
        texts = facts.texts(PlaceRow)
        decoded = texts[0].content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
        self._file = texts[0].file
        self._lines = decoded.split("\n")
        if len(texts) == 1 and all(line.count('"') % 2 == 0 for line in self._lines):  # a row is one line
            self._keep(folded(decoded))
        else:
            self._read_whole()

    def named(self, name: str) -> list[PlaceRow]:
        """Rows that bear a name or code in any spelling of it; failing that, with blanks set otherwise."""
        wanted = key(name)
        if not wanted or "\n" in wanted:
            return []
        rows = [row for row in self._holding(self._items, f",{wanted},") if wanted in keys(row)]
        if rows:
            return rows
        joined = wanted.replace(" ", "")
        return [
            row
            for row in self._holding(self._items.replace(" ", ""), f",{joined},")
            if joined in {other.replace(" ", "") for other in keys(row)}
        ]

    def beginning(self, name: str) -> list[PlaceRow]:
        """Rows one of whose names begins with this."""
        wanted = key(name)
        rows = self._holding(self._items, f",{wanted}") if wanted else []
        return [row for row in rows if any(other.startswith(wanted) for other in keys(row))]

    def with_id(self, row_id: str) -> PlaceRow | None:
        """The row of an id."""
        rows = self._holding(self._items, f"\n{folded(row_id)},")
        return next((row for row in rows if row.id == row_id), None)

    def spellings(self) -> dict[str, int]:
        """Every folded name in the table with the number of the first row that bears it."""
        if not self._spellings:
            lines = self._folded.split("\n")
            header = lines[0].split(",")
            columns = (header.index("name"), header.index("names"))
            for number, line in enumerate(lines[1:], start=1):
                cells = line.split(",")
                if len(cells) >= len(header):
                    for name in ";".join([cells[column] for column in columns]).split(";"):
                        self._spellings.setdefault(name, number)
            self._spellings.pop("", None)
        return self._spellings

    def row(self, number: int) -> PlaceRow:
        """The row of a line; the header is line 0.

        Raises:
            FactError: the table is wrong; all its faults are said.
        """
        if number not in self._rows:
            text = Text(self._file, f"{self._lines[0]}\n{self._lines[number]}\n".encode())
            line = table.read(PlaceRow, text, None)
            if line.faults:
                self._read_whole()  # tells the fault with its line
            else:
                self._rows[number] = line.rows[0]
        return self._rows[number]

    def _holding(self, items: str, sought: str) -> list[PlaceRow]:
        """Rows on whose line a text stands, in the order of the table."""
        numbers: dict[int, None] = {}
        at = items.find(sought)
        while at >= 0:
            numbers[items.count("\n", 0, at + 1)] = None
            at = items.find(sought, at + len(sought) - 1)
        return [self.row(number) for number in numbers if number > 0]

    def _read_whole(self) -> None:
        rows = self._facts.rows(PlaceRow)
        self._rows = dict(enumerate(rows, start=1))
        cells = (
            f"{row.id},{_set_off(row.name)},{';'.join(map(_set_off, (*row.names, *row.codes)))}"
            for row in rows
        )
        self._keep(folded("\n".join(("id,name,names", *cells))))

    def _keep(self, text: str) -> None:
        self._folded = text
        self._items = text.replace(";", ",").replace("\n", ",\n") + ",\n"


def keys(row: PlaceRow) -> set[str]:
    """All that a row may be called: names and codes, folded."""
    return {key(_set_off(name)) for name in (row.name, *row.names, *row.codes)}


def of(facts: Facts) -> Gazetteer:
    """The gazetteer of some facts; made once."""
    if facts not in _made:
        _made[facts] = Gazetteer(facts)
    return _made[facts]


_made: weakref.WeakKeyDictionary[Facts, Gazetteer] = weakref.WeakKeyDictionary()


def _set_off(name: str) -> str:
    """A name without the signs that set off cells and items."""
    return " ".join(name.replace(",", " ").replace(";", " ").replace('"', " ").split())

"""What the fact tables hold: all tables, the rows of one, one row with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from karwan.errors import InputError, unknown
from karwan.facts import schema
from karwan.facts.load import Facts
from karwan.facts.rows import TABLES, Row, Source
from karwan.facts.schema import Attribute
from karwan.words.evidence import Evidence

# Columns of a row that tell its origin rather than the fact, and columns that a list of rows has room for.
_ORIGIN = frozenset({"sources", "note"})
_MOST_COLUMNS = 9
# Whose a row is that stands in a file of the user, and that is what theirs left of one of ours.
YOURS, IN_PART = "yours", "ours, in part"


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One table: what a row is, how many there are, by class of evidence (none for the sources).

    Attributes:
        key: the columns by which a user's rows stand instead of ours; empty if only by the id.
        yours: how many rows stand in a file of the user.
        replaced, shortened: ids of rows of ours that the user's set aside, and that hold in part only.
    """

    name: str
    description: str
    rows: int
    by_evidence: Mapping[Evidence, int]
    key: tuple[str, ...]
    yours: int
    replaced: tuple[str, ...]
    shortened: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON types."""
        return {
            "table": self.name,
            "description": self.description,
            "rows": self.rows,
            "evidence": {str(evidence): count for evidence, count in self.by_evidence.items()},
            "key": list(self.key),
            "yours": self.yours,
            "replaced": list(self.replaced),
            "shortened": list(self.shortened),
        }


@dataclass(frozen=True, slots=True)
class TablesShown:
    """All tables."""

    tables: tuple[TableSummary, ...]

    def as_json(self) -> dict[str, Any]:
        """The tables as JSON types; docs/reference/json.md names the keys."""
        return {"tables": [table.as_json() for table in self.tables]}


@dataclass(frozen=True, slots=True)
class TableShown:
    """The rows of one table.

    Attributes:
        short: the columns that a list of rows shows.
        rows: those that count. aside: those of ours that a user's rows set aside.
        whose: whose each row is by its id; empty if no row of a user stands in the table.
    """

    name: str
    columns: tuple[Attribute, ...]
    short: tuple[str, ...]
    rows: tuple[Row | Source, ...]
    aside: tuple[Row | Source, ...]
    whose: Mapping[str, str]

    def of(self, columns: Sequence[str]) -> TableShown:
        """The same rows with their id and some of their columns.

        Raises:
            InputError: there is no such column.
        """
        known = [column.name for column in self.columns]
        for name in columns:
            if name not in known:
                raise InputError(unknown("column", name, known))
        wanted = {"id", *columns}
        return replace(self, columns=tuple(column for column in self.columns if column.name in wanted))

    def as_json(self) -> dict[str, Any]:
        """Every row with every column, as JSON types."""
        return {
            "table": self.name,
            "columns": [_column(attribute) for attribute in self.columns],
            "rows": [
                {column.name: _json(getattr(row, column.name)) for column in self.columns}
                for row in self.rows
            ],
            "yours": [row_id for row_id, whose in self.whose.items() if whose == YOURS],
            "in_part": [row_id for row_id, whose in self.whose.items() if whose == IN_PART],
            "set_aside": [row.id for row in self.aside],
        }


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row with its columns and its sources.

    Attributes:
        whose: whose row it is. is_replaced: a user's row stands for ours.
    """

    name: str
    columns: tuple[Attribute, ...]
    row: Row | Source
    sources: tuple[Source, ...]
    whose: str
    is_replaced: bool

    def as_json(self) -> dict[str, Any]:
        """The row as JSON types."""
        return {
            "table": self.name,
            "columns": [_column(attribute) for attribute in self.columns],
            "row": {column.name: _json(getattr(self.row, column.name)) for column in self.columns},
            "sources": [source_json(source) for source in self.sources],
            "whose": self.whose,
            "replaces_ours": self.is_replaced,
        }


def tables(facts: Facts) -> TablesShown:
    """Every table with its number of rows by class of evidence."""
    return TablesShown(tuple(_summary(facts, kind) for kind in TABLES))


def table(facts: Facts, name: str) -> TableShown:
    """The rows of one table.

    Raises:
        InputError: there is no such table.
    """
    kind = _kind(name)
    attributes = schema.of(kind)
    rows = facts.rows(kind)
    whose = {row.id: _whose(facts, kind, row.id) for row in rows} if facts.yours(kind) else {}
    return TableShown(kind.table, attributes, _short(attributes), rows, facts.aside(kind), whose)


def row(facts: Facts, name: str, row_id: str) -> RowShown:
    """One row by its id; one of ours that the user's set aside as it was.

    Raises:
        InputError: there is no such table, or no such row in it.
    """
    kind = _kind(name)
    rows = {row.id: row for row in facts.aside(kind)} | dict(facts.by_id(kind))
    folded = {other.casefold(): other for other in rows}
    found = rows.get(folded.get(row_id.strip().casefold(), ""))
    if found is None:
        message = unknown(f"row of {kind.table}", row_id, rows, f"`karwan facts {kind.table}` lists its rows")
        raise InputError(message)
    sources = facts.by_id(Source)
    cited = () if isinstance(found, Source) else tuple(sources[source] for source in found.sources)
    whose = _whose(facts, kind, found.id)
    is_replaced = whose == YOURS and any(row.id == found.id for row in facts.aside(kind))
    return RowShown(kind.table, schema.of(kind), found, cited, whose, is_replaced)


def source_json(source: Source) -> dict[str, Any]:
    """A source as JSON types."""
    return {
        "id": source.id,
        "title": source.title,
        "address": source.address,
        "read_on": _json(source.read_on),
        "licence": source.licence,
    }


def _summary(facts: Facts, kind: type[Row | Source]) -> TableSummary:
    rows = facts.rows(kind)
    counted = Counter(row.evidence for row in rows if isinstance(row, Row))
    by_evidence = {evidence: counted[evidence] for evidence in Evidence} if kind is not Source else {}
    return TableSummary(
        name=kind.table,
        description=(kind.__doc__ or "").splitlines()[0].split(". ")[0].rstrip("."),
        rows=len(rows),
        by_evidence=by_evidence,
        key=kind.key,
        yours=len(facts.yours(kind)),
        replaced=tuple(row.id for row in facts.aside(kind)),
        shortened=tuple(row for name, row in facts.shortened if name == kind.table),
    )


def _whose(facts: Facts, kind: type[Row | Source], row_id: str) -> str:
    """Whose a row is, in words."""
    if row_id in facts.yours(kind):
        return YOURS
    if row_id not in facts.by_id(kind):
        return "ours, set aside"
    return IN_PART if row_id in facts.parts(kind) else "ours"


def _kind(name: str) -> type[Row | Source]:
    known = {kind.table: kind for kind in TABLES}
    word = name.strip().casefold().removesuffix(".csv").replace("-", "_")
    if word not in known:
        raise InputError(unknown("table", name, known, f"the tables are {', '.join(known)}"))
    return known[word]


def _short(attributes: tuple[Attribute, ...]) -> tuple[str, ...]:
    """The columns that say most: those that are filled in every row first, bounds and origins left out."""
    bounds = {attribute.name for attribute in attributes if isinstance(attribute.minimum, str)}
    bounds |= {attribute.name for attribute in attributes if isinstance(attribute.maximum, str)}
    usual = [
        attribute
        for attribute in attributes
        if attribute.name not in _ORIGIN | bounds and (attribute.is_required or attribute.type != "prose")
    ]
    needed = [attribute.name for attribute in usual if attribute.is_required]
    more = [attribute.name for attribute in usual if not attribute.is_required]
    chosen = {*needed, *more[: max(0, _MOST_COLUMNS - len(needed))]}
    return tuple(attribute.name for attribute in attributes if attribute.name in chosen)


def _column(attribute: Attribute) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "type": attribute.type,
        "unit": attribute.unit or None,
        "required": attribute.is_required,
        "description": attribute.description,
    }


def _json(value: object) -> Any:  # noqa: ANN401
    """A cell as JSON types: days as ISO dates, lists as lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return str(value) if isinstance(value, Evidence) else value

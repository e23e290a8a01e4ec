"""What the fact tables hold: all tables, the rows of one, one row with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One table: what a row is, how many there are, by class of evidence (none for the sources)."""

    name: str
    description: str
    rows: int
    by_evidence: Mapping[Evidence, int]
    replaced: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON types."""
        return {
            "table": self.name,
            "description": self.description,
            "rows": self.rows,
            "evidence": {str(evidence): count for evidence, count in self.by_evidence.items()},
            "replaced": list(self.replaced),
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
    """The rows of one table; `short` names the columns that a list of rows shows."""

    name: str
    columns: tuple[Attribute, ...]
    short: tuple[str, ...]
    rows: tuple[Row | Source, ...]

    def as_json(self) -> dict[str, Any]:
        """Every row with every column, as JSON types."""
        return {
            "table": self.name,
            "columns": [_column(attribute) for attribute in self.columns],
            "rows": [
                {column.name: _json(getattr(row, column.name)) for column in self.columns}
                for row in self.rows
            ],
        }


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row with its columns and its sources; `is_replaced`: a user's row stands for ours."""

    name: str
    columns: tuple[Attribute, ...]
    row: Row | Source
    sources: tuple[Source, ...]
    is_replaced: bool

    def as_json(self) -> dict[str, Any]:
        """The row as JSON types."""
        return {
            "table": self.name,
            "columns": [_column(attribute) for attribute in self.columns],
            "row": {column.name: _json(getattr(self.row, column.name)) for column in self.columns},
            "sources": [source_json(source) for source in self.sources],
            "replaces_ours": self.is_replaced,
        }


def tables(facts: Facts) -> TablesShown:
    """Every table with its number of rows by class of evidence."""
    replaced = facts.replaced
    return TablesShown(tuple(_summary(facts, kind, replaced) for kind in TABLES))


def table(facts: Facts, name: str) -> TableShown:
    """The rows of one table.

    Raises:
        InputError: there is no such table.
    """
    kind = _kind(name)
    attributes = schema.of(kind)
    return TableShown(kind.table, attributes, _short(attributes), facts.rows(kind))


def row(facts: Facts, name: str, row_id: str) -> RowShown:
    """One row by its id.

    Raises:
        InputError: there is no such table, or no such row in it.
    """
    kind = _kind(name)
    rows = facts.by_id(kind)
    folded = {other.casefold(): other for other in rows}
    found = rows.get(folded.get(row_id.strip().casefold(), ""))
    if found is None:
        message = unknown(f"row of {kind.table}", row_id, rows, f"`karwan facts {kind.table}` lists its rows")
        raise InputError(message)
    sources = facts.by_id(Source)
    cited = () if isinstance(found, Source) else tuple(sources[source] for source in found.sources)
    is_replaced = (kind.table, found.id) in facts.replaced
    return RowShown(kind.table, schema.of(kind), found, cited, is_replaced)


def source_json(source: Source) -> dict[str, Any]:
    """A source as JSON types."""
    return {
        "id": source.id,
        "title": source.title,
        "address": source.address,
        "read_on": _json(source.read_on),
        "licence": source.licence,
    }


def _summary(facts: Facts, kind: type[Row | Source], replaced: tuple[tuple[str, str], ...]) -> TableSummary:
    rows = facts.rows(kind)
    counted = Counter(row.evidence for row in rows if isinstance(row, Row))
    description = (kind.__doc__ or "").splitlines()[0].split(". ")[0].rstrip(".")
    by_evidence = {evidence: counted[evidence] for evidence in Evidence} if kind is not Source else {}
    own = tuple(row_id for table_name, row_id in replaced if table_name == kind.table)
    return TableSummary(kind.table, description, len(rows), by_evidence, own)


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

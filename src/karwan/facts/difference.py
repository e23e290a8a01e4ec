"""Two sets of rows side by side: what only one has, and where they say otherwise about the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from karwan.facts.load import Facts
from karwan.facts.row import Row, Source
from karwan.facts.rows import TABLES

# What a row says of itself and not of the world; `id` is meaning only where a table has no key.
_OF_ITSELF = frozenset({"id", "note"})
# Besides the key, rows about the same thing are told apart by these.
_WHEN = ("year", "since", "until")

AnyRow = Row | Source
Rows = Mapping[type[Any], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing about which two sides have rows: `key` says what, by column.

    Attributes:
        kind: record of the table. key: columns and their cells, or the id.
        first, second: the rows of each side about it; one is empty where only the other speaks of it.
        columns: of rows about the same thing and time, the columns that differ, with both cells.
    """

    kind: type[Any]
    key: tuple[tuple[str, Any], ...]
    first: tuple[Any, ...]
    second: tuple[Any, ...]
    columns: tuple[tuple[str, Any, Any], ...] = ()


def own_rows(facts: Facts) -> Rows:
    """The rows that a user's folders lay over ours, by table, claimed ones among them."""
    found = {}
    for kind in TABLES:
        if yours := facts.yours(kind):
            found[kind] = [row for row in facts.rows(kind) if row.id in yours]
    return found


def rows_about(facts: Facts, others: Rows) -> Rows:
    """The rows of ours that are about what others speak of: of the same id or key."""
    found: dict[type[Any], Sequence[Any]] = {}
    for kind, rows in others.items():
        ids, keys = {row.id for row in rows}, {key_of(row) for row in rows}
        found[kind] = [row for row in facts.rows(kind) if row.id in ids or (kind.key and key_of(row) in keys)]
    return found


def key_of(row: AnyRow) -> tuple[tuple[str, Any], ...]:
    """What a row is about: the cells of the key of its table, or its id."""
    return tuple((column, getattr(row, column)) for column in type(row).key or ("id",))


def differences(first: Rows, second: Rows) -> list[Differs]:
    """Everything about which two sides do not say the same, by table in the order of the tables.

    Sources are compared by nobody: a row names them, and they are told with it.
    """
    found = []
    for kind in (table for table in TABLES if table is not Source):
        groups: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for side, rows in enumerate((first, second)):
            for row in rows.get(kind, ()):
                groups[key_of(row)][side].append(row)
        for key, (ours, theirs) in groups.items():
            if {_meaning(row) for row in ours} != {_meaning(row) for row in theirs}:
                found.append(Differs(kind, key, tuple(ours), tuple(theirs), tuple(_columns(ours, theirs))))
    return found


def _meaning(row: AnyRow) -> tuple[Any, ...]:
    return tuple(getattr(row, one.name) for one in fields(row) if one.name not in _OF_ITSELF)


def _columns(ours: Sequence[Any], theirs: Sequence[Any]) -> list[tuple[str, Any, Any]]:
    """The columns in which rows of both sides differ that are about the same time, or stand alone."""
    pairs = [(one, other) for one in ours for other in theirs if _when(one) == _when(other)]
    if not pairs and len(ours) == len(theirs) == 1:
        pairs = [(ours[0], theirs[0])]
    return [
        (one.name, getattr(mine, one.name), getattr(yours, one.name))
        for mine, yours in pairs
        for one in fields(mine)
        if one.name not in _OF_ITSELF and getattr(mine, one.name) != getattr(yours, one.name)
    ]


def _when(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - rows of any table
    return tuple(getattr(row, column, None) for column in _WHEN)

"""Whether laid rows changed what the tables say: their meaning is compared, not their ids and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from karwan.facts.row import Row, Source

# Where a row comes from, and when, is no meaning of it.
_ASIDE = frozenset({"id", "evidence", "sources", "note", "why", "last_seen", "since", "until"})
_DAY = timedelta(days=1)


def changes(kind: type[Row | Source], before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Whether two sets of rows of one table say different things on some day."""
    if kind is Source:
        return False
    columns = tuple(one.name for one in fields(kind) if one.name not in _ASIDE)
    is_named = not kind.key
    if is_named:
        columns = ("id", *columns)
    if "since" not in {one.name for one in fields(kind)}:
        return _meanings(columns, before) != _meanings(columns, after)
    days = {date.min}
    for row in (*before, *after):
        days |= {row.since} if row.since else set()
        days |= {row.until + _DAY} if row.until and row.until < date.max else set()
    return any(
        _meanings(columns, _on(before, day)) != _meanings(columns, _on(after, day)) for day in sorted(days)
    )


def _meanings(columns: Sequence[str], rows: Iterable[Any]) -> set[tuple[Any, ...]]:
    return {tuple(getattr(row, column) for column in columns) for row in rows}


def _on(rows: Iterable[Any], day: date) -> list[Any]:
    return [row for row in rows if (row.since or date.min) <= day <= (row.until or date.max)]

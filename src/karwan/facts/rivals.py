"""Rows of one file that are about the same thing on the same days, and say different things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from karwan.errors import Fault
from karwan.facts.rows import CrossingHours, Insurance, Need
from karwan.facts.table import Text, line_of

# Of these several rows of one key hold at once: shifts add up, the best state of a need and the dearest cover
# count.
_TOGETHER = (CrossingHours, Need, Insurance)
# What tells rows of one key apart without contradiction: each holds for goods, months or a year of its own.
_APART = ("goods", "months", "un_classes", "spares_international", "year")
# What a row says about itself and not about the world.
_BESIDE = frozenset({"id", "since", "until", "evidence", "sources", "note", "last_seen", "why", "how"})


def rival_faults(kind: type[Any], text: Text, rows: Sequence[Any]) -> list[Fault]:
    """Pairs of rows whose periods overlap and that contradict each other, each as a fault of the later one.

    Tables without a first and last day hold no periods.
    """
    if kind in _TOGETHER or not kind.key or not hasattr(kind, "since"):
        return []
    names = [field.name for field in fields(kind)]
    told = [name for name in names if name not in (*kind.key, *_APART, *_BESIDE)]
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        key = (*kind.key, *(name for name in _APART if name in names))
        groups[tuple(getattr(row, name) for name in key)].append(row)
    pairs = (pair for group in groups.values() for pair in _pairs(group, told))
    return [_fault(text, first, second, told) for first, second in pairs]


def _pairs(group: Sequence[Any], told: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    """Rows that share a day with the one before them that lasts longest, and differ in what is told."""
    ordered = sorted(group, key=lambda row: row.since or date.min)
    lasting = ordered[0]
    for row in ordered[1:]:
        if (row.since or date.min) <= (lasting.until or date.max) and _differing(lasting, row, told):
            yield lasting, row
        lasting = max(lasting, row, key=lambda one: one.until or date.max)


def _differing(first: Any, second: Any, told: Sequence[str]) -> list[str]:  # noqa: ANN401 - rows of any table
    return [name for name in told if getattr(first, name) != getattr(second, name)]


def _fault(text: Text, first: Any, second: Any, told: Sequence[str]) -> Fault:  # noqa: ANN401
    column = _differing(first, second, told)[0]
    mine, other = (_cell(getattr(row, column)) for row in (second, first))
    lines = [line_of(text, row.id) for row in (first, second)]
    what = (
        f"row '{second.id}' says {column} {mine}, and row '{first.id}' on line {lines[0]} says {other} "
        f"on the same days ({_shared(first, second)})"
    )
    return Fault(text.file, lines[1], "since", what, "end one before the other begins, or leave one out")


def _shared(first: Any, second: Any) -> str:  # noqa: ANN401
    """The days that two rows share."""
    since = max(first.since or date.min, second.since or date.min)
    until = min(first.until or date.max, second.until or date.max)
    words = [] if since == date.min else [f"from {since}"]
    words += [] if until == date.max else [f"to {until}"]
    return " ".join(words) or "always"


def _cell(value: object) -> str:
    """A value as it is written in a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"'{';'.join(map(str, value))}'"
    return f"'{'' if value is None else value}'"

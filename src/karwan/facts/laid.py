"""How a user's rows lie over ours (docs/rules, section 4).

A row replaces the one of the same id. In a table with a key, a user's rows for a key stand instead of all of
ours for it; where rows have a first and last day, only on the days of the user's rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from karwan.facts.row import Measure, Row, Source
from karwan.words.evidence import Evidence

AnyRow = TypeVar("AnyRow", bound=Row | Source)

# What a cell of these columns says when a row is about every direction, or every side, at once.
_WHOLE: Mapping[str, str | None] = {"direction": "both", "side": None}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Laid(Generic[AnyRow]):
    """A table with the user's rows laid over ours.

    Attributes:
        rows: those that count, in the order of our file, then of the user's.
        yours: ids of rows that stand in a file of the user.
        replaced: rows of ours that no longer stand, or stand with other cells.
        shortened: rows of ours, as they were, that hold only on days or in a direction that the user left.
        parts: ids of what is left of those; the first part of a row keeps its id.
    """

    rows: tuple[AnyRow, ...]
    yours: frozenset[str] = frozenset()
    replaced: tuple[AnyRow, ...] = ()
    shortened: tuple[AnyRow, ...] = ()
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Piece(Generic[AnyRow]):
    """A row, or what is left of one: `origin` is the row of ours that it comes from, None for a user's."""

    row: AnyRow
    origin: AnyRow | None


def laid(kind: type[AnyRow], ours: Sequence[AnyRow], layers: Sequence[Sequence[AnyRow]]) -> Laid[AnyRow]:
    """The rows of a table with the user's folders laid over ours, the last one on top."""
    if not any(layers):
        return Laid(tuple(ours))
    pieces = [_Piece(row, row) for row in ours]
    for layer in layers:
        pieces = _under(kind, pieces, layer)
    kept = [(piece.row, piece.origin) for piece in pieces if piece.origin is not None]
    left = {origin.id for _, origin in kept}
    cut = {row.id: origin for row, origin in kept if row is not origin}
    yours = {piece.row.id: piece.row for piece in pieces if piece.origin is None}
    return Laid(
        tuple(piece.row for piece in pieces),
        frozenset(yours),
        tuple(row for row in ours if row.id not in left and yours.get(row.id) != row),
        tuple({origin.id: origin for origin in cut.values()}.values()),
        frozenset(cut),
    )


def laid_again(
    kind: type[AnyRow], under: Laid[AnyRow], rows: Sequence[AnyRow], removed: Collection[str]
) -> Laid[AnyRow]:
    """More rows laid over a table that may be laid already, and without some that no longer stand."""
    gone = frozenset(removed)
    stood = tuple(row for row in under.rows if row.id not in gone) if gone else under.rows
    over = laid(kind, stood, [rows])
    ids = {row.id for row in over.rows}
    lost = tuple(row for row in under.rows if row.id in gone)
    return Laid(
        over.rows,
        over.yours | (under.yours & ids),
        (*under.replaced, *(row for row in (*lost, *over.replaced) if row.id not in under.yours)),
        (*under.shortened, *(row for row in over.shortened if row.id not in under.yours)),
        over.parts | (under.parts & ids),
    )


def _under(
    kind: type[AnyRow], pieces: Sequence[_Piece[AnyRow]], layer: Sequence[AnyRow]
) -> list[_Piece[AnyRow]]:
    """The pieces that count under one more folder, with its rows."""
    same_id = {row.id: row for row in layer}
    rivals = _by_key(kind, layer)
    taken = {piece.row.id for piece in pieces} | set(same_id)
    found: list[_Piece[AnyRow]] = []
    # A whole key is dear to make; most rows differ in its first column already.
    column = next((column for column in kind.key if column not in _WHOLE), "id")
    named = {getattr(row, column) for row in layer}
    for piece in pieces:
        if piece.row.id in same_id:
            found.append(_Piece(same_id.pop(piece.row.id), None))
        elif getattr(piece.row, column) in named and (over := rivals.get(_key(kind, piece.row))):
            left = _left(kind, piece.row, over)
            found += [_Piece(row, piece.origin) for row in _named(left, taken)]
        else:
            found.append(piece)
    return [*found, *(_Piece(row, None) for row in same_id.values())]


def _by_key(kind: type[AnyRow], layer: Sequence[AnyRow]) -> Mapping[tuple[Any, ...], list[AnyRow]]:
    """The rows that stand instead of others, by key; what is claimed is never used and sets nothing aside."""
    rows = defaultdict(list)
    if kind.key:
        for row in layer:
            if not (isinstance(row, Measure) and row.evidence is Evidence.CLAIMED):
                rows[_key(kind, row)].append(row)
    return rows


def _key(kind: type[AnyRow], row: AnyRow) -> tuple[Any, ...]:
    """The cells of the key, but for those that may speak of all directions or sides at once."""
    return tuple(getattr(row, column) for column in kind.key if column not in _WHOLE)


def _left(kind: type[AnyRow], row: AnyRow, over: Sequence[AnyRow]) -> list[Any]:
    """What is left of a row under rows that share its key; in parts where it is cut in the middle."""
    left: list[Any] = [row]
    for upper in over:
        if hasattr(kind, "since"):
            left = [part for one in left for part in _outside(one, upper)]
        elif all(
            getattr(upper, column) in (getattr(row, column), all_of_it)
            for column, all_of_it in _WHOLE.items()
            if column in kind.key
        ):
            return []
    return left


def _outside(row: Any, upper: Any) -> list[Any]:  # noqa: ANN401 - rows of any table with a first and last day
    """What is left of a row outside the days and the direction of another."""
    since, until = row.since or date.min, row.until or date.max
    first, last = max(since, upper.since or date.min), min(until, upper.until or date.max)
    if first > last:
        return [row]
    way, other = getattr(upper, "direction", "both"), getattr(row, "direction", "both")
    if way not in ("both", other) and other != "both":
        return [row]
    parts = [replace(row, until=first - _DAY)] if since < first else []
    if way not in ("both", other):
        back = ">".join(reversed(way.split(">")))
        parts.append(replace(row, since=_bound(first), until=_bound(last), direction=back))
    return [*parts, replace(row, since=last + _DAY)] if last < until else parts


def _bound(day: date) -> date | None:
    return None if day in (date.min, date.max) else day


def _named(rows: Sequence[Any], taken: set[str]) -> list[Any]:
    """The parts of one row with ids of their own: the first keeps the id."""
    named = list(rows[:1])
    for row in rows[1:]:
        number = 2
        while f"{row.id}.{number}" in taken:
            number += 1
        taken.add(f"{row.id}.{number}")
        named.append(replace(row, id=f"{row.id}.{number}"))
    return named

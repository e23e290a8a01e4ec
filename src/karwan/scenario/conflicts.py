"""Two measures that set the same thing otherwise.

A measure may override what a scenario set on which its own rests, and change what it finds (a factor, a sum).
It may follow on another: "closed from May", "open from July". All else is a conflict, and told with both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from karwan.scenario.record import Owner
from karwan.scenario.scene import Effect, Origin, Scene


@dataclass(frozen=True, slots=True)
class _Claim:
    """Who set a row, or (of a table without a key) a column of a row; since when."""

    number: int
    origin: Origin
    owner: Owner
    row: Any


class Claims:
    """What the measures so far have set."""

    def __init__(self) -> None:
        self._by_row: dict[tuple[str, str, str], _Claim] = {}

    def add(
        self,
        rows: Mapping[type[Any], Sequence[Any]],
        gone: Mapping[type[Any], Sequence[Any]],
        scene: Scene,
        number: int,
        owner: Owner,
    ) -> None:
        """Notes what a measure set."""
        for kind, some in rows.items():
            for row in some:
                for column in _columns(kind, row, gone.get(kind, ())):
                    self._by_row[kind.table, row.id, column] = _Claim(number, scene.origin, owner, row)

    def taken(
        self, gone: Mapping[type[Any], Sequence[Any]], effect: Effect, owner: Owner
    ) -> tuple[str, str] | None:
        """What a measure would undo of another, with the mend; None if nothing."""
        if effect.is_relative:
            return None
        for claim, row in self._met(gone, effect):
            if not _may_follow(claim, owner, row):
                return _told(claim)
        return None

    def same_as(self, gone: Mapping[type[Any], Sequence[Any]], effect: Effect, owner: Owner) -> int | None:
        """The measure of another scenario that set what a measure without effect sets; None if none did."""
        others = (claim.number for claim, _ in self._met(gone, effect) if claim.owner.id != owner.id)
        return next(others, None)

    def _met(self, gone: Mapping[type[Any], Sequence[Any]], effect: Effect) -> Iterator[tuple[_Claim, Any]]:
        """The claims that the rows of a measure touch, each with the row."""
        if not self._by_row:
            return
        for row in effect.rows:
            for column in _columns(type(row), row, gone.get(type(row), ())):
                for old in gone.get(type(row), ()):
                    if type(row).key and not _same_key(row, old):
                        continue
                    claim = self._claim(type(row).table, old.id, column)
                    if claim is not None:
                        yield claim, row

    def _claim(self, table: str, row: str, column: str) -> _Claim | None:
        # What is left of a row that was cut in the middle bears its id with a number.
        return self._by_row.get((table, row, column)) or self._by_row.get(
            (table, row.rsplit(".", 1)[0], column)
        )


def _columns(kind: type[Any], row: Any, gone: Sequence[Any]) -> tuple[str, ...]:  # noqa: ANN401
    """Of a table with a key a row is set whole; of another, the columns in which it differs from before."""
    if kind.key:
        return ("",)
    old = next((one for one in gone if one.id == row.id), None)
    return tuple(
        one.name
        for one in fields(kind)
        if one.name not in ("id", "evidence", "sources", "note")
        and (old is None or getattr(old, one.name) != getattr(row, one.name))
    )


def _same_key(one: Any, other: Any) -> bool:  # noqa: ANN401 - rows of one table
    return all(
        getattr(one, column) == getattr(other, column)
        for column in type(one).key
        if column not in ("direction", "side")
    )


def _may_follow(claim: _Claim, owner: Owner, row: Any) -> bool:  # noqa: ANN401 - a row of any table
    if claim.owner.id in owner.under:
        return True
    began = getattr(claim.row, "since", None) or date.min
    is_open = getattr(claim.row, "until", None) is None
    return is_open and (getattr(row, "since", None) or date.min) > began


def _told(claim: _Claim) -> tuple[str, str]:
    place = f"{claim.origin.file}:{claim.origin.line}" if claim.origin.line else claim.origin.file
    what = f"conflict: measure {claim.number} ({place}) sets the same thing otherwise"
    return what, "keep one of them, part their days, or make one scenario the base of the other"

"""The schema of a table is a table: one row for each attribute."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from karwan.facts.rows import TABLES, Row, Source

AnyRow = TypeVar("AnyRow", bound=Row | Source)
FOLDER = Path(__file__).parent / "schema"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column of a table.

    Attributes:
        name: of the column and of the field of the row's record.
        type: a key of `cells.READERS`. unit: as shown to readers, empty where none applies.
        is_required: whether the cell must be filled.
        minimum, maximum: a number, or the name of another attribute of the row; None is unbounded.
        allowed: the closed set of words; empty if any will do.
        refers_to: tables of which the cell (or each of its items) names an id; empty if none.
        description: what the column says.
        is_free: any text will do.
    """

    name: str
    type: str
    unit: str
    is_required: bool
    minimum: float | str | None
    maximum: float | str | None
    allowed: tuple[str, ...]
    refers_to: tuple[str, ...]
    description: str
    is_free: bool

    def holds(self, value: object) -> bool:
        """Whether a number lies between the bounds that are numbers."""
        low, high = self.minimum, self.maximum
        return (
            isinstance(value, int | float)
            and (not isinstance(low, float) or value >= low)
            and (not isinstance(high, float) or value <= high)
        )

    def range_in_words(self) -> str:
        """What numbers are allowed, with the unit."""
        low, high = ("any" if bound is None else f"{bound}" for bound in (self.minimum, self.maximum))
        unit = f" {self.unit}" if self.unit else ""
        return f"write a number from {low} to {high}{unit}"


def of(kind: type[AnyRow]) -> tuple[Attribute, ...]:
    """The attributes of a table in the order of its columns."""
    return _of_table(kind.table)


@cache
def _of_table(table: str) -> tuple[Attribute, ...]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_attribute(cells) for cells in list(csv.reader(file))[1:])


def kind_of(table: str) -> type[Row | Source]:
    """The row record of a table by its name; KeyError if there is no such table."""
    return {kind.table: kind for kind in TABLES}[table]


def _attribute(cells: list[str]) -> Attribute:
    name, kind, unit, required, minimum, maximum, allowed, description = cells
    words = tuple(allowed.split(";")) if allowed else ()
    return Attribute(
        name=name,
        type=kind,
        unit=unit,
        is_required=required == "yes",
        minimum=_bound(minimum),
        maximum=_bound(maximum),
        allowed=tuple(word for word in words if not word.startswith("@")),
        refers_to=tuple(word[1:] for word in words if word.startswith("@")),
        description=description,
        is_free=kind in ("text", "prose") and not words,
    )


def _bound(cell: str) -> float | str | None:
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        return cell

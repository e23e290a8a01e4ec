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


def of(kind: type[AnyRow]) -> tuple[Attribute, ...]:
    """The attributes of a table in the order of its columns."""
    return _of_table(kind.table)


@cache
def _of_table(table: str) -> tuple[Attribute, ...]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_attribute(cells) for cells in csv.DictReader(file))


def kind_of(table: str) -> type[Row | Source]:
    """The row record of a table by its name; KeyError if there is no such table."""
    return {kind.table: kind for kind in TABLES}[table]


def _attribute(cells: dict[str, str]) -> Attribute:
    words = tuple(word for word in cells["allowed"].split(";") if word)
    return Attribute(
        name=cells["attribute"],
        type=cells["type"],
        unit=cells["unit"],
        is_required=cells["required"] == "yes",
        minimum=_bound(cells["minimum"]),
        maximum=_bound(cells["maximum"]),
        allowed=tuple(word for word in words if not word.startswith("@")),
        refers_to=tuple(word[1:] for word in words if word.startswith("@")),
        description=cells["description"],
    )


def _bound(cell: str) -> float | str | None:
    if not cell:
        return None
    try:
        return float(cell)
    except ValueError:
        return cell

"""What the rows of all fact tables share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from karwan.words.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has: an id, its class of evidence, its sources, a note.

    `key` names the columns that say what a row is about: a user's rows stand instead of ours of the same key.
    Without a key a row gives way to one of the same id alone.
    """

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    id: str
    evidence: Evidence
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a figure was read; rows name it by id."""

    table: ClassVar[str] = "sources"
    key: ClassVar[tuple[str, ...]] = ()
    id: str
    title: str
    address: str
    read_on: date | None
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Row):
    """What tables of figures share: a metric with its value, range, unit and year, and what it covers."""

    metric: str
    value: float
    low: float | None
    high: float | None
    unit: str
    year: int | None
    includes: tuple[str, ...]

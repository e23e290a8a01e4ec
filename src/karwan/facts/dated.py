"""Rows that hold from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Dated(Protocol):
    """A row with a first and a last day; None where it is not bounded."""

    @property
    def since(self) -> date | None:
        """First day."""

    @property
    def until(self) -> date | None:
        """Last day."""


def holds(row: Dated, on: date) -> bool:
    """Whether a day lies in the period of a row."""
    return (row.since or date.min) <= on <= (row.until or date.max)

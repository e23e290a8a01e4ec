"""Dollars of one year brought to another by the price level (docs/rules, 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Deflator
from karwan.facts.rows_of_cost import PRICE_LEVEL
from karwan.words.evidence import Evidence

_DOLLARS = "USD"


@dataclass(frozen=True, slots=True)
class Money:
    """Dollars of the prices of one year.

    Attributes:
        year: whose prices are asked for; None leaves every figure in the dollars of its own year.
        levels: price level by year, any base. rows: of the table, by year.
    """

    year: int | None = None
    levels: Mapping[int, float] = field(default_factory=dict)
    rows: Mapping[int, Deflator] = field(default_factory=dict)

    def factor(self, year: int | None) -> float:
        """Dollars of the asked year for one dollar of another year.

        A figure without a year is taken as of the asked year. A year that the table does not know takes the
        newest known level before it, else the oldest.

        Source: Eurostat 2013, Handbook on price and volume measures, section 2.1: value at constant prices
        is the value times the index of the base year over that of its own.
        """
        if year is None or self.year is None:
            return 1.0
        return self.levels[self._known(self.year)] / self.levels[self._known(year)]

    def of(self, unit: str, year: int | None) -> float:
        """The factor of a figure by its unit: 1 for what is no money."""
        return self.factor(year) if unit.startswith(_DOLLARS) else 1.0

    def level(self, year: int) -> Deflator:
        """The row whose level a year takes."""
        return self.rows[self._known(year)]

    def _known(self, year: int) -> int:
        return max((known for known in self.levels if known <= year), default=min(self.levels))


# Every figure in the dollars of its own year.
AS_RECORDED = Money()


@dataclass(frozen=True, slots=True)
class Prices:
    """The years whose prices are known."""

    rows: Mapping[int, Deflator]

    def of_year(self, year: int) -> Money:
        """The dollars of a year.

        Raises:
            InputError: its price level is not known.
        """
        if year not in self.rows:
            known = f"from {min(self.rows)} to {max(self.rows)}" if self.rows else "of no year"
            raise InputError(f"prices of {year}: the table deflators knows price levels {known}")
        return Money(year, {known: row.value for known, row in self.rows.items()}, self.rows)

    def of_day(self, on: date) -> Money:
        """The dollars of the year of a day, or of the newest known one before it."""
        if not self.rows:
            return AS_RECORDED
        return self.of_year(max((year for year in self.rows if year <= on.year), default=min(self.rows)))


def prices(facts: Facts) -> Prices:
    """The price levels of the table; of several rows for a year the first that is no claim counts."""
    known: dict[int, Deflator] = {}
    for row in facts.rows(Deflator):
        if row.kind == PRICE_LEVEL and row.evidence is not Evidence.CLAIMED and row.value > 0:
            known.setdefault(row.year, row)
    return Prices(known)

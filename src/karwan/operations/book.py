"""The figures that operations use, looked up from the fact tables with their evidence.

Which rows count is told in `shelf`; here is whose figure stands where (docs/rules, 4.2 and 4.3).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

from karwan.errors import FactError
from karwan.facts.load import Facts
from karwan.facts.rows import BorderAverage, Crossing, Emission, OperationDefault, Rate
from karwan.operations.hours import Hours
from karwan.operations.money import AS_RECORDED, Money
from karwan.operations.services import Services
from karwan.operations.shelf import Entry, Shelf
from karwan.operations.spread import Standing, Varied
from karwan.operations.tariffs import Tariffs
from karwan.words.evidence import Evidence, Figure, weakest
from karwan.words.mode import Mode
from karwan.words.together import Correlations

# Days whose tariffs are kept, with what was charged by them.
_MOST_DAYS = 4
_Found = TypeVar("_Found")
Where = str | tuple[str, ...] | None
"""A territory, basin or ferry; or several names, the most special first: a stretch and its territory."""


def names_of(where: Where) -> tuple[str, ...]:
    """The names under which a table may hold a figure, the most special first."""
    return where if isinstance(where, tuple) else (where,) if where else ()


class Book:
    """Lookups over the fact tables, whose indexes all copies of a book share.

    Attributes:
        on: the day whose working hours count; None: no waits for an opening (docs/rules, section 8).
        money: in whose dollars figures are; of a book of no day, each in those of its own year.
    """

    def __init__(self, facts: Facts, shelf: Shelf | None = None) -> None:
        self.facts = facts
        self.shelf = shelf or Shelf(facts)
        self.on: date | None = None
        self.money: Money = AS_RECORDED
        self._found: dict[int | None, dict[Hashable, Any]] = {}
        self._tariffs: dict[date, Tariffs] = {}

    def over(self, facts: Facts, changed: Collection[str]) -> Book:
        """The book of facts of which some tables (by name) changed; it shares every other index."""
        above = Book(facts, self.shelf.over(facts, changed))
        above.on, above.money = self.on, self.money
        return above

    def on_day(self, day: date, prices_of: int | None = None) -> Book:
        """The same figures with the waits of a day, in the dollars of a year (that of the day if None).

        Raises:
            InputError: the price level of the year is not known.
        """
        dated = copy(self)
        dated.on = day
        prices = self.shelf.prices
        dated.money = prices.of_day(day) if prices_of is None else prices.of_year(prices_of)
        return dated

    def once(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """What was found before under a key in the dollars of this year, else now; no day may change it."""
        known = self._found.setdefault(self.money.year, {})
        if key not in known:
            known[key] = find()
        return cast("_Found", known[key])

    @cached_property
    def hours(self) -> Hours:
        """When posts work."""
        return self.shelf.hours

    @cached_property
    def services(self) -> Services:
        """How often ferries and trains leave."""
        return self.shelf.services

    @property
    def tariffs(self) -> Tariffs:
        """What the tables of the day ask beside haul and handling."""
        day = self.on or date.max
        found = self._tariffs.get(day)
        if found is None:
            if len(self._tariffs) >= _MOST_DAYS:
                self._tariffs.clear()
            found = self._tariffs[day] = Tariffs(self.facts, day)
        return found

    @property
    def crossings(self) -> Mapping[str, Crossing]:
        """Crossings by id."""
        return self.shelf.crossings

    @property
    def measured_gateways(self) -> frozenset[str]:
        """Ids of the gateways that have figures of their own, posts among them."""
        return self.shelf.measured_gateways

    def own_rate(self, mode: Mode, where: str | None, metric: str) -> Entry | None:
        """A rate of a mode that was found for this very territory, basin or ferry."""
        return self.shelf.rates.get((mode, where or "*", metric), self.money)

    def rate(self, mode: Mode, where: Where, metric: str) -> Entry | None:
        """A rate of a mode in a stretch, territory, basin or ferry, else the default of the mode."""
        for name in (*names_of(where), None):
            if entry := self.own_rate(mode, name, metric):
                return entry
        return None

    def need_rate(self, mode: Mode, where: Where, metric: str) -> Figure:
        """A rate that every mode must have."""
        return self.need_entry(mode, where, metric).figure

    def need_entry(self, mode: Mode, where: Where, metric: str) -> Entry:
        """A rate that every mode must have, with the rows that it rests on.

        Raises:
            FactError: the tables have none.
        """
        entry = self.rate(mode, where, metric)
        if entry is None:
            raise FactError(f"rates.csv: no row for {mode}, '*', {metric}; add the default of the mode")
        return entry

    def spread(self, operation: str, mode: Mode, where: Where, at: str = "") -> Varied | None:
        """How the times of an operation vary in a stretch, territory, basin or ferry, or at a gateway."""
        return self.shelf.spreads.of(operation, mode, names_of(where), at, self.on)

    def need_spread(self, operation: str, mode: Mode, where: Where) -> Varied:
        """How the times of an operation vary that every mode must have.

        Raises:
            FactError: the tables do not say.
        """
        varied = self.spread(operation, mode, where)
        if varied is None:
            what = f"{operation}, {mode}, '*', time_cv"
            raise FactError(f"spread.csv: no row for {what}; add the default of the mode")
        return varied

    def doubt(self, operation: str, mode: Mode, where: Where, entry: Entry, at: str = "") -> Varied | None:
        """How far the mean that a figure gives may be off where it is used (docs/rules, 3.6)."""
        standing = standing_of(entry, at)
        return self.shelf.spreads.doubt(standing, operation, mode, names_of(where), at, self.on)

    @property
    def correlations(self) -> Correlations:
        """How the times of two steps are correlated."""
        return self.shelf.spreads.correlations

    def emission_kg_tkm(self, mode: Mode, where: Where) -> Figure:
        """Greenhouse gases of a tonne-kilometre, well to wheel."""
        row = self.emission(mode, where)
        return Figure(row.g_per_tkm / 1000, row.evidence, row.sources)

    def emission(self, mode: Mode, where: Where) -> Emission:
        """The row of a mode in a stretch, territory, basin or ferry, else the default of the mode.

        Raises:
            FactError: it has none.
        """
        rows = (self.shelf.emissions.get((mode, name)) for name in (*names_of(where), "*"))
        row = next(filter(None, rows), None)
        if row is None:
            raise FactError(f"emissions.csv: no row for {mode}, '*'; add the default of the mode")
        return row

    def gateway(self, gateway: str, metric: str) -> Entry | None:
        """A figure of one gateway."""
        return self.shelf.gateways.get((gateway, "", metric), self.money)

    def default(self, operation: str, betweens: Iterable[str], metric: str) -> Entry | None:
        """What an operation takes by default, by the first of `betweens` that has a row."""
        for between in betweens:
            if entry := self.shelf.defaults.get((operation, between, metric), self.money):
                return entry
        return None

    def side(self, crossing: Crossing, sides: tuple[str, str], side: str, metric: str) -> Entry | None:
        """What one side of a post takes: its own figure, else the average of its country or union.

        Where neither has one, the default. An own figure of exceptional years stands behind an average of
        usual ones.

        Args:
            crossing: the post.
            sides: codes of the country left and the country entered.
            side: the one of them that is asked for.
            metric: `time_h` or `cost_usd`.
        """
        key = crossing.id, sides, side, metric
        return self.once(key, lambda: self._side(crossing, sides, side, metric))

    def _side(self, crossing: Crossing, sides: tuple[str, str], side: str, metric: str) -> Entry | None:
        way = f"{sides[0]}>{sides[1]}"
        own = self._post(crossing, f"{way}/{side}", metric) or self._post(crossing, f"both/{side}", metric)
        if own is not None and not own.is_exceptional:
            return own
        average = self._average(crossing.mode, side, "outbound" if side == sides[0] else "inbound", metric)
        if average is not None and not (own is not None and average.is_exceptional):
            return replace(_standing_in(average), behind=own.rows if own is not None else ())
        return own or self.default("cross", (crossing.mode, "*"), metric)

    def _average(self, mode: str, side: str, heading: str, metric: str) -> Entry | None:
        """The average of a country, else of its union, in a direction, else in both."""
        for code in (side, self.shelf.unions.get(side)):
            for direction in (heading, "both"):
                if entry := self.shelf.averages.get((f"{code}/{mode}", direction, metric), self.money):
                    return entry
        return None

    def whole_post(self, crossing: Crossing, sides: tuple[str, str], metric: str) -> Entry | None:
        """A figure of both sides together, where a row gives that."""
        way = f"{sides[0]}>{sides[1]}"
        return self._post(crossing, f"{way}/", metric) or self._post(crossing, "both/", metric)

    def _post(self, crossing: Crossing, direction: str, metric: str) -> Entry | None:
        return self.shelf.posts.get((crossing.id, direction, metric), self.money)


def standing_of(entry: Entry, at: str) -> Standing:
    """How near a figure is to the gateway (or, `at` empty, the territory) that it is used for."""
    row = entry.rows[0]
    is_default = (isinstance(row, Rate) and row.territory == "*") or (
        isinstance(row, OperationDefault) and row.between.split(":")[0] != at
    )
    if is_default:
        return Standing.FAR
    is_own = not isinstance(row, BorderAverage) and row.evidence is not Evidence.ASSUMED
    return Standing.OWN if is_own else Standing.NEAR


def _standing_in(entry: Entry) -> Entry:
    """A national average used for a post without a figure is an assumption, whatever the average rests on."""
    figure = entry.figure
    evidence = weakest((figure.evidence, Evidence.ASSUMED))
    return replace(entry, figure=Figure(figure.value, evidence, figure.sources))

"""The rows that figures are taken from, chosen once by the rule of docs/rules, section 4.

Several yearly rows give one figure: the mean of the last two measured years; where nothing was measured the
newest published figure. Exceptional years count only where there is no other of these, then the assumed
default. What a party claims is never used. Which rows count does not depend on the year of the money; what
they come to does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from karwan.facts.load import Facts
from karwan.facts.rows import (
    BorderAverage,
    Crossing,
    CrossingHours,
    CrossingMeasure,
    Deflator,
    Emission,
    ExceptionalYear,
    GatewayMeasure,
    Measure,
    OperationDefault,
    Rate,
    Row,
    Service,
    Spread,
    Territory,
)
from karwan.operations.hours import Hours
from karwan.operations.money import AS_RECORDED, Money, Prices, prices
from karwan.operations.services import Services
from karwan.operations.spread import Spreads
from karwan.words.evidence import Evidence, Figure

_OBSERVED = (Evidence.MEASURED, Evidence.PUBLISHED)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure that is used, with its unit, the operations that it covers and the rows whose mean it is.

    `is_exceptional` says that it rests on years that are no guide, for want of others. `behind` are rows of
    the very place that stand behind it for that reason (docs/rules, 4.2).
    """

    figure: Figure
    unit: str
    includes: frozenset[str]
    rows: tuple[Measure, ...] = ()
    is_exceptional: bool = False
    behind: tuple[Measure, ...] = ()


def entry_of(
    rows: Iterable[Measure], exceptional: Container[int | None] = (), money: Money = AS_RECORDED
) -> Entry | None:
    """The figure that several rows of one metric give, or None if none may be used.

    Args:
        rows: of one metric of one thing.
        exceptional: years that are left out where others stand beside them.
        money: in whose dollars; each row is brought to them before the mean is taken.
    """
    by_class = defaultdict(list)
    for row in rows:
        by_class[row.evidence, row.year in exceptional].append(row)
    for is_exceptional in (False, True):
        for evidence in _OBSERVED:
            if chosen := _last_two_years(by_class[evidence, is_exceptional]):
                return replace(_mean(chosen, money), is_exceptional=is_exceptional)
    assumed = by_class[Evidence.ASSUMED, False] or by_class[Evidence.ASSUMED, True]
    return _mean(_last_two_years(assumed), money) if assumed else None


def _last_two_years(rows: list[Measure]) -> list[Measure]:
    years = sorted({row.year or 0 for row in rows})[-2:]
    return [row for row in rows if (row.year or 0) in years]


def _mean(rows: Iterable[Measure], money: Money) -> Entry:
    chosen = tuple(rows)
    value = sum(row.value * money.of(row.unit, row.year) for row in chosen) / len(chosen)
    sources = tuple(dict.fromkeys(source for row in chosen for source in row.sources))
    includes = frozenset(name for row in chosen for name in row.includes)
    return Entry(Figure(value, chosen[0].evidence, sources), chosen[0].unit, includes, chosen)


class Index:
    """The figures of one table by (what, where, metric), in the dollars of any year, chosen when asked for.

    Args:
        groups: rows of each key.
        exceptional: years that are no guide, by the first part of a key.
    """

    def __init__(
        self, groups: Mapping[Key, list[Measure]], exceptional: Callable[[str], Container[int | None]]
    ) -> None:
        self._groups = groups
        self._exceptional = exceptional
        self._entries: dict[Key, Entry | None] = {}
        self._of_year: dict[int | None, dict[Key, Entry]] = {}

    def get(self, key: Key, money: Money) -> Entry | None:
        """The figure of a key, in some dollars."""
        if key not in self._groups:
            return None
        if key not in self._entries:
            self._entries[key] = entry_of(self._groups[key], self._exceptional(key[0]))
        entry = self._entries[key]
        if entry is None or money.year is None or not entry.unit.startswith("USD"):
            return entry
        known = self._of_year.setdefault(money.year, {})
        if key not in known:
            known[key] = replace(_mean(entry.rows, money), is_exceptional=entry.is_exceptional)
        return known[key]

    @property
    def keys(self) -> Iterable[Key]:
        """The keys that have a figure: one that nobody merely claims."""
        return self._keys

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        return tuple(
            key
            for key, rows in self._groups.items()
            if any(row.evidence is not Evidence.CLAIMED for row in rows)
        )


class Shelf:
    """The indexes of the fact tables; each is made when it is first asked for, once for all questions."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def over(self, facts: Facts, changed: Collection[str]) -> Shelf:
        """The shelf of facts of which some tables (by name) changed; it shares every other index."""
        above = Shelf(facts)
        for name, tables in _READS.items():
            if tables.isdisjoint(changed):
                vars(above)[name] = getattr(self, name)
        return above

    @cached_property
    def hours(self) -> Hours:
        """When posts work."""
        return Hours(self.facts)

    @cached_property
    def services(self) -> Services:
        """How often ferries and trains leave."""
        return Services(self.facts)

    @cached_property
    def spreads(self) -> Spreads:
        """How much times vary."""
        return Spreads(self.facts)

    @cached_property
    def prices(self) -> Prices:
        """The years whose prices are known."""
        return prices(self.facts)

    @cached_property
    def crossings(self) -> Mapping[str, Crossing]:
        """Crossings by id."""
        return {row.id: row for row in self.facts.rows(Crossing)}

    @cached_property
    def rates(self) -> Index:
        """Rates by mode, territory, metric."""
        keyed = ((row.mode, row.territory, row.metric, row) for row in self.facts.rows(Rate))
        return _indexed(keyed, lambda _: self._exceptional())

    @cached_property
    def emissions(self) -> Mapping[tuple[str, str], Emission]:
        """Emissions by mode and territory."""
        return {(row.mode, row.territory): row for row in self.facts.rows(Emission)}

    @cached_property
    def posts(self) -> Index:
        """Figures of posts by post, `direction/side`, metric."""
        rows = self.facts.rows(CrossingMeasure)
        keyed = ((row.crossing, f"{row.direction}/{row.side or ''}", row.metric, row) for row in rows)
        return _indexed(keyed, self._exceptional_at)

    @cached_property
    def averages(self) -> Index:
        """National averages by `territory/mode`, direction, metric."""
        rows = self.facts.rows(BorderAverage)
        keyed = ((f"{row.territory}/{row.mode}", row.direction, row.metric, row) for row in rows)
        return _indexed(keyed, lambda key: self._exceptional(key.split("/")[0]))

    @cached_property
    def gateways(self) -> Index:
        """Figures of gateways by gateway, nothing, metric."""
        return _indexed((row.gateway, "", row.metric, row) for row in self.facts.rows(GatewayMeasure))

    @cached_property
    def defaults(self) -> Index:
        """Defaults by operation, between, metric."""
        rows = self.facts.rows(OperationDefault)
        return _indexed((row.operation, row.between, row.metric, row) for row in rows)

    @cached_property
    def unions(self) -> Mapping[str, str]:
        """The border union of each territory that is in one."""
        return {row.id: row.border_union for row in self.facts.rows(Territory) if row.border_union}

    @cached_property
    def measured_gateways(self) -> frozenset[str]:
        """Ids of the gateways that have figures of their own, posts among them."""
        named = (between.split(":")[0] for _, between, _ in self.defaults.keys)
        found = (gateway for gateway, _, _ in (*self.gateways.keys, *self.posts.keys))
        return frozenset(found) | frozenset(named)

    @cached_property
    def _years(self) -> Mapping[str, frozenset[int]]:
        years = defaultdict(set)
        for row in self.facts.rows(ExceptionalYear):
            years[row.territory].add(row.year)
        return {territory: frozenset(found) for territory, found in years.items()}

    def _exceptional(self, *territories: str) -> frozenset[int]:
        """Years that are no guide in one of some territories."""
        return frozenset().union(*(self._years.get(code, frozenset()) for code in ("*", *territories)))

    def _exceptional_at(self, crossing: str) -> frozenset[int]:
        row = self.crossings.get(crossing)
        return self._exceptional(*((row.territory_a, row.territory_b) if row else ()))


def _indexed(
    keyed: Iterable[tuple[str, str, str, Measure]],
    exceptional: Callable[[str], Container[int | None]] = lambda _: (),
) -> Index:
    groups: dict[Key, list[Measure]] = defaultdict(list)
    for first, second, metric, row in keyed:
        groups[first, second, metric].append(row)
    return Index(dict(groups), exceptional)


def _names(*kinds: type[Row]) -> frozenset[str]:
    return frozenset(kind.table for kind in kinds)


# The tables that each index is made from.
_READS: Mapping[str, frozenset[str]] = {
    "hours": _names(CrossingHours),
    "services": _names(Service),
    "spreads": _names(Spread),
    "prices": _names(Deflator),
    "crossings": _names(Crossing),
    "rates": _names(Rate, ExceptionalYear),
    "emissions": _names(Emission),
    "posts": _names(CrossingMeasure, Crossing, ExceptionalYear),
    "averages": _names(BorderAverage, ExceptionalYear),
    "gateways": _names(GatewayMeasure),
    "defaults": _names(OperationDefault),
    "unions": _names(Territory),
    "measured_gateways": _names(CrossingMeasure, GatewayMeasure, OperationDefault, Crossing, ExceptionalYear),
}

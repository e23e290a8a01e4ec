"""The figures that operations use, looked up from the fact tables with their evidence.

Several yearly rows give one figure by the rule of docs/rules, section 4: the mean of the last two measured
years, exceptional ones left out unless they stand alone; where nothing was measured the newest published
figure, then the assumed default. What a party claims is never used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from karwan.errors import FactError
from karwan.facts.load import Facts
from karwan.facts.rows import (
    BorderAverage,
    Crossing,
    CrossingMeasure,
    Emission,
    ExceptionalYear,
    GatewayMeasure,
    Measure,
    OperationDefault,
    Rate,
    Territory,
)
from karwan.operations.hours import Hours
from karwan.operations.services import Services
from karwan.words.evidence import Evidence, Figure, weakest
from karwan.words.mode import Mode

_STRENGTH = (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.ASSUMED)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure that is used, with its unit, the operations that it covers and the rows whose mean it is."""

    figure: Figure
    unit: str
    includes: frozenset[str]
    rows: tuple[Measure, ...] = ()


def entry_of(rows: Iterable[Measure], exceptional: Container[int | None] = ()) -> Entry | None:
    """The figure that several rows of one metric give, or None if none may be used.

    Args:
        rows: of one metric of one thing.
        exceptional: years that are left out where others stand beside them.
    """
    by_class = defaultdict(list)
    for row in rows:
        by_class[row.evidence].append(row)
    for evidence in _STRENGTH:
        if chosen := _last_two_years(by_class[evidence], exceptional):
            value = sum(row.value for row in chosen) / len(chosen)
            sources = tuple(dict.fromkeys(source for row in chosen for source in row.sources))
            includes = frozenset(name for row in chosen for name in row.includes)
            return Entry(Figure(value, evidence, sources), chosen[0].unit, includes, tuple(chosen))
    return None


def _last_two_years(rows: list[Measure], exceptional: Container[int | None]) -> list[Measure]:
    usual = [row for row in rows if row.year not in exceptional] or rows
    years = sorted({row.year or 0 for row in usual})[-2:]
    return [row for row in usual if (row.year or 0) in years]


class Book:
    """Lookups over the fact tables; each index is made when it is first asked for.

    `on` is the day whose working hours count; None: no waits for an opening (docs/rules, section 8).
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.on: date | None = None

    def on_day(self, day: date) -> Book:
        """The same figures, with the waits of a day."""
        dated = copy(self)
        dated.on = day
        return dated

    @cached_property
    def hours(self) -> Hours:
        """When posts work."""
        return Hours(self.facts)

    @cached_property
    def services(self) -> Services:
        """How often ferries and trains leave."""
        return Services(self.facts)

    @cached_property
    def crossings(self) -> Mapping[str, Crossing]:
        """Crossings by id."""
        return {row.id: row for row in self.facts.rows(Crossing)}

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

    @cached_property
    def _rates(self) -> Mapping[tuple[str, str, str], Entry]:
        keyed = ((row.mode, row.territory, row.metric, row) for row in self.facts.rows(Rate))
        return _indexed(keyed, lambda _: self._exceptional())

    @cached_property
    def _emissions(self) -> Mapping[tuple[str, str], Emission]:
        return {(row.mode, row.territory): row for row in self.facts.rows(Emission)}

    @cached_property
    def _posts(self) -> Mapping[tuple[str, str, str], Entry]:
        rows = self.facts.rows(CrossingMeasure)
        keyed = ((row.crossing, f"{row.direction}/{row.side or ''}", row.metric, row) for row in rows)
        return _indexed(keyed, self._exceptional_at)

    @cached_property
    def _averages(self) -> Mapping[tuple[str, str, str], Entry]:
        rows = self.facts.rows(BorderAverage)
        keyed = ((f"{row.territory}/{row.mode}", row.direction, row.metric, row) for row in rows)
        return _indexed(keyed, lambda key: self._exceptional(key.split("/")[0]))

    @cached_property
    def _gateways(self) -> Mapping[tuple[str, str, str], Entry]:
        return _indexed((row.gateway, "", row.metric, row) for row in self.facts.rows(GatewayMeasure))

    @cached_property
    def _defaults(self) -> Mapping[tuple[str, str, str], Entry]:
        rows = self.facts.rows(OperationDefault)
        return _indexed((row.operation, row.between, row.metric, row) for row in rows)

    @cached_property
    def _unions(self) -> Mapping[str, str]:
        return {row.id: row.border_union for row in self.facts.rows(Territory) if row.border_union}

    @cached_property
    def measured_gateways(self) -> frozenset[str]:
        """Ids of the gateways that have figures of their own, posts among them."""
        named = (between.split(":")[0] for _, between, _ in self._defaults)
        return frozenset(gateway for gateway, _, _ in (*self._gateways, *self._posts)) | frozenset(named)

    def own_rate(self, mode: Mode, where: str | None, metric: str) -> Entry | None:
        """A rate of a mode that was found for this very territory, basin or ferry."""
        return self._rates.get((mode, where or "*", metric))

    def rate(self, mode: Mode, where: str | None, metric: str) -> Entry | None:
        """A rate of a mode in a territory, basin or ferry, else the default of the mode."""
        return self.own_rate(mode, where, metric) or self.own_rate(mode, None, metric)

    def need_rate(self, mode: Mode, where: str | None, metric: str) -> Figure:
        """A rate that every mode must have."""
        entry = self.rate(mode, where, metric)
        if entry is None:
            raise FactError(f"rates.csv: no row for {mode}, '*', {metric}; add the default of the mode")
        return entry.figure

    def emission_kg_tkm(self, mode: Mode, where: str | None) -> Figure:
        """Greenhouse gases of a tonne-kilometre, well to wheel."""
        row = self.emission(mode, where)
        return Figure(row.g_per_tkm / 1000, row.evidence, row.sources)

    def emission(self, mode: Mode, where: str | None) -> Emission:
        """The row of a mode in a territory, basin or ferry, else the default of the mode."""
        row = self._emissions.get((mode, where or "*")) or self._emissions.get((mode, "*"))
        if row is None:
            raise FactError(f"emissions.csv: no row for {mode}, '*'; add the default of the mode")
        return row

    def gateway(self, gateway: str, metric: str) -> Entry | None:
        """A figure of one gateway."""
        return self._gateways.get((gateway, "", metric))

    def default(self, operation: str, betweens: Iterable[str], metric: str) -> Entry | None:
        """What an operation takes by default, by the first of `betweens` that has a row."""
        for between in betweens:
            if entry := self._defaults.get((operation, between, metric)):
                return entry
        return None

    def side(self, crossing: Crossing, sides: tuple[str, str], side: str, metric: str) -> Entry | None:
        """What one side of a post takes: its own figure, else the average of its country or union.

        Where neither has one, the default.

        Args:
            crossing: the post.
            sides: codes of the country left and the country entered.
            side: the one of them that is asked for.
            metric: `time_h` or `cost_usd`.
        """
        way = f"{sides[0]}>{sides[1]}"
        for direction in (f"{way}/{side}", f"both/{side}"):
            if entry := self._posts.get((crossing.id, direction, metric)):
                return entry
        heading = "outbound" if side == sides[0] else "inbound"
        for code in (side, self._unions.get(side)):
            for direction in (heading, "both"):
                if entry := self._averages.get((f"{code}/{crossing.mode}", direction, metric)):
                    return _standing_in(entry)
        return self.default("cross", (crossing.mode, "*"), metric)

    def whole_post(self, crossing: Crossing, sides: tuple[str, str], metric: str) -> Entry | None:
        """A figure of both sides together, where a row gives that."""
        way = f"{sides[0]}>{sides[1]}"
        return self._posts.get((crossing.id, f"{way}/", metric)) or self._posts.get(
            (crossing.id, "both/", metric)
        )


def _standing_in(entry: Entry) -> Entry:
    """A national average used for a post without a figure is an assumption, whatever the average rests on."""
    figure = entry.figure
    evidence = weakest((figure.evidence, Evidence.ASSUMED))
    return replace(entry, figure=Figure(figure.value, evidence, figure.sources))


def _indexed(
    keyed: Iterable[tuple[str, str, str, Measure]],
    exceptional: Callable[[str], Container[int | None]] = lambda _: (),
) -> dict[tuple[str, str, str], Entry]:
    groups: dict[tuple[str, str, str], list[Measure]] = defaultdict(list)
    for first, second, metric, row in keyed:
        groups[first, second, metric].append(row)
    entries = {key: entry_of(rows, exceptional(key[0])) for key, rows in groups.items()}
    return {key: entry for key, entry in entries.items() if entry is not None}

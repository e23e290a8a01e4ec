"""Whether a shipment may pass a gateway on a day, and if not, why (docs/rules, section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from karwan.facts.load import Facts
from karwan.facts.rows import CrossingPeriod
from karwan.network.record import Gateway, GatewayKind

# States of `crossing_periods` in which no freight passes.
_SHUT = frozenset({"closed", "planned"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One barrier.

    Attributes:
        what: why a shipment may not pass.
        where: id of a gateway, cell or mode.
        since: first day of it, where known.
        sources: ids of `sources.csv`; empty where the user excluded it.
        is_liftable: whether to say what would be without it; not where no post for transit is known at all.
    """

    what: str
    where: str
    since: date | None = None
    sources: tuple[str, ...] = ()
    is_liftable: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """The state of every crossing on one day.

    Attributes:
        on: the day. periods: those that cover it, by crossing, passage, port or terminal.
        ends: territories of the two ends of a shipment, by which transit is told from local traffic; None if
            nothing in particular is sent.
    """

    on: date
    periods: Mapping[str, tuple[CrossingPeriod, ...]]
    ends: tuple[str | None, str | None] | None = None

    def barrier(self, gateway: Gateway, way: tuple[str | None, str | None]) -> Reason | None:
        """The reason why a gateway lets nothing pass from one territory to another, or None."""
        if gateway.kind is GatewayKind.UNLISTED:
            return Reason("no border post for freight is known here", gateway.id, is_liftable=False)
        is_transit = self.ends is not None and set(way) != set(self.ends)
        for period in self.periods.get(gateway.id, ()):
            if reason := bar(period, f"{way[0]}>{way[1]}", is_transit=is_transit):
                return reason
        return None

    def state(self, crossing: str) -> str:
        """State of a crossing: open, limited, closed, planned, or unknown where no period covers the day."""
        states = [period.state for period in self.periods.get(crossing, ())]
        for state in ("closed", "planned", "local", "limited", "open"):
            if state in states:
                return state
        return "unknown"


def bar(period: CrossingPeriod, direction: str, *, is_transit: bool) -> Reason | None:
    """Why a period lets nothing pass in a direction (`PK>CN`), or None (docs/rules, 5.2)."""
    if period.state in _SHUT and period.direction in ("both", direction):
        return Reason(f"{period.state}: {period.why}", period.crossing, period.since, period.sources)
    if period.state == "local" and is_transit:
        what = f"local traffic only: {period.why}"
        return Reason(what, period.crossing, period.since, period.sources, is_liftable=False)
    return None


def calendar(facts: Facts, on: date, ends: tuple[str | None, str | None] | None = None) -> Calendar:
    """The periods of every crossing that cover one day; `ends` as of Calendar."""
    periods = defaultdict(list)
    for row in facts.rows(CrossingPeriod):
        if (row.since or date.min) <= on <= (row.until or date.max):
            periods[row.crossing].append(row)
    return Calendar(on, {crossing: tuple(rows) for crossing, rows in periods.items()}, ends)

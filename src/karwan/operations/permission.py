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
    """

    what: str
    where: str
    since: date | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The state of every crossing on one day."""

    on: date
    periods: Mapping[str, tuple[CrossingPeriod, ...]]

    def barrier(self, gateway: Gateway, way: tuple[str | None, str | None]) -> Reason | None:
        """The reason why a gateway lets nothing pass from one territory to another, or None."""
        if gateway.kind is GatewayKind.UNLISTED:
            return Reason("no border post for freight is known here", gateway.id)
        direction = f"{way[0]}>{way[1]}"
        for period in self.periods.get(gateway.id, ()):
            if period.state in _SHUT and period.direction in ("both", direction):
                what = f"{period.state}: {period.why}"
                return Reason(what, gateway.id, period.since, period.sources)
        return None

    def state(self, crossing: str) -> str:
        """State of a crossing: open, limited, closed, planned, or unknown where no period covers the day."""
        states = [period.state for period in self.periods.get(crossing, ())]
        for state in ("closed", "planned", "limited", "open"):
            if state in states:
                return state
        return "unknown"


def calendar(facts: Facts, on: date) -> Calendar:
    """The periods of every crossing that cover one day."""
    periods = defaultdict(list)
    for row in facts.rows(CrossingPeriod):
        if (row.since or date.min) <= on <= (row.until or date.max):
            periods[row.crossing].append(row)
    return Calendar(on, {crossing: tuple(rows) for crossing, rows in periods.items()})

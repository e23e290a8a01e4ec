"""On how many of the last 365 days a way was open, by all its gateways in its direction (docs/rules, 8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from karwan.operations.clock import Clock
from karwan.operations.permission import Reason
from karwan.words.route import Route

YEAR_DAYS = 365
# A status that was last seen so long before the day is told as stale.
STALE = timedelta(days=60)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which one gateway of a way let nothing pass.

    Attributes:
        gateway: its id. first, last: of the days within the year looked at. days: how many; fewer than from
            first to last where it was shut on some days of the week or year only.
        why: in words. since: first day of the closure itself. sources: ids of `sources.csv`.
    """

    gateway: str
    first: date
    last: date
    days: int
    why: str
    since: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A state of a gateway that nobody is known to have seen of late; `last_seen` None: no dated source."""

    gateway: str
    state: str
    last_seen: date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenDays:
    """How often a way was open in the days before a day.

    Attributes:
        before: the day; the last day counted is the one before it.
        days: how many are counted: those on which all gateways of the way were built; 0 for a new line.
        open_days: on how many of them all gateways of the way worked.
        closures: by gateway in order of travel, the oldest first.
        stale: gateways whose state on the day is told by a source over 60 days older, or by none with a date.
        unknown: posts of which no state is recorded for the day.
    """

    before: date
    days: int
    open_days: int
    closures: tuple[Closure, ...]
    stale: tuple[Stale, ...]
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types."""
        return {
            "before": self.before.isoformat(),
            "days": self.days,
            "open_days": self.open_days,
            "closures": [
                {
                    "where": closure.gateway,
                    "first": closure.first.isoformat(),
                    "last": closure.last.isoformat(),
                    "days": closure.days,
                    "why": closure.why,
                    "since": closure.since.isoformat() if closure.since else None,
                    "source": list(closure.sources),
                }
                for closure in self.closures
            ],
            "stale": [
                {
                    "where": item.gateway,
                    "state": item.state,
                    "last_seen": item.last_seen.isoformat() if item.last_seen else None,
                    "source": list(item.sources),
                }
                for item in self.stale
            ],
            "unknown": list(self.unknown),
        }


def open_days(clock: Clock, route: Route, before: date, days: int = YEAR_DAYS) -> OpenDays:
    """On how many of the days before a day all gateways of a way worked, and what shut it on the others.

    A day counts as open at a gateway unless a period `closed` or `planned` (or `local`, for transit) covers
    it in the direction of the way, or the post works at no time of it: a month, a day of the week or of the
    year off. A `limited` day is open. A day on which one of them was not built yet does not count at all.
    """
    calendar = [before - number * _DAY for number in range(days, 0, -1)]
    shut_on: set[date] = set()
    unbuilt_on: set[date] = set()
    closures: list[Closure] = []
    gateways = tuple(dict.fromkeys(clock.passed(route)))
    for gateway, direction in gateways:
        if clock.is_always_open(gateway):
            continue
        reasons = clock.shut_on(gateway, direction, calendar)
        unbuilt = clock.unbuilt_on(gateway, reasons)
        unbuilt_on |= unbuilt
        shut_on |= reasons.keys()
        closures += _closures({day: reason for day, reason in reasons.items() if day not in unbuilt})
    stale = [item for gateway, direction in gateways if (item := _stale(clock, gateway, direction, before))]
    unknown = [
        gateway
        for gateway, _ in gateways
        if gateway in clock.posts and not any(clock.periods(gateway, before))
    ]
    counted = days - len(unbuilt_on)
    return OpenDays(
        before, counted, counted - len(shut_on - unbuilt_on), tuple(closures), tuple(stale), tuple(unknown)
    )


def shut_days(clock: Clock, route: Route, before: date, days: int = YEAR_DAYS) -> tuple[date, ...]:
    """Those of the days before a day on which some gateway of a way let nothing pass, in order."""
    calendar = [before - number * _DAY for number in range(days, 0, -1)]
    shut: set[date] = set()
    for gateway, direction in dict.fromkeys(clock.passed(route)):
        if not clock.is_always_open(gateway):
            shut |= clock.shut_on(gateway, direction, calendar).keys()
    return tuple(sorted(shut))


def _closures(reasons: Mapping[date, Reason]) -> list[Closure]:
    """Days that one reason shuts, together."""
    by_reason: dict[Reason, list[date]] = {}
    for day, reason in reasons.items():
        by_reason.setdefault(reason, []).append(day)
    return [
        Closure(reason.where, shut[0], shut[-1], len(shut), reason.what, reason.since, reason.sources)
        for reason, shut in by_reason.items()
    ]


def _stale(clock: Clock, gateway: str, direction: str, on: date) -> Stale | None:
    for period in clock.periods(gateway, on):
        if period.direction in ("both", direction) and (
            period.last_seen is None or period.last_seen < on - STALE
        ):
            return Stale(gateway, period.state, period.last_seen, period.sources)
    return None

"""Whether a shipment may pass a gateway on a day, and if not, why (docs/rules, section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, CrossingPeriod, Territory
from karwan.network.record import Gateway, GatewayKind
from karwan.operations.hours import Hours, months_told

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
        rule: id of the row of `regimes` that bars, None where no rule of law does.
    """

    what: str
    where: str
    since: date | None = None
    sources: tuple[str, ...] = ()
    is_liftable: bool = True
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The state of every crossing on one day.

    Attributes:
        on: the day. periods: those that cover it, by crossing, passage, port or terminal.
        ends: territories of the two ends of a shipment, by which transit is told from local traffic; None if
            nothing in particular is sent.
        posts: crossings by id. homes: the border union of each territory that is in one.
        off_season: why a post is shut in this month, by crossing and direction.
    """

    on: date
    periods: Mapping[str, tuple[CrossingPeriod, ...]]
    ends: tuple[str | None, str | None] | None
    posts: Mapping[str, Crossing]
    homes: Mapping[str, str]
    off_season: Mapping[tuple[str, str], Reason]

    def barrier(self, gateway: Gateway, way: tuple[str | None, str | None]) -> Reason | None:
        """The reason why a gateway lets nothing pass from one territory to another, or None."""
        if gateway.kind is GatewayKind.UNLISTED:
            return Reason("no border post for freight is known here", gateway.id, is_liftable=False)
        is_transit = self.ends is not None and set(way) != set(self.ends)
        direction = direction_of(self.posts.get(gateway.id), self.homes, way)
        for period in self.periods.get(gateway.id, ()):
            if reason := bar(period, direction, is_transit=is_transit):
                return reason
        return self.off_season.get((gateway.id, direction))

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
    posts = facts.by_id(Crossing)
    return Calendar(
        on=on,
        periods={crossing: tuple(rows) for crossing, rows in periods.items()},
        ends=ends,
        posts=posts,
        homes=homes(facts),
        off_season=_off_season(facts, posts.values(), on),
    )


def _off_season(facts: Facts, posts: Iterable[Crossing], on: date) -> dict[tuple[str, str], Reason]:
    hours = Hours(facts)
    ways = (
        (post, direction)
        for post in posts
        if post.open_months or post.id in hours.posts
        for direction in (
            f"{post.territory_a}>{post.territory_b}",
            f"{post.territory_b}>{post.territory_a}",
        )
    )
    return {
        (post.id, direction): reason
        for post, direction in ways
        if (reason := out_of_season(hours, post, direction, on))
    }


def out_of_season(hours: Hours, post: Crossing, direction: str, on: date) -> Reason | None:
    """Why a post lets nothing pass in the month of a day, or None (docs/rules, 8.1)."""
    if post.open_months and on.month not in post.open_months:
        return Reason(f"works in {months_told(post.open_months)} only", post.id, None, post.sources)
    rules = hours.rules(post.id, direction, on)
    if not rules or any(not row.months or on.month in row.months for row in rules):
        return None
    months = {month for row in rules for month in row.months}
    sources = tuple(dict.fromkeys(source for row in rules for source in row.sources))
    return Reason(f"works in {months_told(months)} only", post.id, None, sources)


def homes(facts: Facts) -> Mapping[str, str]:
    """The border union of each territory that is in one."""
    return {row.id: row.border_union for row in facts.rows(Territory) if row.border_union}


def direction_of(post: Crossing | None, homes: Mapping[str, str], way: tuple[str | None, str | None]) -> str:
    """The direction in which a gateway is passed, as its tables write it: `PL>BY`.

    Args:
        post: the crossing, None for another gateway.
        homes: border unions, by whose code the network knows their members.
        way: territories left and entered, as of the network.
    """
    if post is None:
        return f"{way[0]}>{way[1]}"
    sides = (post.territory_a, post.territory_b)
    return ">".join(sides if way[0] == homes.get(sides[0], sides[0]) else sides[::-1])

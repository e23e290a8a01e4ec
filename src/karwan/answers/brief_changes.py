"""What changed since a day on the ways of a brief: posts and straits, law, trains and ferries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, CrossingPeriod, Regime, ServicePeriod
from karwan.words.evidence import Evidence

# What is told of posts: all but that they are open, which is told by the end of what they were.
_OPEN = "open"
_DAY = timedelta(days=1)
# A closure of less than a week that is over has changed nothing.
_LEAST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that began or ended.

    Attributes:
        kind: post, law or service. on: the day of it: of its end where it is over, else of its beginning.
        state: as in the table. is_over: whether it ended.
        where: ids of gateways, or codes of territories. name: of a rule or service; empty for a post.
        why: as in the table. since, until: its days. last_seen: day of the newest source.
    """

    kind: str
    on: date
    state: str
    is_over: bool
    where: tuple[str, ...]
    name: str
    why: str
    since: date | None
    until: date | None
    last_seen: date | None
    evidence: Evidence
    sources: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The change as JSON types."""
        return {
            "kind": self.kind,
            "on": self.on.isoformat(),
            "state": self.state,
            "is_over": self.is_over,
            "where": list(self.where),
            "name": self.name or None,
            "why": self.why or None,
            "since": _day(self.since),
            "until": _day(self.until),
            "last_seen": _day(self.last_seen),
            "evidence": str(self.evidence),
            "source": list(self.sources),
        }


def changes(
    facts: Facts, days: tuple[date, date], gateways: Collection[str], passed: Collection[str]
) -> tuple[Changed, ...]:
    """What began or ended after the first of two days, up to the second; the newest first.

    Args:
        facts: the tables.
        days: since when, and the day of the question.
        gateways: ids of those on the ways.
        passed: codes of the territories on the ways; posts between two of them count too.
    """
    found = [*_posts(facts, days, gateways, passed), *_law(facts, days, passed)]
    found += _services(facts, days, gateways)
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _posts(
    facts: Facts, days: tuple[date, date], gateways: Collection[str], passed: Collection[str]
) -> Iterator[Changed]:
    """Periods of posts and straits, those that say the same of several as one."""
    crossings = facts.by_id(Crossing)
    together: dict[tuple[Any, ...], list[CrossingPeriod]] = {}
    for row in facts.rows(CrossingPeriod):
        post = crossings.get(row.crossing)
        is_between = post is not None and {post.territory_a, post.territory_b} <= set(passed)
        if row.state == _OPEN or not (is_between or row.crossing in gateways):
            continue
        if _turn(row, days) is not None and not _is_short(row):
            together.setdefault((row.since, row.until, row.state, row.why), []).append(row)
    for rows in together.values():
        turn = _turn(rows[0], days)
        if turn is not None:
            places = sorted({row.crossing for row in rows}, key=lambda one: (one not in gateways, one))
            yield _changed("post", rows[0], turn, tuple(places), "", rows[0].why, _cited(rows))


def _law(facts: Facts, days: tuple[date, date], passed: Collection[str]) -> Iterator[Changed]:
    """Rules that bind two of the territories passed, or one alone."""
    rows = facts.rows(Regime)
    begins = {(row.name, row.since) for row in rows}
    for row in rows:
        parties = {*row.territories, *row.others}
        if len(parties & set(passed)) < min(2, len(parties)) or not parties:
            continue
        turn = _turn(row, days)
        if turn is None or (turn[1] and row.until and (row.name, row.until + _DAY) in begins):
            continue  # the next row of the same name tells what it became
        yield _changed("law", row, turn, tuple(sorted(parties)), row.name, row.meaning, row.sources)


def _services(facts: Facts, days: tuple[date, date], gateways: Collection[str]) -> Iterator[Changed]:
    for row in facts.rows(ServicePeriod):
        on_ways = {row.origin, row.destination, *row.through} & set(gateways)
        turn = _turn(row, days)
        if on_ways and turn is not None:
            ends = row.origin, row.destination
            yield _changed("service", row, turn, ends, row.name, row.why, row.sources)


def _turn(row: CrossingPeriod | Regime | ServicePeriod, days: tuple[date, date]) -> tuple[date, bool] | None:
    """The day on which something ended, else began, and whether it ended; None outside of the days."""
    first, last = days
    if row.until and first < row.until + _DAY <= last:
        return row.until + _DAY, True
    if row.since and first < row.since <= last:
        return row.since, False
    return None


def _is_short(row: CrossingPeriod) -> bool:
    return bool(row.since and row.until and row.until - row.since < _LEAST)


def _changed(
    kind: str,
    row: CrossingPeriod | Regime | ServicePeriod,
    turn: tuple[date, bool],
    where: tuple[str, ...],
    name: str,
    why: str,
    sources: tuple[str, ...],
) -> Changed:
    return Changed(
        kind=kind,
        on=turn[0],
        state=row.state,
        is_over=turn[1],
        where=where,
        name=name,
        why=why,
        since=row.since,
        until=row.until,
        last_seen=row.last_seen,
        evidence=row.evidence,
        sources=sources,
    )


def _cited(rows: list[CrossingPeriod]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for row in rows for source in row.sources))


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

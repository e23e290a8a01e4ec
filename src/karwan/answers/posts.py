"""What is known of border posts: their state on a day, their figures by side and direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from karwan.answers.facts_shown import source_json
from karwan.answers.posts_wanted import from_side, post_mode, wanted_posts
from karwan.facts.load import Facts
from karwan.facts.rows import BorderAverage, Crossing, CrossingMeasure, CrossingPeriod, Row, Source
from karwan.operations.book import Book
from karwan.operations.permission import calendar
from karwan.operations.shelf import Entry
from karwan.words.evidence import Evidence, Figure, weakest


@dataclass(frozen=True, slots=True)
class SideTaken:
    """What one side of a post takes in one direction; `side` is None where a figure covers the whole post."""

    direction: str
    side: str | None
    time: Entry | None
    cost: Entry | None

    def as_json(self) -> dict[str, Any]:
        """The figures as JSON types."""
        return {
            "direction": self.direction,
            "side": self.side,
            "time": _entry(self.time),
            "cost": _entry(self.cost),
        }


@dataclass(frozen=True, slots=True)
class Post:
    """A post on one day.

    Attributes:
        crossing: its row. state: open, limited, closed, planned or unknown.
        periods: rows that cover the day. history: all rows of its state, oldest first.
        taken: hours and dollars, as routes use them, in the dollars of the day.
        figures: all rows of `crossing_measures` for it.
        sources: everything that these rest on.
        is_turned: whether it is told from its second territory to its first, as it was asked for.
    """

    crossing: Crossing
    state: str
    periods: tuple[CrossingPeriod, ...]
    history: tuple[CrossingPeriod, ...]
    taken: tuple[SideTaken, ...]
    figures: tuple[CrossingMeasure, ...]
    sources: tuple[Source, ...]
    is_turned: bool = False

    @property
    def beside(self) -> tuple[CrossingMeasure, ...]:
        """Figures that routes do not use: traffic, capacity, queues, and what parties claim."""
        return tuple(
            row
            for row in self.figures
            if row.metric not in ("time_h", "cost_usd") or row.evidence is Evidence.CLAIMED
        )

    @property
    def territories(self) -> tuple[str, str]:
        """Codes of the two sides, that which was asked for first."""
        row = self.crossing
        return _turned((row.territory_a, row.territory_b), is_turned=self.is_turned)

    @property
    def directions(self) -> tuple[str, str]:
        """Out and back, such as `PK>AF` and `AF>PK`."""
        one, other = self.territories
        return f"{one}>{other}", f"{other}>{one}"

    def hours(self, direction: str) -> Entry | None:
        """Hours of both sides together, by the weakest evidence; None where no figure is known."""
        return _summed([taken.time for taken in self.taken if taken.direction == direction])

    def dollars(self, direction: str) -> Entry | None:
        """Dollars of both sides together; None where none are known, or not per the same unit."""
        return _summed([taken.cost for taken in self.taken if taken.direction == direction])

    def as_json(self) -> dict[str, Any]:
        """The post as JSON types."""
        row = self.crossing
        return {
            "id": row.id,
            "name": row.name,
            "name_other_side": row.name_other_side or None,
            "territories": [row.territory_a, row.territory_b],
            "directions": list(self.directions),
            "mode": row.mode,
            "lat": row.lat,
            "lon": row.lon,
            "gauges_mm": [row.gauge_a_mm, row.gauge_b_mm],
            "passage": row.passage,
            "hours": row.hours,
            "open_months": list(row.open_months),
            "way_name": row.way_name,
            "evidence": str(row.evidence),
            "note": row.note or None,
            "state": self.state,
            "periods": [_period(period) for period in self.periods],
            "history": [_period(period) for period in self.history],
            "taken": [taken.as_json() for taken in self.taken],
            "figures": [_figure(row) for row in self.figures],
            "sources": [source_json(source) for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class PostsAnswer:
    """Posts that fit a filter, by territories and name; `prices_of`: the year of their dollars."""

    on: date
    posts: tuple[Post, ...]
    prices_of: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "on": self.on.isoformat(),
            "prices_of": self.prices_of,
            "posts": [post.as_json() for post in self.posts],
        }


def posts(
    facts: Facts, wanted: str | None = None, mode: str | None = None, on: date | None = None
) -> PostsAnswer:
    """The posts that fit a filter, with their state on a day (today if none is given).

    Args:
        facts: the tables.
        wanted: id, name, territory (`PK`) or pair of territories (`PK-AF`); all posts if None.
        mode: `road` or `rail`; both if None.
        on: the day.

    A post is told from the territory that stands first in `wanted`; out of the order of its table then.

    Raises:
        InputError: nothing fits.
    """
    day = on or facts.day
    is_from_second = from_side(facts, wanted)
    rows = sorted(
        wanted_posts(facts, wanted, post_mode(mode)),
        key=lambda row: (_turned((row.territory_a, row.territory_b), is_turned=is_from_second(row)), row.id),
    )
    # In the dollars of the day, as routes tell them.
    book, days = Book(facts).on_day(day), calendar(facts, day)
    history: dict[str, list[CrossingPeriod]] = {row.id: [] for row in rows}
    for period in facts.rows(CrossingPeriod):
        if period.crossing in history:
            history[period.crossing].append(period)
    found = []
    for row in rows:
        periods = days.periods.get(row.id, ())
        is_turned = is_from_second(row)
        taken = tuple(_taken(book, row, is_turned=is_turned))
        past = tuple(sorted(history[row.id], key=lambda period: (period.since or date.min, period.id)))
        figures = tuple(measure for measure in facts.rows(CrossingMeasure) if measure.crossing == row.id)
        sources = _sources(facts, row, (*past, *figures), taken)
        found.append(Post(row, days.state(row.id), periods, past, taken, figures, sources, is_turned))
    return PostsAnswer(day, tuple(found), book.money.year)


def _turned(pair: tuple[str, str], *, is_turned: bool) -> tuple[str, str]:
    return (pair[1], pair[0]) if is_turned else pair


def _taken(book: Book, row: Crossing, *, is_turned: bool) -> list[SideTaken]:
    """Hours and dollars each way: of the whole post where a row gives that, else of each side."""
    found = []
    pair = row.territory_a, row.territory_b
    for sides in (_turned(pair, is_turned=is_turned), _turned(pair, is_turned=not is_turned)):
        direction = f"{sides[0]}>{sides[1]}"
        time, cost = (book.whole_post(row, sides, metric) for metric in ("time_h", "cost_usd"))
        if time or cost:
            found.append(SideTaken(direction, None, time, cost))
        for side in sides:
            side_time = None if time else book.side(row, sides, side, "time_h")
            side_cost = None if cost else book.side(row, sides, side, "cost_usd")
            if side_time or side_cost:
                found.append(SideTaken(direction, side, side_time, side_cost))
    return found


def _sources(
    facts: Facts, row: Crossing, said: Sequence[Row], taken: Sequence[SideTaken]
) -> tuple[Source, ...]:
    entries = [entry for one in taken for entry in (one.time, one.cost) if entry]
    ids = [*row.sources, *(source for one in said for source in one.sources)]
    ids += [source for entry in entries for source in entry.figure.sources]
    known = facts.by_id(Source)
    return tuple(known[source] for source in dict.fromkeys(ids))


def _summed(entries: list[Entry | None]) -> Entry | None:
    known = [entry for entry in entries if entry]
    if len({entry.unit for entry in known}) != 1:
        return None
    value = sum(entry.figure.value for entry in known)
    evidence = weakest(entry.figure.evidence for entry in known)
    sources = tuple(dict.fromkeys(source for entry in known for source in entry.figure.sources))
    figure = Figure(value, evidence, sources)
    return Entry(figure, known[0].unit, frozenset().union(*(entry.includes for entry in known)))


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    rows = [row for row in entry.rows if isinstance(row, CrossingMeasure | BorderAverage)]
    lows = [row.value if row.low is None else row.low for row in rows]
    highs = [row.value if row.high is None else row.high for row in rows]
    is_range = bool(rows) and min(lows) < max(highs)
    return {
        "value": round(entry.figure.value, 2),
        "low": min(lows) if is_range else None,
        "high": max(highs) if is_range else None,
        "recorded": round(sum(row.value for row in rows) / len(rows), 2) if rows else None,
        "years": sorted({row.year for row in rows if row.year is not None}),
        "unit": entry.unit,
        "evidence": str(entry.figure.evidence),
        "includes": sorted(entry.includes),
        "source": list(entry.figure.sources),
        "behind": [_figure(row) for row in entry.behind if isinstance(row, CrossingMeasure)],
    }


def _period(period: CrossingPeriod) -> dict[str, Any]:
    return {
        "state": period.state,
        "direction": period.direction,
        "since": period.since.isoformat() if period.since else None,
        "until": period.until.isoformat() if period.until else None,
        "why": period.why or None,
        "last_seen": period.last_seen.isoformat() if period.last_seen else None,
        "evidence": str(period.evidence),
        "source": list(period.sources),
    }


def _figure(row: CrossingMeasure) -> dict[str, Any]:
    return {
        "metric": row.metric,
        "direction": row.direction,
        "side": row.side,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "year": row.year,
        "evidence": str(row.evidence),
        "source": list(row.sources),
    }

"""What is known of border posts: their state on a day, their figures by side and direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from karwan.answers.facts_shown import source_json
from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, CrossingMeasure, CrossingPeriod, Row, Source, Territory
from karwan.facts.spelling import key
from karwan.operations.book import Book, Entry
from karwan.operations.permission import calendar
from karwan.words.evidence import Evidence, Figure, weakest
from karwan.words.mode import Mode


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
        taken: hours and dollars, as routes use them. figures: all rows of `crossing_measures` for it.
        sources: everything that these rest on.
    """

    crossing: Crossing
    state: str
    periods: tuple[CrossingPeriod, ...]
    history: tuple[CrossingPeriod, ...]
    taken: tuple[SideTaken, ...]
    figures: tuple[CrossingMeasure, ...]
    sources: tuple[Source, ...]

    @property
    def beside(self) -> tuple[CrossingMeasure, ...]:
        """Figures that routes do not use: traffic, capacity, queues, and what parties claim."""
        return tuple(
            row
            for row in self.figures
            if row.metric not in ("time_h", "cost_usd") or row.evidence is Evidence.CLAIMED
        )

    @property
    def directions(self) -> tuple[str, str]:
        """Out and back, such as `PK>AF` and `AF>PK`."""
        row = self.crossing
        return f"{row.territory_a}>{row.territory_b}", f"{row.territory_b}>{row.territory_a}"

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
    """Posts that fit a filter, by territories and name."""

    on: date
    posts: tuple[Post, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {"on": self.on.isoformat(), "posts": [post.as_json() for post in self.posts]}


def posts(
    facts: Facts, wanted: str | None = None, mode: str | None = None, on: date | None = None
) -> PostsAnswer:
    """The posts that fit a filter, with their state on a day (today if none is given).

    Args:
        facts: the tables.
        wanted: id, name, territory (`PK`) or pair of territories (`PK-AF`); all posts if None.
        mode: `road` or `rail`; both if None.
        on: the day.

    Raises:
        InputError: nothing fits.
    """
    day = on or date.today()  # noqa: DTZ011  a post is open or shut on the user's own day
    rows = sorted(
        _wanted(facts, wanted, _mode(mode)), key=lambda row: (row.territory_a, row.territory_b, row.id)
    )
    book, days = Book(facts), calendar(facts, day)
    history: dict[str, list[CrossingPeriod]] = {row.id: [] for row in rows}
    for period in facts.rows(CrossingPeriod):
        if period.crossing in history:
            history[period.crossing].append(period)
    found = []
    for row in rows:
        periods = days.periods.get(row.id, ())
        taken = tuple(_taken(book, row))
        past = tuple(sorted(history[row.id], key=lambda period: (period.since or date.min, period.id)))
        figures = tuple(measure for measure in facts.rows(CrossingMeasure) if measure.crossing == row.id)
        sources = _sources(facts, row, (*past, *figures), taken)
        found.append(Post(row, days.state(row.id), periods, past, taken, figures, sources))
    return PostsAnswer(day, tuple(found))


def _mode(word: str | None) -> Mode | None:
    if word is None:
        return None
    known = (Mode.ROAD, Mode.RAIL)
    if word.strip().casefold() not in known:
        raise InputError(unknown("mode of a post", word, known, f"write {' or '.join(known)}"))
    return Mode(word.strip().casefold())


def _wanted(facts: Facts, wanted: str | None, mode: Mode | None) -> list[Crossing]:
    rows = [row for row in facts.rows(Crossing) if mode is None or row.mode == mode]
    if wanted is None:
        return rows
    unions = {row.id: {row.id, row.border_union or row.id} for row in facts.rows(Territory)}
    for fits in (_same_id(wanted), _between(wanted, unions), _named(wanted)):
        if fits and (found := [row for row in rows if fits(row)]):
            return found
    every = facts.rows(Crossing)
    spoken = [row.id for row in every] + [row.name for row in every]
    way_out = "write a post's id or name, or territories such as PK-AF; `karwan posts` lists all"
    message = unknown("post", wanted, spoken, way_out)
    if mode is not None:
        message += f" (only posts by {mode} were looked at)"
    raise InputError(message)


_Fits = Callable[[Crossing], bool]


def _same_id(word: str) -> _Fits:
    return lambda row: row.id.casefold() == word.strip().casefold()


def _between(word: str, unions: dict[str, set[str]]) -> _Fits | None:
    """Posts of one territory, or between two, in whichever order; None if the word names no territories."""
    codes = word.strip().upper().replace(">", "-").split("-")
    known = {code for names in unions.values() for code in names}
    if not 1 <= len(codes) <= 2 or not known.issuperset(codes):  # noqa: PLR2004
        return None

    def fits(row: Crossing) -> bool:
        sides = [unions.get(code, {code}) for code in (row.territory_a, row.territory_b)]
        if len(codes) == 1:
            return any(codes[0] in side for side in sides)
        return any(codes[0] in one and codes[1] in other for one, other in (sides, sides[::-1]))

    return fits


def _named(word: str) -> _Fits | None:
    part = key(word)
    if not part:
        return None
    return lambda row: any(part in key(name) for name in (row.name, row.name_other_side, row.way_name or ""))


def _taken(book: Book, row: Crossing) -> list[SideTaken]:
    """Hours and dollars each way: of the whole post where a row gives that, else of each side."""
    found = []
    for sides in ((row.territory_a, row.territory_b), (row.territory_b, row.territory_a)):
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
    return {
        "value": entry.figure.value,
        "unit": entry.unit,
        "evidence": str(entry.figure.evidence),
        "includes": sorted(entry.includes),
        "source": list(entry.figure.sources),
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

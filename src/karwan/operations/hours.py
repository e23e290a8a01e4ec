"""When posts work, and how long one waits for the opening (docs/rules, section 8).

Moments have no zone: they are of the one clock of the planner, which every post is taken to keep (8.7).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from karwan.facts.load import Facts
from karwan.facts.rows import CrossingHours
from karwan.words.evidence import Evidence, Figure, weakest

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_MIN = 24 * 60
_WEEK_MIN = 7 * _DAY_MIN
_DAY = timedelta(days=1)
# An opening is looked for so far ahead: what opens once a year is found.
_MOST_DAYS = 400
# A year in which only what has no end is in force.
_LAST_YEAR, _MONTHS = date.max.year, 12


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one who comes at any moment waits: mean hours with their origin, standard deviation."""

    time: Figure
    sd_h: float


class Hours:
    """The working hours of every post, from `crossing_hours`.

    A direction is told as `PK>CN`. The rules of a day are the rows whose period (`since`, `until`) covers it,
    for the direction or both; a claimed row makes none (docs/rules, 1.4). A post without rules on a day works
    round the clock: its hours are not known to be shorter. A post with rules works only in the months, on the
    days and at the times that they name.
    """

    def __init__(self, facts: Facts) -> None:
        rows: dict[str, list[CrossingHours]] = defaultdict(list)
        for row in facts.rows(CrossingHours):
            if row.evidence is not Evidence.CLAIMED:
                rows[row.crossing].append(row)
        self._rows = {crossing: tuple(found) for crossing, found in rows.items()}

    @cached_property
    def posts(self) -> frozenset[str]:
        """Ids of the posts that have hours of their own."""
        return frozenset(self._rows)

    def rows(self, post: str) -> tuple[CrossingHours, ...]:
        """All that is known of the hours of a post, of whatever time; empty: nothing."""
        return self._rows.get(post, ())

    def rules(self, post: str, direction: str, day: date) -> tuple[CrossingHours, ...]:
        """The rows that say when a post works at this time of its history; empty: round the clock."""
        return tuple(
            row
            for row in self.rows(post)
            if row.direction in ("both", direction)
            and (row.since or date.min) <= day <= (row.until or date.max)
        )

    def shifts(self, post: str, direction: str, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when a post works in shifts that begin on a day."""
        rules = self.rules(post, direction, day)
        midnight = datetime.combine(day, time())
        if not rules:
            return ((midnight, midnight + _DAY),)
        return tuple(
            (midnight + timedelta(minutes=row.opens), midnight + timedelta(minutes=_closes(row)))
            for row in rules
            if _is_for(row, day)
        )

    def is_working(self, post: str, direction: str, moment: datetime) -> bool:
        """Whether a post works at a moment; the minute of closing is no longer worked."""
        return any(
            opens <= moment < closes
            for day in (moment.date() - _DAY, moment.date())
            for opens, closes in self.shifts(post, direction, day)
        )

    def works_on(self, post: str, direction: str, day: date) -> bool:
        """Whether a post works at any time of a day, the end of the last night shift included."""
        rules = self.rules(post, direction, day)
        if not rules or any(_is_for(row, day) for row in rules):
            return True
        midnight = datetime.combine(day, time())
        return any(closes > midnight for _, closes in self.shifts(post, direction, day - _DAY))

    def next_opening(self, post: str, direction: str, moment: datetime) -> datetime | None:
        """The first moment from this one on at which a post works; None if it does not for a year."""
        if self.is_working(post, direction, moment):
            return moment
        for ahead in range(_MOST_DAYS):
            shifts = self.shifts(post, direction, moment.date() + ahead * _DAY)
            if coming := [opens for opens, _ in shifts if opens > moment]:
                return min(coming)
        return None

    def expected(self, post: str, direction: str, day: date) -> Wait | None:
        """The wait for the opening of one who comes at any moment of a week, by the rules of a day.

        Days off of the year are left out. None: no wait, or a month in which the post does not work at all.
        """
        rules = [row for row in self.rules(post, direction, day) if not row.months or day.month in row.months]
        gaps = gaps_h(_week_of(rules))
        if not gaps:
            return None
        mean_h, sd_h = mean_wait(gaps)
        sources = tuple(dict.fromkeys(source for row in rules for source in row.sources))
        return Wait(Figure(mean_h, weakest(row.evidence for row in rules), sources), sd_h)

    def usual_wait_h(self, post: str, direction: str) -> float:
        """The expected wait over a year by the rules recorded last: one figure, whatever the day."""
        months = (date(_LAST_YEAR, month, 1) for month in range(1, _MONTHS + 1))
        waits = (self.expected(post, direction, day) for day in months)
        return math.fsum(wait.time.value for wait in waits if wait) / _MONTHS


def mean_wait(gaps: Sequence[float], cycle_h: float = _WEEK_MIN / 60) -> tuple[float, float]:
    """Mean and standard deviation (h) of the wait of one who comes at any moment of a cycle.

    Who comes in a gap of g hours, which happens with chance g / cycle, waits g / 2 on the mean and g^2 / 3
    squared; who comes in between does not wait. So the mean is sum g^2 / (2 cycle), that of the square
    sum g^3 / (3 cycle).

    Args:
        gaps: hours of the stretches in which nothing is open.
        cycle_h: hours after which all comes again.

    Source: Welding 1957, The instability of a close-interval service, Operational Research Quarterly 8(3).
    """
    mean = math.fsum(gap**2 for gap in gaps) / (2 * cycle_h)
    square = math.fsum(gap**3 for gap in gaps) / (3 * cycle_h)
    return mean, math.sqrt(max(0.0, square - mean**2))


def gaps_h(shifts: Iterable[tuple[int, int]]) -> list[float]:
    """Hours of the stretches of a week that no shift covers; empty where none is left, or nothing is known.

    Args:
        shifts: first and last minute of each, from Monday midnight; one may run over the end of the week.
    """
    inside = sorted(part for opens, closes in shifts for part in _wrapped(opens, closes))
    if not inside:
        return []
    gaps = []
    end = inside[0][0]
    for opens, closes in inside:
        gaps.append(opens - end)
        end = max(end, closes)
    gaps.append(inside[0][0] + _WEEK_MIN - end)
    return [gap / 60 for gap in gaps if gap > 0]


def _wrapped(opens: int, closes: int) -> Iterator[tuple[int, int]]:
    yield opens, min(closes, _WEEK_MIN)
    if closes > _WEEK_MIN:
        yield 0, closes - _WEEK_MIN


def _week_of(rules: Iterable[CrossingHours]) -> Iterator[tuple[int, int]]:
    """The shifts of a week in minutes from Monday midnight."""
    for row in rules:
        for number, name in enumerate(WEEK):
            if not row.days or name in row.days:
                yield number * _DAY_MIN + row.opens, number * _DAY_MIN + _closes(row)


def _closes(row: CrossingHours) -> int:
    return row.closes if row.closes > row.opens else row.closes + _DAY_MIN


def _is_for(row: CrossingHours, day: date) -> bool:
    """Whether a rule in force has its shift on a day."""
    return (
        (not row.months or day.month in row.months)
        and (not row.days or WEEK[day.weekday()] in row.days)
        and f"{day:%m-%d}" not in row.closed_on
    )


def months_told(months: Iterable[int]) -> str:
    """Names of months, those in a row as a range that may run over the end of the year: `Nov-Mar`."""
    return _told([month - 1 for month in months], _MONTH_NAMES)


def days_told(names: Iterable[str]) -> str:
    """Days of the week, those in a row as a range: `mon-fri`."""
    return _told([WEEK.index(name) for name in names], WEEK)


def _told(numbers: Iterable[int], names: Sequence[str]) -> str:
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] + 1 == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == len(names) - 1:
        runs[0] = runs.pop() + runs[0]
    ranges = ((names[run[0]], names[run[-1]]) for run in runs)
    return ", ".join(first if first == last else f"{first}-{last}" for first, last in ranges)

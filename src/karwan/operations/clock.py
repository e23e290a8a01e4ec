"""What shuts a gateway on a day, and when it works: periods, seasons and hours in one place (rules, 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, CrossingPeriod, Territory
from karwan.operations.hours import WEEK, Hours
from karwan.operations.permission import Reason, bar
from karwan.words.route import Route

# A closure that is over within so many days is waited for, a longer one shuts the way (docs/rules, 8.5).
PATIENCE = timedelta(days=7)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Clock:
    """When every gateway works, for a shipment between two territories.

    Attributes:
        hours: of posts. ends: territories of the two ends, by which transit is told from local traffic; None
            if nothing in particular is sent.
    """

    def __init__(self, facts: Facts, ends: tuple[str | None, str | None] | None = None) -> None:
        self.hours = Hours(facts)
        self.ends = ends
        self.posts = facts.by_id(Crossing)
        self._homes = {row.id: row.border_union for row in facts.rows(Territory) if row.border_union}
        periods: dict[str, list[CrossingPeriod]] = defaultdict(list)
        for row in facts.rows(CrossingPeriod):
            periods[row.crossing].append(row)
        self._shut: dict[tuple[str, str, date], Reason | None] = {}
        self._periods = {crossing: tuple(rows) for crossing, rows in periods.items()}

    def passed(self, route: Route) -> Iterator[tuple[str, str]]:
        """Every gateway between two legs, with the direction there (`PK>CN`, as in `crossings`)."""
        for before, after in pairwise(route.legs):
            if before.destination == after.origin:
                yield after.origin, self._direction(after.origin, before.territory, after.territory)

    def _direction(self, gateway: str, left: str | None, entered: str | None) -> str:
        post = self.posts.get(gateway)
        if post is None:
            return f"{left}>{entered}"
        home_a = self._homes.get(post.territory_a, post.territory_a)
        sides = (post.territory_a, post.territory_b)
        return ">".join(sides if left == home_a else sides[::-1])

    def periods(self, gateway: str, day: date) -> Iterator[CrossingPeriod]:
        """What is recorded of a gateway on a day."""
        for row in self._periods.get(gateway, ()):
            if (row.since or date.min) <= day <= (row.until or date.max):
                yield row

    def closure(self, gateway: str, direction: str, day: date) -> Reason | None:
        """Why a gateway is shut by a recorded period or its season, or None."""
        sides = {self._homes.get(code, code) for code in direction.split(">")}
        is_transit = self.ends is not None and sides != set(self.ends)
        for period in self.periods(gateway, day):
            if reason := bar(period, direction, is_transit=is_transit):
                return reason
        post = self.posts.get(gateway)
        if post and post.open_months and day.month not in post.open_months:
            return Reason(
                f"closed in {_MONTHS[day.month - 1]}: {months_told(post.open_months)} only",
                gateway,
                None,
                post.sources,
            )
        return None

    def day_off(self, gateway: str, direction: str, day: date) -> Reason | None:
        """Why a post that is open in these days works at no time of a day, or None."""
        if self.hours.works_on(gateway, direction, day):
            return None
        rules = self.hours.rules(gateway, direction, day)
        sources = tuple(dict.fromkeys(source for row in rules for source in row.sources))
        in_season = [row for row in rules if not row.months or day.month in row.months]
        days = {name for row in in_season for name in row.days or WEEK}
        if not in_season:
            what = f"works in {months_told(month for row in rules for month in row.months)} only"
        elif WEEK[day.weekday()] not in days:
            what = f"works on {days_told(days)} only"
        else:
            what = "yearly days off"
        return Reason(what, gateway, None, sources)

    def shut(self, gateway: str, direction: str, day: date) -> Reason | None:
        """Why a gateway lets nothing pass on a whole day, or None."""
        key = gateway, direction, day
        if key not in self._shut:
            self._shut[key] = self.closure(*key) or self.day_off(*key)
        return self._shut[key]

    def opening(self, gateway: str, direction: str, moment: datetime) -> datetime | Reason:
        """The first moment at which a gateway that is reached lets pass, or why it is not waited for.

        A closure or a day off that is over within PATIENCE is waited for.
        """
        first: Reason | None = None
        for ahead in range(PATIENCE.days + 1):
            day = moment.date() + timedelta(days=ahead)
            begins = moment if ahead == 0 else datetime.combine(day, datetime.min.time())
            first = first or self.shut(gateway, direction, day)
            if self.closure(gateway, direction, day) is None:
                opens = self.hours.next_opening(gateway, direction, begins)
                if opens is not None and opens.date() == day and opens - moment <= PATIENCE:
                    return opens
        return first or Reason("no working hours in a week", gateway)


def months_told(months: Iterable[int]) -> str:
    """Names of months, those in a row as a range that may run over the end of the year: `Nov-Mar`."""
    return _told([month - 1 for month in months], _MONTHS)


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

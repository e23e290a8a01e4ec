"""What shuts a gateway on a day, and when it works: periods, seasons and hours in one place (rules, 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, CrossingPeriod
from karwan.operations.hours import WEEK, Hours, days_told
from karwan.operations.permission import Reason, bar, direction_of, homes, out_of_season
from karwan.words.route import Route

# A closure that is over within so many days is waited for, a longer one shuts the way (docs/rules, 8.5).
PATIENCE = timedelta(days=7)
_DAY = timedelta(days=1)


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
        self._homes = homes(facts)
        periods: dict[str, list[CrossingPeriod]] = defaultdict(list)
        for row in facts.rows(CrossingPeriod):
            periods[row.crossing].append(row)
        self._shut: dict[tuple[str, str, date], Reason | None] = {}
        self._shut_on: dict[tuple[str, str, date, int], Mapping[date, Reason]] = {}
        self._periods = {crossing: tuple(rows) for crossing, rows in periods.items()}

    def passed(self, route: Route) -> Iterator[tuple[str, str]]:
        """Every gateway between two legs, with the direction there (`PK>CN`, as in `crossings`)."""
        for before, after in pairwise(route.legs):
            if before.destination == after.origin:
                way = before.territory, after.territory
                yield after.origin, direction_of(self.posts.get(after.origin), self._homes, way)

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
        return out_of_season(self.hours, post, direction, day) if post else None

    def day_off(self, gateway: str, direction: str, day: date) -> Reason | None:
        """Why a post works at no time of a day in its season, or None."""
        if self.hours.works_on(gateway, direction, day):
            return None
        rules = self.hours.rules(gateway, direction, day)
        sources = tuple(dict.fromkeys(source for row in rules for source in row.sources))
        in_season = [row for row in rules if not row.months or day.month in row.months]
        days = {name for row in in_season for name in row.days or WEEK}
        is_off = WEEK[day.weekday()] not in days
        what = f"works on {days_told(days)} only" if is_off else "yearly days off"
        return Reason(what, gateway, None, sources)

    def is_always_open(self, gateway: str) -> bool:
        """Whether nothing is recorded that could shut a gateway on any day."""
        post = self.posts.get(gateway)
        return not (
            any(period.state not in ("open", "limited") for period in self._periods.get(gateway, ()))
            or gateway in self.hours.posts
            or (post and post.open_months)
        )

    def shut(self, gateway: str, direction: str, day: date) -> Reason | None:
        """Why a gateway lets nothing pass on a whole day, or None."""
        key = gateway, direction, day
        if key not in self._shut:
            self._shut[key] = self.closure(*key) or self.day_off(*key)
        return self._shut[key]

    def shut_on(self, gateway: str, direction: str, days: Sequence[date]) -> Mapping[date, Reason]:
        """Those of some days in a row on which a gateway lets nothing pass, with the reason."""
        key = gateway, direction, days[0], len(days)
        if key not in self._shut_on:
            self._shut_on[key] = self._found_shut(gateway, direction, days)
        return self._shut_on[key]

    def unbuilt_on(self, gateway: str, days: Iterable[date]) -> frozenset[date]:
        """Those of some days on which a gateway was planned and not built."""
        planned = [row for row in self._periods.get(gateway, ()) if row.state == "planned"]
        if not planned:
            return frozenset()
        return frozenset(day for day in days if any(row in planned for row in self.periods(gateway, day)))

    def _found_shut(self, gateway: str, direction: str, days: Sequence[date]) -> dict[date, Reason]:
        turns = self._turns(gateway)
        found: dict[date, Reason] = {}
        closed: Reason | None = None
        for day in days:
            if day == days[0] or day in turns or day.day == 1:
                closed = self.closure(gateway, direction, day)
            if reason := closed or self.day_off(gateway, direction, day):
                found[day] = reason
        return found

    def _turns(self, gateway: str) -> frozenset[date]:
        """The days on which another period or rule than the day before may hold; seasons turn with months."""
        periods = ((row.since, row.until) for row in self._periods.get(gateway, ()))
        rules = ((row.since, row.until) for row in self.hours.rows(gateway))
        turns = ((since, until and until + _DAY) for since, until in (*periods, *rules))
        return frozenset(day for pair in turns for day in pair if day)

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

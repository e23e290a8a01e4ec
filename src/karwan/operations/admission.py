"""Which trucks may run where, and where goods change trucks because of it (docs/rules, 5.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from karwan.facts.dated import holds
from karwan.facts.rows import Admission, Regime
from karwan.operations.book import Book
from karwan.operations.law import is_about, unions
from karwan.operations.transfers import TRANSLOAD, holds_change_of_truck

_ANY = "*"
# A truck of a territory that no row names.
_STRANGER = "?"
_VEHICLES, _IN_FORCE = "bars_vehicles", "in_force"
# Purposes of a run, as the table of admissions names them; a run of a third country's truck has no name.
BILATERAL, TRANSIT, ANY_PURPOSE = "bilateral", "transit", "any"


# Trucks one after another: steps that they add, changes, rank of their homes; then these homes.
_Chain = tuple[tuple[int, int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Border:
    """A border on a stretch by road.

    Attributes:
        post: id of the gateway. is_transload: goods change trucks there whatever the law says.
        is_held: what the post takes holds a change of trucks already.
    """

    post: str
    is_transload: bool = False
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change of trucks that the law makes.

    Attributes:
        border: its number on the stretch, from 0. before, after: where the trucks are registered.
        barred: territory in which the first may not run. by: table and id of the row that says so.
    """

    border: int
    before: str
    after: str
    barred: str
    by: str

    @property
    def why(self) -> str:
        """In words."""
        return f"no truck of {self.before} may go on in {self.barred} ({self.by}); one of {self.after} does"


class Trucks:
    """Which trucks may run in which territories on a day, with goods between two ends.

    Rows are indexed once, and what was looked up is kept: one object serves one question.
    """

    def __init__(
        self,
        book: Book,
        on: date,
        ends: tuple[str | None, str | None],
        goods: Collection[str],
        sanctions: Collection[str] = (),
    ) -> None:
        """Of a day and the ends of a shipment.

        Args:
            book: figures and tables.
            on: the day.
            ends: codes of the territories (or border unions) of origin and destination.
            goods: ids by which a rule may mean the goods.
            sanctions: ids of rules that bind only who is under them, and that the user turned on.
        """
        facts = book.facts
        self.ends = ends
        self.book = book
        rules = [row for row in facts.rows(Regime) if row.effect == _VEHICLES]
        free = {row.id for row in rules if not is_about(row, goods)}
        self._bars = [
            row
            for row in rules
            if row.state == _IN_FORCE
            and holds(row, on)
            and row.id not in free
            and (not row.is_switch or row.id in sanctions)
        ]
        self._rows: dict[tuple[str, str], list[Admission]] = defaultdict(list)
        self._named: dict[str, set[str]] = defaultdict(set)
        for row in facts.rows(Admission):
            if holds(row, on) and row.regime not in free:
                self._rows[row.home, row.territory].append(row)
                self._named[row.territory].add(row.home)
        self._told_apart = frozenset(post for row in self._bars for post in row.at)
        self._unions = unions(facts)
        self._borders: dict[tuple[str, str, str], Border] = {}
        self._refused: dict[tuple[str, str, str], str | None] = {}
        self._planned: dict[tuple[tuple[str, ...], tuple[Border, ...]], tuple[Change, ...]] = {}
        self._bridged: dict[tuple[str, str, str], bool] = {}

    def between(self, ends: tuple[str | None, str | None]) -> Trucks:
        """The same trucks on the same day with goods between two other ends."""
        other = copy(self)
        other.ends = ends
        other._refused, other._planned, other._bridged = {}, {}, {}  # noqa: SLF001 - of this class
        return other

    def refusal(self, home: str, territory: str, post: str = "") -> str | None:
        """Table and id of the row by which trucks of one territory may not run in another; None if they may.

        Args:
            home: where the truck is registered.
            territory: where it would run.
            post: through which it comes in; empty if that does not matter.
        """
        if home == territory:
            return None
        key = home, territory, post if post in self._told_apart else ""
        if key not in self._refused:
            self._refused[key] = self._find_refusal(*key)
        return self._refused[key]

    def _find_refusal(self, home: str, territory: str, post: str) -> str | None:
        for rule in self._bars:
            if (not rule.at or post in rule.at) and self._is_barred(rule, home, territory):
                return f"{rule.table} {rule.id}"
        row = self.admission(home, territory)
        if row is None or (row.admitted != "no" and row.reach == "all"):
            return None
        return f"{row.table} {row.id}"

    def _is_barred(self, rule: Regime, home: str, territory: str) -> bool:
        """Whether a rule keeps vehicles of a territory out of another (`relation` in its schema)."""
        own, there = (self._unions.get(code, frozenset({code})) for code in (home, territory))
        ours, theirs = set(rule.territories), set(rule.others)
        if rule.relation == "each":
            return bool(ours & there) and not ours & own
        if rule.relation == "from_to":
            return bool(ours & own and theirs & there)
        if rule.relation == "between":
            return bool((ours & own and theirs & there) or (theirs & own and ours & there))
        return bool(ours & own and ours & there)

    def admission(self, home: str, territory: str) -> Admission | None:
        """The row that says whether trucks of a territory may run in another: that which fits best."""
        wanted = (purpose(home, territory, self.ends), ANY_PURPOSE)
        for key in ((home, territory), (_ANY, territory), (home, _ANY), (_ANY, _ANY)):
            rows = [row for row in self._rows.get(key, ()) if row.purpose in wanted]
            if rows:
                return max(rows, key=lambda row: row.purpose != ANY_PURPOSE)
        return None

    def border(self, post: str, left: str, entered: str) -> Border:
        """A border at a post between two territories, as the network names these."""
        key = post, left, entered
        if key not in self._borders:
            self._borders[key] = self._find_border(post, left)
        return self._borders[key]

    def _find_border(self, post: str, left: str) -> Border:
        row = self.book.crossings.get(post)
        if row is None:
            return Border(post)
        sides = row.territory_a, row.territory_b
        if left not in self._unions.get(sides[0], {sides[0]}):
            sides = sides[::-1]
        is_held = holds_change_of_truck(self.book, row, sides)
        return Border(post, row.passage == TRANSLOAD, is_held)

    def is_bridged(self, left: str, entered: str, post: str) -> bool:
        """Whether trucks of some territory, whichever it is, may run on both sides of a border.

        Of all of these the truck of the way may be one: so the search, which knows no more than the border,
        never charges a change that the way is spared.
        """
        key = left, entered, post if post in self._told_apart else ""
        if key not in self._bridged:
            named = self._named[left] | self._named[entered] | self._named[_ANY]
            likely = dict.fromkeys(code for code in (*self.ends, left, entered, _STRANGER) if code)
            self._bridged[key] = any(
                self.refusal(home, left) is None and self.refusal(home, entered, post) is None
                for home in (*likely, *named)
            )
        return self._bridged[key]

    def changes(self, territories: Sequence[str], borders: Sequence[Border]) -> tuple[Change, ...]:
        """The fewest changes of trucks on an unbroken stretch by road.

        Fewest are first those that add a step, then all; of equal choices the truck of the origin goes as far
        as it may, then that of the destination. After a post that transloads any truck may be the next.

        Args:
            territories: in order.
            borders: between them, one fewer.
        """
        key = tuple(territories), tuple(borders)
        if key not in self._planned:
            self._planned[key] = tuple(self._plan(*key))
        return self._planned[key]

    def _plan(self, territories: Sequence[str], borders: Sequence[Border]) -> Iterator[Change]:
        homes = [code for code in dict.fromkeys((*self.ends, *territories)) if code]
        first = 0
        for last, border in enumerate((*borders, Border("", is_transload=True))):
            if border.is_transload:
                stretch, inside = territories[first : last + 1], borders[first:last]
                chosen = self._chosen(stretch, inside, homes)
                yield from self._told(stretch, inside, chosen, first)
                first = last + 1

    def _chosen(
        self, territories: Sequence[str], borders: Sequence[Border], homes: Sequence[str]
    ) -> tuple[str, ...]:
        """The home of the truck in each territory of a stretch without a post that transloads."""
        posts = ["", *(border.post for border in borders)]
        may = [
            [home for home in homes if self.refusal(home, code, post) is None]
            for code, post in zip(territories, posts, strict=True)
        ]
        for home in homes:
            if all(home in each for each in may):
                return (home,) * len(territories)
        rank = {home: index for index, home in enumerate(homes)}
        best: dict[str, _Chain] = {home: ((0, 0, rank[home]), (home,)) for home in may[0]}
        for allowed, border in zip(may[1:], borders, strict=True):
            further: dict[str, _Chain] = {}
            for home in allowed:
                further[home] = min(
                    (
                        (
                            cost[0] + (last != home and not border.is_held),
                            cost[1] + (last != home),
                            cost[2] + rank[home],
                        ),
                        (*path, home),
                    )
                    for last, (cost, path) in best.items()
                )
            best = further
        return min(best.values())[1]

    def _told(
        self, territories: Sequence[str], borders: Sequence[Border], chosen: Sequence[str], first: int
    ) -> Iterator[Change]:
        posts = ["", *(border.post for border in borders)]
        for index in range(1, len(chosen)):
            before, after = chosen[index - 1 : index + 1]
            if before != after:
                barred, by = next(
                    (code, row)
                    for code, post in zip(territories[index:], posts[index:], strict=True)
                    if (row := self.refusal(before, code, post)) is not None
                )
                yield Change(first + index - 1, before, after, barred, by)


def purpose(home: str, territory: str, ends: tuple[str | None, str | None]) -> str:
    """For what a truck would run in a territory: between both ends of the goods, or through; else no name."""
    if {home, territory} == set(ends):
        return BILATERAL
    return ANY_PURPOSE if territory in ends else TRANSIT

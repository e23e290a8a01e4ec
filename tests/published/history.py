"""What closures did, as published, beside karwan's answer for the days before and after: history.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from karwan.answers.routes import Offer
from karwan.facts.rows import CrossingPeriod
from karwan.world import World
from published.asked import listed, rows
from published.table import PAGES, Figure, line, share, table

TABLE = Path(__file__).with_name("history.csv")
PAGE = PAGES / "history.md"
PASSES, SHUT = "passes ", "days shut "
# A change is of the right size if it is at least half of the published one and at most twice.
_SIZE = 2.0
HEAD = """\
# Closures against history

Made by `python tests/published/pages.py`; a test holds it against the model of today. Each row is what
somebody published about a closure: days, dollars or kilometres before and after it, or where goods went.
karwan is asked for the best way on a day before and on a day after. The Afghan posts and Sost are shut in
its tables on the days on which they were; the Red Sea, which some ships still pass, is left by the scenario
`red-sea-avoided`. Hours and dollars are P50 and all-in, of today's tables; nothing is set to make a row come
out.

Published ranges stand in brackets, their middle before them. Where goods went, and on how many days a post
was shut, checks the tables more than the model.

*Direction* is right if karwan changes the same way; *size* if its change is between half and twice of the
published one. What misses says why."""


@dataclass(frozen=True)
class Changed:
    """One published change beside karwan's: figures before and after; None where karwan has no way."""

    row: dict[str, str]
    before: float | None
    after: float | None
    label_before: str
    label_after: str

    @property
    def is_about_a_way(self) -> bool:
        """Whether it says if a post is passed; figures are then 1 and 0."""
        return self.row["what"].startswith(PASSES)

    @property
    def published(self) -> float:
        """The published change."""
        if self.is_about_a_way:
            return float(self.row["after"] == "yes") - float(self.row["before"] == "yes")
        return float(self.row["change"])

    @property
    def change(self) -> float:
        """Karwan's change; not a number without a way."""
        return float("nan") if None in (self.before, self.after) else (self.after or 0) - (self.before or 0)

    @property
    def is_direction_right(self) -> bool:
        """Whether both changes have the same sign."""
        return self.change * self.published > 0

    @property
    def is_size_right(self) -> bool:
        """Whether karwan's change is between half and twice of the published one."""
        return self.is_direction_right and 1 / _SIZE <= self.change / self.published <= _SIZE


def compared(world: World) -> list[Changed]:
    """Every published change beside karwan's."""
    return [_changed(world, row) for row in rows(TABLE)]


def figures(found: Sequence[Changed]) -> list[Figure]:
    """The results that have goals."""
    count = len(found)
    sizes = [one for one in found if not one.is_about_a_way]
    right = share(one.is_direction_right for one in found)
    sized = share(one.is_size_right for one in sizes)
    return [
        Figure("closures: direction of the change", PAGE.name, right, 100, at_least=True, rows=count),
        Figure("closures: half to twice of its size", PAGE.name, sized, 75, at_least=True, rows=len(sizes)),
    ]


def page(found: Sequence[Changed]) -> str:
    """The page: results, then each event."""
    results = table(["", ">rows", ">reached", "goal", "page"], (one.line() for one in figures(found)))
    parts = [HEAD, results]
    for event in dict.fromkeys(one.row["event"] for one in found):
        of_event = [one for one in found if one.row["event"] == event]
        columns = ["row", "what", "way", "published", "karwan", "direction", "size", "what misses"]
        parts += [f"## {event}", table(columns, map(_line, of_event)), _ways(of_event), _sources(of_event)]
    return "\n\n".join(parts) + "\n"


def _changed(world: World, row: dict[str, str]) -> Changed:
    if row["what"].startswith(SHUT):
        post = row["what"].removeprefix(SHUT)
        first, last = (date.fromisoformat(row[name]) for name in ("day_before", "day_after"))
        return Changed(row, 0.0, _days_shut(world, post, first, last), "", "")
    before = _best(
        world, row["origin_before"], row["destination_before"], row["modes"], row["product"],
        row["avoid_before"], row["day_before"], "",
    )  # fmt: skip
    after = _best(
        world, row["origin_after"], row["destination_after"], row["modes"], row["product"],
        row["avoid_after"], row["day_after"], row["scenario"],
    )  # fmt: skip
    told = [_figure(row["what"], offer) for offer in (before, after)]
    labels = [offer.label if offer else "no way" for offer in (before, after)]
    return Changed(row, told[0], told[1], labels[0], labels[1])


@cache
def _best(world: World, origin: str, destination: str, *question: str) -> Offer | None:
    modes, product, avoid, day, scenario = question
    asked = _under(world, scenario, day) if scenario else world
    options = {"product": product} if product else {}
    answer = asked.routes(
        origin, destination, modes=listed(modes), avoid=listed(avoid), on=day, count=1,
        prices_of=int(day[:4]), **options,
    )  # fmt: skip
    return answer.routes[0] if answer.routes else None


@cache
def _under(world: World, scenario: str, day: str) -> World:
    return world.apply(scenario, on=day)


def _figure(what: str, offer: Offer | None) -> float | None:
    if what.startswith(PASSES):
        return float(bool(offer) and what.removeprefix(PASSES) in (offer.gateways if offer else ()))
    if offer is None:
        return None
    route = offer.route
    return {
        "days": route.time_quantiles_h()[1] / 24, "dollars": route.cost_usd, "km": route.distance_km
    }[what]  # fmt: skip


def _days_shut(world: World, post: str, first: date, last: date) -> float:
    """On how many days from the first to the last the tables have a post closed."""
    spans = [
        (row.since or first, row.until or last)
        for row in world.state.facts.rows(CrossingPeriod)
        if row.crossing == post and row.state == "closed"
    ]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return float(sum(any(since <= day <= until for since, until in spans) for day in days))


def _line(one: Changed) -> str:
    row = one.row
    if one.is_about_a_way:
        words = {0.0: "no", 1.0: "yes"}
        told = f"{row['before']}, then {row['after']}"
        ours = f"{words[one.before or 0.0]}, then {words[one.after or 0.0]}"
        size = ""
    else:
        told, ours = _told(row), _ours(one)
        size = f"{'yes' if one.is_size_right else 'no'}, {one.change / one.published:.1f} times"
    way = f"{row['origin_before']} to {row['destination_before']}" if row["origin_before"] else ""
    if row["destination_after"] != row["destination_before"]:
        way += f", then to {row['destination_after']}"
    if row["product"]:
        way += f" ({row['product']})"
    right = "yes" if one.is_direction_right else "no"
    return line(row["id"], row["what"], way, told, ours, right, size, row["why"])


def _told(row: dict[str, str]) -> str:
    change = f"+{float(row['change']):,g}"
    if row["change_low"]:
        change += f" ({float(row['change_low']):,g} to {float(row['change_high']):,g})"
    ends = f": {float(row['before']):,g}, then {float(row['after']):,g}" if row["before"] else ""
    return change + ends


def _ours(one: Changed) -> str:
    if one.before is None or one.after is None:
        return "no way"
    form = ",.1f" if one.row["what"] == "days" else ",.0f"
    return f"{one.change:+{form}}: {one.before:{form}}, then {one.after:{form}}"


def _ways(found: Sequence[Changed]) -> str:
    """The ways that karwan took."""
    told = {(one.label_before, one.label_after): one.row["id"] for one in reversed(found) if one.label_before}
    lines = [f"- {row}: {before}; then {after}." for (before, after), row in reversed(told.items())]
    return "\n".join(["karwan's ways:", "", *lines]) if lines else "karwan's tables say so by themselves."


def _sources(found: Sequence[Changed]) -> str:
    """Where each row was read, and what it says of itself."""
    lines = [
        f"- {row['id']}: [{row['source']}]({row['address']}); {row['note']}."
        for row in (one.row for one in found)
    ]
    return "\n".join(["Sources:", "", *lines])

"""`karwan posts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import paper, reading
from karwan.cli.options import Output, with_output
from karwan.cli.wording import NONE, day, graded, legend, listed, number, sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.answers.posts import Post, SideTaken
    from karwan.facts.rows import CrossingPeriod
    from karwan.operations.shelf import Entry

# So many posts are told in full; more are listed, a line each.
_CARDS = 3
_LONGEST_NAME = 22


@with_output
def posts(
    wanted: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILTER]", help="A territory (PK), two of them (PK-AF), a post's id or name."
        ),
    ] = None,
    mode: Annotated[str | None, typer.Option(help="Only posts by this mode: road or rail.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day, such as 2026-11-24; today.")
    ] = None,
    *,
    out: Output,
) -> None:
    """Show border posts: whether they are open, and the hours and dollars that each side takes."""
    from karwan.answers.posts import posts as answered

    answer = answered(out.facts, wanted, mode, reading.day(as_of))
    if out.as_json:
        paper.print_json(answer.as_json())
    elif not answer.posts:
        paper.say("no posts")
    elif len(answer.posts) <= _CARDS:
        for index, post in enumerate(answer.posts):
            if index:
                paper.say()
            _print_card(post, answer.on.isoformat())
    else:
        _print_list(answer.posts, answer.on.isoformat())


def _print_list(found: Sequence[Post], on: str) -> None:
    titles = ("id", "post / other side", "between", "mode", "gauge", "passage", on, "since")
    columns = [paper.Column(title) for title in titles]
    pairs = {post.directions for post in found}
    ways = pairs.pop() if len(pairs) == 1 else ("out", "back")
    columns += [paper.Column(f"{unit} {way}", is_number=True) for unit in ("h", "USD") for way in ways]
    paper.table(columns, [_row(post) for post in found])
    paper.say()
    paper.say(f"{len(found)} posts; hours and dollars: both sides, by the weakest evidence; {legend()}")
    out = "out: from the first territory to the second; " if "out" in ways else ""
    paper.say(f"{out}`karwan posts ID` shows one post with its sources")


def _row(post: Post) -> tuple[str, ...]:
    row = post.crossing
    told = post.periods[0] if post.periods else None
    return (
        row.id,
        _cut(row.name) + (f" / {_cut(row.name_other_side)}" if row.name_other_side else ""),
        "-".join(post.territories),
        row.mode,
        _gauges(post),
        row.passage,
        post.state,
        day(told.since if told else None),
        *(_total(post.hours(way)) for way in post.directions),
        *(_total(post.dollars(way)) for way in post.directions),
    )


def _print_card(post: Post, on: str) -> None:
    row = post.crossing
    names = f"{row.name} / {row.name_other_side}" if row.name_other_side else row.name
    paper.heading(f"{names} ({row.id})")
    about = [
        ("between", f"{' and '.join(post.territories)}, {row.mode}"),
        ("way", row.way_name or "-"),
        ("gauge", _gauges(post)),
        ("passage", row.passage),
        ("hours", row.hours or "not found"),
        ("months", listed(row.open_months) if row.open_months else "all year"),
        (f"on {on}", post.state if post.periods else "unknown: no row says what it is on this day"),
    ]
    about += [("", _told(period)) for period in post.periods]
    earlier = [period for period in post.history if period not in post.periods]
    about += [("" if index else "before", _told(period)) for index, period in enumerate(earlier[::-1])]
    if row.note:
        about.append(("note", row.note))
    paper.fields(about)
    if post.taken:
        paper.say()
        _print_taken(post)
    if post.beside:
        paper.say()
        _print_beside(post)
    if post.sources:
        paper.say()
        paper.fields([(source.id, f"{source.title}, {source.address}") for source in post.sources])


def _told(period: CrossingPeriod) -> str:
    """What a post is or was, from when to when, why, and who says so."""
    either = "" if period.direction == "both" else f" for {period.direction}"
    since = f" since {day(period.since)}" if period.since else ""
    until = f" until {day(period.until)}" if period.until else ""
    why = f": {period.why}" if period.why else ""
    seen = f"last seen {day(period.last_seen)}, {period.evidence}, {listed(period.sources)}"
    return f"{period.state}{either}{since}{until}{why} ({seen})"


def _print_taken(post: Post) -> None:
    titles = ("direction", "side", "hours", "evidence", "dollars", "evidence", "covers", "sources")
    columns = [paper.Column(title, title in ("hours", "dollars")) for title in titles]
    rows = [
        (
            taken.direction,
            taken.side or "both",
            *_value(taken.time),
            *_value(taken.cost),
            ", ".join(
                sorted({name for entry in (taken.time, taken.cost) if entry for name in entry.includes})
            ),
            ", ".join(
                dict.fromkeys(
                    name for entry in (taken.time, taken.cost) if entry for name in entry.figure.sources
                )
            ),
        )
        for taken in post.taken
    ]
    paper.table(columns, rows)
    for taken in post.taken:
        for entry in (taken.time, taken.cost):
            if entry is not None and entry.behind:
                paper.say(_stands_before(taken, entry))


def _stands_before(taken: SideTaken, entry: Entry) -> str:
    """Which measured figures of the post are set aside for another's, for they are of exceptional years."""
    own = listed([f"{number(row.value)} ({row.year})" for row in entry.behind])
    unit = entry.unit.replace("USD", "dollars")
    at = f"{taken.direction}, {taken.side} side"
    return f"{at}: behind {number(entry.figure.value)} {unit} stand its own of exceptional years, {own}"


def _print_beside(post: Post) -> None:
    """What else is known: traffic, capacity, queues, claims."""
    titles = ("beside the model", "direction", "side", "value", "unit", "year", "evidence", "sources")
    columns = [paper.Column(title, title == "value") for title in titles]
    rows = [
        (
            row.metric,
            row.direction,
            row.side or "both",
            number(row.value),
            row.unit,
            str(row.year or NONE),
            f"{sign(row.evidence)} {row.evidence}",
            listed(row.sources),
        )
        for row in post.beside
    ]
    paper.table(columns, rows)


def _total(entry: Entry | None) -> str:
    return graded(entry.figure.value, entry.figure.evidence) if entry else NONE


def _value(entry: Entry | None) -> tuple[str, str]:
    if entry is None:
        return NONE, NONE
    unit = "" if entry.unit == "h" else f" {entry.unit}"
    evidence = entry.figure.evidence
    return number(entry.figure.value) + unit, f"{sign(evidence)} {evidence}"


def _cut(name: str) -> str:
    """A name without what stands in brackets, short enough for a list."""
    short = name.split(" (", maxsplit=1)[0]
    return short if len(short) <= _LONGEST_NAME else short[: _LONGEST_NAME - 1] + "…"


def _gauges(post: Post) -> str:
    row = post.crossing
    gauges = (row.gauge_a_mm, row.gauge_b_mm)
    if gauges == (None, None):
        return "-"
    return "/".join(str(gauge or "?") for gauge in dict.fromkeys(gauges))

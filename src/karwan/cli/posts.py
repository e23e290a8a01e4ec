"""`karwan posts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import paper
from karwan.cli.days import day_of
from karwan.cli.options import Output, with_output
from karwan.cli.wording import LEGEND, NONE, SIGNS, day, graded, listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.answers.posts import Post
    from karwan.operations.book import Entry

# So many posts are told in full; more are listed, a line each.
_CARDS = 3


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

    answer = answered(out.facts, wanted, mode, day_of(as_of))
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
    titles = (
        "id",
        "post",
        "other side",
        "between",
        "mode",
        "gauge",
        "passage",
        "open",
        f"state {on}",
        "since",
    )
    columns = [paper.Column(title) for title in titles]
    columns += [paper.Column(title, is_number=True) for title in ("h out", "h back", "USD out", "USD back")]
    rows = []
    for post in found:
        row = post.crossing
        told = post.periods[0] if post.periods else None
        rows.append(
            (
                row.id,
                row.name,
                row.name_other_side or "-",
                f"{row.territory_a}-{row.territory_b}",
                row.mode,
                _gauges(post),
                row.passage,
                row.hours or "-",
                post.state,
                day(told.since if told else None),
                *(_total(post.hours(way)) for way in post.directions),
                *(_total(post.dollars(way)) for way in post.directions),
            )
        )
    paper.table(columns, rows)
    paper.say()
    paper.say(
        f"{len(rows)} posts; hours and dollars of both sides together, by their weakest evidence: {LEGEND}"
    )
    paper.say("`karwan posts ID` shows one post with reasons and sources")


def _print_card(post: Post, on: str) -> None:
    row = post.crossing
    names = f"{row.name} / {row.name_other_side}" if row.name_other_side else row.name
    paper.heading(f"{names} ({row.id})")
    about = [
        ("between", f"{row.territory_a} and {row.territory_b}, {row.mode}"),
        ("way", row.way_name or "-"),
        ("gauge", _gauges(post)),
        ("passage", row.passage),
        ("hours", row.hours or "not found"),
        ("months", listed(row.open_months) if row.open_months else "all year"),
        (f"on {on}", post.state if post.periods else "unknown: no row says what it is on this day"),
    ]
    for period in post.periods:
        either = "" if period.direction == "both" else f" for {period.direction}"
        why = f": {period.why}" if period.why else ""
        span = f"since {day(period.since)}" if period.since else "since before all records"
        sources = listed(period.sources)
        seen = f"last seen {day(period.last_seen)}, {period.evidence}, source {sources}"
        about.append(("", f"{period.state}{either} {span}{why} ({seen})"))
    if row.note:
        about.append(("note", row.note))
    paper.fields(about)
    if post.taken:
        paper.say()
        _print_taken(post)
    for source in post.sources:
        paper.say(f"source {source.id}: {source.title}, {source.address}, read {day(source.read_on)}")


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


def _total(entry: Entry | None) -> str:
    return graded(entry.figure.value, entry.figure.evidence) if entry else NONE


def _value(entry: Entry | None) -> tuple[str, str]:
    if entry is None:
        return NONE, NONE
    unit = "" if entry.unit == "h" else f" {entry.unit}"
    evidence = entry.figure.evidence
    return number(entry.figure.value) + unit, f"{SIGNS[evidence]} {evidence}"


def _gauges(post: Post) -> str:
    row = post.crossing
    gauges = (row.gauge_a_mm, row.gauge_b_mm)
    if gauges == (None, None):
        return "-"
    return "/".join(str(gauge or "?") for gauge in dict.fromkeys(gauges))

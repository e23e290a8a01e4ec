"""What is done at each post of a way, in the terminal: who, what, papers, charge, sources by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from karwan.answers.procedures import Act, AtPost
from karwan.report import shown
from karwan.report.columns import Column, in_columns, wrapped
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.report.steps_table import Numbered

_WHO, _USD, _SIGN, _SOURCES, _GAP = 17, 8, 1, 11, 2
_INDENT = 2
_DIRECTIONS = {"out": "out of", "in": "into", "start": "start in", "end": "end in"}
_QUIET = "dim"
_FREE_OF_POST = "+"


def procedure_lines(
    posts: Sequence[AtPost], names: Mapping[str, str], sources: Numbered, console: Console, width: int
) -> Iterator[Text]:
    """The acts at each side of each post; sources that `sources` does not hold get the next numbers there."""
    if not posts:
        return
    rest = max(20, width - _INDENT - _WHO - _USD - _SIGN - _SOURCES - 4 * _GAP)
    columns = (Column(_WHO), Column(rest), Column(_USD, is_right=True), Column(_SIGN), Column(_SOURCES))
    yield Text("What is done at each post", style="bold")
    for post in posts:
        yield from wrapped(console, _title(post, names), width, 0)
        for act in post.acts:
            for line in in_columns(console, _cells(act, sources), columns, _GAP):
                yield Text.assemble(" " * _INDENT, line)


def procedure_legend(console: Console, width: int) -> Iterator[Text]:
    """What the signs of the acts mean."""
    legend = (
        f"At posts: USD for the whole shipment, {_FREE_OF_POST} beside the cost of the post, else within it; "
        "hours are within those of the post. Where a territory has no rows, what is usual anywhere is told."
    )
    yield from wrapped(console, Text(legend, style=_QUIET), width, 0)


def _title(post: AtPost, names: Mapping[str, str]) -> Text:
    where = shown.short(names.get(post.where, post.where))
    side = f"{_DIRECTIONS[post.direction]} {post.territory}"
    regime = post.regime.upper() if post.regime == "tir" else post.regime
    return Text.assemble((where, "bold"), f", {side}, by {post.mode}, {regime}")


def _cells(act: Act, sources: Numbered) -> list[Text]:
    row = act.row
    cited = [sources.setdefault(source, len(sources) + 1) for source in dict.fromkeys(row.sources)]
    text = Text(row.act)
    if row.document:
        text.append(f": {row.document}", style=_QUIET)
    charge = ""
    if act.charge_usd is not None:
        charge = f"{'' if row.in_post_cost else _FREE_OF_POST}{act.charge_usd:,.0f}"
    return [
        Text(row.who.replace("_", " ")),
        text,
        Text(charge),
        Text(EVIDENCE_SIGNS[row.evidence]),
        Text(" ".join(map(str, cited)), style=_QUIET),
    ]

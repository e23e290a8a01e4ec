"""`karwan critical`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, listing, paper, reading, shipping
from karwan.cli.options import Output, with_output

if TYPE_CHECKING:
    from karwan.answers.critical import CriticalAnswer
    from karwan.answers.flows import Flows

_MOST = 2000
Text = str | None


@with_output
def critical(
    *,
    listed: listing.Pairs,
    goods: shipping.Shipping,
    by: shipping.By = "generalised",
    count: Annotated[str, typer.Option(metavar="N", help="How many rows to show.")] = "20",
    csv: Annotated[
        Text, typer.Option(metavar="FILE", help="Write the whole ranking as CSV; - prints it.")
    ] = None,
    out: Output,
) -> None:
    """Rank posts, ports, terminals, straits and territories by what closing each alone costs."""
    files.check_csv(csv, as_json=out.as_json)
    asked = goods.asked(by)
    most = reading.whole(count, "count", _MOST)
    flows = _flows(out, listed, asked)
    answer = _answered(out, flows)
    if csv is not None:
        from karwan.report.critical_table import csv_text

        files.write("--csv", csv, csv_text(answer))
        if csv == files.STDOUT:
            return
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        _print(answer, most)


def _flows(out: Output, listed: listing.Pairs, asked: dict[str, Any]) -> Flows:
    """The pairs that are meant; a mistake is told before the network is opened."""
    from karwan.answers.flows import flows_between, flows_named, read_flows

    listed.check()
    if listed.pairs is None:
        return flows_between(out.facts, listing.named_places(listed.places or []), asked)
    today = asked["on"] or reading.today()
    if listed.pairs == files.STDOUT:
        return read_flows(out.facts, "standard input", sys.stdin.buffer.read(), asked, today)
    return flows_named(out.facts, listed.pairs, asked, today)


def _answered(out: Output, flows: Flows) -> CriticalAnswer:
    from karwan.answers.critical import ask_critical
    from karwan.cli.progress import Progress

    state = out.state
    with Progress("") as progress:
        return ask_critical(state, flows, progress)


def _print(answer: CriticalAnswer, count: int) -> None:
    from karwan.report import critical_table

    widest = {"closed": 24, "kind": None, "instead": 24}
    columns = [
        paper.Column(title, is_number=title not in widest, widest=widest.get(title))
        for title in critical_table.header(answer)
    ]
    paper.table(columns, critical_table.rows(answer, count))
    paper.say()
    for line in critical_table.lost(answer, count):
        paper.say(line)
    ways = sum(pair.time_h is not None for pair in answer.pairs)
    weight = "weighted by tonnes" if answer.is_weighted else "all pairs alike"
    unit, by = ("P50 h, P90 h", "mean time") if answer.unit == "h" else (answer.unit, answer.ranked_by)
    paper.say(
        f"{len(answer.pairs)} pairs, {ways} with a way, {weight}; {unit}, all: what a closure adds "
        "over all pairs,"
    )
    paper.say(f"ranked by {by}; P50 h, P90 h and USD/t: what it adds over the pairs it diverts")

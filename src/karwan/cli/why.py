"""`karwan why`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import paper, shipping
from karwan.cli.options import Output, with_output
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.answers.why_answer import WhyAnswer

Text = str | None
Texts = list[str] | None


@with_output
def why(
    origin: Annotated[str, typer.Argument(help="Where the shipment starts.")],
    destination: Annotated[str, typer.Argument(help="Where it ends.")],
    *,
    want: Annotated[
        Text,
        typer.Option(
            metavar="WAY",
            help="The way that is to be the best: its letter or id in `karwan routes`, x1 for the first not "
            "offered, the slug of a family, or posts and territories that it passes, with , between them.",
        ),
    ] = None,
    goods: shipping.Shipping,
    via: shipping.Via = None,
    by: shipping.By = "generalised",
    out: Output,
) -> None:
    """Show the least change that would make a way the best: hours, dollars, a rule, the value of time."""
    if want is None:
        raise InputError("name the way that is wanted with --want: its letter, id, or posts that it passes")
    asked = goods.asked(by)
    ends = {"origin": origin, "destination": destination, "via": tuple(via or ())}
    answer = _answered(out, asked | ends, want)
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        _print(answer)


def _answered(out: Output, asked: dict[str, Any], want: str) -> WhyAnswer:
    """The answer; a mistake in the question is told before the network is opened."""
    from karwan.answers.question import Asked, routes_question
    from karwan.answers.why import ask_why

    question = routes_question(out.facts, Asked(**asked))
    return ask_why(out.state, question, want)


def _print(answer: WhyAnswer) -> None:
    from karwan.cli.wording import legend
    from karwan.report import shown, why_table

    question = answer.question
    ends = " → ".join(shown.place(place) for place in (question.origin, question.destination))
    paper.heading(f"{ends}  {shown.cargo(question.shipment)}, on {shown.day(question.on)}")
    paper.say(f"Ranked by {shown.ranked_by(question)}")
    paper.say()
    paper.fields(why_table.heading(answer))
    paper.say()
    for line in why_table.verdict(answer):
        paper.say(line)
    columns = [paper.Column(title, is_number=is_number) for title, is_number in why_table.HEADER]
    for title, switches in (
        ("What the wanted way would have to take at one place, all else as it is", answer.less),
        ("What the best way would have to take at one place for the wanted one to win", answer.more),
    ):
        if switches:
            paper.say()
            paper.heading(title)
            paper.table(columns, why_table.rows(switches))
    paper.say()
    paper.say(legend() + ": % of hours / of dollars that rest on it; all for the whole shipment")

"""`karwan facts diff`."""

from __future__ import annotations

from karwan.cli import paper, reading
from karwan.cli.options import Output
from karwan.errors import InputError

_PAIRS, _NO_PAIRS = "pk-kz", "none"
_WIDEST = 44


def show(out: Output, first: str | None, second: str | None, pairs: str | None) -> None:
    """Lays two folders of rows side by side, and says which disputes matter to routes."""
    from karwan.answers.facts_diff import ask_facts_diff, rows_of
    from karwan.answers.worlds import FlowsAsked
    from karwan.cli.progress import Progress

    if first is None or second is None:
        raise InputError("name two folders of rows, or a folder and ours: karwan facts diff FIRST SECOND")
    rows_of(out.facts, (first, second))
    asked = None
    if pairs != _NO_PAIRS:
        asked = FlowsAsked({}, reading.today(), pairs or _PAIRS)
        asked.of(out.facts)
    state = out.state
    with Progress("") as progress:
        answer = ask_facts_diff(state, (first, second), asked, progress)
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    from karwan.report import facts_diff_table as told

    if not answer.disputes:
        paper.say(f"{first} and {second} say the same of all that both speak of")
        return
    columns = [
        paper.Column(title, is_number=is_number, widest=None if is_number else _WIDEST)
        for title, is_number in told.HEADER
    ]
    paper.table(columns, told.rows(answer))
    for name, lines in told.sources(answer):
        paper.say()
        paper.heading(name)
        paper.fields(lines)
    paper.say()
    paper.say(told.summary(answer))

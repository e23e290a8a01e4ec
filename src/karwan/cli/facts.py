"""`karwan facts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import paper
from karwan.cli.options import Output, with_output
from karwan.cli.wording import day, number
from karwan.errors import InputError
from karwan.words.evidence import Evidence

if TYPE_CHECKING:
    from karwan.answers.facts_shown import RowShown, TableShown, TablesShown
    from karwan.facts.schema import Attribute

# The word by which two folders are laid side by side; no table is called so.
DIFF = "diff"
# A cell longer than this is cut in a list of rows; the row itself shows all of it.
_LONGEST_CELL = 48
_WIDE = 50


@with_output
def facts(
    table: Annotated[
        str | None, typer.Argument(help="A table; all tables are listed without it; or diff.")
    ] = None,
    row: Annotated[
        str | None,
        typer.Argument(help="The id of a row: shows all of it, with sources; for diff a folder, or ours."),
    ] = None,
    second: Annotated[
        str | None, typer.Argument(help="For diff: the folder that is laid beside it, or ours.")
    ] = None,
    *,
    pairs: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="For diff: pairs for which each dispute is tried, or none; pk-kz."),
    ] = None,
    out: Output,
) -> None:
    """Show the fact tables, the rows of one, one row with its sources, or two folders side by side."""
    from karwan.answers import facts_shown

    if table == DIFF:
        from karwan.cli import facts_diff

        facts_diff.show(out, row, second, pairs)
        return
    if second is not None or pairs is not None:
        raise InputError("a third word and --pairs belong to `karwan facts diff FIRST SECOND`")
    answer: TablesShown | TableShown | RowShown
    if table is None:
        answer = facts_shown.tables(out.facts)
    elif row is None:
        answer = facts_shown.table(out.facts, table)
    else:
        answer = facts_shown.row(out.facts, table, row)
    if out.as_json:
        paper.print_json(answer.as_json())
    elif isinstance(answer, facts_shown.TablesShown):
        _print_tables(answer)
    elif isinstance(answer, facts_shown.TableShown):
        _print_table(answer)
    else:
        _print_row(answer)


def _print_tables(answer: TablesShown) -> None:
    grades = list(Evidence)
    columns = [paper.Column("table"), paper.Column("rows", is_number=True)]
    columns += [paper.Column(str(grade), is_number=True) for grade in grades]
    columns += [paper.Column("yours", is_number=True), paper.Column("set aside", is_number=True)]
    columns += [paper.Column("a row is", widest=_WIDE)]
    rows = [
        (
            table.name,
            number(table.rows, 0),
            *(number(table.by_evidence.get(grade), 0) for grade in grades),
            number(table.yours, 0),
            number(len(table.replaced), 0),
            table.description,
        )
        for table in answer.tables
    ]
    paper.table(columns, rows)


def _print_table(answer: TableShown) -> None:
    columns = [
        paper.Column(column.name, is_number=column.type in ("number", "integer"))
        for column in answer.columns
        if column.name in answer.short
    ]
    shown = [(row, answer.whose.get(row.id, "")) for row in answer.rows]
    shown += [(row, "ours, set aside") for row in answer.aside]
    rows = [[*(_short(getattr(row, name)) for name in answer.short), whose] for row, whose in shown]
    if answer.whose:
        columns.append(paper.Column("whose"))
    paper.table(columns, [cells[: len(columns)] for cells in rows])
    paper.say()
    paper.say(f"{len(answer.rows)} rows; `karwan facts {answer.name} ROW` shows one with its sources")


def _print_row(answer: RowShown) -> None:
    whose = "yours, in place of ours" if answer.is_replaced else answer.whose
    origin = "" if whose == "ours" else f" ({whose})"
    paper.heading(f"{answer.name} {answer.row.id}{origin}")
    rows = [(column.name, _measured(answer, column), column.description) for column in answer.columns]
    titles = (("column", None), ("value", _WIDE), ("meaning", _WIDE))
    paper.table([paper.Column(title, widest=widest) for title, widest in titles], rows)
    for source in answer.sources:
        paper.say()
        paper.heading(f"source {source.id}")
        named = (("title", source.title), ("address", source.address), ("read on", day(source.read_on)))
        paper.fields([*named, ("licence", source.licence)])


def _measured(answer: RowShown, column: Attribute) -> str:
    """A cell with its unit."""
    text = _text(getattr(answer.row, column.name))
    return f"{text} {column.unit}".strip() if text else ""


def _short(value: object) -> str:
    text = _text(value)
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _text(value: object) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)

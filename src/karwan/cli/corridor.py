"""`karwan corridors` and `karwan corridor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import files, paper, reading
from karwan.cli.options import Cargo, Commodity, Output, Product, with_output
from karwan.cli.wording import number

if TYPE_CHECKING:
    from karwan.answers.corridor import CorridorAnswer

_CHARTS = (".svg", ".png")
_WIDEST_NAME, _WIDEST_LIST = 40, 30


@with_output
def corridors(*, out: Output) -> None:
    """Show every corridor: its status, its length in legs, its modes and territories."""
    from karwan.answers.corridor_list import corridors as answered

    answer = answered(out.facts)
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    columns = (
        paper.Column("id"),
        paper.Column("corridor", widest=_WIDEST_NAME),
        paper.Column("status"),
        paper.Column("legs", is_number=True),
        paper.Column("modes"),
        paper.Column("territories", widest=_WIDEST_LIST),
    )
    rows = [
        (
            one.corridor.id,
            one.corridor.name,
            one.corridor.status,
            number(one.legs) + (f" ({one.planned} planned)" if one.planned else ""),
            " ".join(one.modes),
            " ".join(one.territories),
        )
        for one in answer.corridors
    ]
    paper.table(columns, rows)
    paper.say()
    paper.say(f"{len(rows)} corridors; legs: stretches between waypoints; `karwan corridor ID` shows one")


@with_output
def corridor(  # noqa: PLR0913  one parameter an option
    name: Annotated[str, typer.Argument(help="Its id, its name, or how its id begins, such as ITI.")],
    *,
    against: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another corridor beside it; may be repeated.")
    ] = None,
    chart: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Draw hours and dollars over distance: FILE.svg or FILE.png."),
    ] = None,
    cargo: Cargo = None,
    commodity: Commodity = None,
    product: Product = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day; today.")] = None,
    prices_of: Annotated[
        str | None, typer.Option(metavar="YEAR", help="In the dollars of this year; of the day's.")
    ] = None,
    out: Output,
) -> None:
    """Show a corridor section by section: time, cost, posts, law, constraints, CAREC's indicators."""
    files.check("--chart", chart, _CHARTS)
    goods = {"cargo": cargo, "commodity": commodity, "product": product}
    answer = _answered(out, [name, *(against or ())], goods, as_of, reading.year(prices_of, "prices of"))
    if chart:
        from karwan.report.corridor_chart import corridor_chart

        kind = chart.casefold().rsplit(".", 1)[1]
        files.write("--chart", chart, corridor_chart(answer, kind))
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    from karwan.report.corridor_table import print_corridors

    print_corridors(answer, paper.console())


def _answered(
    out: Output, names: list[str], goods: dict[str, str | None], as_of: str | None, prices_of: int | None
) -> CorridorAnswer:
    """The answer; a mistake in the question is told before the network is opened."""
    from karwan.answers.corridor import ask_corridor, corridor_question

    question = corridor_question(out.facts, names, **goods, on=reading.day(as_of), prices_of=prices_of)
    return ask_corridor(out.state, question)

"""`karwan reach`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading, shipping
from karwan.cli.options import Cargo, Commodity, Output, Product, with_output
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.answers.reach import ReachAnswer

_MOST = 1000
_NAMED = 5
Text = str | None
Texts = list[str] | None


@with_output
def reach(  # noqa: PLR0913  one parameter an option
    place: Annotated[Text, typer.Argument(help="Where goods begin.", show_default=False)] = None,
    *,
    bands: Annotated[
        Text,
        typer.Option(metavar="BANDS", help="Upper limits: 2d,4d,7d or 36h,72h or $1000,$2500."),
    ] = None,
    by: Annotated[str, typer.Option(help="By the way best in time, cost or generalised cost.")] = "time",
    cargo: Cargo = None,
    commodity: Commodity = None,
    product: Product = None,
    modes: shipping.Modes = None,
    avoid: shipping.Avoid = None,
    sanctions: shipping.Sanctions = None,
    value_of_time: shipping.ValueOfTime = None,
    carbon_price: shipping.CarbonPrice = None,
    as_of: shipping.AsOf = None,
    prices_of: shipping.PricesOf = None,
    count: Annotated[str, typer.Option(metavar="N", help="How many cities and territories to show.")] = "20",
    draw: Annotated[
        Text, typer.Option("--map", metavar="FILE", help="Draw a map: FILE.html or FILE.png.")
    ] = None,
    csv: Annotated[Text, typer.Option(metavar="FILE", help="Write every city as CSV; - prints it.")] = None,
    out: Output,
) -> None:
    """Show what cities, people and territories a place reaches in how many days or dollars."""
    files.check("--csv", csv)
    files.check("--map", draw, (".html", ".png"))
    if csv == files.STDOUT and out.as_json:
        raise InputError("standard output holds one answer; give the CSV a file name")
    asked = shipping.asked_of(
        cargo=cargo,
        commodity=commodity,
        product=product,
        modes=modes,
        avoid=avoid,
        sanctions=sanctions,
        by=by,
        value_of_time=value_of_time,
        carbon_price=carbon_price,
        as_of=as_of,
        prices_of=prices_of,
    )
    asked["on"] = asked["on"] or reading.today()
    most = reading.whole(count, "count", _MOST)
    if place is None:
        raise InputError("name a place")
    answer = _answered(out, place, bands, asked)
    if draw is not None:
        _draw(out, answer, draw)
    if csv is not None:
        from karwan.report.reach_table import csv_text

        files.write("--csv", csv, csv_text(answer))
        if csv == files.STDOUT:
            return
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        _print(answer, most)


def _draw(out: Output, answer: ReachAnswer, name: str) -> None:
    from karwan.report.reach_html import reach_html, reach_map

    base = out.base_state.network if out.scenarios else None
    drawn = reach_map(answer, out.state.network, base)
    if name.casefold().endswith(".png"):
        from karwan.report.reach_png import reach_png

        files.write("--map", name, reach_png(answer, drawn))
    else:
        files.write("--map", name, reach_html(answer, drawn))


def _answered(out: Output, place: str, bands: Text, asked: dict[str, Any]) -> ReachAnswer:
    from karwan.answers.reach import ask_reach, compare_reach, reach_question
    from karwan.cli.progress import Progress
    from karwan.facts.places import find

    question = reach_question(out.facts, find(place, out.facts), bands, asked)
    states = (out.base_state, out.state) if out.scenarios else (out.state,)
    with Progress("joins cities to the network, once for it; ten seconds or so") as progress:
        if len(states) > 1:
            return compare_reach(*states, question, progress)
        return ask_reach(states[0], question, progress)


def _print(answer: ReachAnswer, most: int) -> None:
    from karwan.report import reach_table

    paper.heading(reach_table.title(answer))
    paper.say()
    parts = (
        (reach_table.band_header(answer), reach_table.band_rows(answer), 1),
        (reach_table.territory_header(answer), reach_table.territory_rows(answer, most), 2),
        (reach_table.city_header(answer), reach_table.city_rows(answer, most), 2),
    )
    for header, rows, texts in parts:
        columns = [paper.Column(title, is_number=at >= texts) for at, title in enumerate(header)]
        paper.table(columns, rows)
        paper.say()
    for line in reach_table.moved_lines(answer, _NAMED):
        paper.say(line)
    paper.say("people: of the cities that the gazetteer knows; shares: of these, by territory")

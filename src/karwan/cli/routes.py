"""`karwan routes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading
from karwan.cli.options import Output, with_output

if TYPE_CHECKING:
    from karwan.answers.routes import RoutesAnswer

_MOST = 100
Text = str | None
Texts = list[str] | None


@with_output
def routes(  # noqa: PLR0913  one parameter an option
    origin: Annotated[
        str, typer.Argument(help="Where the shipment starts: a name, a code, an id or lat,lon.")
    ],
    destination: Annotated[str, typer.Argument(help="Where it ends.")],
    *,
    cargo: Annotated[str, typer.Option(help="What is sent: 40ft, 20ft, 20t, 3x40ft, 500t.")] = "40ft",
    commodity: Annotated[
        str, typer.Option(help="Its freight group; `karwan facts commodities` lists them.")
    ] = "general",
    modes: Annotated[Text, typer.Option(metavar="MODE,...", help="Only these: road, rail, sea, air.")] = None,
    via: Annotated[
        Texts, typer.Option(help="A place, post or territory to pass; may be repeated, in order.")
    ] = None,
    avoid: Annotated[
        Texts, typer.Option(help="A place, post, territory, mode, strait or sea to avoid; may be repeated.")
    ] = None,
    by: Annotated[str, typer.Option(help="Rank by generalised cost, time, cost or co2e.")] = "generalised",
    value_of_time: Annotated[
        Text, typer.Option(metavar="USD", help="Dollars per tonne and hour, instead of the commodity's.")
    ] = None,
    carbon_price: Annotated[Text, typer.Option(metavar="USD", help="Dollars per tonne of CO2e.")] = None,
    count: Annotated[str, typer.Option(metavar="N", help="How many families of routes to show.")] = "10",
    as_of: Annotated[Text, typer.Option(metavar="DATE", help="The day of departure; today.")] = None,
    steps: Annotated[bool, typer.Option("--steps", help="Show every step of every route.")] = False,
    geojson: Annotated[
        Text, typer.Option(metavar="FILE", help="Write the ways as GeoJSON; - prints it.")
    ] = None,
    csv: Annotated[Text, typer.Option(metavar="FILE", help="Write the steps as CSV; - prints it.")] = None,
    map_file: Annotated[
        Text, typer.Option("--map", metavar="FILE", help="Draw a map: FILE.html or FILE.png.")
    ] = None,
    out: Output,
) -> None:
    """Show every sensible way from one place to another, with its time, cost and evidence."""
    wanted = {"--geojson": geojson, "--csv": csv, "--map": map_file}
    files.check("--geojson", geojson)
    files.check("--csv", csv)
    files.check("--map", map_file, (".html", ".png"))
    asked: dict[str, Any] = {
        "origin": origin,
        "destination": destination,
        "cargo": cargo,
        "commodity": commodity,
        "modes": reading.modes(modes),
        "via": tuple(via or ()),
        "avoid": tuple(avoid or ()),
        "by": by,
        "value_of_time": reading.number(value_of_time, "value of time"),
        "carbon_price": reading.number(carbon_price, "carbon price"),
        "count": reading.whole(count, "count", _MOST),
        "on": reading.day(as_of),
    }
    answer = _answered(out, asked)
    if out.as_json:
        paper.print_json(answer.as_json())
    elif files.STDOUT not in wanted.values():
        from karwan.report.routes_table import print_routes

        print_routes(answer, paper.console(), show_steps=steps)


def _answered(out: Output, asked: dict[str, Any]) -> RoutesAnswer:
    """The answer; a mistake in the question is told before the network is opened."""
    from karwan.answers.offers import ask_routes
    from karwan.answers.question import Asked, routes_question

    question = routes_question(out.facts, Asked(**asked))
    return ask_routes(out.state, question)

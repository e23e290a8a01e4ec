"""`karwan routes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import departing, files, paper, reading, shipping
from karwan.cli.options import Cargo, Commodity, Output, Product, with_output
from karwan.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from karwan.answers.explained import Explained
    from karwan.answers.procedures import AtPost
    from karwan.answers.round_trip import RoundTrip
    from karwan.answers.routes import RoutesAnswer
    from karwan.answers.shapes import Shapes

_MOST = 100
_MAPS = (".html", ".png")
Text = str | None
Texts = list[str] | None


@with_output
def routes(  # noqa: PLR0913  one parameter an option
    origin: Annotated[
        str, typer.Argument(help="Where the shipment starts: a name, a code, an id or lat,lon.")
    ],
    destination: Annotated[str, typer.Argument(help="Where it ends.")],
    *,
    cargo: Cargo = None,
    commodity: Commodity = None,
    product: Product = None,
    modes: shipping.Modes = None,
    via: Annotated[
        Texts, typer.Option(help="A place, post or territory to pass; may be repeated, in order.")
    ] = None,
    avoid: shipping.Avoid = None,
    sanctions: shipping.Sanctions = None,
    by: shipping.By = "generalised",
    deadline: Annotated[
        Text,
        typer.Option(
            metavar="SPAN",
            help="Within which goods are to arrive, such as 14d or 36h, or a day: chance and expected loss.",
        ),
    ] = None,
    value_of_time: shipping.ValueOfTime = None,
    carbon_price: shipping.CarbonPrice = None,
    count: Annotated[str, typer.Option(metavar="N", help="How many families of routes to show.")] = "16",
    as_of: shipping.AsOf = None,
    prices_of: shipping.PricesOf = None,
    depart: Annotated[
        Text,
        typer.Option(
            metavar="MOMENT", help="Leave then, such as 2026-12-01T08:00: arrival and waits of each."
        ),
    ] = None,
    calendar: Annotated[
        Text, typer.Option(metavar="YEAR", help="Show the best way for each week of a year instead.")
    ] = None,
    chart: Annotated[
        Text, typer.Option(metavar="FILE", help="Draw the calendar: FILE.svg or FILE.png.")
    ] = None,
    round_trip: Annotated[
        bool, typer.Option("--round-trip", help="Price the way back too, with a load and without.")
    ] = False,
    steps: Annotated[
        bool, typer.Option("--steps", help="Show every step of every route, and what is done at each post.")
    ] = False,
    explain: Annotated[
        Text,
        typer.Option(
            metavar="ID",
            help="Show how each figure of a way came about: its letter or id, x1 for the first not offered.",
        ),
    ] = None,
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
    _check(wanted, as_json=out.as_json)
    moment = departing.moment(depart, as_of)
    alone = {**wanted, "--depart": depart, "--as-of": as_of, "--steps": steps, "--explain": explain}
    alone |= {"--round-trip": round_trip}
    year = departing.year(calendar, chart, alone)
    asked: dict[str, Any] = {
        "origin": origin,
        "destination": destination,
        "cargo": cargo,
        "commodity": commodity,
        "product": product,
        "modes": reading.modes(modes),
        "via": tuple(via or ()),
        "avoid": tuple(avoid or ()),
        "sanctions": tuple(sanctions or ()),
        "by": by,
        "deadline": deadline,
        "depart": moment,
        "value_of_time": reading.number(value_of_time, "value of time"),
        "carbon_price": reading.number(carbon_price, "carbon price"),
        "count": reading.whole(count, "count", _MOST),
        "prices_of": reading.year(prices_of, "prices of"),
        "on": reading.day(as_of),
    }
    if year is not None:
        departing.show_calendar(out, asked, year, chart)
        return
    answer = _answered(out, asked)
    found = departing.walked(out, answer, moment) if moment else None
    answer = found.answer if found else answer
    _write(out, answer, wanted)
    if files.STDOUT in wanted.values():
        return
    posts = _at_posts(out, answer) if steps else {}
    trips = _round_trips(out, answer) if round_trip else {}
    explained = None if explain is None else _explained(out, answer, explain)
    if out.as_json:
        more = {} if explained is None else {"explained": explained.as_json()}
        told = _with_trips(_with_posts(answer.as_json(), posts), trips)
        paper.print_json(departing.with_walks(told, found) | more)
    elif explained is not None:
        from karwan.report.explain_table import print_explained

        print_explained(explained, paper.console())
    else:
        from karwan.report.routes_table import print_routes

        print_routes(answer, paper.console(), show_steps=steps, posts=posts)
        if found:
            from karwan.report.walk_table import print_departed

            print_departed(found, paper.console())
        if trips:
            from karwan.report.round_trip_table import print_round_trips

            print_round_trips(answer, trips, paper.console())


def _answered(out: Output, asked: dict[str, Any]) -> RoutesAnswer:
    """The answer; a mistake in the question is told before the network is opened."""
    from karwan.answers.offers import ask_routes
    from karwan.answers.question import Asked, routes_question

    question = routes_question(out.facts, Asked(**asked))
    return ask_routes(out.state, question)


def _at_posts(out: Output, answer: RoutesAnswer) -> dict[str, tuple[AtPost, ...]]:
    """What is done at the posts of each way, by its id."""
    from karwan.answers.procedures import at_posts

    question = answer.question
    return {
        offer.id: at_posts(out.facts, offer.route, question.shipment, question.on) for offer in answer.routes
    }


def _round_trips(out: Output, answer: RoutesAnswer) -> dict[str, RoundTrip]:
    from karwan.answers.round_trip import round_trips

    return round_trips(out.state, answer)


def _with_trips(told: dict[str, Any], trips: Mapping[str, RoundTrip]) -> dict[str, Any]:
    """The answer as JSON, with each way there and back where that was asked for."""
    for route in told["routes"]:
        if route["id"] in trips:
            route["round_trip"] = trips[route["id"]].as_json()
    return told


def _explained(out: Output, answer: RoutesAnswer, word: str) -> Explained:
    from karwan.answers.explain import explain

    return explain(out.state, answer, word)


def _with_posts(told: dict[str, Any], posts: Mapping[str, tuple[AtPost, ...]]) -> dict[str, Any]:
    """The answer as JSON, with what is done at posts where steps were asked for."""
    for route in told["routes"]:
        if route["id"] in posts:
            route["at_posts"] = [post.as_json() for post in posts[route["id"]]]
    return told


def _check(wanted: Mapping[str, str | None], *, as_json: bool) -> None:
    """Refuses files that cannot be written, before the work begins."""
    for option, name in wanted.items():
        files.check(option, name, _MAPS if option == "--map" else ())
    if list(wanted.values()).count(files.STDOUT) + as_json > 1:
        raise InputError("standard output holds one answer; give the others a file name")


def _write(out: Output, answer: RoutesAnswer, wanted: Mapping[str, str | None]) -> None:
    """Writes the files that were asked for."""
    if name := wanted["--csv"]:
        from karwan.report.routes_csv import routes_csv

        files.write("--csv", name, routes_csv(answer))
    if not (wanted["--geojson"] or wanted["--map"]):
        return
    from karwan.answers.shapes import shapes

    drawn = shapes(out.state, answer)
    if name := wanted["--geojson"]:
        from karwan.report.geojson import geojson_text

        files.write("--geojson", name, geojson_text(answer, drawn))
    if name := wanted["--map"]:
        files.write("--map", name, _map(out, answer, drawn, is_picture=name.casefold().endswith(".png")))


def _map(out: Output, answer: RoutesAnswer, drawn: Shapes, *, is_picture: bool) -> str | bytes:
    from karwan.report.towns import towns

    if is_picture:
        from karwan.report.map_png import map_png

        return map_png(answer, drawn, towns(out.facts))
    from karwan.report.map_html import map_html

    return map_html(answer, drawn, towns(out.facts))

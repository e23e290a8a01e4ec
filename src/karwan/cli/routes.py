"""`karwan routes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import departing, reading, shipping
from karwan.cli.boundaries import OnMap
from karwan.cli.departing import Departing
from karwan.cli.options import Output, with_output
from karwan.cli.routes_details import Details
from karwan.cli.routes_files import Files

if TYPE_CHECKING:
    from karwan.answers.routes import RoutesAnswer

_MOST = 100
Text = str | None


@with_output
def routes(  # noqa: PLR0913  one parameter an option
    origin: Annotated[
        str, typer.Argument(help="Where the shipment starts: a name, a code, an id or lat,lon.")
    ],
    destination: Annotated[str, typer.Argument(help="Where it ends.")],
    *,
    goods: shipping.Shipping,
    via: shipping.Via = None,
    by: shipping.By = "generalised",
    deadline: Annotated[
        Text,
        typer.Option(
            metavar="SPAN",
            help="Within which goods are to arrive, such as 14d or 36h, or a day: chance and expected loss.",
        ),
    ] = None,
    count: Annotated[str, typer.Option(metavar="N", help="How many families of routes to show.")] = "16",
    leaving: Departing,
    details: Details,
    to_write: Files,
    on_map: OnMap,
    out: Output,
) -> None:
    """Show every sensible way from one place to another, with its time, cost and evidence."""
    to_write.check(as_json=out.as_json)
    borders = on_map.read(to_write.map_file)
    depart = leaving.moment(goods.as_of)
    year = leaving.year({**to_write.named, "--as-of": goods.as_of, **details.named})
    asked = goods.asked(by) | {
        "origin": origin,
        "destination": destination,
        "via": tuple(via or ()),
        "deadline": deadline,
        "depart": depart,
        "count": reading.whole(count, "count", _MOST),
    }
    if year is not None:
        departing.show_calendar(out, asked, year, leaving.chart)
        return
    answer = _answered(out, asked)
    departed = None if depart is None else departing.walked(out, answer, depart)
    answer = departed.answer if departed else answer
    to_write.write(out, answer, borders)
    if not to_write.is_printed:
        details.show(out, answer, departed)


def _answered(out: Output, asked: dict[str, Any]) -> RoutesAnswer:
    """The answer; a mistake in the question is told before the network is opened."""
    from karwan.answers.offers import ask_routes
    from karwan.answers.question import Asked, routes_question

    question = routes_question(out.facts, Asked(**asked))
    return ask_routes(out.state, question)

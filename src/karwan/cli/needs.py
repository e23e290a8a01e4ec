"""`karwan needs`."""

from __future__ import annotations

from typing import Annotated

import typer

from karwan.cli import paper, reading
from karwan.cli.options import Cargo, Commodity, Output, Product, with_output

Text = str | None


@with_output
def needs(  # noqa: PLR0913  one parameter an option
    origin: Annotated[
        str, typer.Argument(help="Where the shipment starts: a name, a code, an id or lat,lon.")
    ],
    destination: Annotated[str, typer.Argument(help="Where it ends.")],
    route: Annotated[
        Text,
        typer.Argument(
            help="Letter or id of a way as `karwan routes` shows it, x1 for the first not offered; the best "
            "offered and the best not offered without it."
        ),
    ] = None,
    *,
    haulier: Annotated[
        Text, typer.Option(metavar="CODE", help="Home of the truck; the territory of the origin.")
    ] = None,
    cargo: Cargo = None,
    commodity: Commodity = None,
    product: Product = None,
    as_of: Annotated[Text, typer.Option(metavar="DATE", help="The day; today.")] = None,
    out: Output,
) -> None:
    """Show what lets a shipment pass, territory by territory, and what is missing: an agreement's agenda."""
    from karwan.answers.needs import NeedsAsked, ask_needs, needs_question

    asked = NeedsAsked(
        origin=origin,
        destination=destination,
        route=route,
        haulier=haulier,
        cargo=cargo,
        commodity=commodity,
        product=product,
        on=reading.day(as_of),
    )
    question = needs_question(out.facts, asked)
    answer = ask_needs(out.state, question)
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        from karwan.report.needs_table import print_needs

        print_needs(answer, paper.console())

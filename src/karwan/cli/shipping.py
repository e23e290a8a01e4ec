"""Options that say how ways are ranked and what they avoid, the same on every command."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from karwan.cli import reading

Text = str | None
Texts = list[str] | None

Pairs = Annotated[
    Text,
    typer.Option(
        metavar="FILE",
        help="CSV with columns origin, destination, perhaps product, cargo, month, via, tonnes; or a "
        "shipped list such as pk-kz; - reads standard input.",
    ),
]
Places = Annotated[
    Texts, typer.Option(metavar="NAME", help="All pairs of these: a place, or a file of them; repeat it.")
]
Modes = Annotated[Text, typer.Option(metavar="MODE,...", help="Only these: road, rail, sea, air.")]
Avoid = Annotated[
    Texts, typer.Option(help="A place, post, territory, mode, strait or sea to avoid; may be repeated.")
]
Sanctions = Annotated[
    Texts,
    typer.Option(
        metavar="ID", help="Obey this rule that binds only who is under it; may be repeated; or `all`."
    ),
]
By = Annotated[
    str, typer.Option(help="Rank by generalised cost, time, cost, co2e, or logistics: total logistics cost.")
]
ValueOfTime = Annotated[
    Text, typer.Option(metavar="USD", help="Dollars per tonne and hour, instead of the commodity's.")
]
CarbonPrice = Annotated[Text, typer.Option(metavar="USD", help="Dollars per tonne of CO2e.")]
AsOf = Annotated[Text, typer.Option(metavar="DATE", help="The day of departure; today.")]
PricesOf = Annotated[
    Text, typer.Option(metavar="YEAR", help="In the dollars of this year; of the day of departure's.")
]


def asked_of(  # noqa: PLR0913  one parameter an option
    *,
    cargo: str | None,
    commodity: str | None,
    product: str | None,
    modes: str | None,
    avoid: list[str] | None,
    sanctions: list[str] | None,
    by: str,
    value_of_time: str | None,
    carbon_price: str | None,
    as_of: str | None,
    prices_of: str | None,
) -> dict[str, Any]:
    """What the options say, as fields of `answers.question.Asked`.

    Raises:
        InputError: for what is no number or no day.
    """
    return {
        "cargo": cargo,
        "commodity": commodity,
        "product": product,
        "modes": reading.modes(modes),
        "avoid": tuple(avoid or ()),
        "sanctions": tuple(sanctions or ()),
        "by": by,
        "value_of_time": reading.number(value_of_time, "value of time"),
        "carbon_price": reading.number(carbon_price, "carbon price"),
        "on": reading.day(as_of),
        "prices_of": reading.year(prices_of, "prices of"),
    }

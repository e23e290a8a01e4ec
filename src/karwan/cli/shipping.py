"""Options that say what is sent, when, how ways are ranked and what they avoid, the same on every command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from karwan.cli import reading
from karwan.cli.options import Cargo, Commodity, Product
from karwan.cli.records import Options

Text = str | None
Texts = list[str] | None

By = Annotated[
    str, typer.Option(help="Rank by generalised cost, time, cost, co2e, or logistics: total logistics cost.")
]
Via = Annotated[Texts, typer.Option(help="A place, post or territory to pass; may be repeated, in order.")]


@dataclass(frozen=True, kw_only=True)
class Shipping(Options):
    """What is sent and when, and which ways it may take; all as written."""

    cargo: Cargo = None
    commodity: Commodity = None
    product: Product = None
    modes: Annotated[Text, typer.Option(metavar="MODE,...", help="Only these: road, rail, sea, air.")] = None
    avoid: Annotated[
        Texts, typer.Option(help="A place, post, territory, mode, strait or sea to avoid; may be repeated.")
    ] = None
    sanctions: Annotated[
        Texts,
        typer.Option(
            metavar="ID", help="Obey this rule that binds only who is under it; may be repeated; or `all`."
        ),
    ] = None
    value_of_time: Annotated[
        Text, typer.Option(metavar="USD", help="Dollars per tonne and hour, instead of the commodity's.")
    ] = None
    carbon_price: Annotated[Text, typer.Option(metavar="USD", help="Dollars per tonne of CO2e.")] = None
    as_of: Annotated[Text, typer.Option(metavar="DATE", help="The day of departure; today.")] = None
    prices_of: Annotated[
        Text, typer.Option(metavar="YEAR", help="In the dollars of this year; of the day of departure's.")
    ] = None

    def asked(self, by: str) -> dict[str, Any]:
        """What the options say, as fields of `answers.question.Asked`; by what ways are ranked too.

        Raises:
            InputError: for what is no number or no day.
        """
        return {
            "cargo": self.cargo,
            "commodity": self.commodity,
            "product": self.product,
            "modes": reading.modes(self.modes),
            "avoid": tuple(self.avoid or ()),
            "sanctions": tuple(self.sanctions or ()),
            "by": by,
            "value_of_time": reading.number(self.value_of_time, "value of time"),
            "carbon_price": reading.number(self.carbon_price, "carbon price"),
            "on": reading.day(self.as_of),
            "prices_of": reading.year(self.prices_of, "prices of"),
        }

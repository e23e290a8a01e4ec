"""What a question is written in: the same names in a query and in the JSON of a body."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from karwan.answers.question import Asked
from karwan.errors import InputError, unknown
from karwan.languages import ENGLISH, known, messages
from karwan.scenario import Scenario, library, scenario_of
from karwan.words.day import day_of


def _no_flag(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("write a figure")  # noqa: TRY004  pydantic gathers ValueError
    return value


Word = Annotated[str, Field(max_length=300)]
# A query holds texts, so that figures are read from them; true and false are none all the same.
Whole = Annotated[int, BeforeValidator(_no_flag)]
Real = Annotated[float, BeforeValidator(_no_flag)]
Words = Annotated[list[Word], Field(max_length=50)]
Language = Annotated[
    str,
    Field(
        max_length=10,
        description=f"One of {', '.join(known())}, for names, ways and reasons; facts stay as quoted.",
    ),
]
_MOST_FAMILIES = 100
# What is at work, and the share that is done.
Told = Callable[[str, float | None], None]


class Named(BaseModel):
    """Words by name; a name that means nothing is refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=False, allow_inf_nan=False)

    @property
    def digest(self) -> str:
        """Hash of the words, whatever their order and those left out."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class Goods(Named):
    """What is sent, and when."""

    cargo: Word | None = Field(
        default=None, description="40ft, 20ft, reefer, 20t, wagon, 3x40ft, 40ft:26t, 500t."
    )
    commodity: Word | None = Field(
        default=None, description="Its freight group: a row of /facts/commodities."
    )
    product: Word | None = Field(default=None, description="A product: a row of /facts/products.")
    on: Word | None = Field(default=None, description="The day of departure, such as 2026-11-24; today.")
    scenario: Words = Field(default=[], description="Names of /scenarios under which it is asked, in order.")


class Ranked(Goods):
    """How ways are ranked and what they avoid."""

    by: Word = Field(default="generalised", description="generalised, time, cost, co2e or logistics.")
    modes: Word | None = Field(
        default=None, description="Only these, with commas between: road, rail, sea, air."
    )
    avoid: Words = Field(
        default=[], description="Places, posts, territories, modes, straits or seas to avoid."
    )
    sanctions: Words = Field(
        default=[], description="Rules to obey that bind only who is under them; or all."
    )
    value_of_time: Real | None = Field(default=None, description="Dollars per tonne and hour.")
    carbon_price: Real | None = Field(default=None, description="Dollars per tonne of CO2e.")
    prices_of: Whole | None = Field(default=None, ge=0, le=9999, description="In the dollars of this year.")

    def options(self) -> dict[str, Any]:
        """The fields of `answers.question.Asked` that these words fill.

        Raises:
            InputError: the day is none.
        """
        return {
            "cargo": self.cargo,
            "commodity": self.commodity,
            "product": self.product,
            "on": None if self.on is None else day_of(self.on),
            "by": self.by,
            "modes": None if self.modes is None else _split(self.modes),
            "avoid": tuple(self.avoid),
            "sanctions": tuple(self.sanctions),
            "value_of_time": self.value_of_time,
            "carbon_price": self.carbon_price,
            "prices_of": self.prices_of,
        }


class Said(Named):
    """In what language the answer is."""

    language: Language = ENGLISH

    def in_steps(self, told: Told | None) -> Told | None:
        """Tells how far work is in the language.

        Raises:
            InputError: the language is not known.
        """
        words = messages(self.language)
        return None if told is None else lambda step, share: told(words.turned("step", step), share)


class RoutesWords(Ranked, Said):
    """A question on routes."""

    origin: Word = Field(alias="from", description="Where the shipment starts: name, code, id or lat,lon.")
    destination: Word = Field(alias="to", description="Where it ends.")
    via: Words = Field(default=[], description="Places, posts or territories to pass, in order.")
    deadline: Word | None = Field(
        default=None, description="Within which goods are to arrive: 14d, 36h or a day."
    )
    count: Whole = Field(default=16, ge=1, le=_MOST_FAMILIES, description="How many families of routes.")

    def asked(self) -> Asked:
        """The question in the user's words.

        Raises:
            InputError: the day is none.
        """
        return Asked(
            origin=self.origin,
            destination=self.destination,
            via=tuple(self.via),
            deadline=self.deadline,
            count=self.count,
            **self.options(),
        )


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def shipped(names: Sequence[str]) -> tuple[Scenario, ...]:
    """Scenarios of the library by name; never a file, which a stranger could have read so.

    Raises:
        InputError: there is none of this name.
    """
    for name in names:
        if library.path_of(name) is None:
            raise InputError(unknown("scenario", name, library.names(), "/api/v1/scenarios lists them"))
    return tuple(scenario_of(library.path_of(name) or "", to_apply=True) for name in names)

"""Figures, days and marks of a brief in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from karwan.languages import Messages
from karwan.report import shown
from karwan.words.evidence import Evidence
from karwan.words.route import Route
from karwan.words.shipment import Shipment

_MINUS = "\u2212"
# Left to right, whatever stands around it.
_ISOLATED = "\u2066{}\u2069"
_BY_RAIL = " (rail)"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class BriefWords:
    """What a brief says, in one language.

    Attributes:
        messages: of the language, with names of places. english: names by id, as answers have them.
    """

    messages: Messages
    english: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """The message `brief.KEY`."""
        return self.messages.say(f"brief.{key}", **values)

    def said_or(self, key: str, other: str) -> str:
        """The message `brief.KEY`, or else another text where there is none."""
        return self.messages.texts.get(f"brief.{key}", other)

    def count(self, key: str, n: int, **values: object) -> str:
        """The message `brief.KEY` in the plural form of a number."""
        return self.messages.count(f"brief.{key}", n, **values)

    def name(self, id: str) -> str:  # noqa: A002
        """The name of a gateway, a place or a territory."""
        return shown.short(self.messages.name(id, self.english.get(id, id)))

    def post(self, id: str, english: str) -> str:  # noqa: A002
        """A post, port or terminal by its English name, which says where it is one of railways."""
        plain = english.removesuffix(_BY_RAIL)
        told = shown.short(self.messages.name(id, plain))
        return told if plain == english else f"{told} ({self.messages.texts['mode.rail']})"

    def cargo(self, shipment: Shipment) -> str:
        """`40ft, general, 20 t`."""
        what = shipment.product or shown.commodity(shipment)
        goods = self.said_or(f"goods.{what}", self.isolated(what.replace("-", " ")))
        tonnes = self.say("tonnes", n=self.number(shipment.tonnes, 0 if shipment.tonnes % 1 == 0 else 1))
        return self.messages.texts["label.comma"].join((self.isolated(shipment.cargo), goods, tonnes))

    def names(self, ids: Iterable[str]) -> str:
        """Several names, each once."""
        return self.messages.texts["label.comma"].join(dict.fromkeys(self.name(one) for one in ids))

    def isolated(self, text: str) -> str:
        """A figure that is read from left to right."""
        return _ISOLATED.format(text) if self.messages.direction == "rtl" else text

    def number(self, value: float, digits: int = 0, *, sign: bool = False) -> str:
        """A number in the reader's format."""
        text = f"{abs(value):,.{digits}f}"
        text = text.replace(",", "\0").replace(".", self.say("number.decimal"))
        text = text.replace("\0", self.say("number.thousands"))
        is_nothing = not text.strip("0.,")
        before = _MINUS if value < 0 and not is_nothing else "+" if sign and not is_nothing else ""
        return before + text

    def usd(self, value: float, *, sign: bool = False) -> str:
        """Whole dollars: `$5,150`."""
        text = self.number(value, sign=sign)
        before = text[0] if text[0] in f"+{_MINUS}" else ""
        return self.isolated(f"{before}${text.removeprefix(before)}")

    def days(self, route: Route) -> str:
        """Median to 90th percentile in days, without unit."""
        _, p50, p90 = route.time_quantiles_h()
        return self.isolated("–".join(self.number(hours / _HOURS_A_DAY, 1) for hours in (p50, p90)))

    def hours(self, route: Route) -> str:
        """Median to 90th percentile in hours, without unit."""
        _, p50, p90 = route.time_quantiles_h()
        least = 10.0
        return self.isolated("–".join(self.number(one, 0 if p50 >= least else 1) for one in (p50, p90)))

    def more_days(self, hours: float) -> str:
        """A change of time: `+3.1`."""
        return self.isolated(self.number(hours / _HOURS_A_DAY, 1, sign=True))

    def day(self, on: date | None) -> str:
        """`12 Oct 2025`."""
        if on is None:
            return ""
        month = self.messages.texts[f"month.{_MONTHS[on.month - 1]}"]
        return self.say("day", day=on.day, month=month, year=on.year)

    def month(self, on: date) -> str:
        """`Oct`, with the year in January."""
        name = self.messages.texts[f"month.{_MONTHS[on.month - 1]}"]
        return f"{name} {on.year}" if on.month == 1 else name


def mark(shares: Mapping[Evidence, float]) -> str:
    """The class of evidence on which most of a figure rests."""
    return str(max(Evidence, key=lambda kind: shares.get(kind, 0.0)))


def marks(shares: Mapping[Evidence, float]) -> list[dict[str, Any]]:
    """All classes of evidence of a figure, with whole percents."""
    return [{"mark": str(kind), "percent": percent} for kind, percent in shown.percents(shares).items()]


def figure(text: str, evidence: str) -> dict[str, str]:
    """A figure with its mark."""
    return {"text": text, "mark": evidence}


def cut(text: str, most: int) -> str:
    """A text of so many letters at most, cut between words."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"

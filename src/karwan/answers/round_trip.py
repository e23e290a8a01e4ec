"""There and back: the way back of each way that is offered, loaded or empty (docs/rules, 2.14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from karwan.answers.as_json import price_json, totals
from karwan.answers.compose import Way
from karwan.answers.family import Key
from karwan.answers.ground import Ground
from karwan.answers.label import labels
from karwan.answers.names import shown_names, way_names
from karwan.answers.offers import open_families
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import Offer, RoutesAnswer
from karwan.answers.search import places_of
from karwan.answers.ways import full_cost
from karwan.operations.empties import run_empty
from karwan.state import State
from karwan.words.price import price_lines
from karwan.words.route import Route


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """One way there and back.

    Attributes:
        out: the way there as it is offered. back: the way back with a load; None where there is none.
        label: of the way back. is_same_way: whether it is the family of the way there, reversed.
        empty: the same way back without a load; None where there is no way back.
    """

    out: Route
    back: Route | None
    label: str
    is_same_way: bool
    empty: Route | None

    @property
    def out_usd(self) -> float:
        """The price there, without the empties that the trip back stands for."""
        return without_empties(self.out)

    @property
    def back_usd(self) -> float | None:
        """The price back with a load, without empties: the vehicle is home again."""
        return None if self.back is None else without_empties(self.back)

    @property
    def empty_usd(self) -> float | None:
        """What the way back costs without a load."""
        return None if self.empty is None else self.empty.cost_usd

    @property
    def loaded_usd(self) -> float | None:
        """There and back with a load both ways."""
        return None if self.back_usd is None else self.out_usd + self.back_usd

    @property
    def returned_usd(self) -> float | None:
        """There with a load and back without."""
        return None if self.empty_usd is None else self.out_usd + self.empty_usd

    def as_json(self) -> dict[str, Any]:
        """The trip as JSON types."""
        return {
            "out_usd": round(self.out_usd, 6),
            "back": None
            if self.back is None
            else {
                "label": self.label,
                "same_way": self.is_same_way,
                **totals(self.back),
                "price": price_json(self.back),
            },
            "back_usd": _rounded(self.back_usd),
            "empty": None if self.empty is None else totals(self.empty),
            "empty_usd": _rounded(self.empty_usd),
            "loaded_both_ways_usd": _rounded(self.loaded_usd),
            "back_empty_usd": _rounded(self.returned_usd),
        }


def round_trips(state: State, answer: RoutesAnswer) -> dict[str, RoundTrip]:
    """The round trip of each way that is offered, by its id.

    The way back is the best of the same family reversed, else the best of all; its posts are those that let
    pass in that direction on the day.
    """
    ground, families = open_families(state, reversed_question(answer.question))
    backs = {offer.id: _back(offer, families, answer.question) for offer in answer.routes}
    told = _labels(state, answer.question, [way for way, _ in backs.values() if way is not None])
    return {offer.id: _trip(offer, *backs[offer.id], told, ground) for offer in answer.routes}


def without_empties(route: Route) -> float:
    """The price of a route without its line of empties."""
    return sum(line.usd for line in price_lines(route) if line.name != "empties")


def reversed_question(question: RoutesQuestion) -> RoutesQuestion:
    """The question for the way back."""
    return replace(question, origin=question.destination, destination=question.origin, via=question.via[::-1])


def _back(
    offer: Offer, families: Mapping[Key, Sequence[Way]], question: RoutesQuestion
) -> tuple[Way | None, bool]:
    """The best way back by the family of an offer, else by any; whether it is the same."""
    key = None if offer.way is None else tuple(reversed(offer.way.key))
    if key is not None and key in families:
        return families[key][0], True
    bests = [ways[0] for ways in families.values()]
    return min(bests, key=lambda way: full_cost(way, question.weights), default=None), False


def _trip(
    offer: Offer,
    way: Way | None,
    is_same: bool,
    told: Mapping[str, str],
    ground: Ground,
) -> RoundTrip:
    if way is None:
        return RoundTrip(offer.route, None, "", is_same_way=False, empty=None)
    empty = Route(run_empty(ground.book.tariffs, way.route.moves, ground.shipment), way.route.correlations)
    return RoundTrip(offer.route, way.route, told[way.id], is_same, empty)


def _labels(state: State, question: RoutesQuestion, ways: Sequence[Way]) -> dict[str, str]:
    distinct = list({way.id: way for way in ways}.values())
    wanted = {gateway for way in distinct for gateway in way.gateways}
    places = {place.id: place.name for place in places_of(question)}
    names = way_names(state.facts, shown_names(state.facts, state.network.gateways, wanted) | places)
    told = labels([way.route for way in distinct], names=names)
    return {way.id: label for way, label in zip(distinct, told, strict=True)}


def _rounded(usd: float | None) -> float | None:
    return None if usd is None else round(usd, 6)

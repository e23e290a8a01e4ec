"""What markets places have access to: people, each discounted by what it costs to come to them.

Access of a place is the sum over other cities of inhabitants times (1 + c / v) ** -theta: c is the cost of
the best way by the weights, v the value of the shipment, and so 1 + c / v what a dollar of goods costs
delivered; theta is the elasticity of trade (table `rates`).
Source: Donaldson and Hornbeck 2016, Railroads and American Economic Growth, equation for market access that
is approximated by population; the idea is that of Harris 1954, The Market as a Factor in the Localization of
Industry in the United States.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.cities import Cities, cities_of
from karwan.answers.market import Market
from karwan.answers.question import RoutesQuestion
from karwan.answers.reach import Told, surface_question
from karwan.answers.reach_costs import Costs
from karwan.errors import FactError, InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Rate
from karwan.routing.question import weigh
from karwan.state import State
from karwan.words.place import Place

Float = NDArray[np.float64]

ELASTICITY = "trade_elasticity"
# Weights in which an hour or a kg counts for nothing but itself give no cost in dollars.
_BY = ("generalised", "cost", "logistics")


@dataclass(frozen=True, slots=True)
class AccessQuestion:
    """What is asked of the access of places.

    Attributes:
        places: whose access. asked: shipment, day, weights and exclusions; its own places do not count.
        elasticity: the user's own; that of the tables if None.
    """

    places: tuple[Place, ...]
    asked: RoutesQuestion
    elasticity: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceAccess:
    """The access of one place.

    Attributes:
        place: whose. people: discounted inhabitants of all cities but itself.
        reached, reached_people: cities that there is a way to, and their inhabitants without a discount.
    """

    place: Place
    people: float
    reached: int
    reached_people: int

    def as_json(self) -> dict[str, Any]:
        """As JSON types."""
        return {
            "access": round(self.people),
            "reached_cities": self.reached,
            "reached_people": self.reached_people,
        }


@dataclass(frozen=True, slots=True)
class AccessAnswer:
    """The access of places, in the order in which they were asked.

    Attributes:
        question: as asked. network: digest. elasticity: the row of the tables. used: what was used.
        value_usd: of the shipment. rows: a place each. base: the same without the scenario, None if none.
    """

    question: AccessQuestion
    network: str
    elasticity: Rate
    used: float
    value_usd: float
    rows: tuple[PlaceAccess, ...]
    base: tuple[PlaceAccess, ...] | None = None

    def change(self, at: int) -> float | None:
        """By what share the scenario changes the access of a place; None without one, or from nothing."""
        if self.base is None or not self.base[at].people:
            return None
        return self.rows[at].people / self.base[at].people - 1

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        asked, row = self.question.asked, self.elasticity
        places = []
        for at, one in enumerate(self.rows):
            change = self.change(at)
            places.append(
                {"id": one.place.id, "name": one.place.name, "territory": one.place.territory}
                | one.as_json()
                | {
                    "base": None if self.base is None else self.base[at].as_json(),
                    "change": None if change is None else round(change, 5),
                }
            )
        return {
            "on": asked.on.isoformat(),
            "cargo": asked.shipment.cargo,
            "goods": asked.shipment.product or asked.shipment.commodity,
            "network": self.network,
            "ranked_by": asked.ranked_by,
            "value_usd": round(self.value_usd, 2),
            "elasticity": {
                "used": self.used,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "evidence": str(row.evidence),
                "sources": list(row.sources),
                "note": row.note,
            },
            "places": places,
        }


def access_question(
    facts: Facts, places: Sequence[Place], asked: dict[str, Any], elasticity: float | None = None
) -> AccessQuestion:
    """The question that some words mean.

    Args:
        facts: that know the words.
        places: whose access is asked.
        asked: further fields of `Asked`.
        elasticity: instead of that of the tables.

    Raises:
        InputError: for a word that means nothing, no place, a ranking without dollars, or an elasticity that
            is none.
    """
    if not places:
        raise InputError("name a place")
    question = surface_question(facts, asked)
    if question.ranked_by not in _BY:
        raise InputError(
            f"market access by {question.ranked_by}: it sets costs beside the value of goods; "
            f"write one of {', '.join(_BY)}"
        )
    if elasticity is not None and not 0 < elasticity <= 100:  # noqa: PLR2004
        raise InputError(f"elasticity {elasticity:g}: write a number above 0, to 100 at most")
    return AccessQuestion(tuple(places), question, elasticity)


def ask_access(state: State, question: AccessQuestion, told: Told | None = None) -> AccessAnswer:
    """The access of places.

    Args:
        state: facts and network.
        question: what is asked.
        told: called with what is at work, and the share of it that is done.

    Raises:
        InputError: a place lies too far from every road and railway. FactError: the table `rates` has no
            elasticity of trade.
    """
    row = next((row for row in state.facts.rows(Rate) if row.metric == ELASTICITY), None)
    if row is None:
        raise FactError(f"table rates has no row of {ELASTICITY}; write one, for mode road and territory *")
    used = row.value if question.elasticity is None else question.elasticity
    cities = cities_of(state, told)
    market = Market(state, question.asked)
    value_usd = question.asked.shipment.value_usd
    rows = []
    for count, place in enumerate(question.places):
        if told:
            told("places", count / len(question.places))
        costs = Costs(state, market, question.asked, place).at_places(cities.feet, cities.places)
        rows.append(
            _access(place, cities, weigh(costs, np.array(question.asked.weights.vector)), used, value_usd)
        )
    return AccessAnswer(question, state.network.digest, row, used, value_usd, tuple(rows))


def compare_access(
    base: State, after: State, question: AccessQuestion, told: Told | None = None
) -> AccessAnswer:
    """The access of places under a scenario, beside that without it; arguments as of `ask_access`."""
    before = ask_access(base, question, told)
    return replace(ask_access(after, question, told), base=before.rows)


def _access(place: Place, cities: Cities, cost: Float, elasticity: float, value_usd: float) -> PlaceAccess:
    people = np.array(cities.population, float)
    is_other = np.array([(one.lon, one.lat) != (place.lon, place.lat) for one in cities.places])
    is_reached = np.isfinite(cost) & is_other
    return PlaceAccess(
        place=place,
        people=discounted(people[is_reached], cost[is_reached], elasticity, value_usd),
        reached=int(is_reached.sum()),
        reached_people=int(people[is_reached].sum()),
    )


def discounted(people: Float, cost: Float, elasticity: float, value_usd: float) -> float:
    """The sum of people times (1 + cost / value) ** -elasticity."""
    return float(people @ (1.0 + cost / value_usd) ** -elasticity)

"""Whose hinterland cities are: of some ports, dry ports, terminals, posts or places the nearest.

Nearest is what costs least by the weights from the gate to the city (docs/rules, 20).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.cities import cities_of
from karwan.answers.market import Market
from karwan.answers.question import RoutesQuestion
from karwan.answers.reach import BY, Told, surface_question
from karwan.answers.reach_costs import Costs, Runs
from karwan.answers.reach_times import Times
from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.facts.rows import Crossing, GatewayRow
from karwan.routing.question import weigh
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place

Float = NDArray[np.float64]
KINDS = ("port", "dry_port", "rail_terminal", "gauge_change", "airport")
# A hinterland lies inland: ships serve it where the user says so.
LAND = (Mode.ROAD, Mode.RAIL)
_KIND = "kind="
# A post lies on a border: goods begin on its first side, or on the one that is named after this sign.
_SIDE = "@"
_MOST = 200


@dataclass(frozen=True, slots=True)
class HinterlandQuestion:
    """Gates, and the shipment, day, weights and exclusions by which cities belong to them."""

    gates: tuple[Place, ...]
    asked: RoutesQuestion


@dataclass(frozen=True, slots=True)
class CityServed:
    """A city and its nearest gate.

    Attributes:
        place, population: of the gazetteer. gate: number of the nearest; None where no way leads.
        value: cost by the weights from it. time_h, cost_usd: means.
        time_p50_h, time_p90_h: hours within which 5 and 9 of 10 shipments arrive.
        next_gate: number of the second, next_value: cost from it; None where there is none.
    """

    place: Place
    population: int
    gate: int | None
    value: float | None
    time_h: float | None
    time_p50_h: float | None
    time_p90_h: float | None
    cost_usd: float | None
    next_gate: int | None
    next_value: float | None


@dataclass(frozen=True, slots=True)
class GateServing:
    """A gate with the cities that it is nearest to; means are by inhabitants, None without cities.

    `mean_time_p50_h` and `mean_time_p90_h` are means of the P50 and of the P90 of these cities.
    """

    place: Place
    cities: int
    population: int
    mean_time_h: float | None
    mean_time_p50_h: float | None
    mean_time_p90_h: float | None
    mean_cost_usd: float | None


@dataclass(frozen=True, slots=True)
class HinterlandAnswer:
    """Which gate is nearest to which city.

    Attributes:
        question: as asked. network: digest. gates: in the order of the question. cities: the largest first.
        far: names of gates that no road or railway is near.
        base: the same without the scenario; None where no scenario is compared.
    """

    question: HinterlandQuestion
    network: str
    gates: tuple[GateServing, ...]
    cities: tuple[CityServed, ...]
    far: tuple[str, ...]
    base: HinterlandAnswer | None = None

    @property
    def unit(self) -> str:
        """Of values: h, or USD (of generalised cost where ways are ranked by it)."""
        return "h" if self.question.asked.ranked_by == "time" else "USD"

    def moved(self) -> list[tuple[CityServed, CityServed]]:
        """Cities that the scenario gives to another gate, before and after, the largest first."""
        if self.base is None:
            return []
        both = zip(self.base.cities, self.cities, strict=True)
        return [(before, after) for before, after in both if before.gate != after.gate]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        asked, before = self.question.asked, self.base
        return {
            "on": asked.on.isoformat(),
            "cargo": asked.shipment.cargo,
            "goods": asked.shipment.product or asked.shipment.commodity,
            "network": self.network,
            "ranked_by": asked.ranked_by,
            "unit": self.unit,
            "far": list(self.far),
            "gates": [
                {
                    "id": gate.place.id,
                    "name": gate.place.name,
                    "territory": gate.place.territory,
                    "cities": gate.cities,
                    "population": gate.population,
                    "mean_time_h": _rounded(gate.mean_time_h),
                    "mean_time_p50_h": _rounded(gate.mean_time_p50_h),
                    "mean_time_p90_h": _rounded(gate.mean_time_p90_h),
                    "mean_cost_usd": _rounded(gate.mean_cost_usd),
                    "base_cities": None if before is None else before.gates[at].cities,
                    "base_population": None if before is None else before.gates[at].population,
                }
                for at, gate in enumerate(self.gates)
            ],
            "cities": [
                {
                    "id": city.place.id,
                    "name": city.place.name,
                    "territory": city.place.territory,
                    "population": city.population,
                    "gate": self.id_of(city.gate),
                    "value": _rounded(city.value),
                    "time_h": _rounded(city.time_h),
                    "time_p50_h": _rounded(city.time_p50_h),
                    "time_p90_h": _rounded(city.time_p90_h),
                    "cost_usd": _rounded(city.cost_usd),
                    "next_gate": self.id_of(city.next_gate),
                    "next_value": _rounded(city.next_value),
                    "base_gate": None if before is None else self.id_of(before.cities[at].gate),
                }
                for at, city in enumerate(self.cities)
            ],
        }

    def id_of(self, gate: int | None) -> str | None:
        """The id of a gate by its number."""
        return None if gate is None else self.question.gates[gate].id


def hinterland_question(
    facts: Facts, gates: Sequence[str | Place], asked: dict[str, Any]
) -> HinterlandQuestion:
    """The question that some words mean.

    Args:
        facts: that know the words.
        gates: ids or names of gateways or places, ids of posts (`torkham-road@AF` on that side), or
            `kind=port` for all of a kind.
        asked: further fields of `Asked`.

    Raises:
        InputError: for a word that means nothing, fewer than two gates or too many, flights, or a ranking
            that is not one of `reach.BY`.
    """
    found: dict[tuple[float, float], Place] = {}
    for word in gates:
        for place in (word,) if isinstance(word, Place) else _meant(facts, word):
            found.setdefault((place.lon, place.lat), place)
    if len(found) < 2:  # noqa: PLR2004 - one alone has all cities
        raise InputError(
            "name two different gates or more, such as port-karachi,port-bandar-abbas or kind=port"
        )
    if len(found) > _MOST:
        raise InputError(f"{len(found)} gates are too many; name {_MOST} at most")
    places = tuple(found.values())
    question = surface_question(facts, asked, LAND)
    if question.ranked_by not in BY:
        raise InputError(f"hinterland by {question.ranked_by}: write one of {', '.join(BY)}")
    return HinterlandQuestion(places, question)


def _meant(facts: Facts, word: str) -> list[Place]:
    """The gates that a word means."""
    text = word.strip()
    if text.casefold().startswith(_KIND):
        kind = text[len(_KIND) :].strip().casefold().replace(" ", "_")
        if kind not in KINDS:
            raise InputError(unknown("kind of gateway", kind, KINDS, f"write one of {', '.join(KINDS)}"))
        rows = [row for row in facts.rows(GatewayRow) if row.kind == kind]
        return [Place(row.id, row.name, row.lon, row.lat, "gateway", row.territory) for row in rows]
    name, _, side = text.partition(_SIDE)
    post = facts.by_id(Crossing).get(name.strip())
    if post is None:
        return [find(text, facts)]
    sides = post.territory_a, post.territory_b
    if side and side.strip().upper() not in sides:
        raise InputError(f"'{text}': {post.name} lies between {sides[0]} and {sides[1]}; write one of these")
    territory = side.strip().upper() or sides[0]
    return [Place(post.id, post.name, post.lon, post.lat, "gateway", territory)]


def ask_hinterland(state: State, question: HinterlandQuestion, told: Told | None = None) -> HinterlandAnswer:
    """Which of some gates is nearest to which city.

    Args:
        state: facts and network.
        question: what is asked.
        told: called with what is at work, and the share of it that is done.

    Raises:
        InputError: no gate lies near a road or railway.
    """
    cities = cities_of(state, told)
    market = Market(state, question.asked)
    weights = np.array(question.asked.weights.vector)
    shape = len(question.gates), len(cities.places)
    value, criteria = np.full(shape, np.inf), np.full((*shape, 3), np.inf)
    found: dict[int, tuple[Costs, Runs]] = {}
    far = []
    for at, gate in enumerate(question.gates):
        if told:
            told("gates", at / len(question.gates))
        try:
            costs = Costs(state, market, question.asked, gate)
        except InputError:
            far.append(gate.name)
            continue
        criteria[at], runs = costs.reached(cities.feet, cities.places)
        found[at] = costs, runs
        value[at] = weigh(criteria[at], weights)
    if len(far) == len(question.gates):
        raise InputError(
            "no road or railway is near any of these gates; name ports, terminals or posts on land"
        )
    order = np.argsort(value, axis=0, kind="stable")
    hours = _hours(found, value, order[0])
    served = tuple(
        _served(place, cities.population[at], value[:, at], (criteria[:, at], hours[at]), order[:, at])
        for at, place in enumerate(cities.places)
    )
    return HinterlandAnswer(
        question=question,
        network=state.network.digest,
        gates=tuple(_gate(at, gate, served) for at, gate in enumerate(question.gates)),
        cities=served,
        far=tuple(far),
    )


def compare_hinterland(
    base: State, after: State, question: HinterlandQuestion, told: Told | None = None
) -> HinterlandAnswer:
    """Hinterlands under a scenario, beside those without it; arguments as of `ask_hinterland`."""
    before = ask_hinterland(base, question, told)
    return replace(ask_hinterland(after, question, told), base=before)


def nearest_gate(state: State, question: HinterlandQuestion) -> Float:
    """(nodes,) the number of the gate nearest to each node of roads and railways; inf without a way."""
    market, weights = Market(state, question.asked), np.array(question.asked.weights.vector)
    least, which = (np.full(state.network.node_lon.size, np.inf) for _ in range(2))
    for at, gate in enumerate(question.gates):
        try:
            costs = Costs(state, market, question.asked, gate)
        except InputError:
            continue
        found = weigh(costs.at_nodes(), weights)
        better = found < least
        least[better], which[better] = found[better], at
    return which


def _hours(found: Mapping[int, tuple[Costs, Runs]], value: Float, nearest: NDArray[np.int64]) -> Float:
    """(cities, 2) P50 and P90 of the time to each city from its nearest gate."""
    hours = np.zeros((nearest.size, 2))
    for at, (costs, runs) in found.items():
        here = np.flatnonzero((nearest == at) & np.isfinite(value[at]) & (runs.terms >= 0))
        own = Runs(runs.terms[here], runs.cell[here], runs.seed[here], runs.km[here])
        hours[here] = Times(costs).of(own)
    return hours


def _served(
    place: Place, people: int, value: Float, figures: tuple[Float, Float], order: NDArray[np.int64]
) -> CityServed:
    """A city; `figures`: criteria by gate (gates, 3), and P50 and P90 of the nearest."""
    first, second = int(order[0]), int(order[1])
    if not np.isfinite(value[first]):
        return CityServed(place, people, None, None, None, None, None, None, None, None)
    criteria, (p50, p90) = figures[0], figures[1].tolist()
    has_next = bool(np.isfinite(value[second]))
    return CityServed(
        place=place,
        population=people,
        gate=first,
        value=float(value[first]),
        time_h=float(criteria[first, 0]),
        time_p50_h=p50,
        time_p90_h=p90,
        cost_usd=float(criteria[first, 1]),
        next_gate=second if has_next else None,
        next_value=float(value[second]) if has_next else None,
    )


def _gate(at: int, gate: Place, served: Sequence[CityServed]) -> GateServing:
    own = [city for city in served if city.gate == at]
    people = sum(city.population for city in own)

    def mean(figures: Iterable[float | None]) -> float | None:
        if not people:
            return None
        return sum((each or 0.0) * city.population for each, city in zip(figures, own, strict=True)) / people

    return GateServing(
        place=gate,
        cities=len(own),
        population=people,
        mean_time_h=mean(city.time_h for city in own),
        mean_time_p50_h=mean(city.time_p50_h for city in own),
        mean_time_p90_h=mean(city.time_p90_h for city in own),
        mean_cost_usd=mean(city.cost_usd for city in own),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)

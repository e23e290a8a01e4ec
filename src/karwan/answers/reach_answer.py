"""How far goods come from a place: question and answer (docs/rules, 20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.as_json import place_json
from karwan.answers.question import RoutesQuestion
from karwan.answers.reach_costs import Costs
from karwan.answers.reach_times import Times
from karwan.answers.way_times import CHANCES
from karwan.routing.question import weigh
from karwan.words.bands import Bands
from karwan.words.place import Place

Float = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReachQuestion:
    """What a reach is asked.

    Attributes:
        origin: the place.
        asked: shipment, day, weights and exclusions; its own places do not count.
        bands: None where the user names none.
        chance: of arriving within the hours that bands of time count: one of CHANCES.
    """

    origin: Place
    asked: RoutesQuestion
    bands: Bands | None
    chance: float = CHANCES[0]


@dataclass(frozen=True, slots=True)
class CityReached:
    """A city, and what the best way to it takes; None where there is no way.

    Attributes:
        place, population: of the gazetteer. generalised: cost by the weights.
        time_h, cost_usd, co2e_kg: means, as the search has them.
        time_p50_h, time_p90_h: hours within which 5 and 9 of 10 shipments arrive by that way.
        band: number of the band, 0 for the nearest; None beyond the last.
    """

    place: Place
    population: int
    generalised: float | None
    time_h: float | None
    time_p50_h: float | None
    time_p90_h: float | None
    cost_usd: float | None
    co2e_kg: float | None
    band: int | None

    def within_h(self, chance: float) -> float | None:
        """The hours within which it is reached with a chance, one of CHANCES."""
        return self.time_p90_h if chance == CHANCES[1] else self.time_p50_h

    def figures(self) -> dict[str, Any]:
        """What the way takes, as JSON types."""
        return {
            "generalised": _rounded(self.generalised, 2),
            "time_h": _rounded(self.time_h, 2),
            "time_p50_h": _rounded(self.time_p50_h, 2),
            "time_p90_h": _rounded(self.time_p90_h, 2),
            "cost_usd": _rounded(self.cost_usd, 2),
            "co2e_kg": _rounded(self.co2e_kg, 1),
            "band": self.band,
        }


@dataclass(frozen=True, slots=True)
class BandReached:
    """One band: its name, its upper limit, how many cities lie in it, and how many people live in these."""

    name: str
    limit: float
    cities: int
    population: int


@dataclass(frozen=True, slots=True)
class TerritoryReached:
    """One territory.

    Attributes:
        code, name: of it. cities, population: that the gazetteer knows.
        by_band: inhabitants of its cities in each band. no_way: of those without any.
        nearest: its nearest city; None where none is reached.
    """

    code: str
    name: str
    cities: int
    population: int
    by_band: tuple[int, ...]
    no_way: int
    nearest: CityReached | None


@dataclass(frozen=True, slots=True, eq=False)
class ReachAnswer:
    """How far goods come.

    Attributes:
        question: with the bands that hold. network: digest.
        cities: the largest first. bands: the nearest first. territories: by their nearest city.
        costs, times: give what it takes to nodes, for maps.
        base: the same without the scenario; None where no scenario is compared.
    """

    question: ReachQuestion
    network: str
    cities: tuple[CityReached, ...]
    bands: tuple[BandReached, ...]
    territories: tuple[TerritoryReached, ...]
    costs: Costs
    times: Times
    base: ReachAnswer | None = None

    @property
    def limits(self) -> Bands:
        """The bands that hold.

        Raises:
            ValueError: none was asked for.
        """
        if self.question.bands is None:
            raise ValueError("an answer without bands")
        return self.question.bands

    @property
    def unit(self) -> str:
        """Of the figures that bands count: h or USD."""
        return "h" if self.limits.is_time else "USD"

    def value(self, city: CityReached) -> float | None:
        """The figure of a city that bands count."""
        return value_of(self.question, self.limits, city)

    def at_nodes(self) -> Float:
        """(nodes,) the figure that bands count at each node of roads and railways; inf where no way leads."""
        if self.limits.is_time:
            within: Float = self.times.of(self.costs.runs_to_nodes())[:, CHANCES.index(self.question.chance)]
            return within
        return dollars_of(self.question.asked, self.costs.at_nodes())

    def _nearest(self, row: TerritoryReached) -> dict[str, Any]:
        """The nearest city of a territory, as JSON types."""
        city = row.nearest
        return {
            "nearest": None if city is None else city.place.name,
            "nearest_value": None if city is None else _rounded(self.value(city), 2),
            "nearest_time_p50_h": None if city is None else _rounded(city.time_p50_h, 2),
            "nearest_time_p90_h": None if city is None else _rounded(city.time_p90_h, 2),
        }

    def moved(self) -> list[tuple[CityReached, CityReached]]:
        """Cities that the scenario puts into another band, before and after, the largest first."""
        if self.base is None:
            return []
        both = zip(self.base.cities, self.cities, strict=True)
        return [(before, after) for before, after in both if before.band != after.band]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        asked = self.question.asked
        before = self.base
        return {
            "origin": place_json(self.question.origin),
            "on": asked.on.isoformat(),
            "cargo": asked.shipment.cargo,
            "goods": asked.shipment.product or asked.shipment.commodity,
            "network": self.network,
            "ranked_by": asked.ranked_by,
            "unit": self.unit,
            "chance": self.question.chance if self.limits.is_time else None,
            "bands": [
                {
                    "name": band.name,
                    "limit": band.limit,
                    "cities": band.cities,
                    "population": band.population,
                    "base_cities": None if before is None else before.bands[at].cities,
                    "base_population": None if before is None else before.bands[at].population,
                }
                for at, band in enumerate(self.bands)
            ],
            "territories": [
                {
                    "territory": row.code,
                    "name": row.name,
                    "cities": row.cities,
                    "population": row.population,
                    "population_by_band": list(row.by_band),
                    "population_without_way": row.no_way,
                }
                | self._nearest(row)
                for row in self.territories
            ],
            "cities": [
                place_json(city.place)
                | {"population": city.population}
                | city.figures()
                | {"base": None if before is None else before.cities[at].figures()}
                for at, city in enumerate(self.cities)
            ],
        }


def value_of(question: ReachQuestion, bands: Bands, city: CityReached) -> float | None:
    """The figure of a city that bands count."""
    if bands.is_time:
        return city.within_h(question.chance)
    return city.generalised if question.asked.ranked_by == "generalised" else city.cost_usd


def dollars_of(asked: RoutesQuestion, found: Float) -> Float:
    """The figure that bands of dollars count of criteria (..., 3); inf where there is no way."""
    if asked.ranked_by != "generalised":
        return found[..., 1]
    return weigh(found, np.array(asked.weights.vector))


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)

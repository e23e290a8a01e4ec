"""How far goods come from a place: cities, inhabitants and territories by bands of days or dollars.

A band counts hours or dollars of the way that is best by the weights; so bands of the criterion that ways are
ranked by are isochrones or isocosts (docs/rules, 20).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.cities import Cities, cities_of
from karwan.answers.market import Market
from karwan.answers.places import largest
from karwan.answers.question import RoutesQuestion
from karwan.answers.reach_costs import Costs
from karwan.answers.skims import skim_question
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Territory
from karwan.routing.question import weigh
from karwan.state import State
from karwan.words.bands import Bands, read_bands
from karwan.words.mode import Mode
from karwan.words.place import Place

Told = Callable[[str, float | None], None]
Float = NDArray[np.float64]

SURFACE = (Mode.ROAD, Mode.RAIL, Mode.SEA)
BY = ("time", "cost", "generalised")
# Bands where the user names none: days, or round dollars that these shares of the cities are within.
_DAYS = "2d,4d,7d,10d,14d"
_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class ReachQuestion:
    """What a reach is asked.

    Attributes:
        origin: the place.
        asked: shipment, day, weights and exclusions; its own places do not count.
        bands: None where the user names none.
    """

    origin: Place
    asked: RoutesQuestion
    bands: Bands | None


@dataclass(frozen=True, slots=True)
class CityReached:
    """A city, and what the best way to it takes; None where there is no way.

    Attributes:
        place, population: of the gazetteer. generalised: cost by the weights.
        time_h, cost_usd, co2e_kg: means, as the search has them.
        band: number of the band, 0 for the nearest; None beyond the last.
    """

    place: Place
    population: int
    generalised: float | None
    time_h: float | None
    cost_usd: float | None
    co2e_kg: float | None
    band: int | None

    def figures(self) -> dict[str, Any]:
        """What the way takes, as JSON types."""
        return {
            "generalised": _rounded(self.generalised, 2),
            "time_h": _rounded(self.time_h, 2),
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
        costs: gives what it takes to nodes, for maps.
        base: the same without the scenario; None where no scenario is compared.
    """

    question: ReachQuestion
    network: str
    cities: tuple[CityReached, ...]
    bands: tuple[BandReached, ...]
    territories: tuple[TerritoryReached, ...]
    costs: Costs
    base: ReachAnswer | None = None

    @property
    def limits(self) -> Bands:
        """The bands that hold."""
        if self.question.bands is None:
            raise ValueError("an answer without bands")
        return self.question.bands

    @property
    def unit(self) -> str:
        """Of the figures that bands count: h or USD."""
        return "h" if self.limits.is_time else "USD"

    def value(self, city: CityReached) -> float | None:
        """The figure of a city that bands count."""
        return city.time_h if self.limits.is_time else _dollars(self.question.asked, city)

    def at_nodes(self) -> Float:
        """(nodes,) the figure that bands count at each node of roads and railways; inf where no way leads."""
        found = self.costs.at_nodes()
        return _counted(self.question.asked, self.limits, found)

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
            "origin": _place(self.question.origin),
            "on": asked.on.isoformat(),
            "cargo": asked.shipment.cargo,
            "goods": asked.shipment.product or asked.shipment.commodity,
            "network": self.network,
            "ranked_by": asked.ranked_by,
            "unit": self.unit,
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
                    "nearest": None if row.nearest is None else row.nearest.place.name,
                    "nearest_value": None if row.nearest is None else _rounded(self.value(row.nearest), 2),
                }
                for row in self.territories
            ],
            "cities": [
                _place(city.place)
                | {"population": city.population}
                | city.figures()
                | {"base": None if before is None else before.cities[at].figures()}
                for at, city in enumerate(self.cities)
            ],
        }


def reach_question(
    facts: Facts, origin: Place, bands: str | Bands | None, asked: dict[str, Any]
) -> ReachQuestion:
    """The question that some words mean.

    Args:
        facts: that know the words.
        origin: the place.
        bands: as typed; None for those that suit the ranking.
        asked: further fields of `Asked`.

    Raises:
        InputError: for a word that means nothing, flights, or a ranking that has no bands.
    """
    question = surface_question(facts, asked)
    if question.ranked_by not in BY:
        raise InputError(f"reach by {question.ranked_by}: write one of {', '.join(BY)}")
    if bands is None:
        read = read_bands(_DAYS) if question.ranked_by == "time" else None
    else:
        read = read_bands(bands) if isinstance(bands, str) else bands
    return ReachQuestion(origin, question, read)


def surface_question(facts: Facts, asked: dict[str, Any], usual: Sequence[Mode] = SURFACE) -> RoutesQuestion:
    """Shipment, day, weights and exclusions of ways by road, rail and sea; its own places say nothing.

    Args:
        facts: that know the words.
        asked: further fields of `Asked`.
        usual: modes where the user names none.

    Raises:
        InputError: for a word that means nothing, or flights.
    """
    modes = asked.get("modes")
    if modes is not None and Mode.AIR in {word.strip().casefold() for word in modes}:
        raise InputError("reach goes by road, rail and sea; `karwan skim --modes air` measures flights")
    kept = tuple(usual) if modes is None else modes
    return skim_question(facts, largest(facts, 2), None, asked | {"modes": kept}).asked


def ask_reach(state: State, question: ReachQuestion, told: Told | None = None) -> ReachAnswer:
    """How far goods come from a place.

    Args:
        state: facts and network.
        question: what is asked.
        told: called with what is at work, and the share of it that is done.

    Raises:
        InputError: the place lies too far from every road and railway.
    """
    cities = cities_of(state, told)
    costs = Costs(state, Market(state, question.asked), question.asked, question.origin)
    found = costs.at_places(cities.feet, cities.places)
    bands = question.bands or _suited(question.asked, found)
    question = replace(question, bands=bands)
    rows = _cities(question.asked, bands, cities, found)
    return ReachAnswer(
        question=question,
        network=state.network.digest,
        cities=rows,
        bands=tuple(_band(at, bands, rows) for at in range(len(bands.limits))),
        territories=tuple(_territories(state, question, rows)),
        costs=costs,
    )


def compare_reach(
    base: State, after: State, question: ReachQuestion, told: Told | None = None
) -> ReachAnswer:
    """How far goods come under a scenario, with the same bands as without it; arguments as of `ask_reach`."""
    before = ask_reach(base, question, told)
    now = ask_reach(after, before.question, told)
    return replace(now, base=before)


def _cities(asked: RoutesQuestion, bands: Bands, cities: Cities, found: Float) -> tuple[CityReached, ...]:
    counted = _counted(asked, bands, found)
    weights = np.array(asked.weights.vector)
    rows = []
    for at, place in enumerate(cities.places):
        is_way = bool(np.isfinite(found[at, 0]))
        hours, dollars, kg = found[at].tolist() if is_way else (None, None, None)
        rows.append(
            CityReached(
                place=place,
                population=cities.population[at],
                generalised=float(found[at] @ weights) if is_way else None,
                time_h=hours,
                cost_usd=dollars,
                co2e_kg=kg,
                band=bands.band_of(float(counted[at])),
            )
        )
    return tuple(rows)


def _counted(asked: RoutesQuestion, bands: Bands, found: Float) -> Float:
    """The figure that bands count of criteria (..., 3); inf where there is no way."""
    if bands.is_time:
        return found[..., 0]
    if asked.ranked_by != "generalised":
        return found[..., 1]
    return weigh(found, np.array(asked.weights.vector))


def _dollars(asked: RoutesQuestion, city: CityReached) -> float | None:
    return city.generalised if asked.ranked_by == "generalised" else city.cost_usd


def _suited(asked: RoutesQuestion, found: Float) -> Bands:
    """Bands of dollars at round figures."""
    counted = _counted(asked, Bands((1.0,), is_time=False), found)
    known = counted[np.isfinite(counted) & (counted > 0)]
    if not known.size:
        return Bands((1000.0,), is_time=False)
    limits = sorted({_round_up(float(value)) for value in np.quantile(known, _SHARES)})
    return Bands(tuple(limits), is_time=False)


def _round_up(value: float) -> float:
    """The next round figure."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step for step in _ROUND if step * power >= value - 1e-9) * power)


def _band(at: int, bands: Bands, rows: Sequence[CityReached]) -> BandReached:
    here = [row for row in rows if row.band == at]
    return BandReached(bands.names()[at], bands.limits[at], len(here), sum(row.population for row in here))


def _territories(
    state: State, question: ReachQuestion, rows: Sequence[CityReached]
) -> list[TerritoryReached]:
    names = {row.id: row.name for row in state.facts.rows(Territory)}
    by_code: dict[str, list[CityReached]] = {}
    for row in rows:
        by_code.setdefault(row.place.territory or "", []).append(row)
    bands = question.bands or Bands((), is_time=True)

    def value(row: CityReached) -> float:
        found = row.time_h if bands.is_time else _dollars(question.asked, row)
        return np.inf if found is None else found

    found = []
    for code, each in by_code.items():
        nearest = min(each, key=value)
        found.append(
            TerritoryReached(
                code=code,
                name=names.get(code, code),
                cities=len(each),
                population=sum(row.population for row in each),
                by_band=tuple(
                    sum(row.population for row in each if row.band == band)
                    for band in range(len(bands.limits))
                ),
                no_way=sum(row.population for row in each if row.time_h is None),
                nearest=nearest if nearest.time_h is not None else None,
            )
        )
    return sorted(found, key=lambda row: (np.inf if row.nearest is None else value(row.nearest), row.code))


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "territory": place.territory,
        "lon": place.lon,
        "lat": place.lat,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)

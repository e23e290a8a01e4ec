"""How far goods come from a place: cities, inhabitants and territories by bands of days or dollars.

A band counts dollars of the way that is best by the weights, or the hours within which a share of shipments
arrives by it; so bands of the criterion that ways are ranked by are isochrones or isocosts (docs/rules, 20).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.cities import Cities, cities_of
from karwan.answers.market import Market
from karwan.answers.places import largest
from karwan.answers.question import RoutesQuestion
from karwan.answers.reach_answer import (
    BandReached,
    CityReached,
    ReachAnswer,
    ReachQuestion,
    TerritoryReached,
    dollars_of,
    value_of,
)
from karwan.answers.reach_costs import Costs
from karwan.answers.reach_times import Times
from karwan.answers.skims import skim_question
from karwan.answers.way_times import read_chance
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Territory
from karwan.routing.question import weigh
from karwan.state import State
from karwan.words.bands import Bands, read_bands
from karwan.words.mode import Mode
from karwan.words.place import Place

__all__ = [
    "BY",
    "SURFACE",
    "ReachAnswer",
    "ReachQuestion",
    "Told",
    "ask_reach",
    "compare_reach",
    "reach_question",
    "surface_question",
]

Told = Callable[[str, float | None], None]
Float = NDArray[np.float64]

SURFACE = (Mode.ROAD, Mode.RAIL, Mode.SEA)
BY = ("time", "cost", "generalised")
# Bands where the user names none: days, or round dollars that these shares of the cities are within.
_DAYS = "2d,4d,7d,10d,14d"
_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def reach_question(
    facts: Facts,
    origin: Place,
    bands: str | Bands | None,
    asked: dict[str, Any],
    chance: str | None = None,
) -> ReachQuestion:
    """The question that some words mean.

    Args:
        facts: that know the words.
        origin: the place.
        bands: as typed; None for those that suit the ranking.
        asked: further fields of `Asked`.
        chance: of arriving within the hours that bands of time count: `p50` or `p90`; the first if None.

    Raises:
        InputError: for a word that means nothing, flights, a ranking that has no bands, or a chance that is
            not told.
    """
    question = surface_question(facts, asked)
    if question.ranked_by not in BY:
        raise InputError(f"reach by {question.ranked_by}: write one of {', '.join(BY)}")
    if bands is None:
        read = read_bands(_DAYS) if question.ranked_by == "time" else None
    else:
        read = read_bands(bands) if isinstance(bands, str) else bands
    if chance is None:
        return ReachQuestion(origin, question, read)
    if not read or not read.is_time:
        raise InputError("a chance is of arriving within days: bands of dollars have none")
    return ReachQuestion(origin, question, read, read_chance(chance))


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
    found, runs = costs.reached(cities.feet, cities.places)
    times = Times(costs)
    hours = times.of(runs)
    hours[(found == 0.0).all(axis=-1)] = 0.0
    bands = question.bands or _suited(question.asked, found)
    question = replace(question, bands=bands)
    rows = _cities(question, bands, cities, (found, hours))
    return ReachAnswer(
        question=question,
        network=state.network.digest,
        cities=rows,
        bands=tuple(_band(at, bands, rows) for at in range(len(bands.limits))),
        territories=tuple(_territories(state, question, bands, rows)),
        costs=costs,
        times=times,
    )


def compare_reach(
    base: State, after: State, question: ReachQuestion, told: Told | None = None
) -> ReachAnswer:
    """How far goods come under a scenario, with the same bands as without it; arguments as of `ask_reach`."""
    before = ask_reach(base, question, told)
    now = ask_reach(after, before.question, told)
    return replace(now, base=before)


def _cities(
    question: ReachQuestion, bands: Bands, cities: Cities, found: tuple[Float, Float]
) -> tuple[CityReached, ...]:
    """The cities with what it takes to them; `found`: criteria (cities, 3), and hours (cities, chances)."""
    generalised = weigh(found[0], np.array(question.asked.weights.vector))
    rows = []
    for at, place in enumerate(cities.places):
        is_way = bool(np.isfinite(found[0][at, 0]))
        hours, dollars, kg = found[0][at].tolist() if is_way else (None, None, None)
        p50, p90 = found[1][at].tolist() if is_way else (None, None)
        row = CityReached(
            place=place,
            population=cities.population[at],
            generalised=float(generalised[at]) if is_way else None,
            time_h=hours,
            time_p50_h=p50,
            time_p90_h=p90,
            cost_usd=dollars,
            co2e_kg=kg,
            band=None,
        )
        value = value_of(question, bands, row)
        rows.append(row if value is None else replace(row, band=bands.band_of(value)))
    return tuple(rows)


def _suited(asked: RoutesQuestion, found: Float) -> Bands:
    """Bands of dollars at round figures."""
    counted = dollars_of(asked, found)
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
    state: State, question: ReachQuestion, bands: Bands, rows: Sequence[CityReached]
) -> list[TerritoryReached]:
    names = {row.id: row.name for row in state.facts.rows(Territory)}
    by_code: dict[str, list[CityReached]] = {}
    for row in rows:
        by_code.setdefault(row.place.territory or "", []).append(row)

    def value(row: CityReached) -> float:
        found = value_of(question, bands, row)
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

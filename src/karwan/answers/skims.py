"""Matrices between many places: hours, dollars and kg of the way that is best by the weights, row by row.

Costs are those of the search (docs/rules, 12); P50 and P90 of hours are fitted to its spread (3.7). A row
needs nothing of another, so rows come in blocks, in any order, and can be left out where they are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers import flights
from karwan.answers.market import End, Market, end_of
from karwan.answers.question import Asked, routes_question
from karwan.answers.search import attached
from karwan.answers.skim_answer import FIELDS, LEAST, OF_LEAST, SkimAnswer, SkimQuestion, Table
from karwan.answers.timing import timing_of
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.routing import trees
from karwan.routing.attach import Attachment
from karwan.routing.skim import Inside, by_neighbourhood, inside_of, picked, places_of
from karwan.routing.skim_metric import Metric, metric_of
from karwan.routing.spread import spread_of
from karwan.state import State
from karwan.words.fitted import quantiles
from karwan.words.place import Place

if TYPE_CHECKING:
    from karwan.routing.spread_numba import Timing

# So many rows are searched together: two blocks of lanes of the kernel, one for each of two cores.
ROWS = 128
# Of them so many look for flights at a time: that holds some 20 numbers a pair.
_ROWS_BY_AIR = 16
_KEPT_METRICS = 8
_ALONE = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

Int = NDArray[np.int64]
Float = NDArray[np.float64]
Told = Callable[[str, float | None], None]


def skim_question(
    facts: Facts,
    origins: Sequence[Place],
    destinations: Sequence[Place] | None,
    asked: dict[str, Any],
    *,
    with_least: bool = False,
) -> SkimQuestion:
    """The question that some words mean.

    Args:
        facts: that know the words.
        origins: places.
        destinations: the same if None.
        asked: further fields of `Asked`.
        with_least: as of SkimQuestion.

    Raises:
        InputError: for a word that means nothing, or no two different places.
    """
    to = tuple(origins if destinations is None else destinations)
    known: dict[tuple[float, float], Place] = {}
    for place in (*origins, *to):
        known.setdefault((place.lon, place.lat), place)
    if len(known) < 2:  # noqa: PLR2004 - a pair
        raise InputError("name two different places or more")
    one, other = list(known.values())[:2]
    words = [
        place.id if find(place.id, facts) == place else f"{place.lat},{place.lon}" for place in (one, other)
    ]
    question = routes_question(facts, Asked(origin=words[0], destination=words[1], **asked))
    return SkimQuestion(tuple(origins), to, question, with_least)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some rows of a skim: (rows,) numbers of their origins, (rows, destinations, fields) figures.

    inf where there is no way, 0 from a place to itself.
    """

    rows: Int
    figures: Table


class Skim:
    """A skim at work: places joined once, then rows in blocks.

    Args:
        state: facts and network.
        question: what is asked.
        told: called with what is at work, and the share of it that is done.
    """

    def __init__(self, state: State, question: SkimQuestion, told: Told | None = None) -> None:
        self.question = question
        self._state = state
        joined = _joined(state, question, told)
        self.far = tuple(
            dict.fromkeys(
                place.name
                for side, each in zip(question.places, joined, strict=True)
                for place, ends in zip(side, each, strict=True)
                if not ends
            )
        )
        self._market = Market(state, question.asked)
        self._places = tuple(places_of(state.overlay, each) for each in joined)
        self._inside = inside_of(*joined)
        self._airports = tuple(
            flights.airports_of(state.overlay, state.network.gateways, each, is_start=side == 0)
            for side, each in enumerate(joined)
        )
        self._ends = tuple(
            [end_of(state, place, ends) for place, ends in zip(side, each, strict=True)]
            for side, each in zip(question.places, joined, strict=True)
        )
        self._metric = lru_cache(_KEPT_METRICS)(self._metric_of)
        self._timing = lru_cache(_KEPT_METRICS)(self._timing_of)
        self._terms, self._number = self._sorted_terms()

    def blocks(self, is_known: NDArray[np.bool_] | None = None, told: Told | None = None) -> Iterator[Block]:
        """All rows but those that are known, some at a time, those of neighbours together."""
        order = by_neighbourhood(self._state.overlay, self._places[0])
        # Rows that need the same prices together, so that few sets of prices are held at a time.
        kinds = [end.code or "" for end in self._ends[0]]
        order = np.array(sorted(order.tolist(), key=lambda row: kinds[row]), np.int64)
        left = order if is_known is None else order[~is_known[order]]
        for first in range(0, left.size, ROWS):
            if told:
                told("rows", (order.size - left.size + first) / order.size)
            rows = left[first : first + ROWS]
            yield Block(rows, self._rows(rows))

    def _rows(self, rows: Int) -> Table:
        fields = self.question.fields
        found = np.full((rows.size, len(self.question.destinations), len(fields)), np.inf, np.float32)
        numbers = self._number[rows]
        for number in np.unique(numbers).tolist():
            is_meant = numbers == number
            origins, to = np.flatnonzero(is_meant.any(axis=1)), np.flatnonzero(is_meant.any(axis=0))
            part = np.full((origins.size, to.size, len(fields)), np.inf)
            best, hours = self._best(number, self.question.asked.weights.vector, rows[origins], to)
            part[..., 0] = _weighed(best, self.question.asked.weights.vector)
            part[..., 1], part[..., 2:4], part[..., 4:6] = best[..., 0], hours, best[..., 1:]
            if self.question.with_least:
                part[..., len(FIELDS) :] = self._least(number, rows[origins], to)
            place = np.ix_(origins, to)
            found[place] = np.where(is_meant[place][..., None], part, found[place])
        found[self._is_same(rows)] = 0.0
        return found

    def _least(self, number: int, rows: Int, to: Int) -> Float:
        """(rows, to, fields of LEAST): the least of each criterion, of hours with P50 and P90 of that way."""
        found = np.empty((rows.size, to.size, len(LEAST)))
        for at, (alone, fields) in enumerate(zip(_ALONE, OF_LEAST, strict=True)):
            best, hours = self._best(number, alone, rows, to)
            first = LEAST.index(fields[0])
            found[..., first] = best[..., at]
            found[..., first + 1 : first + len(fields)] = hours[..., : len(fields) - 1]
        return found

    def _best(
        self, number: int, weights: tuple[float, float, float], rows: Int, to: Int
    ) -> tuple[Float, Float]:
        """Hours, dollars and kg of the best ways by some weights, (rows, to, 3); P50 and P90 of hours."""
        starts, finishes = picked(self._places[0], rows), picked(self._places[1], to)
        metric = self._metric(number, weights)
        grounds = trees.grounds_of(metric, starts, finishes, _some(self._inside, rows, to))
        grown = trees.grow(grounds)
        criteria, timing = trees.criteria_of(grown), self._timing(self._terms[number].changed)
        spread, cost = spread_of(grown, timing), _weighed(criteria, weights)
        del grown
        finishing = flights.picked(self._airports[1], to)
        for first in range(0, rows.size, _ROWS_BY_AIR):
            some = slice(first, first + _ROWS_BY_AIR)
            starting = flights.picked(self._airports[0], rows[some])
            priced = self._terms[number].by_air
            flown = flights.by_air(self._state.overlay, priced, np.array(weights), starting, finishing)
            sooner = flown.cost < cost[some]
            criteria[some][sooner] = flown.criteria[sooner]
            spread[some][sooner] = flights.spread_of(timing, flown, sooner)
        return criteria, quantiles(criteria[..., 0], spread)

    def _timing_of(self, changed: frozenset[int]) -> Timing:
        return timing_of(self._market.ground, changed)

    def _metric_of(self, number: int, weights: tuple[float, float, float]) -> Metric:
        return metric_of(self._state.overlay, self._terms[number].surface, weights)

    def _sorted_terms(self) -> tuple[list[Any], Int]:
        """All prices that pairs need, and (origins, destinations) the number of those of each."""
        kinds: tuple[list[End], ...] = tuple(list(dict.fromkeys(side)) for side in self._ends)
        of_kinds = np.array(
            [[self._market.terms(one, other).number for other in kinds[1]] for one in kinds[0]], np.int64
        )
        by_number = {
            terms.number: terms
            for one in kinds[0]
            for other in kinds[1]
            for terms in (self._market.terms(one, other),)
        }
        at = [
            np.array([each.index(end) for end in side]) for side, each in zip(self._ends, kinds, strict=True)
        ]
        return [by_number[number] for number in range(len(by_number))], of_kinds[np.ix_(*at)]

    def _is_same(self, rows: Int) -> NDArray[np.bool_]:
        """(rows, destinations) whether both are the same place."""
        one, other = (
            np.array([(place.lon, place.lat) for place in side]).reshape(-1, 2)
            for side in self.question.places
        )
        is_same: NDArray[np.bool_] = (one[rows][:, None] == other[None]).all(axis=-1)
        return is_same


def ask_skim(state: State, question: SkimQuestion, told: Told | None = None) -> SkimAnswer:
    """All of a skim in memory; `told` is called with what is at work, and the share that is done."""
    skim = Skim(state, question, told)
    shape = len(question.origins), len(question.destinations), len(question.fields)
    figures = np.empty(shape, np.float32)
    for block in skim.blocks(told=told):
        figures[block.rows] = block.figures
    return SkimAnswer(question, figures, skim.far)


def _joined(
    state: State, question: SkimQuestion, told: Told | None
) -> tuple[list[tuple[Attachment, ...]], list[tuple[Attachment, ...]]]:
    """The places of both sides joined to the network, each once; nothing for one too far from it."""
    known: dict[tuple[float, float, str | None], tuple[Attachment, ...]] = {}
    every = list(dict.fromkeys((p.lon, p.lat, p.territory) for side in question.places for p in side))
    by_key = {(p.lon, p.lat, p.territory): p for side in question.places for p in side}
    for count, key in enumerate(every):
        if told:
            told("joining places to the network", count / len(every))
        try:
            known[key] = attached(state, by_key[key])
        except InputError:
            known[key] = ()
    one, other = ([known[p.lon, p.lat, p.territory] for p in side] for side in question.places)
    return one, other


def _some(inside: Inside, rows: Int, to: Int) -> Inside:
    """The pairs of some rows and destinations, by their new numbers."""
    if not inside.origin.size:
        return inside
    row = np.full(max(int(inside.origin.max()), int(rows.max())) + 1, -1, np.int32)
    column = np.full(max(int(inside.destination.max()), int(to.max())) + 1, -1, np.int32)
    row[rows], column[to] = np.arange(rows.size), np.arange(to.size)
    kept = (row[inside.origin] >= 0) & (column[inside.destination] >= 0)
    return Inside(
        row[inside.origin[kept]], column[inside.destination[kept]], inside.cell[kept], inside.km[kept]
    )


def _weighed(criteria: NDArray[np.float64], weights: Sequence[float]) -> NDArray[np.float64]:
    """The generalised cost of criteria; inf where there is no way."""
    is_way = np.isfinite(criteria[..., 0])
    cost: NDArray[np.float64] = np.where(
        is_way, np.where(is_way[..., None], criteria, 0.0) @ np.asarray(weights), np.inf
    )
    return cost

"""P50 and P90 of the time to every place and node that goods reach from one place.

Ways that come into a cell by one gateway differ by the length of their last run alone. So for each gateway
the way is told as `routes` tells it, and drawn at one length or a few (knots). Between them mean and variance
are known for every length: the mean grows evenly, the variance with the square. What is interpolated is how
many standard deviations a quantile lies from the mean, which hardly changes (docs/rules, 20.9).
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import done_at
from karwan.answers.reach_costs import Costs, Runs
from karwan.answers.way_times import CHANCES, quantiles
from karwan.operations.admission import Trucks
from karwan.operations.change_of_trucks import with_changes
from karwan.operations.departures import with_departures
from karwan.operations.legs import leg_steps
from karwan.operations.transfers import finish_steps, start_steps
from karwan.words.step import Step
from karwan.words.together import Correlations, Part, parts_of, sd_h

Float = NDArray[np.float64]
Int = NDArray[np.int64]
# Number of prices, cell, vertex by which it is entered.
_Gate = tuple[int, int, int]

# Id of the place where goods arrive, whichever it is.
_ANYWHERE = "*"
# Ways by one gateway whose means differ by less than this share are drawn at one length.
_ALIKE = 0.1
# Of ways within the cell of the origin, all of which are short, so many lengths are drawn.
_AT_ORIGIN = 7


@dataclass(frozen=True, slots=True, eq=False)
class _Grown:
    """The times of ways by one gateway.

    Attributes:
        parts: with a last run of one km. last: number of that in which the last run is. a_km: a run of a km.
        correlations: of two of them.
    """

    parts: tuple[Part, ...]
    last: int
    a_km: Part
    correlations: Correlations

    def at(self, km: float) -> list[Part]:
        """The times of the way with a last run of some km."""
        parts, more = list(self.parts), km - 1
        one = parts[self.last]
        parts[self.last] = one._replace(
            mean_h=one.mean_h + more * self.a_km.mean_h,
            trip_sd_h=one.trip_sd_h + more * self.a_km.trip_sd_h,
            doubt_sd_h=one.doubt_sd_h + more * self.a_km.doubt_sd_h,
        )
        return parts

    def mean_h(self, km: float) -> float:
        """Hours of the way on average."""
        return sum(part.mean_h for part in self.parts) + (km - 1) * self.a_km.mean_h

    def variance(self, far: float) -> Float:
        """Coefficients of the variance: of the square of the km, of the km, and at 0 km; told up to `far`."""
        at_0, at_half, at_far = (sd_h(self.at(km), self.correlations) ** 2 for km in (0.0, far / 2, far))
        square = 2 * (at_far - 2 * at_half + at_0) / far**2
        return np.array((square, (at_far - at_0) / far - square * far, at_0))


@dataclass(frozen=True, slots=True, eq=False)
class _Knots:
    """Quantiles of ways by one gateway, by the length of the last run.

    Attributes:
        km: (knots,) lengths, rising. scores: (knots, chances) how many standard deviations each quantile lies
            from the mean.
        mean: hours a km, and at 0 km. variance: of the square, of the length, and at 0 km.
    """

    km: Float
    scores: Float
    mean: Float
    variance: Float

    def at(self, km: Float) -> Float:
        """(places, chances) quantiles in hours at some lengths."""
        mean_h = np.polyval(self.mean, km)
        spread_h = np.sqrt(np.maximum(np.polyval(self.variance, km), 0.0))
        scores = np.column_stack([np.interp(km, self.km, each) for each in self.scores.T])
        found: Float = mean_h[:, None] + spread_h[:, None] * scores
        return found


class Times:
    """Quantiles of the time from one place.

    Args:
        costs: ways from the place.
    """

    def __init__(self, costs: Costs) -> None:
        self._costs = costs
        self._ground = costs.market.ground
        self._trucks: dict[str | None, Trucks] = {}
        self._legs: dict[tuple[int, int, int], tuple[Step, ...]] = {}
        self._ends: dict[tuple[int, str], tuple[Step, ...]] = {}
        self._knots: dict[_Gate, _Knots] = {}

    def of(self, runs: Runs) -> Float:
        """(places, 2) P50 and P90 in hours of the ways with some last runs; inf where there is no way.

        Of the places by one gateway the first is told by itself, not between knots.
        """
        found = np.full((runs.km.size, len(CHANCES)), np.inf)
        groups = _grouped(runs)
        new = [(gate, runs.km[here]) for gate, here in groups if gate not in self._knots]
        told = [(grown, _lengths(gate, grown, km)) for gate, km in new for grown in (self._told(gate),)]
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            drawn = pool.map(lambda one: _drawn(*one), told)
            self._knots.update(zip((gate for gate, _ in new), drawn, strict=True))
        for gate, here in groups:
            found[here] = self._knots[gate].at(runs.km[here])
        return found

    def _told(self, gate: _Gate) -> _Grown:
        """The way by a gateway as `routes` would tell it, charges left out."""
        number, cell, seed = gate
        ground, code = self._ground, self._ground.cells[cell].territory
        if code not in self._trucks:
            self._trucks[code] = ground.trucks.between((self._costs.code, code))
        steps = with_departures(ground.book, self._steps(number, cell, seed))
        parts = parts_of(with_changes(self._trucks[code], ground.book, steps, ground.shipment))
        last = max(at for at, part in enumerate(parts) if part.post is None)
        (a_km,) = parts_of(self._leg(seed, -1, 1.0, cell))
        return _Grown(tuple(parts), last, a_km, ground.book.correlations)

    def _steps(self, number: int, cell: int, seed: int) -> list[Step]:
        """What is done on a way whose last run is one km long."""
        ground, overlay = self._ground, self._ground.overlay
        finish = self._end(cell, finish_steps, _ANYWHERE)
        if seed < 0:
            started = self._end(cell, start_steps, self._costs.origin.id)
            return [*started, *self._leg(-1, -1, 1.0, cell), *finish]
        entry = self._costs.entry(number, seed)
        left = int(overlay.transfer_from[entry.transfers[0]])
        steps = list(self._end(int(overlay.vertex_cell[left]), start_steps, self._costs.origin.id))
        steps += self._leg(-1, left, entry.km, int(overlay.vertex_cell[left]))
        for transfer, after in zip_longest(entry.transfers, entry.transfers[1:]):
            steps += done_at(ground, transfer)
            if after is not None:
                steps += self._between(int(overlay.transfer_to[transfer]), int(overlay.transfer_from[after]))
        return [*steps, *self._leg(seed, -1, 1.0, cell), *finish]

    def _end(self, cell: int, steps: Callable[..., tuple[Step, ...]], place: str) -> tuple[Step, ...]:
        """What is done in a cell where a way begins, or where it ends."""
        if (cell, place) not in self._ends:
            ground = self._ground
            self._ends[cell, place] = steps(ground.book, ground.cells[cell], place, ground.shipment)
        return self._ends[cell, place]

    def _between(self, enter: int, leave: int) -> tuple[Step, ...]:
        """The run through a cell from one vertex to another."""
        overlay = self._ground.overlay
        cell = int(overlay.vertex_cell[enter])
        base = int(overlay.cell_first[cell])
        return self._leg(enter, leave, float(overlay.legs_of(cell)[enter - base, leave - base]), cell)

    def _leg(self, enter: int, leave: int, km: float, cell: int) -> tuple[Step, ...]:
        """A run of some km between two vertices; -1 for the origin, and for where goods arrive."""
        ground, key = self._ground, (enter, leave, cell)
        if key not in self._legs:
            ids = (
                self._costs.origin.id if enter < 0 else self._gateway(enter),
                _ANYWHERE if leave < 0 else self._gateway(leave),
            )
            self._legs[key] = leg_steps(ground.book, ground.cells[cell], ids, km, ground.shipment)
        return self._legs[key]

    def _gateway(self, vertex: int) -> str:
        return self._ground.gateways[int(self._ground.overlay.vertex_gateway[vertex])].id


def _drawn(grown: _Grown, lengths: Sequence[float]) -> _Knots:
    """The quantiles of ways at some lengths, by the lattice."""
    mean = np.array((grown.a_km.mean_h, grown.mean_h(0.0)))
    variance = grown.variance(max(*lengths, 1.0))
    scores = np.zeros((len(lengths), len(CHANCES)))
    for at, km in enumerate(lengths):
        spread_h = math.sqrt(max(0.0, float(np.polyval(variance, km))))
        if spread_h:
            drawn = np.array(quantiles(grown.at(km), grown.correlations))
            scores[at] = (drawn - np.polyval(mean, km)) / spread_h
    return _Knots(np.array(lengths), scores, mean, variance)


def _grouped(runs: Runs) -> list[tuple[_Gate, Int]]:
    """The numbers of the places that have a way, rising, by the gateway by which their last run begins."""
    here = np.flatnonzero(runs.terms >= 0)
    keys = np.stack((runs.terms[here], runs.cell[here], runs.seed[here]))
    order = np.lexsort((here, *keys[::-1]))
    keys, here = keys[:, order], here[order]
    first = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)]) if here.size else here
    gates = [(int(number), int(cell), int(seed)) for number, cell, seed in keys[:, first].T]
    return list(zip(gates, np.split(here, first[1:]), strict=True)) if gates else []


def _lengths(gate: _Gate, grown: _Grown, km: Float) -> list[float]:
    """The lengths of last runs for which ways by one gateway are drawn, the first place's among them."""
    low, high = float(km.min()), float(km.max())
    if gate[2] < 0:
        quarters = np.quantile(km, np.linspace(0, 1, _AT_ORIGIN)).tolist()
        return sorted({float(km[0]), *quarters})
    if grown.mean_h(high) - grown.mean_h(low) <= _ALIKE * grown.mean_h(low):
        return [float(km[0])]
    return sorted({low, float(km[0]), high})

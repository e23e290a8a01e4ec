"""A route: legs and transfers from one place to another, and what they add up to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from karwan.words.evidence import Evidence, shares
from karwan.words.mode import Mode
from karwan.words.step import Step
from karwan.words.together import (
    INDEPENDENT,
    Correlations,
    Part,
    chances,
    drawn_h,
    parts_of,
    quantiles_h,
    sd_h,
)


@dataclass(frozen=True)
class Route:
    """Steps in order; every total is their sum (docs/rules, sections 2 and 3).

    `correlations` says how the times of two of them are correlated.
    """

    steps: tuple[Step, ...]
    correlations: Correlations = INDEPENDENT

    @property
    def legs(self) -> Iterator[Step]:
        """The runs inside cells, in order."""
        return (step for step in self.steps if step.kind == "leg")

    @property
    def moves(self) -> tuple[Step, ...]:
        """What is done on the way, in order, without what is charged for it as a whole."""
        return tuple(step for step in self.steps if step.kind != "charge")

    @cached_property
    def distance_km(self) -> float:
        """Length of all legs."""
        return math.fsum(step.distance_km for step in self.steps)

    @cached_property
    def time_h(self) -> float:
        """Mean time."""
        return math.fsum(step.time.value for step in self.steps)

    @cached_property
    def time_sd_h(self) -> float:
        """Standard deviation of the time."""
        return sd_h(self._parts, self.correlations)

    @cached_property
    def _parts(self) -> list[Part]:
        return parts_of(self.steps)

    @cached_property
    def _drawn_h(self) -> NDArray[np.float64]:
        """Draws of the time in rising order."""
        return drawn_h(self._parts, self.correlations)

    @cached_property
    def cost_usd(self) -> float:
        """Cost of the whole shipment."""
        return math.fsum(step.cost.value for step in self.steps)

    @cached_property
    def co2e_kg(self) -> float:
        """Greenhouse gases of the whole shipment, well to wheel."""
        return math.fsum(step.co2e.value for step in self.steps)

    def time_quantile_h(self, chance: float) -> float:
        """The time that is not exceeded with a chance from 0 to 1 (both excluded)."""
        return quantiles_h(self._drawn_h, (chance,))[0]

    def time_quantiles_h(self) -> tuple[float, float, float]:
        """P10, P50 and P90 of the time."""
        return self._quantiles_h

    @cached_property
    def _quantiles_h(self) -> tuple[float, float, float]:
        p10, p50, p90 = quantiles_h(self._drawn_h, (0.1, 0.5, 0.9))
        return p10, p50, p90

    def of_steps(self, steps: Iterable[Step]) -> Route:
        """The route of some of its steps, by themselves."""
        return Route(tuple(steps), self.correlations)

    def chance_within_h(self, hours: float) -> float:
        """The chance of taking no more than so many hours, from 0 to 1."""
        drawn_h = self._drawn_h
        if drawn_h.size == 1:
            return float(hours >= drawn_h[0])
        return float(np.interp(hours, drawn_h, chances(drawn_h.size), left=0.0, right=1.0))

    def mean_beyond_h(self, hours: float) -> float:
        """The mean of what the time takes beyond so many hours, nothing where it takes less."""
        return float(np.maximum(self._drawn_h - hours, 0.0).mean())

    @property
    def time_evidence(self) -> dict[Evidence, float]:
        """Share of the mean time that rests on each class of evidence."""
        return shares(step.time for step in self.steps)

    @property
    def cost_evidence(self) -> dict[Evidence, float]:
        """Share of the cost that rests on each class of evidence."""
        return shares(step.cost for step in self.steps)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Modes in order of travel, neighbouring equal ones merged."""
        return tuple(mode for mode, _ in groupby(leg.mode for leg in self.legs if leg.mode))

    @property
    def territories(self) -> tuple[str, ...]:
        """Codes of the territories in order; sea and air have none."""
        codes = (leg.territory for leg in self.legs)
        return tuple(code for code, _ in groupby(code for code in codes if code))

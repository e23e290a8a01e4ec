"""A route: legs and transfers from one place to another, and what they add up to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from statistics import NormalDist

from karwan.words.evidence import Evidence, shares
from karwan.words.mode import Mode
from karwan.words.step import Step


@dataclass(frozen=True)
class Route:
    """Steps in order; every total is their sum (docs/rules, sections 2 and 3)."""

    steps: tuple[Step, ...]

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
        """Standard deviation of the time, steps taken as independent: variances add."""
        return math.sqrt(math.fsum(step.time_sd_h**2 for step in self.steps))

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
        return lognormal_quantile(self.time_h, self.time_sd_h, chance)

    def time_quantiles_h(self) -> tuple[float, float, float]:
        """P10, P50 and P90 of the time."""
        return self.time_quantile_h(0.1), self.time_quantile_h(0.5), self.time_quantile_h(0.9)

    def chance_within_h(self, hours: float) -> float:
        """The chance of taking no more than so many hours, from 0 to 1."""
        return lognormal_chance(self.time_h, self.time_sd_h, hours)

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


def lognormal_quantile(mean: float, sd: float, chance: float) -> float:
    """A quantile of the lognormal distribution with this mean and standard deviation.

    Source: Johnson, Kotz and Balakrishnan 1994, Continuous Univariate Distributions 1, chapter 14: with
    s2 = ln(1 + (sd/mean)^2) the median is mean / exp(s2/2), a quantile median * exp(z * s).
    """
    if mean <= 0 or sd <= 0:
        return mean
    s2 = math.log1p((sd / mean) ** 2)
    return mean * math.exp(NormalDist().inv_cdf(chance) * math.sqrt(s2) - s2 / 2)


def lognormal_chance(mean: float, sd: float, amount: float) -> float:
    """The chance of no more than an amount, by the lognormal distribution with this mean and deviation."""
    if mean <= 0 or sd <= 0:
        return float(amount >= mean)
    if amount <= 0:
        return 0.0
    s2 = math.log1p((sd / mean) ** 2)
    return NormalDist().cdf((math.log(amount / mean) + s2 / 2) / math.sqrt(s2))

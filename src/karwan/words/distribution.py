"""How the time of one step is distributed about its mean (docs/rules, section 3)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

# Scores of the standard normal distribution at which shapes are tabled; 7e-10 lies beyond either end.
_REACH, _GRID_SIZE = 6.05, 1211
# What varies by less than this share of its mean counts as constant.
LEAST_CV = 1e-4
# Terms of the expansion in Hermite polynomials: with them the correlation of two times is matched.
HERMITE_TERMS = 4
_GAMMA_GRID = 1000


class Distribution(StrEnum):
    """The shape of a time; its mean and standard deviation say the rest."""

    LOGNORMAL = "lognormal"
    GAMMA = "gamma"
    UNIFORM = "uniform"
    CONSTANT = "constant"


@dataclass(frozen=True)
class Shape:
    """A distribution of mean 1, as a function of a standard normal score.

    `uniform` with a coefficient of variation above 1/sqrt(3) is the wait for an opening: with a chance
    nothing, else uniform from nothing to the longest wait.

    Attributes:
        distribution: its name. cv: standard deviation over mean.
    """

    distribution: Distribution
    cv: float

    def at(self, scores: NDArray[np.floating]) -> NDArray[np.float64]:
        """The amount at each standard normal score; same shape as `scores`."""
        if self.distribution is Distribution.LOGNORMAL:
            s2 = math.log1p(self.cv**2)
            return np.exp(math.sqrt(s2) * np.asarray(scores, np.float64) - s2 / 2)
        table, rise = self._table
        place = (scores + _REACH) * ((_GRID_SIZE - 1) / (2 * _REACH))
        np.clip(place, 0.0, _GRID_SIZE - 1.001, out=place)
        before = place.astype(np.int32)
        amounts: NDArray[np.float64] = table[before] + (place - before) * rise[before]
        return amounts

    @cached_property
    def _table(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(grid,) amounts at the scores of `normal_grid`, and the rise of each to the next."""
        amounts = self._amounts
        return amounts, np.diff(amounts, append=amounts[-1])

    @property
    def _amounts(self) -> NDArray[np.float64]:
        chances = normal_grid()[1]
        if self.distribution is Distribution.GAMMA:
            return _gamma(1 / self.cv**2, chances)
        if self.distribution is Distribution.UNIFORM:
            if 3 * self.cv**2 <= 1:
                return 1 + math.sqrt(3) * self.cv * (2 * chances - 1)
            longest = 1.5 * (1 + self.cv**2)
            return np.maximum(0.0, longest - (1 - chances) * longest**2 / 2)
        return np.ones_like(chances)

    @cached_property
    def hermite(self) -> NDArray[np.float64]:
        """(HERMITE_TERMS,) coefficients of the standardised amount in normalised Hermite polynomials.

        Their squares add up to 1 with all further terms; the correlation of two amounts whose scores are
        correlated by r is the sum over k of a_k b_k r^k.

        Source: Cario and Nelson 1997, Modeling and generating random vectors with arbitrary marginal
        distributions and correlation matrix, section 3; Mehler's formula.
        """
        scores = normal_grid()[0]
        weights = np.exp(-(scores**2) / 2)
        weights /= weights.sum()
        amounts = self.at(scores)
        amounts = amounts - weights @ amounts
        amounts /= math.sqrt(weights @ amounts**2)
        before, polynomial = np.ones_like(scores), scores
        terms = []
        for k in range(1, HERMITE_TERMS + 1):
            terms.append(weights @ (amounts * polynomial) / math.sqrt(math.factorial(k)))
            before, polynomial = polynomial, scores * polynomial - k * before
        return np.array(terms)


@lru_cache(maxsize=1000)
def shape_of(distribution: Distribution, cv: float) -> Shape:
    """The shape of a distribution with a coefficient of variation; asked for again it is the same object."""
    return Shape(distribution, cv)


def quantile(mean: float, sd: float, distribution: Distribution, chance: float) -> float:
    """The amount that is not exceeded with a chance from 0 to 1 (both excluded)."""
    if mean <= 0 or sd <= LEAST_CV * mean or distribution is Distribution.CONSTANT:
        return mean
    scores, chances = normal_grid()
    score = np.interp([chance], chances, scores)
    return mean * float(shape_of(distribution, round(sd / mean, 9)).at(score)[0])


@cache
def normal_grid() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Evenly spaced scores of the standard normal distribution, and the chance of no more than each."""
    scores = np.linspace(-_REACH, _REACH, _GRID_SIZE)
    chances = np.array([math.erfc(-score / math.sqrt(2)) / 2 for score in scores.tolist()])
    return scores, chances


def _gamma(k: float, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantiles of the gamma distribution with shape k and mean 1.

    Its cube root is nearly normal, so the density of that is summed on an even grid and turned round.

    Source: Wilson and Hilferty 1931, The distribution of chi-square, PNAS 17(12).
    """
    middle, width = 1 - 1 / (9 * k), 1 / math.sqrt(9 * k)
    roots = np.linspace(max(1e-9, middle - 7 * width), middle + 9 * width, _GAMMA_GRID)
    logs = (3 * k - 1) * np.log(roots) - k * roots**3
    density = np.exp(logs - logs.max())
    sums = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    return np.interp(chances, sums / sums[-1], roots**3)

"""The time of a route by Monte Carlo, of its own making: what the quantiles of karwan are held against."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammainccinv, gammaincinv, ndtr

from karwan.words.distribution import Distribution

CHANCES = (0.5, 0.9, 0.95)
_AT_ONCE = 100_000
_SCORES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(100)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_TERMS = 12


def drawn(route, draws, seed):
    """Times of a route: a Gaussian copula of its steps, one draw a row, in rising order."""
    steps = [step for step in route.steps if step.time.value > 0]
    root = _root(_scores(steps, route.correlations))
    lot = np.random.default_rng(seed)
    found = []
    for start in range(0, draws, _AT_ONCE):
        count = min(_AT_ONCE, draws - start)
        scores = root @ lot.standard_normal((len(steps), count))
        found.append(sum(_amounts(step, row) for step, row in zip(steps, scores, strict=True)))
    return np.sort(np.concatenate(found))


def quantiles(times):
    return np.quantile(times, CHANCES)


def correlation(a, b, correlations):
    """How the times of two steps are correlated (docs/rules, 3.2 and 3.6)."""
    where = [step.territory or step.mode for step in (a, b)]
    trips = correlations.same_territory if where[0] == where[1] else correlations.two_territories
    if a.kind == b.kind == "transfer" and a.origin == b.origin:
        trips = correlations.same_post
    doubts = [step.doubt_sd_h / step.time_sd_h for step in (a, b)]
    alone = math.prod(math.sqrt(1 - doubt**2) for doubt in doubts)
    return trips * alone + (math.prod(doubts) if a.doubt == b.doubt else 0.0)


def _scores(steps, correlations):
    """Correlations of the normal scores that give those of the times, pair by pair."""
    matrix = np.eye(len(steps))
    runs = _runs(steps)
    terms = [_hermite(step) for step in steps]
    for i, a in enumerate(steps):
        for j, b in enumerate(steps[:i]):
            if runs[i] is not None and runs[i] == runs[j]:
                matrix[i, j] = matrix[j, i] = 1.0
            elif terms[i] is not None and terms[j] is not None:
                wanted = correlation(a, b, correlations)
                matrix[i, j] = matrix[j, i] = _solved(terms[i] * terms[j], wanted)
    return matrix


def _runs(steps):
    """A number for each leg, the same for those that follow each other in one mode and territory."""
    runs, number, before = [], 0, None
    for step in steps:
        here = (step.mode, step.territory, step.distribution) if step.kind == "leg" else None
        number += here != before
        runs.append(number if here else None)
        before = here
    return runs


def _solved(products, wanted):
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        value = sum(product * middle ** (k + 1) for k, product in enumerate(products))
        low, high = (middle, high) if value < wanted else (low, middle)
    return (low + high) / 2


def _hermite(step):
    if step.time_sd_h <= 0 or step.distribution is Distribution.CONSTANT:
        return None
    amounts = _amounts(step, _SCORES)
    amounts = amounts - _WEIGHTS @ amounts
    amounts /= math.sqrt(_WEIGHTS @ amounts**2)
    polynomials = [np.polynomial.hermite_e.HermiteE.basis(k)(_SCORES) for k in range(1, _TERMS + 1)]
    return np.array(
        [
            _WEIGHTS @ (amounts * polynomial) / math.sqrt(math.factorial(k))
            for k, polynomial in enumerate(polynomials, 1)
        ]
    )


def _root(matrix):
    """Of the nearest matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(matrix)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return root / np.linalg.norm(root, axis=1, keepdims=True)


def _amounts(step, scores):
    """Hours of a step at standard normal scores."""
    mean, sd = step.time.value, step.time_sd_h
    if sd <= 0 or step.distribution is Distribution.CONSTANT:
        return np.full_like(scores, mean)
    if step.distribution is Distribution.LOGNORMAL:
        s2 = math.log1p((sd / mean) ** 2)
        return mean * np.exp(math.sqrt(s2) * scores - s2 / 2)
    if step.distribution is Distribution.GAMMA:
        shape = (mean / sd) ** 2
        low = gammaincinv(shape, ndtr(np.minimum(scores, 0.0)))
        return np.where(scores < 0, low, gammainccinv(shape, ndtr(-np.maximum(scores, 0.0)))) * mean / shape
    if 3 * sd**2 <= mean**2:
        return mean + math.sqrt(3) * sd * (2 * ndtr(scores) - 1)
    # a wait for an opening: nothing with a chance, else uniform up to the longest
    longest = 1.5 * (mean**2 + sd**2) / mean
    share = 2 * mean / longest
    return np.maximum(0.0, longest * (1 - ndtr(-scores) / share))

"""P50 and P90 of a sum of times from three figures, for so many sums that none can be drawn (rules, 3.7).

A quantile lies some standard deviations from the mean. How many is a line in two measures of the tail (of
`routing.spread`). Its coefficients were fitted by least squares to the lattice (`words.together`), on 1,413
best ways by road, rail and sea between 78 cities. `python tests/published/fitted.py --fit` fits them anew on
such ways, and prints them beside those in use; docs/validation/fitted.md tells by how much P50 and P90 err.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from karwan.words.distribution import Distribution
from karwan.words.together import Part

Float = NDArray[np.float64]

# How many standard deviations a quantile lies from the mean: without a tail, by either measure of it.
_P50, _P90 = (-0.0254, -0.3858, 0.0588), (1.3003, 0.2524, -0.5864)
# The line holds for tails that were fitted; beyond them the nearest of these stands.
_WITHIN = ((-0.45, 0.0), (0.8, 1.4))


def quantiles(mean_h: Float, spread: Float) -> Float:
    """(..., 2) P50 and P90 in hours; inf where the mean is, since no way leads there.

    Args:
        mean_h: (...,) hours.
        spread: (..., 3) standard deviation in hours, and two measures of the tail.
    """
    found = np.full((*mean_h.shape, 2), np.inf)
    is_way = np.isfinite(mean_h)
    mean_h, spread = mean_h[is_way], spread[is_way]
    for at, (line, within) in enumerate(zip((_P50, _P90), _WITHIN, strict=True)):
        scores = np.clip(line[0] + line[1] * spread[..., 1] + line[2] * spread[..., 2], *within)
        found[is_way, at] = mean_h + spread[..., 0] * scores
    return found


def tail_of(part: Part) -> float:
    """How heavy the tail of a time is: the logarithmic standard deviation of a lognormal one of its skewness.

    Of a lognormal time just that; of others a third of the skewness, which is the same for small ones.
    """
    if not part.is_varied:
        return 0.0
    cv = part.sd_h / part.mean_h
    if part.distribution is Distribution.LOGNORMAL:
        return math.sqrt(math.log1p(cv**2))
    if part.distribution is Distribution.GAMMA:
        return 2 * cv / 3
    if 3 * cv**2 <= 1:
        return 0.0
    # Nothing with a chance, else uniform up to the longest wait (distribution.py).
    longest = 1.5 * (1 + cv**2)
    return (longest**2 / 2 - 3 * (1 + cv**2) + 2) / cv**3 / 3

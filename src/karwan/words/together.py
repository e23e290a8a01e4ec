"""The time of several steps together: its standard deviation and its distribution (docs/rules, section 3)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.words.distribution import HERMITE_TERMS, LEAST_CV, Distribution, Shape, normal_grid, shape_of
from karwan.words.step import Step

# Points of the lattice and its multiplier: of the three best of all by the criterion P2 over 40 axes with
# weights 1/j^2 the one that errs least on the lists of steps of docs/validation/spread.md.
_POINTS, _MULTIPLIER = 4093, 1716
_DIMENSIONS_AT_ONCE = 16
_NEWTON_STEPS = 2
# Products of fewer terms are not spread on threads by OpenBLAS.
_ONE_THREAD = 250_000


@dataclass(frozen=True, slots=True)
class Correlations:
    """How the times of two steps are correlated, from 0 to 1.

    Attributes:
        same_post: of two steps at one post, port or terminal.
        same_territory: of two others in one territory, or at sea, or in the air.
        two_territories: of all others.
    """

    same_post: float = 0.0
    same_territory: float = 0.0
    two_territories: float = 0.0


INDEPENDENT = Correlations()


class Part(NamedTuple):
    """A time that varies as one: that of a step, or of a run with the rests on it; made by the thousand.

    Attributes:
        mean_h: hours. trip_sd_h: how single trips vary about it. distribution: its shape.
        post: id of the gateway or place where it is done; None on the road. territory: code, or the mode.
        doubt_sd_h: how far the mean may be off, in hours. doubt: names what all of one name are off by.
    """

    mean_h: float
    trip_sd_h: float
    distribution: Distribution
    post: str | None
    territory: str | None
    doubt_sd_h: float = 0.0
    doubt: str = ""

    @property
    def sd_h(self) -> float:
        """Standard deviation: trips and doubt."""
        return math.hypot(self.trip_sd_h, self.doubt_sd_h) if self.doubt_sd_h else self.trip_sd_h

    @property
    def is_varied(self) -> bool:
        """Whether it takes longer at one time than at another."""
        return 0 < LEAST_CV * self.mean_h < self.sd_h and self.distribution is not Distribution.CONSTANT


def parts_of(steps: Iterable[Step]) -> list[Part]:
    """The times of steps that vary each for itself.

    Legs that follow each other with nothing done between are one: the rest of a driver follows the haul, and
    a run does not vary less because a waypoint cuts it.
    """
    parts: list[Part] = []
    run: tuple[object, ...] | None = None
    for step in steps:
        mean_h, trip_sd_h, doubt_sd_h = step.time.value, step.trip_sd_h, step.doubt_sd_h
        is_leg = step.kind == "leg"
        where = step.territory or (str(step.mode) if step.mode else None)
        key = (step.mode, where, step.distribution, step.doubt) if is_leg else None
        if key is not None and key == run:
            last = parts.pop()
            mean_h += last.mean_h
            trip_sd_h += last.trip_sd_h
            doubt_sd_h += last.doubt_sd_h
        run = key
        post = None if is_leg else step.origin
        parts.append(Part(mean_h, trip_sd_h, step.distribution, post, where, doubt_sd_h, step.doubt))
    return parts


def sd_h(parts: Iterable[Part], correlations: Correlations) -> float:
    """Standard deviation of the sum of all parts.

    Its square is the sum over all pairs of rho_ij sd_i sd_j of trips, and for each name of a doubt the square
    of the sum of all doubts of that name. The pairs of one group add up to the square of its sum, so no pair
    is looked at for itself.
    """
    squares = total = 0.0
    doubts: dict[object, float] = defaultdict(float)
    posts: dict[object, float] = defaultdict(float)
    territories: dict[object, float] = defaultdict(float)
    both: dict[object, float] = defaultdict(float)
    own_posts = own_territories = own_both = 0.0
    for part in parts:
        sd, square = part.trip_sd_h, part.trip_sd_h**2
        if part.doubt_sd_h:
            doubts[part.doubt] += part.doubt_sd_h
        total += sd
        squares += square
        if part.post is not None:
            posts[part.post] += sd
            own_posts += square
        if part.territory is not None:
            territories[part.territory] += sd
            own_territories += square
            if part.post is not None:
                both[part.post, part.territory] += sd
                own_both += square
    at_post = _squares(posts) - own_posts
    in_territory = _squares(territories) - own_territories - (_squares(both) - own_both)
    others = total**2 - squares - at_post - in_territory
    variance = (
        squares
        + correlations.same_post * at_post
        + correlations.same_territory * in_territory
        + correlations.two_territories * others
        + _squares(doubts)
    )
    return math.sqrt(max(0.0, variance))


def _squares(sums: dict[object, float]) -> float:
    return math.fsum(value**2 for value in sums.values())


def drawn_h(parts: Sequence[Part], correlations: Correlations) -> NDArray[np.float64]:
    """Draws of the sum in rising order, evenly spaced in chance; one where nothing varies.

    The times are joined by a Gaussian copula whose scores are correlated so that the times are correlated as
    is asked. Instead of chance the scores come from a lattice rule of 4,093 points, whose first axis is
    turned to where they add up most: so the draws are the same from run to run, and grow with every mean
    while coefficients of variation and correlations stay. Six figures of them hold.

    Args:
        parts: of `parts_of`.
        correlations: of two of them.

    Source: Cario and Nelson 1997 (normal to anything); L'Ecuyer and Lemieux 2000, Variance reduction via
    lattice rules, Management Science 46(9) (Korobov lattices and P2); Imai and Tan 2006, A general dimension
    reduction technique for derivative pricing, Journal of Computational Finance 10(2) (the axis).
    """
    varied = sorted((part for part in parts if part.is_varied), key=_comes_late)
    fixed_h = math.fsum(part.mean_h for part in parts if not part.is_varied)
    if not varied:
        return np.array([fixed_h])
    shapes = [shape_of(part.distribution, round(part.sd_h / part.mean_h, 9)) for part in varied]
    terms = np.array([shape.hermite for shape in shapes])
    root = _root(_of_scores(_matrix(varied, correlations), terms))
    root = _turned(root)
    return np.sort(fixed_h + _sum(varied, shapes, _scores(root.astype(np.float32))))


def _scores(root: NDArray[np.float32]) -> NDArray[np.float32]:
    """(parts, points) correlated scores of the lattice, in pieces so small that none is spread on threads.

    For products of this size threads cost more than they save, the more so where other work waits for them.
    """
    count = len(root)
    points = _lattice(_rounded_up(count))[:count]
    wide = max(1, _ONE_THREAD // count**2)
    scores = np.empty_like(points)
    for start in range(0, _POINTS, wide):
        np.matmul(root, points[:, start : start + wide], out=scores[:, start : start + wide])
    return scores


@lru_cache(maxsize=8)
def chances(count: int) -> NDArray[np.float64]:
    """(count,) the chance of no more than each of so many draws in rising order."""
    return (np.arange(count) + 0.5) / count


def quantiles_h(drawn_h: NDArray[np.float64], asked: Sequence[float]) -> list[float]:
    """What is not exceeded with each of some chances, by draws in rising order."""
    found: list[float] = np.interp(asked, chances(drawn_h.size), drawn_h).tolist()
    return found


def _comes_late(part: Part) -> bool:
    """Lognormal times come first, since they are reckoned together."""
    return part.distribution is not Distribution.LOGNORMAL


def _sum(parts: Sequence[Part], shapes: Sequence[Shape], scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """(points,) the sum of the times at (parts, points) scores, which it uses up."""
    first = sum(not _comes_late(part) for part in parts)
    s2 = np.log1p(np.array([shape.cv**2 for shape in shapes[:first]]))[:, None]
    means_h = np.array([part.mean_h for part in parts])
    logs = scores[:first]
    logs *= np.sqrt(s2).astype(np.float32)
    np.exp(logs, out=logs)
    total = (means_h[:first] * np.exp(-s2[:, 0] / 2)).astype(np.float32) @ logs
    summed: NDArray[np.float64] = total.astype(np.float64)
    for mean_h, shape, own in zip(means_h[first:], shapes[first:], scores[first:], strict=True):
        summed += mean_h * shape.at(own)
    return summed


def _matrix(parts: Sequence[Part], correlations: Correlations) -> NDArray[np.float64]:
    """(parts, parts) correlations of the times."""
    posts, territories = (
        _numbered([getattr(part, name) for part in parts]) for name in ("post", "territory")
    )
    matrix = np.full((len(parts), len(parts)), correlations.two_territories)
    matrix[territories[:, None] == territories] = correlations.same_territory
    matrix[posts[:, None] == posts] = correlations.same_post
    sds = np.array([part.sd_h for part in parts])
    trips, doubts = (
        np.array([getattr(part, name) for part in parts]) / sds for name in ("trip_sd_h", "doubt_sd_h")
    )
    doubted = _numbered([part.doubt or None for part in parts])
    matrix *= trips[:, None] * trips
    matrix += (doubted[:, None] == doubted) * (doubts[:, None] * doubts)
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _numbered(names: Sequence[str | None]) -> NDArray[np.int64]:
    """A number for each name, the same for equal ones; what has no name is like nothing else."""
    known: dict[object, int] = {}
    return np.array(
        [known.setdefault((index,) if name is None else name, index) for index, name in enumerate(names)]
    )


def _of_scores(correlated: NDArray[np.float64], terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """(parts, parts) correlations of the scores that give those of the times, by Newton's method.

    Args:
        correlated: of the times.
        terms: (parts, HERMITE_TERMS) of `Shape.hermite`.
    """
    products = terms.T[:, :, None] * terms.T[:, None, :]
    rises = np.arange(1.0, HERMITE_TERMS + 1)[:, None, None] * products
    scores: NDArray[np.float64] = correlated / np.maximum(products[0], 1e-9)
    for _ in range(_NEWTON_STEPS):
        value, slope = products[-1], rises[-1]
        for k in range(HERMITE_TERMS - 2, -1, -1):
            value = value * scores + products[k]
            slope = slope * scores + rises[k]
        scores = scores - (value * scores - correlated) / np.maximum(slope, 1e-9)
        scores = np.minimum(np.maximum(scores, -1.0), 1.0)
    np.fill_diagonal(scores, 1.0)
    return scores


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """A root of a matrix of correlations; of one that is none, of the nearest by its eigenvalues."""
    root: NDArray[np.float64]
    try:
        root = np.asarray(np.linalg.cholesky(matrix), np.float64)
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(matrix)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        root /= np.linalg.norm(root, axis=1, keepdims=True)
    return root


def _turned(root: NDArray[np.float64]) -> NDArray[np.float64]:
    """The root turned so that its first axis is that in which the sum of the scores varies most.

    Of the scores, not of the times: so it does not turn when a mean grows, and every draw grows with it.
    """
    direction = root.sum(axis=0)
    length = math.sqrt(float(direction @ direction))
    if length == 0.0:
        return root
    mirror = direction / length
    mirror[0] -= 1.0
    size = float(mirror @ mirror)
    if size < 1e-12:  # noqa: PLR2004  it points there already
        return root
    turned: NDArray[np.float64] = root - (root @ mirror)[:, None] * (mirror * (2 / size))
    return turned


def _rounded_up(count: int) -> int:
    return math.ceil(count / _DIMENSIONS_AT_ONCE) * _DIMENSIONS_AT_ONCE


@lru_cache(maxsize=8)
def _lattice(dimensions: int) -> NDArray[np.float32]:
    """(dimensions, points) standard normal scores of a Korobov lattice, in the middle of its cells."""
    multipliers = np.array([pow(_MULTIPLIER, power, _POINTS) for power in range(dimensions)])
    order = np.outer(multipliers, np.arange(_POINTS)) % _POINTS
    scores, of_chance = normal_grid()
    evenly = np.interp(chances(_POINTS), of_chance, scores)
    drawn: NDArray[np.float32] = evenly.astype(np.float32)[order]
    return drawn

"""Fitted P50 and P90 beside the lattice: `python tests/published/fitted.py` writes the page.

With `--fit` it fits the coefficients of `karwan.words.fitted` anew and prints them beside those in use.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

import karwan
from karwan.answers.compose import Span, parts
from karwan.answers.flows import Flow, flows_named
from karwan.answers.ground import Ground
from karwan.answers.places import largest
from karwan.answers.search import attached
from karwan.answers.skim_answer import SkimQuestion
from karwan.answers.skims import Skim, skim_question
from karwan.answers.timing import timing_of
from karwan.facts.places import find
from karwan.operations.transfers import change_of_truck
from karwan.routing import trees
from karwan.routing.route import Route as Found
from karwan.routing.spread import spread_of
from karwan.state import State
from karwan.words import fitted
from karwan.words.place import Place
from karwan.words.together import Part, chances, drawn_h, parts_of

if __name__ == "__main__":  # run by its path
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from published.table import PAGES, line, table

PAGE = PAGES / "fitted.md"
ON = date(2026, 11, 24)
NAMED = ("Lahore", "Almaty", "Karachi", "Tashkent", "Moscow", "Istanbul", "Tehran", "Quetta")
RANKED_BY = ("generalised", "time")
SURFACE = ("road", "rail", "sea")
SHIPPED = "pk-kz"
LOW, HIGH = 0.5, 0.9
_WORST = 12

HEAD = """\
# Validation: fitted quantiles beside the lattice

Made by `python tests/published/fitted.py`, on the roads and posts of 24 November 2026.

`karwan skim`, and `karwan critical` of 150 pairs and more, tell P50 and P90 of thousands of ways, too many to
draw the sum of each. They read them off three figures of a way: the mean, the standard deviation, and how
heavy the tail is (docs/rules, 3.7). Here they stand beside the lattice that `karwan routes` draws of the same
steps, which itself errs by 0.2 % (spread.md).
"""

METHOD = """
*Fitted on*: the best ways, by generalised cost and by time, between 78 places (70 cities by lot of the 400
largest, and 8 named ones), a quarter of all pairs by lot. *Others*: the same between 70 other cities by
another lot; nothing was fitted on them. *Shipped*: the list `pk-kz`, each pair in its own cargo and month,
nothing fitted on it either. By road, rail and sea, with the changes of truck that no way is spared; errors
in per cent of the lattice's quantile. `python tests/published/fitted.py --fit` fits the six coefficients anew
and prints them beside those in use (src/karwan/words/fitted.py).
"""

WHY = """
The median is told too low where one post, mostly one that nobody surveyed, outweighs all other steps of a
short way, such as two or three days between neighbours. Its hours may be many times the mean, and a median
moves away from the mean with such a tail only up to a point, where the line goes on. P90 bends less, so it
errs less. A way of many steps is near a smooth curve, so ways of a week and more, as all of `pk-kz` are, err
by 2 % at most. By how heavy the tail is (the first of the two measures):
"""
ASIDE = """
Set aside: a square of the measure besides. It takes the worst of *others* from 7 to 2 %, leaves that of
*fitted on* at 4 %, and the mean errors as they are.
"""
_TAILS = (0.0, 0.3, 0.5, 0.7, np.inf)


@dataclass(frozen=True)
class Way:
    """One way: mean, spread (standard deviation, two measures of the tail), and quantiles of the lattice.

    `largest` says which part varies most, with its share of the variance.
    """

    origin: str
    destination: str
    by: str
    mean_h: float
    spread: tuple[float, float, float]
    exact_h: tuple[float, float]
    largest: str

    @property
    def errors(self) -> tuple[float, float]:
        """Per cent by which the fitted P50 and P90 are off."""
        told = fitted.quantiles(np.array(self.mean_h), np.array(self.spread))
        p50, p90 = (100 * (told / self.exact_h - 1)).tolist()
        return p50, p90

    @property
    def scores(self) -> tuple[float, float]:
        """How many standard deviations the quantiles of the lattice lie from the mean."""
        p50, p90 = ((exact - self.mean_h) / self.spread[0] for exact in self.exact_h)
        return p50, p90


def ways(
    state: State, places: Sequence[Place], share: float, seed: int, rankings: Sequence[str] = RANKED_BY
) -> list[Way]:
    """The best ways between some places by each ranking: of all pairs a share by lot."""
    found = []
    drawn = np.random.default_rng(seed)
    for by in rankings:
        is_meant = drawn.random((len(places), len(places))) < share
        np.fill_diagonal(is_meant, val=False)
        asked = {"on": ON, "by": by, "modes": SURFACE}
        found += list(_ways(state, skim_question(state.facts, places, None, asked), is_meant))
    return found


def shipped(state: State) -> list[Way]:
    """The best ways of the pairs that karwan ships."""
    flows: Sequence[Flow] = flows_named(state.facts, SHIPPED, {"by": "generalised"}, ON).flows
    found = []
    for flow in flows:
        ends = (flow.question.origin,), (flow.question.destination,)
        found += list(_ways(state, SkimQuestion(*ends, flow.question), np.ones((1, 1), np.bool_)))
    return found


def cities(state: State, seed: int, count: int = 70, but: Sequence[Place] = ()) -> list[Place]:
    """So many by lot of the 400 largest, none of which is among some others."""
    known = {(place.lon, place.lat) for place in but}
    free = [place for place in largest(state.facts, 400) if (place.lon, place.lat) not in known]
    chosen = np.random.default_rng(seed).choice(len(free), count, replace=False)
    return [free[at] for at in chosen.tolist()]


def fitted_on(state: State, share: float = 0.25) -> list[Way]:
    """The ways on which the coefficients are fitted."""
    return ways(state, _first(state), share, seed=5)


def others(state: State, share: float = 0.25) -> list[Way]:
    """Ways between other cities."""
    return ways(state, cities(state, 11, but=_first(state)), share, seed=12)


def _first(state: State) -> list[Place]:
    return [*cities(state, 5), *(find(name, state.facts) for name in NAMED)]


def _ways(state: State, question: SkimQuestion, is_meant: np.ndarray) -> Iterator[Way]:
    """The best ways of some pairs of a skim."""
    skim = Skim(state, question)
    ground = skim._market.ground
    origins, destinations = question.places
    for number, terms in enumerate(skim._terms):
        here = is_meant & (skim._number == number)
        if not here.any():
            continue
        metric = skim._metric(number, question.asked.weights.vector)
        grown = trees.grow(trees.grounds_of(metric, *skim._places, skim._inside))
        spread = spread_of(grown, timing_of(ground, terms.changed))
        mean_h = trees.criteria_of(grown)[..., 0]
        for i, j in zip(*(each.tolist() for each in np.nonzero(here)), strict=True):
            transfers = trees.way_of(grown, i, j)
            if not transfers or not np.isfinite(mean_h[i, j]):
                continue
            varied = _parts(state, ground, (origins[i], destinations[j]), transfers, terms.changed)
            if not math.isclose(mean_h[i, j], sum(part.mean_h for part in varied), rel_tol=1e-6):
                raise ValueError(f"{origins[i].name} - {destinations[j].name}: the steps are not of this way")
            drawn = drawn_h(varied, ground.book.correlations)
            low, high = np.interp((LOW, HIGH), chances(drawn.size), drawn).tolist()
            of = (origins[i].name, destinations[j].name, question.asked.ranked_by)
            yield Way(*of, float(mean_h[i, j]), tuple(spread[i, j].tolist()), (low, high), _largest(varied))


def _parts(
    state: State,
    ground: Ground,
    ends: tuple[Place, Place],
    transfers: Sequence[int],
    changed: frozenset[int],
) -> list[Part]:
    """What varies on a way, the changes of truck that no way is spared among it."""
    overlay = state.overlay
    first = overlay.vertex_cell[overlay.transfer_from[transfers[:1]]].tolist()
    cells = (*first, *overlay.vertex_cell[overlay.transfer_to[transfers]].tolist())
    span = Span(*ends, attached(state, ends[0]), attached(state, ends[1]))
    # A start, then legs and transfers in turn, a finish.
    blocks = list(parts(ground, span, Found(cells, tuple(transfers))))
    for at, transfer in enumerate(transfers):
        if transfer in changed:
            gateway, before, after = ground.passings[transfer]
            more = change_of_truck(ground.book, gateway.id, (before, after), ground.shipment)
            blocks[2 * at + 2] = (*blocks[2 * at + 2], *more)
    return parts_of(step for block in blocks for step in block)


def _largest(varied: Sequence[Part]) -> str:
    """The part of the greatest variance."""
    part = max(varied, key=lambda part: part.sd_h)
    share = part.sd_h**2 / sum(one.sd_h**2 for one in varied)
    what = f"at {part.post}" if part.post else f"run in {part.territory}"
    return f"{what}: {part.distribution}, {100 * share:.0f} %"


def fit(found: Sequence[Way]) -> np.ndarray:
    """(2, 3) coefficients of P50 and of P90, by least squares: a constant and two measures of the tail."""
    known = np.array([(1.0, *way.spread[1:]) for way in found])
    return np.linalg.lstsq(known, np.array([way.scores for way in found]), rcond=None)[0].T


def in_use() -> np.ndarray:
    """(2, 3) the coefficients of `karwan.words.fitted`, as of `fit`."""
    return np.array((fitted._P50, fitted._P90))


def sizes(found: Sequence[Way]) -> np.ndarray:
    """(2, 3) of P50 and P90: the mean, 99th percentile and greatest of the errors' sizes, per cent."""
    size = np.abs([way.errors for way in found])
    return np.stack([size.mean(axis=0), np.quantile(size, 0.99, axis=0), size.max(axis=0)], axis=1)


def page(state: State) -> str:
    """The page as text."""
    lots = {"fitted on": fitted_on(state), "others": others(state), f"shipped, `{SHIPPED}`": shipped(state)}
    every = [way for found in lots.values() for way in found]
    figures = (f">{of} {what}" for of in ("P50", "P90") for what in ("mean", "99 %", "most"))
    head = ["ways", ">count", *figures]
    rows = [
        line(name, f"{len(found):,}", *(f"{error:.1f}" for error in sizes(found).ravel()))
        for name, found in (lots | {"all": every}).items()
    ]
    heads = ["pair", "by", ">mean h", ">P50", ">P90", "what varies most: shape, share of all parts' variance"]
    *_, of_list = lots.values()
    return "\n".join(
        [
            HEAD,
            table(head, rows),
            METHOD,
            "## Why it errs",
            WHY,
            table(["tail", ">ways", ">mean h, median", *head[2:]], _by_tail(every)),
            ASIDE,
            f"## The worst of {len(every):,} ways",
            "\nErrors of P50 and P90 in per cent, each way once.\n",
            table(heads, map(_row, _worst_first(every)[:_WORST])),
            "\n## Every shipped pair\n\nWays that two rows share stand once.\n",
            table(heads, map(_row, _worst_first(of_list))),
            "",
        ]
    )


def _by_tail(found: Sequence[Way]) -> Iterator[str]:
    for low, high in pairwise(_TAILS):
        some = [way for way in found if low <= way.spread[1] < high]
        name = f"{low:g} to {high:g}" if high < np.inf else f"{low:g} and more"
        hours = np.median([way.mean_h for way in some])
        yield line(name, f"{len(some):,}", f"{hours:.0f}", *(f"{error:.1f}" for error in sizes(some).ravel()))


def _worst_first(found: Sequence[Way]) -> list[Way]:
    """Each way once, though it is the best by both rankings."""
    once = {(way.origin, way.destination, round(way.mean_h, 3)): way for way in reversed(found)}
    return sorted(once.values(), key=lambda way: -max(map(abs, way.errors)))


def _row(way: Way) -> str:
    p50, p90 = way.errors
    pair = f"{way.origin} – {way.destination}"
    return line(pair, way.by, f"{way.mean_h:.0f}", f"{p50:+.1f}", f"{p90:+.1f}", way.largest)


if __name__ == "__main__":
    asked = karwan.open().state
    if "--fit" in sys.argv[1:]:
        for name, now, used in zip(("P50", "P90"), fit(fitted_on(asked)), in_use(), strict=True):
            sys.stdout.write(f"{name} anew {np.round(now, 4).tolist()}, in use {used.tolist()}\n")
    else:
        PAGE.write_text(page(asked), encoding="utf-8")

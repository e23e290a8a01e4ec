"""Whether any use of a post's years foretells the next one better than last year's figure, in every year."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, ExceptionalYear, Measure
from karwan.operations.shelf import entry_of
from published.table import line, median, table

Key = tuple[str, str, str, str]
Series = Mapping[Key, list[Measure]]
_METRICS = (("time_h", "hours"), ("cost_usd", "dollars"))
_LAST = "last year's figure"
# Draws of the bootstrap, and its interval.
_DRAWS, _CHANCES = 4000, (0.05, 0.95)
_HEAD = """\
## Every year that can be tried

The same for each year with years before it, posts and averages together: median error by forecast. The last
column is the mean of |ln(foretold / measured)| less that of last year's figure, with the interval that 90 %
of draws with replacement fall in: below 0 is better. *Drawn to its kind*: the mean of the logarithms of its
own n years and of the newest figures of all others of its kind and mode, weighed n to """


@dataclass(frozen=True)
class Case:
    """One figure of one year, all in logarithms.

    Attributes:
        metric: `time_h` or `cost_usd`. year: that is foretold. was: what was measured.
        before: what was measured in earlier years. rule: what rule 4.1 makes of them.
        kind: mean of the newest earlier figures of all others of its kind and mode.
    """

    metric: str
    year: int
    was: float
    before: Mapping[int, float]
    rule: float
    kind: float

    @property
    def own(self) -> tuple[float, ...]:
        """Earlier figures, the oldest first."""
        return tuple(self.before[year] for year in sorted(self.before))


def _recent(case: Case, weight: float) -> float:
    newest = max(case.before)
    weights = {year: weight ** (newest - year) for year in case.before}
    return sum(case.before[year] * weights[year] for year in weights) / sum(weights.values())


def _drawn(case: Case, weight: float) -> float:
    count = len(case.own)
    return (count * fmean(case.own) + weight * case.kind) / (count + weight)


_DRAWN = 0.25, 0.5, 1.0
FORECASTS: Mapping[str, Callable[[Case], float]] = {
    _LAST: lambda case: case.own[-1],
    "rule 4.1": lambda case: case.rule,
    "mean of all years": lambda case: math.log(fmean(map(math.exp, case.own))),
    "median of all years, of logarithms": lambda case: median(case.own),
    "geometric mean, each year back half": lambda case: _recent(case, 0.5),
    "geometric mean, each year back 0.3": lambda case: _recent(case, 0.3),
} | {f"drawn to its kind, {weight:g}": lambda case, weight=weight: _drawn(case, weight) for weight in _DRAWN}


def cases(facts: Facts, posts: Series, averages: Series) -> list[Case]:
    """Every measured figure of a year with measured years before it, posts' and averages'."""
    crossings = {row.id: row for row in facts.rows(Crossing)}
    found = []
    for is_post, every in ((True, posts), (False, averages)):
        logs = {key: _logs(rows) for key, rows in every.items()}
        modes = {key: crossings[key[0]].mode if is_post else key[1] for key in every}
        for key, rows in every.items():
            codes = [key[0]]
            if is_post:
                codes = [crossings[key[0]].territory_a, crossings[key[0]].territory_b]
            odd = {row.year for row in facts.rows(ExceptionalYear) if row.territory in ("*", *codes)}
            alike = [
                logs[other]
                for other in every
                if other != key and (modes[other], other[-1]) == (modes[key], key[-1])
            ]
            found += _cases_of(key[-1], rows, logs[key], odd, alike)
    return found


def _cases_of(
    metric: str,
    rows: Sequence[Measure],
    logs: Mapping[int, float],
    odd: set[int],
    alike: Sequence[Mapping[int, float]],
) -> Iterator[Case]:
    for year in sorted(logs)[1:]:
        before = {one: logs[one] for one in logs if one < year}
        entry = entry_of([row for row in rows if (row.year or 0) < year], odd)
        newest = [other[max(past)] for other in alike if (past := [one for one in other if one < year])]
        if entry is not None and newest:
            yield Case(metric, year, logs[year], before, math.log(entry.figure.value), fmean(newest))


def _logs(rows: Sequence[Measure]) -> dict[int, float]:
    """The logarithm of the mean of each year's figures; a figure of nothing has none."""
    by_year: dict[int, list[float]] = {}
    for row in rows:
        if row.year is not None and row.value > 0:
            by_year.setdefault(row.year, []).append(row.value)
    return {year: math.log(fmean(values)) for year, values in by_year.items()}


def worse_than_last(found: Sequence[Case], forecast: Callable[[Case], float]) -> tuple[float, float, float]:
    """Mean |ln error| less that of last year's figure, and the interval that chance alone moves it in."""
    last = FORECASTS[_LAST]
    more: NDArray[np.float64] = np.array(
        [abs(forecast(case) - case.was) - abs(last(case) - case.was) for case in found]
    )
    drawn = np.random.default_rng(0).choice(more, (_DRAWS, more.size)).mean(axis=1)
    low, high = np.quantile(drawn, _CHANCES)
    return float(more.mean()), float(low), float(high)


def section(found: Sequence[Case]) -> str:
    """A table for hours and one for dollars, and what they come to."""
    weights = ", ".join(f"{weight:g}" for weight in _DRAWN)
    parts = [f"{_HEAD}{weights}."]
    for metric, word in _METRICS:
        own = [case for case in found if case.metric == metric]
        years = sorted({case.year for case in own})
        counts = [f">{year} ({sum(case.year == year for case in own)})" for year in years]
        head = [f"forecast of {word}", *counts, f">all ({len(own)})", ">beside last year's"]
        parts.append(table(head, (_line(name, own, years) for name in FORECASTS)))
        parts.append(_verdict(own, word))
    return "\n\n".join(parts)


def _line(name: str, found: Sequence[Case], years: Sequence[int]) -> str:
    forecast = FORECASTS[name]
    errors = [
        median(
            100 * abs(math.exp(forecast(case) - case.was) - 1) for case in found if year in (None, case.year)
        )
        for year in (*years, None)
    ]
    more, low, high = worse_than_last(found, forecast)
    beside = "" if name == _LAST else f"{more:+.3f} ({low:+.3f} to {high:+.3f})"
    return line(name, *(f"{error:.0f} %" for error in errors), beside)


def _verdict(found: Sequence[Case], word: str) -> str:
    """Which forecasts are better beyond chance; with one year before, all of own years say the same."""
    single = sum(len(case.before) == 1 for case in found)
    better = [name for name, forecast in FORECASTS.items() if worse_than_last(found, forecast)[2] < 0]
    told = f"better are: {', '.join(better)}" if better else "none is better than last year's beyond chance"
    alone = "one year before them, and there every forecast by own years is last year's figure"
    return f"Of {word}, {told}. {single} of the {len(found)} have {alone}."

"""What surveys of posts up to 2022 say of 2023: docs/validation/posts.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from karwan.facts.load import Facts
from karwan.facts.rows import BorderAverage, Crossing, CrossingMeasure, ExceptionalYear, Measure
from karwan.facts.rows_of_time import Spread
from karwan.operations.shelf import entry_of
from karwan.words.distribution import Distribution, quantile
from karwan.words.evidence import Evidence
from published.posts_by_year import Case, Series, section
from published.table import PAGES, Figure, cell, line, median, share, table

PAGE = PAGES / "posts.md"
YEAR = 2023
_METRICS = ("time_h", "cost_usd")
HEAD = f"""\
# Posts of CPMM: do the surveys up to {YEAR - 1} foretell {YEAR}?

Made by `python tests/published/pages.py`; a test holds it against the tables of today. For each post and
side, and each country's average over its posts, that was measured in {YEAR} and before, the rule of
[docs/rules 4.1](../rules.md) is given the rows up to {YEAR - 1} alone, and what it says is set beside
{YEAR}. Beside it stand two forecasts of no thought: last year's figure, and the average of the country.
*Inside* is whether {YEAR} lies between the P10 and P90 that a single trip has by the spread of crossings
(`spread.csv`): a yearly mean should, nearly always. Few posts were measured in both: the reports of
{YEAR} name few posts."""


@dataclass(frozen=True)
class Foretold:
    """One figure of the year and what was known before."""

    what: str
    is_post: bool
    metric: str
    was: float
    rule: float
    last: float
    national: float | None
    p10: float
    p90: float

    @property
    def error(self) -> float:
        """Per cent of what was measured."""
        return 100 * (self.rule / self.was - 1)

    @property
    def is_inside(self) -> bool:
        """Whether it lies in the band of a trip."""
        return self.p10 <= self.was <= self.p90


def foretold(facts: Facts) -> list[Foretold]:
    """Every post's side, direction and metric measured in the year and before, and every national average."""
    crossings = {row.id: row for row in facts.rows(Crossing)}
    posts, averages = measured(facts)
    found = []
    for (post, way, side, metric), rows in posts.items():
        crossing = crossings[post]
        heading = "outbound" if way.split(">")[0] == side else "inbound"
        key = side, crossing.mode, heading, metric
        national = _mean(averages.get(key) or averages.get((side, crossing.mode, "both", metric)) or [])
        what = f"{crossing.name}, {crossing.mode}, {way}, {side} side"
        territories = crossing.territory_a, crossing.territory_b
        found.append(_foretold(facts, what, metric, rows, territories, national))
    for (code, mode, way, metric), rows in averages.items():
        found.append(_foretold(facts, f"average of {code}, {mode}, {way}", metric, rows, (code,), None))
    return [one for one in found if one is not None]


def measured(facts: Facts) -> tuple[Series, Series]:
    """What was measured of posts (crossing, direction, side, metric) and countries (code, mode, way ...)."""
    averages = _series(
        ((row.territory, row.mode, row.direction, row.metric), row) for row in facts.rows(BorderAverage)
    )
    posts = _series(
        ((row.crossing, row.direction, row.side or "", row.metric), row)
        for row in facts.rows(CrossingMeasure)
    )
    return posts, averages


def _series(
    keyed: Iterable[tuple[tuple[str, str, str, str], Measure]],
) -> dict[tuple[str, str, str, str], list[Measure]]:
    series = defaultdict(list)
    for key, row in keyed:
        if key[-1] in _METRICS and row.evidence is Evidence.MEASURED and row.year is not None:
            series[key].append(row)
    return series


def _mean(rows: Sequence[Measure]) -> float | None:
    """The mean of the last year before."""
    before = [row for row in rows if (row.year or 0) < YEAR]
    last = max((row.year or 0 for row in before), default=0)
    return fmean(row.value for row in before if row.year == last) if before else None


def _foretold(
    facts: Facts,
    what: str,
    metric: str,
    rows: Sequence[Measure],
    territories: Sequence[str],
    national: float | None,
) -> Foretold | None:
    before = [row for row in rows if (row.year or 0) < YEAR]
    now = [row.value for row in rows if row.year == YEAR]
    years = {row.year for row in facts.rows(ExceptionalYear) if row.territory in ("*", *territories)}
    entry, last = entry_of(before, years), _mean(rows)
    if entry is None or last is None or not now:
        return None
    rule = entry.figure.value
    mode = "rail" if ", rail" in what else "road"
    cv = _cv(facts, mode)
    p10, p90 = (quantile(rule, cv * rule, Distribution.LOGNORMAL, chance) for chance in (0.1, 0.9))
    return Foretold(what, not what.startswith("average"), metric, fmean(now), rule, last, national, p10, p90)


def _cv(facts: Facts, mode: str) -> float:
    """The spread of a trip over a post."""
    rows = (
        row
        for row in facts.rows(Spread)
        if row.is_input and row.operation == "cross" and row.mode == mode and row.metric == "time_cv"
    )
    return next(rows).value


def figures(found: Sequence[Foretold]) -> list[Figure]:
    """The results; they have no goal of their own, so the one is last year's figure."""
    hours = [one for one in found if one.metric == "time_h"]
    rule = median(abs(one.error) for one in hours)
    last = median(_off(one.last, one.was) for one in hours)
    what = f"hours at posts of {YEAR} foretold: median error (goal: as good as last year's figure)"
    return [Figure(what, PAGE.name, rule, last, at_least=False, rows=len(hours))]


def _off(forecast: float, was: float) -> float:
    return abs(100 * (forecast / was - 1))


def page(found: Sequence[Foretold], every_year: Sequence[Case]) -> str:
    """The page: medians of the three forecasts, other forecasts and years, every figure worst first."""
    lines = []
    for what, is_post in (("posts", True), ("averages of countries", False)):
        for metric in _METRICS:
            group = [one for one in found if one.is_post is is_post and one.metric == metric]
            if group:
                lines.append(_group(f"{what}, {_told(metric)}", group))
    head = ["", ">figures", ">rule 4.1", ">last year", ">national average", ">inside the band"]
    ranked = sorted(found, key=lambda one: (-abs(one.error), one.what, one.metric))
    columns = [
        "figure",
        "of",
        f">measured {YEAR}",
        ">rule 4.1",
        ">error",
        ">last year",
        ">national",
        "inside",
    ]
    medians = ["Median error by forecast:", table(head, lines)]
    worst = f"## {YEAR}, worst first"
    return (
        "\n\n".join([HEAD, *medians, section(every_year), worst, table(columns, map(_line, ranked))]) + "\n"
    )


def _group(what: str, group: Sequence[Foretold]) -> str:
    national = median(_off(one.national, one.was) for one in group if one.national is not None)
    return line(
        what,
        len(group),
        f"{median(abs(one.error) for one in group):.0f} %",
        f"{median(_off(one.last, one.was) for one in group):.0f} %",
        f"{cell(national, '.0f')} %" if national == national else "",  # noqa: PLR0124
        f"{share(one.is_inside for one in group):.0f} %",
    )


def _line(one: Foretold) -> str:
    national = "" if one.national is None else f"{one.national:.1f}"
    told = f"{one.was:.1f}", f"{one.rule:.1f}", f"{one.error:+.0f} %", f"{one.last:.1f}", national
    return line(one.what, _told(one.metric), *told, "yes" if one.is_inside else "no")


def _told(metric: str) -> str:
    return "hours" if metric == "time_h" else "dollars"

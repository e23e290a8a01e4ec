"""How far means may be off that stand in for others: `python tests/published/doubts.py` writes the page.

The rows `average_cv`, `default_cv` and `year_cv` of the table `spread` come from here (docs/rules, 3.6).
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from karwan.facts.load import Facts, load
from karwan.facts.rows import BorderAverage, Crossing, ExceptionalYear, GatewayRow, OperationDefault, Rate
from karwan.facts.rows_of_time import Spread
from karwan.operations.book import Book
from karwan.operations.shelf import Entry, entry_of
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode

if __name__ == "__main__":  # run by its path
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from published.table import PAGES, line, table

PAGE = PAGES / "doubts.md"
_SURVEYED = (Evidence.MEASURED, Evidence.PUBLISHED)
# A forecast from older rows than that says nothing of the next year.
_OLDEST = 3
HEAD = """\
# How far a mean may be off

Made by `python tests/published/doubts.py`; a test holds it, and the rows of `spread.csv` that rest on it,
against the tables of today. Where a figure stands in for one that nobody measured, its mean may be off
([docs/rules 3.6](../rules.md)). How far is measured where both are known: what was surveyed of a place is set
beside what the model would use there without it. *Off by* is the coefficient of variation of the lognormal
whose mean is what stands in and whose logarithm has the mean square m of those of the ratios:
sqrt(exp(v) - 1) with v + v²/4 = m. Nothing here looks at a transit time.

*Held* is what the spread of single trips holds already: that of crossings was set from yearly means of a
post, which vary by 0.53, so the years are taken out of what is added to it: sqrt(off² - 0.53²).
"""


@dataclass(frozen=True)
class Pair:
    """What was measured, and what stands in for it."""

    what: str
    measured: float
    stands_in: float

    @property
    def log(self) -> float:
        """Logarithm of the one over the other."""
        return math.log(self.measured / self.stands_in)


@dataclass(frozen=True)
class Doubt:
    """A row of `spread` and the pairs that it is from; `held` is what the spread of trips holds already."""

    row: str
    what: str
    pairs: list[Pair]
    held: float = 0.0

    @property
    def off(self) -> float:
        """By how much the figures that stand in are off, as a coefficient of variation.

        Of a lognormal whose mean is what stands in: the logarithm has variance v and mean -v/2, and so the
        mean square v + v^2/4.
        """
        square = sum(pair.log**2 for pair in self.pairs) / len(self.pairs)
        return math.sqrt(math.expm1(2 * (math.sqrt(1 + square) - 1)))

    @property
    def cv(self) -> float:
        """What is added to the spread of trips."""
        return math.sqrt(max(0.0, self.off**2 - self.held**2))


def doubts(facts: Facts) -> list[Doubt]:
    """Every doubt that the tables let one measure."""
    book = Book(facts)
    held = next(row.value for row in facts.rows(Spread) if row.id == "cross-road-year-cv")
    road, rail = Mode.ROAD, Mode.RAIL
    sides = list(_sides(book, facts))
    near = [Pair(what, own, average.figure.value) for what, own, average, _ in sides if average]
    far = [Pair(what, own, default.figure.value) for what, own, _, default in sides if default]
    return [
        Doubt("cross-road-average-cv", "posts beside the average of their country", near, held),
        Doubt("cross-road-default-cv", "posts beside the default by road", far, held),
        Doubt("haul-road-default-cv", "speeds by road beside the default", list(_speeds(book, facts, road))),
        Doubt("haul-rail-default-cv", "speeds by rail beside the default", list(_speeds(book, facts, rail))),
        Doubt("haul-road-year-cv", "speeds by road beside the forecast", list(_years(facts, road))),
        Doubt("haul-rail-year-cv", "speeds by rail beside the forecast", list(_years(facts, rail))),
        Doubt("transship-default-cv", "stays in ports beside the default", list(_ports(book, facts))),
    ]


def _sides(book: Book, facts: Facts) -> Iterator[tuple[str, float, Entry | None, Entry | None]]:
    """Each side of a road post and direction that was surveyed in usual years, and what would stand in."""
    for post in facts.rows(Crossing):
        ends = post.territory_a, post.territory_b
        for way in (ends, ends[::-1]) if post.mode == Mode.ROAD else ():
            for side in way:
                own = book.shelf.posts.get((post.id, f"{'>'.join(way)}/{side}", "time_h"), book.money)
                if own is None or own.is_exceptional or own.figure.evidence is not Evidence.MEASURED:
                    continue
                found = book.side(replace(post, id=""), way, side, "time_h")
                default = book.default("cross", (post.mode,), "time_h")
                is_average = found is not None and isinstance(found.rows[0], BorderAverage)
                what = f"{post.name}, {'>'.join(way)}, {side} side"
                yield what, own.figure.value, found if is_average else None, default


def _speeds(book: Book, facts: Facts, mode: Mode) -> Iterator[Pair]:
    default = book.need_entry(mode, None, "speed_kmh").figure.value
    for code in _territories(facts, mode):
        entry = book.own_rate(mode, code, "speed_kmh")
        if entry and entry.figure.evidence in _SURVEYED:
            yield Pair(code, entry.figure.value, default)


def _territories(facts: Facts, mode: Mode) -> Iterable[str]:
    rows = (row for row in facts.rows(Rate) if (row.mode, row.metric) == (mode, "speed_kmh"))
    return dict.fromkeys(row.territory for row in rows if row.territory != "*")


def _years(facts: Facts, mode: Mode) -> Iterator[Pair]:
    """The speed of each usual year beside what rule 4.1 makes of the years before."""
    unusual = defaultdict(set)
    for row in facts.rows(ExceptionalYear):
        unusual[row.territory].add(row.year)
    rows = defaultdict(list)
    for row in facts.rows(Rate):
        is_speed = (row.mode, row.metric, row.evidence) == (mode, "speed_kmh", Evidence.MEASURED)
        if is_speed and row.year and row.territory != "*":
            rows[row.territory].append(row)
    for code, found in rows.items():
        out = unusual["*"] | unusual[code]
        for now in found:
            before = [row for row in found if 0 < now.year - row.year <= _OLDEST]
            entry = entry_of(before, out)
            if entry and now.year not in out:
                yield Pair(f"{code} {now.year}", now.value, entry.figure.value)


def _ports(book: Book, facts: Facts) -> Iterator[Pair]:
    """The stay of boxes from the sea in ports, one of each territory, beside the default."""
    default = book.default("transship", ("sea>road",), "time_h")
    where = {row.id: row.territory for row in facts.rows(GatewayRow)}
    seen = set()
    for row in facts.rows(OperationDefault):
        port, _, way = row.between.partition(":")
        is_stay = (row.operation, row.metric, way) == ("transship", "time_h", "sea>*")
        if is_stay and port in where and where[port] not in seen and default:
            seen.add(where[port])
            yield Pair(f"{where[port]} ({port})", row.value, default.figure.value)


def page(facts: Facts) -> str:
    """The page: what is added to each spread, and the pairs that it is from, worst first."""
    found = doubts(facts)
    lines = (
        line(one.what, len(one.pairs), f"{one.off:.2f}", f"{one.held:.2f}", f"{one.cv:.2f}", f"`{one.row}`")
        for one in found
    )
    parts = [HEAD, table(["", ">figures", ">off by", ">held", ">added", "row of `spread`"], lines)]
    for one in found:
        pairs = sorted(one.pairs, key=lambda pair: -abs(pair.log))
        told = (
            line(pair.what, f"{pair.measured:.1f}", f"{pair.stands_in:.1f}", f"{math.exp(pair.log):.2f}")
            for pair in pairs
        )
        parts += [f"\n## {one.what[0].upper()}{one.what[1:]}\n"]
        parts += [table(["", ">measured", ">stands in", ">ratio"], told)]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(load()), encoding="utf-8")

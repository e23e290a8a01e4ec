"""What is disputed of a brief: posts of which sources do not say the same, and a user's rows beside ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from karwan.facts.difference import differences, own_rows, rows_about
from karwan.facts.load import Facts, load
from karwan.facts.rows import Crossing, CrossingMeasure, Source
from karwan.operations.book import Book
from karwan.words.evidence import Evidence, Figure

# Figures of one thing of which one is so many times the other do not say the same.
_APART = 2.0
_METRICS = ("time_h", "queue_h", "cost_usd")


@dataclass(frozen=True, slots=True)
class Said:
    """What one source or year says: from `low` to `high` (equal for one figure)."""

    low: float
    high: float
    year: int | None
    evidence: Evidence
    sources: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The figure as JSON types."""
        return {
            "low": self.low,
            "high": self.high,
            "year": self.year,
            "evidence": str(self.evidence),
            "source": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Disputed:
    """A figure of a post about which sources do not say the same.

    Attributes:
        crossing: id. direction: `KG>CN` or both.
        side: territory whose side it is about; None: the whole post.
        metric: time_h, queue_h or cost_usd. said: what is said, the least first.
        used: what routes take; None where they take another figure.
    """

    crossing: str
    side: str | None
    direction: str
    metric: str
    said: tuple[Said, ...]
    used: Figure | None

    def as_json(self) -> dict[str, Any]:
        """The dispute as JSON types."""
        used = self.used
        return {
            "crossing": self.crossing,
            "side": self.side,
            "direction": self.direction,
            "metric": self.metric,
            "said": [one.as_json() for one in self.said],
            "used": None if used is None else {"value": used.value, "evidence": str(used.evidence)},
        }


@dataclass(frozen=True, slots=True)
class OwnRow:
    """Something of which a user's own rows say otherwise than ours: the cells that differ, ours first."""

    table: str
    about: str
    columns: tuple[tuple[str, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The row as JSON types."""
        told = [{"column": name, "ours": ours, "yours": yours} for name, ours, yours in self.columns]
        return {"table": self.table, "about": self.about, "columns": told}


def disputed_posts(facts: Facts, book: Book, gateways: Collection[str]) -> tuple[Disputed, ...]:
    """Figures of some posts whose sources or years lie far apart, what matters most in hours first."""
    crossings = facts.by_id(Crossing)
    groups: dict[tuple[str, str | None, str, str], list[CrossingMeasure]] = defaultdict(list)
    for row in facts.rows(CrossingMeasure):
        if row.crossing in gateways and row.metric in _METRICS:
            groups[row.crossing, row.side, row.direction, row.metric].append(row)
    found = []
    for (crossing, side, direction, metric), rows in groups.items():
        said = sorted(map(_said, rows), key=lambda one: (one.low, one.high))
        if said[0].low <= 0 or max(one.high for one in said) < _APART * said[0].low:
            continue
        used = _used(book, crossings[crossing], side, direction, metric)
        found.append(Disputed(crossing, side, direction, metric, tuple(said), used))
    return tuple(sorted(found, key=_weight, reverse=True))


def own_disputes(facts: Facts) -> tuple[OwnRow, ...]:
    """What a user's own rows say otherwise than ours about the same thing."""
    yours = {kind: rows for kind, rows in own_rows(facts).items() if kind is not Source}
    if not yours:
        return ()
    found = differences(rows_about(load(), yours), yours)
    return tuple(
        OwnRow(
            table=one.kind.table,
            about=" ".join(str(cell) for _, cell in one.key),
            columns=tuple((name, _cell(ours), _cell(theirs)) for name, ours, theirs in one.columns),
        )
        for one in found
    )


def _said(row: CrossingMeasure) -> Said:
    ends = [value for value in (row.low, row.value, row.high) if value is not None]
    return Said(min(ends), max(ends), row.year, row.evidence, row.sources)


def _used(book: Book, post: Crossing, side: str | None, direction: str, metric: str) -> Figure | None:
    """What routes take for the same side in the same direction."""
    one, _, other = direction.partition(">")
    sides = (one, other) if other else (post.territory_a, post.territory_b)
    entry = book.whole_post(post, sides, metric) if side is None else book.side(post, sides, side, metric)
    return None if entry is None else entry.figure


def _weight(one: Disputed) -> tuple[bool, float]:
    ends = [figure for said in one.said for figure in (said.low, said.high)]
    return one.metric != "cost_usd", max(ends) - min(ends)


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    if isinstance(value, (tuple, frozenset)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def cited(disputed: Sequence[Disputed]) -> Iterator[str]:
    """Ids of the sources, in order."""
    for one in disputed:
        for said in one.said:
            yield from said.sources

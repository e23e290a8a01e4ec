"""The ranking of what pairs cannot do without: in the terminal, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from karwan.answers.critical import CriticalAnswer, Ranked, Substitute
from karwan.report.csv_text import as_csv

NONE = "-"
_MOST_LOST = 3
_STAND_IN = "substitute_kind"
_BEFORE, _AFTER = ("rank", "closed", "kind", "pairs", "no way left"), ("P50 h", "P90 h", "USD/t", "instead")
CSV_HEADER = (
    "rank",
    "kind",
    "id",
    "name",
    "pairs",
    "share",
    "lost",
    "lost_share",
    "added",
    "unit",
    "added_p50_h",
    "added_p90_h",
    "added_diverted",
    "added_time_h",
    "added_time_p50_h",
    "added_time_p90_h",
    "added_cost_usd_t",
    _STAND_IN,
    "substitute_id",
    "substitute_name",
    "substitute_share",
)


def header(answer: CriticalAnswer) -> tuple[str, ...]:
    """Titles of the columns of `rows`: over all pairs in the unit of the ranking, hours as P50 and P90."""
    units = ("P50 h", "P90 h") if _is_by_time(answer) else (answer.unit,)
    return (*_BEFORE, *(f"{unit}, all" for unit in units), *_AFTER)


def rows(answer: CriticalAnswer, count: int) -> list[tuple[str, ...]]:
    """The first rows of the ranking as shown text."""
    is_by_time = _is_by_time(answer)
    return [_row(rank, row, is_by_time=is_by_time) for rank, row in enumerate(answer.ranking[:count], 1)]


def lost(answer: CriticalAnswer, count: int) -> list[str]:
    """A line for each of the first rows that leaves pairs without a way."""
    lines = []
    for row in answer.ranking[:count]:
        if row.lost:
            more = f" and {len(row.lost) - _MOST_LOST} more" * (len(row.lost) > _MOST_LOST)
            lines.append(f"without {row.name} no way is left for {', '.join(row.lost[:_MOST_LOST])}{more}")
    return lines


def csv_text(answer: CriticalAnswer) -> str:
    """The whole ranking as CSV; names of lost pairs have `;` between them."""
    return as_csv(CSV_HEADER, (_cells(rank, row, answer.unit) for rank, row in enumerate(answer.ranking, 1)))


def _cells(rank: int, row: Ranked, unit: str) -> Iterator[object]:
    told = row.as_json()
    yield rank
    yield from (told[key] for key in ("kind", "id", "name", "pairs", "share"))
    yield from (";".join(row.lost), told["lost_share"], told["added"], unit)
    yield from (told[key] for key in CSV_HEADER[CSV_HEADER.index("unit") + 1 : CSV_HEADER.index(_STAND_IN)])
    yield from ((told["substitute"] or {}).get(key) for key in ("kind", "id", "name", "share"))


def _is_by_time(answer: CriticalAnswer) -> bool:
    return answer.unit == "h"


def _row(rank: int, row: Ranked, *, is_by_time: bool) -> tuple[str, ...]:
    over_all = (row.added_p50_h, row.added_p90_h) if is_by_time else (row.added,)
    return (
        str(rank),
        row.name,
        row.kind,
        str(row.pairs),
        str(len(row.lost)) if row.lost else NONE,
        *(f"{added:,.1f}" for added in over_all),
        _signed(row.added_time_p50_h),
        _signed(row.added_time_p90_h),
        _signed(row.added_cost_usd_t),
        _instead(row.substitute),
    )


def _signed(value: float | None) -> str:
    return NONE if value is None else f"{value:+,.0f}"


def _instead(row: Substitute | None) -> str:
    return NONE if row is None else f"{row.name} ({100 * row.share:.0f} %)"

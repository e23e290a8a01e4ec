"""Two sets of tables side by side, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from karwan.answers.facts_diff import Dispute, FactsDiff, Turned, row_json
from karwan.report.shown import usd

NONE = "-"
HEADER = (
    ("table", False), ("about", False), ("column", False), ("first", True), ("second", True),
    ("best way of", True), ("order of", True),
)  # fmt: skip
# What stands under a row of its own, or says nothing where sides differ.
_QUIET = frozenset({"low", "high", "evidence", "sources", "why", "last_seen", "includes", "year"})
_MOST_NAMED = 4


def rows(answer: FactsDiff) -> list[tuple[str, ...]]:
    """A row for each column that differs, those first that change the best way of most pairs."""
    return [row for dispute in answer.disputes for row in _rows(dispute)]


def sources(answer: FactsDiff) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For each dispute what it is about, and for each side its rows with their evidence and sources."""
    for dispute in answer.disputes:
        lines = []
        for name, found in ((answer.first, dispute.differs.first), (answer.second, dispute.differs.second)):
            lines += [(name, _row(row)) for row in found] or [(name, "says nothing of it")]
        lines += [("", _turned(one)) for one in dispute.turned if one.is_best_changed]
        others = [one.pair for one in dispute.turned if one.is_order_changed and not one.is_best_changed]
        if others:
            lines.append(("", f"the order of the ways behind the best changes for {_some(others)}"))
        if dispute.why_not_tried:
            lines.append(("", dispute.why_not_tried))
        yield f"{dispute.differs.kind.table} {_about(dispute)}", lines


def summary(answer: FactsDiff) -> str:
    """How many disputes there are, and how many matter."""
    best = sum(bool(one.best) for one in answer.disputes)
    order = sum(bool(one.order) for one in answer.disputes)
    asked = f"over {answer.pairs} pairs" if answer.pairs else "no pairs were asked"
    count = len(answer.disputes)
    told = f"{best} change the best way of a pair, {order} the order of its ways" if answer.pairs else ""
    return f"{count} disputes; {told + ', ' if told else ''}{asked}; each was tried alone over our tables"


def _rows(dispute: Dispute) -> Iterator[tuple[str, ...]]:
    tried = (str(len(dispute.best) or NONE), str(len(dispute.order) or NONE))
    tried = (NONE, NONE) if dispute.why_not_tried else tried
    table, about = dispute.differs.kind.table, _about(dispute)
    shown = [one for one in dispute.differs.columns if one[0] not in _QUIET] or list(
        dispute.differs.columns[:1]
    )
    if not shown:
        found = [_values(rows) for rows in (dispute.differs.first, dispute.differs.second)]
        yield table, about, "rows", *found, *tried
        return
    for number, (column, first, second) in enumerate(shown):
        yield (
            table if not number else "",
            about if not number else "",
            column,
            _cell(first),
            _cell(second),
            *(tried if not number else ("", "")),
        )


def _values(rows: tuple[Any, ...]) -> str:
    """The figures of the rows of one side, or how many there are."""
    values = [f"{row.value:g}" for row in rows if hasattr(row, "value") and row.value is not None]
    return ", ".join(values) or (f"{len(rows)} rows" if rows else NONE)


def _about(dispute: Dispute) -> str:
    return " ".join(str(cell) for _, cell in dispute.differs.key if cell not in (None, ""))


def _row(row: Any) -> str:  # noqa: ANN401 - rows of any table
    told = row_json(row)
    figures = [
        f"{key} {told[key]}" for key in ("value", "state", "since", "until") if told.get(key) is not None
    ]
    unit = f" {told['unit']}" if told.get("unit") else ""
    span = f" ({told['low']:g} to {told['high']:g})" if told.get("low") and told.get("high") else ""
    year = f", {told['year']}" if told.get("year") else ""
    source = f" [{', '.join(row.sources)}]" if row.sources else ""
    note = f"; {row.note}" if row.note else ""
    return f"{', '.join(figures) or row.id}{unit}{span}{year}, {row.evidence}{source}{note}"


def _turned(one: Turned) -> str:
    first, second = (label or "no way" for label in (one.first, one.second))
    added = "" if one.added_usd is None else f", {usd(one.added_usd, sign=True)} of generalised cost"
    return f"{one.pair}: {first}; by the second {second}{added}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" * (len(names) > _MOST_NAMED)
    return ", ".join(names[:_MOST_NAMED]) + more


def _cell(value: object) -> str:
    if value is None or value in ("", ()):
        return NONE
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)

"""Which measure of a scenario would try a change that makes a way the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from karwan.answers.barriers import EXCLUDED
from karwan.answers.switching import DOLLARS, Place
from karwan.facts.rows import Territory
from karwan.operations.book import Book
from karwan.operations.permission import Reason
from karwan.words.step import Operation, Step


def measure_of(
    book: Book, place: Place, steps: Sequence[Step], figure: str, factor: float
) -> Mapping[str, object] | None:
    """The fields of a measure by which a place takes so many times its hours or dollars; None if none does.

    At a post where more is done than crossing, the hours of that cannot be scaled by one measure.
    """
    kind, where = place
    done = {step.operation for step in steps}
    if kind == "at":
        if where not in book.crossings or (figure != DOLLARS and done != {Operation.CROSS}):
            return None
        if figure == DOLLARS and any(
            step.cost.value for step in steps if step.operation is not Operation.CROSS
        ):
            return None
        name = "cost_factor" if figure == DOLLARS else "time_factor"
        return {"kind": "procedure", "at": where, name: factor}
    known = {code for row in book.facts.rows(Territory) for code in (row.id, row.border_union) if code}
    if where not in known or (figure != DOLLARS and factor <= 0):
        return None
    changed = {"cost_factor": factor} if figure == DOLLARS else {"speed_factor": 1 / factor}
    return {"kind": "upgrade", "territory": where, "mode": kind, **changed}


def lifting(reason: Reason) -> dict[str, Any] | None:
    """The fields of a measure that lifts a barrier; None where no measure does."""
    if reason.rule is not None:
        return {"kind": "procedure", "regime": reason.rule, "state": "suspended"}
    if reason.what == EXCLUDED or not reason.what.startswith(("closed:", "planned:")):
        return None
    return {"kind": "open", "at": reason.where}

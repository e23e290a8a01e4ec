"""Puts the wait for a known service in the place of the usual one, on a route that is found (rules, 8.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from karwan.operations.book import Book
from karwan.operations.services import half_headway
from karwan.operations.transfers import names_here
from karwan.words.distribution import Distribution
from karwan.words.step import Operation, Step


def with_departures(book: Book, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps of a route, the wait at each terminal being for a service that is known to leave it.

    A wait changes where a service of the mode runs between exactly the two gateways at which the goods board
    and leave the vehicle, and no figure of the gateway itself says how long its wait is.
    """
    return tuple(
        _awaited(book, steps, index) if is_boarding(book, step) else step for index, step in enumerate(steps)
    )


def is_boarding(book: Book, step: Step) -> bool:
    """Whether a step is the wait for the next vehicle: at a terminal, not at a border post."""
    return step.operation is Operation.WAIT and step.kind == "transfer" and step.origin not in book.crossings


def _awaited(book: Book, steps: Sequence[Step], index: int) -> Step:
    step = steps[index]
    end = _left_at(book, steps, index)
    if step.mode is None or end is None:
        return step
    per_week = book.services.per_week(step.mode, step.origin, end)
    before = next((leg.mode for leg in reversed(steps[:index]) if leg.kind == "leg"), None)
    if per_week is None or _has_own(book, step, str(before or step.mode)):
        return step
    wait = half_headway(per_week)
    even = Distribution.UNIFORM
    return replace(step, time=wait.time, time_sd_h=wait.sd_h, distribution=even, doubt_sd_h=0.0, doubt="")


def _left_at(book: Book, steps: Sequence[Step], index: int) -> str | None:
    """Where the vehicle that is waited for is left: the end of the run without a change of it."""
    end = None
    for step in steps[index + 1 :]:
        if step.kind == "leg":
            if step.mode is not steps[index].mode:
                break
            end = step.destination
        elif is_boarding(book, step):
            break
    return end


def _has_own(book: Book, step: Step, before: str) -> bool:
    names = names_here(step.origin, before, str(step.mode))
    own = book.gateway(step.origin, "wait_time_h")
    return own is not None or book.default(Operation.WAIT, names, "time_h") is not None

"""One charge that is paid for a way as a whole, with the factors whose product it is (docs/rules, 2.9)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karwan.facts.row import Row
from karwan.operations.legs import NOTHING
from karwan.words.evidence import Evidence, Figure, weakest
from karwan.words.mode import Mode
from karwan.words.step import Operation, Step


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of a charge.

    Attributes:
        name: in words. value: in `unit`. how: how it follows from the way or the rows.
        evidence: None for what the way or the shipment says of itself. sources: ids.
        rows: of the tables that it rests on.
    """

    name: str
    value: float
    unit: str = ""
    evidence: Evidence | None = None
    sources: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    how: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """The step of a charge, and its terms."""

    step: Step
    terms: tuple[Term, ...]


def of_row(name: str, value: float, unit: str, row: Row, how: str = "") -> Term:
    """The factor that one row gives."""
    return Term(name, value, unit, row.evidence, row.sources, (row,), how)


def of_steps(name: str, steps: Iterable[Step], how: str = "") -> Term:
    """The dollars of some steps as a factor."""
    paid = [step.cost for step in steps if step.cost.value]
    sources = tuple(dict.fromkeys(source for figure in paid for source in figure.sources))
    evidence = weakest(figure.evidence for figure in paid) if paid else None
    return Term(name, math.fsum(figure.value for figure in paid), "USD", evidence, sources, how=how)


def charge(
    operation: Operation,
    what: str,
    ends: tuple[str, str],
    terms: Sequence[Term],
    *,
    mode: Mode | None = None,
    territory: str | None = None,
) -> Charge:
    """The charge that some terms make; it takes the class of the weakest of them."""
    known = [term.evidence for term in terms if term.evidence is not None]
    sources = tuple(dict.fromkeys(source for term in terms for source in term.sources))
    usd = Figure(
        math.prod(term.value for term in terms), weakest(known) if known else Evidence.ASSUMED, sources
    )
    step = Step(
        kind="charge",
        operation=operation,
        mode=mode,
        origin=ends[0],
        destination=ends[1],
        territory=territory,
        distance_km=0.0,
        time=NOTHING,
        time_sd_h=0.0,
        cost=usd,
        co2e=NOTHING,
        what=what,
    )
    return Charge(step, tuple(terms))

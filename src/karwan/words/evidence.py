"""Where a figure comes from, and how that travels through arithmetic (docs/rules, section 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How far a figure is to be trusted, strongest first."""

    MEASURED = "measured"
    PUBLISHED = "published"
    CLAIMED = "claimed"
    ASSUMED = "assumed"

    @property
    def rank(self) -> int:
        """0 for the strongest class; a product takes the highest rank of its inputs."""
        return _RANKS[self]


_RANKS = {evidence: rank for rank, evidence in enumerate(Evidence)}


def weakest(classes: Iterable[Evidence]) -> Evidence:
    """The weakest of some classes of evidence: that of a product of the figures that bear them."""
    return max(classes, key=lambda evidence: evidence.rank)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its origin.

    Attributes:
        value: in the unit that the holder's name says (`time` in hours, `cost` in US dollars).
        evidence: class of the weakest input.
        sources: ids of the rows of `sources.csv` that it rests on, in the order of use.
    """

    value: float
    evidence: Evidence = Evidence.ASSUMED
    sources: tuple[str, ...] = ()

    def __mul__(self, other: Figure | float) -> Figure:
        """The product; it takes the class of the weaker factor, a bare number is neutral."""
        if not isinstance(other, Figure):
            return Figure(self.value * other, self.evidence, self.sources)
        return Figure(
            self.value * other.value, weakest((self.evidence, other.evidence)), _joined(self, other)
        )

    def __rtruediv__(self, numerator: float) -> Figure:
        """A bare number (a length) divided by this figure (a speed)."""
        return Figure(numerator / self.value, self.evidence, self.sources)


def shares(figures: Iterable[Figure]) -> dict[Evidence, float]:
    """The share of a sum that rests on each class, split by mean value; they add up to 1.

    A sum of nothing (or of zeros) rests on nothing that was measured: it is all `assumed`.
    """
    amounts = dict.fromkeys(Evidence, 0.0)
    for figure in figures:
        amounts[figure.evidence] += figure.value
    total = sum(amounts.values())
    if total <= 0:
        return {evidence: float(evidence is Evidence.ASSUMED) for evidence in Evidence}
    return {evidence: amount / total for evidence, amount in amounts.items()}


def _joined(*figures: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for figure in figures for source in figure.sources))

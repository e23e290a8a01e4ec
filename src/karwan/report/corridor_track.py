"""The lines of a time-cost-distance chart: km along, hours and dollars up, vertical at stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karwan.answers.corridor import CorridorAnswer, CorridorCard
from karwan.answers.corridor_rows import CardRow, RowKind
from karwan.answers.letters import letter
from karwan.report.palette import Hue, hues


@dataclass(frozen=True, slots=True)
class Bend:
    """Where a line bends: the totals at the end of a row.

    Attributes:
        km, hours, p90_h, usd: from the start; hours are the mean, which adds up.
        row: that ends here; None at the start. km counts the great circle of gaps.
    """

    km: float
    hours: float
    p90_h: float
    usd: float
    row: CardRow | None = None

    @property
    def is_gap(self) -> bool:
        """Whether the line to here is not priced."""
        return self.row is not None and self.row.kind is RowKind.GAP

    @property
    def is_stop(self) -> bool:
        """Whether the line to here is a vertical step."""
        return self.row is not None and self.row.kind in (RowKind.STOP, RowKind.CHARGE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card with the letter, colour and line that it has in every chart of its answer."""

    letter: str
    hue: Hue
    card: CorridorCard
    bends: tuple[Bend, ...]


def drawn_cards(answer: CorridorAnswer) -> list[Drawn]:
    """The cards of an answer as they are drawn."""
    colours = hues(answer.cards)
    return [
        Drawn(letter(index), colours[card.id], card, track(card)) for index, card in enumerate(answer.cards)
    ]


def track(card: CorridorCard) -> tuple[Bend, ...]:
    """The bends of the line of a card; the last one holds its totals (and the km of its gaps)."""
    bends = [Bend(0.0, 0.0, 0.0, 0.0)]
    gap_km = 0.0
    for row in card.rows:
        gap_km += row.gap.great_circle_km if row.gap else 0.0
        bends.append(Bend(row.total_km + gap_km, row.total_h, row.total_p90_h, row.total_usd, row))
    return tuple(bends)


def longest_km(tracks: Sequence[Sequence[Bend]]) -> float:
    """The greatest distance of some lines, at least 1 km."""
    return max([1.0, *(bends[-1].km for bends in tracks)])

"""P50 and P90 of the time of ways that a search of many pairs found, told as `routes` does (rules, 12.7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Span, parts
from karwan.answers.ground import Ground
from karwan.errors import InputError, unknown
from karwan.operations.admission import Trucks
from karwan.operations.change_of_trucks import with_changes
from karwan.operations.departures import with_departures
from karwan.routing.route import Route as Found
from karwan.words.together import Correlations, Part, chances, drawn_h, parts_of

Float = NDArray[np.float64]

# What is shown of a time: the median, and what 9 of 10 shipments do not exceed.
CHANCES = (0.5, 0.9)
NAMES = ("p50", "p90")


def band_of(ground: Ground, trucks: Trucks, span: Span, found: Found) -> tuple[float, float]:
    """P50 and P90 in hours of one way between two attached places.

    Args:
        ground: of a market.
        trucks: between the ends of the way.
        span: its ends.
        found: its cells and transfers.
    """
    steps = [step for part in parts(ground, span, found) for step in part]
    told = with_changes(trucks, ground.book, with_departures(ground.book, steps), ground.shipment)
    return quantiles(parts_of(told), ground.book.correlations)


def quantiles(varied: Sequence[Part], correlations: Correlations) -> tuple[float, float]:
    """P50 and P90 of the sum of some times, in hours."""
    drawn = drawn_h(varied, correlations)
    p50, p90 = np.interp(CHANCES, chances(drawn.size), drawn).tolist()
    return p50, p90


def read_chance(text: str) -> float:
    """The chance that a word means: `p50`, `p90`.

    Raises:
        InputError: it means none.
    """
    name = text.strip().casefold()
    if name not in NAMES:
        raise InputError(unknown("chance", text, NAMES, f"write one of {', '.join(NAMES)}"))
    return CHANCES[NAMES.index(name)]

"""How late a route may be, and what that costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from karwan.words.evidence import Figure
    from karwan.words.route import Route

# Beyond these chances nothing is summed: what is left is less than a minute in a year.
_LEAST, _MOST = 1e-6, 1 - 1e-6
# Parts of the sum, an even number.
_PARTS = 120
_DAY_H = 24.0


@dataclass(frozen=True, slots=True)
class Lateness:
    """What a deadline means for one route.

    Attributes:
        deadline_h: hours from departure. chance: of arriving within them, from 0 to 1.
        late_h: hours after the deadline that are expected, those in time counted as none.
        late_usd_day: what a late day of the whole shipment costs; None where nobody says.
    """

    deadline_h: float
    chance: float
    late_h: float
    late_usd_day: Figure | None

    @property
    def loss_usd(self) -> float | None:
        """The expected loss: days late that are expected, times what such a day costs."""
        return None if self.late_usd_day is None else self.late_h / _DAY_H * self.late_usd_day.value

    def as_json(self) -> dict[str, Any]:
        """As JSON types."""
        day = self.late_usd_day
        return {
            "deadline_h": round(self.deadline_h, 6),
            "chance_in_time": round(self.chance, 6),
            "expected_late_h": round(self.late_h, 6),
            "late_usd_day": day and round(day.value, 6),
            "expected_loss_usd": None if self.loss_usd is None else round(self.loss_usd, 6),
            "evidence": day and str(day.evidence),
            "source": list(day.sources) if day else [],
        }


def lateness(route: Route, deadline_h: float, late_usd_day: Figure | None = None) -> Lateness:
    """The chance of arriving within a deadline in hours, and what is expected beyond it."""
    return Lateness(
        deadline_h, route.chance_within_h(deadline_h), expected_late_h(route, deadline_h), late_usd_day
    )


def expected_late_h(route: Route, deadline_h: float) -> float:
    """Mean of the hours beyond a deadline: the sum of the chances of being later than each hour after it.

    Of any distribution of the time T: E max(T - d, 0) = integral of P(T > t) over t from d on, summed by
    Simpson's rule over the logarithm of t.

    Source: Noland and Small 1995, Travel-time uncertainty, departure time choice, and the cost of morning
    commutes, Transportation Research Record 1493, the term of schedule delay late.
    """
    first, last = route.time_quantile_h(_LEAST), route.time_quantile_h(_MOST)
    start = max(first, deadline_h)
    sure = max(0.0, first - deadline_h)
    if start <= 0 or start >= last:
        return sure
    width = math.log(last / start) / _PARTS
    times = [start * math.exp(width * part) for part in range(_PARTS + 1)]
    heights = [time * (1 - route.chance_within_h(time)) for time in times]
    total = heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    return sure + max(0.0, width / 3 * total)

"""How late a route may be, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from karwan.words.evidence import Figure
    from karwan.words.route import Route

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
    """The chance of arriving within a deadline in hours, and what is expected beyond it.

    Source: Noland and Small 1995, Travel-time uncertainty, departure time choice, and the cost of morning
    commutes, Transportation Research Record 1493, the term of schedule delay late.
    """
    chance, late_h = route.chance_within_h(deadline_h), route.mean_beyond_h(deadline_h)
    return Lateness(deadline_h, chance, late_h, late_usd_day)

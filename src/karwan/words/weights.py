"""How a user weighs dollars, hours and greenhouse gases against each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Generalised cost = usd cost_usd + usd_per_h (time_h + reliability_ratio time_sd_h) + usd_per_kg co2e.

    The search leaves the spread out; what it finds is ranked by the whole (docs/rules, section 6).

    Attributes:
        usd: weight of a dollar: 1, or 0 where only time or gases count.
        usd_per_h: value of an hour for the whole shipment.
        usd_per_kg: price of a kg of CO2e.
        reliability_ratio: value of an hour of standard deviation over that of an hour.
    """

    usd: float
    usd_per_h: float
    usd_per_kg: float = 0.0
    reliability_ratio: float = 0.0

    def cost_of(self, time_h: float, time_sd_h: float, cost_usd: float, co2e_kg: float) -> float:
        """Generalised cost in dollars (in hours or kg where only these count)."""
        hours = time_h + self.reliability_ratio * time_sd_h
        return self.usd * cost_usd + self.usd_per_h * hours + self.usd_per_kg * co2e_kg

    @property
    def vector(self) -> tuple[float, float, float]:
        """Weights of hours, dollars and kg, in the order of the priced arrays."""
        return self.usd_per_h, self.usd, self.usd_per_kg

"""How a user weighs dollars, hours and greenhouse gases against each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogisticsCost:
    """Total logistics cost of a shipment.

    Attributes:
        freight_usd: what carriers, posts and terminals are paid.
        in_transit_usd: of holding the goods on the way.
        safety_usd: of the stock that the receiver holds since the way takes now more, now less.
        carbon_usd: of greenhouse gases, if the user prices them.
    """

    freight_usd: float
    in_transit_usd: float
    safety_usd: float
    carbon_usd: float

    @property
    def total_usd(self) -> float:
        """The sum of the parts."""
        return self.freight_usd + self.in_transit_usd + self.safety_usd + self.carbon_usd

    def as_json(self) -> dict[str, float]:
        """As JSON types."""
        return {
            "freight_usd": round(self.freight_usd, 6),
            "in_transit_usd": round(self.in_transit_usd, 6),
            "safety_usd": round(self.safety_usd, 6),
            "carbon_usd": round(self.carbon_usd, 6),
            "total_usd": round(self.total_usd, 6),
        }


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

    def parts_of(self, time_h: float, time_sd_h: float, cost_usd: float, co2e_kg: float) -> LogisticsCost:
        """Generalised cost by its parts; of a ranking by total logistics cost (docs/rules, 6.5)."""
        return LogisticsCost(
            freight_usd=self.usd * cost_usd,
            in_transit_usd=self.usd_per_h * time_h,
            safety_usd=self.usd_per_h * self.reliability_ratio * time_sd_h,
            carbon_usd=self.usd_per_kg * co2e_kg,
        )

    @property
    def vector(self) -> tuple[float, float, float]:
        """Weights of hours, dollars and kg, in the order of the priced arrays."""
        return self.usd_per_h, self.usd, self.usd_per_kg

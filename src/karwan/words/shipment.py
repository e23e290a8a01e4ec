"""What is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shipment:
    """Cargo of one class, as the operations price it.

    Attributes:
        cargo: as shown (`40ft`, `20ft`, `20t`...).
        unit: id of a row of `cargo_units`.
        units: number of containers, trucks or wagons.
        trucks, wagons: that carry it by road and by rail (fractional for loose tonnes).
        tonnes: net weight of the whole shipment.
        teu: twenty-foot equivalents of the whole shipment. rail_teu: as a railway charges them.
        commodity: id of a row of `commodities`.
        value_usd: of the whole shipment.
        value_of_time_usd_h: of the whole shipment.
    """

    cargo: str
    unit: str
    units: float
    trucks: float
    wagons: float
    tonnes: float
    teu: float
    rail_teu: float
    commodity: str
    value_usd: float
    value_of_time_usd_h: float

    @property
    def is_boxed(self) -> bool:
        """Whether it travels in containers, so that rates by TEU hold."""
        return self.teu > 0 and self.unit != "t"

    def count_of(self, unit: str) -> float:
        """How many of what a price is per (`USD/truck`, `USD/TEU`, `USD/t`...) the shipment holds.

        Raises:
            KeyError: for a unit that no table of prices uses.
        """
        counts = {
            "truck": self.trucks,
            "wagon": self.wagons,
            "TEU": self.teu,
            "t": self.tonnes,
            "shipment": 1.0,
        }
        counts["container"] = max(self.trucks, self.teu / 2)
        return counts[unit.removeprefix("USD/")]

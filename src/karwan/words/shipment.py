"""What is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One loaded truck or wagon; None where the table of cargo units does not say.

    Attributes:
        kind: as the table `limits` names it. payload_t: goods, and the box around them.
        gross_t: vehicle and payload. axle_t: on the heaviest axle.
        height_m, width_m, length_m: of the loaded vehicle.
    """

    kind: str | None
    payload_t: float
    gross_t: float | None = None
    axle_t: float | None = None
    height_m: float | None = None
    width_m: float | None = None
    length_m: float | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """Cargo of one class, as the operations price it.

    Attributes:
        cargo: as shown (`40ft`, `20ft`, `20t`...).
        unit: id of a row of `cargo_units`.
        units: number of containers, trucks or wagons.
        trucks, wagons: that carry it by road and by rail (fractional for loose tonnes).
        tonnes: net weight of the whole shipment.
        teu: twenty-foot equivalents of the whole shipment. rail_teu: as railways and ships charge them.
        commodity: id of a row of `commodities`.
        value_usd: of the whole shipment.
        value_of_time_usd_h: of the whole shipment.
        product: id of a row of `products`, None where only the freight group is known.
        un_class: class as dangerous goods, None if it is none.
        is_reefer: whether it travels cooled.
        keeps_days: from loading until it no longer sells, at the low and the high end; None if it keeps.
        truck, wagon: one loaded vehicle by road and by rail; None where nothing is known of it.
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
    product: str | None = None
    un_class: str | None = None
    is_reefer: bool = False
    keeps_days: tuple[float, float] | None = None
    truck: Vehicle | None = None
    wagon: Vehicle | None = None

    @property
    def goods(self) -> frozenset[str]:
        """Under which ids a row of law may mean it: a product is meant by its commodity too."""
        return frozenset({self.commodity, *([self.product] if self.product else ())})

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

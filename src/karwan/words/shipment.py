"""What is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shipment:
    """Cargo of one class, as the operations price it.

    Attributes:
        cargo: as shown (`40ft`, `20ft`, `20t`...).
        unit: id of a row of `cargo_units`.
        units: number of containers or trucks (may be fractional for loose tonnes: a share of a truck).
        tonnes: net weight of the whole shipment.
        teu: twenty-foot equivalents of the whole shipment.
        commodity: id of a row of `commodities`.
        value_usd: of the whole shipment.
        value_of_time_usd_h: of the whole shipment.
    """

    cargo: str
    unit: str
    units: float
    tonnes: float
    teu: float
    commodity: str
    value_usd: float
    value_of_time_usd_h: float

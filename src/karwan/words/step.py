"""One operation done to a shipment on its way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from karwan.words.distribution import Distribution, quantile
from karwan.words.evidence import Figure
from karwan.words.mode import Mode


class Operation(StrEnum):
    """What is done to a shipment."""

    HAUL = "haul"
    LOAD = "load"
    UNLOAD = "unload"
    TRANSSHIP = "transship"
    CROSS = "cross"
    CHANGE_GAUGE = "change_gauge"
    WAIT = "wait"
    GUARANTEE = "guarantee"
    INSURANCE = "insurance"
    DEMURRAGE = "demurrage"
    EMPTIES = "empties"
    COOLING = "cooling"


# What is paid for a way as a whole, beside what is done on it (docs/rules, 2.9).
CHARGES = frozenset(
    {
        Operation.GUARANTEE,
        Operation.INSURANCE,
        Operation.DEMURRAGE,
        Operation.EMPTIES,
        Operation.COOLING,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: what it takes for the whole shipment, and where the figures come from.

    Attributes:
        kind: `leg` (a run inside one cell), `transfer` (at a gateway or place) or `charge` (paid for the way,
            at the end of its steps: no hours).
        operation: what is done or paid for.
        mode: of the run; of the vehicle that is waited for or crosses; None where none applies.
        origin, destination: id of a gateway or place; equal for a transfer; of a charge the stretch or place
            that it is paid for.
        territory: code of the territory or border union; None at sea and in the air.
        distance_km: 0 for a transfer.
        time: hours, the mean. time_sd_h: standard deviation in hours, of single trips and of the doubt about
            the mean together.
        cost: US dollars. co2e: kg, well to wheel.
        what: of what a charge is: `cargo`, `storage`...
        area: of a leg, the territory, basin or ferry by which its rates are looked up.
        distribution: shape of the time about its mean.
        doubt_sd_h: the part of the standard deviation that is doubt about the mean (docs/rules, 3.6).
        doubt: names the figure that is doubted; two steps of one name are off together.
        why: of a change of vehicles, what makes it; empty where it goes without saying.
        sources: ids of `sources.csv`.
    """

    kind: str
    operation: Operation
    mode: Mode | None
    origin: str
    destination: str
    territory: str | None
    distance_km: float
    time: Figure
    time_sd_h: float
    cost: Figure
    co2e: Figure
    what: str = ""
    area: str | None = None
    distribution: Distribution = Distribution.LOGNORMAL
    why: str = ""
    doubt_sd_h: float = 0.0
    doubt: str = ""

    @property
    def trip_sd_h(self) -> float:
        """Standard deviation of single trips about a mean that is taken as known, in hours."""
        if not self.doubt_sd_h:
            return self.time_sd_h
        return math.sqrt(max(0.0, self.time_sd_h**2 - self.doubt_sd_h**2))

    def time_quantile_h(self, chance: float) -> float:
        """The time that is not exceeded with a chance from 0 to 1 (both excluded)."""
        return quantile(self.time.value, self.time_sd_h, self.distribution, chance)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that a figure of this step rests on."""
        return tuple(dict.fromkeys(self.time.sources + self.cost.sources + self.co2e.sources))

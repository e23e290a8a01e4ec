"""What a way costs, line by line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from karwan.words.evidence import Evidence, shares
from karwan.words.route import Route
from karwan.words.step import Operation, Step

# In this order; the fixed part of a carrier's rate is haul (docs/rules, 2.9).
NAMES = ("haul", "handling", "border", "guarantee", "insurance", "demurrage", "cooling", "empties")
_LINES: Mapping[Operation, str] = {
    Operation.HAUL: "haul",
    Operation.LOAD: "handling",
    Operation.UNLOAD: "handling",
    Operation.TRANSSHIP: "handling",
    Operation.CHANGE_GAUGE: "handling",
    Operation.CROSS: "border",
    Operation.WAIT: "border",
    Operation.GUARANTEE: "guarantee",
    Operation.INSURANCE: "insurance",
    Operation.DEMURRAGE: "demurrage",
    Operation.EMPTIES: "empties",
    Operation.COOLING: "cooling",
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a price.

    Attributes:
        name: one of NAMES. usd: for the whole shipment.
        evidence: share of the dollars that rests on each class. sources: ids, in the order of use.
    """

    name: str
    usd: float
    evidence: Mapping[Evidence, float]
    sources: tuple[str, ...]


def price_lines(route: Route) -> tuple[PriceLine, ...]:
    """The price of a route in lines that add up to its `cost_usd`.

    A line stands where a step is of it and asks anything, that of empties at 0 too.
    """
    by_name: dict[str, list[Step]] = {name: [] for name in NAMES}
    moved = False
    for step in route.steps:
        moved |= step.kind == "leg"
        is_fare = step.operation is Operation.LOAD and moved
        by_name["haul" if is_fare else _LINES[step.operation]].append(step)
    return tuple(
        _line(name, steps)
        for name, steps in by_name.items()
        if any(step.cost.value for step in steps) or (steps and name == "empties")
    )


def _line(name: str, steps: Sequence[Step]) -> PriceLine:
    paid = [step.cost for step in steps if step.cost.value] or [step.cost for step in steps]
    sources = tuple(dict.fromkeys(source for figure in paid for source in figure.sources))
    return PriceLine(name, math.fsum(figure.value for figure in paid), shares(paid), sources)

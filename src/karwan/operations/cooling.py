"""What cooled goods ask beyond the rates of dry ones: the machine's fuel and the dearer vehicle (11.6)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from karwan.facts.rows import CargoUnit
from karwan.operations.bill import Bill
from karwan.operations.charge import Charge, Term, charge, of_row
from karwan.words.mode import Mode
from karwan.words.step import Operation, Step

# Where a box is plugged in, its power is a charge of the terminal.
_POWERED = frozenset({"port", "rail_terminal", "dry_port"})


def cooling(bill: Bill, steps: Sequence[Step]) -> Iterator[Charge]:
    """The hours on the road, on rails, at sea and at posts times what an hour of cooling costs."""
    shipment = bill.shipment
    if not shipment.is_reefer:
        return
    row = bill.book.facts.by_id(CargoUnit).get(shipment.unit)
    if row is None or not row.cooling_usd_h:
        return
    cooled = (
        step.time.value
        for step in steps
        if step.mode is not Mode.AIR
        and (step.kind == "leg" or bill.tariffs.kinds.get(step.origin) not in _POWERED)
    )
    hours = Term("hours", math.fsum(cooled), "h", how="under way and at posts")
    terms = (hours, of_row("an hour", row.cooling_usd_h, "USD/h", row), Term("units", shipment.units))
    yield charge(Operation.COOLING, row.id, (steps[0].origin, steps[-1].destination), terms)

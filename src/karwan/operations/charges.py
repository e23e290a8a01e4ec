"""What is paid for a way as a whole, beside what is done on it (docs/rules, 2.9)."""

from __future__ import annotations

from collections.abc import Sequence

from karwan.operations.bill import bill_of
from karwan.operations.book import Book
from karwan.operations.charge import Charge
from karwan.operations.cooling import cooling
from karwan.operations.demurrage import demurrage
from karwan.operations.empties import empties
from karwan.operations.guarantee import guarantees
from karwan.operations.insurance import insurance
from karwan.operations.runs import runs_of
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step


def charges(book: Book, steps: Sequence[Step], shipment: Shipment) -> tuple[Charge, ...]:
    """Guarantees, insurance, demurrage to be expected, cooling and empties, for the whole shipment.

    Args:
        book: figures of a day, in the dollars of a year.
        steps: all that is done on the way, in order.
        shipment: what is sent.
    """
    runs = runs_of(steps)
    if not runs:
        return ()
    hauls = [step for step in steps if step.operation is Operation.HAUL]
    bill = bill_of(book, shipment)
    passed = bill.tariffs.named({end for step in steps for end in (step.origin, step.destination)})
    paid = (
        *guarantees(bill, hauls, passed),
        *insurance(bill, runs, passed),
        *demurrage(bill, steps, runs),
        *cooling(bill, steps),
    )
    # That empties add nothing is told: the haul rates hold them.
    return (*(one for one in paid if one.step.cost.value), *empties(bill, runs))


def with_charges(book: Book, steps: Sequence[Step], shipment: Shipment) -> tuple[Step, ...]:
    """Steps with what is charged for the way at their end."""
    return (*steps, *(one.step for one in charges(book, steps, shipment)))

"""The return of empty trucks, boxes and wagons beyond what the haul rates hold (docs/rules, 2.13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from karwan.facts.rows import EmptyReturn
from karwan.operations.bill import Bill
from karwan.operations.charge import Charge, charge, of_row, of_steps
from karwan.operations.legs import NOTHING
from karwan.operations.runs import Run, runs_of
from karwan.operations.tariffs import Tariffs
from karwan.words.evidence import Figure
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

_TRUCK, _BOX, _WAGON = "truck", "container", "wagon"


def empties(bill: Bill, runs: Sequence[Run]) -> Iterator[Charge]:
    """For each run the haul x cost of an empty kilometre x share of empty returns that no rate holds."""
    for run in runs:
        row = bill.tariffs.empty_return(run.mode, unit_of(run, bill.shipment), run.origin, run.destination)
        if row is not None:
            yield _returned(bill, run, row)


def _returned(bill: Bill, run: Run, row: EmptyReturn) -> Charge:
    paid = (*run.legs, *run.fares)

    def made() -> Charge:
        beyond = max(0.0, row.share - row.share_in_rate)
        how = f"{row.share:g} come back empty, {row.share_in_rate:g} are in the rate"
        terms = (
            of_steps("haul", paid),
            of_row("empty over loaded kilometre", row.cost_factor, "ratio", row),
            of_row("share beyond the rate", beyond, "ratio", row, how),
        )
        return charge(Operation.EMPTIES, row.unit, run.ends, terms, mode=run.mode)

    return bill.once((Operation.EMPTIES, row.id, run.ends, tuple(step.cost for step in paid)), made)


def unit_of(run: Run, shipment: Shipment) -> str:
    """What comes back: by road the truck, which brings its box home (goods that change trucks leave it)."""
    if run.mode is Mode.ROAD:
        return _TRUCK
    return _BOX if shipment.is_boxed or run.mode is not Mode.RAIL else _WAGON


def run_empty(tariffs: Tariffs, steps: Sequence[Step], shipment: Shipment) -> tuple[Step, ...]:
    """The steps of a way that is driven without a load: its hauls at the cost of empty kilometres.

    Posts are passed at the price and in the time of a loaded vehicle, since no survey tells them apart;
    nothing is loaded, unloaded or waited for. By air nothing comes back: no row tells an empty kilometre.

    Args:
        tariffs: of the day.
        steps: of the way, all that is done with a load.
        shipment: what was carried the other way.
    """
    factors: dict[int, Figure] = {}
    for run in runs_of(steps):
        row = tariffs.empty_return(run.mode, unit_of(run, shipment), run.destination, run.origin)
        figure = NOTHING if row is None else Figure(row.cost_factor, row.evidence, row.sources)
        factors |= dict.fromkeys(map(id, (*run.legs, *run.fares)), figure)
    return tuple(_empty(step, factors) for step in steps if id(step) in factors or _is_passed(step))


def _is_passed(step: Step) -> bool:
    """Whether a step is taken without a load too: rest on a leg, and posts."""
    return step.kind == "leg" or step.operation is Operation.CROSS


def _empty(step: Step, factors: Mapping[int, Figure]) -> Step:
    factor = factors.get(id(step))
    return replace(step, co2e=NOTHING, cost=step.cost if factor is None else step.cost * factor)

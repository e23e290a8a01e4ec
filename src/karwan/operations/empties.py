"""The return of empty trucks, boxes and wagons beyond what the haul rates hold (docs/rules, 2.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karwan.operations.charge import Charge, charge, of_row, of_steps
from karwan.operations.runs import Run
from karwan.operations.tariffs import Tariffs
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment
from karwan.words.step import Operation

_TRUCK, _BOX, _WAGON = "truck", "container", "wagon"


def empties(tariffs: Tariffs, runs: Sequence[Run], shipment: Shipment) -> Iterator[Charge]:
    """For each run the haul x cost of an empty kilometre x share of empty returns that no rate holds."""
    for run in runs:
        unit = unit_of(run, shipment)
        row = tariffs.empty_return(run.mode, unit, run.origin, run.destination)
        if row is None:
            continue
        beyond = max(0.0, row.share - row.share_in_rate)
        how = f"{row.share:g} come back empty, {row.share_in_rate:g} are in the rate"
        terms = (
            of_steps("haul", (*run.legs, *run.fares)),
            of_row("empty over loaded kilometre", row.cost_factor, "ratio", row),
            of_row("share beyond the rate", beyond, "ratio", row, how),
        )
        yield charge(Operation.EMPTIES, unit, run.ends, terms, mode=run.mode)


def unit_of(run: Run, shipment: Shipment) -> str:
    """What comes back: by road the truck, whose return holds its box unless another truck takes that on."""
    if run.mode is Mode.ROAD:
        return _BOX if shipment.is_boxed and run.is_relayed else _TRUCK
    return _BOX if shipment.is_boxed or run.mode is not Mode.RAIL else _WAGON

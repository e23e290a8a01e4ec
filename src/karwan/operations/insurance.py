"""Insurance of the goods by their value, and against war (docs/rules, 2.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from karwan.facts.rows import Insurance
from karwan.operations.bill import Bill
from karwan.operations.charge import Charge, Term, charge, of_row
from karwan.operations.runs import Run
from karwan.operations.tariffs import Ground, Tariffs
from karwan.words.shipment import Shipment
from karwan.words.step import Operation

_COVERS = ("cargo", "war")
# A run of so small a part of the way is in the policy of the rest; danger of war is where it is.
_LEAST_PART = 0.05


def insurance(bill: Bill, runs: Sequence[Run], passed: frozenset[str]) -> Iterator[Charge]:
    """The cover of the goods and the extra for war, each by the dearest row of the way."""
    ends = runs[0].ends[0], runs[-1].ends[1]
    lengths_km = [run.distance_km for run in runs]
    least_km = _LEAST_PART * sum(lengths_km)
    grounds = [list(_grounds(run, passed)) for run in runs]
    for cover in _COVERS:
        counted = [
            of_run for of_run, km in zip(grounds, lengths_km, strict=True) if cover == "war" or km >= least_km
        ]
        along = dict.fromkeys(chain.from_iterable(counted))
        asked = [
            _covered(bill, row, ends)
            for metric in ("share_of_value", "cost_usd")
            if (row := bill.tariffs.dearest(cover, metric, along)) is not None
        ]
        # A surcharge in dollars is a price of the same risk: the dearer of the two is paid.
        if asked:
            yield max(asked, key=lambda one: one.step.cost.value)


def value_of_goods(tariffs: Tariffs, shipment: Shipment) -> Term:
    """The value of the shipment, as good as that of its freight group."""
    row = tariffs.commodities.get(shipment.commodity)
    name, usd = "value of the goods", shipment.value_usd
    return Term(name, usd, "USD") if row is None else of_row(name, usd, "USD", row)


def _covered(bill: Bill, row: Insurance, ends: tuple[str, str]) -> Charge:
    key = Operation.INSURANCE, row.id, ends
    return bill.once(key, lambda: charge(Operation.INSURANCE, row.cover, ends, _terms(bill, row)))


def _terms(bill: Bill, row: Insurance) -> tuple[Term, ...]:
    if row.metric == "share_of_value":
        return value_of_goods(bill.tariffs, bill.shipment), of_row("rate", row.value, "ratio", row)
    usd = row.value * bill.book.money.factor(row.year)
    count = bill.shipment.count_of(row.unit)
    return of_row("surcharge", usd, row.unit, row), Term(row.unit.removeprefix("USD/"), count)


def _grounds(run: Run, passed: frozenset[str]) -> Iterator[Ground]:
    """Each leg of a run; by sea and air with the territories of its ports."""
    for territory, area in dict.fromkeys((leg.territory, leg.area) for leg in run.legs):
        areas = (area, run.origin, run.destination) if territory is None else (territory,)
        yield Ground(run.mode, frozenset(filter(None, areas)), passed)

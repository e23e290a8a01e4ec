"""Insurance of the goods by their value, and against war (docs/rules, 2.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karwan.facts.rows import Insurance
from karwan.operations.book import Book
from karwan.operations.charge import Charge, Term, charge, of_row
from karwan.operations.runs import Run
from karwan.operations.tariffs import Ground, Tariffs
from karwan.words.shipment import Shipment
from karwan.words.step import Operation

_COVERS = ("cargo", "war")
# A run of so small a part of the way is in the policy of the rest; danger of war is where it is.
_LEAST_PART = 0.05


def insurance(
    book: Book, tariffs: Tariffs, runs: Sequence[Run], passed: frozenset[str], shipment: Shipment
) -> Iterator[Charge]:
    """The cover of the goods and the extra for war, each by the dearest row of the way."""
    ends = runs[0].ends[0], runs[-1].ends[1]
    length_km = sum(run.distance_km for run in runs)
    for cover in _COVERS:
        counted = [run for run in runs if cover == "war" or run.distance_km >= _LEAST_PART * length_km]
        grounds = {ground for run in counted for ground in _grounds(run, passed)}
        asked = [
            charge(Operation.INSURANCE, cover, ends, terms)
            for metric in ("share_of_value", "cost_usd")
            if (row := tariffs.dearest(cover, metric, grounds)) is not None
            for terms in (_terms(book, tariffs, row, shipment),)
        ]
        # A surcharge in dollars is a price of the same risk: the dearer of the two is paid.
        if asked:
            yield max(asked, key=lambda one: one.step.cost.value)


def value_of_goods(tariffs: Tariffs, shipment: Shipment) -> Term:
    """The value of the shipment, as good as that of its freight group."""
    row = tariffs.commodities.get(shipment.commodity)
    name, usd = "value of the goods", shipment.value_usd
    return Term(name, usd, "USD") if row is None else of_row(name, usd, "USD", row)


def _terms(book: Book, tariffs: Tariffs, row: Insurance, shipment: Shipment) -> tuple[Term, ...]:
    if row.metric == "share_of_value":
        return value_of_goods(tariffs, shipment), of_row("rate", row.value, "ratio", row)
    usd = row.value * book.money.factor(row.year)
    count = shipment.count_of(row.unit)
    return of_row("surcharge", usd, row.unit, row), Term(row.unit.removeprefix("USD/"), count)


def _grounds(run: Run, passed: frozenset[str]) -> Iterator[Ground]:
    """Each leg of a run; by sea and air with the territories of its ports."""
    for leg in run.legs:
        if leg.territory is not None:
            yield Ground(run.mode, frozenset({leg.territory}), passed)
        else:
            areas = {area for area in (leg.area, run.origin, run.destination) if area}
            yield Ground(run.mode, frozenset(areas), passed)

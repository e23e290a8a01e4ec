"""What standing beyond the free days is expected to cost: boxes, their power, trucks (docs/rules, 2.12)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import NormalDist

from karwan.facts.rows import Demurrage
from karwan.operations.bill import Bill
from karwan.operations.charge import Charge, Term, charge, of_row
from karwan.operations.insurance import value_of_goods
from karwan.operations.runs import Run
from karwan.operations.tariffs import Tariffs
from karwan.words.mode import Mode
from karwan.words.step import Operation, Step

_DAY_H = 24.0
_TERMINALS = frozenset({"port", "rail_terminal", "dry_port"})
_OF_VALUE = "share_of_value"


def demurrage(bill: Bill, steps: Sequence[Step], runs: Sequence[Run]) -> Iterator[Charge]:
    """What standing is expected to cost beyond the free days and beyond what surveyed prices hold."""
    if bill.shipment.is_boxed:
        for where, stay in _stays(bill.tariffs, steps):
            yield from _at_terminal(bill, where, stay)
        yield from _detained(bill, steps, runs)
    yield from _trucks(bill, steps)


def mean_excess(mean: float, sd: float, free: float) -> float:
    """The mean of what a lognormal time with this mean and standard deviation takes beyond a free time.

    E[max(0, X - K)] = mean N(d1) - K N(d2), d1 = (ln(mean / K) + s2 / 2) / s, d2 = d1 - s, with
    s2 = ln(1 + (sd / mean)^2).

    Source: Black and Scholes 1973, The pricing of options and corporate liabilities, Journal of Political
    Economy 81(3), equation 13, without interest.
    """
    if mean <= 0:
        return 0.0
    if free <= 0:
        return mean
    if sd <= 0:
        return max(0.0, mean - free)
    s2 = math.log1p((sd / mean) ** 2)
    s = math.sqrt(s2)
    d1 = (math.log(mean / free) + s2 / 2) / s
    normal = NormalDist()
    return mean * normal.cdf(d1) - free * normal.cdf(d1 - s)


def _stays(tariffs: Tariffs, steps: Sequence[Step]) -> Iterator[tuple[str, list[Step]]]:
    """What is done at each terminal on the way: a box stands there from one vehicle to the next."""
    for (kind, where, _), done in groupby(steps, key=lambda step: (step.kind, step.origin, step.destination)):
        if kind == "transfer" and tariffs.kinds.get(where) in _TERMINALS:
            yield where, list(done)


def _at_terminal(bill: Bill, where: str, stay: Sequence[Step]) -> Iterator[Charge]:
    """Storage of the box and, of a reefer, its power."""
    kinds = ("storage", "plug_in") if bill.shipment.is_reefer else ("storage",)
    territory = next((step.territory for step in stay if step.territory), None)
    for kind in kinds:
        row = bill.tariffs.standing(kind, where, territory, _boxes(bill))
        if row is not None:
            yield _standing(bill, row, (where, where), stay)


def _boxes(bill: Bill) -> tuple[str, str]:
    """The kinds of box that rows may be about."""
    return "reefer" if bill.shipment.is_reefer else "dry", "any"


def _detained(bill: Bill, steps: Sequence[Step], runs: Sequence[Run]) -> Iterator[Charge]:
    """The line's box inland, from its port there and back, or the price of reloading the goods at the port.

    A box is a line's where the way is longer by sea than over land.
    """
    by_sea = [run for run in runs if run.mode is Mode.SEA]
    if not by_sea or runs[-1] is by_sea[-1]:
        return
    if 2 * sum(run.distance_km for run in by_sea) <= sum(run.distance_km for run in runs):
        return
    port = by_sea[-1].ends[1]
    inland = steps[steps.index(by_sea[-1].legs[-1]) + 1 :]
    territory = next((step.territory for step in inland if step.territory), None)
    row = bill.tariffs.standing("detention", port, territory, _boxes(bill))
    if row is None:
        return
    out = [step for step in inland if step.origin != port or step.kind == "leg"]
    back = [step for step in out if step.kind == "leg" or step.operation is Operation.CROSS]
    kept = _standing(bill, row, (port, steps[-1].destination), [*out, *back])
    yield min((kept, *_reloaded(bill, port)), key=lambda one: one.step.cost.value)


def _reloaded(bill: Bill, port: str) -> Iterator[Charge]:
    """The goods reloaded at the port, so that the box goes back at once."""
    entry = bill.book.default(Operation.TRANSSHIP, ("road>road", "*"), "cost_usd")
    if entry is not None:
        price = Term(
            "reloading at the port",
            entry.figure.value,
            entry.unit,
            entry.figure.evidence,
            entry.figure.sources,
            entry.rows,
            "cheaper than keeping the box of the line",
        )
        count = Term(entry.unit.removeprefix("USD/"), bill.shipment.count_of(entry.unit))
        yield charge(Operation.DEMURRAGE, "reloading", (port, port), (price, count))


def _trucks(bill: Bill, steps: Sequence[Step]) -> Iterator[Charge]:
    """Trucks that wait for a post to open: surveyed prices hold all other standing."""
    for step in steps:
        if step.kind != "transfer" or step.operation is not Operation.WAIT or step.mode is not Mode.ROAD:
            continue
        if step.origin not in bill.book.crossings or not step.time.value:
            continue
        row = bill.tariffs.standing("truck", step.origin, step.territory, ("any",))
        if row is not None:
            yield _standing(bill, row, (step.origin, step.origin), [step])


def _taken(steps: Sequence[Step]) -> tuple[float, float]:
    """Mean and standard deviation of the hours of some steps."""
    return math.fsum(step.time.value for step in steps), math.hypot(*(step.time_sd_h for step in steps))


def _days(mean_h: float, sd_h: float, row: Demurrage) -> Term:
    free = row.free_days or 0.0
    days = mean_excess(mean_h, sd_h, free * _DAY_H) / _DAY_H
    how = f"stay of {mean_h / _DAY_H:.2g} ± {sd_h / _DAY_H:.2g} d, {free:g} free"
    return Term("days to be paid", days, "d", how=how)


def _standing(bill: Bill, row: Demurrage, ends: tuple[str, str], stay: Sequence[Step]) -> Charge:
    taken = _taken(stay)

    def made() -> Charge:
        if row.unit == _OF_VALUE:
            price = (of_row("a day", row.per_day, "ratio", row), value_of_goods(bill.tariffs, bill.shipment))
        else:
            usd = row.per_day * bill.book.money.factor(row.year)
            count = Term(row.unit.removeprefix("USD/"), bill.shipment.count_of(row.unit))
            price = (of_row("a day", usd, row.unit, row), count)
        return charge(Operation.DEMURRAGE, row.kind.replace("_", " "), ends, (_days(*taken, row), *price))

    return bill.once((Operation.DEMURRAGE, row.id, ends, taken), made)

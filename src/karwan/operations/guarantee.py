"""What lets goods pass customs in transit: a TIR carnet, or a bank's guarantee (docs/rules, 2.11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karwan.operations.bill import Bill
from karwan.operations.charge import Charge, Term, charge, of_row
from karwan.operations.insurance import value_of_goods
from karwan.operations.tariffs import Ground, Tariffs
from karwan.words.mode import Mode
from karwan.words.step import Operation, Step

_COVER = "guarantee"
_LAND = (Mode.ROAD, Mode.RAIL)
# What a bank asks is reckoned from the levies, of which a share is to be secured, of which it asks a share.
_OF_A_BANK = (
    ("levies_of_value", "levies over value"),
    ("share_of_levies", "secured"),
    ("share_of_security", "fee of the bank"),
)


def guarantees(bill: Bill, hauls: Sequence[Step], passed: frozenset[str]) -> Iterator[Charge]:
    """A carnet for each stretch under TIR, a bank's guarantee for each transit that is under none."""
    carried: set[int] = set()
    for stretch in bill.tariffs.customs.under_tir(hauls):
        carried |= {id(leg) for leg in stretch}
        yield from _carnet(bill, stretch, passed)
    for legs in _transits(bill.tariffs, hauls, carried):
        yield from _of_bank(bill, legs, passed)


def _carnet(bill: Bill, stretch: Sequence[Step], passed: frozenset[str]) -> Iterator[Charge]:
    home = str(stretch[0].territory)
    row = bill.tariffs.cover(_COVER, "cost_usd", Ground(Mode.ROAD, frozenset({home}), passed))
    if row is None:
        return
    ends = stretch[0].origin, stretch[-1].destination

    def made() -> Charge:
        price = of_row("price", row.value * bill.book.money.factor(row.year), row.unit, row)
        count = Term(row.unit.removeprefix("USD/"), bill.shipment.count_of(row.unit))
        return charge(Operation.GUARANTEE, "TIR carnet", ends, (price, count), mode=Mode.ROAD)

    yield bill.once((Operation.GUARANTEE, row.id, ends), made)


def _transits(tariffs: Tariffs, hauls: Sequence[Step], carried: set[int]) -> Iterator[Sequence[Step]]:
    """The stretches over land in transit that one guarantee serves, without those under a carnet."""
    origin, destination = hauls[0].territory, hauls[-1].territory
    at_home = bool(origin)  # as long as goods are among those in free circulation at the origin
    before: Step | None = None
    stretch: list[Step] = []
    for leg in hauls:
        if leg.territory is None or leg.mode is None:
            at_home = False
        else:
            joined = before is None or before.territory is None or leg.territory == before.territory
            if before is not None and before.territory and not joined:
                at_home = at_home and tariffs.customs.are_joined(before.territory, leg.territory, leg.mode)
            if at_home or leg.territory in (origin, destination) or id(leg) in carried:
                pass
            elif stretch and stretch[-1] is before and _is_served(tariffs, stretch[-1], leg):
                stretch.append(leg)
            else:
                if stretch:
                    yield stretch
                stretch = [leg]
        before = leg
    if stretch:
        yield stretch


def _is_served(tariffs: Tariffs, last: Step, leg: Step) -> bool:
    if last.territory == leg.territory:
        return True
    mode = leg.mode or Mode.ROAD
    return tariffs.customs.share_guarantee(str(last.territory), str(leg.territory), mode)


def _of_bank(bill: Bill, legs: Sequence[Step], passed: frozenset[str]) -> Iterator[Charge]:
    """The fee for a guarantee of the levies; the dearest of the modes of the stretch counts."""
    where_led = dict.fromkeys((leg.mode, leg.territory) for leg in legs if leg.mode and leg.territory)
    grounds = [Ground(mode, frozenset({territory}), passed) for mode, territory in where_led]
    found = [bill.tariffs.dearest(_COVER, metric, grounds) for metric, _ in _OF_A_BANK]
    rows = [row for row in found if row is not None]
    if len(rows) < len(found):
        return
    ends = legs[0].origin, legs[-1].destination
    mode, where = legs[0].mode, legs[0].territory

    def made() -> Charge:
        named = zip(_OF_A_BANK, rows, strict=True)
        terms = [of_row(name, row.value, row.unit, row) for (_, name), row in named]
        terms.insert(0, value_of_goods(bill.tariffs, bill.shipment))
        return charge(Operation.GUARANTEE, "bank guarantee", ends, terms, mode=mode, territory=where)

    key = Operation.GUARANTEE, tuple(row.id for row in rows), ends, mode, where
    yield bill.once(key, made)

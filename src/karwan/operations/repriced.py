"""Prices after a change: only what the change reaches is priced anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from karwan.operations.legs import leg_steps
from karwan.operations.priced import Passing, Priced, price, prices_of_transfers
from karwan.operations.transfers import total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.network.record import Cell
    from karwan.operations.book import Book
    from karwan.operations.permission import Calendar
    from karwan.operations.touched import Reach
    from karwan.words.shipment import Shipment


def reprice(
    before: Priced,
    reach: Reach,
    book: Book,
    days: Calendar,
    cells: Sequence[Cell],
    passings: Sequence[Passing],
    shipment: Shipment,
) -> Priced:
    """The prices after a change of tables, equal bit for bit to `price` of the whole.

    Args:
        before: prices of the same shipment, day, cells and passings before the change.
        reach: what the change reaches (`touched_by`).
        book: after the change, of the day.
        days: after the change.
        cells: of the network.
        passings: of the overlay.
        shipment: what is sent.
    """
    if reach.is_everywhere:
        return price(book, days, cells, passings, shipment)
    wanted, gateways, entered = set(reach.cells), set(reach.gateways), set(reach.entered)
    rates = before.cell_rates.copy()
    for index, cell in enumerate(cells):
        if cell.key in wanted:
            rates[index] = total(leg_steps(book, cell, ("", ""), 1.0, shipment))
    costs, is_open = before.transfer_costs.copy(), before.transfer_open.copy()
    reached = [
        index
        for index, (gateway, _, after) in enumerate(passings)
        if gateway.id in gateways or after.key in entered
    ]
    if reached:
        some = prices_of_transfers(book, days, [passings[index] for index in reached], shipment)
        costs[reached], is_open[reached] = some
    for array in (rates, costs, is_open):
        array.setflags(write=False)
    return replace(before, cell_rates=rates, transfer_costs=costs, transfer_open=is_open)

"""Prices of one class of shipment on one day, as arrays that the search reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.record import Cell, Gateway, GatewayKind
from karwan.operations.legs import leg_steps
from karwan.operations.transfers import finish_steps, start_steps, total, transfer_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from karwan.operations.book import Book
    from karwan.operations.permission import Calendar
    from karwan.words.shipment import Shipment


@dataclass(frozen=True, slots=True)
class Priced:
    """What the overlay costs a shipment.

    Attributes:
        cell_rates: (cells, 3) hours, US dollars and kg CO2e a kilometre.
        transfer_costs: (transfers, 3) hours, US dollars, kg CO2e of each transfer.
        transfer_open: (transfers,) whether it may be used today.
        start_costs, finish_costs: (cells, 3) loading at an origin, unloading at a destination in each cell.
    """

    cell_rates: NDArray[np.float64]
    transfer_costs: NDArray[np.float64]
    transfer_open: NDArray[np.bool_]
    start_costs: NDArray[np.float64]
    finish_costs: NDArray[np.float64]


# One transfer: the gateway, the cell that is left and the cell that is entered.
Passing = tuple[Gateway, Cell, Cell]


def price(
    book: Book, days: Calendar, cells: Sequence[Cell], passings: Sequence[Passing], shipment: Shipment
) -> Priced:
    """Prices every cell and transfer for one class of shipment on one day."""
    costs, is_open = prices_of_transfers(book, days, passings, shipment)
    return Priced(
        cell_rates=_table([total(leg_steps(book, cell, ("", ""), 1.0, shipment)) for cell in cells]),
        transfer_costs=costs,
        transfer_open=is_open,
        start_costs=_table([total(start_steps(book, cell, "", shipment)) for cell in cells]),
        finish_costs=_table([total(finish_steps(book, cell, "", shipment)) for cell in cells]),
    )


def prices_of_transfers(
    book: Book, days: Calendar, passings: Sequence[Passing], shipment: Shipment
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Costs, (transfers, 3) as of Priced, of some transfers, and (transfers,) whether each is open."""
    costs = np.zeros((len(passings), 3))
    is_open = np.ones(len(passings), dtype=np.bool_)
    known: dict[object, tuple[float, float, float]] = {}
    for index, (gateway, before, after) in enumerate(passings):
        signature = _signature(book, gateway, before, after)
        if signature not in known:
            known[signature] = total(transfer_steps(book, gateway, before, after, shipment))
        costs[index] = known[signature]
        is_open[index] = days.barrier(gateway, (before.territory, after.territory)) is None
    return costs, is_open


def _signature(book: Book, gateway: Gateway, before: Cell, after: Cell) -> object:
    """Transfers of one signature cost the same: without figures of its own a gateway is told by its kind."""
    if gateway.kind is GatewayKind.PASSAGE or _is_told_apart(book, gateway):
        return gateway.id, before.key, after.key
    if gateway.kind is GatewayKind.POST:
        crossing = book.crossings[gateway.id]
        return crossing.passage, before.key, after.key, crossing.territory_a, crossing.territory_b
    tags = (before.service, before.basin, after.service, after.basin)
    return gateway.kind, before.mode, after.mode, before.gauge_mm == after.gauge_mm, tags, after.territory


def _is_told_apart(book: Book, gateway: Gateway) -> bool:
    """Whether a gateway has figures or working hours of its own."""
    return gateway.id in book.measured_gateways or gateway.id in book.hours.posts


def _table(rows: Sequence[tuple[float, float, float]]) -> NDArray[np.float64]:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    table.setflags(write=False)
    return table

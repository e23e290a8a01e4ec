"""What the ways of one question are composed with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from karwan.network.record import Cell, Gateway
from karwan.operations.book import Book
from karwan.operations.limits import Limits
from karwan.operations.priced import Passing
from karwan.routing.overlay import Overlay
from karwan.state import State
from karwan.words.shipment import Shipment


@dataclass(frozen=True, slots=True)
class Ground:
    """What composing needs of the state and the question.

    Attributes:
        book: figures of the day. cells, gateways: of the network. passings: gateway and cells of each
            transfer of the overlay.
        overlay: vertices. shipment: what is sent. on: the day.
        ends: codes of the territories (or border unions) of origin and destination.
        limits: on weight, size and danger that the shipment exceeds.
    """

    book: Book
    cells: tuple[Cell, ...]
    gateways: tuple[Gateway, ...]
    passings: tuple[Passing, ...]
    overlay: Overlay
    shipment: Shipment
    on: date
    ends: tuple[str | None, str | None]
    limits: Limits


def ground_of(
    state: State,
    shipment: Shipment,
    on: date,
    ends: tuple[str | None, str | None],
    prices_of: int | None = None,
) -> Ground:
    """The ground of a question; arguments as of Ground, in the dollars of a year (of the day's if None)."""
    cells, gateways = state.network.cells, state.network.gateways
    passings = passings_of(gateways, cells, state.overlay)
    book = state.book.on_day(on, prices_of)
    limits = Limits(state.facts, shipment, on, is_international=ends[0] != ends[1])
    return Ground(book, cells, gateways, passings, state.overlay, shipment, on, ends, limits)


def passings_of(gateways: Sequence[Gateway], cells: Sequence[Cell], overlay: Overlay) -> tuple[Passing, ...]:
    """The gateway, the cell left and the cell entered of each transfer of the overlay."""
    vertex_cell = overlay.vertex_cell
    triples = zip(
        overlay.transfer_gateway.tolist(),
        vertex_cell[overlay.transfer_from].tolist(),
        vertex_cell[overlay.transfer_to].tolist(),
        strict=True,
    )
    return tuple((gateways[gateway], cells[before], cells[after]) for gateway, before, after in triples)

"""What the ways of one question are composed with."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from karwan.network.record import Cell, Gateway
from karwan.operations.admission import Trucks
from karwan.operations.book import Book
from karwan.operations.law import Law, consignment_of, rules_on, switched
from karwan.operations.limits import Limits
from karwan.operations.priced import Passing
from karwan.operations.running import Running
from karwan.routing.overlay import Overlay
from karwan.state import State
from karwan.words.shipment import Shipment
from karwan.words.step import Step


@dataclass(frozen=True, slots=True)
class Ground:
    """What composing needs of the state and the question.

    Attributes:
        book: figures of the day. cells, gateways: of the network. passings: gateway and cells of each
            transfer of the overlay.
        overlay: vertices. shipment: what is sent. on: the day.
        ends: codes of the territories (or border unions) of origin and destination.
        limits: on weight, size and danger that the shipment exceeds.
        law: what rules shut for it. spared: what those would that bind only who is under them, and that the
            user did not turn on.
        trucks: which may run where. running: which trains and ferries run on the day.
        ways: those of the question that were composed, by places, cells and transfers.
        known: what is done at transfers (by their numbers), on legs and at ends, as far as it was composed.
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
    law: Law
    spared: Law
    trucks: Trucks
    running: Running
    ways: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
    known: dict[Hashable, tuple[Step, ...]] = field(default_factory=dict, compare=False, repr=False)


def ground_of(
    state: State,
    shipment: Shipment,
    on: date,
    ends: tuple[str | None, str | None],
    prices_of: int | None = None,
    sanctions: frozenset[str] = frozenset(),
    members: tuple[str | None, str | None] = (None, None),
    passings: tuple[Passing, ...] | None = None,
) -> Ground:
    """The ground of a question.

    Args:
        state: facts and network.
        shipment: what is sent.
        on: the day.
        ends: as of Ground.
        prices_of: in the dollars of which year; of the day's if None.
        sanctions: ids of rules that bind only who is under them, and that the user turned on.
        members: codes of the ends inside their border unions.
        passings: those of the state, where they are known already.
    """
    cells, gateways = state.network.cells, state.network.gateways
    passings = passings_of(gateways, cells, state.overlay) if passings is None else passings
    book = state.book.on_day(on, prices_of)
    limits = Limits(state.facts, shipment, on, is_international=ends[0] != ends[1])
    sent = consignment_of(state.facts, shipment, tuple(zip(ends, members, strict=True)))
    rules = rules_on(state.facts, on)
    law, spared = (Law(state.facts, switched(rules, sanctions, is_on=is_on), sent) for is_on in (True, False))
    trucks = Trucks(book, on, ends, sent.goods, sanctions)
    running = Running(state.facts, on, passings)
    return Ground(
        book,
        cells,
        gateways,
        passings,
        state.overlay,
        shipment,
        on,
        ends,
        limits,
        law,
        spared,
        trucks,
        running,
    )


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

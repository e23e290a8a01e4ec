"""Everything that is true at one moment: a frozen record, no verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karwan.facts.load import Facts
    from karwan.network.record import Network
    from karwan.operations.book import Book
    from karwan.routing.overlay import Overlay
    from karwan.storage.store import Store
    from karwan.words.scenario import Held


@dataclass(frozen=True, slots=True)
class State:
    """Facts, network and overlay.

    Attributes:
        facts: tables, a user's rows laid over. book: figures of operations, looked up from them.
        network: cells, gateways, ends. overlay: vertices and tables of the search.
        store: where built arrays are kept. scenarios: those that led to it, in order.
    """

    facts: Facts
    book: Book
    network: Network
    overlay: Overlay
    store: Store
    scenarios: tuple[Held, ...] = ()

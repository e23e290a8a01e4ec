"""For whom charges are made: a shipment on a day, with those that were made before."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from karwan.operations.book import Book
from karwan.operations.charge import Charge
from karwan.operations.tariffs import Tariffs
from karwan.words.shipment import Shipment

# What is kept of one shipment at most.
_MOST = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Bill:
    """What charges are made by.

    Attributes:
        book: figures of a day, in the dollars of a year. tariffs: its rows. shipment: what is sent.
        made: charges by the row and all of the way that they depend on.
    """

    book: Book
    tariffs: Tariffs
    shipment: Shipment
    made: dict[Hashable, Charge]

    def once(self, key: Hashable, make: Callable[[], Charge]) -> Charge:
        """The charge that was made before under a key, else now: ways share most of theirs."""
        found = self.made.get(key)
        if found is None:
            if len(self.made) >= _MOST:
                self.made.clear()
            found = self.made[key] = make()
        return found


def bill_of(book: Book, shipment: Shipment) -> Bill:
    """What the charges of a shipment are made by."""
    tariffs = book.tariffs
    return Bill(book, tariffs, shipment, tariffs.made(shipment, book.money.year))

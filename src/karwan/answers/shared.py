"""What many questions on one state share: attached places, and the prices of a shipment on a day."""

from __future__ import annotations

from dataclasses import dataclass, field

from karwan.answers.ground import Ground, passings_of
from karwan.operations.permission import Calendar
from karwan.operations.priced import Passing, Priced, price
from karwan.operations.repriced import reprice
from karwan.operations.touched import Reach
from karwan.routing.attach import Attachment
from karwan.state import State

_Spot = tuple[float, float, str | None]


@dataclass(eq=False)
class Shared:
    """Results of one state that are kept from question to question.

    Attributes:
        state: whose they are. before: those of the state that a scenario was applied to, None without one.
        reach: what the scenario makes cost another price.
        places: attached, by position and territory. prices: by shipment, day and year of the dollars.
    """

    state: State
    before: Shared | None = None
    reach: Reach = field(default_factory=lambda: Reach(is_everywhere=True))
    places: dict[_Spot, tuple[Attachment, ...]] = field(default_factory=dict)
    prices: dict[object, Priced] = field(default_factory=dict)
    _passings: tuple[Passing, ...] | None = None

    def __post_init__(self) -> None:
        """Takes over where the places of the state before are attached, if the lines are the same."""
        if self.before is not None and self.before.state.overlay is self.state.overlay:
            self.places = self.before.places

    @property
    def passings(self) -> tuple[Passing, ...]:
        """As of `ground.passings_of`."""
        if self._passings is None:
            network, lines = self.state.network, self.state.overlay
            if self.before is not None and self.before.state.overlay is lines:
                self._passings = self.before.passings
            else:
                self._passings = passings_of(network.gateways, network.cells, lines)
        return self._passings

    def priced(self, ground: Ground, days: Calendar, prices_of: int | None) -> Priced:
        """As of `price`; which transfers are open is that of the first who asks, and not for the others."""
        key = ground.shipment, ground.on, prices_of
        if key not in self.prices:
            self.prices[key] = self._made(ground, days, self.before.prices.get(key) if self.before else None)
        return self.prices[key]

    def _made(self, ground: Ground, days: Calendar, before: Priced | None) -> Priced:
        told = ground.book, days, ground.cells, ground.passings, ground.shipment
        if before is None or self.reach.is_everywhere:
            return price(*told)
        return reprice(before, self.reach, *told)

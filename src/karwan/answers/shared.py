"""What many questions on one state share: attached places, and the prices of a shipment on a day."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from karwan.answers import barriers
from karwan.answers.ground import Ground, passings_of
from karwan.answers.question import RoutesQuestion
from karwan.operations.change_of_trucks import change_costs
from karwan.operations.clock import Clock
from karwan.operations.permission import Calendar
from karwan.operations.priced import Passing, Priced, price
from karwan.operations.repriced import reprice
from karwan.operations.touched import Reach
from karwan.routing.attach import Attachment
from karwan.state import State
from karwan.words.step import Step

_MOST_KNOWN = 20_000
_Spot = tuple[float, float, str | None]
_Opened = tuple[NDArray[np.bool_], NDArray[np.float64]]
# What a row of these says is of the gateways that it reaches, and of no others.
_OF_GATEWAYS = frozenset(
    {"sources", "crossing_periods", "crossing_hours", "crossing_measures", "border_averages"}
)


@dataclass(eq=False)
class Shared:
    """Results of one state that are kept from question to question.

    Attributes:
        state: whose they are. before: those of the state that a scenario was applied to, None without one.
        reach: what the scenario makes cost another price. tables: those of which it changes rows.
        places: attached, by position and territory. prices: by shipment, day and year of the dollars.
    """

    state: State
    before: Shared | None = None
    reach: Reach = field(default_factory=lambda: Reach(is_everywhere=True))
    tables: Collection[str] = ("*",)
    places: dict[_Spot, tuple[Attachment, ...]] = field(default_factory=dict)
    prices: dict[object, Priced] = field(default_factory=dict)
    _passings: tuple[Passing, ...] | None = None
    _known: dict[object, dict[Hashable, tuple[Step, ...]]] = field(default_factory=dict)
    _clocks: dict[tuple[str | None, str | None], Clock] = field(default_factory=dict)
    _last: tuple[RoutesQuestion, _Opened] | None = None

    def __post_init__(self) -> None:
        """Takes over where the places of the state before are attached, if the lines are the same."""
        if self.before is not None and self.before.state.overlay is self.state.overlay:
            self.places = self.before.places

    @property
    def is_of_gateways(self) -> bool:
        """Whether the scenario changes what is done and let pass at some gateways (`reach`), and no more.

        Then all that does not pass them is as it was before.
        """
        return (
            self.before is not None
            and self.before.state.overlay is self.state.overlay
            and not (self.reach.is_everywhere or self.reach.cells or self.reach.entered)
            and set(self.tables) <= _OF_GATEWAYS
        )

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

    @property
    def reached(self) -> NDArray[np.intp]:
        """The transfers at the gateways that the scenario reaches."""
        wanted = set(self.reach.gateways)
        return np.flatnonzero([gateway.id in wanted for gateway, _, _ in self.passings])

    def known(self, question: RoutesQuestion) -> dict[Hashable, tuple[Step, ...]]:
        """As of Ground: what is done with the shipment of a question at transfers, on legs and at ends."""
        known = self._known.setdefault((question.shipment, question.on, question.prices_of), {})
        if len(known) > _MOST_KNOWN:  # legs of ever new places
            known.clear()
        return known

    def clock(self, ends: tuple[str | None, str | None]) -> Clock:
        """When the gateways work for what is sent between two territories."""
        if ends not in self._clocks:
            self._clocks[ends] = Clock(self.state.facts, ends)
        return self._clocks[ends]

    def priced(self, ground: Ground, days: Calendar, prices_of: int | None) -> Priced:
        """As of `price`; which transfers are open is that of the first who asks, and not for the others."""
        key = ground.shipment, ground.on, prices_of
        if key not in self.prices:
            before = self.before.prices.get(key) if self.before else None
            told = ground.book, days, ground.cells, ground.passings, ground.shipment
            if before is None or self.reach.is_everywhere:
                self.prices[key] = price(*told)
            else:
                self.prices[key] = reprice(before, self.reach, *told)
        return self.prices[key]

    def opened(self, ground: Ground, days: Calendar, question: RoutesQuestion) -> _Opened:
        """(transfers,) what is open to a question, and (transfers, 3) what changes of trucks add."""
        asked = self.before._last if self.before else None  # noqa: SLF001 - of this class
        if self.is_of_gateways and asked is not None and asked[0] == question:
            found = self._again(ground, days, question, asked[1])
        else:
            found = (
                barriers.open_transfers(ground, days, question.excluded),
                change_costs(ground.trucks, ground.passings, ground.shipment),
            )
        self._last = question, found
        return found

    def _again(self, ground: Ground, days: Calendar, question: RoutesQuestion, was: _Opened) -> _Opened:
        """The same where only some gateways are other than before."""
        reached = self.reached
        some = replace(ground, passings=tuple(ground.passings[index] for index in reached.tolist()))
        is_open, changes = was[0].copy(), was[1].copy()
        is_open[reached] = barriers.open_transfers(some, days, question.excluded)
        changes[reached] = change_costs(some.trucks, some.passings, some.shipment)
        return is_open, changes

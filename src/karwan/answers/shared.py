"""What many questions on one state share: attached places, and the prices of a shipment on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from karwan.answers import barriers
from karwan.answers.ground import Ground, passings_of
from karwan.answers.question import RoutesQuestion
from karwan.operations.change_of_trucks import change_costs
from karwan.operations.clock import Clock
from karwan.operations.permission import Calendar, calendar
from karwan.operations.priced import Passing, Priced, price
from karwan.operations.repriced import reprice
from karwan.operations.touched import Reach
from karwan.routing.attach import Attachment
from karwan.state import State
from karwan.words.step import Step

# What a server keeps at most: results of each kind, shipments with their steps, steps of each.
_MOST, _MOST_SHIPMENTS, _MOST_STEPS = 200, 12, 20_000
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Spot = tuple[float, float, str | None]
# What a row of these says is of the gateways that it reaches, and of no others.
_OF_GATEWAYS = frozenset(
    {"sources", "crossing_periods", "crossing_hours", "crossing_measures", "border_averages"}
)


class Opened(NamedTuple):
    """What is open to a question: (transfers,), (transfers, 3) what changes of trucks add, and (cells,)."""

    transfers: NDArray[np.bool_]
    changes: NDArray[np.float64]
    cells: NDArray[np.bool_]


@dataclass(eq=False)
class Shared:
    """Results of one state that are kept from question to question.

    Attributes:
        state: whose they are. before: those of the state that a scenario was applied to, None without one.
        reach: what the scenario makes cost another price. tables: those of which it changes rows.
        places: attached, by position and territory. prices: by shipment, day and year of the dollars.
        is_compiled: whether so many questions come that compiled kernels are worth their import.
    """

    state: State
    before: Shared | None = None
    reach: Reach = field(default_factory=lambda: Reach(is_everywhere=True))
    tables: Collection[str] = ("*",)
    places: dict[_Spot, tuple[Attachment, ...]] = field(default_factory=dict)
    prices: dict[object, Priced] = field(default_factory=dict)
    is_compiled: bool = False
    _passings: tuple[Passing, ...] | None = None
    _known: dict[object, dict[Hashable, tuple[Step, ...]]] = field(default_factory=dict)
    _clocks: dict[tuple[str | None, str | None], Clock] = field(default_factory=dict)
    _days: dict[tuple[date, tuple[str | None, str | None]], Calendar] = field(default_factory=dict)
    _opened: dict[object, Opened] = field(default_factory=dict)
    _liftable: dict[object, NDArray[np.bool_]] = field(default_factory=dict)

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
        key = question.shipment, question.on, question.prices_of
        known = _kept(self._known, key, dict, _MOST_SHIPMENTS)
        if len(known) > _MOST_STEPS:  # legs of ever new places
            known.clear()
        return known

    def days(self, on: date, ends: tuple[str | None, str | None]) -> Calendar:
        """The state of every gateway on a day, for what is sent between two territories."""
        return _kept(self._days, (on, ends), lambda: calendar(self.state.facts, on, ends))

    def clock(self, ends: tuple[str | None, str | None]) -> Clock:
        """When the gateways work for what is sent between two territories."""
        return _kept(self._clocks, ends, lambda: Clock(self.state.facts, ends))

    def priced(self, ground: Ground, days: Calendar, prices_of: int | None) -> Priced:
        """As of `price`; which transfers are open is that of the first who asks, and not for the others."""
        key = ground.shipment, ground.on, prices_of
        before = self.before.prices.get(key) if self.before else None
        told = ground.book, days, ground.cells, ground.passings, ground.shipment
        if before is None or self.reach.is_everywhere:
            return _kept(self.prices, key, lambda: price(*told))
        return _kept(self.prices, key, lambda: reprice(before, self.reach, *told))

    def opened(self, ground: Ground, days: Calendar, question: RoutesQuestion) -> Opened:
        """What is open to a question."""
        members = question.origin.territory, question.destination.territory
        key = ground.shipment, ground.on, ground.ends, members, question.sanctions, question.excluded
        before = self.before._opened.get(key) if self.before and self.is_of_gateways else None  # noqa: SLF001 - of this class
        if before is None:
            return _kept(self._opened, key, lambda: _opened(ground, days, question))
        return _kept(self._opened, key, lambda: self._again(ground, days, question, before))

    def _again(self, ground: Ground, days: Calendar, question: RoutesQuestion, was: Opened) -> Opened:
        """The same where only some gateways are other than before."""
        reached = self.reached
        some = replace(ground, passings=tuple(ground.passings[index] for index in reached.tolist()))
        is_open, changes = was.transfers.copy(), was.changes.copy()
        is_open[reached], changes[reached], _ = _opened(some, days, question)
        return Opened(is_open, changes, was.cells)

    def liftable(self, ground: Ground, days: Calendar) -> NDArray[np.bool_]:
        """(transfers,) as of `barriers.liftable_transfers`."""
        key = ground.on, ground.ends
        return _kept(self._liftable, key, lambda: barriers.liftable_transfers(ground, days))


def _opened(ground: Ground, days: Calendar, question: RoutesQuestion) -> Opened:
    return Opened(
        barriers.open_transfers(ground, days, question.excluded),
        change_costs(ground.trucks, ground.passings, ground.shipment),
        barriers.allowed_cells(ground, question.excluded),
    )


def _kept(kept: dict[_Key, _Value], key: _Key, make: Callable[[], _Value], most: int = _MOST) -> _Value:
    """A result that is made once; when there are too many, all are made anew."""
    value = kept.get(key)
    if value is None:
        value = make()
        if len(kept) >= most:
            kept.clear()
        kept[key] = value
    return value

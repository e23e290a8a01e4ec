"""The runs of one vehicle along a way, by which cover, guarantees and empties are told."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from karwan.words.mode import Mode
from karwan.words.step import Operation, Step


@dataclass(frozen=True, slots=True)
class Run:
    """Legs by one mode without a change of vehicle.

    Attributes:
        mode: of the run. legs: hauls in order. fares: the fixed part of the carrier's rate.
        origin, destination: territories in which it begins and ends; by sea and air those of the ports.
    """

    mode: Mode
    legs: tuple[Step, ...]
    fares: tuple[Step, ...]
    origin: str
    destination: str

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of the gateways or places where it begins and ends."""
        return self.legs[0].origin, self.legs[-1].destination

    @property
    def distance_km(self) -> float:
        """Length of all legs."""
        return math.fsum(leg.distance_km for leg in self.legs)


@dataclass(slots=True)
class _Open:
    """A run that is not at its end yet."""

    mode: Mode | None
    legs: list[Step]
    fares: list[Step]


def runs_of(steps: Sequence[Step]) -> tuple[Run, ...]:
    """The runs of a way: a new one begins with another mode, or where goods change trucks."""
    opened: list[_Open] = []
    waiting: list[Step] = []
    is_change = False
    for step in steps:
        if step.kind == "transfer" and opened:
            is_change |= step.operation is Operation.TRANSSHIP
            if step.operation is Operation.LOAD:
                waiting.append(step)
        if step.operation is not Operation.HAUL:
            continue
        last = opened[-1] if opened else None
        if last is None or last.mode is not step.mode or is_change:
            opened.append(_Open(step.mode, [], waiting))
        opened[-1].legs.append(step)
        waiting, is_change = [], False
    return tuple(_closed(opened))


def _closed(opened: Sequence[_Open]) -> Iterator[Run]:
    grounds = [[leg.territory for leg in one.legs if leg.territory] for one in opened]
    for index, one in enumerate(opened):
        before = next((found[-1] for found in reversed(grounds[:index]) if found), "")
        after = next((found[0] for found in grounds[index + 1 :] if found), "")
        yield Run(
            mode=Mode(one.mode or Mode.ROAD),
            legs=tuple(one.legs),
            fares=tuple(one.fares),
            origin=grounds[index][0] if grounds[index] else before,
            destination=grounds[index][-1] if grounds[index] else after,
        )

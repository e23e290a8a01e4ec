"""A route as the search knows it: cells, and the transfers between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from karwan.routing.attach import Attachment, direct_km
from karwan.routing.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Route:
    """Runs through `cells`, joined by `transfers` (of the overlay): one fewer than cells."""

    cells: tuple[int, ...]
    transfers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family(Route):
    """The best route of one chain of cells, and its generalised cost."""

    cost: float


@dataclass(frozen=True, slots=True)
class Leg:
    """One run of a route.

    Attributes:
        cell: where it runs. enter, leave: vertices; -1 for the place at that end of the route.
        km: its length, with the ways to the links.
    """

    cell: int
    enter: int
    leave: int
    km: float


def legs(
    overlay: Overlay, route: Route, origin: Sequence[Attachment], destination: Sequence[Attachment]
) -> tuple[Leg, ...]:
    """The runs of a route between two attached places, in order."""
    enters = [-1, *(int(overlay.transfer_to[transfer]) for transfer in route.transfers)]
    leaves = [*(int(overlay.transfer_from[transfer]) for transfer in route.transfers), -1]
    return tuple(
        Leg(cell, enter, leave, _km(overlay, (cell, enter, leave), origin, destination))
        for cell, enter, leave in zip(route.cells, enters, leaves, strict=True)
    )


def _km(
    overlay: Overlay,
    run: tuple[int, int, int],
    origin: Sequence[Attachment],
    destination: Sequence[Attachment],
) -> float:
    cell, enter, leave = run
    base = int(overlay.cell_first[cell])
    starts = [one for one in origin if one.cell == cell]
    finishes = [one for one in destination if one.cell == cell]
    if enter < 0 and leave < 0:
        return min((direct_km(one, other) for one in starts for other in finishes), default=float(np.inf))
    if enter < 0:
        return min((float(one.end_km[leave - base]) for one in starts), default=float(np.inf))
    if leave < 0:
        return min((float(one.end_km[enter - base]) for one in finishes), default=float(np.inf))
    return float(overlay.legs_of(cell)[enter - base, leave - base])

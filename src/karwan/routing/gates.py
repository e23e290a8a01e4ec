"""The ends of a search that starts or finishes at a vertex of the overlay instead of at a place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karwan.routing.attach import Attachment, direct_km
from karwan.routing.overlay import Overlay
from karwan.routing.question import Ends, Priced, along

# A place by its attachments, or a vertex at which a run enters or leaves a cell.
End = Sequence[Attachment] | int


def ends_between(overlay: Overlay, priced: Priced, start: End, finish: End) -> Ends:
    """The first and last legs between two ends; loading counts at places alone.

    Args:
        overlay: vertices and tables.
        priced: hours, US dollars, kg.
        start: the origin, or the vertex at which a run enters a cell.
        finish: the destination, or the vertex at which a run leaves a cell.
    """
    direct = np.full((len(overlay.cells), 3), np.inf)
    for cell in _cells(overlay, start):
        km = np.array([_direct_km(overlay, cell, start, finish)])
        loads = np.zeros(3)
        if not isinstance(start, int):
            loads = loads + priced.start_costs[cell]
        if not isinstance(finish, int):
            loads = loads + priced.finish_costs[cell]
        direct[cell] = along(km, priced.cell_rates[cell]) + loads
    return Ends(
        start=_legs(overlay, priced.cell_rates, priced.start_costs, start),
        finish=_legs(overlay, priced.cell_rates, priced.finish_costs, finish),
        direct=direct,
    )


def _cells(overlay: Overlay, end: End) -> list[int]:
    if isinstance(end, int):
        return [int(overlay.vertex_cell[end])]
    return [place.cell for place in end]


def _direct_km(overlay: Overlay, cell: int, start: End, finish: End) -> float:
    """The km from one end to the other inside a cell; inf where they are not both in it."""
    base = int(overlay.cell_first[cell])
    if isinstance(start, int):
        if isinstance(finish, int):
            inside = int(overlay.vertex_cell[finish]) == cell
            return float(overlay.legs_of(cell)[start - base, finish - base]) if inside else np.inf
        return _from_vertex(overlay, cell, start, finish)
    if isinstance(finish, int):
        return _from_vertex(overlay, cell, finish, start)
    pairs = ((one, other) for one in start for other in finish if one.cell == other.cell == cell)
    return min((direct_km(one, other) for one, other in pairs), default=np.inf)


def _from_vertex(overlay: Overlay, cell: int, vertex: int, places: Sequence[Attachment]) -> float:
    if int(overlay.vertex_cell[vertex]) != cell:
        return np.inf
    at = vertex - int(overlay.cell_first[cell])
    return min((float(place.end_km[at]) for place in places if place.cell == cell), default=np.inf)


def _legs(
    overlay: Overlay, rates: NDArray[np.float64], loads: NDArray[np.float64], end: End
) -> NDArray[np.float64]:
    legs = np.full((overlay.vertex_cell.size, 3), np.inf)
    if isinstance(end, int):
        cell = int(overlay.vertex_cell[end])
        here = slice(int(overlay.cell_first[cell]), int(overlay.cell_first[cell + 1]))
        km = overlay.legs_of(cell)[end - here.start]
        legs[here] = along(km[:, None], rates[cell])
        return legs
    for place in end:
        here = slice(int(overlay.cell_first[place.cell]), int(overlay.cell_first[place.cell + 1]))
        cost = along(place.end_km[:, None], rates[place.cell]) + loads[place.cell]
        legs[here] = np.minimum(legs[here], cost)
    return legs

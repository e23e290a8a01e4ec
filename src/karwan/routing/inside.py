"""What it costs to come to every node of a cell, when it is known what it costs to come into the cell.

Within a cell one rate a km holds, and every shortest way goes up the hierarchy of the cell and then down
(climb.py). So costs are put on the core and on what an origin inside the cell climbs to, and are then carried
down in one sweep over all ranks.
Source: Delling, Goldberg, Nowatzyk and Werneck 2013, PHAST, section 3 (here with many seeds at once).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.routing.attach import Attachment
from karwan.routing.overlay import Overlay, climb_of
from karwan.routing.question import along

Float = NDArray[np.float64]
Int = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Inner:
    """The least cost to each node of a cell, (nodes,) each.

    Attributes:
        cost: inf where no way leads. km: of the last run, within the cell.
        seed: where that run begins: the vertex of the cell by which it enters, counted from its first; -1 for
            an origin in the cell itself, and where no way leads.
    """

    cost: Float
    km: Float
    seed: Int


def costs_inside(
    overlay: Overlay,
    cell: int,
    enter: Float,
    rate: float,
    origins: Sequence[tuple[Attachment, float]] = (),
) -> Inner:
    """The least cost to each node of a cell with links, by the compiled sweep.

    Args:
        overlay: gives the hierarchy.
        cell: of the overlay.
        enter: (vertices of the cell,) what it costs to have entered at each; inf where that is not possible.
        rate: a km within the cell, at least 0.
        origins: places in the cell from which runs begin, and what it costs to have loaded there.

    Raises:
        ValueError: the cell has no links.
    """
    from karwan.routing import inside_numba  # noqa: PLC0415 - imports numba

    hierarchy = climb_of(overlay, cell)
    if hierarchy is None:
        raise ValueError(f"{overlay.cells[cell].key} has no links")
    nodes, core = hierarchy.rank.size, hierarchy.core_km.shape[0]
    cost, km, seed = np.full(nodes, np.inf), np.zeros(nodes), np.full(nodes, -1, np.int32)
    for place, loaded in origins:
        ranks, run = place.reached.ranks, place.reached.km
        better = loaded + run * rate < cost[ranks]
        cost[ranks[better]], km[ranks[better]] = loaded + run[better] * rate, run[better]
    begun = _on_core(overlay, cell, enter, rate, core)
    # What reached one node of the core, from inside or outside, reaches all others through its table.
    first = nodes - core
    is_entered = begun.cost < cost[first:]
    starts = np.where(is_entered, begun.cost, cost[first:])
    run = np.where(is_entered, begun.km, km[first:])
    origin = np.where(is_entered, begun.seed, seed[first:])
    if core:
        whole = starts[:, None] + along(hierarchy.core_km, np.array(rate))
        best = np.argmin(whole, axis=0)
        at = np.arange(core)
        cost[first:], km[first:] = whole[best, at], run[best] + hierarchy.core_km[best, at]
        seed[first:] = origin[best]
    arcs = hierarchy.arcs
    to, arc_km = np.ascontiguousarray(arcs["to"]), np.ascontiguousarray(arcs["km"])
    inside_numba.sweep(np.asarray(hierarchy.first), to, arc_km, float(rate), cost, km, seed)
    return Inner(cost[hierarchy.rank], km[hierarchy.rank], seed[hierarchy.rank])


def _on_core(overlay: Overlay, cell: int, enter: Float, rate: float, core: int) -> Inner:
    """The least cost to have come from the gateways to each node of the core, with the ways to it."""
    here = slice(overlay.cell_first[cell], overlay.cell_first[cell + 1])
    at, access = overlay.vertex_core[here], overlay.vertex_access_km[here]
    cost, km, seed = np.full(core, np.inf), np.zeros(core), np.full(core, -1, np.int32)
    whole = enter + access * rate
    for vertex in np.flatnonzero(np.isfinite(whole)).tolist():
        if whole[vertex] < cost[at[vertex]]:
            cost[at[vertex]], km[at[vertex]] = whole[vertex], access[vertex]
            seed[at[vertex]] = vertex
    return Inner(cost, km, seed)

"""The one best route."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import Bounds, to_goal
from karwan.routing.overlay import Overlay
from karwan.routing.part import Part, part_of
from karwan.routing.question import Costs
from karwan.routing.route import Family


def shortest(overlay: Overlay, costs: Costs, allowed: NDArray[np.bool_] | None = None) -> Family | None:
    """The route of least cost through the allowed cells (all, if None); None where there is no way."""
    return _best(overlay, part_of(overlay, costs, allowed))


def without_each(
    overlay: Overlay,
    costs: Costs,
    allowed: NDArray[np.bool_],
    gateways: Sequence[int],
    *,
    is_compiled: bool = False,
) -> Iterator[Family]:
    """For each of some gateways the route of least cost through the allowed cells that does not pass it.

    Args:
        overlay: vertices and tables.
        costs: of one question.
        allowed: (cells,) those that may be used.
        gateways: by their numbers.
        is_compiled: compiled code finds the same sooner, once numba is imported.
    """
    part = part_of(overlay, costs, allowed)
    passed = overlay.transfer_gateway[part.transfers]
    for gateway in gateways:
        other = _best(overlay, _with(part, passed != gateway), is_compiled=is_compiled)
        if other is not None:
            yield other


def _with(part: Part[np.float64], kept: NDArray[np.bool_]) -> Part[np.float64]:
    """A part with some of its transfers alone."""
    return replace(
        part,
        transfers=part.transfers[kept],
        transfer_from=part.transfer_from[kept],
        transfer_to=part.transfer_to[kept],
        transfer_cost=part.transfer_cost[kept],
    )


def _best(overlay: Overlay, part: Part[np.float64], *, is_compiled: bool = False) -> Family | None:
    """The route of least cost of a part."""
    bounds = _bounds(part, is_compiled=is_compiled)
    through, inside = part.start + bounds.leave, part.direct
    best, direct = np.min(through, initial=np.inf), np.min(inside, initial=np.inf)
    if not np.isfinite(min(best, direct)):
        return None
    if direct <= best:
        return Family((int(part.cells[np.argmin(inside)]),), (), float(direct))
    transfers = _follow(part, bounds, np.flatnonzero(through == best))
    chain = [overlay.transfer_from[transfers[0]], *overlay.transfer_to[transfers]]
    return Family(tuple(overlay.vertex_cell[chain].tolist()), tuple(transfers), float(best))


def _bounds(part: Part[np.float64], *, is_compiled: bool) -> Bounds[np.float64]:
    if is_compiled:
        from karwan.routing import bounds_numba  # noqa: PLC0415 - imports numba

        return bounds_numba.rounds_to_goal(part)
    return to_goal(part, part.leg_cost, part.transfer_cost, part.finish)


def _follow(part: Part[np.float64], bounds: Bounds[np.float64], leaves: NDArray[np.intp]) -> list[int]:
    """The transfers of the route that explains the costs to the destination.

    Where several are equally good, the one of fewest runs: so even runs that cost nothing come to an end.
    """
    cell_of = np.repeat(np.arange(part.cells.size), np.diff(part.cell_first))
    transfers: list[int] = []
    while True:
        transfer = min(_tight(part, bounds, int(leave)) for leave in leaves)[1]
        transfers.append(int(part.transfers[transfer]))
        vertex = int(part.transfer_to[transfer])
        if bounds.runs[vertex] == 0:
            return transfers
        cell = cell_of[vertex]
        base, size = part.cell_first[cell], part.cell_first[cell + 1] - part.cell_first[cell]
        row = part.leg_first[cell] + (vertex - base) * size
        beyond = part.leg_cost[row : row + size] + bounds.leave[base : base + size]
        leaves = base + np.flatnonzero(beyond == bounds.enter[vertex])


def _tight(part: Part[np.float64], bounds: Bounds[np.float64], leave: int) -> tuple[int, int]:
    """The transfer that explains the cost from a vertex that a run leaves at, and the runs beyond it."""
    first, last = np.searchsorted(part.transfer_from, (leave, leave + 1)).tolist()
    to = part.transfer_to[first:last]
    tight = np.flatnonzero(part.transfer_cost[first:last] + bounds.enter[to] == bounds.leave[leave])
    return min((int(bounds.runs[to[index]]), first + int(index)) for index in tight)

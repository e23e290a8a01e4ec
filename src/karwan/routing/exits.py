"""The ways out of a cell of a part, by the cell that they lead to: what a search over chains goes on by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.routing.part import Part

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Exits:
    """The ways out of a cell, by the cell that they lead to.

    Attributes:
        cells: (next,) where they lead. first: (next + 1,) begin of the exits to each, and the end of all.
        transfer, leave: (exits,) transfer, and the vertex within the cell that it leaves.
        to, at: (exits,) the vertex of the part that it enters, and the same within the next cell.
        cost: (exits,).
    """

    cells: NDArray[np.int32]
    first: NDArray[np.int64]
    transfer: NDArray[np.int32]
    leave: NDArray[np.int32]
    to: NDArray[np.int32]
    at: NDArray[np.int32]
    cost: Vector


def exits_of(part: Part[np.float64], vertex_cell: NDArray[np.int32], cell: int) -> Exits:
    """The ways out of a cell; `vertex_cell`: (vertices,) the cell of each vertex of the part."""
    base, end = part.cell_first[cell : cell + 2].tolist()
    first, last = np.searchsorted(part.transfer_from, (base, end)).tolist()
    to_cell = vertex_cell[part.transfer_to[first:last]]
    order = np.argsort(to_cell, kind="stable")
    cells, begins = np.unique(to_cell[order], return_index=True)
    transfer = (first + order).astype(np.int32)
    return Exits(
        cells=cells,
        first=np.append(begins, order.size),
        transfer=transfer,
        leave=part.transfer_from[transfer] - base,
        to=part.transfer_to[transfer],
        at=part.transfer_to[transfer] - part.cell_first[to_cell[order]],
        cost=part.transfer_cost[transfer],
    )

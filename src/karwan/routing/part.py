"""A part of the overlay with costs: what the searches run on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from karwan.routing.overlay import Overlay
from karwan.routing.question import Costs, along

Number = TypeVar("Number", np.float64, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Part(Generic[Number]):
    """Cells, or layers of a chain of cells, with costs of one or more criteria (a last axis).

    Attributes:
        cells: (cells,) int32, of the overlay.
        cell_first: (cells + 1,) int32, the part's vertices by cell.
        leg_first: (cells + 1,) int64. leg_cost: (legs[, criteria]), tables of the cells, row-major.
        transfers: (transfers,) int32, of the overlay; only those that may be used.
        transfer_from, transfer_to: (transfers,) int32 vertices of the part, sorted by the first.
        transfer_cost: (transfers[, criteria]). start, finish: (vertices[, criteria]).
        direct: (cells[, criteria]).
    """

    cells: NDArray[np.int32]
    cell_first: NDArray[np.int32]
    leg_first: NDArray[np.int64]
    leg_cost: NDArray[Number]
    transfers: NDArray[np.int32]
    transfer_from: NDArray[np.int32]
    transfer_to: NDArray[np.int32]
    transfer_cost: NDArray[Number]
    start: NDArray[Number]
    finish: NDArray[Number]
    direct: NDArray[Number]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Which cells, vertices, legs and transfers of the overlay a part takes, and how it numbers them."""

    cells: NDArray[np.int32]
    cell_first: NDArray[np.int32]
    leg_first: NDArray[np.int64]
    vertices: NDArray[np.int64]
    legs: NDArray[np.int64]
    transfers: NDArray[np.int32]
    transfer_from: NDArray[np.int32]
    transfer_to: NDArray[np.int32]


def cut(overlay: Overlay, usable: NDArray[np.bool_], may_transfer: NDArray[np.bool_]) -> Cut:
    """The usable cells of the overlay, and the transfers between them."""
    cells = np.flatnonzero(usable).astype(np.int32)
    sizes = np.diff(overlay.cell_first)[cells]
    leg_sizes = np.diff(overlay.leg_first)[cells]
    vertices = ranges(overlay.cell_first[cells], sizes)
    place = np.full(overlay.vertex_cell.size, -1, np.int32)
    place[vertices] = np.arange(vertices.size)
    begin, end = place[overlay.transfer_from], place[overlay.transfer_to]
    transfers = np.flatnonzero(may_transfer & (begin >= 0) & (end >= 0)).astype(np.int32)
    return Cut(
        cells=cells,
        cell_first=sums(sizes, np.int32),
        leg_first=sums(leg_sizes, np.int64),
        vertices=vertices,
        legs=ranges(overlay.leg_first[cells], leg_sizes),
        transfers=transfers,
        transfer_from=begin[transfers],
        transfer_to=end[transfers],
    )


def part_of(overlay: Overlay, costs: Costs, allowed: NDArray[np.bool_] | None = None) -> Part[np.float64]:
    """The allowed cells of the overlay with one cost."""
    usable = np.isfinite(costs.rate)
    if allowed is not None:
        usable &= allowed
    piece = cut(overlay, usable, np.isfinite(costs.transfer))
    rates = np.repeat(costs.rate[piece.cells], np.diff(piece.leg_first))
    return Part(
        cells=piece.cells,
        cell_first=piece.cell_first,
        leg_first=piece.leg_first,
        leg_cost=along(overlay.leg_km[piece.legs], rates),
        transfers=piece.transfers,
        transfer_from=piece.transfer_from,
        transfer_to=piece.transfer_to,
        transfer_cost=costs.transfer[piece.transfers],
        start=costs.start[piece.vertices],
        finish=costs.finish[piece.vertices],
        direct=costs.direct[piece.cells],
    )


def vertices_of(overlay: Overlay, part: Part[Number]) -> NDArray[np.int64]:
    """The vertices of the overlay that the vertices of a part of whole cells are, (vertices,)."""
    return ranges(overlay.cell_first[part.cells], np.diff(part.cell_first))


def ranges(first: NDArray[Any], sizes: NDArray[Any]) -> NDArray[np.int64]:
    """The numbers `first[i]` to `first[i] + sizes[i]`, one range after another."""
    before = np.cumsum(sizes, dtype=np.int64) - sizes
    return np.repeat(first - before, sizes) + np.arange(int(np.sum(sizes)), dtype=np.int64)


def sums(sizes: Sequence[int] | NDArray[Any], dtype: type[Any]) -> NDArray[Any]:
    """Where each of some blocks begins, and where the last ends."""
    first: NDArray[Any] = np.zeros(len(sizes) + 1, dtype)
    np.cumsum(sizes, out=first[1:])
    return first

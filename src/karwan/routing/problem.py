"""What the exact search runs on: costs in whole minutes, cents and tens of grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import NEVER
from karwan.routing.overlay import Overlay
from karwan.routing.part import Part, cut, sums, vertices_of
from karwan.routing.question import Ends, Priced, along

Problem = Part[np.int64]

UNITS = np.array([60.0, 100.0, 100.0])
"""Whole units in an hour, a US dollar, a kg. Whole numbers make equal routes equal, in any order of sums."""


def whole(criteria: NDArray[np.float64]) -> NDArray[np.int64]:
    """Hours, US dollars and kg as minutes, cents and tens of grams; inf in any as NEVER in all."""
    possible = np.isfinite(criteria).all(axis=-1, keepdims=True)
    return np.where(possible, np.rint(np.where(possible, criteria, 0.0) * UNITS), float(NEVER)).astype(
        np.int64
    )


def whole_problem(
    overlay: Overlay, priced: Priced, pair: Ends, allowed: NDArray[np.bool_] | None = None
) -> Problem:
    """The whole overlay (or the allowed cells), for one pair of places."""
    usable: NDArray[np.bool_] = np.isfinite(priced.cell_rates).all(axis=1)  # type: ignore[assignment]
    usable = usable if allowed is None else usable & allowed
    open_transfer = priced.transfer_open & np.isfinite(priced.transfer_costs).all(axis=1)
    piece = cut(overlay, usable, open_transfer)
    rates = np.repeat(priced.cell_rates[piece.cells], np.diff(piece.leg_first), axis=0)
    return Part(
        cells=piece.cells,
        cell_first=piece.cell_first,
        leg_first=piece.leg_first,
        leg_cost=whole(along(overlay.leg_km[piece.legs][:, None], rates)),
        transfers=piece.transfers,
        transfer_from=piece.transfer_from,
        transfer_to=piece.transfer_to,
        transfer_cost=whole(priced.transfer_costs[piece.transfers]),
        start=whole(pair.start[piece.vertices]),
        finish=whole(pair.finish[piece.vertices]),
        direct=whole(pair.direct[piece.cells]),
    )


def for_pair(problem: Problem, overlay: Overlay, pair: Ends) -> Problem:
    """The same whole problem for another pair of places."""
    vertices = vertices_of(overlay, problem)
    return replace(
        problem,
        start=whole(pair.start[vertices]),
        finish=whole(pair.finish[vertices]),
        direct=whole(pair.direct[problem.cells]),
    )


def chain_problem(overlay: Overlay, priced: Priced, pair: Ends, cells: Sequence[int]) -> Problem:
    """One chain of cells: a layer a cell, and only the vertices by which it is entered and left."""
    steps = [_between(overlay, priced, *step) for step in pairwise(cells)]
    empty = np.empty(0, np.int64)
    entries: list[NDArray[Any]] = [empty, *(overlay.transfer_to[step] for step in steps)]
    exits: list[NDArray[Any]] = [*(overlay.transfer_from[step] for step in steps), empty]
    # Sets, not union1d, which would import numpy's masked arrays.
    layers = [
        np.array(sorted({*entry.tolist(), *leave.tolist()}), np.int64)
        for entry, leave in zip(entries, exits, strict=True)
    ]
    first = sums([layer.size for layer in layers], np.int32)
    tables = [_table(overlay, priced, cell, layer) for cell, layer in zip(cells, layers, strict=True)]
    transfers = np.concatenate([empty, *steps]).astype(np.int32)
    begins = [first[i] + np.searchsorted(layers[i], exits[i]) for i in range(len(cells))]
    ends = [first[i] + np.searchsorted(layers[i], entries[i]) for i in range(len(cells))]
    start = np.full((int(first[-1]), 3), np.inf)
    finish, direct = start.copy(), np.full((len(cells), 3), np.inf)
    start[: first[1]] = pair.start[layers[0]]
    finish[first[-2] :] = pair.finish[layers[-1]]
    if len(cells) == 1:
        direct[0] = pair.direct[cells[0]]
    return Part(
        cells=np.array(cells, np.int32),
        cell_first=first,
        leg_first=sums([len(table) for table in tables], np.int64),
        leg_cost=whole(np.concatenate(tables)),
        transfers=transfers,
        transfer_from=np.concatenate(begins).astype(np.int32),
        transfer_to=np.concatenate(ends).astype(np.int32),
        transfer_cost=whole(priced.transfer_costs[transfers]),
        start=whole(start),
        finish=whole(finish),
        direct=whole(direct),
    )


def _between(overlay: Overlay, priced: Priced, cell: int, following: int) -> NDArray[np.int64]:
    """The open transfers from one cell to another, by the vertex that they leave."""
    first, last = np.searchsorted(overlay.transfer_from, overlay.cell_first[cell : cell + 2]).tolist()
    usable = priced.transfer_open[first:last] & np.isfinite(priced.transfer_costs[first:last]).all(axis=1)
    there = overlay.vertex_cell[overlay.transfer_to[first:last]] == following
    return np.asarray(first + np.flatnonzero(usable & there), np.int64)


def _table(overlay: Overlay, priced: Priced, cell: int, vertices: NDArray[np.int64]) -> NDArray[np.float64]:
    """The legs between some vertices of a cell, (legs, 3)."""
    within = vertices - overlay.cell_first[cell]
    km = overlay.legs_of(cell)[np.ix_(within, within)].ravel()
    return along(km[:, None], priced.cell_rates[cell])

"""Renewal: only the cells that a change touched are run down anew, all else of the overlay is taken over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.network.record import Network
from karwan.routing.overlay import Arrays, Overlay, Ran, climb_prefix, put_together, run_down
from karwan.routing.squares import squares_of

_SHARED: Arrays = {}


def renewed(overlay: Overlay, network: Network, touched: AbstractSet[str]) -> Overlay:
    """The overlay of a network that was changed, equal bit for bit to `build_overlay(network)`.

    Args:
        overlay: of the network before the change, or before several.
        network: after it.
        touched: keys of the cells whose nodes, links or ends the changes touched; cells that the overlay
            does not know are touched in any case, and those that are gone need not be named.
    """
    before = {cell.key: index for index, cell in enumerate(overlay.cells)}
    kept = {
        index: before[cell.key]
        for index, cell in enumerate(network.cells)
        if cell.key in before and cell.key not in touched
    }
    ran = run_down(network, [index for index in range(len(network.cells)) if index not in kept])
    fresh = {name: piece for one in ran.values() for name, piece in one.pieces.items()}
    whole = [
        _taken_over(overlay, kept[index]) if index in kept else ran[index]
        for index in range(len(network.cells))
    ]
    old = {climb_prefix(network.cells[index]) for index in kept}
    squares = _squares(overlay, network, kept)
    return put_together(network, whole, squares, _pieces(overlay.pieces, old, fresh))


def _taken_over(overlay: Overlay, cell: int) -> Ran:
    here = slice(int(overlay.cell_first[cell]), int(overlay.cell_first[cell + 1]))
    table = overlay.leg_km[int(overlay.leg_first[cell]) : int(overlay.leg_first[cell + 1])]
    return Ran(overlay.vertex_core[here], table, _SHARED)


def _squares(
    overlay: Overlay, network: Network, kept: Mapping[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The squares of the cells that are kept, under their new numbers, and of the others."""
    number = np.full(len(overlay.cells), -1, np.int32)
    number[list(kept.values())] = list(kept)
    cell = number[overlay.square_cell]
    square, cell = overlay.square_id[cell >= 0], cell[cell >= 0]
    new = squares_of(network, [index for index in range(len(network.cells)) if index not in kept])
    square, cell = np.concatenate((square, new[0])), np.concatenate((cell, new[1]))
    order = np.lexsort((cell, square))
    return square[order], cell[order]


def _pieces(before: Arrays, kept: AbstractSet[str], fresh: Arrays) -> Arrays:
    """The climbs of the cells that are kept, still unread where they were, and the fresh ones."""
    if not isinstance(before, _Pieces):
        return _Pieces(before, kept, fresh)
    # One layer however many changes follow one another: else every look-up would walk through all.
    recent = {name: piece for name, piece in before.fresh.items() if _owner(name) in kept}
    stored = {prefix for prefix in kept if prefix in before.kept}
    return _Pieces(before.stored, stored, recent | dict(fresh))


def _owner(name: str) -> str:
    """The beginning of a member's name that says of which cell it is."""
    return name[: name.rindex("/") + 1]


@dataclass(frozen=True, slots=True)
class _Pieces(Mapping[str, NDArray[Any]]):
    """Members of stored climbs, of the cells whose prefix is in `kept`, and fresh ones."""

    stored: Arrays
    kept: AbstractSet[str]
    fresh: Arrays

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name in self.fresh:
            return self.fresh[name]
        if name not in self:
            raise KeyError(name)
        return self.stored[name]

    def __contains__(self, name: object) -> bool:
        if name in self.fresh:
            return True
        return isinstance(name, str) and "/" in name and _owner(name) in self.kept and name in self.stored

    def __iter__(self) -> Iterator[str]:
        yield from self.fresh
        yield from (name for name in self.stored if name not in self.fresh and name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

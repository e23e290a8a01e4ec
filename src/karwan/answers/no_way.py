"""Why nothing leads from one place to another at all, shut or open, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.facts.rows import Territory
from karwan.network.record import GatewayKind
from karwan.routing.attach import Attachment
from karwan.state import State
from karwan.words.place import Place

# So many territories are named; more are counted.
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far the network leads from a place.

    Attributes:
        place: where it begins. home: code of its territory.
        vertices: (vertices,) whether each is reached. territories: codes of those that are.
    """

    place: Place
    home: str
    vertices: NDArray[np.bool_]
    territories: tuple[str, ...]


def why_no_way(
    state: State, ends: tuple[Place, Place], starts: Sequence[Attachment], finishes: Sequence[Attachment]
) -> str:
    """One sentence on what stands between two places that no way joins, whatever is closed or excluded.

    Args:
        state: network and overlay.
        ends: origin and destination.
        starts: where the origin meets roads and railways.
        finishes: where the destination does.
    """
    reaches = [_reach(state, place, at) for place, at in zip(ends, (starts, finishes), strict=True)]
    least = min(reaches, key=lambda reach: int(reach.vertices.sum()))
    origin, destination = (place.name for place in ends)
    if (reaches[0].vertices & reaches[1].vertices).any():
        return (
            f"the network joins {origin} and {destination}, but only by ways that cost far too much or "
            "need what was left out; allow more modes and places"
        )
    name = least.place.name
    if not least.vertices.any():
        return (
            f"{name} lies on an island without a port that is known here, or outside the region that the "
            "network covers: its roads lead to no border post, port or airport"
        )
    other = destination if name == origin else origin
    ground = _named(state, least.territories or (least.home,))
    return (
        f"{name} lies outside the region that the network covers: its roads lead only through {ground}, and "
        f"no border post, port or airport that is known here joins that to {other}"
    )


def _reach(state: State, place: Place, attachments: Iterable[Attachment]) -> _Reach:
    overlay, kinds = state.overlay, [gateway.kind for gateway in state.network.gateways]
    listed = np.array([kind is not GatewayKind.UNLISTED for kind in kinds], np.bool_)
    is_listed = listed[overlay.transfer_gateway]
    before, after = overlay.transfer_from[is_listed], overlay.transfer_to[is_listed]
    reached = np.zeros(overlay.vertex_cell.size, dtype=np.bool_)
    homes = []
    for attachment in attachments:
        first = int(overlay.cell_first[attachment.cell])
        reached[first : first + attachment.end_km.size] |= np.isfinite(attachment.end_km)
        homes.append(overlay.cells[attachment.cell].territory or "")
    count = -1
    while count != (count := int(reached.sum())):
        reached[after[reached[before]]] = True
        for cell in np.unique(overlay.vertex_cell[reached]).tolist():
            here = slice(*overlay.cell_first[cell : cell + 2])
            reached[here] |= np.isfinite(overlay.legs_of(cell)[reached[here]]).any(axis=0)
    cells = [overlay.cells[cell] for cell in np.unique(overlay.vertex_cell[reached]).tolist()]
    territories = tuple(dict.fromkeys(cell.territory for cell in cells if cell.territory))
    return _Reach(place, homes[0] if homes else "", reached, territories)


def _named(state: State, codes: Sequence[str]) -> str:
    rows = state.facts.by_id(Territory)
    names = [rows[code].name if code in rows else code for code in codes]
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} territories more" if more > 0 else "")

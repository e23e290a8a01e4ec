"""A place joined to the cells around it, at query time: places are never vertices of the overlay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.routing.climb import Reached, climb, core_reach, meeting_km
from karwan.routing.overlay import Overlay, climb_of
from karwan.routing.snap import CellLinks, Foot, snap
from karwan.routing.squares import cells_near
from karwan.words.mode import Mode

# So many foot points are tried until one lies on links from which an end can be reached.
TRIES = 24


@dataclass(frozen=True, slots=True, eq=False)
class Attachment:
    """A place in one cell.

    Attributes:
        cell: index of the cell. foot: where it meets the links; `foot.access_km` is the way to them.
        end_km: (k,) float64, km from the place to each vertex of the cell; inf where no way.
        reached: climb from the foot, by which two places of one cell meet.
        lon, lat: of the place.
    """

    cell: int
    foot: Foot
    end_km: NDArray[np.float64]
    reached: Reached
    lon: float
    lat: float


def attach(
    overlay: Overlay,
    links_of: Callable[[int], CellLinks],
    lon: float,
    lat: float,
    limits_km: Mapping[Mode, float],
    territory: str | None = None,
) -> tuple[Attachment, ...]:
    """Joins a place to the cells that it belongs to.

    Of each mode these are the cells of one territory (at sea one basin): of `territory` if it has links
    within the limit, else of the nearest link. A territory with two gauges gives two cells. A ferry's own
    way takes on nobody. A cell and what was split off from it count as one, whose nearest link decides.

    Args:
        overlay: gives the cells near, and their climbs.
        links_of: gives the links of a cell; asked only for cells near the place.
        lon: degrees.
        lat: degrees.
        limits_km: how far the links may be, by mode; other modes are left out.
        territory: code of the territory or border union that the place is known to lie in.

    Returns:
        One attachment a cell, by mode in the order of `limits_km`, nearest first; none where no link is near.
    """
    found: list[Attachment] = []
    for _, wholes in feet_near(overlay, links_of, lon, lat, limits_km, territory):
        chosen = [_attachment(overlay, whole, (lon, lat)) for whole in wholes]
        found += sorted(chosen, key=lambda one: one.foot.access_km)
    return tuple(found)


def feet_near(
    overlay: Overlay,
    links_of: Callable[[int], CellLinks],
    lon: float,
    lat: float,
    limits_km: Mapping[Mode, float],
    territory: str | None = None,
) -> Iterator[tuple[Mode, list[dict[int, tuple[Foot, ...]]]]]:
    """The foot points of a place, by mode; arguments as of `attach`.

    For each mode there is one item for each whole that the place is joined to (a cell, or what one was before
    stretches were split off): its foot points by cell, nearest first.
    """
    for mode, limit_km in limits_km.items():
        feet = {
            cell: feet
            for cell in cells_near(overlay, lon, lat, limit_km).tolist()
            if overlay.cells[cell].mode is mode and not overlay.cells[cell].is_ferry
            if (feet := snap(links_of(cell), lon, lat, limit_km, TRIES))
        }
        wholes: dict[str, dict[int, tuple[Foot, ...]]] = {}
        for cell in _home(overlay, feet, territory):
            key = overlay.cells[cell].parent or overlay.cells[cell].key
            wholes.setdefault(key, {})[cell] = feet[cell]
        yield mode, list(wholes.values())


def by_distance(feet: Mapping[int, tuple[Foot, ...]]) -> list[tuple[float, int, Foot]]:
    """The foot points that are tried in turn, nearest first: km to each, its cell, itself."""
    every = ((foot.access_km, cell, foot) for cell in feet for foot in feet[cell])
    return sorted(every, key=lambda item: item[:2])[:TRIES]


def direct_km(one: Attachment, other: Attachment) -> float:
    """The shortest km between two places of one cell without leaving it; inf where no way or other cells."""
    if one.cell != other.cell:
        return np.inf
    km = meeting_km(one.reached, other.reached)
    return min(km, along_link_km(one, other)) if one.foot.link == other.foot.link else km


def along_link_km(one: Attachment, other: Attachment) -> float:
    """The km between two places with feet on the same link, along it."""
    along = abs(one.foot.share - other.foot.share) * one.foot.link_km
    return one.foot.access_km + along + other.foot.access_km


def _home(overlay: Overlay, feet: Mapping[int, tuple[Foot, ...]], territory: str | None) -> list[int]:
    """The cells of the place's territory or basin among those that have a foot point near."""
    if not feet:
        return []
    if not any(overlay.cells[cell].territory == territory for cell in feet):
        territory = None
    if territory is None:
        nearest = overlay.cells[min(feet, key=lambda cell: feet[cell][0].access_km)]
        home = (nearest.territory, nearest.basin)
        return [cell for cell in feet if (overlay.cells[cell].territory, overlay.cells[cell].basin) == home]
    return [cell for cell in feet if overlay.cells[cell].territory == territory]


def _attachment(
    overlay: Overlay, feet: Mapping[int, tuple[Foot, ...]], place: tuple[float, float]
) -> Attachment:
    """The attachment at the nearest foot from which an end can be reached, else at the nearest of all.

    Args:
        overlay: gives the climbs.
        feet: nearest first, by cell: one cell, or what one was before stretches were split off.
        place: degrees.
    """
    attachments = []
    for _, cell, foot in by_distance(feet):
        hierarchy = climb_of(overlay, cell)
        if hierarchy is None:
            raise ValueError(f"the overlay has no climb of {overlay.cells[cell].key}")
        vertices = slice(overlay.cell_first[cell], overlay.cell_first[cell + 1])
        reached = climb(hierarchy, foot.seeds)
        to_core = core_reach(hierarchy, reached)
        end_km = to_core[overlay.vertex_core[vertices]] + overlay.vertex_access_km[vertices]
        attachments.append(Attachment(cell, foot, end_km, reached, *place))
        if np.isfinite(end_km).any():
            return attachments[-1]
    return attachments[0]


def end_node(overlay: Overlay, vertex: int) -> int:
    """The node of a vertex in its cell, -1 where the cell has no links."""
    hierarchy = climb_of(overlay, int(overlay.vertex_cell[vertex]))
    if hierarchy is None:
        return -1
    core = hierarchy.core_km.shape[0]
    rank = hierarchy.rank.size - core + int(overlay.vertex_core[vertex])
    return int(np.flatnonzero(hierarchy.rank == rank)[0])

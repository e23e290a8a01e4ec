"""The line of a leg on a map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from karwan.routing.attach import Attachment, along_link_km, end_node
from karwan.routing.climb import Seeds, path
from karwan.routing.overlay import Overlay, climb_of
from karwan.routing.route import Leg
from karwan.routing.snap import CellLinks
from karwan.routing.sphere import great_circle

Points = list[tuple[float, float]]

_ROUNDING_KM = 1e-9  # sums taken in another order


def line(
    overlay: Overlay,
    links_of: Callable[[int], CellLinks],
    leg: Leg,
    origin: Sequence[Attachment],
    destination: Sequence[Attachment],
) -> NDArray[np.float64]:
    """The points of a leg, (points, 2) lon and lat, from gateway or place to gateway or place.

    A cell without links gives a great circle. Empty where the leg has no way.
    """
    here, here_points, start = _end(overlay, leg.cell, leg.enter, origin)
    there, there_points, finish = _end(overlay, leg.cell, leg.leave, destination)
    hierarchy = climb_of(overlay, leg.cell)
    if hierarchy is None:
        return great_circle(*here_points[0], *there_points[0])
    if start is not None and finish is not None and _along_one_link(start, finish, leg.km):
        return np.array(here_points + there_points[::-1])
    up, down = (None if place is None else place.reached for place in (start, finish))
    nodes = path(hierarchy, here, there, up, down)
    if not nodes:
        return np.empty((0, 2))
    links = links_of(leg.cell)
    between = list(zip(links.lon[nodes].tolist(), links.lat[nodes].tolist(), strict=True))
    return np.array(here_points + between + there_points[::-1])


def _end(
    overlay: Overlay, cell: int, vertex: int, places: Sequence[Attachment]
) -> tuple[Seeds, Points, Attachment | None]:
    """The nodes that an end of a leg starts from, its points outward in, and the place if it is one."""
    if vertex >= 0:
        gateway = (float(overlay.vertex_lon[vertex]), float(overlay.vertex_lat[vertex]))
        return ((end_node(overlay, vertex), 0.0),), [gateway], None
    place = next(one for one in places if one.cell == cell)
    points = [(place.lon, place.lat), (place.foot.lon, place.foot.lat)]
    return place.foot.seeds, points, place


def _along_one_link(start: Attachment, finish: Attachment, km: float) -> bool:
    """Whether the shortest way between two places stays on the link that both lie at."""
    if start.foot.link != finish.foot.link:
        return False
    return along_link_km(start, finish) <= km + _ROUNDING_KM

"""The bands of a reach as areas: what lies near a road or railway takes the band of the nearest one.

The model knows costs at nodes and along links alone. So links are drawn into a fine grid of the map, each
with the figure of its farther end; squares within some km of a link take the figure of the nearest; and the
squares of each band are outlined.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy  # reads its parts when they are used
from numpy.typing import NDArray

from karwan.answers.question import RoutesQuestion
from karwan.answers.reach_answer import ReachAnswer
from karwan.answers.search import REACH_KM
from karwan.network.record import Network
from karwan.report.projection import WORLD, mercator_of
from karwan.report.simplify import simplified
from karwan.words.mode import Mode

Float = NDArray[np.float64]
Mask = NDArray[np.bool_]
Spots = list[tuple[float, float]]

_SQUARES = 900
_EQUATOR_KM = 40075.0
_MARGIN = 24
# Outlines of fewer sides are single squares.
_LEAST_SIDES = 8
_SMOOTH = 0.55  # of a square, how far an outline may stray
_STRETCH = 40
_GAP = 8  # squares


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Figures of the squares of a map.

    Attributes:
        left, top: of the first square, in units of the map. size: of a square, in the same.
        value: (rows, columns) of the nearest link; inf where no link is near, or no way leads to it.
        is_near: (rows, columns) whether a link is near.
    """

    left: float
    top: float
    size: float
    value: Float
    is_near: Mask

    def areas(self, limits: Sequence[float]) -> list[list[Spots]]:
        """For each limit the outlines of what lies within it, holes among them, in units of the map."""
        return [self._outlines(self.value <= limit) for limit in limits]

    def where(self, value: float) -> list[Spots]:
        """The outlines of squares that have just this figure."""
        return self._outlines(self.value == value)

    def changed(self, limits: Sequence[float], before: Grid) -> tuple[int, list[Spots]]:
        """The limit within which most squares are now that were not, or are no more; outlines of these.

        Gaps between roads are closed and single roads left out, so that the line can be read.
        """
        moved = [(self.value <= limit) != (before.value <= limit) for limit in limits]
        most = int(np.argmax([mask.sum() for mask in moved]))
        disc = np.hypot(*np.ogrid[-_GAP : _GAP + 1, -_GAP : _GAP + 1]) <= _GAP
        closed = scipy.ndimage.binary_closing(np.pad(moved[most], _GAP), disc)
        opened = scipy.ndimage.binary_opening(closed, disc[_GAP - 2 : _GAP + 3, _GAP - 2 : _GAP + 3])
        mask = opened if opened.any() else closed  # where nothing but a single road changes it is told too
        return most, self._outlines(mask[_GAP:-_GAP, _GAP:-_GAP], least=_LEAST_SIDES * 3)

    def _outlines(self, mask: Mask, least: int = _LEAST_SIDES) -> list[Spots]:
        placed = []
        for chain in _traced(_sides(mask)):
            if len(chain) > least:
                line = _mid(chain)
                # Stretch by stretch: the time that simplifying takes grows with the square of the length.
                kept = [
                    spot
                    for first in range(0, len(line) - 1, _STRETCH)
                    for spot in simplified(line[first : first + _STRETCH + 1], _SMOOTH)[:-1]
                ]
                kept.append(line[-1])
                placed.append([(self.left + x * self.size, self.top + y * self.size) for x, y in kept])
        return placed


def land_modes(question: RoutesQuestion) -> tuple[Mode, ...]:
    """The modes by which a question reaches land."""
    return tuple(mode for mode in REACH_KM if mode not in question.excluded.modes)


def near_km(modes: Collection[Mode]) -> float:
    """So near a link of some modes the area is coloured: no place farther from one is joined to it."""
    return max((REACH_KM[mode] for mode in modes), default=0.0)


def near_words(modes: Collection[Mode]) -> str:
    """What areas are, in words."""
    names = " or ".join({Mode.ROAD: "road", Mode.RAIL: "railway"}[mode] for mode in modes)
    return f"Areas: within {near_km(modes):.0f} km of a {names}"


def grid_of(
    network: Network,
    at_nodes: Float,
    last: float,
    modes: Collection[Mode] = tuple(REACH_KM),
    like: Grid | None = None,
) -> Grid:
    """The squares around all links that are reached within the last limit.

    Args:
        network: gives the links.
        at_nodes: (nodes,) figures; inf where no way leads.
        last: limit of the last band.
        modes: whose links count.
        like: a grid of the same squares, to lay both over each other.
    """
    x, y = mercator_of(network.node_lon, network.node_lat)
    links = _drawn(network, modes)
    a, b = network.link_a[links], network.link_b[links]
    value = np.maximum(at_nodes[a], at_nodes[b])
    if like is None:
        is_in = value <= last
        edge = [np.concatenate((each[a[is_in]], each[b[is_in]])) for each in (x, y)]
        if not edge[0].size:
            edge = [each[:1] for each in (x, y)]
        size = max(float(np.ptp(edge[0])), float(np.ptp(edge[1])), 300.0) / _SQUARES
        left, top = (float(each.min()) - _MARGIN * size for each in edge)
        columns, rows = (int(np.ptp(each) / size) + 2 * _MARGIN + 1 for each in edge)
    else:
        left, top, size, (rows, columns) = like.left, like.top, like.size, like.value.shape
    raster = np.full((rows, columns), np.inf)
    is_road = np.zeros((rows, columns), np.bool_)
    spots = _along(((x[a] - left) / size, (y[a] - top) / size), ((x[b] - left) / size, (y[b] - top) / size))
    of, column, row = (spots[0], spots[1].astype(np.int64), spots[2].astype(np.int64))
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    flat = row[inside] * columns + column[inside]
    np.minimum.at(raster.ravel(), flat, value[of[inside]])
    is_road.ravel()[flat] = True
    return _spread(raster, is_road, (left, top, size), near_km(modes))


def grids_of(
    answer: ReachAnswer, network: Network, base_network: Network | None = None
) -> tuple[Grid, Grid | None]:
    """The squares of an answer without the scenario, and those under it; None where none is compared.

    Args:
        answer: what is shown.
        network: that it was found on.
        base_network: that its base was found on; the same if None.
    """
    last, modes = answer.limits.limits[-1], land_modes(answer.question.asked)
    first = answer.base or answer
    before = grid_of(base_network or network, first.at_nodes(), last, modes)
    if answer.base is None:
        return before, None
    return before, grid_of(network, answer.at_nodes(), last, modes, like=before)


def _spread(raster: Float, is_road: Mask, frame: tuple[float, float, float], limit_km: float) -> Grid:
    """Squares near those with a road take the figure of the nearest."""
    left, top, size = frame
    distance, (row, column) = scipy.ndimage.distance_transform_edt(~is_road, return_indices=True)
    north = np.pi * (1 - 2 * (top + (np.arange(raster.shape[0]) + 0.5) * size) / WORLD)
    square_km = size / WORLD * _EQUATOR_KM / np.cosh(north)
    is_near = distance * square_km[:, None] <= limit_km
    value = np.where(is_near, raster[row, column], np.inf)
    return Grid(left, top, size, value, is_near)


def _drawn(network: Network, modes: Collection[Mode]) -> NDArray[np.int64]:
    """The links of some modes that do not pass the edge of the map."""
    kept = np.zeros(network.link_a.size, np.bool_)
    for cell, one in enumerate(network.cells):
        if one.mode in modes and not one.is_ferry:
            kept[network.link_first[cell] : network.link_first[cell + 1]] = True
    kept &= np.abs(network.node_lon[network.link_a] - network.node_lon[network.link_b]) < 180  # noqa: PLR2004
    return np.flatnonzero(kept)


def _along(start: tuple[Float, Float], end: tuple[Float, Float]) -> tuple[NDArray[np.int64], Float, Float]:
    """Points a square apart along lines: the line of each, x, y."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    steps = np.ceil(np.maximum(np.abs(dx), np.abs(dy))).astype(np.int64) + 1
    of = np.repeat(np.arange(steps.size), steps)
    share = (np.arange(of.size) - np.repeat(np.cumsum(steps) - steps, steps)) / np.maximum(steps[of] - 1, 1)
    return of, start[0][of] + share * dx[of], start[1][of] + share * dy[of]


Sides = dict[tuple[int, int], list[tuple[int, int]]]


def _sides(mask: Mask) -> Sides:
    """The sides between squares inside and outside, by where they begin; inside lies to their right."""
    wide = np.pad(mask, 1)
    down = wide[1:].astype(np.int8) - wide[:-1].astype(np.int8)  # rows + 1, columns + 2
    across = wide[:, 1:].astype(np.int8) - wide[:, :-1].astype(np.int8)
    sides: Sides = {}
    # Beside a square at (column, row) of the padded mask: its upper side, and its left side, both ways.
    for found, ends in (
        (down == 1, ((-1, 0), (0, 0))),
        (down == -1, ((0, 0), (-1, 0))),
        (across == 1, ((0, 0), (0, -1))),
        (across == -1, ((0, -1), (0, 0))),
    ):
        for row, column in np.argwhere(found).tolist():
            begin, end = ((column + dx, row + dy) for dx, dy in ends)
            sides.setdefault(begin, []).append(end)
    return sides


def _traced(sides: Sides) -> list[Spots]:
    """Sides joined to rings, which end where they begin."""
    rings = []
    for begin in sides:
        while sides[begin]:
            ring = [begin]
            while following := sides[ring[-1]]:
                ring.append(following.pop())
            rings.append([(float(x), float(y)) for x, y in ring])
    return rings


def _mid(ring: Spots) -> Spots:
    """The middles of the sides of a ring, which cut its corners."""
    middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in pairwise(ring)]
    return [*middles, middles[0]]

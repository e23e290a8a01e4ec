"""What lets a shipment pass on a way, but not as usual, for its weight, size, danger or shelf life."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Way
from karwan.answers.fit import at_risk, where_of
from karwan.answers.ground import Ground
from karwan.answers.shapes import lines_of
from karwan.network.record import Cell
from karwan.operations.limits import Exceeded
from karwan.operations.permission import Reason
from karwan.state import State

# A tunnel or stretch this near to the line of a way lies on it: positions are recalled, lines are coarse.
_NEAR_KM = 15.0
_KM_PER_DEGREE = 111.195


def notes(state: State, ground: Ground, way: Way | None) -> tuple[Reason, ...]:
    """What is told beside a way, each once, in order of travel (docs/rules, 11)."""
    if way is None:
        return ()
    found: list[Reason] = []
    for cell, _ in way.runs:
        where = where_of(cell.mode, cell.territory)
        found += [one.reason(where) for one in ground.limits.whole(cell.mode, cell.territory)]
    if any(_at_places(ground, cell) for cell, _ in way.runs):
        found += _passed(state, ground, way)
    for transfer in way.transfers:
        gateway, *cells = ground.passings[transfer]
        sides = [(cell.mode, cell.territory) for cell in cells]
        found += [one.reason(at) for one, at in ground.limits.at_gateway(gateway.id, sides)]
    return tuple(dict.fromkeys([*found, *at_risk(ground, way)]))


def _passed(state: State, ground: Ground, way: Way) -> list[Reason]:
    """Limits at tunnels and stretches that the line of a way leads past, or that nobody placed on the map."""
    return [
        one.reason(where_of(cell.mode, cell.territory))
        for cell, points in lines_of(state, way, lambda cell: bool(_at_places(ground, cell)))
        for one in _at_places(ground, cell)
        if _is_on(one, points)
    ]


def _at_places(ground: Ground, cell: Cell) -> tuple[Exceeded, ...]:
    return ground.limits.at_places(cell.mode, cell.territory)


def _is_on(limit: Exceeded, points: NDArray[np.float64]) -> bool:
    if limit.row.lon is None or limit.row.lat is None:
        return True
    scale = np.array([np.cos(np.radians(limit.row.lat)), 1.0]) * _KM_PER_DEGREE
    line = (points - np.array([limit.row.lon, limit.row.lat])) * scale
    start, run = line[:-1], np.diff(line, axis=0)
    square = np.maximum((run**2).sum(axis=1), 1e-12)
    along = np.clip(-(start * run).sum(axis=1) / square, 0.0, 1.0)
    nearest = np.hypot(*(start + along[:, None] * run).T)
    return bool(len(nearest)) and float(nearest.min()) <= _NEAR_KM

"""The compiled spread of the times of best ways in trees: see spread.py for what it means.

A way is walked back from its end as in trees_numba.py; what varies on it is written down part by part, and
how the parts vary together is summed by place, by territory and by the figure that is doubted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karwan.routing.compiled import compiled
from karwan.routing.trees_numba import INSIDE, NOTHING, START, Criteria, Scene, before

Int = NDArray[np.int32]
Float = NDArray[np.float64]
Bool = NDArray[np.bool_]

NOWHERE = -1
MOST_PARTS = 4096


class Timing(NamedTuple):
    """How times vary: of runs by cell, and of what is done at transfers and at the ends of ways.

    Attributes:
        run_trip, run_doubt: (cells,) standard deviation of trips, and of the doubt about the mean, an hour.
        run_tail: (cells,) how heavy the tail is. run_where, run_doubted: numbers of the territory and of the
            figure that is doubted; NOWHERE for none. run_key: runs of one key that follow each other are one.
        first: (transfers + 2 cells + 1,) where the parts of each transfer begin, then of each cell as one in
            which a way begins, then as one in which it ends.
        trip, doubt, tail, where, doubted: the same of the parts, in hours.
        load_h, unload_h: (cells,) hours at the beginning, at the end.
        together: correlation at one place, in one territory, of others.
        sizes: how many territories, and how many figures that are doubted.
    """

    run_trip: Float
    run_doubt: Float
    run_tail: Float
    run_where: Int
    run_doubted: Int
    run_key: Int
    first: Int
    trip: Float
    doubt: Float
    tail: Float
    where: Int
    doubted: Int
    load_h: Float
    unload_h: Float
    together: Float
    sizes: Int


class Scratch(NamedTuple):
    """Room for the parts of one way, (MOST_PARTS,) each, and for sums by territory and doubted figure.

    Attributes:
        size: (1,) how many parts there are.
        out: (3,) what was found of the way last read.
        known: (vertices,) the origin for which `slopes` of a last run from there were found, else NOWHERE.
        slopes: (vertices, 8) by the hours h of that run the variance is [0] + 2 h [1] + h² a, and what its
            tail is made of, twice, [2] + h [3] + h² [4] and [5] + h [6] + h² [7], without the run's own.
    """

    trip: Float
    doubt: Float
    tail: Float
    where: Int
    doubted: Int
    block: Int
    by_where: Float
    by_doubted: Float
    size: Int
    out: Float
    known: Int
    slopes: Float


class Numbers(NamedTuple):
    """Numbers in the overlay of the cells and transfers of a part, and of cells that pairs share."""

    cells: Int
    transfers: Int
    inside_cell: Int


@compiled
def _done(timing: Timing, row: int, room: Scratch) -> None:
    """Writes down what is done at one place."""
    block = room.size[0]
    for at in range(timing.first[row], timing.first[row + 1]):
        i = room.size[0]
        if i < room.trip.size:
            room.trip[i], room.doubt[i] = timing.trip[at], timing.doubt[at]
            room.tail[i], room.where[i] = timing.tail[at], timing.where[at]
            room.doubted[i], room.block[i] = timing.doubted[at], block
            room.size[0] += 1


@compiled
def _run(timing: Timing, cell: int, hours: float, room: Scratch, key: int) -> None:
    """Writes down a run of some hours; it is one with that before it if both are of one key."""
    trip, doubt = timing.run_trip[cell] * hours, timing.run_doubt[cell] * hours
    i = room.size[0]
    if key == timing.run_key[cell] and i > 0:
        room.trip[i - 1] += trip
        room.doubt[i - 1] += doubt
    elif i < room.trip.size:
        room.trip[i], room.doubt[i], room.tail[i] = trip, doubt, timing.run_tail[cell]
        room.where[i], room.doubted[i] = timing.run_where[cell], timing.run_doubted[cell]
        room.block[i] = NOWHERE
        room.size[0] += 1


@compiled
def _added(room: Scratch) -> float:
    """Puts sums into the room; the sum of all deviations of trips."""
    whole = 0.0
    for i in range(room.size[0]):
        whole += room.trip[i]
        if room.where[i] >= 0:
            room.by_where[room.where[i]] += room.trip[i]
        if room.doubted[i] >= 0:
            room.by_doubted[room.doubted[i]] += room.doubt[i]
    return whole


@compiled
def _forgotten(room: Scratch) -> None:
    """Empties the sums."""
    for i in range(room.size[0]):
        if room.where[i] >= 0:
            room.by_where[room.where[i]] = 0.0
        if room.doubted[i] >= 0:
            room.by_doubted[room.doubted[i]] = 0.0


@compiled
def _shared(timing: Timing, room: Scratch, i: int, whole: float) -> float:
    """The covariance of one part with the sum of all, its own variance left out."""
    trip, where = room.trip[i], room.where[i]
    here = here_where = in_where = 0.0
    at = room.block[i]
    while 0 <= at < room.size[0] and room.block[at] == room.block[i]:
        if at != i:
            here += room.trip[at]
            here_where += room.trip[at] if room.where[at] == where and where >= 0 else 0.0
        at += 1
    if where >= 0:
        in_where = room.by_where[where] - trip - here_where
    same_post, same_where, others = timing.together
    rest = whole - trip - here - in_where
    shared: float = trip * (same_post * here + same_where * in_where + others * rest)
    if room.doubted[i] >= 0:
        shared += room.doubt[i] * (room.by_doubted[room.doubted[i]] - room.doubt[i])
    return shared


@compiled
def _summed(timing: Timing, room: Scratch) -> None:
    """Standard deviation of the sum of the parts, and how heavy its tail is (spread.py)."""
    whole = _added(room)
    variance = skewed = heavy = 0.0
    for i in range(room.size[0]):
        own = room.trip[i] ** 2 + room.doubt[i] ** 2
        if own > 0.0:
            shared = own + _shared(timing, room, i, whole)
            variance += shared
            more = shared * shared / np.sqrt(own) * room.tail[i]
            skewed += more
            heavy += more * room.tail[i]
    _forgotten(room)
    room.out[0] = np.sqrt(max(variance, 0.0))
    room.out[1] = skewed / variance**1.5 if variance > 0 else 0.0
    room.out[2] = heavy / variance**1.5 if variance > 0 else 0.0


@compiled
def of_way(
    scene: Scene,
    criteria: Criteria,
    told: tuple[Timing, Numbers, Scratch],
    origin: int,
    node: int,
    reason: Int,
    mine: Int,
    is_mine: Bool,
) -> None:
    """Puts the spread of the time of the best way to a destination into the room, inf where there is none.

    Arguments as of `trees_numba.walk`.
    """
    timing, (cells, _, inside_cell), room = told
    ends = timing.first.size - 1 - timing.load_h.size
    why = mine[node] if is_mine[node] else reason[node]
    if why == NOTHING:
        room.out[:] = np.inf
        return
    room.size[0] = 0
    if why <= INSIDE:
        cell = inside_cell[INSIDE - why]
        hours = criteria.inside[INSIDE - why, 0] - timing.load_h[cell] - timing.unload_h[cell]
        _done(timing, ends + cell, room)
        _run(timing, cell, hours, room, NOWHERE)
        _done(timing, ends - timing.load_h.size + cell, room)
    else:
        entered = scene.finishes[1][why]
        cell = cells[scene.graph.vertex_cell[entered]]
        _done(timing, ends + cell, room)
        _run(timing, cell, criteria.finish[why, 0] - timing.unload_h[cell], room, NOWHERE)
        state = scene.graph.vertex_cell.size + entered, int(timing.run_key[cell])
        _from_entry(scene, criteria, told, origin, state, reason, mine, is_mine)
    _summed(timing, room)


@compiled
def _from_entry(
    scene: Scene,
    criteria: Criteria,
    told: tuple[Timing, Numbers, Scratch],
    origin: int,
    state: tuple[int, int],
    reason: Int,
    mine: Int,
    is_mine: Bool,
) -> None:
    """Writes down the way to where a run enters, back to its beginning.

    Args: as of `of_way`; `state`: the node, and the key of the run behind it.
    """
    timing, (cells, transfers, _), room = told
    graph, vertices = scene.graph, scene.graph.vertex_cell.size
    node, key = int(state[0]), int(state[1])
    while True:
        why = mine[node] if is_mine[node] else reason[node]
        if node >= vertices:
            old = room.size[0]
            _done(timing, transfers[why], room)
            if room.size[0] > old:
                key = NOWHERE
        elif why == START:
            cell = cells[graph.vertex_cell[node]]
            hours = np.inf
            for i in range(scene.starts[0][origin], scene.starts[0][origin + 1]):
                if scene.starts[1][i] == node:
                    hours = min(hours, criteria.start[i, 0] - timing.load_h[cell])
            _run(timing, cell, hours, room, key)
            _done(timing, timing.first.size - 1 - 2 * timing.load_h.size + cell, room)
            return
        else:
            at = graph.vertex_cell[node]
            base = graph.cell_first[at]
            size = np.int64(graph.cell_first[at + 1]) - base
            km = criteria.leg_km[graph.leg_first[at] + (why - vertices - base) * size + node - base]
            _run(timing, cells[at], km * criteria.rate[at, 0], room, key)
            key = int(timing.run_key[cells[at]])
        node = before(graph, scene.finishes[1], node, why)


@compiled
def _sloped(timing: Timing, room: Scratch, cell: int, slopes: Float) -> None:
    """How the sums of the parts grow with the hours of one more run in a cell, as of Scratch."""
    whole = _added(room)
    where, doubted = timing.run_where[cell], timing.run_doubted[cell]
    slopes[:] = 0.0
    for i in range(room.size[0]):
        own = room.trip[i] ** 2 + room.doubt[i] ** 2
        if own > 0.0:
            shared = own + _shared(timing, room, i, whole)
            together = timing.together[1] if where >= 0 and room.where[i] == where else timing.together[2]
            more = together * room.trip[i] * timing.run_trip[cell]
            if doubted >= 0 and room.doubted[i] == doubted:
                more += room.doubt[i] * timing.run_doubt[cell]
            slopes[0] += shared
            slopes[1] += more
            weight = room.tail[i] / np.sqrt(own)
            for first in (2, 5):
                slopes[first] += weight * shared * shared
                slopes[first + 1] += weight * 2 * shared * more
                slopes[first + 2] += weight * more * more
                weight *= room.tail[i]
    _forgotten(room)


@compiled
def _at(timing: Timing, cell: int, hours: float, slopes: Float, out: Float) -> None:
    """The spread of a way whose last run takes some hours."""
    run = timing.run_trip[cell] ** 2 + timing.run_doubt[cell] ** 2
    variance = slopes[0] + 2 * hours * slopes[1] + hours * hours * run
    own = 0.0
    if run > 0.0:
        own = hours * (hours * run + slopes[1]) ** 2 / np.sqrt(run) * timing.run_tail[cell]
    skewed = slopes[2] + hours * (slopes[3] + hours * slopes[4]) + own
    heavy = slopes[5] + hours * (slopes[6] + hours * slopes[7]) + own * timing.run_tail[cell]
    out[0] = np.sqrt(max(variance, 0.0))
    out[1] = skewed / variance**1.5 if variance > 0 else 0.0
    out[2] = heavy / variance**1.5 if variance > 0 else 0.0


@compiled
def room_of(timing: Timing, vertices: int) -> Scratch:
    """Empty room, for trees with so many vertices."""
    trip, doubt, tail = np.empty(MOST_PARTS), np.empty(MOST_PARTS), np.empty(MOST_PARTS)
    where, doubted = np.empty(MOST_PARTS, np.int32), np.empty(MOST_PARTS, np.int32)
    block = np.empty(MOST_PARTS, np.int32)
    known, slopes = np.full(vertices, NOWHERE, np.int32), np.empty((vertices, 8))
    sums = np.zeros(timing.sizes[0]), np.zeros(timing.sizes[1])
    return Scratch(
        trip,
        doubt,
        tail,
        where,
        doubted,
        block,
        sums[0],
        sums[1],
        np.zeros(1, np.int32),
        np.empty(3),
        known,
        slopes,
    )


@compiled
def read(
    scene: Scene,
    criteria: Criteria,
    timing: Timing,
    numbers: Numbers,
    reason: Int,
    first: int,
    found: Float,
) -> None:
    """Puts the spread of the best ways of origins from `first` on into (origins, destinations, 3)."""
    nobody = np.zeros(reason.shape[1], np.bool_)
    told = timing, numbers, room_of(timing, scene.graph.vertex_cell.size)
    for i in range(found.shape[0]):
        for destination in range(found.shape[1]):
            _one(scene, criteria, told, first + i, destination, reason[first + i], nobody)
            found[i, destination] = told[2].out


@compiled
def _one(
    scene: Scene,
    criteria: Criteria,
    told: tuple[Timing, Numbers, Scratch],
    origin: int,
    destination: int,
    reason: Int,
    nobody: Bool,
) -> None:
    """The spread of a best way: by the slopes of its last run where no join lies before that."""
    timing, (cells, transfers, _), room = told
    vertices = scene.graph.vertex_cell.size
    why = reason[2 * vertices + destination]
    if why < 0:
        of_way(scene, criteria, told, origin, 2 * vertices + destination, reason, reason, nobody)
        return
    entered = scene.finishes[1][why]
    by = transfers[reason[vertices + entered]]
    if timing.first[by] == timing.first[by + 1]:
        of_way(scene, criteria, told, origin, 2 * vertices + destination, reason, reason, nobody)
        return
    cell = cells[scene.graph.vertex_cell[entered]]
    if room.known[entered] != origin:
        room.size[0] = 0
        _done(timing, timing.first.size - 1 - timing.load_h.size + cell, room)
        state = vertices + entered, NOWHERE
        _from_entry(scene, criteria, told, origin, state, reason, reason, nobody)
        _sloped(timing, room, cell, room.slopes[entered])
        room.known[entered] = origin
    hours = criteria.finish[why, 0] - timing.unload_h[cell]
    _at(timing, cell, hours, room.slopes[entered], room.out)


@compiled
def read_flown(timing: Timing, cells: Int, transfers: Int, hours: Float, found: Float) -> None:
    """The same of ways by air: (pairs, 3) cells and hours of the three runs, (pairs, 2) transfers between."""
    starts, ends = timing.first.size - 1 - 2 * timing.load_h.size, timing.first.size - 1 - timing.load_h.size
    room = room_of(timing, 0)
    for i in range(found.shape[0]):
        room.size[0] = 0
        _done(timing, starts + cells[i, 0], room)
        _run(timing, cells[i, 0], hours[i, 0], room, NOWHERE)
        for j in range(2):
            _done(timing, transfers[i, j], room)
            _run(timing, cells[i, j + 1], hours[i, j + 1], room, NOWHERE)
        _done(timing, ends + cells[i, 2], room)
        _summed(timing, room)
        found[i] = room.out


def nothing() -> Timing:
    """The times of nothing, where no spread is wanted."""
    none, number = np.empty(0), np.empty(0, np.int32)
    first, sizes = np.zeros(1, np.int32), np.ones(2, np.int32)
    return Timing(
        *(none, none, none, number, number, number),
        *(first, none, none, none, number, number),
        *(none, none, np.zeros(3), sizes),
    )

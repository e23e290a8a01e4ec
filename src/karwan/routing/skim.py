"""Skims: the least generalised cost between many places, anew in milliseconds after any change.

Nothing is prepared: cells take turns to carry what is new from their entries to their exits (as in
bounds_numba), for 64 origins at once. On the real overlay that takes no longer than a sweep along an order of
elimination takes with its customisation, and it keeps the rules of the searches to the letter.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.routing.attach import Attachment, along_link_km
from karwan.routing.bounds import to_goal
from karwan.routing.overlay import Overlay
from karwan.routing.part import part_of, vertices_of
from karwan.routing.question import Priced
from karwan.routing.skim_metric import (
    Float,
    Inside,
    Places,
    Single,
    costs_of,
    ends_of,
    inside_cost,
    metric_of,
    sparse_of,
)

__all__ = ["Inside", "Places", "by_neighbourhood", "inside_of", "picked", "places_of", "skim", "skim_plain"]


def places_of(overlay: Overlay, attached: Sequence[Sequence[Attachment]]) -> Places:
    """What skims need of attached places."""
    counts, vertex, cell, km = [0], [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
    for place in attached:
        counts.append(0)
        for one in place:
            near = np.flatnonzero(np.isfinite(one.end_km))
            counts[-1] += near.size
            vertex.append(overlay.cell_first[one.cell] + near)
            cell.append(np.full(near.size, one.cell))
            km.append(one.end_km[near])
    return Places(
        np.cumsum(counts, dtype=np.int32),
        np.concatenate(vertex).astype(np.int32),
        np.concatenate(cell).astype(np.int32),
        np.concatenate(km),
    )


def inside_of(
    origins: Sequence[Sequence[Attachment]], destinations: Sequence[Sequence[Attachment]]
) -> Inside:
    """The runs between attached places that stay in one cell, with a way and not to the place itself."""
    there: dict[int, list[tuple[int, Attachment]]] = {}
    for index, place in enumerate(destinations):
        for one in place:
            there.setdefault(one.cell, []).append((index, one))
    rows: list[NDArray[np.float64]] = [np.empty((4, 0))]
    for cell, ends in there.items():
        starts = [(index, one) for index, place in enumerate(origins) for one in place if one.cell == cell]
        if starts:
            km = inside_km([one for _, one in starts], [one for _, one in ends])
            begin, end = np.nonzero(np.isfinite(km))
            origin, destination = np.array([i for i, _ in starts])[begin], np.array([i for i, _ in ends])[end]
            rows.append(np.array((origin, destination, np.full(begin.size, cell), km[begin, end])))
    origin, destination, cells, lengths = np.concatenate(rows, axis=1)
    return Inside(origin.astype(np.int32), destination.astype(np.int32), cells.astype(np.int32), lengths)


def inside_km(origins: Sequence[Attachment], destinations: Sequence[Attachment]) -> Float:
    """The shortest km between places of one cell without leaving it, (origins, destinations)."""
    ranks = np.concatenate([place.reached.ranks for place in destinations])
    km = np.concatenate([place.reached.km for place in destinations])
    first = np.cumsum([0, *(place.reached.ranks.size for place in destinations[:-1])])
    highest = max(int(place.reached.ranks[-1]) for place in (*origins, *destinations))
    reach = np.full(highest + 1, np.inf)
    table = np.empty((len(origins), len(destinations)))
    for i, place in enumerate(origins):
        reach[place.reached.ranks] = place.reached.km
        table[i] = np.minimum.reduceat(reach[ranks] + km, first)
        reach[place.reached.ranks] = np.inf
        for j, other in enumerate(destinations):
            if place.foot.link == other.foot.link:
                table[i, j] = min(table[i, j], along_link_km(place, other))
    return table


def skim(
    overlay: Overlay,
    priced: Priced,
    weights: Sequence[float],
    origins: Places,
    destinations: Places,
    inside: Inside | None = None,
    threads: int | None = None,
) -> Single:
    """The least cost from every origin to every destination, (origins, destinations); inf where no way.

    Args:
        overlay: vertices and tables.
        priced: hours, US dollars, kg.
        weights: US dollars an hour, a US dollar (1), a kg of CO2e.
        origins: from `places_of`.
        destinations: from `places_of`.
        inside: pairs that share a cell; None: they leave it and come back.
        threads: how many to use; None: one a core.
    """
    from karwan.routing import skim_numba  # noqa: PLC0415 - imports numba

    metric = metric_of(overlay, priced, weights)
    arrays = (metric.graph, metric.leg_cost, metric.transfer_cost)
    finishes = sparse_of(metric, destinations, priced.finish_costs)
    order = by_neighbourhood(overlay, origins)
    starts = sparse_of(metric, picked(origins, order), priced.start_costs)
    blocks = np.array_split(np.arange(0, order.size, skim_numba.LANES), threads or os.cpu_count() or 1)
    table = np.empty((order.size, destinations.first.size - 1), np.float32)

    def run(block: NDArray[np.intp]) -> None:
        if block.size:
            first, last = int(block[0]), min(int(block[-1]) + skim_numba.LANES, order.size)
            bounds = starts[0][first : last + 1]
            here = slice(bounds[0], bounds[-1])
            some = (bounds - bounds[0], starts[1][here], starts[2][here])
            table[order[first:last]] = skim_numba.skim(*arrays, some, finishes)

    with ThreadPoolExecutor(len(blocks)) as pool:
        list(pool.map(run, blocks))
    if inside is not None:
        np.minimum.at(table, (inside.origin, inside.destination), inside_cost(metric, inside))
    return table


def skim_plain(
    overlay: Overlay, priced: Priced, weights: Sequence[float], origins: Places, destinations: Places
) -> Float:
    """The same in numpy but for pairs inside a cell, by a search back from each destination: the twin."""
    costs = costs_of(overlay, priced, weights)
    part = part_of(overlay, costs)
    vertices = vertices_of(overlay, part)
    begin, start_at, start, _ = ends_of(origins, priced.start_costs, costs.rate, weights)
    end, finish_at, finish, _ = ends_of(destinations, priced.finish_costs, costs.rate, weights)
    table = np.full((begin.size - 1, end.size - 1), np.inf)
    for destination in range(end.size - 1):
        goal = np.full(overlay.vertex_cell.size, np.inf)
        here = slice(end[destination], end[destination + 1])
        np.minimum.at(goal, finish_at[here], finish[here])
        leave = np.full(overlay.vertex_cell.size, np.inf)
        leave[vertices] = to_goal(part, part.leg_cost, part.transfer_cost, goal[vertices]).leave
        for origin in range(begin.size - 1):
            here = slice(begin[origin], begin[origin + 1])
            table[origin, destination] = np.min(start[here] + leave[start_at[here]], initial=np.inf)
    return table


def by_neighbourhood(overlay: Overlay, places: Places) -> NDArray[np.intp]:
    """Places so that neighbours share a block: what comes to one of them soon comes to all.

    The bits of longitude and latitude in turn make a curve through the quarters of quarters (of the globe).
    """
    if not places.vertex.size:
        return np.arange(places.first.size - 1)
    one = places.vertex[np.minimum(places.first[:-1], places.vertex.size - 1)]
    x = np.floor((overlay.vertex_lon[one] + 180) * (256 / 360)).astype(np.int64)
    y = np.floor((overlay.vertex_lat[one] + 90) * (256 / 180)).astype(np.int64)
    key = np.zeros_like(x)
    for bit in range(9):
        key |= ((x >> bit) & 1) << (2 * bit) | ((y >> bit) & 1) << (2 * bit + 1)
    return np.argsort(key, kind="stable")


def picked(places: Places, order: NDArray[Any]) -> Places:
    """Some of the places by number, in the order of these."""
    sizes = np.diff(places.first)[order]
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    index = np.repeat(places.first[order] - first[:-1], sizes) + np.arange(int(first[-1]))
    return Places(first, places.vertex[index], places.cell[index], places.km[index])

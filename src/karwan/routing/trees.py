"""Trees of best ways from many origins: what each best way is made of, and so what hangs on a gateway.

A tree holds for every place where a run enters or leaves, and for every destination, its least cost and what
explains it (trees_numba.py has the numbering). Costs are those of a skim, bit for bit.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.skim_metric import Inside, Metric, Places, Runs, inside_cost, runs_of

if TYPE_CHECKING:
    from karwan.routing.trees_numba import Criteria, Scene

Int = NDArray[np.int32]
Single = NDArray[np.float32]
Float = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What trees grow from and to: first and last runs at a metric's prices, pairs that share a cell.

    Attributes:
        metric: prices. starts, finishes: of origins and destinations.
        inside_first: (origins + 1,) int32, pairs that share a cell by origin, then destination.
        inside_to: int32. inside_cell: int32 of the overlay. inside_cost: float32.
        inside_criteria: (pairs, 3).
    """

    metric: Metric
    starts: Runs
    finishes: Runs
    inside_first: Int
    inside_to: Int
    inside_cell: Int
    inside_cost: Single
    inside_criteria: Float


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Grown trees.

    Attributes:
        grounds: what they grew on. cost: (origins, nodes) float32. reason: (origins, nodes) int32.
    """

    grounds: Grounds
    cost: Single
    reason: Int

    @property
    def to_destinations(self) -> Single:
        """(origins, destinations) the least cost: the skim."""
        return self.cost[:, 2 * self.grounds.metric.part.start.size :]


def grounds_of(
    metric: Metric, origins: Places, destinations: Places, inside: Inside | None = None
) -> Grounds:
    """What trees of some places grow on; arguments as of `skim`."""
    count = origins.first.size - 1
    empty = np.empty(0, np.int32)
    pairs = Inside(empty, empty, empty, np.empty(0)) if inside is None else inside
    cost = inside_cost(metric, pairs)
    kept = np.flatnonzero(np.isfinite(cost))
    kept = kept[np.lexsort((pairs.destination[kept], pairs.origin[kept]))]
    priced, cell = metric.priced, pairs.cell[kept]
    loads = priced.start_costs[cell] + priced.finish_costs[cell]
    return Grounds(
        metric=metric,
        starts=runs_of(metric, origins, priced.start_costs),
        finishes=runs_of(metric, destinations, priced.finish_costs),
        inside_first=np.searchsorted(pairs.origin[kept], np.arange(count + 1)).astype(np.int32),
        inside_to=pairs.destination[kept],
        inside_cell=cell,
        inside_cost=cost[kept],
        inside_criteria=pairs.km[kept][:, None] * priced.cell_rates[cell] + loads,
    )


def some_of(grounds: Grounds, first: int, last: int) -> tuple[Scene, Criteria]:
    """What kernels read of the origins from one to before another."""
    from karwan.routing.trees_numba import Criteria, Scene  # noqa: PLC0415 - imports numba

    metric = grounds.metric
    part = metric.part
    here = slice(grounds.starts.first[first], grounds.starts.first[last])
    inner = slice(grounds.inside_first[first], grounds.inside_first[last])
    scene = Scene(
        graph=metric.graph,
        leg_cost=metric.leg_cost,
        transfer_cost=metric.transfer_cost,
        starts=(
            grounds.starts.first[first : last + 1] - grounds.starts.first[first],
            grounds.starts.vertex[here],
            grounds.starts.cost[here],
        ),
        finishes=grounds.finishes.sparse,
        inside_first=grounds.inside_first[first : last + 1] - grounds.inside_first[first],
        inside_to=grounds.inside_to[inner],
        inside_cost=grounds.inside_cost[inner],
    )
    criteria = Criteria(
        leg_km=metric.leg_km,
        rate=metric.priced.cell_rates[part.cells],
        transfer=metric.priced.transfer_costs[part.transfers],
        start=grounds.starts.criteria[here],
        finish=grounds.finishes.criteria,
        inside=grounds.inside_criteria[inner],
    )
    return scene, criteria


def grow(grounds: Grounds, threads: int | None = None) -> Trees:
    """The trees of all origins."""
    from karwan.routing import skim_numba, trees_numba  # noqa: PLC0415 - imports numba

    count = grounds.starts.first.size - 1
    nodes = 2 * grounds.metric.part.start.size + grounds.finishes.first.size - 1
    cost, reason = np.empty((count, nodes), np.float32), np.empty((count, nodes), np.int32)

    def run(first: int) -> None:
        last = min(first + skim_numba.LANES, count)
        cost[first:last], reason[first:last] = trees_numba.grow(some_of(grounds, first, last)[0])
        inner = reason[first:last, 2 * grounds.metric.part.start.size :]
        inner[inner <= trees_numba.INSIDE] -= grounds.inside_first[first]

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        list(pool.map(run, range(0, count, skim_numba.LANES)))
    return Trees(grounds, cost, reason)


def criteria_of(trees: Trees, threads: int | None = None) -> Float:
    """Hours, US dollars and kg of every best way, (origins, destinations, 3); inf where there is none."""
    from karwan.routing import skim_numba, trees_numba  # noqa: PLC0415 - imports numba

    count = trees.cost.shape[0]
    found = np.empty((count, trees.grounds.finishes.first.size - 1, 3))
    scene, criteria = some_of(trees.grounds, 0, count)

    def run(first: int) -> None:
        last = min(first + skim_numba.LANES, count)
        trees_numba.read(scene, criteria, trees.reason, first, found[first:last])

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        list(pool.map(run, range(0, count, skim_numba.LANES)))
    return found


def way_of(trees: Trees, origin: int, destination: int) -> list[int]:
    """The transfers of the overlay that the best way of a pair takes, in order; empty without a way."""
    return _back(trees, origin, 2 * trees.grounds.metric.part.start.size + destination)[1]


def way_to_entry(trees: Trees, origin: int, vertex: int) -> tuple[int, list[int]]:
    """Of the best way to where a run enters: where its first run leaves, and its transfers in order.

    Vertices are those of the part, transfers those of the overlay.
    """
    return _back(trees, origin, trees.grounds.metric.part.start.size + vertex)


def _back(trees: Trees, origin: int, node: int) -> tuple[int, list[int]]:
    """From a node back to where its way begins: the node there, and the transfers, in order."""
    part = trees.grounds.metric.part
    vertices, reason = part.start.size, trees.reason[origin]
    transfers: list[int] = []
    while (why := int(reason[node])) >= 0:
        if node >= 2 * vertices:
            node = vertices + int(trees.grounds.finishes.vertex[why])
        elif node >= vertices:
            transfers.append(int(part.transfers[why]))
            node = int(part.transfer_from[why])
        else:
            node = why
    return node, transfers[::-1]

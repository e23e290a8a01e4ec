"""Closures in stored trees: only what hangs on a closed transfer is searched anew, from what still stands.

The costs that come out are those of a skim without these transfers, bit for bit: a node that hangs on nothing
closed keeps its best way, and the others are found by Dijkstra's search that starts from those.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import local
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.trees import Trees, some_of

if TYPE_CHECKING:
    from karwan.routing.repair_numba import Grown, Scratch
    from karwan.routing.spread_numba import Timing
    from karwan.routing.trees_numba import Criteria, Scene

Int = NDArray[np.int32]
Float = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """Trees ready for repair.

    Attributes:
        trees: they. scene, criteria, grown: what the kernel reads.
        transfer_number: (transfers of the overlay,) int32 in the part, -1 where closed already.
        use_first, use_tree: trees that lead to a wanted destination through each transfer of the part.
        gateways, areas: how many there are.
        timing: how times vary, where the spread of ways is wanted.
    """

    trees: Trees
    scene: Scene
    criteria: Criteria
    grown: Grown
    transfer_number: Int
    use_first: Int
    use_tree: Int
    gateways: int
    areas: int
    timing: Timing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Diverted:
    """What one closure does to the wanted pairs that it hits.

    Attributes:
        origin, destination: (pairs,) int32. cost: (pairs,) float32. criteria: (pairs, 3); inf for a pair
            that has no way left. spread: (pairs, 3) as of `spread_of`, where that is wanted.
        by_gateway: (gateways,) weight of the pairs that pass each now and did not before. by_area: the same
            of territories.
    """

    origin: Int
    destination: Int
    cost: NDArray[np.float32]
    criteria: Float
    spread: Float
    by_gateway: Float
    by_area: Float


def kept_of(
    trees: Trees,
    weight: Float | None = None,
    area: Int | None = None,
    gateways: int | None = None,
    timing: Timing | None = None,
) -> Kept:
    """What the repair of trees needs, once.

    Args:
        trees: they.
        weight: (origins, destinations) of each pair, below 0 if it is not wanted; None: all alike.
        area: (cells of the overlay,) int32, the number of the territory of each; -1 for none.
        gateways: of the network; None: as many as the overlay names.
        timing: how times vary; None: the spread of ways is not wanted.
    """
    from karwan.routing import repair_numba  # noqa: PLC0415 - imports numba

    metric = trees.grounds.metric
    overlay, part = metric.overlay, metric.part
    scene, criteria = some_of(trees.grounds, 0, trees.cost.shape[0])
    size = trees.cost.shape[0], trees.grounds.finishes.first.size - 1
    weights = np.ones(size) if weight is None else np.ascontiguousarray(weight, float)
    areas = np.full(len(overlay.cells), -1, np.int32) if area is None else area
    transfer, tree = repair_numba.uses(scene, trees.reason, weights)
    order = np.argsort(transfer, kind="stable")
    first, child = repair_numba.children(scene, trees.reason)
    number = np.full(overlay.transfer_from.size, -1, np.int32)
    number[part.transfers] = np.arange(part.transfers.size)
    grown = repair_numba.Grown(
        trees.cost,
        trees.reason,
        first,
        child,
        weights,
        overlay.transfer_gateway[part.transfers],
        areas[part.cells],
    )
    return Kept(
        trees=trees,
        scene=scene,
        criteria=criteria,
        grown=grown,
        transfer_number=number,
        use_first=np.searchsorted(transfer[order], np.arange(part.transfers.size + 1)).astype(np.int32),
        use_tree=tree[order],
        gateways=gateways or int(overlay.transfer_gateway.max(initial=-1)) + 1,
        areas=int(areas.max(initial=-1)) + 1,
        timing=timing,
    )


def diverted(kept: Kept, closures: Sequence[Int], threads: int | None = None) -> Iterator[Diverted]:
    """What each closure does, alone: a closure is some transfers of the overlay."""
    here = local()

    def run(closure: Int) -> Diverted:
        if not hasattr(here, "scratch"):
            here.scratch = _scratch(kept)
        return _one(kept, closure, here.scratch)

    count = threads or os.cpu_count() or 1
    if count == 1:
        yield from map(run, closures)
        return
    with ThreadPoolExecutor(count) as pool:
        yield from pool.map(run, closures)


def _one(kept: Kept, closure: Int, scratch: Scratch) -> Diverted:
    from karwan.routing import repair_numba  # noqa: PLC0415 - imports numba

    closed = kept.transfer_number[closure]
    closed = closed[closed >= 0]
    hit = [kept.use_tree[kept.use_first[one] : kept.use_first[one + 1]] for one in closed.tolist()]
    origins = np.unique(np.concatenate(hit)) if hit else np.empty(0, np.int32)
    return Diverted(
        *repair_numba.repair(
            kept.scene, kept.criteria, kept.grown, closed, origins, scratch, kept.gateways, kept.areas
        )
    )


def _scratch(kept: Kept) -> Scratch:
    from karwan.routing import spread_numba  # noqa: PLC0415 - imports numba
    from karwan.routing.repair_numba import Scratch  # noqa: PLC0415 - imports numba

    part = kept.trees.grounds.metric.part
    timing = spread_numba.nothing() if kept.timing is None else kept.timing
    numbers = spread_numba.Numbers(part.cells, part.transfers, kept.trees.grounds.inside_cell)
    nodes, transfers = kept.trees.cost.shape[1], kept.trees.grounds.metric.part.transfers.size
    legs = kept.scene.leg_cost.size
    return Scratch(
        is_closed=np.zeros(transfers, np.bool_),
        is_below=np.zeros(nodes, np.bool_),
        below=np.empty(nodes, np.int32),
        cost=np.full(nodes, -np.inf, np.float32),
        reason=np.empty(nodes, np.int32),
        keys=np.empty(legs + transfers + nodes, np.float32),
        waiting=np.empty(legs + transfers + nodes, np.int32),
        passed=np.zeros(max(kept.gateways, 1), np.bool_),
        crossed=np.zeros(max(kept.areas, 1), np.bool_),
        is_told=kept.timing is not None,
        told=(timing, numbers, spread_numba.room_of(timing, 0)),
    )

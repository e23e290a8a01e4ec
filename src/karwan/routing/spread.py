"""How the times of best ways in trees vary, for many pairs at once.

Of each way: the standard deviation of its time, as `words.together.sd_h` has it, and two measures of how
heavy the tail is. With c the correlation of a part with the whole, w its share of the variance and s its own
tail (of a lognormal time its logarithmic standard deviation) they are the sums of w c s and of w c s².
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.trees import Trees, some_of

if TYPE_CHECKING:
    from karwan.routing.spread_numba import Timing

Float = NDArray[np.float64]


def spread_of(trees: Trees, timing: Timing, threads: int | None = None) -> Float:
    """The spread of every best way, (origins, destinations, 3); inf where there is none."""
    from karwan.routing import skim_numba, spread_numba  # noqa: PLC0415 - imports numba

    count, part = trees.cost.shape[0], trees.grounds.metric.part
    found = np.empty((count, trees.grounds.finishes.first.size - 1, 3))
    scene, criteria = some_of(trees.grounds, 0, count)
    numbers = spread_numba.Numbers(part.cells, part.transfers, trees.grounds.inside_cell)

    def run(first: int) -> None:
        here = found[first : first + skim_numba.LANES]
        spread_numba.read(scene, criteria, timing, numbers, trees.reason, first, here)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        list(pool.map(run, range(0, count, skim_numba.LANES)))
    return found

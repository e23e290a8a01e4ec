"""The best route of each chain of cells, chains in order of cost."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from karwan.routing.chains import ChainSearch
from karwan.routing.joined import joined
from karwan.routing.overlay import Overlay
from karwan.routing.part import part_of
from karwan.routing.question import Costs
from karwan.routing.route import Family

__all__ = ["Family", "families"]


def families(  # noqa: PLR0913 - each option is one rule of the search
    overlay: Overlay,
    costs: Costs,
    *,
    labels: Sequence[Hashable],
    detour_ratio: float | None = None,
    allowed: NDArray[np.bool_] | None = None,
    required: NDArray[np.bool_] | None = None,
    ratio: float = 2.0,
    groups: int = 10,
    per_group: int = 3,
    most: int | None = None,
    patience: int | None = None,
    is_exact: bool = True,
    dearest: Callable[[], float] | None = None,
    is_compiled: bool = False,
) -> Iterator[Family]:
    """The best route of each chain of cells, cheapest first, as long as it is worth showing.

    Cells that hang together by joins are one cell of a chain. A chain may come back to a cell once, through
    others. Each route is the exact best of its chain; the first is the best of all (if that comes to no cell
    a third time).

    Args:
        overlay: vertices and tables.
        costs: of one question.
        labels: (cells,) what each cell counts as in the name of a chain: a chain is called by the labels of
            its cells in order, each once at a time. The best `per_group` of one name are given; what is
            beaten so often by others of its name is not followed further.
        detour_ratio: chains whose name is a detour of another (names.py) are left out where they cost more
            than so many times it, at least 1; None: they are chains like others.
        allowed: (cells,) whether a chain may use each cell; None: all.
        required: (cells,) a chain must use one of these; None: no rule.
        ratio: chains that cost more than this many times the first are left out.
        groups: stop when so many names have been found.
        per_group: see labels.
        most: stop when so many chains of cells have been followed, finished or not; None: follow all.
        patience: stop when so many have been followed since the last new name; None: do not.
        is_exact: False looks at a tenth of the chains, and may lose one that only a chain could go on which
            came to fewer cells twice (none was lost in any question that was tried).
        dearest: chains that cost more are not looked for; asked anew after each that is given.
        is_compiled: the compiled twin finds the same in a tenth of the time, once numba is imported; for a
            search that is not exact and that nobody bounds while it goes on.
    """
    before = part_of(overlay, costs, allowed)
    merged = joined(overlay, before, required)
    part = before if merged is None else merged.part
    if is_compiled and dearest is None and not is_exact:
        from karwan.routing import chains_numba  # noqa: PLC0415 - imports numba

        rules = chains_numba.rules(per_group, detour_ratio, ratio, most, groups, patience)
        for family in chains_numba.families_of(part, required, labels, rules):
            yield family if merged is None else merged.told(family)
        return
    search = ChainSearch(part, required, labels, per_group, detour_ratio=detour_ratio, is_exact=is_exact)
    if dearest is not None:
        search.limit = dearest()
    for family in search.run(ratio, most, groups, patience):
        yield family if merged is None else merged.told(family)
        if dearest is not None:
            search.limit = min(search.limit, dearest())

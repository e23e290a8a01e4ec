"""Whether what a scenario changes at some gateways can matter to a pair at all: told without asking again.

Every way through one of these gateways costs at least what the best run to it and from it does, whatever is
done there. Where that is more than the best way costs, told in full, nothing there can matter to it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from karwan.answers.best import SLACK
from karwan.answers.compose import Way
from karwan.answers.search import Search
from karwan.answers.shared import Shared
from karwan.answers.ways import full_cost
from karwan.routing import question
from karwan.routing.bounds import both_ways
from karwan.routing.part import part_of


def is_untouched(after: Shared, search: Search, best: Way | None) -> bool:
    """Whether the best way of a pair is the same in a world of which a scenario changed some gateways.

    Args:
        after: the state with the scenario.
        search: of the pair, in the state before.
        best: its best way there.
    """
    if not after.is_of_gateways or len(search.spans) > 1:
        return False
    reached = after.reached
    if not reached.size:
        return True
    if best is not None and {*best.gateways} & {*after.reach.gateways}:
        return False
    limit = np.inf if best is None else SLACK * full_cost(best, search.field.weights)
    return least_through(search, reached) > limit


def least_through(search: Search, transfers: np.ndarray[tuple[int], np.dtype[np.intp]]) -> float:
    """What a way through one of some transfers costs the search at least, if they were open and free."""
    overlay, field, span = search.ground.overlay, search.field, search.spans[0]
    is_open = field.priced.transfer_open.copy()
    costs = field.priced.transfer_costs.copy()
    is_open[transfers], costs[transfers] = True, 0.0
    priced = replace(field.priced, transfer_open=is_open, transfer_costs=costs)
    ends = question.ends(overlay, priced, span.starts, span.finishes)
    part = part_of(overlay, question.generalise(overlay, priced, ends, field.weights.vector), field.allowed)
    here = np.isin(part.transfers, transfers)
    if not here.any():
        return float(np.inf)
    back, onwards = both_ways(part)
    through = back.enter[part.transfer_from] + part.transfer_cost + onwards.enter[part.transfer_to]
    return float(through[here].min())

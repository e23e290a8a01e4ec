"""The ways that are not offered: why, and what they would be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from karwan.answers import barriers, choice
from karwan.answers.compose import Way
from karwan.answers.family import Key, slug
from karwan.answers.field import Field
from karwan.answers.held_back import holds
from karwan.answers.routes import NotOffered
from karwan.answers.search import Search, by_family, classes_of, found_ways
from karwan.answers.ways import full_cost, ways_of_class
from karwan.operations.permission import Reason
from karwan.operations.priced import Passing

# Within a class a shut family that costs more than so many times the best is left out (docs/rules, 7.2).
COST_RATIO_SHUT = 1.5
# A barrier that is lifted counts as so much of the best way's cost.
_LIFTING_SHARE = 0.2
# One reason less is worth so many times the cost of the best way.
_LEAST_UNIT = 1000.0
# Of ways that are shut the dozen cheapest of each class say what is lost.
_SHUT_FAMILIES = 12


def not_offered(
    free: Search, found: Mapping[Key, Sequence[Way]], stopped: Sequence[Way]
) -> tuple[NotOffered, ...]:
    """Families that would be shown if every barrier were lifted, with the barriers of their best way.

    Args:
        free: with every barrier lifted.
        found: the families that are open.
        stopped: ways that the search found and that are barred as a whole.
    """
    refused = []
    for key, ways in by_family(free, [*found_ways(free), *stopped]).items():
        if key not in found and (reasons := reasons_of(free, ways[0])):
            refused.append((ways, reasons))
    ranked = sorted(refused, key=lambda item: full_cost(item[0][0], free.field.weights))
    why = {ways[0].key: reasons for ways, reasons in ranked}
    return tuple(
        refused_way(free, way, why[way.key])
        for way, *_ in choice.chosen([ways for ways, _ in ranked], free.question)
    )


def refused_way(search: Search, way: Way, reasons: tuple[Reason, ...]) -> NotOffered:
    """A way as it is told among those not offered; its label is told once all are known."""
    held_back = holds(search.ground, way, search.field.weights)
    return NotOffered("", slug(way.key), way.gateways, reasons, way.route, way, held_back)


def least_barred(search: Search) -> NotOffered | None:
    """The way that the fewest reasons shut, the cheapest of equals; None if none can be opened (5.8).

    Each reason is charged to the search where a way first meets it, so much that no detour is worth one more.
    """
    ground, excluded = search.ground, search.question.excluded
    free = _free(search)
    unit = 1.0 + _LEAST_UNIT * _least_cost(search, free)
    in_cells = [frozenset(barriers.cell_barriers(ground, cell, excluded)) for cell in ground.cells]
    index = {cell.key: number for number, cell in enumerate(ground.cells)}
    met = np.array([_met(search, passing, in_cells, index) for passing in ground.passings])
    starts = free.priced.start_costs.copy()
    vector = np.asarray(search.field.weights.vector)
    column = int(vector.argmax())
    starts[:, column] += unit * np.array([len(reasons) for reasons in in_cells]) / vector[column]
    field = replace(free, priced=replace(free.priced, start_costs=starts), penalty=unit * met)
    ways = found_ways(replace(search, field=field))
    told = [(way, reasons_of(search, way)) for way in ways]
    barred = [(way, reasons) for way, reasons in told if reasons]
    if not barred:
        return None
    weights = search.field.weights
    way, reasons = min(barred, key=lambda item: (len(item[1]), full_cost(item[0], weights)))
    return refused_way(search, way, reasons)


def _met(
    search: Search, passing: Passing, in_cells: Sequence[frozenset[Reason]], index: Mapping[str, int]
) -> int:
    """How many reasons a way meets at a transfer that it did not meet before it."""
    _, before, after = passing
    here = barriers.transfer_barriers(search.ground, passing, search.days, search.question.excluded)
    new = {
        reason
        for reason in here
        # what shuts a territory was met where that was entered, unless the way begins in it
        if reason.where != before.territory or before.territory == search.ground.ends[0]
    }
    return len((new | in_cells[index[after.key]]) - in_cells[index[before.key]])


def reasons_of(search: Search, way: Way) -> tuple[Reason, ...]:
    """All that bars a way, each once: in order of travel, then what bars it as a whole."""
    found = barriers.barriers(search.ground, way, search.days, search.question.excluded)
    every = [*found, *barriers.way_barriers(search.ground, way, search.question)]
    # a rule is told where it is met first
    first = {reason.rule or reason: reason for reason in reversed(every)}
    return tuple(dict.fromkeys(first[reason.rule or reason] for reason in every))


def lifted(search: Search, found: Iterable[Sequence[Way]]) -> Search:
    """The search with every barrier lifted, each charged so that none is lifted that need not be (5.8)."""
    free = _free(search)
    costs = [full_cost(ways[0], search.field.weights) for ways in found] or [_least_cost(search, free)]
    shut = free.priced.transfer_open & ~search.field.priced.transfer_open
    return replace(search, field=replace(free, penalty=np.where(shut, _LIFTING_SHARE * min(costs), 0.0)))


def _free(search: Search) -> Field:
    """The field of a search with every barrier lifted that can be."""
    return replace(
        search.field,
        priced=replace(search.field.priced, transfer_open=search.liftable),
        allowed=np.ones_like(search.field.allowed),
        per_group=1,
        ratio=COST_RATIO_SHUT,
        groups=_SHUT_FAMILIES,
    )


def _least_cost(search: Search, field: Field) -> float:
    """Cost of the best way of any class; 0 where there is none."""
    ways = (ways_of_class(search.ground, search.spans, field, kind) for kind in classes_of(search))
    return min((full_cost(best[0], field.weights) for best in ways if best), default=0.0)

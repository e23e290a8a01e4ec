"""The ways that are not offered: why, and what they would be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from karwan.answers import barriers, choice
from karwan.answers.compose import Way
from karwan.answers.family import Key, slug
from karwan.answers.routes import NotOffered
from karwan.answers.search import Search, by_family, classes_of, found_ways
from karwan.answers.ways import Field, full_cost, ways_of_class
from karwan.operations.permission import Reason
from karwan.operations.priced import Priced

# Within a class a shut family that costs more than so many times the best is left out (docs/rules, 7.2).
COST_RATIO_SHUT = 1.5
# A barrier that is lifted counts as so much of the best way's cost.
_LIFTING_SHARE = 0.2
# Of ways that are shut the dozen cheapest of each class say what is lost.
_SHUT_FAMILIES = 12


def not_offered(
    search: Search, found: Mapping[Key, Sequence[Way]], stopped: Sequence[Way]
) -> tuple[NotOffered, ...]:
    """Families that would be shown if every barrier were lifted, with the barriers of their best way.

    Args:
        search: with the barriers of the day and the user.
        found: the families that are open.
        stopped: ways that the search found and that are barred as a whole.
    """
    lifted = _lifted(search, found.values())
    refused = []
    for key, ways in by_family(lifted, [*found_ways(lifted), *stopped]).items():
        if key not in found and (reasons := _reasons(lifted, ways[0])):
            refused.append((ways, reasons))
    ranked = sorted(refused, key=lambda item: full_cost(item[0][0], lifted.field.weights))
    why = {ways[0].key: reasons for ways, reasons in ranked}
    return tuple(
        NotOffered("", slug(way.key), way.gateways, why[way.key], way.route, way)
        for way, *_ in choice.chosen([ways for ways, _ in ranked], lifted.question)
    )


def _reasons(search: Search, way: Way) -> tuple[Reason, ...]:
    """All that bars a way, each once: in order of travel, then what bars it as a whole."""
    found = barriers.barriers(search.ground, way, search.days, search.question.excluded)
    return tuple(dict.fromkeys([*found, *barriers.way_barriers(search.ground, way, search.question)]))


def _lifted(search: Search, found: Iterable[Sequence[Way]]) -> Search:
    """The search with every barrier lifted, each charged so that none is lifted that need not be (5.4)."""
    liftable = barriers.liftable_transfers(search.ground, search.days)
    priced: Priced = replace(search.field.priced, transfer_open=liftable)
    free = replace(
        search.field,
        priced=priced,
        allowed=np.ones_like(search.field.allowed),
        per_group=1,
        ratio=COST_RATIO_SHUT,
        groups=_SHUT_FAMILIES,
    )
    costs = [full_cost(ways[0], search.field.weights) for ways in found] or [_least_cost(search, free)]
    shut = liftable & ~search.field.priced.transfer_open
    return replace(search, field=replace(free, penalty=np.where(shut, _LIFTING_SHARE * min(costs), 0.0)))


def _least_cost(search: Search, field: Field) -> float:
    """Cost of the best way of any class; 0 where there is none."""
    ways = (ways_of_class(search.ground, search.spans, field, kind) for kind in classes_of(search))
    return min((full_cost(best[0], field.weights) for best in ways if best), default=0.0)

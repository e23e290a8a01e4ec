"""The one way that `routes` would put first, without the others: for many pairs, and worlds side by side.

Ways come from the same search in order of what they cost it. Whatever is told of them afterwards (spread,
charges, changes of truck) adds to that, so the search ends where a way costs it more than the best that is
told in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import merge

import numpy as np

from karwan.answers.compose import Span, Way, compose
from karwan.answers.field import found_of_class
from karwan.answers.gated import Gated, through_gates
from karwan.answers.search import (
    Search,
    by_family,
    classes_of,
    found_ways,
    instead_of,
    is_same,
    is_stopped,
    passes_all,
)
from karwan.answers.ways import beats, front_of, full_cost
from karwan.routing.route import Family

# What known departures may save on the waits that the search takes for usual, as a share of a way's cost.
SLACK = 1.02
# Of other families, those so near to the best may have a way on their front that is better still.
_NEAR = 1.05


def best_way(search: Search, known: Way | None = None) -> Way | None:
    """The first way of `ask_routes`, told in full; None if no way is open.

    Args:
        search: of the question.
        known: a way between the same ends that is open, told in full, from which on nothing dearer is looked
            at; it is among those to choose from.
    """
    if len(search.spans) > 1:
        ways = found_ways(search)
        stopped = [way for way in ways if is_stopped(way, search)]
        return _first(search, [*(way for way in ways if way not in stopped), *instead_of(search, stopped)])
    going: list[Way] = [] if known is None else [known]
    limits = [np.inf if known is None else SLACK * full_cost(known, search.field.weights)]
    for found in _found(search, search.spans[0], lambda: limits[-1]):
        if found.cost > limits[-1]:
            break
        way = compose(search.ground, search.spans[0], found)
        if not passes_all(way, search.question):
            continue
        going += instead_of(search, [way]) if is_stopped(way, search) else [way]
        first = _least(search, going)
        limits.append(np.inf if first is None else SLACK * full_cost(first, search.field.weights))
    return _first(search, going)


def _found(search: Search, span: Span, most: Callable[[], float]) -> Iterator[Family]:
    """What the search finds in all classes, cheapest first; through gateways to pass, in order of these."""
    told = search.ground, span, search.field
    if span.gates:
        ways = through_gates([Gated(*told, kind) for kind in classes_of(search)], most)
        yield from (way for way in ways if way.cost <= most())
        return
    of_classes = (found_of_class(*told, kind, most) for kind in classes_of(search))
    yield from merge(*of_classes, key=lambda found: found.cost)


def _first(search: Search, ways: Iterable[Way]) -> Way | None:
    """The first that `routes` shows: the best way that no other beats, those of exact fronts among them."""
    families = by_family(search, ways)
    weights = search.field.weights
    near = _NEAR * min((full_cost(each[0], weights) for each in families.values()), default=0.0)
    bests = []
    for best, *_ in families.values():
        bests.append(best)
        if full_cost(best, weights) <= near:
            front = (way for way in front_of(search.ground, best, search.field) if is_same(way, best, search))
            bests[-1] = min((best, *front), key=lambda way: full_cost(way, weights))
    return _least(search, bests)


def _least(search: Search, ways: Iterable[Way]) -> Way | None:
    """The least by the weights of those that none beats in time, cost and CO2e at once."""
    ranked = sorted(ways, key=lambda way: full_cost(way, search.field.weights))
    unbeaten = (way for way in ranked if not any(beats(other.route, way.route) for other in ranked))
    return next(unbeaten, None)

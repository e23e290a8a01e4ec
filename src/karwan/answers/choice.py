"""Which of the families that were found are shown: sensible ones that differ (docs/rules, section 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from karwan.answers.compose import Way
from karwan.answers.family import Key, areas_of
from karwan.answers.question import RoutesQuestion
from karwan.answers.ways import full_cost
from karwan.routing.names import is_detour
from karwan.words.mode import Mode
from karwan.words.weights import Weights

# What takes and costs so many times what another way does is no alternative to it (docs/rules, 7.8).
ABSURD_RATIO = 1.75
# How much of its cost is charged to a way that is wholly like one already shown (docs/rules, 7.7).
LIKENESS_CHARGE = 1.5


def chosen(ranked: Sequence[Sequence[Way]], question: RoutesQuestion) -> list[Sequence[Way]]:
    """The families to show: classes take turns, and each gives the cheapest that is unlike those shown.

    What a family shares with one already shown is charged to it (docs/rules, 7.7).

    Source: Carbonell and Goldstein 1998, The use of MMR, diversity-based reranking, SIGIR, section 2.
    """
    left: dict[str, list[Sequence[Way]]] = {}
    for ways in _sensible(sorted(ranked, key=lambda ways: full_cost(ways[0], question.weights))):
        left.setdefault(_class_of(ways[0]), []).append(ways)
    chosen: list[Sequence[Way]] = []
    while any(left.values()):
        for waiting in left.values():
            if waiting and len(chosen) < question.count:
                kind = _class_of(waiting[0][0])
                shown = [_passed(ways[0]) for ways in chosen if _class_of(ways[0]) == kind]
                costs = [
                    full_cost(ways[0], question.weights)
                    * (1 + LIKENESS_CHARGE * _likest(_passed(ways[0]), shown))
                    for ways in waiting
                ]
                chosen.append(waiting.pop(costs.index(min(costs))))
        if len(chosen) >= question.count:
            break
    return chosen


def _sensible(ranked: Sequence[Sequence[Way]]) -> list[Sequence[Way]]:
    """Families but those that a better one beats by far both in time and in cost (docs/rules, 7.8)."""
    kept: list[Sequence[Way]] = []
    for ways in ranked:
        route = ways[0].route
        others = (other[0].route for other in kept)
        if not any(
            route.time_h > ABSURD_RATIO * one.time_h and route.cost_usd > ABSURD_RATIO * one.cost_usd
            for one in others
        ):
            kept.append(ways)
    return kept


def _passed(way: Way) -> frozenset[str]:
    """What a way passes between its ends: territories, and of a voyage the basin where it lands."""
    runs = [list(run) for _, run in groupby(way.key[1:-1], key=lambda item: item[1] is Mode.SEA)]
    return frozenset(area for run in runs for area, mode in (run[-1:] if run[0][1] is Mode.SEA else run))


def _likest(passed: frozenset[str], shown: Sequence[frozenset[str]]) -> float:
    """The greatest share that a way has in common with one that is shown (Jaccard's index)."""
    return max((len(passed & other) / (len(passed | other) or 1) for other in shown), default=0.0)


def _class_of(way: Way) -> str:
    modes = way.route.modes
    return next((str(mode) for mode in (Mode.AIR, Mode.SEA, Mode.RAIL) if mode in modes), str(Mode.ROAD))


def straight(found: Mapping[Key, list[Way]], weights: Weights) -> dict[Key, list[Way]]:
    """Families without those that come back to a territory only to go on as a better one does at once."""
    ranked = sorted(found.items(), key=lambda item: full_cost(item[1][0], weights))
    kept: dict[Key, list[Way]] = {}
    for key, ways in ranked:
        areas = areas_of(key)
        comes_back = len(set(areas)) < len(areas)
        if not (comes_back and any(is_detour(areas, areas_of(other)) for other in kept)):
            kept[key] = ways
    return kept

"""Switching values that hold once the change is made and the question is asked again (docs/rules, 14)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from karwan.answers.compose import Way
from karwan.answers.search import Search
from karwan.answers.switching import Place, Rivals, value_of_time
from karwan.answers.told_again import told_again
from karwan.answers.trial import measure_of
from karwan.answers.trying import Trials
from karwan.words.route import Route
from karwan.words.step import Step

# A value is tried so much beyond itself, as a share, and solved for anew so often at most.
_BEYOND = 1e-6
_MOST_ROUNDS = 6


class Settled:
    """Switching values that hold when the change is applied and the question is asked again.

    A way that then turns out to be better still becomes one more rival, and the value is solved for anew.
    """

    def __init__(self, rivals: Rivals, trials: Trials, known: Sequence[Way]) -> None:
        self.rivals, self.trials, self._known = rivals, trials, known

    def factor(
        self, place: Place, steps: Sequence[Step], figure: str, *, is_less: bool
    ) -> tuple[float | None, Mapping[str, object] | None]:
        """The factor, and the measure that does it, if one does."""
        solve = self.rivals.left if is_less else self.rivals.more
        for _ in range(_MOST_ROUNDS):
            factor = solve(place, figure)
            if factor is None:
                return None, None
            beyond = factor * (1 - _BEYOND if is_less else 1 + _BEYOND)
            tried = measure_of(self.rivals.costed.book, place, steps, figure, beyond)
            search = None if tried is None else self.trials.under(tried)
            if search is None or not self._does_just_that(search, place, figure, beyond):
                return factor, None
            if not self.take(self.trials.first(search)):
                return factor, measure_of(self.rivals.costed.book, place, steps, figure, factor)
        return None, None

    def _does_just_that(self, search: Search, place: Place, figure: str, factor: float) -> bool:
        """Whether ways cost under a measure what a factor alone makes them cost.

        A row that a measure lays is assumed, and may so be left out of a mean, or vary otherwise.
        """
        costed = self.rivals.costed
        for way in self._known:
            again = told_again(search, way)
            expected = costed.of(costed.altered(way.route, place, figure, factor))
            if again is None or not math.isclose(costed.of(again.route), expected, rel_tol=1e-9):
                return False
        return True

    def value_of_time(self) -> tuple[float, float] | None:
        """As of `switching.value_of_time`, of all ways that are found within it."""
        weights = self.rivals.costed.weights
        for _ in range(_MOST_ROUNDS):
            routes = [route for _, route, _ in self.rivals.others]
            span = value_of_time(self.rivals.wanted, routes, weights)
            if span is None:
                return None
            low, high = span
            inside = (
                {low * (1 + _BEYOND), high * (1 - _BEYOND)} if math.isfinite(high) else {low * (1 + _BEYOND)}
            )
            news = [self.take(self.trials.first_at(value)) for value in sorted(inside)]
            if not any(news):
                return span
        return None

    def take(self, way: Way | None) -> bool:
        """Makes a way a rival that was not known, if it is another than the wanted one."""
        wanted = self.trials.wanted
        if way is None or wanted is None or way.transfers == wanted.transfers:
            return False
        route = self.trials.route_of(way)
        if route is None or any(_is_same(route, other) for _, other, _ in self.rivals.others):
            return False
        self.rivals.add(route)
        return True


def _is_same(one: Route, other: Route) -> bool:
    return [(step.operation, step.origin, step.destination) for step in one.moves] == [
        (step.operation, step.origin, step.destination) for step in other.moves
    ]

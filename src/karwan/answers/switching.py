"""Switching values: by how much one figure of a way must change until it is the best (docs/rules, 14).

What is done at one place takes f times its hours, or dollars, on every way that passes there; the charges of
each way are reckoned anew, and its spread. The factor at which the wanted way costs as much as the best of
the others is solved for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from karwan.operations.book import Book
from karwan.operations.charges import with_charges
from karwan.words.evidence import Figure
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.step import Step
from karwan.words.weights import Weights

Place = tuple[str, str]
"""What is changed together: all that is done at a gateway, or all hauls of a mode in a territory or basin."""

HOURS, DOLLARS = "hours", "dollars"
# How finely the share that is left is looked at before it is solved for; figures are monotone but for ways
# that pass the same place.
_LOOKED_AT = (1.0, 0.75, 0.5, 0.25, 0.0)
# Beyond so many times what it takes, nothing is said.
_MOST = 1e4
_EXACT = 1e-12
_LEAST_RTOL = 8.9e-16  # four units of the last place, the least that brentq takes


@dataclass(frozen=True, slots=True)
class Costed:
    """How ways are costed: figures of the day, shipment, weights."""

    book: Book
    shipment: Shipment
    weights: Weights

    def of(self, route: Route) -> float:
        """Generalised cost with the spread."""
        return self.weights.cost_of(route.time_h, route.time_sd_h, route.cost_usd, route.co2e_kg)

    def altered(self, route: Route, place: Place, figure: str, factor: float) -> Route:
        """A route on which all that is done at a place takes so many times its hours, or dollars."""
        moves = tuple(
            _scaled(step, figure, factor) if place_of(step) == place else step for step in route.moves
        )
        return Route(with_charges(self.book, moves, self.shipment), route.correlations)


def place_of(step: Step) -> Place:
    """Where a step is done, as of Place."""
    if step.kind == "leg":
        return str(step.mode), step.area or step.territory or ""
    return "at", step.origin


def places_of(route: Route) -> dict[Place, list[Step]]:
    """What is done at each place of a route, in order of travel."""
    found: dict[Place, list[Step]] = {}
    for step in route.moves:
        found.setdefault(place_of(step), []).append(step)
    return found


def _scaled(step: Step, figure: str, factor: float) -> Step:
    if figure == DOLLARS:
        return replace(step, cost=_times(step.cost, factor))
    return replace(
        step,
        time=_times(step.time, factor),
        time_sd_h=step.time_sd_h * factor,
        doubt_sd_h=step.doubt_sd_h * factor,
    )


def _times(figure: Figure, factor: float) -> Figure:
    return replace(figure, value=figure.value * factor)


class Rivals:
    """A way and all others that it must not cost more than.

    Args:
        costed: how.
        wanted: the way.
        others: the rest, in any order.
    """

    def __init__(self, costed: Costed, wanted: Route, others: Sequence[Route]) -> None:
        self.costed, self.wanted = costed, wanted
        self.cost = costed.of(wanted)
        self.others = [(costed.of(route), route, frozenset(places_of(route))) for route in others]

    def add(self, route: Route) -> None:
        """One more way that the wanted one must not cost more than."""
        self.others.append((self.costed.of(route), route, frozenset(places_of(route))))

    @property
    def least(self) -> float:
        """What the best of the others costs."""
        return min((cost for cost, _, _ in self.others), default=math.inf)

    @property
    def gap(self) -> float:
        """What the wanted way costs more than the best of the others; below 0 if it is the best."""
        return self.cost - self.least

    def left(self, place: Place, figure: str) -> float | None:
        """The largest share of what a place takes with which the wanted way is no dearer; None if not even 0.

        1 where it is the best as it is.
        """
        return self._first(self._gap_at(place, figure), _LOOKED_AT)

    def more(self, place: Place, figure: str) -> float | None:
        """How many times as much a place of another way must take until the wanted way is the best.

        None if it never is, others being better that do not pass there.
        """
        factors = [1.0]
        while factors[-1] < _MOST:
            factors.append(factors[-1] * 2)
        return self._first(self._gap_at(place, figure), factors)

    def _gap_at(self, place: Place, figure: str) -> Callable[[float], float]:
        """The gap by the share of what a place takes."""
        fixed = min((cost for cost, _, places in self.others if place not in places), default=math.inf)
        moved = [route for _, route, places in self.others if place in places]
        is_own = place in places_of(self.wanted)

        def gap(factor: float) -> float:
            change = self.costed.altered
            mine = self.costed.of(change(self.wanted, place, figure, factor)) if is_own else self.cost
            rest = (self.costed.of(change(route, place, figure, factor)) for route in moved)
            return mine - min((fixed, *rest))

        return gap

    def _first(self, gap: Callable[[float], float], factors: Iterable[float]) -> float | None:
        """The first factor at which there is no gap, from the first of some on."""
        before: float | None = None
        for factor in factors:
            if gap(factor) <= 0:
                return factor if before is None else _root(gap, factor, before)
            before = factor
        return None


def _root(gap: Callable[[float], float], inside: float, outside: float) -> float:
    """Where a gap vanishes between a factor with none and one with some."""
    from scipy.optimize import brentq  # noqa: PLC0415 - only who asks for switching values needs it

    if gap(inside) == 0:
        return inside
    return float(brentq(gap, inside, outside, xtol=_EXACT, rtol=_LEAST_RTOL))


def value_of_time(wanted: Route, others: Sequence[Route], weights: Weights) -> tuple[float, float] | None:
    """Dollars an hour of the shipment between which the wanted way is the best of these; None if nowhere.

    A cost is a + v b, with v the value of an hour and b the hours with their spread: a line for each way.
    """
    if not weights.usd:
        return None
    low, high = 0.0, math.inf
    a, b = _line(wanted, weights)
    for other in others:
        base, slope = _line(other, weights)
        if math.isclose(b, slope, rel_tol=_EXACT):
            if a > base:
                return None
        elif b < slope:
            low = max(low, (a - base) / (slope - b))
        else:
            high = min(high, (base - a) / (b - slope))
    return (low, high) if low <= high else None


def _line(route: Route, weights: Weights) -> tuple[float, float]:
    hours = route.time_h + weights.reliability_ratio * route.time_sd_h
    return weights.usd * route.cost_usd + weights.usd_per_kg * route.co2e_kg, hours


def amounts(steps: Iterable[Step]) -> Mapping[str, float]:
    """Hours and dollars of some steps."""
    steps = tuple(steps)
    return {
        HOURS: math.fsum(step.time.value for step in steps),
        DOLLARS: math.fsum(step.cost.value for step in steps),
    }

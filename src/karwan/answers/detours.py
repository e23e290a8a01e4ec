"""The best way of each pair of a list, and its best way when something that it uses is closed.

Pairs of one shipment, day and law are searched together: few of them one by one, many by trees that are
repaired. Both find the same costs, those of the search (docs/rules, 12).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.answers.closures import Closable, Closure, closable
from karwan.answers.compose import Span
from karwan.answers.flows import Flow
from karwan.answers.market import End, Market, Terms, end_of
from karwan.answers.search import attached
from karwan.answers.timing import timing_of
from karwan.answers.way_times import band_of
from karwan.routing import repair, through, trees
from karwan.routing.attach import Attachment
from karwan.routing.overlay import Overlay
from karwan.routing.route import Family
from karwan.routing.skim import inside_of, places_of
from karwan.routing.skim_metric import Metric, metric_of
from karwan.routing.spread import spread_of
from karwan.state import State
from karwan.words.fitted import quantiles

if TYPE_CHECKING:
    from karwan.routing.spread_numba import Timing

# From so many pairs of one shipment, day and law on, trees are quicker than one search a pair and closure.
TREES_FROM = 150

Float = NDArray[np.float64]
Hours = tuple[float, float]
_Key = tuple[object, int, tuple[float, float, float]]
Told = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best way of a flow.

    Attributes:
        criteria: hours, US dollars, kg. hours: P50 and P90.
        gateways, areas: numbers of the gateways that it passes and of the territories that it enters.
        hit_by: numbers of the closures that hit it, those of gateways before those of territories.
    """

    criteria: Float
    hours: Hours
    gateways: tuple[int, ...]
    areas: tuple[int, ...]
    hit_by: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Detour:
    """What one closure does to one flow that it hits.

    Attributes:
        flow, closure: their numbers.
        criteria: of the best way left, None if there is none. hours: P50 and P90 of it.
    """

    flow: int
    closure: int
    criteria: Float | None
    hours: Hours | None


@dataclass(frozen=True, slots=True, eq=False)
class Detours:
    """All of it.

    Attributes:
        closures: what can be closed: gateways by number, then territories.
        best: of each flow; None for one without a way. detours: of each closure that hits a flow.
        gained: by closure, the weight of the flows that pass each gateway, and each territory, that they did
            not pass before.
    """

    closures: tuple[Closure, ...]
    best: tuple[Best | None, ...]
    detours: tuple[Detour, ...]
    gained: Mapping[int, tuple[Float, Float]]


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Flows that share prices, law and weights."""

    market: Market
    terms: Terms
    weights: tuple[float, float, float]
    flows: tuple[int, ...]


def detours_of(
    state: State, flows: Sequence[Flow], told: Told | None = None, trees_from: int = TREES_FROM
) -> Detours:
    """The best way of each flow, and what every single closure that hits it does.

    Args:
        state: facts and network.
        flows: pairs.
        told: called with what is at work, and the share that is done.
        trees_from: from how many pairs on trees are grown.

    Raises:
        InputError: a place lies too far from every road and railway.
    """
    joined = _Joined(state)
    groups = list(_groups(state, flows, joined))
    work = _Work(flows, joined, closable(groups[0].market.ground))
    for count, group in enumerate(groups):
        if told:
            told("closing one after another", count / len(groups))
        metric = metric_of(state.overlay, group.terms.surface, group.weights)
        plain = [flow for flow in group.flows if not flows[flow].question.via]
        many = plain if len(plain) >= trees_from else []
        for flow in sorted(set(group.flows) - set(many)):
            work.one_by_one(metric, group, flow)
        if many:
            work.by_trees(metric, group, many)
    return Detours(work.closable.closures, tuple(work.best), tuple(work.detours), work.gained)


class _Joined:
    """Places joined to the network, each once."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._known: dict[tuple[float, float, str | None], tuple[Attachment, ...]] = {}

    def of(self, flow: Flow, *, is_origin: bool) -> tuple[Attachment, ...]:
        place = flow.question.origin if is_origin else flow.question.destination
        key = place.lon, place.lat, place.territory
        if key not in self._known:
            self._known[key] = attached(self._state, place)
        return self._known[key]

    def ends(self, flow: Flow) -> tuple[End, End]:
        starts, finishes = self.of(flow, is_origin=True), self.of(flow, is_origin=False)
        return end_of(self._state, flow.question.origin, starts), end_of(
            self._state, flow.question.destination, finishes
        )


def _groups(state: State, flows: Sequence[Flow], joined: _Joined) -> Iterator[_Group]:
    markets: dict[object, Market] = {}
    groups: dict[_Key, list[int]] = defaultdict(list)
    known: dict[_Key, Terms] = {}
    for number, flow in enumerate(flows):
        asked = flow.question
        about = asked.shipment, asked.on, asked.excluded, asked.sanctions, asked.prices_of
        if about not in markets:
            markets[about] = Market(state, asked)
        terms = markets[about].terms(*joined.ends(flow))
        key: _Key = about, terms.number, asked.weights.vector
        groups[key].append(number)
        known[key] = terms
    for key, numbers in groups.items():
        yield _Group(markets[key[0]], known[key], key[2], tuple(numbers))


class _Work:
    """The search of groups one after another, and where its results go."""

    def __init__(self, flows: Sequence[Flow], joined: _Joined, found: Closable) -> None:
        self._flows, self._joined, self.closable = flows, joined, found
        self.best: list[Best | None] = [None] * len(flows)
        self.detours: list[Detour] = []
        self.gained: dict[int, tuple[Float, Float]] = {}

    def one_by_one(self, metric: Metric, group: _Group, number: int) -> None:
        """A search for the flow, and one for each closure that hits its best way."""
        flow = self._flows[number]
        passings = group.market.ground.passings
        gates = [
            [at for at, passing in enumerate(passings) if passing[0].id == via.gateway]
            for via in flow.question.via
        ]
        starts, finishes = self._joined.of(flow, is_origin=True), self._joined.of(flow, is_origin=False)
        pair = through.pair_of(metric, starts, finishes, gates)
        first = through.best(pair)
        if first is None:
            return
        bands: dict[tuple[int, ...], Hours] = {}

        def hours(found: Family) -> Hours:
            if found.transfers not in bands:
                bands[found.transfers] = self._hours(group, number, found)
            return bands[found.transfers]

        figures = through.criteria(pair, first), hours(first)
        best = self._best(number, metric, figures, first.transfers)
        closed = np.zeros(metric.overlay.transfer_from.size, np.bool_)
        for closure in best.hit_by:
            transfers = self.closable.closures[closure].transfers
            closed[transfers] = True
            left = through.best(pair, closed)
            closed[transfers] = False
            criteria = None if left is None else through.criteria(pair, left)
            self.detours.append(Detour(number, closure, criteria, None if left is None else hours(left)))
            if left is not None:
                gateways, areas = self._passed(metric, left.transfers)
                by_gateway, by_area = self._gained(closure)
                by_gateway[list(set(gateways) - set(best.gateways))] += flow.weight
                by_area[list(set(areas) - set(best.areas))] += flow.weight

    def _hours(self, group: _Group, number: int, found: Family) -> Hours:
        """P50 and P90 of a way of a flow, as `routes` tells them."""
        flow, ground = self._flows[number], group.market.ground
        ends = [self._joined.of(flow, is_origin=is_origin) for is_origin in (True, False)]
        span = Span(flow.question.origin, flow.question.destination, ends[0], ends[1])
        codes = [end.code for end in self._joined.ends(flow)]
        return band_of(ground, ground.trucks.between((codes[0], codes[1])), span, found)

    def by_trees(self, metric: Metric, group: _Group, numbers: Sequence[int]) -> None:
        """Trees from all origins of some flows, repaired after each closure."""
        places: tuple[dict[tuple[float, float], int], ...] = ({}, {})
        joined: tuple[list[tuple[Attachment, ...]], ...] = ([], [])
        pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number in numbers:
            flow = self._flows[number]
            at = []
            for side, place in enumerate((flow.question.origin, flow.question.destination)):
                if (place.lon, place.lat) not in places[side]:
                    joined[side].append(self._joined.of(flow, is_origin=side == 0))
                at.append(places[side].setdefault((place.lon, place.lat), len(places[side])))
            pairs[at[0], at[1]].append(number)
        ends = [places_of(metric.overlay, each) for each in joined]
        grown = trees.grow(trees.grounds_of(metric, ends[0], ends[1], inside_of(*joined)))
        weight = np.full((len(joined[0]), len(joined[1])), -1.0)
        for pair, each in pairs.items():
            weight[pair] = sum(self._flows[number].weight for number in each)
        timing = timing_of(group.market.ground, group.terms.changed)
        self._repaired(grown, timing, weight, pairs)

    def _repaired(
        self,
        grown: trees.Trees,
        timing: Timing,
        weight: Float,
        pairs: Mapping[tuple[int, int], Sequence[int]],
    ) -> None:
        criteria = trees.criteria_of(grown)
        hours = quantiles(criteria[..., 0], spread_of(grown, timing))
        hit: set[int] = set()
        for pair, numbers in pairs.items():
            if np.isfinite(criteria[pair]).all():
                transfers = trees.way_of(grown, *pair)
                for number in numbers:
                    figures = criteria[pair], _both(hours[pair])
                    found = self._best(number, grown.grounds.metric, figures, transfers)
                    hit |= set(found.hit_by)
        closures = sorted(hit)
        kept = repair.kept_of(grown, weight, self.closable.area, len(self.closable.gateways), timing)
        closed = [self.closable.closures[closure].transfers for closure in closures]
        for closure, change in zip(closures, repair.diverted(kept, closed), strict=True):
            by_gateway, by_area = self._gained(closure)
            by_gateway += np.where(self.closable.is_join, 0.0, change.by_gateway)
            by_area[: change.by_area.size] += change.by_area
            hours = quantiles(change.criteria[:, 0], change.spread)
            ends = zip(change.origin.tolist(), change.destination.tolist(), strict=True)
            for (one, other), now, later in zip(ends, change.criteria, hours, strict=True):
                for number in pairs[one, other]:
                    best = self.best[number]
                    if best and closure in best.hit_by:
                        is_left = bool(np.isfinite(now).all())
                        left = (now, _both(later)) if is_left else (None, None)
                        self.detours.append(Detour(number, closure, *left))

    def _best(
        self, number: int, metric: Metric, figures: tuple[Float, Hours], transfers: Sequence[int]
    ) -> Best:
        """Notes the best way of a flow, and what hits it: territories at its ends do not."""
        gateways, areas = self._passed(metric, transfers)
        ends = {end.code for end in self._joined.ends(self._flows[number])}
        first, overlay = len(self.closable.gateways), metric.overlay
        # A flow that is to pass a gateway says nothing of how to go round it, or its territory.
        named = {via.gateway for via in self._flows[number].question.via}
        free = [gateway for gateway in gateways if self.closable.gateways[gateway].id not in named]
        steps = np.array(transfers, np.int64)
        passed = steps[~np.isin(overlay.transfer_gateway[steps], free) & ~_at_join(overlay, steps)]
        held = set(self.closable.area[overlay.vertex_cell[overlay.transfer_from[passed]]].tolist())
        held |= set(self.closable.area[overlay.vertex_cell[overlay.transfer_to[passed]]].tolist())
        transit = [area for area in areas if self.closable.territories[area].id not in ends]
        hit_by = (*free, *(first + area for area in transit if area not in held))
        best = Best(*figures, gateways, areas, hit_by)
        self.best[number] = best
        return best

    def _passed(self, metric: Metric, transfers: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Numbers of the gateways that a way passes and of the territories that it enters, each once."""
        overlay, steps = metric.overlay, np.array(transfers, np.int64)
        areas = self.closable.area[overlay.vertex_cell[overlay.transfer_to[steps]]]
        told = steps[~_at_join(overlay, steps)]
        gateways = overlay.transfer_gateway[told].tolist()
        return tuple(dict.fromkeys(gateways)), tuple(dict.fromkeys(areas[areas >= 0].tolist()))

    def _gained(self, closure: int) -> tuple[Float, Float]:
        empty = np.zeros(len(self.closable.gateways)), np.zeros(len(self.closable.territories))
        return self.gained.setdefault(closure, empty)


def _both(hours: Float) -> Hours:
    p50, p90 = hours.tolist()
    return p50, p90


def _at_join(overlay: Overlay, transfers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each transfer is at a join, which is no gateway to a planner."""
    return overlay.vertex_is_join[overlay.transfer_from[transfers]]

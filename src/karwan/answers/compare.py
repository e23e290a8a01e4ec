"""Lays worlds side by side: the best way of each pair in each of them (docs/rules, 14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from karwan.answers import parallel
from karwan.answers.best import best_way
from karwan.answers.closures import KINDS
from karwan.answers.compared import (
    Change,
    CompareAnswer,
    Compared,
    Fate,
    GatewayCompared,
    PairCompared,
    Passed,
    WayTold,
)
from karwan.answers.compose import Way
from karwan.answers.family import slug
from karwan.answers.fit import names as names_of_fit
from karwan.answers.flows import Flow
from karwan.answers.label import labels
from karwan.answers.names import shown_names, way_names
from karwan.answers.search import Search, places_of, prepared
from karwan.answers.shared import Shared
from karwan.answers.told_again import known_from, reasons_elsewhere
from karwan.answers.untouched import is_untouched
from karwan.answers.ways import full_cost
from karwan.answers.worlds import FlowsAsked, World, worlds_of
from karwan.facts.load import Facts
from karwan.network.record import Gateway
from karwan.operations.permission import Reason
from karwan.scenario import Scenario
from karwan.scenario.record import layered
from karwan.state import State
from karwan.words.weights import Weights

Told = Callable[[str, float | None], None]
# A change below this, in hours, dollars or kg, is none.
_NOTHING = 1e-6


def ask_compare(
    state: State,
    scenarios: Sequence[Scenario | None],
    asked: FlowsAsked,
    told: Told | None = None,
    shared: Shared | None = None,
) -> CompareAnswer:
    """What scenarios change for each of some pairs, and at which gateways.

    Args:
        state: before all scenarios.
        scenarios: that of the base first; None is the state as it is.
        asked: pairs.
        told: called with what is at work, and the share that is done.
        shared: what other questions on the state found out already.

    Raises:
        InputError: a scenario or the list has faults, or a place lies too far from every road and railway.
    """
    worlds = worlds_of(Shared(state) if shared is None else shared, scenarios)
    first = asked.of(worlds[0].on(asked.today).state.facts)
    flows = [first, *(world.flows(asked, first) for world in worlds[1:])]
    for day in {flow.question.on for flow in first.flows}:  # what all processes share
        for world in worlds:
            _ = world.on(day).passings
    found = parallel.each(
        lambda each: _Pair(worlds, each),
        list(zip(*(one.flows for one in flows), strict=True)),
        alike=lambda each: (each[0].question.shipment, each[0].question.on),
        told=None if told is None else lambda share: told("asking pair after pair", share),
    )
    facts = worlds[-1].on(asked.today).state.facts
    names = _names(facts, [world.on(asked.today).state for world in worlds], found)
    pairs = [pair.compared(way_names(facts, names)) for pair in found]
    gateways = {one.id: one for world in worlds for one in world.on(asked.today).state.network.gateways}
    return CompareAnswer(
        network=worlds[0].on(asked.today).state.network.digest,
        ranked_by=first.flows[0].question.ranked_by,
        on=str(asked.options.get("on") or asked.today),
        is_weighted=first.is_weighted,
        worlds=tuple(_world(world) for world in worlds),
        pairs=tuple(sorted(pairs, key=_weight_of, reverse=True)),
        gateways=_gateways(pairs, gateways, names, is_weighted=first.is_weighted),
        names=names,
        state_on=tuple(_state_on(world) for world in worlds),
    )


def _state_on(world: World) -> Callable[[date], State]:
    return lambda day: world.on(day).state


def _world(world: World) -> Compared:
    if world.scenario is None:
        return Compared(world.name, None, 0)
    return Compared(world.name, world.scenario.id, len(list(layered(world.scenario))))


class _Pair:
    """One pair in all worlds: its best ways, and why those of one are not in another."""

    def __init__(self, worlds: Sequence[World], flows: Sequence[Flow]) -> None:
        self.flow = flows[0]
        self.weights = [flow.question.weights for flow in flows]
        known: dict[int, tuple[Search, Way | None]] = {}
        is_plain = worlds[0].scenario is None
        for world, flow in zip(worlds, flows, strict=True):
            if id(world) not in known:
                known[id(world)] = _asked(
                    world.on(flow.question.on), flow, known.get(id(worlds[0])) if is_plain else None
                )
        here = [known[id(world)] for world in worlds]
        self.ways = [way for _, way in here]
        self.shut: list[tuple[Reason, ...]] = []
        self.opened: list[tuple[Reason, ...]] = []
        before, first = here[0]
        for search, way in here[1:]:
            is_same = (way and way.id) == (first and first.id)
            self.shut.append(() if first is None or is_same else reasons_elsewhere(search, first, before))
            self.opened.append(() if way is None or is_same else reasons_elsewhere(before, way, search))

    def compared(self, names: Mapping[str, str]) -> PairCompared:
        """The pair as it is told; `names` for labels."""
        ways = {way.id: way for way in self.ways if way is not None}
        words = dict(zip(ways, labels([way.route for way in ways.values()], names), strict=True))
        told = tuple(
            None if way is None else _told(way, words[way.id], weights)
            for way, weights in zip(self.ways, self.weights, strict=True)
        )
        changes = [_change(told[0], after, self.weights[0]) for after in told[1:]]
        return PairCompared(
            self.flow,
            told,
            tuple(
                replace(change, shut=shut, opened=opened)
                for change, shut, opened in zip(changes, self.shut, self.opened, strict=True)
            ),
        )


def _asked(shared: Shared, flow: Flow, base: tuple[Search, Way | None] | None) -> tuple[Search, Way | None]:
    """The best way of a pair in one world; that of the base where the scenario cannot matter to it."""
    if base is not None and base[0].question == flow.question and is_untouched(shared, *base):
        return base
    search = prepared(shared.state, flow.question, shared)
    return search, best_way(search, None if base is None else known_from(base, search))


def _told(way: Way, label: str, weights: Weights) -> WayTold:
    cost = full_cost(way, weights)
    return WayTold(way.id, label, slug(way.key), way.gateways, way.route, cost, way)


def _change(before: WayTold | None, after: WayTold | None, weights: Weights) -> Change:
    if before is None or after is None:
        fates = {(True, True): Fate.NONE, (True, False): Fate.JOINED, (False, True): Fate.CUT_OFF}
        return Change(fates[before is None, after is None])
    one, other = before.route, after.route
    _, p50, p90 = (b - a for a, b in zip(one.time_quantiles_h(), other.time_quantiles_h(), strict=True))
    more = (other.time_h - one.time_h, p50, p90, other.cost_usd - one.cost_usd, other.co2e_kg - one.co2e_kg)
    costs = [full_cost(way.way, weights) for way in (before, after)]
    if before.id != after.id:
        fate = Fate.WAY
    else:
        fate = Fate.FIGURES if any(abs(each) > _NOTHING for each in more) else Fate.SAME
    return Change(fate, *more, costs[1] - costs[0])


def _names(facts: Facts, states: Iterable[State], pairs: Iterable[_Pair]) -> dict[str, str]:
    ways = [way for pair in pairs for way in pair.ways if way]
    wanted = {gateway for way in ways for gateway in way.gateways}
    wanted |= {reason.where for pair in pairs for each in (*pair.shut, *pair.opened) for reason in each}
    gateways = {gateway.id: gateway for state in states for gateway in state.network.gateways}
    places = {place.id: place.name for pair in pairs for place in places_of(pair.flow.question)}
    return shown_names(facts, gateways.values(), wanted) | places | names_of_fit(facts)


def _weight_of(pair: PairCompared) -> tuple[int, float]:
    """How much a pair changes in the scenario that changes it most: cut off, joined, then by cost a tonne."""
    lost = {Fate.CUT_OFF: 2, Fate.JOINED: 1}
    tonnes = pair.flow.question.shipment.tonnes
    most = max((abs(change.generalised_usd or 0.0) for change in pair.changes), default=0.0)
    return max((lost.get(change.fate, 0) for change in pair.changes), default=0), most / tonnes


def _gateways(
    pairs: Sequence[PairCompared],
    known: Mapping[str, Gateway],
    names: Mapping[str, str],
    *,
    is_weighted: bool,
) -> tuple[GatewayCompared, ...]:
    """The gateways that some pairs pass in one world and not in another, those with the most weight first."""
    passing: dict[str, list[list[Flow]]] = defaultdict(lambda: [[] for _ in pairs[0].ways])
    for pair in pairs:
        for world, way in enumerate(pair.ways):
            for gateway in dict.fromkeys(way.gateways) if way else ():
                passing[gateway][world].append(pair.flow)
    told = []
    for gateway, by_world in passing.items():
        passed = tuple(_passed(by_world[0], after, is_weighted=is_weighted) for after in by_world[1:])
        if any(one.gained or one.lost for one in passed):
            kind = known[gateway].kind
            told.append(GatewayCompared(gateway, names[gateway], KINDS.get(kind, str(kind)), passed))
    return tuple(sorted(told, key=lambda one: (-_moved(one), one.id)))


def _moved(gateway: GatewayCompared) -> float:
    """The tonnes that a gateway gains or loses at most."""
    return max(abs(each.tonnes_after - each.tonnes_before) for each in gateway.passed)


def _passed(before: Sequence[Flow], after: Sequence[Flow], *, is_weighted: bool) -> Passed:
    tonnes = [
        sum(flow.weight if is_weighted else flow.question.shipment.tonnes for flow in each)
        for each in (before, after)
    ]
    names = [[flow.name for flow in each] for each in (before, after)]
    return Passed(
        before=len(before),
        after=len(after),
        tonnes_before=tonnes[0],
        tonnes_after=tonnes[1],
        gained=tuple(name for name in names[1] if name not in names[0]),
        lost=tuple(name for name in names[0] if name not in names[1]),
    )

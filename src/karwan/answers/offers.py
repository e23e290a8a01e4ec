"""Answers the question on routes: families by class, the best of each, variants, and the ways not offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from karwan.answers import barriers, choice
from karwan.answers.compose import Span, Way
from karwan.answers.family import Key, slug
from karwan.answers.ground import Ground, ground_of
from karwan.answers.label import labels
from karwan.answers.limited import limited
from karwan.answers.names import shown_names, way_names
from karwan.answers.no_way import why_no_way
from karwan.answers.open_days import open_days
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer, Variant
from karwan.answers.ways import (
    Class,
    Field,
    best_of_each,
    by_other_gateways,
    classes,
    front_of,
    full_cost,
    ways_of_class,
)
from karwan.errors import InputError
from karwan.facts.rows import Territory
from karwan.network.record import Cell
from karwan.operations.clock import Clock
from karwan.operations.permission import Calendar, calendar
from karwan.operations.priced import Priced, price
from karwan.routing.attach import Attachment, attach
from karwan.routing.snap import cell_links
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.route import Route

# How far a place may lie from the network of a mode; sea and air are reached through ports and airports.
REACH_KM: Mapping[Mode, float] = {Mode.ROAD: 50.0, Mode.RAIL: 25.0}
# Within a class a family that costs more than so many times the best is left out (docs/rules, 7.2).
COST_RATIO, COST_RATIO_SHUT = 2.0, 1.5
# A barrier that is lifted counts as so much of the best way's cost.
_LIFTING_SHARE = 0.2
# Families are ranked by more than the search knows, so some more than asked are looked at.
_SPARE_FAMILIES = 12
# Of ways that are shut the dozen cheapest of each class say what is lost.
_SHUT_FAMILIES = 12
_MAX_VARIANTS = 4
_FAMILIES_OF_ONE_CHAIN = 2


@dataclass(frozen=True, slots=True)
class _Search:
    """One question prepared: what is composed with, between which ends, at which prices, on which day."""

    ground: Ground
    spans: tuple[Span, ...]
    field: Field
    days: Calendar
    question: RoutesQuestion
    clock: Clock


def ask_routes(state: State, question: RoutesQuestion) -> RoutesAnswer:
    """Every sensible way from the origin to the destination, and why the others are not offered.

    Raises:
        InputError: if a place lies too far from every road and railway.
    """
    search = _prepared(state, question)
    found = _by_family(search)
    offers = _offers(search, choice.chosen(list(found.values()), question))
    lifted = _lifted(search, found.values())
    refused = _not_offered(lifted, set(found))
    passed = [offer.gateways for offer in offers] + [way.gateways for way in refused]
    passed += [variant.gateways for offer in offers for variant in offer.variants]
    wanted = {gateway for gateways in passed for gateway in gateways}
    places = {place.id: place.name for place in _places(question)}
    names = shown_names(state.facts, state.network.gateways, wanted) | places
    told = iter(
        labels(
            [way.route for way in offers] + [way.otherwise for way in refused],
            names=way_names(state.facts, names),
        )
    )
    return RoutesAnswer(
        question=question,
        network=state.network.digest,
        routes=tuple(replace(offer, label=next(told)) for offer in offers),
        not_offered=tuple(replace(way, label=next(told)) for way in refused),
        names=names,
        positions=_positions(search.ground, question),
        why_none=None if offers or refused else _why_none(state, search),
    )


def _why_none(state: State, search: _Search) -> str | None:
    ends = search.question.origin, search.question.destination
    return why_no_way(state, ends, search.spans[0].starts, search.spans[-1].finishes)


def _prepared(state: State, question: RoutesQuestion) -> _Search:
    places = [(place, _attached(state, place)) for place in _places(question)]
    cells = state.network.cells
    ends = cells[places[0][1][0].cell].territory, cells[places[-1][1][0].cell].territory
    ground = ground_of(state, question.shipment, question.on, ends)
    passings = ground.passings
    spans = _spans(ground, places, question)
    days = calendar(state.facts, question.on, ends)
    priced = price(ground.book, days, cells, passings, question.shipment)
    field = Field(
        priced=replace(priced, transfer_open=barriers.open_transfers(ground, days, question.excluded)),
        allowed=barriers.allowed_cells(ground, question.excluded),
        weights=question.weights,
        groups=question.count + _SPARE_FAMILIES,
        per_group=_FAMILIES_OF_ONE_CHAIN,
        ratio=COST_RATIO,
        through=_through(cells, question),
    )
    return _Search(ground, spans, field, days, question, Clock(state.facts, ends))


def _through(cells: Sequence[Cell], question: RoutesQuestion) -> NDArray[np.bool_] | None:
    """(cells,) those of the first territory that must be passed; None if none must."""
    territories = [via.territory for via in question.via if via.territory is not None]
    if not territories:
        return None
    return np.array([cell.territory == territories[0] for cell in cells])


def _spans(
    ground: Ground, places: Sequence[tuple[Place, tuple[Attachment, ...]]], question: RoutesQuestion
) -> tuple[Span, ...]:
    """The stretches between origin, places to pass and destination, with the gateways to pass on each."""
    gates: list[list[tuple[int, ...]]] = [[]]
    for via in question.via:
        if via.place is not None:
            gates.append([])
        if via.gateway is not None:
            gates[-1].append(_transfers_at(ground, via.gateway))
    return tuple(
        Span(a, b, starts, finishes, tuple(between))
        for ((a, starts), (b, finishes)), between in zip(pairwise(places), gates, strict=True)
    )


def _transfers_at(ground: Ground, gateway: str) -> tuple[int, ...]:
    """The transfers that lead through a gateway."""
    found = tuple(index for index, passing in enumerate(ground.passings) if passing[0].id == gateway)
    if not found:
        raise InputError(
            f"'{gateway}' joins nothing on the network; karwan posts {gateway} tells what is known"
        )
    return found


def _attached(state: State, place: Place) -> tuple[Attachment, ...]:
    """Where a place meets the roads and railways of its territory."""
    homes = {row.id: row.border_union or row.id for row in state.facts.rows(Territory)}
    ends = attach(
        state.overlay,
        lambda cell: cell_links(state.network, cell),
        place.lon,
        place.lat,
        REACH_KM,
        homes.get(place.territory or ""),
    )
    if not ends:
        reach = f"{REACH_KM[Mode.ROAD]:.0f} km of a road or {REACH_KM[Mode.RAIL]:.0f} km of a railway"
        raise InputError(f"{place.name} does not lie within {reach}; name a place on land in the region")
    return ends


def _by_family(search: _Search) -> dict[Key, list[Way]]:
    """Ways found in every class, by family, each family's best first."""
    territories = [via.territory for via in search.question.via if via.territory is not None]
    ways = []
    for kind in _classes(search):
        ways += ways_of_class(search.ground, search.spans, search.field, kind)
    gateways = {via.gateway for via in search.question.via if via.gateway is not None}
    through = [
        way
        for way in ways
        if gateways <= set(way.gateways) and all(code in way.route.territories for code in territories)
    ]
    return choice.straight(best_of_each(through, search.field.weights), search.field.weights)


def _classes(search: _Search) -> tuple[Class, ...]:
    """The classes of ways between the ends of a question."""
    cells = search.ground.cells
    homes = {cells[end.cell].territory for span in search.spans for end in (*span.starts, *span.finishes)}
    return classes(cells, homes)


def _offers(search: _Search, shown: Iterable[Sequence[Way]]) -> tuple[Offer, ...]:
    """The shown families, those that no other beats first, each part by the weights."""
    weights = search.field.weights
    families = []
    for ways in shown:
        front = [
            way for way in front_of(search.ground, ways[0], search.field) if _is_same(way, ways[0], search)
        ]
        families.append(best_of_each([*ways, *front], weights)[ways[0].key])
    bests = [ways[0] for ways in families]
    offers = [_offer(search, ways, bests) for ways in families]
    return tuple(sorted(offers, key=lambda offer: (not offer.is_pareto, offer.generalised_usd)))


def _offer(search: _Search, ways: Sequence[Way], bests: Sequence[Way]) -> Offer:
    best = ways[0]
    beaten_by = [other for other in bests if _beats(other.route, best.route)]
    winner = min(beaten_by, key=lambda way: full_cost(way, search.field.weights), default=None)
    return Offer(
        id=best.id,
        label="",  # told once all are known, so that no two are alike
        family=slug(best.key),
        gateways=best.gateways,
        route=best.route,
        generalised_usd=full_cost(best, search.field.weights),
        is_pareto=winner is None,
        loses=None if winner is None else (winner.id, *_difference(best.route, winner.route)),
        variants=_variants(search, ways),
        way=best,
        limited=limited(best.route, search.days),
        open_days=open_days(search.clock, best.route, search.question.on),
    )


def _is_same(way: Way, other: Way, search: _Search) -> bool:
    """Whether two ways are of one family, and the first passes what the user wants."""
    gateways = {via.gateway for via in search.question.via if via.gateway is not None}
    return way.key == other.key and gateways <= set(way.gateways)


def _variants(search: _Search, ways: Sequence[Way]) -> tuple[Variant, ...]:
    """Other gateways of the same family, nearest first by the weights, each set of gateways once."""
    best = ways[0]
    others = [*ways[1:], *by_other_gateways(search.ground, best, search.field)]
    distinct = {best.gateways: best}
    for way in sorted(others, key=lambda way: full_cost(way, search.field.weights)):
        if _is_same(way, best, search):
            distinct.setdefault(way.gateways, way)
    return tuple(
        Variant(
            id=way.id,
            gateways=way.gateways,
            route=way.route,
            added_time_h=way.route.time_h - best.route.time_h,
            added_cost_usd=way.route.cost_usd - best.route.cost_usd,
        )
        for way in list(distinct.values())[1 : _MAX_VARIANTS + 1]
    )


def _lifted(search: _Search, found: Iterable[Sequence[Way]]) -> _Search:
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


def _least_cost(search: _Search, field: Field) -> float:
    """Cost of the best way of any class; 0 where there is none."""
    ways = (ways_of_class(search.ground, search.spans, field, kind) for kind in _classes(search))
    return min((full_cost(best[0], field.weights) for best in ways if best), default=0.0)


def _not_offered(lifted: _Search, offered: set[Key]) -> tuple[NotOffered, ...]:
    """Families that would be shown if every barrier were lifted, with the barriers of their best way."""
    refused = []
    for key, ways in _by_family(lifted).items():
        reasons = barriers.barriers(lifted.ground, ways[0], lifted.days, lifted.question.excluded)
        if key not in offered and reasons:
            refused.append((ways, reasons))
    ranked = sorted(refused, key=lambda item: full_cost(item[0][0], lifted.field.weights))
    why = {ways[0].key: reasons for ways, reasons in ranked}
    return tuple(
        NotOffered("", slug(way.key), way.gateways, why[way.key], way.route, way)
        for way, *_ in choice.chosen([ways for ways, _ in ranked], lifted.question)
    )


def _beats(a: Route, b: Route) -> bool:
    """Whether one route is at least as good in time, cost and CO2e and better in one."""
    pairs = ((a.time_h, b.time_h), (a.cost_usd, b.cost_usd), (a.co2e_kg, b.co2e_kg))
    return all(x <= y for x, y in pairs) and any(x < y for x, y in pairs)


def _difference(a: Route, b: Route) -> tuple[float, float, float]:
    return a.time_h - b.time_h, a.cost_usd - b.cost_usd, a.co2e_kg - b.co2e_kg


def _places(question: RoutesQuestion) -> list[Place]:
    return [question.origin, *(via.place for via in question.via if via.place), question.destination]


def _positions(ground: Ground, question: RoutesQuestion) -> dict[str, tuple[float, float]]:
    positions = {gateway.id: (gateway.lon, gateway.lat) for gateway in ground.gateways}
    return positions | {place.id: (place.lon, place.lat) for place in _places(question)}

"""Answers the question on routes: families by class, the best of each, variants, and the ways not offered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import compress

from karwan.answers import choice, fit
from karwan.answers.compose import Way
from karwan.answers.family import Key, slug
from karwan.answers.ground import Ground
from karwan.answers.held_back import holds
from karwan.answers.label import labels
from karwan.answers.limited import limited
from karwan.answers.named_ways import corridor_names, named_ways
from karwan.answers.names import shown_names, way_names
from karwan.answers.no_way import why_no_way
from karwan.answers.notes import notes
from karwan.answers.open_days import open_days
from karwan.answers.question import RoutesQuestion
from karwan.answers.refused import least_barred, lifted, not_offered
from karwan.answers.routes import Offer, PricesOf, RoutesAnswer, Variant, lost_to
from karwan.answers.search import (
    Search,
    by_family,
    found_ways,
    instead_of,
    is_same,
    is_stopped,
    places_of,
    prepared,
)
from karwan.answers.shared import Shared
from karwan.answers.spared import spared
from karwan.answers.spoken import beside
from karwan.answers.ways import beats, best_of_each, by_other_gateways, front_of, full_cost
from karwan.state import State
from karwan.words.lateness import Lateness, lateness
from karwan.words.route import Route
from karwan.words.weights import LogisticsCost

_MAX_VARIANTS = 4


def ask_routes(state: State, question: RoutesQuestion, shared: Shared | None = None) -> RoutesAnswer:
    """Every sensible way from the origin to the destination, and why the others are not offered.

    Args:
        state: facts and network.
        question: one.
        shared: what other questions on the state found out already.

    Raises:
        InputError: if a place lies too far from every road and railway.
    """
    search = prepared(state, question, shared)
    ways = found_ways(search)
    are_stopped = [is_stopped(way, search) for way in ways]
    stopped = list(compress(ways, are_stopped))
    going = [way for way, is_one in zip(ways, are_stopped, strict=True) if not is_one]
    found = by_family(search, [*going, *instead_of(search, stopped)])
    offers = _offers(search, choice.chosen(list(found.values()), question))
    free = lifted(search, found.values())
    refused = not_offered(free, found, stopped)
    refused += named_ways(search, free, found, (offers, refused))
    least = None if offers else least_barred(search)
    if least is not None:
        refused = (least, *(way for way in refused if way.family != least.family))
    passed = [offer.gateways for offer in offers] + [way.gateways for way in refused]
    passed += [variant.gateways for offer in offers for variant in offer.variants]
    wanted = {gateway for gateways in passed for gateway in gateways}
    places = {place.id: place.name for place in places_of(question)}
    names = shown_names(state.facts, state.network.gateways, wanted) | places | fit.names(state.facts)
    names |= corridor_names(state.facts, refused)
    every = [way.route for way in offers] + [way.otherwise for way in refused]
    told = labels(every, names=way_names(state.facts, names))
    shown = tuple(
        replace(offer, label=label, limited=(*offer.limited, *notes(state, search.ground, offer.way)))
        for offer, label in zip(offers, told, strict=False)
    )
    shut = tuple(replace(way, label=label) for way, label in zip(refused, told[len(offers) :], strict=True))
    return RoutesAnswer(
        question=question,
        network=state.network.digest,
        routes=shown,
        not_offered=shut,
        names=names,
        positions=_positions(search.ground, question),
        notes=fit.season(state.facts, question.shipment, question.origin, question.on),
        spoken=beside(state, (question.origin, question.destination), every),
        least=None if least is None else shut[0],
        why_none=None if offers or refused else _why_none(state, search),
        prices=_prices(search),
    )


def _prices(search: Search) -> PricesOf | None:
    money = search.ground.book.money
    return None if money.year is None else PricesOf(money.year, money.level(money.year))


def _why_none(state: State, search: Search) -> str | None:
    ends = search.question.origin, search.question.destination
    return why_no_way(state, ends, search.spans[0].starts, search.spans[-1].finishes)


def _offers(search: Search, shown: Iterable[Sequence[Way]]) -> tuple[Offer, ...]:
    """The shown families, those that no other beats first, each part by the weights."""
    weights = search.field.weights
    families = []
    for ways in shown:
        front = [
            way for way in front_of(search.ground, ways[0], search.field) if is_same(way, ways[0], search)
        ]
        families.append(best_of_each([*ways, *front], weights)[ways[0].key])
    bests = [ways[0] for ways in families]
    offers = [_offer(search, ways, bests) for ways in families]
    return tuple(sorted(offers, key=lambda offer: (not offer.is_pareto, offer.generalised_usd)))


def _offer(search: Search, ways: Sequence[Way], bests: Sequence[Way]) -> Offer:
    best = ways[0]
    beaten_by = [other for other in bests if beats(other.route, best.route)]
    winner = min(beaten_by, key=lambda way: full_cost(way, search.field.weights), default=None)
    return Offer(
        id=best.id,
        label="",  # told once all are known, so that no two are alike
        family=slug(best.key),
        gateways=best.gateways,
        route=best.route,
        generalised_usd=full_cost(best, search.field.weights),
        is_pareto=winner is None,
        loses=None if winner is None else lost_to(best.route, winner.id, winner.route),
        variants=_variants(search, ways),
        way=best,
        limited=(*limited(best.route, search.days), *spared(search.ground, best)),
        lateness=_lateness(best.route, search.question),
        logistics=_logistics(best.route, search.question),
        open_days=open_days(search.clock, best.route, search.question.on),
        holds=holds(search.ground, best, search.field.weights),
    )


def _lateness(route: Route, question: RoutesQuestion) -> Lateness | None:
    if question.deadline_h is None:
        return None
    return lateness(route, question.deadline_h, question.late_usd_day)


def _logistics(route: Route, question: RoutesQuestion) -> LogisticsCost | None:
    if question.ranked_by != "logistics":
        return None
    return question.weights.parts_of(route.time_h, route.time_sd_h, route.cost_usd, route.co2e_kg)


def open_families(state: State, question: RoutesQuestion) -> tuple[Ground, dict[Key, list[Way]]]:
    """All families that are open, each family's best way first, with what they are composed with."""
    search = prepared(state, question)
    ways = [way for way in found_ways(search) if not is_stopped(way, search)]
    return search.ground, by_family(search, ways)


def _variants(search: Search, ways: Sequence[Way]) -> tuple[Variant, ...]:
    """Other gateways of the same family, nearest first by the weights, each set of gateways once."""
    best = ways[0]
    others = [*ways[1:], *by_other_gateways(search.ground, best, search.field)]
    distinct = {best.gateways: best}
    for way in sorted(others, key=lambda way: full_cost(way, search.field.weights)):
        if is_same(way, best, search):
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


def _positions(ground: Ground, question: RoutesQuestion) -> dict[str, tuple[float, float]]:
    positions = {gateway.id: (gateway.lon, gateway.lat) for gateway in ground.gateways}
    return positions | {place.id: (place.lon, place.lat) for place in places_of(question)}

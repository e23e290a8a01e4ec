"""Searches ways by class (road, with rail, with sea, with air) and finds the other gateways of a family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, product

import numpy as np

from karwan.answers.compose import Span, Way, compose, join
from karwan.answers.family import Key
from karwan.answers.field import Class, Field, found_of_class, priced_for
from karwan.answers.gated import CHOICES, COMBINATIONS, Gated, through_gates
from karwan.answers.ground import Ground
from karwan.network.record import GatewayKind
from karwan.routing import pareto, question, shortest
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.weights import Weights


def ways_of_class(ground: Ground, spans: tuple[Span, ...], field: Field, kind: Class) -> list[Way]:
    """The best ways of one class, some of each family, best first by the weights without the spread."""
    if len(spans) == 1:
        return list(_of_span(ground, spans[0], field, kind))
    anywhere = replace(kind, required=np.ones_like(kind.allowed))
    stretches = [list(islice(_of_span(ground, span, field, anywhere), CHOICES)) for span in spans]
    joined = [join(choice, ground) for choice in islice(product(*stretches), COMBINATIONS)]
    fitting = [way for way in joined if any(kind.required[ground.cells.index(cell)] for cell, _ in way.runs)]
    return sorted(fitting, key=lambda way: search_cost(way, field.weights))


def search_cost(way: Way, weights: Weights) -> float:
    """Generalised cost without the spread, as the search has it."""
    route = way.route
    return weights.cost_of(route.time_h, 0.0, route.cost_usd, route.co2e_kg)


def _of_span(ground: Ground, span: Span, field: Field, kind: Class) -> Iterator[Way]:
    if span.gates:
        ways = [compose(ground, span, one) for one in through_gates([Gated(ground, span, field, kind)])]
        yield from sorted(ways, key=lambda way: search_cost(way, field.weights))
        return
    for found in found_of_class(ground, span, field, kind):
        yield compose(ground, span, found)


def front_of(ground: Ground, way: Way, field: Field) -> list[Way]:
    """The exact Pareto front over time, cost and CO2e within the chain of cells of a way of one span."""
    if len(way.stretches) > 1:
        return [way]
    span, found = way.stretches[0]
    priced = priced_for(ground, span, field, by_air=Mode.AIR in way.route.modes)
    ends = question.ends(ground.overlay, priced, span.starts, span.finishes)
    problem = pareto.chain_problem(ground.overlay, priced, ends, found.cells)
    return [compose(ground, span, route) for route in pareto.front(problem).routes]


def by_other_gateways(ground: Ground, way: Way, field: Field) -> Iterator[Way]:
    """For each gateway of a way, the best way through the same cells without it."""
    if len(way.stretches) > 1:
        return
    span, found = way.stretches[0]
    priced = priced_for(ground, span, field, by_air=Mode.AIR in way.route.modes)
    ends = question.ends(ground.overlay, priced, span.starts, span.finishes)
    costs = question.generalise(ground.overlay, priced, ends, field.weights.vector)
    allowed = np.zeros(len(ground.cells), dtype=np.bool_)
    allowed[list(found.cells)] = True
    passed = ground.overlay.transfer_gateway[list(found.transfers)].tolist()
    gateways = [gateway for gateway in passed if ground.gateways[gateway].kind is not GatewayKind.JOIN]
    for other in shortest.without_each(
        ground.overlay, costs, allowed, gateways, is_compiled=field.is_compiled
    ):
        yield compose(ground, span, other)


def best_of_each(ways: Iterable[Way], weights: Weights) -> dict[Key, list[Way]]:
    """Ways by family, each family's best first by generalised cost with the spread; equal ways once."""
    groups: dict[Key, dict[str, Way]] = {}
    for way in ways:
        groups.setdefault(way.key, {}).setdefault(way.id, way)
    return {
        key: sorted(group.values(), key=lambda way: full_cost(way, weights)) for key, group in groups.items()
    }


def full_cost(way: Way, weights: Weights) -> float:
    """Generalised cost with the spread, by which ways are ranked."""
    route = way.route
    return weights.cost_of(route.time_h, route.time_sd_h, route.cost_usd, route.co2e_kg)


def beats(a: Route, b: Route) -> bool:
    """Whether one route is at least as good in time, cost and CO2e and better in one."""
    pairs = ((a.time_h, b.time_h), (a.cost_usd, b.cost_usd), (a.co2e_kg, b.co2e_kg))
    return all(x <= y for x, y in pairs) and any(x < y for x, y in pairs)

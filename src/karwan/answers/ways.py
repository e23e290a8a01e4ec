"""Searches ways by class (road, with rail, with sea, with air) and finds the other gateways of a family."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice, pairwise, product, zip_longest

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Span, Way, compose, join
from karwan.answers.family import Key, area_of
from karwan.answers.ground import Ground
from karwan.answers.turning import is_pointless, turns_back
from karwan.network.record import Cell, GatewayKind
from karwan.operations.priced import Priced
from karwan.routing import families, pareto, question, shortest
from karwan.routing.gates import End, ends_between
from karwan.routing.route import Family
from karwan.routing.route import Route as Found
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.weights import Weights

# A detour that costs hardly more than the straight way is a way of its own (docs/rules, 7.5).
DETOUR_RATIO = 1.05
_BY_LAND = frozenset({Mode.ROAD, Mode.RAIL})
# Chains come in order of cost: what is not found among so many is hardly worth the wait.
_MOST_CHAINS, _PATIENCE = 6000, 600
# How much farther than the nearest an airport may lie: goods go to the next city's, not across a country.
AIRPORT_SLACK_KM = 30.0
# With places to pass, the best of each stretch are combined; more would hardly differ.
_CHOICES_A_SPAN = 6
_COMBINATIONS = 60


@dataclass(frozen=True, slots=True)
class Field:
    """Where the search may go: prices, the cells that may be used, and the weights.

    Attributes:
        priced: with `transfer_open` as asked. allowed: (cells,) whether a cell may be used.
        weights: of the ranking. groups: how many chains of territories a class gives.
        per_group: how many chains of cells of each, which differ by mode.
        penalty: (transfers,) charged to the search for each, in the unit of the weights, or None.
        through: (cells,) of which a way must use one, or None.
        ratio: within a class, what costs more than this many times the best is left out (docs/rules, 7.2).
    """

    priced: Priced
    allowed: NDArray[np.bool_]
    weights: Weights
    groups: int
    per_group: int
    ratio: float
    through: NDArray[np.bool_] | None
    penalty: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """One class of ways: the cells that it may use, of which it must use some."""

    name: str
    allowed: NDArray[np.bool_]
    required: NDArray[np.bool_]


def classes(cells: Sequence[Cell], homes: Collection[str | None]) -> tuple[Class, ...]:
    """By road alone, by land with rail, with sea, with air.

    Goods fly to save time, so by air there are roads to and from the airports and nothing else,
    in the territories of the two ends (`homes`).
    """
    sea = np.array([cell.mode is Mode.SEA for cell in cells])
    air = np.array([cell.mode is Mode.AIR for cell in cells])
    feeder = np.array([cell.mode is Mode.ROAD and cell.territory in homes for cell in cells])
    road = np.array([cell.mode is Mode.ROAD for cell in cells])
    rail = np.array([cell.mode is Mode.RAIL for cell in cells])
    return (
        Class("road", road, road),
        Class("rail", road | rail, rail),
        Class("sea", ~air, sea),
        Class("air", air | feeder, air),
    )


def ways_of_class(ground: Ground, spans: tuple[Span, ...], field: Field, kind: Class) -> list[Way]:
    """The best ways of one class, some of each family, best first by the weights without the spread."""
    if len(spans) == 1:
        return list(_of_span(ground, spans[0], field, kind))
    anywhere = Class(kind.name, kind.allowed, np.ones_like(kind.allowed))
    stretches = [list(islice(_of_span(ground, span, field, anywhere), _CHOICES_A_SPAN)) for span in spans]
    joined = [join(choice, ground) for choice in islice(product(*stretches), _COMBINATIONS)]
    fitting = [way for way in joined if any(kind.required[ground.cells.index(cell)] for cell, _ in way.runs)]
    return sorted(fitting, key=lambda way: search_cost(way, field.weights))


def search_cost(way: Way, weights: Weights) -> float:
    """Generalised cost without the spread, as the search has it."""
    route = way.route
    return weights.cost_of(route.time_h, 0.0, route.cost_usd, route.co2e_kg)


def _of_span(ground: Ground, span: Span, field: Field, kind: Class) -> Iterator[Way]:
    if span.gates:
        ways = [compose(ground, span, one) for one in through_gates(ground, span, field, kind)]
        yield from sorted(ways, key=lambda way: search_cost(way, field.weights))
        return
    for found in found_of_class(ground, span, field, kind):
        yield compose(ground, span, found)


def found_of_class(
    ground: Ground, span: Span, field: Field, kind: Class, dearest: float = np.inf
) -> Iterator[Family]:
    """What the search finds of one class between two ends without gateways to pass, cheapest first.

    Args:
        ground: of the question.
        span: the two ends.
        field: prices.
        kind: the class.
        dearest: what costs more is not looked for.
    """
    priced = _priced(ground, span, field, by_air=kind.name == "air")
    ends = question.ends(ground.overlay, priced, span.starts, span.finishes)
    required = kind.required if field.through is None else field.through
    for family in _families(ground, replace(field, priced=priced), kind, ends, required, dearest):
        if kind.required[list(family.cells)].any():
            yield family


def _families(
    ground: Ground,
    field: Field,
    kind: Class,
    ends: question.Ends,
    required: NDArray[np.bool_] | None,
    dearest: float = np.inf,
) -> Iterator[Family]:
    """Chains of cells of one class, cheapest first."""
    costs = question.generalise(ground.overlay, field.priced, ends, field.weights.vector)
    return families.families(
        ground.overlay,
        costs if field.penalty is None else replace(costs, transfer=costs.transfer + field.penalty),
        group=_naming(ground),
        is_detour=is_detour,
        detour_ratio=DETOUR_RATIO if kind.name in _BY_LAND else 1.0,
        most=_MOST_CHAINS,
        patience=_PATIENCE,
        is_exact=False,
        allowed=kind.allowed & field.allowed,
        required=required,
        ratio=field.ratio,
        groups=field.groups,
        per_group=field.per_group if kind.name in _BY_LAND else 1,
        dearest=dearest,
    )


def through_gates(
    ground: Ground, span: Span, field: Field, kind: Class, most: float = np.inf
) -> list[Family]:
    """What the search finds of one class through the gateways of a span: the best of each piece, joined.

    Those that turn back behind a gate are left out where others go on (docs/rules, 7.11).

    Args:
        ground: of the question.
        span: with the gateways.
        field: prices.
        kind: the class.
        most: gateways by which the best costs more are passed over, if others lead straight on; so are those
            that cost too many times the best (7.2).
    """
    field = replace(field, priced=_priced(ground, span, field, by_air=kind.name == "air"))
    ways: list[Family] = []
    straight: list[Family] = []
    pieces = _Pieces(ground, span, field, kind)
    for least, gates in sorted(pieces.least(gates) for gates in product(*span.gates)):
        bound = min(most, field.ratio * min((way.cost for way in straight), default=np.inf))
        if not np.isfinite(least) or (straight and least > bound):
            break
        _add_joined(ground, kind, gates, pieces.between(gates), (ways, straight))
    return straight or ways


class _Pieces:
    """The runs between the ends of a span and its gates; each pair of ends is searched once, when needed."""

    def __init__(self, ground: Ground, span: Span, field: Field, kind: Class) -> None:
        self._ground, self._span, self._field, self._kind = ground, span, field, kind
        self._found: dict[tuple[int | None, int | None], tuple[list[Family], Iterator[Family]]] = {}

    def least(self, gates: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        """What the best run through some gates costs, the gates aside; inf where none leads."""
        if not self._field.priced.transfer_open[list(gates)].all():
            return np.inf, gates
        firsts = (self._best(*pair, 1) for pair in self._pairs(gates))
        return sum(found[0].cost if found else np.inf for found in firsts), gates

    def between(self, gates: tuple[int, ...]) -> list[list[Family]]:
        """The best runs of each piece between the origin, some gates and the destination."""
        return [self._best(*pair, _CHOICES_A_SPAN) for pair in self._pairs(gates)]

    def _pairs(self, gates: tuple[int, ...]) -> Iterable[tuple[int | None, int | None]]:
        return pairwise((None, *gates, None))

    def _best(self, before: int | None, after: int | None, count: int) -> list[Family]:
        if (before, after) not in self._found:
            overlay, priced = self._ground.overlay, self._field.priced
            start: End = self._span.starts if before is None else int(overlay.transfer_to[before])
            finish: End = self._span.finishes if after is None else int(overlay.transfer_from[after])
            ends = ends_between(overlay, priced, start, finish)
            self._found[before, after] = [], _families(self._ground, self._field, self._kind, ends, None)
        known, more = self._found[before, after]
        known += islice(more, max(0, count - len(known)))
        return known[:count]


def _add_joined(
    ground: Ground,
    kind: Class,
    gates: Sequence[int],
    choices: Sequence[Sequence[Family]],
    into: tuple[list[Family], list[Family]],
) -> None:
    """Joins the best of each piece at some gates: into all ways, and into those that go straight on."""
    named = {ground.passings[gate][0].id for gate in gates}
    for choice in islice(product(*choices), _COMBINATIONS):
        cells = tuple(cell for piece in choice for cell in piece.cells)
        transfers = tuple(
            transfer for piece, gate in zip_longest(choice, gates) for transfer in _passed(piece, gate)
        )
        passed = [ground.passings[transfer] for transfer in transfers]
        if kind.required[list(cells)].any() and not is_pointless(passed, named):
            way = Family(cells, transfers, sum(piece.cost for piece in choice))
            into[0].append(way)
            if not turns_back(passed, named):
                into[1].append(way)


def _passed(piece: Found, gate: int | None) -> tuple[int, ...]:
    """The transfers of a piece, and the gate after it."""
    return piece.transfers if gate is None else (*piece.transfers, gate)


def _priced(ground: Ground, span: Span, field: Field, *, by_air: bool) -> Priced:
    """The prices of a search: by air, airports far beyond the nearest ones are left out."""
    if not by_air:
        return field.priced
    kept = field.priced.transfer_open & _at_near_airports(ground, span)
    return replace(field.priced, transfer_open=kept)


def _at_near_airports(ground: Ground, span: Span) -> NDArray[np.bool_]:
    """(transfers,) whether each transfer is at no airport far beyond the nearest one of an end (7.2)."""
    overlay = ground.overlay
    is_airport = np.array([gateway.kind is GatewayKind.AIRPORT for gateway in ground.gateways], np.bool_)
    near = np.ones(overlay.transfer_gateway.size, dtype=np.bool_)
    for places, ends in ((span.starts, overlay.transfer_from), (span.finishes, overlay.transfer_to)):
        far = np.zeros(overlay.vertex_cell.size, dtype=np.bool_)
        for place in places:
            here = slice(overlay.cell_first[place.cell], overlay.cell_first[place.cell + 1])
            airports = is_airport[overlay.vertex_gateway[here]]
            nearest_km = np.min(place.end_km[airports], initial=np.inf)
            far[here] = airports & (place.end_km > nearest_km + AIRPORT_SLACK_KM)
        near &= ~far[ends]
    return near


def _naming(ground: Ground) -> Callable[[tuple[int, ...]], tuple[str, ...]]:
    """Names a chain by its territories and basins: chains that differ by mode alone share a group."""
    areas = [area_of(cell) for cell in ground.cells]
    return lambda chain: tuple(area for area, _ in groupby(areas[index] for index in chain))


@lru_cache(maxsize=100_000)
def is_detour(areas: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether one chain passes all that another passes, in its order, and more besides (docs/rules, 7.5)."""
    if len(areas) <= len(others):
        return False
    left = iter(areas)
    return all(area in left for area in others)


def front_of(ground: Ground, way: Way, field: Field) -> list[Way]:
    """The exact Pareto front over time, cost and CO2e within the chain of cells of a way of one span."""
    if len(way.stretches) > 1:
        return [way]
    span, found = way.stretches[0]
    priced = _priced(ground, span, field, by_air=Mode.AIR in way.route.modes)
    ends = question.ends(ground.overlay, priced, span.starts, span.finishes)
    problem = pareto.chain_problem(ground.overlay, priced, ends, found.cells)
    return [compose(ground, span, route) for route in pareto.front(problem).routes]


def by_other_gateways(ground: Ground, way: Way, field: Field) -> Iterator[Way]:
    """For each gateway of a way, the best way through the same cells without it."""
    if len(way.stretches) > 1:
        return
    span, found = way.stretches[0]
    priced = _priced(ground, span, field, by_air=Mode.AIR in way.route.modes)
    ends = question.ends(ground.overlay, priced, span.starts, span.finishes)
    allowed = np.zeros(len(ground.cells), dtype=np.bool_)
    allowed[list(found.cells)] = True
    for transfer in found.transfers:
        gateway = ground.overlay.transfer_gateway[transfer]
        if ground.gateways[gateway].kind is GatewayKind.JOIN:
            continue
        kept = priced.transfer_open & (ground.overlay.transfer_gateway != gateway)
        without = replace(priced, transfer_open=kept)
        costs = question.generalise(ground.overlay, without, ends, field.weights.vector)
        other = shortest.shortest(ground.overlay, costs, allowed=allowed)
        if other is not None:
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

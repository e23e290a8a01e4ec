"""What a search may use and at which prices, its classes of ways, and the chains that it finds in one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Span
from karwan.answers.family import area_of
from karwan.answers.ground import Ground
from karwan.network.record import Cell, GatewayKind
from karwan.operations.priced import Priced
from karwan.routing import families, question
from karwan.routing.route import Family
from karwan.words.mode import Mode
from karwan.words.weights import Weights

# A detour that costs hardly more than the straight way is a way of its own (docs/rules, 7.5).
DETOUR_RATIO = 1.05
# Chains come in order of cost: what is not found among so many is hardly worth the wait.
_MOST_CHAINS, _PATIENCE = 6000, 600
# How much farther than the nearest an airport may lie: goods go to the next city's, not across a country.
AIRPORT_SLACK_KM = 30.0


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
        is_compiled: whether compiled kernels search, which gives the same.
    """

    priced: Priced
    allowed: NDArray[np.bool_]
    weights: Weights
    groups: int
    per_group: int
    ratio: float
    through: NDArray[np.bool_] | None
    penalty: NDArray[np.float64] | None = None
    is_compiled: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """One class of ways.

    Attributes:
        allowed: (cells,) those that it may use. required: (cells,) those of which it must use some.
        is_by_land: small detours and several chains of one name are ways of their own.
        is_by_air: only the nearest airports count.
    """

    allowed: NDArray[np.bool_]
    required: NDArray[np.bool_]
    is_by_land: bool = False
    is_by_air: bool = False


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
        Class(road, road, is_by_land=True),
        Class(road | rail, rail, is_by_land=True),
        Class(~air, sea),
        Class(air | feeder, air, is_by_air=True),
    )


def found_of_class(
    ground: Ground, span: Span, field: Field, kind: Class, dearest: Callable[[], float] | None = None
) -> Iterator[Family]:
    """What the search finds of one class between two ends without gateways to pass, cheapest first.

    Args:
        ground: of the question.
        span: the two ends.
        field: prices.
        kind: the class.
        dearest: what costs more is not looked for; asked anew after each.
    """
    priced = priced_for(ground, span, field, by_air=kind.is_by_air)
    ends = question.ends(ground.overlay, priced, span.starts, span.finishes)
    required = kind.required if field.through is None else field.through
    for family in chains(ground, replace(field, priced=priced), kind, ends, required, dearest):
        if kind.required[list(family.cells)].any():
            yield family


def chains(
    ground: Ground,
    field: Field,
    kind: Class,
    ends: question.Ends,
    required: NDArray[np.bool_] | None,
    dearest: Callable[[], float] | None = None,
) -> Iterator[Family]:
    """Chains of cells of one class, cheapest first."""
    return families.families(
        ground.overlay,
        costs_of(ground, field, ends),
        labels=[area_of(cell) for cell in ground.cells],
        detour_ratio=DETOUR_RATIO if kind.is_by_land else 1.0,
        most=_MOST_CHAINS,
        patience=_PATIENCE,
        is_exact=False,
        allowed=kind.allowed & field.allowed,
        required=required,
        ratio=field.ratio,
        groups=field.groups,
        per_group=field.per_group if kind.is_by_land else 1,
        dearest=dearest,
        is_compiled=field.is_compiled,
    )


def costs_of(ground: Ground, field: Field, ends: question.Ends) -> question.Costs:
    """One cost of all criteria between two ends, by the weights and with the penalties."""
    costs = question.generalise(ground.overlay, field.priced, ends, field.weights.vector)
    return costs if field.penalty is None else replace(costs, transfer=costs.transfer + field.penalty)


def priced_for(ground: Ground, span: Span, field: Field, *, by_air: bool) -> Priced:
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

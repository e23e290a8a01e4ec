"""A question on routes prepared for the search, and the ways that it finds, by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from karwan.answers import barriers, choice
from karwan.answers.compose import Span, Way
from karwan.answers.family import Key
from karwan.answers.field import Class, Field, classes
from karwan.answers.flooded import flooded_by
from karwan.answers.ground import Ground, ground_of
from karwan.answers.question import RoutesQuestion
from karwan.answers.shared import Shared
from karwan.answers.turning import is_pointless
from karwan.answers.ways import best_of_each, by_other_gateways, ways_of_class
from karwan.errors import InputError
from karwan.facts.rows import Territory
from karwan.network.record import Cell
from karwan.operations.clock import Clock
from karwan.operations.permission import Calendar
from karwan.routing.attach import Attachment, attach
from karwan.routing.snap import cell_links
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place

# How far a place may lie from the network of a mode; sea and air are reached through ports and airports.
REACH_KM: Mapping[Mode, float] = {Mode.ROAD: 50.0, Mode.RAIL: 25.0}
# Within a class a family that costs more than so many times the best is left out (docs/rules, 7.2).
COST_RATIO = 2.0
# Families are ranked by more than the search knows, so some more than asked are looked at.
_SPARE_FAMILIES = 12
_FAMILIES_OF_ONE_CHAIN = 2


@dataclass(frozen=True, slots=True)
class Search:
    """One question prepared: what is composed with, between which ends, at which prices, on which day.

    `liftable` is (transfers,) what would be open if every barrier that can be lifted were.
    """

    ground: Ground
    spans: tuple[Span, ...]
    field: Field
    days: Calendar
    question: RoutesQuestion
    clock: Clock
    liftable: NDArray[np.bool_]


def prepared(state: State, question: RoutesQuestion, shared: Shared | None = None) -> Search:
    """The search of a question.

    Args:
        state: facts and network.
        question: one.
        shared: what other questions on the state found out already.

    Raises:
        InputError: if a place lies too far from every road and railway.
    """
    shared = Shared(state) if shared is None else shared
    places = [(place, attached(state, place, shared)) for place in places_of(question)]
    cells = state.network.cells
    ends = cells[places[0][1][0].cell].territory, cells[places[-1][1][0].cell].territory
    members = question.origin.territory, question.destination.territory
    ground = ground_of(
        state,
        question.shipment,
        question.on,
        ends,
        question.prices_of,
        question.sanctions,
        members,
        shared.passings,
    )
    ground = replace(ground, known=shared.known(question))
    spans = _spans(ground, places, question)
    days = shared.days(question.on, ends)
    priced = shared.priced(ground, days, question.prices_of)
    opened = shared.opened(ground, days, question)
    field = Field(
        priced=replace(
            priced,
            transfer_open=opened.transfers,
            transfer_costs=priced.transfer_costs + opened.changes,
        ),
        allowed=opened.cells,
        weights=question.weights,
        groups=question.count + _SPARE_FAMILIES,
        per_group=_FAMILIES_OF_ONE_CHAIN,
        ratio=COST_RATIO,
        through=_through(cells, question),
        is_compiled=shared.is_compiled,
    )
    return Search(ground, spans, field, days, question, shared.clock(ends), shared.liftable(ground, days))


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


def attached(state: State, place: Place, shared: Shared | None = None) -> tuple[Attachment, ...]:
    """Where a place meets the roads and railways of its territory; `shared`: as of `prepared`.

    Raises:
        InputError: it lies too far from all of them.
    """
    spot = place.lon, place.lat, place.territory
    if shared is not None and spot in shared.places:
        return shared.places[spot]
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
        if flooded := flooded_by(state, place.lon, place.lat, max(REACH_KM.values())):
            raise InputError(
                f"the flooded area of '{flooded}' took every road and railway within reach of {place.name}; "
                "draw it smaller, or turn that measure off"
            )
        reach = f"{REACH_KM[Mode.ROAD]:.0f} km of a road or {REACH_KM[Mode.RAIL]:.0f} km of a railway"
        raise InputError(f"{place.name} does not lie within {reach}; name a place on land in the region")
    if shared is not None:
        shared.places[spot] = ends
    return ends


def found_ways(search: Search) -> list[Way]:
    """The ways found in every class that pass what the user wants, barred as a whole or not."""
    ways = []
    for kind in classes_of(search):
        ways += ways_of_class(search.ground, search.spans, search.field, kind)
    return [way for way in ways if passes_all(way, search.question)]


def passes_all(way: Way, question: RoutesQuestion) -> bool:
    """Whether a way passes the gateways and territories that the user wants."""
    gateways = {via.gateway for via in question.via if via.gateway is not None}
    territories = {via.territory for via in question.via if via.territory is not None}
    return gateways <= set(way.gateways) and territories <= set(way.route.territories)


def is_stopped(way: Way, search: Search) -> bool:
    """Whether something bars a way as a whole."""
    return bool(barriers.way_barriers(search.ground, way, search.question))


def is_same(way: Way, other: Way, search: Search) -> bool:
    """Whether two ways are of one family, and the first is open and passes what the user wants."""
    gateways = {via.gateway for via in search.question.via if via.gateway is not None}
    if way.key != other.key or not gateways <= set(way.gateways) or is_stopped(way, search):
        return False
    return not is_pointless([search.ground.passings[transfer] for transfer in way.transfers], gateways)


def instead_of(search: Search, stopped: Iterable[Way]) -> Iterator[Way]:
    """Ways by the same cells and other gateways than some that the law bars as a whole."""
    for way in stopped:
        if any(reason.rule for reason in barriers.way_barriers(search.ground, way, search.question)):
            for other in by_other_gateways(search.ground, way, search.field):
                is_barred = barriers.way_barriers(search.ground, other, search.question)
                if not is_barred and passes_all(other, search.question):
                    yield other


def by_family(search: Search, ways: Iterable[Way]) -> dict[Key, list[Way]]:
    """Ways by family, each family's best first, without those that are detours of better ones."""
    return choice.straight(best_of_each(ways, search.field.weights), search.field.weights)


def classes_of(search: Search) -> tuple[Class, ...]:
    """The classes of ways between the ends of a question."""
    cells = search.ground.cells
    homes = {cells[end.cell].territory for span in search.spans for end in (*span.starts, *span.finishes)}
    return classes(cells, homes)


def places_of(question: RoutesQuestion) -> list[Place]:
    """Origin, places to pass in order, destination."""
    return [question.origin, *(via.place for via in question.via if via.place), question.destination]

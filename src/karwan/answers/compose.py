"""From what the search finds to a route of steps, with the figures and sources of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from karwan.answers.family import Key, Runs, family_key
from karwan.answers.ground import Ground
from karwan.network.record import Cell, GatewayKind
from karwan.operations.change_of_trucks import with_changes
from karwan.operations.charges import with_charges
from karwan.operations.departures import with_departures
from karwan.operations.legs import leg_steps
from karwan.operations.transfers import finish_steps, start_steps, transfer_steps
from karwan.routing.attach import Attachment
from karwan.routing.route import Leg, legs
from karwan.routing.route import Route as Found
from karwan.words.place import Place
from karwan.words.route import Route
from karwan.words.step import Step


@dataclass(frozen=True, slots=True)
class Span:
    """The two ends of a search: a place each, and where it is attached.

    `gates` are the gateways to pass in between, in order: of each the transfers that lead through it.
    """

    origin: Place
    destination: Place
    starts: tuple[Attachment, ...]
    finishes: tuple[Attachment, ...]
    gates: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Way:
    """A route found and told: its steps, cells with kilometres, transfers of the overlay.

    `stretches` are the found routes that it is made of, one for each span between places to pass.
    """

    route: Route
    runs: Runs
    transfers: tuple[int, ...]
    gateways: tuple[str, ...]
    stretches: tuple[tuple[Span, Found], ...]

    @cached_property
    def key(self) -> Key:
        """What makes two ways one family."""
        return family_key(self.runs)

    @cached_property
    def id(self) -> str:
        """Hash of gateways and operations, the same from run to run."""
        text = ";".join(
            f"{step.operation}:{step.mode}:{step.origin}>{step.destination}" for step in self.route.moves
        )
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def compose(ground: Ground, span: Span, found: Found) -> Way:
    """Tells one found route as steps in order: start, legs and transfers, finish.

    A way that a question comes upon again (in a front, without a gateway, with barriers lifted) is told once.
    """
    key = span.origin.id, span.destination.id, tuple(found.cells), tuple(found.transfers)
    way = ground.ways.get(key)
    if way is None:
        way = ground.ways[key] = _composed(ground, span, found)
    return way


def _composed(ground: Ground, span: Span, found: Found) -> Way:
    run = legs(ground.overlay, found, span.starts, span.finishes)
    steps = [step for part in parts(ground, span, found) for step in part]
    transfers = tuple(int(transfer) for transfer in found.transfers)
    return Way(
        route=told(ground, steps),
        runs=tuple((ground.cells[leg.cell], leg.km) for leg in run),
        transfers=transfers,
        gateways=gateways_of(ground, transfers),
        stretches=((span, found),),
    )


def gateways_of(ground: Ground, transfers: Sequence[int]) -> tuple[str, ...]:
    """Ids of the gateways that some transfers of the overlay pass; a join is no gateway to a planner."""
    passed = (ground.passings[transfer][0] for transfer in transfers)
    return tuple(gateway.id for gateway in passed if gateway.kind is not GatewayKind.JOIN)


def told(ground: Ground, steps: Sequence[Step]) -> Route:
    """The route of some steps, with all that depends on more of it than one leg or gateway.

    The steps are those that are done, without charges.
    """
    moves = with_changes(ground.trucks, ground.book, with_departures(ground.book, steps), ground.shipment)
    return Route(with_charges(ground.book, moves, ground.shipment), ground.book.correlations)


def parts(ground: Ground, span: Span, found: Found) -> Iterator[tuple[Step, ...]]:
    """The steps of one found route in order, those of each leg, of each gateway and of each end together."""
    run = legs(ground.overlay, found, span.starts, span.finishes)
    book, shipment = ground.book, ground.shipment
    first, last = (ground.cells[run[end].cell] for end in (0, -1))
    start, finish = span.origin.id, span.destination.id
    yield _once(ground, ("start", first.key, start), lambda: start_steps(book, first, start, shipment))
    for index, leg in enumerate(run):
        yield _along(ground, leg, _ends(ground, span, leg))
        if index < len(run) - 1:
            yield done_at(ground, int(found.transfers[index]))
    yield _once(ground, ("finish", last.key, finish), lambda: finish_steps(book, last, finish, shipment))


def _along(ground: Ground, leg: Leg, ends: tuple[str, str]) -> tuple[Step, ...]:
    cell = ground.cells[leg.cell]
    key = cell.key, ends, leg.km
    return _once(ground, key, lambda: leg_steps(ground.book, cell, ends, leg.km, ground.shipment))


def done_at(ground: Ground, transfer: int) -> tuple[Step, ...]:
    """What is done at a transfer of the overlay."""
    passing = ground.passings[transfer]
    return _once(ground, transfer, lambda: transfer_steps(ground.book, *passing, ground.shipment))


def _once(ground: Ground, key: Hashable, composed: Callable[[], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Steps composed before, if they were: most ways of a question share most of theirs."""
    steps = ground.known.get(key)
    if steps is None:  # asked once, for another thread may empty what is known meanwhile
        steps = ground.known[key] = composed()
    return steps


def join(ways: Sequence[Way], ground: Ground) -> Way:
    """Ways one after another through places to pass; on the same roads nothing is unloaded and loaded."""
    steps = list(ways[0].route.moves)
    for before, after in pairwise(ways):
        following = list(after.route.moves)
        cell = before.runs[-1][0]
        if is_same_way(cell, after.runs[0][0]):
            place = after.stretches[0][0].origin.id
            unloaded = len(finish_steps(ground.book, cell, place, ground.shipment))
            steps = steps[: len(steps) - unloaded]
            following = following[len(start_steps(ground.book, cell, place, ground.shipment)) :]
        steps += following
    return Way(
        route=told(ground, steps),
        runs=tuple(run for way in ways for run in way.runs),
        transfers=tuple(transfer for way in ways for transfer in way.transfers),
        gateways=tuple(gateway for way in ways for gateway in way.gateways),
        stretches=tuple(stretch for way in ways for stretch in way.stretches),
    )


def is_same_way(cell: Cell, other: Cell) -> bool:
    """Whether a vehicle goes on from one cell into another as if they were one."""
    ways = [(one.mode, one.territory, one.gauge_mm, one.basin) for one in (cell, other)]
    return cell == other or (ways[0] == ways[1] and not cell.is_ferry and not other.is_ferry)


def _ends(ground: Ground, span: Span, leg: Leg) -> tuple[str, str]:
    """Ids of what a leg leads from and to: gateways, or the places at the two ends."""
    ids = []
    for vertex, place in ((leg.enter, span.origin), (leg.leave, span.destination)):
        ids.append(place.id if vertex < 0 else _gateway_id(ground, vertex))
    return ids[0], ids[1]


def _gateway_id(ground: Ground, vertex: int) -> str:
    return ground.gateways[int(ground.overlay.vertex_gateway[vertex])].id

"""What happens at a gateway: cross, transship, change gauge, wait, load; and at the two ends of a route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from karwan.facts.rows import Crossing
from karwan.network.record import Cell, Gateway, GatewayKind
from karwan.operations.book import Book
from karwan.operations.legs import NOTHING, charged_teu
from karwan.operations.shelf import Entry
from karwan.operations.spread import Varied, sd_h
from karwan.words.distribution import Distribution
from karwan.words.evidence import Evidence, Figure
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

# Metrics of `gateway_measures` that stand in for a default of the same operation.
_OWN = {
    (Operation.TRANSSHIP, "time_h"): "transship_time_h",
    (Operation.TRANSSHIP, "cost_usd"): "transship_cost_usd",
    (Operation.CHANGE_GAUGE, "time_h"): "gauge_change_time_h",
    (Operation.CHANGE_GAUGE, "cost_usd"): "gauge_change_cost_usd",
    (Operation.WAIT, "time_h"): "wait_time_h",
    (Operation.WAIT, "cost_usd"): "wait_cost_usd",
}
# What each side of a post takes.
_CROSSED = ("time_h", "cost_usd")
# How goods pass a post where they change vehicles, whatever the law says.
TRANSLOAD = "transload"
# How a row says that its hours hold the wait for the opening, though they are assumed.
OPENING = "opening"
# Names under which a fare says that it holds the handling in port.
_PORT = frozenset({"port", str(Operation.TRANSSHIP)})


def transfer_steps(
    book: Book, gateway: Gateway, before: Cell, after: Cell, shipment: Shipment
) -> tuple[Step, ...]:
    """The operations that lead through a gateway from one cell into another, in order."""
    if gateway.kind is GatewayKind.JOIN:
        return ()
    if gateway.kind in (GatewayKind.POST, GatewayKind.UNLISTED):
        return tuple(_post(book, gateway, before, after, shipment))
    if gateway.kind is GatewayKind.GAUGE:
        return tuple(_some(book, Operation.CHANGE_GAUGE, gateway.id, before, after, shipment))
    if gateway.kind is GatewayKind.PASSAGE:
        return tuple(_some(book, Operation.CROSS, gateway.id, before, after, shipment))
    return tuple(_change_of_vehicle(book, gateway.id, before, after, shipment))


def start_steps(book: Book, cell: Cell, place: str, shipment: Shipment) -> tuple[Step, ...]:
    """Loading at the origin onto the first vehicle, and the wait for it."""
    waiting = _some(book, Operation.WAIT, place, cell, cell, shipment)
    return (*waiting, *_some(book, Operation.LOAD, place, cell, cell, shipment))


def finish_steps(book: Book, cell: Cell, place: str, shipment: Shipment) -> tuple[Step, ...]:
    """Unloading at the destination."""
    return tuple(_some(book, Operation.UNLOAD, place, cell, cell, shipment))


def _change_of_vehicle(
    book: Book, where: str, before: Cell, after: Cell, shipment: Shipment
) -> Iterator[Step]:
    """Terminal, port, airport or ferry berth: handling, the wait for the next vehicle, its fixed charge.

    What one of the figures includes is not charged again (docs/rules, 2.6): a stay in port may hold the wait
    for the ship, a fare the terminal.
    """
    handling = _entries(book, Operation.TRANSSHIP, where, before, after)
    fare = _boarding(book, after)
    if fare is not None and fare.includes & _PORT:
        handling = replace(handling, cost=None)
    yield from _told(Operation.TRANSSHIP, where, after, handling, shipment)
    if Operation.WAIT not in handling.includes:
        waiting = _entries(book, Operation.WAIT, where, before, after)
        yield from _told(Operation.WAIT, where, after, waiting, shipment)
    if fare is not None:
        count = charged_teu(after.mode, shipment) if fare.unit == "USD/TEU" else shipment.tonnes
        yield _step(Operation.LOAD, where, after, NOTHING, fare.figure * count)


def _boarding(book: Book, cell: Cell) -> Entry | None:
    """The part of a carrier's rate that does not grow with distance."""
    return book.rate(cell.mode, cell.rated_as, "base_usd_teu") or book.rate(
        cell.mode, cell.rated_as, "base_usd_t"
    )


def _post(book: Book, gateway: Gateway, before: Cell, after: Cell, shipment: Shipment) -> Iterator[Step]:
    """A border post: each side crosses by its own figures; then what the goods change into."""
    crossing = book.crossings.get(gateway.id)
    included: frozenset[str] = frozenset()
    if crossing is None:
        yield from _some(book, Operation.CROSS, gateway.id, before, after, shipment)
    else:
        sides = (crossing.territory_a, crossing.territory_b)
        if before.territory != gateway.territories[0]:
            sides = sides[::-1]
        if not holds_opening(book, crossing, sides):
            yield from _opening(book, gateway.id, before, sides)
        included = _included(book, crossing, sides)
        for side, cell in zip(sides, (before, after), strict=True):
            entries = {metric: _side(book, crossing, sides, side, metric) for metric in _CROSSED}
            yield from _crossed(book, gateway.id, cell, entries, shipment)
    yield from _changed(book, gateway, (before, after), included, shipment)


def _included(book: Book, crossing: Crossing, sides: tuple[str, str]) -> frozenset[str]:
    """The operations that the figures of either side of a post hold."""
    entries = (_side(book, crossing, sides, side, metric) for side in sides for metric in _CROSSED)
    return frozenset().union(*(entry.includes for entry in entries if entry))


def holds_change_of_truck(book: Book, crossing: Crossing, sides: tuple[str, str]) -> bool:
    """Whether what a post takes holds that goods change trucks there (docs/rules, 2.6).

    Args:
        book: figures.
        crossing: the post.
        sides: territories left and entered, as its row names them.
    """
    return Operation.TRANSSHIP in _included(book, crossing, sides)


def change_of_truck(book: Book, post: str, cells: tuple[Cell, Cell], shipment: Shipment) -> tuple[Step, ...]:
    """The goods change from one truck to another at a post, by its own figures or the default."""
    return tuple(_some(book, Operation.TRANSSHIP, post, *cells, shipment))


def holds_opening(book: Book, crossing: Crossing, sides: tuple[str, str]) -> bool:
    """Whether the hours of the side that is left hold the wait for the opening (docs/rules, 8.3).

    A survey of the post itself whose row says `wait` was taken of all who came, at whatever hour. A figure
    that stands in was taken elsewhere and holds the queues of other posts, not the nights of this one.
    """
    time = _side(book, crossing, sides, sides[0], "time_h")
    return time is not None and holds_nights(time)


def holds_nights(time: Entry) -> bool:
    """Whether the hours of one side say that the nights are in them."""
    is_surveyed = time.figure.evidence is not Evidence.ASSUMED
    return OPENING in time.includes or (Operation.WAIT in time.includes and is_surveyed)


def _side(book: Book, crossing: Crossing, sides: tuple[str, str], side: str, metric: str) -> Entry | None:
    """What one side of a post takes: half of the whole post's figure where a row gives that."""
    return _half(book.whole_post(crossing, sides, metric)) or book.side(crossing, sides, side, metric)


def _opening(book: Book, where: str, cell: Cell, sides: tuple[str, str]) -> Iterator[Step]:
    """The expected wait for a post to open, on the side that is left."""
    if book.on is None:
        return
    wait = book.hours.expected(where, ">".join(sides), book.on)
    if wait is not None:
        wait_step = _step(Operation.WAIT, where, cell, wait.time, NOTHING)
        yield replace(wait_step, time_sd_h=wait.sd_h, distribution=Distribution.UNIFORM)


def _half(entry: Entry | None) -> Entry | None:
    """Half of a figure that covers both sides of a post."""
    return None if entry is None else replace(entry, figure=entry.figure * 0.5)


def _crossed(
    book: Book, where: str, cell: Cell, entries: dict[str, Entry | None], shipment: Shipment
) -> Iterator[Step]:
    time, cost = entries["time_h"], entries["cost_usd"]
    if time is None and cost is None:
        return
    spread = book.spread(Operation.CROSS, cell.mode, cell.rated_as, where)
    doubt = book.doubt(Operation.CROSS, cell.mode, cell.rated_as, time, where) if time else None
    hours = time.figure if time else NOTHING
    yield _step(Operation.CROSS, where, cell, hours, _usd(cost, shipment), spread, doubt)


def _changed(
    book: Book, gateway: Gateway, cells: tuple[Cell, Cell], included: frozenset[str], shipment: Shipment
) -> Iterator[Step]:
    """A change of gauge, or of truck where foreign ones may not go on, unless the post's figure holds it."""
    before, after = cells
    if before.gauge_mm != after.gauge_mm:
        if not included & {Operation.CHANGE_GAUGE, Operation.TRANSSHIP}:
            yield from _some(book, Operation.CHANGE_GAUGE, gateway.id, before, after, shipment)
        return
    crossing = book.crossings.get(gateway.id)
    if crossing and crossing.passage == TRANSLOAD and Operation.TRANSSHIP not in included:
        for step in _some(book, Operation.TRANSSHIP, gateway.id, before, after, shipment):
            yield replace(step, why="goods change vehicles at this post")


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an operation takes at one place: its hours, dollars and spread, each where a table knows it.

    `doubt` says how far the hours may be off.
    """

    time: Entry | None
    cost: Entry | None
    spread: Varied | None
    doubt: Varied | None

    @property
    def includes(self) -> frozenset[str]:
        return (self.time.includes if self.time else frozenset()) | (
            self.cost.includes if self.cost else frozenset()
        )


def _some(
    book: Book, operation: Operation, where: str, before: Cell, after: Cell, shipment: Shipment
) -> Iterator[Step]:
    """One operation by the gateway's own figures, else the defaults; nothing where no table knows it."""
    return _told(operation, where, after, _entries(book, operation, where, before, after), shipment)


def _told(operation: Operation, where: str, cell: Cell, taken: _Taken, shipment: Shipment) -> Iterator[Step]:
    if taken.time is None and taken.cost is None:
        return
    hours = taken.time.figure if taken.time else NOTHING
    yield _step(operation, where, cell, hours, _usd(taken.cost, shipment), taken.spread, taken.doubt)


def _entries(book: Book, operation: Operation, where: str, before: Cell, after: Cell) -> _Taken:
    """The figures of an operation: of this gateway and direction, of this gateway, then the defaults."""
    name = "passage" if operation is Operation.CROSS and after.basin else operation
    key = name, where, before.key, after.key
    if before is after:  # at a place, of which there is no end
        time, cost = _figures(book, operation, name, where, (before, after))
    else:
        time, cost = book.once(key, lambda: _figures(book, operation, name, where, (before, after)))
    spread = book.spread(name, after.mode, after.rated_as, where)
    doubt = book.doubt(name, after.mode, after.rated_as, time, where) if time else None
    return _Taken(time, cost, spread, doubt)


def _figures(
    book: Book, operation: Operation, name: str, where: str, cells: tuple[Cell, Cell]
) -> tuple[Entry | None, Entry | None]:
    """Hours and dollars of an operation at a gateway, each None where no table knows it."""
    here = names_here(where, cells[0].mode, cells[1].mode)
    usual = tuple(_betweens(operation, *cells))

    def entry(metric: str) -> Entry | None:
        own = _OWN.get((operation, metric))
        return (
            book.default(name, here, metric)
            or (book.gateway(where, own) if own else None)
            or book.default(name, usual, metric)
        )

    return entry("time_h"), entry("cost_usd")


def entry_at(
    book: Book, operation: Operation, where: str, cells: tuple[Cell, Cell], metric: str
) -> Entry | None:
    """The figure of an operation at a gateway between the cell that is left and the one that is entered.

    Args:
        book: the figures.
        operation: what is done.
        where: id of the gateway.
        cells: left, entered.
        metric: `time_h` or `cost_usd`.
    """
    taken = _entries(book, operation, where, *cells)
    return taken.time if metric == "time_h" else taken.cost


def names_here(where: str, before: str, after: str) -> tuple[str, ...]:
    """The names under which `operation_defaults` may hold a figure of one gateway, the most special first."""
    return f"{where}:{before}>{after}", f"{where}:*>{after}", f"{where}:{before}>*", where


def _betweens(operation: Operation, before: Cell, after: Cell) -> Iterator[str]:
    """The names under which `operation_defaults` may hold a figure, the most special first."""
    if before is after:
        yield from (str(after.mode), f"*>{after.mode}")
    else:
        for tag in filter(None, (after.service, after.basin)):
            yield from (f"{before.mode}>{after.mode}:{tag}", f"*>{after.mode}:{tag}")
        for tag in filter(None, (before.service, before.basin)):
            yield from (f"{before.mode}:{tag}>{after.mode}", f"{before.mode}:{tag}>*")
        yield from (f"{before.mode}>{after.mode}", f"*>{after.mode}")
    if operation not in (Operation.WAIT, Operation.CROSS):
        yield "*"


def _usd(entry: Entry | None, shipment: Shipment) -> Figure:
    return NOTHING if entry is None else entry.figure * shipment.count_of(entry.unit)


def _step(
    operation: Operation,
    where: str,
    cell: Cell,
    hours: Figure,
    usd: Figure,
    spread: Varied | None = None,
    doubt: Varied | None = None,
) -> Step:
    """A step at a gateway or place; what no row says varies is constant."""
    time_sd_h, doubt_sd_h = sd_h(hours.value, spread, doubt)
    return Step(
        kind="transfer",
        operation=operation,
        mode=cell.mode,
        origin=where,
        destination=where,
        territory=cell.territory,
        distance_km=0.0,
        time=hours,
        time_sd_h=time_sd_h,
        cost=usd,
        co2e=NOTHING,
        distribution=spread.distribution if spread else Distribution.CONSTANT,
        doubt_sd_h=doubt_sd_h,
        doubt=f"{operation}:{cell.mode}:{cell.territory}" if doubt_sd_h else "",
    )


def total(steps: Iterable[Step]) -> tuple[float, float, float]:
    """Hours, dollars and kg CO2e of some steps."""
    hours = usd = kg = 0.0
    for step in steps:
        hours += step.time.value
        usd += step.cost.value
        kg += step.co2e.value
    return hours, usd, kg

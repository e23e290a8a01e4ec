"""Runs inside one cell: haul, and the driver's rest where the mode has drivers who must sleep."""

from __future__ import annotations

from karwan.network.record import Cell
from karwan.operations.book import Book
from karwan.operations.spread import sd_h
from karwan.words.evidence import Evidence, Figure
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

NOTHING = Figure(0.0, Evidence.ASSUMED)


def leg_steps(
    book: Book, cell: Cell, ends: tuple[str, str], km: float, shipment: Shipment
) -> tuple[Step, ...]:
    """The operations of a run of `km` kilometres inside a cell, from one id to another.

    All of them grow with the distance alone, so that one length serves every criterion (docs/rules, 2.2).
    """
    where = cell.rated_as
    area = where[-1] if where else None
    speed = book.need_entry(cell.mode, where, "speed_kmh")
    spread = book.need_spread(Operation.HAUL, cell.mode, area)
    time = km / speed.figure
    time_sd_h, doubt_sd_h = sd_h(time.value, spread, book.doubt(Operation.HAUL, cell.mode, area, speed))
    haul = Step(
        kind="leg",
        operation=Operation.HAUL,
        mode=cell.mode,
        origin=ends[0],
        destination=ends[1],
        territory=cell.territory,
        distance_km=km,
        time=time,
        time_sd_h=time_sd_h,
        cost=_haul_usd_km(book, cell, where, shipment) * km,
        co2e=book.emission_kg_tkm(cell.mode, where) * (shipment.tonnes * km),
        area=area,
        distribution=spread.distribution,
        doubt_sd_h=doubt_sd_h,
        doubt=f"{Operation.HAUL}:{cell.mode}:{area}" if doubt_sd_h else "",
    )
    rest = _rest(book, cell, where, haul)
    return (haul,) if rest is None else (haul, rest)


def _haul_usd_km(book: Book, cell: Cell, where: tuple[str, ...], shipment: Shipment) -> Figure:
    """Cost of a kilometre for the whole shipment (docs/rules, 2.4).

    Boxes go by TEU, all else by tonne, where the territory has such a rate of its own, else the other way
    round; then by the defaults of the mode in the same order.
    """
    metrics = ("haul_usd_teukm", "haul_usd_tkm")
    for place in (*where, None):
        for metric in metrics if shipment.is_boxed else metrics[::-1]:
            if entry := book.own_rate(cell.mode, place, metric):
                by_teu = metric == "haul_usd_teukm"
                return entry.figure * (
                    charged_teu(cell.mode, shipment)
                    if by_teu
                    else chargeable_tonnes(book, cell.mode, shipment)
                )
    return book.need_rate(cell.mode, where, "haul_usd_tkm")


def charged_teu(mode: Mode, shipment: Shipment) -> float:
    """TEU that a carrier charges: by rail and sea more for a short box than half the price of a long one."""
    return shipment.rail_teu if mode in (Mode.RAIL, Mode.SEA) else shipment.teu


def chargeable_tonnes(book: Book, mode: Mode, shipment: Shipment) -> float:
    """Tonnes that a carrier charges: a truck is paid for whole, at the load that the surveyed rates mean."""
    full_truck = book.rate(mode, None, "truckload_t")
    if full_truck is None:
        return shipment.tonnes
    return max(shipment.tonnes, full_truck.figure.value * shipment.trucks)


def _rest(book: Book, cell: Cell, where: tuple[str, ...], haul: Step) -> Step | None:
    """The hours in which the driver may not drive, told apart from the surveyed speed."""
    driving = book.rate(cell.mode, where, "driving_h_per_day")
    if driving is None:
        return None
    hours = driving.figure
    idle = Figure(24.0 / hours.value - 1.0, hours.evidence, hours.sources)
    return Step(
        kind="leg",
        operation=Operation.WAIT,
        mode=cell.mode,
        origin=haul.origin,
        destination=haul.destination,
        territory=cell.territory,
        distance_km=0.0,
        time=idle * haul.time.value,
        time_sd_h=haul.time_sd_h * idle.value,
        cost=NOTHING,
        co2e=NOTHING,
        distribution=haul.distribution,
        area=haul.area,
        doubt_sd_h=haul.doubt_sd_h * idle.value,
        doubt=haul.doubt,
    )

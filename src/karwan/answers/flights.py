"""Ways by air between many places: by road to an airport near the origin, one flight, by road from another.

The same rule as of the class by air of one question (docs/rules, 7.2): goods go to the nearest airport of
their own territory, or to one hardly farther.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.answers.field import AIRPORT_SLACK_KM
from karwan.network.record import Gateway, GatewayKind
from karwan.operations.priced import Priced
from karwan.routing.attach import Attachment
from karwan.routing.overlay import Overlay
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from karwan.routing.spread_numba import Timing

Float = NDArray[np.float64]
Int = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Airports:
    """The airports that some places use, so many a place, the rest of each row without any.

    Attributes:
        transfer: (places, most) of the overlay, into or out of the air; -1 for none. cell: (places, most) of
            the road. km: (places, most) to the airport. air: (places, most) which vertex of the air.
    """

    transfer: Int
    cell: Int
    km: Float
    air: Int


def airports_of(
    overlay: Overlay, gateways: Sequence[Gateway], attached: Sequence[Sequence[Attachment]], *, is_start: bool
) -> Airports:
    """The airports that places use as origins, or as destinations."""
    is_airport = np.array([gateway.kind is GatewayKind.AIRPORT for gateway in gateways], np.bool_)
    is_air = np.array([cell.mode is Mode.AIR for cell in overlay.cells], np.bool_)
    ground, air = overlay.transfer_from, overlay.transfer_to
    if not is_start:
        ground, air = air, ground
    useful = np.flatnonzero(is_air[overlay.vertex_cell[air]])
    by_vertex: dict[int, list[int]] = {}
    for transfer in useful.tolist():
        by_vertex.setdefault(int(ground[transfer]), []).append(transfer)
    rows: list[list[tuple[int, int, float, int]]] = []
    for place in attached:
        row = []
        for one in place:
            if overlay.cells[one.cell].mode is not Mode.ROAD:
                continue
            base = int(overlay.cell_first[one.cell])
            here = is_airport[overlay.vertex_gateway[base : base + one.end_km.size]]
            limit = np.min(one.end_km[here], initial=np.inf) + AIRPORT_SLACK_KM
            for at in np.flatnonzero(here & (one.end_km <= limit) & np.isfinite(one.end_km)).tolist():
                km = float(one.end_km[at])
                by_it = by_vertex.get(base + at, ())
                row += [(transfer, one.cell, km, int(air[transfer])) for transfer in by_it]
        rows.append(row)
    most = max((len(row) for row in rows), default=0)
    table = [row + [(-1, 0, np.inf, 0)] * (most - len(row)) for row in rows]
    flat = np.array(table, float).reshape(len(rows), most, 4)
    whole = flat[..., (0, 1, 3)].astype(np.int64)
    return Airports(transfer=whole[..., 0], cell=whole[..., 1], km=flat[..., 2], air=whole[..., 2])


def picked(airports: Airports, places: Int) -> Airports:
    """Those of some places."""
    return Airports(
        airports.transfer[places], airports.cell[places], airports.km[places], airports.air[places]
    )


@dataclass(frozen=True, slots=True, eq=False)
class Flown:
    """The best ways by air between some places; inf where there is none.

    Attributes:
        cost: (origins, destinations) by the weights. criteria: (..., 3) hours, dollars, kg.
        cells: (..., 3) of the three runs. hours: (..., 3) of these. transfers: (..., 2) between them.
    """

    cost: Float
    criteria: Float
    cells: NDArray[np.int32]
    hours: Float
    transfers: NDArray[np.int32]


def by_air(overlay: Overlay, priced: Priced, weights: Float, starts: Airports, finishes: Airports) -> Flown:
    """The best ways by air."""
    shape = starts.km.shape[0], finishes.km.shape[0]
    cost, criteria = np.full(shape, np.inf), np.full((*shape, 3), np.inf)
    cells, hours = np.zeros((*shape, 3), np.int32), np.zeros((*shape, 3))
    transfers = np.zeros((*shape, 2), np.int32)
    out = _to_air(priced, priced.start_costs, starts)
    back = _to_air(priced, priced.finish_costs, finishes)
    for i in range(starts.km.shape[1]):
        for j in range(finishes.km.shape[1]):
            here, there = starts.air[:, i, None], finishes.air[None, :, j]
            cell = overlay.vertex_cell[here]
            base, size = overlay.cell_first[cell], np.diff(overlay.cell_first)[cell]
            is_same = cell == overlay.vertex_cell[there]
            at = overlay.leg_first[cell] + (here - base) * size + np.where(is_same, there - base, 0)
            km = np.where(is_same, overlay.leg_km[at], np.inf)
            rate = priced.cell_rates[cell]
            flown = np.where(np.isfinite(km) & np.isfinite(rate).all(axis=-1), km, np.inf)[..., None]
            with np.errstate(invalid="ignore"):
                whole = out[:, None, i] + flown * rate + back[None, :, j]
            is_way: NDArray[np.bool_] = np.isfinite(whole).all(axis=-1)  # type: ignore[assignment]
            now = np.where(is_way, np.where(is_way[..., None], whole, 0.0) @ weights, np.inf)
            better = now < cost
            cost[better], criteria[better] = now[better], whole[better]
            ends = (starts, i, (slice(None), None)), (finishes, j, (None, slice(None)))
            for side, (airports, number, axis) in enumerate(ends):
                road = airports.cell[:, number]
                run_h = airports.km[:, number] * priced.cell_rates[road, 0]
                cells[better, 2 * side] = np.broadcast_to(road[axis], shape)[better]
                hours[better, 2 * side] = np.broadcast_to(run_h[axis], shape)[better]
                taken = airports.transfer[:, number]
                transfers[better, side] = np.broadcast_to(taken[axis], shape)[better]
            cells[better, 1] = np.broadcast_to(cell, shape)[better]
            hours[better, 1] = (flown[..., 0] * rate[..., 0])[better]
    return Flown(cost, criteria, cells, hours, transfers)


def spread_of(timing: Timing, flown: Flown, wanted: NDArray[np.bool_]) -> Float:
    """(pairs, 3) the spread of the time of wanted ways by air, as of `routing.spread`."""
    from karwan.routing import spread_numba  # noqa: PLC0415 - imports numba

    found = np.empty((int(wanted.sum()), 3))
    if found.size:
        spread_numba.read_flown(
            timing, flown.cells[wanted], flown.transfers[wanted], flown.hours[wanted], found
        )
    return found


def _to_air(priced: Priced, loads: Float, airports: Airports) -> Float:
    """(places, most, 3) from the place into the air, or back; inf where that is not possible."""
    is_open = (airports.transfer >= 0) & priced.transfer_open[airports.transfer]
    rates = priced.cell_rates[airports.cell]
    possible = is_open & np.isfinite(rates).all(axis=-1) & np.isfinite(airports.km)
    km = np.where(possible, airports.km, 0.0)[..., None]
    whole = loads[airports.cell] + km * np.where(np.isfinite(rates), rates, 0.0)
    whole = whole + priced.transfer_costs[airports.transfer]
    return np.where(possible[..., None], whole, np.inf)

"""What one question adds to the overlay: prices, and the two places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from karwan.routing.attach import Attachment, direct_km
from karwan.routing.overlay import Overlay

Float = NDArray[np.float64]


class Priced(Protocol):
    """Prices of one class of shipment on one day; criteria are hours, US dollars, kg of CO2e.

    Attributes:
        cell_rates: (cells, 3) a km; inf where the cell may not be used. transfer_costs: (transfers, 3).
        transfer_open: (transfers,). start_costs, finish_costs: (cells, 3) loading and unloading.
    """

    @property
    def cell_rates(self) -> Float: ...  # noqa: D102
    @property
    def transfer_costs(self) -> Float: ...  # noqa: D102
    @property
    def transfer_open(self) -> NDArray[np.bool_]: ...  # noqa: D102
    @property
    def start_costs(self) -> Float: ...  # noqa: D102
    @property
    def finish_costs(self) -> Float: ...  # noqa: D102


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """The first and last legs of one question, in three criteria; inf where there is none.

    Attributes:
        start: (vertices, 3) from the origin to where its leg leaves at a vertex, loading included.
        finish: (vertices, 3) from where the last leg enters at a vertex to the destination, with unloading.
        direct: (cells, 3) from place to place inside one cell, with both.
    """

    start: Float
    finish: Float
    direct: Float


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """All that a search for one number needs; inf where not possible.

    Attributes:
        rate: (cells,) a km. transfer: (transfers,). start, finish: (vertices,). direct: (cells,).
    """

    rate: Float
    transfer: Float
    start: Float
    finish: Float
    direct: Float


def ends(
    overlay: Overlay, priced: Priced, origin: Sequence[Attachment], destination: Sequence[Attachment]
) -> Ends:
    """The first and last legs from and to two places, each attached to some cells."""
    start = _legs(overlay, priced.cell_rates, priced.start_costs, origin)
    finish = _legs(overlay, priced.cell_rates, priced.finish_costs, destination)
    direct = np.full((len(overlay.cells), 3), np.inf)
    for one in origin:
        for other in destination:
            if one.cell == other.cell:
                cell = one.cell
                loads = priced.start_costs[cell] + priced.finish_costs[cell]
                run = along(np.array([direct_km(one, other)]), priced.cell_rates[cell])
                direct[cell] = np.minimum(direct[cell], run + loads)
    return Ends(start, finish, direct)


def generalise(overlay: Overlay, priced: Priced, pair: Ends, weights: Sequence[float] | Float) -> Costs:
    """One cost of three criteria.

    Args:
        overlay: gives the number of cells.
        priced: hours, US dollars, kg.
        pair: the two places.
        weights: US dollars an hour, a US dollar (1), a kg of CO2e; at least 0.

    Raises:
        ValueError: the prices are not those of this overlay.
    """
    if priced.cell_rates.shape[0] != len(overlay.cells):
        raise ValueError(f"{priced.cell_rates.shape[0]} rates for {len(overlay.cells)} cells")
    weight = np.asarray(weights, float)
    transfer = weigh(priced.transfer_costs, weight)
    return Costs(
        rate=weigh(priced.cell_rates, weight),
        transfer=np.where(priced.transfer_open, transfer, np.inf),
        start=weigh(pair.start, weight),
        finish=weigh(pair.finish, weight),
        direct=weigh(pair.direct, weight),
    )


def weigh(criteria: Float, weights: Float) -> Float:
    """The weighted sum over the last axis; inf where any criterion is, whatever its weight."""
    possible = np.isfinite(criteria).all(axis=-1)
    cost = np.full(criteria.shape[:-1], np.inf)
    cost[possible] = criteria[possible] @ weights
    return cost


def along(km: Float, rate: Float) -> Float:
    """What a run of some km takes, shapes broadcast; inf where there is no way or no rate, even if free."""
    possible = np.isfinite(km) & np.isfinite(rate)
    run: Float = np.where(possible, np.where(possible, km, 0) * np.where(possible, rate, 0), np.inf)
    return run


def _legs(overlay: Overlay, rates: Float, loads: Float, places: Sequence[Attachment]) -> Float:
    legs = np.full((overlay.vertex_cell.size, 3), np.inf)
    for place in places:
        vertices = slice(overlay.cell_first[place.cell], overlay.cell_first[place.cell + 1])
        cost = along(place.end_km[:, None], rates[place.cell]) + loads[place.cell]
        legs[vertices] = np.minimum(legs[vertices], cost)
    return legs

"""The overlay at some prices, and places on it, as the compiled searches of many pairs read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.routing.overlay import Overlay
from karwan.routing.part import Part, part_of, ranges, vertices_of
from karwan.routing.question import Costs, Priced, along, weigh

if TYPE_CHECKING:
    from karwan.routing.bounds_numba import Graph

Single = NDArray[np.float32]
Float = NDArray[np.float64]
Int = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Many attached places, for one overlay and any prices.

    Attributes:
        first: (places + 1,) int32, where the vertices of each place begin in the next three.
        vertex, cell: int32 of the overlay. km: float64, from the place to the vertex.
    """

    first: Int
    vertex: Int
    cell: Int
    km: Float


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """Pairs of places that share a cell: (pairs,) int32 origin, destination, cell; float64 km within it."""

    origin: Int
    destination: Int
    cell: Int
    km: Float


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """An overlay weighed: what the compiled searches of many pairs read.

    Attributes:
        overlay, priced, weights: what it was made of.
        part: the usable cells; vertices, legs and transfers below are numbered as in it.
        graph: its structure. number: (vertices of the overlay,) int32, -1 for those not in the part.
        leg_cost, transfer_cost: float32. leg_km: float64.
        rate: (cells of the overlay,) float64 a km.
    """

    overlay: Overlay
    priced: Priced
    weights: NDArray[np.float64]
    part: Part[np.float64]
    graph: Graph
    number: Int
    leg_cost: Single
    transfer_cost: Single
    leg_km: Float
    rate: Float


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """First or last runs of places, loading or unloading included; only those that may be used.

    Attributes:
        first: (places + 1,) int32. vertex: int32 of the part. cost: float32.
        criteria: (runs, 3) hours, US dollars, kg.
    """

    first: Int
    vertex: Int
    cost: Single
    criteria: Float

    @property
    def sparse(self) -> tuple[Int, Int, Single]:
        """What kernels read."""
        return self.first, self.vertex, self.cost


def metric_of(overlay: Overlay, priced: Priced, weights: Sequence[float]) -> Metric:
    """The overlay at some prices, by weights of hours, US dollars and kg."""
    from karwan.routing import bounds_numba  # noqa: PLC0415 - imports numba

    costs = costs_of(overlay, priced, weights)
    part = part_of(overlay, costs)
    number = np.full(overlay.vertex_cell.size, -1, np.int32)
    number[vertices_of(overlay, part)] = np.arange(part.start.size)
    return Metric(
        overlay=overlay,
        priced=priced,
        weights=np.asarray(weights, float),
        part=part,
        graph=bounds_numba.graph_of(part),
        number=number,
        leg_cost=part.leg_cost.astype(np.float32),
        transfer_cost=part.transfer_cost.astype(np.float32),
        leg_km=overlay.leg_km[ranges(overlay.leg_first[part.cells], np.diff(part.leg_first))],
        rate=costs.rate,
    )


def runs_of(metric: Metric, places: Places, loads: Float) -> Runs:
    """The first or last runs of places; `loads`: (cells, 3) what loading or unloading takes."""
    first, vertex, cost, kept = ends_of(places, loads, metric.rate, metric.weights)
    cell = places.cell[kept]
    criteria = places.km[kept][:, None] * metric.priced.cell_rates[cell] + loads[cell]
    return Runs(first, metric.number[vertex], cost, criteria)


def costs_of(overlay: Overlay, priced: Priced, weights: Sequence[float]) -> Costs:
    """Rates and transfers as one number; no places."""
    weight = np.asarray(weights, float)
    nowhere = np.full(overlay.vertex_cell.size, np.inf)
    transfer = np.where(priced.transfer_open, weigh(priced.transfer_costs, weight), np.inf)
    rate = weigh(priced.cell_rates, weight)
    return Costs(rate, transfer, nowhere, nowhere, np.full(len(overlay.cells), np.inf))


def ends_of(
    places: Places, loads: Float, rate: Float, weights: Sequence[float] | Float
) -> tuple[Int, Int, Single, NDArray[np.bool_]]:
    """First or last runs with loading where possible: begin of each place, vertex, cost; which they are."""
    cost = along(places.km, rate[places.cell]) + weigh(loads, np.asarray(weights, float))[places.cell]
    possible = np.isfinite(cost)
    before = np.concatenate(([0], np.cumsum(possible)))
    first = before[places.first].astype(np.int32)
    return first, places.vertex[possible], cost[possible].astype(np.float32), possible


def sparse_of(metric: Metric, places: Places, loads: Float) -> tuple[Int, Int, Single]:
    """First or last runs of places without their criteria, as kernels read them."""
    first, vertex, cost, _ = ends_of(places, loads, metric.rate, metric.weights)
    return first, metric.number[vertex], cost


def inside_cost(metric: Metric, inside: Inside) -> Single:
    """What runs inside one cell cost, with loading and unloading; inf where the cell may not be used."""
    loads = weigh(metric.priced.start_costs + metric.priced.finish_costs, metric.weights)
    cost: Single = (along(inside.km, metric.rate[inside.cell]) + loads[inside.cell]).astype(np.float32)
    return cost

"""karwan's own overlay of the road cells, the places joined to it when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.ground import Road, attachments, road_network, state
from karwan.network.record import Network
from karwan.operations.priced import Priced
from karwan.routing import bounds_numba, part, question, skim
from karwan.routing.overlay import Overlay, build_overlay

PACKAGES = ("karwan", "numba")
LANES = 300
PAIRS = 50
NOTE = "beyond the overlay nothing is prepared: each skim takes in all lengths and prices anew"

BY_KM = (1.0, 0.0, 0.0)
"""Kilometres stand where the hours do, and nothing else costs anything."""


@dataclass(slots=True)
class Made:
    """The overlay, the places, and what a single question reads."""

    overlay: Overlay
    priced: Priced
    places: skim.Places
    inside: skim.Inside
    km: NDArray[np.float64]
    inside_km: NDArray[np.float64]
    structure: part.Part[np.float64]
    graph: bounds_numba.Graph


@cache
def roads() -> Network:
    """The road network, made before the clock starts, as the rivals' arrays are."""
    return road_network(state().network)


def build(road: Road) -> Made:
    overlay = build_overlay(roads())
    ends = [[end] for end in attachments(road, roads(), overlay)]
    places, inside = skim.places_of(overlay, ends), skim.inside_of(ends, ends)
    cells, transfers = len(overlay.cells), overlay.transfer_from.size
    priced = Priced(
        cell_rates=np.tile(BY_KM, (cells, 1)),
        transfer_costs=np.zeros((transfers, 3)),
        transfer_open=np.ones(transfers, np.bool_),
        start_costs=np.zeros((cells, 3)),
        finish_costs=np.zeros((cells, 3)),
    )
    km = np.full((len(ends), overlay.vertex_cell.size), np.inf)
    for row, (end,) in zip(km, ends, strict=True):
        row[overlay.cell_first[end.cell] : overlay.cell_first[end.cell + 1]] = end.end_km
    inside_km = np.full((len(ends), len(ends)), np.inf)
    inside_km[inside.origin, inside.destination] = inside.km
    nobody = question.ends(overlay, priced, (), ())
    structure = part.part_of(overlay, question.generalise(overlay, priced, nobody, BY_KM))
    return Made(overlay, priced, places, inside, km, inside_km, structure, bounds_numba.graph_of(structure))


def ask(made: Made, road: Road, pair: NDArray[np.int64]) -> float:
    origin, destination = pair
    run, transfer = made.structure.leg_cost, made.structure.transfer_cost
    leave = bounds_numba.to_goal(made.graph, run, transfer, made.km[destination])[1]
    return 1000 * min(float(np.min(made.km[origin] + leave)), float(made.inside_km[origin, destination]))


def skim_all(made: Made, road: Road, sources: int) -> NDArray[np.float32]:
    return 1000 * skim.skim(
        made.overlay, made.priced, BY_KM, made.places, made.places, made.inside, threads=1
    )


def change(made: Made, road: Road) -> None:
    """Nothing has to be done."""

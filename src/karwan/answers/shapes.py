"""The lines of the ways of an answer, for maps and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Span, Way
from karwan.answers.routes import RoutesAnswer
from karwan.network.record import Cell
from karwan.routing.draw import line
from karwan.routing.route import Leg, legs
from karwan.routing.snap import cell_links
from karwan.state import State
from karwan.words.mode import Mode

# Stretches of one way in order of travel: the mode, and (points, 2) lon, lat.
Shape = Sequence[tuple[Mode, NDArray[np.float64]]]
Shapes = Mapping[str, Shape]


def shape_of(state: State, way: Way) -> Shape:
    """The lines of one way, a stretch for each leg."""
    return tuple((cell.mode, points) for cell, points in lines_of(state, way))


def lines_of(
    state: State, way: Way, is_wanted: Callable[[Cell], bool] = lambda _: True
) -> Iterator[tuple[Cell, NDArray[np.float64]]]:
    """The cell and the line of each leg in a wanted cell, in order; a leg without a line is left out."""
    for span, leg in legs_of(state, way):
        cell = state.network.cells[leg.cell]
        if is_wanted(cell) and len(points := line_of(state, span, leg)):
            yield cell, points


def legs_of(state: State, way: Way) -> Iterator[tuple[Span, Leg]]:
    """The legs of a way in order, each with the span between two asked places that it is of."""
    for span, found in way.stretches:
        for leg in legs(state.overlay, found, span.starts, span.finishes):
            yield span, leg


def line_of(state: State, span: Span, leg: Leg) -> NDArray[np.float64]:
    """The line of a leg, (points, 2) lon and lat; between gateways it is the same in every span."""
    return line(
        state.overlay,
        lambda cell: cell_links(state.network, cell),
        leg,
        span.starts if leg.enter < 0 else (),
        span.finishes if leg.leave < 0 else (),
    )


def shapes(state: State, answer: RoutesAnswer) -> Shapes:
    """The lines of every way of an answer, by its id as `drawn_ways` has it."""
    return {name: shape_of(state, way) for name, way in drawn_ways(answer).items()}


def drawn_ways(answer: RoutesAnswer) -> dict[str, Way]:
    """Every shown way by the id of its offer, others by `not-offered:FAMILY`."""
    shown = {offer.id: offer.way for offer in answer.routes if offer.way}
    shut = {f"not-offered:{way.family}": way.way for way in answer.not_offered if way.way}
    return shown | shut

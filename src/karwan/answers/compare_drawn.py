"""The lines of the ways of worlds side by side, each drawn on the network of its own world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from karwan.answers.compared import CompareAnswer, WayTold
from karwan.answers.shapes import Shape, shape_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """Lines by key, and the (lon, lat) of every gateway and end."""

    shapes: Mapping[str, Shape]
    positions: Mapping[str, tuple[float, float]]


def drawn_of(answer: CompareAnswer, ways: Iterable[tuple[str, int, WayTold]]) -> Drawn:
    """The lines of some ways: a key, the number of the world (0 is the base), the way."""
    days = {pair.flow.name: pair.flow.question.on for pair in answer.pairs}
    shapes: dict[str, Shape] = {}
    positions: dict[str, tuple[float, float]] = {}
    for key, world, way in ways:
        state = answer.state_on[world](days[key.partition(":")[2] or key])
        shapes[key] = shape_of(state, way.way)
        wanted = set(way.gateways)
        positions |= {one.id: (one.lon, one.lat) for one in state.network.gateways if one.id in wanted}
    for pair in answer.pairs:
        for place in (pair.flow.question.origin, pair.flow.question.destination):
            positions[place.id] = (place.lon, place.lat)
    return Drawn(shapes, positions)

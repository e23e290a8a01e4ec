"""The lines of ways for the page: simplified, and those between two gateways drawn once for all questions."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from karwan.answers.compose import Way
from karwan.answers.corridor import CorridorCard
from karwan.answers.routes import RoutesAnswer
from karwan.answers.shapes import drawn_ways, legs_of, line_of
from karwan.report.simplify import simplified
from karwan.state import State

# About a hundred metres: less than a pixel at the closest that the map goes to.
_TOLERANCE, _DIGITS = 0.002, 4
Points = list[list[float]]


@dataclass
class Lines:
    """Draws the ways of one state.

    Attributes:
        state: facts and network. between: lines by cell and the gateways that are entered and left by.
    """

    state: State
    between: dict[Hashable, Points] = field(default_factory=dict)

    def of(self, answer: RoutesAnswer) -> dict[str, list[Any]]:
        """The lines of every way of an answer, by its id: mode and points of each stretch."""
        own: dict[Hashable, Points] = {}
        return {name: self._of_way(way, own) for name, way in drawn_ways(answer).items()}

    def of_corridor(self, card: CorridorCard) -> list[Any]:
        """Its stretches in order, as those of a way; a gap is straight, its mode `planned` or `none`."""
        drawn: list[Any] = []
        own: dict[Hashable, Points] = {}
        for part in card.parts:
            if isinstance(part, Way):
                drawn += self._of_way(part, own)
                continue
            ends = (part.origin, part.destination)
            points = [[round(one.lon, _DIGITS), round(one.lat, _DIGITS)] for one in ends]
            drawn.append(["planned" if part.is_planned else "none", points])
        return drawn

    def _of_way(self, way: Way, own: dict[Hashable, Points]) -> list[Any]:
        drawn = []
        for span, leg in legs_of(self.state, way):
            is_between = min(leg.enter, leg.leave) >= 0
            lines = self.between if is_between else own
            key = None if is_between else id(span), leg.cell, leg.enter, leg.leave
            points = lines.get(key)
            if points is None:
                points = lines[key] = _points(line_of(self.state, span, leg))
            if points:
                drawn.append([str(self.state.network.cells[leg.cell].mode), points])
        return drawn


def _points(points: Any) -> Points:  # noqa: ANN401  an array of (points, 2)
    line = [(lon, lat) for lon, lat in points.tolist()]
    return [[round(lon, _DIGITS), round(lat, _DIGITS)] for lon, lat in simplified(line, _TOLERANCE)]

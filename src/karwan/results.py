"""Answers of the Python face in the forms that a notebook or a file wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karwan.answers.brief import Brief
from karwan.answers.explain import explain
from karwan.answers.explained import Explained
from karwan.answers.round_trip import RoundTrip
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.answers.walk import Walk
from karwan.languages import messages
from karwan.report import frames, geojson, map_html, notebook
from karwan.report.brief_html import brief_html
from karwan.report.brief_pdf import brief_pdf
from karwan.report.land.boundaries import SHIPPED, borders_of
from karwan.report.towns import towns
from karwan.state import State

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RoutesResult:
    """An answer on routes, with the forms that a notebook or a file wants.

    Attributes:
        answer: what was found. state: the state that it was found in, from which lines are drawn.
        walks: each offered way walked forward from its departure, by its id; {} without a departure.
        trips: each offered way there and back, by its id; {} where no round trip was asked for.
    """

    answer: RoutesAnswer
    state: State
    walks: Mapping[str, Walk] = field(default_factory=dict)
    trips: Mapping[str, RoundTrip] = field(default_factory=dict)

    @property
    def routes(self) -> tuple[Offer, ...]:
        """Offered ways, those first that no other beats."""
        return self.answer.routes

    @property
    def not_offered(self) -> tuple[NotOffered, ...]:
        """Ways that are shut or excluded, with their reasons."""
        return self.answer.not_offered

    @property
    def to_open(self) -> NotOffered | None:
        """Where nothing is offered, the way that the fewest reasons shut: lift these, and it is open."""
        return self.answer.least

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types, the same as `karwan routes --json`."""
        told = self.answer.as_json()
        for route in told["routes"]:
            if route["id"] in self.walks:
                route["walk"] = self.walks[route["id"]].as_json()
            if route["id"] in self.trips:
                route["round_trip"] = self.trips[route["id"]].as_json()
        if self.state.scenarios:
            told["scenarios"] = [held.as_json() for held in self.state.scenarios]
        return told

    def explain(self, way: str) -> Explained:
        """How each figure of a way came about, by its letter or id, `x1` for the first not offered."""
        return explain(self.state, self.answer, way)

    def frame(self) -> pd.DataFrame:
        """One row a way."""
        return frames.routes_frame(self.answer)

    def steps_frame(self) -> pd.DataFrame:
        """One row a step."""
        return frames.steps_frame(self.answer)

    def price_frame(self) -> pd.DataFrame:
        """One row a line of a price."""
        return frames.price_frame(self.answer)

    def geojson(self) -> dict[str, Any]:
        """The ways as lines and the gateways as points, a FeatureCollection."""
        return geojson.geojson(self.answer, self._shapes())

    def map_html(self, boundaries: str | Path = SHIPPED) -> str:
        """A map of the ways, one HTML file that needs no network.

        Args:
            boundaries: a GeoJSON file of lines or areas, `none` or `shipped`.

        Raises:
            InputError: the file cannot be read, or no line and no area stands in it.
        """
        borders = borders_of(boundaries)
        return map_html.map_html(self.answer, self._shapes(), towns(self.state.facts), borders)

    def _shapes(self) -> Any:  # noqa: ANN401
        from karwan.answers.shapes import shapes  # noqa: PLC0415 - only who draws needs the lines

        return shapes(self.state, self.answer)

    def _repr_html_(self) -> str:
        return notebook.repr_html(self.answer)


@dataclass(frozen=True)
class BriefResult:
    """A brief, with the forms that it is handed on in.

    Languages are codes such as `en`, `ru`, `ur`; boundaries as of `RoutesResult.map_html`.
    """

    answer: Brief
    state: State

    def as_json(self) -> dict[str, Any]:
        """The brief as JSON types, the same as in `karwan brief --json`."""
        return self.answer.as_json()

    def pdf(self, language: str = "en", boundaries: str | Path = SHIPPED) -> bytes:
        """Two pages; needs the extra `brief`."""
        told, borders = messages(language, self.state.facts), borders_of(boundaries)
        return brief_pdf(self.answer, self.state.facts, told, borders)

    def html(self, language: str = "en", boundaries: str | Path = SHIPPED) -> str:
        """One HTML file."""
        told, borders = messages(language, self.state.facts), borders_of(boundaries)
        return brief_html(self.answer, self.state.facts, told, borders)

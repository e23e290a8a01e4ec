"""Close: nothing passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.facts.rows import CrossingPeriod
from karwan.scenario import stretches, where
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.scene import Effect, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Measure):
    """Posts, ports, terminals, airports, straits that let nothing pass (in transit); links that are gone."""

    kind: ClassVar[str] = "close"
    example: ClassVar[str] = 'at = "torkham-road"'
    at: tuple[str, ...] = where.at()
    border: tuple[str, ...] = where.border()
    territory: str | None = where.territory()
    stretch: tuple[str, ...] = stretches.stretch()
    area: tuple[tuple[float, float], ...] = stretches.area()
    mode: str | None = where.mode()
    direction: str | None = a("text", "one direction of freight, such as PK>AF; both if not named")
    transit_only: bool | None = a("flag", "true: what goes between the post's own two territories passes")

    def plan(self, scene: Scene) -> Effect:
        """A period in which each is closed, or local; a network without the links."""
        if self.stretch or self.area:
            return self._links(scene)
        state = "local" if self.transit_only else "closed"
        return states(scene, where.gateways_of(scene, self), state, self.direction)

    def _links(self, scene: Scene) -> Effect:
        if self.at or self.border or self.territory or self.direction or self.transit_only:
            scene.fault("", "links and gateways in one measure", "write two measures; links close both ways")
        links = stretches.links_of(scene, self)
        return Effect(network=stretches.without(scene, links) if links else None)


def states(scene: Scene, gateways: list[str], state: str, direction: str | None) -> Effect:
    """Periods of a state at gateways, on the days of the measure."""
    if not gateways and not scene.is_faulty():
        scene.fault("", "the measure names nothing", "write at, border or territory")
    way = None if direction is None else _direction(scene, direction)
    why = scene.measure.reason or scene.measure.source or ""
    return scene.own(
        [
            scene.row(CrossingPeriod, crossing=one, state=state, direction=way or "both", why=why)
            for one in gateways
        ]
    )


def _direction(scene: Scene, text: str) -> str | None:
    sides = [part.strip() for part in text.split(">")]
    if len(sides) != 2 or not all(sides):  # noqa: PLR2004
        scene.fault("direction", f"'{text}' is no direction", "write two codes, such as PK>AF")
        return None
    codes = [scene.territory("direction", side) for side in sides]
    return None if None in codes else ">".join(str(code) for code in codes)

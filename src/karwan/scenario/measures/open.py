"""Open: what was shut lets pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.scenario import where
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.measures.close import states
from karwan.scenario.scene import Effect, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Measure):
    """Posts, ports, terminals, airports or straits that let pass what they did not."""

    kind: ClassVar[str] = "open"
    example: ClassVar[str] = 'border = ["PK", "AF"]'
    at: tuple[str, ...] = where.at()
    border: tuple[str, ...] = where.border()
    territory: str | None = where.territory()
    mode: str | None = where.mode()
    direction: str | None = a("text", "one direction of freight, such as PK>AF; both if not named")
    limited: bool | None = a("flag", "true: open for some goods, days or carriers only")

    def plan(self, scene: Scene) -> Effect:
        """A period in which each is open."""
        state = "limited" if self.limited else "open"
        return states(scene, where.gateways_of(scene, self), state, self.direction)

"""Upgrade: a stretch, or all of a mode in a territory, that is faster or cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from karwan.facts.rows import Rate
from karwan.scenario import figures, stretches, where
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.measures.hazard import first_of_each
from karwan.scenario.scene import Effect, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade(Measure):
    """A stretch between places, an area, or a mode in a territory, with another speed or price of a haul."""

    kind: ClassVar[str] = "upgrade"
    example: ClassVar[str] = 'stretch = ["Taftan", "Quetta"]\nmode = "rail"\nspeed_kmh = 60'
    stretch: tuple[str, ...] = stretches.stretch()
    area: tuple[tuple[float, float], ...] = stretches.area()
    territory: str | None = a("text", "a territory by code or name: all of the mode in it")
    mode: str | None = where.mode()
    speed_kmh: float | None = a(
        "number", "speed while moving", unit="km/h", least=0, is_above=True, most=1_200
    )
    speed_factor: float | None = a("number", "speed by so much", least=0, is_above=True, most=100)
    cost_factor: float | None = a("number", "price of a haul by so much", least=0, most=100)
    capacity: str | None = a("text", "what can pass, as told: it stands beside the model")
    invested_usd: float | None = a("number", "what the works cost, as told", unit="USD", least=0, most=1e13)

    def plan(self, scene: Scene) -> Effect:
        """Rates under the name of the stretch, or of the territory."""
        if self.speed_kmh is not None and self.speed_factor is not None:
            scene.fault("speed_kmh", "both a speed and a factor", "leave one of them out")
        if self.speed_kmh is None and self.speed_factor is None and self.cost_factor is None:
            scene.fault("", "no figure is named", "write speed_kmh, speed_factor or cost_factor")
        if self.territory is not None:
            return self._of_territory(scene)
        if not (self.stretch or self.area):
            scene.fault("", "an upgrade of what?", "write stretch, area, or territory and mode")
            return Effect()
        links = stretches.links_of(scene, self)
        made = stretches.split(scene, links, stretches.title_of(self)) if links else None
        if made is None:
            return Effect()
        rows = [row for cell in first_of_each(made) for row in self._rates(scene, cell.mode, cell.rated_as)]
        return scene.own(rows, network=made.network, is_relative=self.speed_kmh is None)

    def _of_territory(self, scene: Scene) -> Effect:
        if self.stretch or self.area:
            scene.fault("territory", "both a territory and a stretch", "leave one of them out")
        if self.mode is None:
            scene.fault("mode", "which mode of the territory?", 'write mode = "rail"')
        code = scene.territory("territory", self.territory or "")
        if code is None or self.mode is None:
            return Effect()
        home = scene.home(code)
        if not any(cell.mode == self.mode and cell.territory == home for cell in scene.network.cells):
            scene.fault("territory", f"the network has no {self.mode} in {code}", "name another")
        rows = list(self._rates(scene, self.mode, (home,)))
        return scene.own(rows, is_relative=self.speed_kmh is None)

    def _rates(self, scene: Scene, mode: str, places: tuple[str, ...]) -> Iterator[Rate]:
        if self.speed_kmh is not None:
            yield speed(scene, mode, places[0], self.speed_kmh)
        elif self.speed_factor is not None:
            yield from figures.rates(scene, mode, places, ["speed_kmh"], figures.times(self.speed_factor))
        if self.cost_factor is not None:
            yield from figures.rates(scene, mode, places, figures.HAUL, figures.times(self.cost_factor))


def speed(scene: Scene, mode: str, place: str, speed_kmh: float) -> Rate:
    """A speed that is set."""
    return scene.row(
        Rate, mode=mode, territory=place, metric="speed_kmh", value=speed_kmh, unit="km/h", includes=("haul",)
    )

"""Hazard: a flood, a slide, a blockade for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from karwan.network.record import Cell
from karwan.scenario import figures, stretches, where
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.measures.close import states
from karwan.scenario.scene import Effect, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard(Measure):
    """Links or gateways that are cut, or slower, for some days."""

    kind: ClassVar[str] = "hazard"
    example: ClassVar[str] = 'stretch = ["Sost", "Gilgit"]\nfrom = 2026-07-21\ndays = 68\nspeed_left = 0.25'
    at: tuple[str, ...] = where.at()
    border: tuple[str, ...] = where.border()
    territory: str | None = where.territory()
    stretch: tuple[str, ...] = stretches.stretch()
    area: tuple[tuple[float, float], ...] = stretches.area()
    mode: str | None = where.mode()
    days: int | None = a("integer", "how long it lasts; or name until", unit="days", least=1, most=36_500)
    speed_left: float | None = a(
        "number", "share of the speed that is left; 0, or not named: cut", least=0, most=1
    )

    @property
    def last_day(self) -> date | None:
        """The last day of it."""
        if self.since is None or self.days is None:
            return self.until
        return self.since + timedelta(days=self.days - 1)

    def plan(self, scene: Scene) -> Effect:
        """A cut: links gone, gateways closed. A slower stretch: a cell of its own with a speed of its own."""
        if self.since is None:
            scene.fault("from", "a hazard without its first day", "write from = 2026-07-01")
        if (self.days is None) == (self.until is None):
            scene.fault("days", "a hazard needs its days or its last day", "write one of days and until")
        is_cut = not self.speed_left
        if self.stretch or self.area:
            links = stretches.links_of(scene, self)
            if not links:
                return Effect()
            if is_cut:
                return Effect(network=stretches.without(scene, links))
            return slower(scene, links, stretches.title_of(self), self.speed_left or 1.0)
        gateways = where.gateways_of(scene, self)
        if is_cut:
            return states(scene, gateways, "closed", None)
        factor = figures.times(1 / (self.speed_left or 1.0))
        posts = where.posts_of(scene, self)
        return scene.own(
            [row for post in posts for row in figures.at_post(scene, post, "time_h", factor)],
            is_relative=True,
        )


def slower(scene: Scene, links: stretches.Links, title: str, speed_left: float) -> Effect:
    """Links in a cell of their own at a share of their speed."""
    made = stretches.split(scene, links, title)
    if made is None:
        return Effect()
    change = figures.times(speed_left)
    rows = [
        row
        for cell in first_of_each(made)
        for row in figures.rates(scene, cell.mode, cell.rated_as, ["speed_kmh"], change)
    ]
    return scene.own(rows, network=made.network, is_relative=True)


def first_of_each(made: stretches.Split) -> list[Cell]:
    """One cell of each name: those of one name (two gauges) have their figures in common."""
    return list({(cell.mode, cell.rated_as[0]): cell for cell in made.cells}.values())

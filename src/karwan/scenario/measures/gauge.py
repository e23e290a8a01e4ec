"""Gauge: what the change from one gauge to another takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.facts.rows import Crossing
from karwan.network.record import GatewayKind
from karwan.scenario import figures, stretches, where
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.regauged import regauged
from karwan.scenario.scene import Effect, Scene
from karwan.words.step import Operation

_RAIL_TO_RAIL = ":rail>rail"
_HELD = {str(Operation.CHANGE_GAUGE), str(Operation.TRANSSHIP)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge(Measure):
    """Breaks of gauge at which the change takes other hours or dollars; a railway in another gauge."""

    kind: ClassVar[str] = "gauge"
    example: ClassVar[str] = 'at = "gc-zahedan"\ntime_h = 12'
    at: tuple[str, ...] = where.at()
    stretch: tuple[str, ...] = stretches.stretch()
    gauge_mm: int | None = a("integer", "the new gauge of the stretch", unit="mm", least=600, most=1676)
    time_h: float | None = a("number", "hours of a change", unit="h", least=0, most=10_000)
    time_factor: float | None = a("number", "hours by so much", least=0, most=1_000)
    cost_usd: float | None = a("number", "dollars of a change", unit="USD/container", least=0, most=1e6)
    cost_factor: float | None = a("number", "dollars by so much", least=0, most=1_000)

    def plan(self, scene: Scene) -> Effect:
        """Figures of the gateways for the change of gauge; a line in the place of the stretch."""
        if self.stretch or self.gauge_mm:
            return self._regauged(scene)
        changes = where.changes_of(scene, self)
        rows = []
        for one in scene.gateways("at", self.at, "rail"):
            if not self._breaks(scene, one):
                continue
            for metric, change in changes.items():
                found = [
                    row
                    for row in figures.at_gateway(scene, one, _operation(scene, one), metric, change)
                    if row.between.endswith(_RAIL_TO_RAIL)
                ]
                rows += figures.settled(found) if metric in where.set_of(self) else found
        if not self.at:
            scene.fault("at", "no break of gauge is named", 'write at = "gc-zahedan"')
        return scene.own(rows, is_relative=not where.set_of(self))

    def _regauged(self, scene: Scene) -> Effect:
        if self.gauge_mm is None or not self.stretch:
            scene.fault(
                "gauge_mm", "a new gauge needs a stretch, and a stretch one", "write stretch and gauge_mm"
            )
            return Effect()
        if self.at or any(value is not None for value in (self.time_h, self.cost_usd)):
            scene.fault("at", "a new gauge and a change of gauge in one measure", "write two measures")
        return scene.own([], network=regauged(scene, self.stretch, self.gauge_mm))

    def _breaks(self, scene: Scene, gateway: str) -> bool:
        """Whether gauges are changed at a gateway as a step of its own; a fault if not."""
        post = scene.facts.by_id(Crossing).get(gateway)
        gauges = {cell.gauge_mm for cell in scene.cells_at(gateway)}
        if len(gauges - {None}) < 2:  # noqa: PLR2004 - two gauges
            scene.fault("at", f"no two gauges meet at {gateway}", "name a break of gauge, such as gc-zahedan")
            return False
        if post and (held := _HELD & set(figures.includes_of(scene, post, "time_h"))):
            what = f"the hours of {gateway} hold the {' and '.join(sorted(held))}: it is no step of its own"
            scene.fault("at", what, 'change the hours of the post with kind = "procedure"')
            return False
        return True


def _operation(scene: Scene, gateway: str) -> Operation:
    """At a terminal the goods are handed over between the gauges; elsewhere wagons change theirs."""
    kind = next(one.kind for one in scene.network.gateways if one.id == gateway)
    changes = kind in (GatewayKind.GAUGE, GatewayKind.POST, GatewayKind.UNLISTED)
    return Operation.CHANGE_GAUGE if changes else Operation.TRANSSHIP

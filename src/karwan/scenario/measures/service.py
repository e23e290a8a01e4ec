"""Service: ferries and trains, how often they leave and how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.facts import rows
from karwan.operations.services import half_headway
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.scene import Effect, Scene
from karwan.words.evidence import Figure

_KINDS = ("ferry", "block_train", "train", "feeder", "liner")
_MODES = {"ferry": "sea", "feeder": "sea", "liner": "sea", "block_train": "rail", "train": "rail"}
_WAIT, _TIME = "wait", "time_h"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Measure):
    """A ferry, block train or liner between two gateways, with its departures a week."""

    kind: ClassVar[str] = "service"
    example: ClassVar[str] = 'runs = "ferry"\norigin = "port-aktau"\ndestination = "port-alat"\nper_week = 7'
    runs: str | None = a("text", "what runs", words=_KINDS)
    origin: str | None = a("text", "where it leaves: a port or terminal by id or name")
    destination: str | None = a("text", "where it arrives")
    per_week: float | None = a(
        "number", "departures a week", unit="1/week", least=0, is_above=True, most=2_000
    )
    time_h: float | None = a(
        "number", "hours from end to end, told beside the model", unit="h", least=0, most=10_000
    )

    def plan(self, scene: Scene) -> Effect:
        """A row of `services`, a period in which it runs, and the wait where a gateway has one of its own."""
        if self.runs is None or self.per_week is None or not (self.origin and self.destination):
            what = "a service needs what runs, from where, to where, how often"
            scene.fault("", what, "write runs, origin, destination and per_week")
            return Effect()
        mode = _MODES[self.runs]
        ends = [
            next(iter(scene.gateways(name, [word], mode)), None)
            for name, word in (("origin", self.origin), ("destination", self.destination))
        ]
        if ends[0] is None or ends[1] is None:
            return Effect()
        if ends[0] == ends[1]:
            scene.fault("destination", f"a service from {ends[0]} to itself", "name another gateway")
        laid: list[rows.Row] = [
            scene.row(
                rows.Service, kind=self.runs, mode=mode, origin=ends[0], destination=ends[1], operator="",
                time_h=self.time_h, frequency_per_week=self.per_week, year=scene.on.year,
            )
        ]  # fmt: skip
        laid += [row for end in ends if end for row in self._waits(scene, end, mode)]
        laid += self._resumed(scene, {*ends})
        return scene.own(laid)

    def _resumed(self, scene: Scene, ends: set[str | None]) -> list[rows.ServicePeriod]:
        """What is recorded not to run between the two runs on the days of the measure (docs/rules, 5.10)."""
        idle = (
            row
            for row in scene.facts.rows(rows.ServicePeriod)
            if {row.origin, row.destination} == ends and row.kind == self.runs and row.state != "runs"
        )
        return [
            scene.row(
                rows.ServicePeriod,
                name=row.name,
                kind=row.kind,
                origin=row.origin,
                destination=row.destination,
                through=row.through,
                state="runs",
            )
            for row in idle
        ]

    def _waits(self, scene: Scene, gateway: str, mode: str) -> list[rows.OperationDefault]:
        """A figure of the gateway itself would go before the service (docs/rules, 8.4)."""
        between = f"{gateway}:*>{mode}"
        own = scene.book.default(_WAIT, (between, gateway), _TIME) or scene.book.gateway(
            gateway, "wait_time_h"
        )
        if own is None or self.per_week is None:
            return []
        wait = half_headway(Figure(self.per_week)).time.value
        return [
            scene.row(
                rows.OperationDefault, operation=_WAIT, between=between, metric=_TIME, value=wait, unit="h"
            )
        ]

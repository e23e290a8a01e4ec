"""Procedure: what is done at posts, and what the law asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

from karwan.facts.rows import Crossing, CrossingHours, CrossingMeasure, Row
from karwan.scenario import figures, law, where
from karwan.scenario.fields import DAYS, a
from karwan.scenario.measure import Measure
from karwan.scenario.scene import Effect, Scene
from karwan.words.step import Operation

# What each post's figure is per, where no row of it says.
_UNITS = {"road": "USD/truck", "rail": "USD/container"}
_OPERATIONS = ("cross", "wait", "transship", "change_gauge", "load", "unload")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Measure):
    """Hours and dollars at posts, ports, terminals; working hours; TIR, admissions, permits and other law."""

    kind: ClassVar[str] = "procedure"
    example: ClassVar[str] = 'at = "torkham-road"\ntime_h = 6\nopens = "00:00"\ncloses = "24:00"'
    at: tuple[str, ...] = where.at()
    border: tuple[str, ...] = where.border()
    territory: str | None = a("text", "a territory: all its posts; or where the law holds; * is any")
    mode: str | None = where.mode()
    time_h: float | None = a(
        "number",
        "hours of the whole post, both sides; of handling at a port or terminal",
        unit="h",
        least=0,
        most=10_000,
    )
    time_factor: float | None = a("number", "hours of each side by so much", least=0, most=1_000)
    cost_usd: float | None = a(
        "number", "dollars of the whole post, a truck or box", unit="USD", least=0, most=1e6
    )
    cost_factor: float | None = a("number", "dollars of each side by so much", least=0, most=1_000)
    includes: tuple[str, ...] = a(
        "texts", "operations that the hours cover; as now if not named", words=_OPERATIONS
    )
    opens: str | None = a("clock", "local time of opening")
    closes: str | None = a("clock", "local time of closing; 24:00 is the end of the day")
    days: tuple[str, ...] = a(
        "texts", "days of the week on which it works; every day if not named", words=DAYS
    )
    passage: str | None = a("text", "how goods pass", words=("through", "transload"))
    tir: bool | None = a("flag", "true: TIR carnets are in force in the territory; false: no longer")
    home: str | None = a("text", "territory in which a truck is registered; * is any")
    admitted: str | None = a(
        "text", "whether its trucks may run in the territory", words=("yes", "permit", "no")
    )
    reach: str | None = a("text", "how far; all if not named", words=("all", "border"))
    matter: str | None = a("text", "something that must be there, as in `needs`", words=law.MATTERS)
    regime: str | None = a("text", "id of a row of `regimes`")
    state: str | None = a("text", "state of the matter or regime", words=law.STATES)
    binds: bool | None = a("flag", "true: a regime that binds only who is under it binds all; false: no more")

    def plan(self, scene: Scene) -> Effect:
        """Rows of posts, of hours, of law."""
        rows: list[Row] = [*self._law(scene)]
        about_posts = (
            self.time_h, self.time_factor, self.cost_usd, self.cost_factor,
            self.opens, self.closes, self.passage,
        )  # fmt: skip
        if any(value is not None for value in about_posts):
            stations = where.stations_of(scene, self)
            posts = where.posts_of(scene, self, stations)
            rows += self._at_stations(scene, stations)
            if not (posts or stations) and not scene.is_faulty():
                scene.fault("at", "no post is named", "write at, border or territory")
            for post in posts:
                rows += [*self._figures(scene, post), *self._hours(scene, post), *self._passage(scene, post)]
        elif not rows and not scene.is_faulty():
            scene.fault(
                "", "the measure changes nothing", "write time_h, opens, tir, admitted or another field"
            )
        return scene.own(rows, is_relative=self._is_relative)

    @property
    def _is_relative(self) -> bool:
        set_fields = (
            self.time_h,
            self.cost_usd,
            self.opens,
            self.passage,
            self.tir,
            self.admitted,
            self.state,
            self.binds,
        )
        return all(value is None for value in set_fields)

    def _figures(self, scene: Scene, post: Crossing) -> Iterator[CrossingMeasure]:
        for metric, set_to, factor, unit in (
            ("time_h", self.time_h, self.time_factor, "h"),
            ("cost_usd", self.cost_usd, self.cost_factor, _UNITS[post.mode]),
        ):
            if set_to is not None and factor is not None:
                scene.fault(metric, f"both a figure and a factor of {metric}", "leave one of them out")
            elif set_to is not None:
                yield scene.row(
                    CrossingMeasure, crossing=post.id, direction="both", side=None, metric=metric,
                    value=set_to, unit=unit, includes=self._includes(scene, post, metric),
                )  # fmt: skip
            elif factor is not None:
                more = {"includes": self.includes} if self.includes and metric == "time_h" else {}
                yield from figures.at_post(scene, post, metric, figures.times(factor), **more)

    def _at_stations(self, scene: Scene, stations: Sequence[str]) -> Iterator[Row]:
        """Handling between modes at ports and terminals; a factor of hours is of the waits for it too."""
        if stations and (self.opens or self.passage):
            scene.fault("at", "working hours and passage are of posts", "leave ports and terminals out")
        changes = where.changes_of(scene, self) if stations else {}
        for one, (metric, change) in product(stations, changes.items()):
            found = figures.at_gateway(scene, one, Operation.TRANSSHIP, metric, change)
            if metric in where.set_of(self):
                yield from figures.settled(found)
                continue
            yield from found
            if metric == "time_h":
                yield from figures.at_gateway(scene, one, Operation.WAIT, metric, change)

    def _includes(self, scene: Scene, post: Crossing, metric: str) -> tuple[str, ...]:
        if self.includes and metric == "time_h":
            return self.includes
        return figures.includes_of(scene, post, metric)

    def _hours(self, scene: Scene, post: Crossing) -> Iterator[CrossingHours]:
        if self.opens is None and self.closes is None:
            return
        if self.opens is None or self.closes is None:
            scene.fault("opens", "an opening without a closing, or a closing alone", "write opens and closes")
            return
        opens, closes = law.minutes(self.opens), law.minutes(self.closes)
        yield scene.row(
            CrossingHours, crossing=post.id, direction="both", days=self.days, opens=opens, closes=closes
        )

    def _passage(self, scene: Scene, post: Crossing) -> Iterator[Crossing]:
        if self.passage is not None and post.passage != self.passage:
            yield scene.mended(post, passage=self.passage)

    def _law(self, scene: Scene) -> Iterator[Row]:
        if self.tir is not None:
            yield from law.tir(scene, self.territory, works=self.tir)
        if self.admitted is not None:
            yield from law.admission(scene, (self.home, self.territory), self.admitted, self.reach or "all")
        if self.matter is not None:
            yield from law.need(scene, (self.home, self.territory), self.matter, self.state)
        if self.regime is not None:
            yield from law.regime(scene, self.regime, self.state, binds=self.binds)
        elif self.binds is not None:
            scene.fault("binds", "which regime binds?", 'write regime = "sanc-ir-us"')
        if self.state is not None and self.matter is None and self.regime is None:
            scene.fault("state", "the state of what?", "write matter or regime beside it")

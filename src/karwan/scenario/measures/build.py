"""Build: a road or railway that does not exist yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from karwan.errors import InputError
from karwan.facts.rows import Crossing, CrossingPeriod, Rate, Row
from karwan.network.change import (
    At,
    Changed,
    Line,
    Loose,
    Nearest,
    Want,
    add_lines,
    give_ends,
    least_km,
    nearest_link,
)
from karwan.network.change.line import REACH_KM, Tie
from karwan.network.patch import WINDING
from karwan.network.record import Gateway, GatewayKind, Network
from karwan.scenario import figures, stretches
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.measures.upgrade import speed
from karwan.scenario.scene import Effect, Scene
from karwan.words.mode import Mode

_GAUGES = (600.0, 1676.0)
_AT_LEAST = 2
# A new line ends so near to the post or terminal that it names.
_AT_GATEWAY_KM = 50.0


@dataclass(frozen=True, slots=True)
class _Stop:
    """A point of the line: what it is called, where it lies, in which territory; its gateway if it is one."""

    name: str
    at: tuple[float, float]
    territory: str | None
    gateway: str | None = None
    post: Crossing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Build(Measure):
    """A road or railway through places and posts in order; each border on it is a post that is named."""

    kind: ClassVar[str] = "build"
    example: ClassVar[str] = (
        'mode = "rail"\nvia = ["torghundi-rail", "Herat"]\nlength_km = 120\ngauge_mm = 1520\nspeed_kmh = 40'
    )
    mode: str | None = a("text", "road or rail", words=("road", "rail"))
    via: tuple[str, ...] = a("texts", "places and posts in order; a post wherever a border is crossed")
    length_km: float | None = a("number", "its length", unit="km", least=0, is_above=True, most=30_000)
    gauge_mm: tuple[int, ...] = a(
        "integers",
        "of a railway; a list has one for each stretch between borders",
        unit="mm",
        least=_GAUGES[0],
        most=_GAUGES[1],
    )
    speed_kmh: float | None = a("number", "speed while moving", unit="km/h", least=0, is_above=True, most=500)
    cost_factor: float | None = a("number", "price of a haul beside that of the territory", least=0, most=100)
    invested_usd: float | None = a(
        "number", "what it costs to build, as told", unit="USD", least=0, most=1e13
    )
    terminals: tuple[str, ...] = a("texts", "places in via where road and rail meet; each dead end is one")
    capacity: str | None = a("text", "what can pass, as told: it stands beside the model")

    def plan(self, scene: Scene) -> Effect:
        """Lines in each territory, with rates of their own; planned posts on it open."""
        stops = [stop for word in self.via if (stop := _stop(scene, word, self.mode))]
        if self.mode is None:
            scene.fault("mode", "a road or a railway?", 'write mode = "road" or "rail"')
        if len(self.via) < _AT_LEAST:
            scene.fault("via", "a line leads from a place to a place", "write two or more")
        if self.mode == Mode.RAIL and not self.gauge_mm:
            scene.fault("gauge_mm", "a railway of which gauge?", "write gauge_mm = 1520")
        if self.mode == Mode.ROAD and self.gauge_mm:
            scene.fault("gauge_mm", "a road has no gauge", "leave it out")
        if scene.is_faulty():
            return Effect()
        pieces = _pieces(scene, stops)
        lines = self._lines(scene, pieces) if pieces else []
        if scene.is_faulty():
            return Effect()
        changed = self._added(scene, lines, stops)
        rows = [*self._rates(scene, lines), *_opened(scene, stops)]
        return scene.own(rows, network=changed)

    def _lines(self, scene: Scene, pieces: Sequence[tuple[str, list[_Stop]]]) -> list[Line]:
        straight = [least_km([stop.at for stop in stops]) for _, stops in pieces]
        whole = self.length_km or WINDING * sum(straight)
        if whole < sum(straight):
            what = f"{self.length_km:g} km is shorter than its great circles, {sum(straight):.1f} km"
            scene.fault("length_km", what, "mend the length, or the places in via")
        gauges: list[int | None] = [None] if self.mode == Mode.ROAD else list(self.gauge_mm)
        if len(gauges) not in (1, len(pieces)):
            what = f"{len(gauges)} gauges for {len(pieces)} stretches between borders"
            scene.fault("gauge_mm", what, "write one for all, or one for each")
        gauges = gauges * len(pieces) if len(gauges) == 1 else gauges
        title = f"{pieces[0][1][0].name} - {pieces[-1][1][-1].name}"
        lines = []
        for number, ((territory, stops), km, gauge) in enumerate(
            zip(pieces, straight, gauges, strict=False), 1
        ):
            name = stretches.own_name(scene, title, None if len(pieces) == 1 else number)
            start, finish = (self._tie(scene, stop, territory, gauge) for stop in (stops[0], stops[-1]))
            lines.append(
                Line(
                    name, title, Mode(self.mode or Mode.ROAD), territory, tuple(stop.at for stop in stops),
                    whole * km / sum(straight), gauge, start, finish,
                )
            )  # fmt: skip
        return lines

    def _added(self, scene: Scene, lines: Sequence[Line], stops: Sequence[_Stop]) -> Changed | None:
        known = {gateway.id for gateway in scene.network.gateways}
        posts = [
            Gateway(
                post.id, GatewayKind.POST, post.name, post.lon, post.lat,
                (scene.home(post.territory_a), scene.home(post.territory_b)),
            )
            for stop in stops
            if (post := stop.post) and post.id not in known
        ]  # fmt: skip
        try:
            changed = add_lines(scene.network, lines, posts)
            for gateway, wants in self._terminals(changed.network, lines, stops):
                more = give_ends(changed.network, gateway, wants)
                changed = Changed(more.network, changed.touched | more.touched)
        except InputError as error:
            for line in str(error).splitlines():
                what, _, mend = line.partition("; ")
                scene.fault("via", what, mend or "mend the places in via")
            return None
        return changed

    def _tie(self, scene: Scene, stop: _Stop, territory: str, gauge: int | None) -> Tie:
        """What an end of the line joins: its gateway, else what lies near, else nothing but a terminal.

        At a terminal on a line of the same gauge it joins that line: trains run through.
        """
        if stop.gateway and (stop.post or not self._runs_on(scene, stop.gateway, gauge)):
            return At(stop.gateway, within_km=_AT_GATEWAY_KM)
        near = nearest_link(
            scene.network, Mode(self.mode or "road"), stop.at, REACH_KM, frozenset({territory})
        )
        return Nearest() if near or self.mode == Mode.ROAD else Loose()

    def _runs_on(self, scene: Scene, gateway: str, gauge: int | None) -> bool:
        cells = scene.cells_at(gateway)
        return any((cell.mode, cell.gauge_mm) == (self.mode, gauge) for cell in cells)

    def _terminals(
        self, network: Network, lines: Sequence[Line], stops: Sequence[_Stop]
    ) -> Iterator[tuple[Gateway, list[Want]]]:
        """A terminal at each dead end of a railway, and wherever one is named."""
        if self.mode != Mode.RAIL:
            return
        points = {point: line for line in lines for point in line.points}
        ends = {
            point
            for line in lines
            for point, tie in ((line.points[0], line.start), (line.points[-1], line.finish))
            if isinstance(tie, Loose)
        }
        names = dict(zip(points, self.via, strict=False)) if len(points) == len(self.via) else {}
        titles = {stop.at: stop.name for stop in stops}
        for point, line in points.items():
            name = names.get(point, line.name)
            if point in ends or name in self.terminals:
                title = titles.get(point, name)
                words = re.findall(r"[a-z0-9]+", title.casefold())
                known = {gateway.id for gateway in network.gateways}
                one = "-".join(["rail", *words, *(["new"] if "-".join(["rail", *words]) in known else [])])
                gateway = Gateway(one, GatewayKind.TERMINAL, title, *point, (line.territory or "",))
                yield (
                    gateway,
                    [Want(Mode.ROAD, line.territory), Want(Mode.RAIL, line.territory, line.gauge_mm)],
                )

    def _rates(self, scene: Scene, lines: Sequence[Line]) -> Iterator[Rate]:
        for line in lines:
            if self.speed_kmh is not None:
                yield speed(scene, line.mode, line.id, self.speed_kmh)
            if self.cost_factor is not None:
                change = figures.times(self.cost_factor)
                yield from figures.rates(scene, line.mode, line.cell.rated_as, figures.HAUL, change)


def _stop(scene: Scene, word: str, mode: str | None) -> _Stop | None:
    """A point of the line: a post, a gateway of the network, else a place."""
    posts = scene.facts.by_id(Crossing)
    ids = scene.names.ids(word, mode)
    post = posts.get(ids[0]) if len(ids) == 1 else None
    if post is not None:
        if mode is not None and post.mode != mode:
            scene.fault("via", f"{post.id} is a post by {post.mode}", f"name a post by {mode}")
            return None
        return _Stop(post.name, (post.lon, post.lat), None, post.id, post)
    gateway = next((one for one in scene.network.gateways if one.id == word.casefold()), None)
    if gateway is not None:
        return _Stop(gateway.name, (gateway.lon, gateway.lat), gateway.territories[0], gateway.id)
    place = scene.place("via", word)
    if place is None:
        return None
    return _Stop(place.name or word, (place.lon, place.lat), place.territory and scene.home(place.territory))


def _pieces(scene: Scene, stops: Sequence[_Stop]) -> list[tuple[str, list[_Stop]]]:
    """The line cut at its posts: territory and points of each piece; a fault where a border lacks a post."""
    cuts = [0, *(i for i, stop in enumerate(stops) if stop.post and 0 < i < len(stops) - 1), len(stops) - 1]
    found = []
    for first, last in pairwise(cuts):
        part = list(stops[first : last + 1])
        sides = [codes for stop in part if (codes := _territories(scene, stop))]
        common = sides[0].intersection(*sides[1:]) if sides else set()
        if len(common) != 1:
            ends = f"{part[0].name} and {part[-1].name}"
            told = ", ".join(sorted({code for side in sides for code in side}))
            scene.fault(
                "via",
                f"between {ends} the line does not stay in one territory ({told})",
                "name the post where it crosses each border, in order",
            )
            return []
        found.append((common.pop(), part))
    return found


def _territories(scene: Scene, stop: _Stop) -> set[str]:
    """The territories that a point may lie in: both of a post, none that is known of bare coordinates."""
    if stop.post:
        return {scene.home(stop.post.territory_a), scene.home(stop.post.territory_b)}
    return {stop.territory} if stop.territory else set()


def _opened(scene: Scene, stops: Sequence[_Stop]) -> Iterator[Row]:
    """Posts of the line that are planned today, open."""
    for stop in stops:
        periods = scene.facts.rows(CrossingPeriod)
        if any(row.crossing == stop.gateway and row.state == "planned" for row in periods):
            why = scene.measure.reason or scene.measure.source or ""
            yield scene.row(CrossingPeriod, crossing=stop.gateway, state="open", direction="both", why=why)

"""The way of a corridor: from waypoint to waypoint by the modes of the table, through its posts and ports.

Stretches between neighbouring waypoints are searched on the overlay within the cells of their mode, and
composed as routes are. Where the mode stays, a waypoint is a place to pass; where it changes, a transfer at
a terminal or port. Of several cells or terminals at a waypoint the chain that is best as a whole is taken.
What is only planned, or has no way on the network, is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Span, Way, compose, join
from karwan.answers.corridor_passable import Passable
from karwan.answers.ground import Ground
from karwan.facts.rows import Waypoint
from karwan.operations.permission import Calendar
from karwan.routing import question
from karwan.routing.attach import Attachment, attach
from karwan.routing.gates import End, ends_between
from karwan.routing.route import Family
from karwan.routing.route import Route as Found
from karwan.routing.shortest import shortest
from karwan.routing.snap import cell_links
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.sphere import distance_km

Bools = NDArray[np.bool_]

# How far a waypoint may lie from the network of its mode.
_REACH_KM: Mapping[Mode, float] = {Mode.ROAD: 50.0, Mode.RAIL: 25.0, Mode.SEA: 100.0}
# Where the mode changes: so many of the nearest terminals or ports within so many km.
_TERMINALS, _TERMINAL_KM = 3, 75.0
_PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that is not priced: only planned, or without a way on the network.

    Attributes:
        origin, destination: the waypoints. mode: of the stretch. is_planned: else no way was found.
        great_circle_km: between the two; what is built will be longer.
    """

    origin: Waypoint
    destination: Waypoint
    mode: Mode
    is_planned: bool
    great_circle_km: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From one waypoint to the next by one mode; both are the same where a place is joined to its port."""

    origin: Waypoint
    destination: Waypoint
    mode: Mode
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class _Stop:
    """A waypoint that is passed in one cell."""

    place: Place
    attachment: Attachment


# A waypoint that is passed, or a transfer of the overlay at it.
_Joint = _Stop | int


@dataclass(frozen=True, slots=True)
class _Trail:
    """The best chain up to a joint: what was found before each joint, after the first."""

    cost: float
    joints: tuple[_Joint, ...]
    found: tuple[Found, ...] = ()


def corridor_way(
    state: State, ground: Ground, days: Calendar, waypoints: Sequence[Waypoint]
) -> tuple[Way | Gap, ...]:
    """The ways and gaps of a corridor, in order.

    Args:
        state: facts, network and overlay.
        ground: what routes are composed with, for the shipment.
        days: the state of posts; those that are shut are passed only where nothing else leads on.
        waypoints: of the corridor, in order.
    """
    finder = _Finder(state, ground, Passable(state, ground, days))
    parts: list[Way | Gap] = []
    run: list[_Stretch] = []
    for stretch in _stretches(waypoints):
        if stretch.is_planned:
            parts += finder.parts(run)
            parts.append(_gap(stretch))
            run = []
        else:
            run.append(stretch)
    return (*parts, *finder.parts(run))


def _stretches(waypoints: Sequence[Waypoint]) -> Iterator[_Stretch]:
    for before, after in pairwise(waypoints):
        if before.mode_to_next:
            yield _Stretch(before, after, Mode(before.mode_to_next), before.status == _PLANNED)


def _gap(stretch: _Stretch) -> Gap:
    one, other = stretch.origin, stretch.destination
    km = distance_km(one.lon, one.lat, other.lon, other.lat)
    return Gap(one, other, stretch.mode, stretch.is_planned, km)


@dataclass(frozen=True)
class _Finder:
    """Searches the stretches of one corridor."""

    state: State
    ground: Ground
    passable: Passable

    def parts(self, stretches: Sequence[_Stretch]) -> Iterator[Way | Gap]:
        """The ways through some stretches, broken where one has no way on the network."""
        todo = list(_with_land_ends(stretches))
        while todo:
            trails = [_Trail(0.0, (joint,)) for joint in self._stops(todo[0].origin, todo[0].mode)]
            done = 0
            while trails and done < len(todo):
                following = todo[done + 1] if done + 1 < len(todo) else None
                further = self._further(trails, todo[done], following)
                if not further:
                    break
                trails, done = further, done + 1
            if done and (best := self._ended(trails)):
                yield self._way(best)
            if done < len(todo):
                yield _gap(todo[done])
            todo = todo[done + 1 :]

    def _further(
        self, trails: Sequence[_Trail], stretch: _Stretch, following: _Stretch | None
    ) -> list[_Trail]:
        """The best trail to each joint at the end of a stretch; empty where there is no way."""
        is_change = following is not None and following.mode is not stretch.mode
        joints: Sequence[_Joint] = (
            self._changes(stretch.destination, stretch.mode, following.mode)
            if following is not None and is_change
            else self._stops(stretch.destination, stretch.mode)
        )
        further = []
        for joint in joints:
            reached = []
            for trail in trails:
                if found := self._search(stretch, _start(trail.joints[-1], self), _finish(joint, self)):
                    cost = trail.cost + found.cost + self._joint_cost(joint)
                    reached.append(_Trail(cost, (*trail.joints, joint), (*trail.found, found)))
            further += sorted(reached, key=lambda trail: trail.cost)[:1]
        return further

    def _ended(self, trails: Sequence[_Trail]) -> _Trail | None:
        """The cheapest trail that ends at a place; where none does the last change is left off."""
        best = min(trails, key=lambda trail: trail.cost)
        while best.found and isinstance(best.joints[-1], int):
            best = replace(best, joints=best.joints[:-1], found=best.found[:-1])
        return best if best.found else None

    def _way(self, trail: _Trail) -> Way:
        """One way of all that was found, composed as routes are: spans between places, joined."""
        ways = []
        start = trail.joints[0]
        cells: tuple[int, ...] = ()
        transfers: tuple[int, ...] = ()
        for joint, found in zip(trail.joints[1:], trail.found, strict=True):
            cells, transfers = cells + found.cells, transfers + found.transfers
            if isinstance(joint, int):
                transfers += (joint,)
                continue
            assert isinstance(start, _Stop)  # noqa: S101  a trail begins at a place, and so does a span
            ends = (start.attachment,), (joint.attachment,)
            span = Span(start.place, joint.place, *ends)
            ways.append(compose(self.ground, span, Found(cells, transfers)))
            start, cells, transfers = joint, (), ()
        return join(ways, self.ground)

    def _stops(self, waypoint: Waypoint, mode: Mode) -> list[_Stop]:
        """A waypoint in each cell of a mode that it lies in or near."""
        place = Place(waypoint.id, waypoint.name, waypoint.lon, waypoint.lat, "waypoint", waypoint.territory)
        ends = attach(
            self.state.overlay,
            lambda cell: cell_links(self.state.network, cell),
            place.lon,
            place.lat,
            {mode: _REACH_KM[mode]},
            self.passable.homes.get(waypoint.territory or ""),
        )
        return [_Stop(place, end) for end in ends]

    def _changes(self, waypoint: Waypoint, before: Mode, after: Mode) -> list[int]:
        """Transfers from mode to mode at a waypoint: of the gateway that it names, else the nearest."""
        fitting: dict[str, list[int]] = {}
        for index, (gateway, left, entered) in enumerate(self.ground.passings):
            if left.mode is before and entered.mode is after:
                fitting.setdefault(gateway.id, []).append(index)
        if waypoint.via in fitting:
            return fitting[waypoint.via]
        near = sorted(
            (km, gateway.id)
            for gateway in self.ground.gateways
            if gateway.id in fitting
            if (km := distance_km(gateway.lon, gateway.lat, waypoint.lon, waypoint.lat)) <= _TERMINAL_KM
        )
        return [transfer for _, gateway in near[:_TERMINALS] for transfer in fitting[gateway]]

    def _search(self, stretch: _Stretch, start: End, finish: End) -> Family | None:
        """The best way of a stretch, over shut posts of its own territories rather than through others."""
        passable, pair = self.passable, (stretch.origin, stretch.destination)
        ends = ends_between(self.ground.overlay, passable.priced, start, finish)
        within, anywhere = passable.cells_of(pair, stretch.mode), passable.cells_by(stretch.mode)
        named = passable.at_named(pair, stretch.mode)
        by_open = passable.priced.transfer_open | named
        other_posts = passable.beside_named(named)
        for may_pass, cells in (
            (by_open, within),
            (passable.liftable, within),
            (by_open, anywhere),
            (passable.liftable, anywhere),
            (np.ones_like(named), anywhere),
        ):
            priced = replace(passable.priced, transfer_open=may_pass & ~other_posts)
            costs = question.generalise(self.ground.overlay, priced, ends, passable.weights.vector)
            if found := shortest(self.ground.overlay, costs, cells):
                return found
        return None

    def _joint_cost(self, joint: _Joint) -> float:
        if isinstance(joint, _Stop):
            return 0.0
        return float(self.passable.priced.transfer_costs[joint] @ np.asarray(self.passable.weights.vector))


def _with_land_ends(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The stretches, with the roads from the first place to its port and from the last port to its place."""
    if stretches and stretches[0].mode in (Mode.SEA, Mode.AIR):
        yield _Stretch(stretches[0].origin, stretches[0].origin, Mode.ROAD)
    yield from stretches
    if stretches and stretches[-1].mode in (Mode.SEA, Mode.AIR):
        yield _Stretch(stretches[-1].destination, stretches[-1].destination, Mode.ROAD)


def _start(joint: _Joint, finder: _Finder) -> End:
    """Where a search begins: at a place, or where a transfer enters a cell."""
    return (joint.attachment,) if isinstance(joint, _Stop) else int(finder.ground.overlay.transfer_to[joint])


def _finish(joint: _Joint, finder: _Finder) -> End:
    """Where a search ends: at a place, or where a transfer leaves a cell."""
    if isinstance(joint, _Stop):
        return (joint.attachment,)
    return int(finder.ground.overlay.transfer_from[joint])

"""Adds lines: roads, railways and sea lanes that do not exist yet, each piece a cell of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

import numpy as np

from karwan.errors import InputError
from karwan.network.change.draft import Changed, Draft, End, Part, tidy
from karwan.network.change.ends import meet, parts_of
from karwan.network.change.feet import Foot, cut, nearest_of
from karwan.network.change.links import made_id
from karwan.network.ends import LAND_KM
from karwan.network.geometry import great_circle_km
from karwan.network.record import Cell, Gateway, GatewayKind, LinkOrigin, Network
from karwan.network.split import AT_END_KM
from karwan.words.mode import Mode

REACH_KM = 25.0
"""How far an end of a line may lie from the network that it joins, if not said."""
_ROUNDING = 1e-9
_AT_LEAST = 2  # a line leads from a point to a point
_ON_BOUNDARY = (GatewayKind.POST, GatewayKind.UNLISTED)


@dataclass(frozen=True, slots=True)
class Nearest:
    """An end of a line that joins the nearest link of its mode and territory."""

    within_km: float = REACH_KM


@dataclass(frozen=True, slots=True)
class At:
    """An end of a line at a gateway: a post on the boundary, a terminal, a port; known, or new with it."""

    gateway: str
    within_km: float = LAND_KM


@dataclass(frozen=True, slots=True)
class Loose:
    """An end of a line that joins nothing."""


Tie = Nearest | At | Loose


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of a line, in one territory and of one gauge.

    Attributes:
        id: of the change; tables hold its figures under it. name: as shown.
        mode: road, rail or sea. territory: code of it (or of its border union); None at sea: a ferry's own
            way. gauge_mm: for rail, else None.
        points: (lon, lat) degrees, in order. km: its length; along the great circles between the points if
            None.
        start, finish: what its first and its last point join.
        through_km: the points between join what lies so near, if anything does; None: nothing.
    """

    id: str
    name: str
    mode: Mode
    territory: str | None
    points: tuple[tuple[float, float], ...]
    km: float | None = None
    gauge_mm: int | None = None
    start: Tie = Nearest()
    finish: Tie = Nearest()
    through_km: float | None = None

    @property
    def cell(self) -> Cell:
        """The cell that the line is."""
        where = [str(self.mode), self.territory or "ferry", self.gauge_mm, self.id]
        key = ":".join(str(part) for part in where if part)
        return Cell(key, self.mode, self.territory, self.gauge_mm, None, self.id)


def add_lines(network: Network, lines: Sequence[Line], gateways: Sequence[Gateway] = ()) -> Changed:
    """The network with a line, given as pieces that meet at gateways on the boundaries.

    An end joins the nearest point of the links of its mode and territory: by a join where the gauge is the
    same, else at a new break of gauge. The way from the line's end to a join is a link more of the line.

    Args:
        network: before.
        lines: pieces; those of one id lie in territories (or have gauges) of their own.
        gateways: new ones that the pieces name. A post to which only one side builds leads on to what is
            nearest on the other.

    Raises:
        InputError: a piece is shorter than its great circles, or joins nothing; all faults at once.
    """
    draft = Draft(network)
    draft.gateways |= {gate.id: gate for gate in gateways if draft.gateway(gate.id) is None}
    faults = [fault for line in lines for fault in _faults(draft, line)]
    keys = [line.cell.key for line in lines]
    faults += [
        f"two pieces would be {key}; give one of them an id of its own"
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1)
    ]
    if faults:
        raise InputError("\n".join(faults))
    for line in lines:
        draft.put(_drawn(line))
    faults = [fault for line in lines for fault in _tied(draft, line, set(keys))]
    for gate in gateways:
        _bridge(draft, gate, lines, set(keys))
    faults += [fault for gate in gateways for fault in _half_built(draft, gate)]
    if faults:
        raise InputError("\n".join(faults))
    if not lines:
        return Changed(network, frozenset())
    return draft.done("lines", [astuple(line) for line in lines], [astuple(gate) for gate in gateways])


def least_km(points: Sequence[tuple[float, float]]) -> float:
    """The length of the great circles from point to point."""
    lon, lat = np.array(points, float).reshape(-1, 2).T
    return float(great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())


def _faults(draft: Draft, line: Line) -> list[str]:
    """What is wrong with one piece by itself."""
    faults = []
    if draft.has(line.cell.key):
        faults.append(f"the network has a cell {line.cell.key}; give the line an id of its own")
    if line.mode is Mode.AIR:
        faults.append(f"{line.name} is by air; aircraft need no line")
    if (line.mode is Mode.RAIL) != (line.gauge_mm is not None):
        faults.append(f"{line.name}: {'name its gauge' if line.mode is Mode.RAIL else 'only rails have one'}")
    if (line.mode is Mode.SEA) != (line.territory is None):
        faults.append(f"{line.name}: on land it lies in one territory, at sea in none")
    if line.mode is Mode.SEA and not (isinstance(line.start, At) and isinstance(line.finish, At)):
        faults.append(f"{line.name}: a ferry's way leads from a port to a port; name both")
    if any(not (abs(lon) <= 180 and abs(lat) <= 90) for lon, lat in line.points):  # noqa: PLR2004 - degrees
        return [*faults, f"{line.name}: a point is no place on Earth; write longitude, then latitude"]
    if len(line.points) < _AT_LEAST or any(one == other for one, other in pairwise(line.points)):
        return [*faults, f"{line.name}: give two points or more, no two alike one after another"]
    least = least_km(line.points)
    if line.km is not None and not (math.isfinite(line.km) and line.km >= least * (1 - _ROUNDING)):
        faults.append(
            f"{line.name} cannot be {line.km:g} km long: its points lie {least:.1f} km apart; "
            "mend the length or the points"
        )
    named = _named(line)
    faults += [
        f"{line.name}: no gateway {name} is known; name one of the network, or give it"
        for name in named
        if draft.gateway(name) is None
    ]
    if len(named) > len(set(named)):
        faults.append(f"{line.name} begins and ends at {named[0]}; let it lead somewhere")
    return faults


def _bridge(draft: Draft, gate: Gateway, lines: Sequence[Line], new: set[str]) -> None:
    """Gives a new post an end in the territory in which no piece leads to it."""
    modes = {line.mode for line in lines if gate.id in _named(line)}
    sides = {draft.part(end.cell).cell.territory for end in draft.ends if end.gateway == gate.id}
    for mode in sorted(modes) if gate.kind in _ON_BOUNDARY else ():
        for side in gate.territories:
            around = [part for part in parts_of(draft, mode, side) if part.cell.key not in new]
            if side not in sides and (found := nearest_of(around, gate.lon, gate.lat, REACH_KM)):
                meet(draft, gate.id, around[found[0]].cell.key, found[1])


def _named(line: Line) -> list[str]:
    """The gateways at the ends of a piece."""
    return [tie.gateway for tie in (line.start, line.finish) if isinstance(tie, At)]


def _half_built(draft: Draft, gate: Gateway) -> list[str]:
    """A gateway that leads from nowhere or to nowhere."""
    cells = sorted(end.cell for end in draft.ends if end.gateway == gate.id)
    if len(cells) >= _AT_LEAST:
        return []
    what = f"joins only {cells[0]}" if cells else "joins nothing"
    return [f"{gate.id} {what}; let a piece of the line end there on each side"]


def _drawn(line: Line) -> Part:
    """The line as nodes and links, its length shared by the great circles from point to point."""
    lon, lat = np.array(line.points, float).T
    km = great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
    if line.km is not None:
        km = km * (line.km / km.sum())
    first = np.arange(km.size, dtype=np.int32)
    origin = np.full(km.size, LinkOrigin.PATCH, np.uint8)
    return Part(line.cell, lon.copy(), lat.copy(), first, first + np.int32(1), km, origin)


def _tied(draft: Draft, line: Line, new: set[str]) -> list[str]:
    """Joins both ends of a piece to what they name; what cannot be joined."""
    faults = []
    for word, node, tie in (("start", 0, line.start), ("finish", len(line.points) - 1, line.finish)):
        lon, lat = line.points[node]
        if isinstance(tie, At):
            gate = draft.gateway(tie.gateway)
            away = float(great_circle_km(lon, lat, gate.lon, gate.lat)) if gate else math.inf
            if away > tie.within_km:
                faults.append(
                    f"{line.name}: its {word} lies {away:.0f} km from {tie.gateway}; move one of them"
                )
            if gate and gate.kind in _ON_BOUNDARY and line.territory not in gate.territories:
                sides = " and ".join(gate.territories)
                faults.append(
                    f"{line.name} lies in {line.territory}, and {gate.id} between {sides}; name another post"
                )
            draft.add_end(End(tie.gateway, line.cell.key, node, away))
        elif isinstance(tie, Nearest) and not _joined(draft, line, (word, node), tie, new):
            what = f"{line.mode}" + (f" in {line.territory}" if line.territory else "")
            faults.append(
                f"{line.name}: no {what} within {tie.within_km:g} km of its {word}; draw it up to there"
            )
    if line.through_km is not None:
        for node in range(1, len(line.points) - 1):
            _joined(draft, line, (f"point-{node}", node), Nearest(line.through_km), new)
    return faults


def _joined(draft: Draft, line: Line, end: tuple[str, int], tie: Nearest, new: set[str]) -> bool:
    """Joins an end to the nearest link: of its own gauge, else of another one; False where there is none."""
    word, node = end
    lon, lat = line.points[node]
    around = [part for part in parts_of(draft, line.mode, line.territory) if part.cell.key not in new]
    for is_same in (True, False):
        parts = [part for part in around if (part.cell.gauge_mm == line.gauge_mm) is is_same]
        found = nearest_of(parts, lon, lat, tie.within_km)
        if found is not None:
            key, at = parts[found[0]].cell.key, found[1]
            sides = (line.territory,) if line.territory else ()
            if is_same:
                _join(draft, line, node, key, at)
            else:
                name = f"{made_id('gauge', line.cell.key)}-{word}"
                draft.gateways[name] = Gateway(name, GatewayKind.GAUGE, line.name, lon, lat, sides)
                draft.add_end(End(name, line.cell.key, node, 0.0))
                meet(draft, name, key, at)
            return True
    return False


def _join(draft: Draft, line: Line, node: int, key: str, at: Foot) -> None:
    """A join of a line's end with a foot point of another cell; what lies between is a link of the line."""
    grown, there = cut(draft.part(key), at)
    draft.put(grown)
    own = draft.part(line.cell.key)
    lon, lat = float(grown.lon[there]), float(grown.lat[there])
    away = float(great_circle_km(own.lon[node], own.lat[node], lon, lat))
    if away > AT_END_KM:
        longer = Part(
            own.cell,
            np.append(own.lon, lon),
            np.append(own.lat, lat),
            np.append(own.a, np.int32(node)),
            np.append(own.b, np.int32(own.lon.size)),
            np.append(own.km, away),
            np.append(own.origin, np.uint8(LinkOrigin.SPLIT)),
        )
        draft.put(tidy(longer))
        node = own.lon.size
    joins = {
        end.node: end.gateway
        for end in draft.ends_in(key)
        if (gate := draft.gateway(end.gateway)) is not None and gate.kind is GatewayKind.JOIN
    }
    mine = {end.gateway for end in draft.ends_in(line.cell.key)}
    if joins.get(there) in {None, *mine}:
        name = made_id("join", line.cell.key, node)
        sides = (line.territory,) if line.territory else ()
        draft.gateways[name] = Gateway(name, GatewayKind.JOIN, line.name, lon, lat, sides)
        draft.add_end(End(name, key, there, 0.0))
        joins[there] = name
    draft.add_end(End(joins[there], line.cell.key, node, 0.0))

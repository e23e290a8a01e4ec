"""Named corridors that a planner would ask about and that no way shown follows (docs/rules, 5.12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Way
from karwan.answers.family import Key, areas_of
from karwan.answers.field import Class
from karwan.answers.refused import reasons_of, refused_way
from karwan.answers.routes import NotOffered, Offer, lost_to
from karwan.answers.search import Search
from karwan.answers.ways import beats, full_cost, ways_of_class
from karwan.facts.load import Facts
from karwan.facts.rows import Corridor, Waypoint
from karwan.operations.permission import Reason, homes
from karwan.words.mode import Mode
from karwan.words.sphere import distance_km

# Why a corridor that nothing bars is not offered.
NO_BETTER = "takes more than what is offered"
LEFT_OUT = "is open, but not among the ways asked for, or too like one of them"
_PLANNED = "planned"
_BY_LAND = (Mode.ROAD, Mode.RAIL)
# Of the chains of territories on one corridor's cells so many are looked at for the corridor itself.
_CHAINS = 3
# A neighbour is asked about where the post towards it makes the air line at most so much longer.
_LONGEST = 1.25
# The sea as a part of a chain, whichever basin it is.
_SEA = ("", Mode.SEA)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A way that a planner would ask about.

    Attributes:
        corridor: after which it is named. chain: territories with their main mode (the sea as one) between
            the two ends; of a corridor that only leads out of or into one of them, the neighbour alone.
        is_whole: whether the corridor joins the two ends.
        at: of a neighbour, where it is in a chain: 0 behind the origin, -1 before the destination.
    """

    corridor: Corridor
    chain: Key
    is_whole: bool = True
    at: int = 0

    def is_followed(self, key: Key, *, by_any_mode: bool = False) -> bool:
        """Whether a family follows it, by the same modes or by any."""
        middle = _chain_of(key)
        if not self.is_whole:
            return bool(middle) and middle[self.at][0] == self.chain[0][0]
        return areas_of(middle) == areas_of(self.chain) and (by_any_mode or middle == self.chain)


def named_ways(
    search: Search,
    free: Search,
    found: Mapping[Key, Sequence[Way]],
    shown: tuple[Sequence[Offer], Sequence[NotOffered]],
) -> tuple[NotOffered, ...]:
    """The named corridors between the two ends that no way offered or refused follows, with their reasons.

    Args:
        search: of the question.
        free: the same with every barrier lifted.
        found: the families that are open, shown or not.
        shown: what is offered, and what is not offered.
    """
    offers, refused = shown
    if len(search.spans) > 1 or search.question.via:
        return ()
    offered = [offer.way.key for offer in offers if offer.way]
    told = list(refused)
    for asked in _asked_about(search):
        shut = [one.way.key for one in told if one.way]
        # what shuts a way by road shuts it with rail beyond as well, and is told once
        if any(map(asked.is_followed, offered)) or any(
            asked.is_followed(key, by_any_mode=True) for key in shut
        ):
            continue
        way = _open_way(asked, found) or _lifted_way(free, asked)
        if way is not None and (one := _told(search, asked, way, offers)):
            told.append(one)
    return tuple(told[len(refused) :])


def corridor_names(facts: Facts, refused: Sequence[NotOffered]) -> dict[str, str]:
    """The names of the corridors for which ways are told, by their ids."""
    wanted = {way.corridor for way in refused}
    return {row.id: row.name for row in facts.rows(Corridor) if row.id in wanted}


def _told(search: Search, asked: _Asked, way: Way, offers: Sequence[Offer]) -> NotOffered | None:
    reasons = reasons_of(search, way)
    corridor = asked.corridor
    if reasons:
        return replace(refused_way(search, way, reasons), corridor=corridor.id if asked.is_whole else None)
    if not asked.is_whole:
        return None
    beaten_by = [offer for offer in offers if beats(offer.route, way.route)]
    if not beaten_by:
        reason = Reason(LEFT_OUT, corridor.id, None, corridor.sources, is_liftable=False)
        return replace(refused_way(search, way, (reason,)), corridor=corridor.id)
    winner = min(beaten_by, key=lambda offer: offer.generalised_usd)
    lost = lost_to(way.route, winner.id, winner.route)
    reason = Reason(NO_BETTER, corridor.id, None, corridor.sources, is_liftable=False)
    return replace(refused_way(search, way, (reason,)), corridor=corridor.id, loses=lost)


def _asked_about(search: Search) -> Iterator[_Asked]:
    """The corridors that join the two ends, then those over whose neighbours one would go."""
    facts = search.ground.book.facts
    origin, destination = search.ground.ends
    if origin is None or destination is None or origin == destination:
        return
    neighbours: dict[tuple[int, str], _Asked] = {}
    shut = _shut_neighbours(search)
    union = homes(facts)
    for row, points in _open_corridors(facts):
        codes = [union.get(point.territory or "", point.territory or "") for point in points]
        if origin in codes and destination in codes:
            chain = _chain_between(points, codes, origin, destination)
            if chain is not None:
                yield _Asked(row, chain)
        for at, end in ((0, origin), (-1, destination)):
            for code in _beside(search, points, codes, end):
                if (end, code) not in shut:
                    continue
                neighbours.setdefault((at, code), _Asked(row, ((code, Mode.ROAD),), is_whole=False, at=at))
    yield from neighbours.values()


def _open_corridors(facts: Facts) -> Iterator[tuple[Corridor, Sequence[Waypoint]]]:
    """Corridors with their waypoints in order; what is only planned is spoken of (5.9)."""
    points: dict[str, list[Waypoint]] = defaultdict(list)
    for point in facts.rows(Waypoint):
        points[point.corridor].append(point)
    for row in facts.rows(Corridor):
        if row.status != _PLANNED:
            yield row, sorted(points[row.id], key=lambda point: point.order)


def _chain_between(
    points: Sequence[Waypoint], codes: Sequence[str], origin: str, destination: str
) -> Key | None:
    """The chain of a corridor between two territories, either way; None where a stretch of it is planned."""
    is_back = codes.index(origin) > codes.index(destination)
    near, far = (destination, origin) if is_back else (origin, destination)
    last = codes.index(far)
    first = max(index for index in range(last) if codes[index] == near)
    km: dict[str, dict[Mode, float]] = {}
    chain: list[str] = []
    for index in range(first, last):
        here, there = points[index : index + 2]
        mode = here.mode_to_next
        if mode is None or here.status == _PLANNED:
            return None
        length = distance_km(here.lon, here.lat, there.lon, there.lat)
        sides = codes[index : index + 2]
        at_sea = mode == Mode.SEA and sides[0] != sides[1]
        for code in (sides[0], _SEA[0], sides[1]) if at_sea else sides:
            if not chain or chain[-1] != code:
                chain.append(code)
            if mode != Mode.SEA:
                by_mode = km.setdefault(code, {})
                by_mode[Mode(mode)] = by_mode.get(Mode(mode), 0.0) + length
    middle = chain[-2:0:-1] if is_back else chain[1:-1]
    return tuple(
        (code, max(km[code], key=lambda mode: km[code][mode])) if code in km else (code, Mode.SEA)
        for code in middle
    )


def _beside(search: Search, points: Sequence[Waypoint], codes: Sequence[str], end: str) -> Iterator[str]:
    """The neighbours over which a corridor leaves a territory by land, not far out of the way."""
    ends = search.question.origin, search.question.destination
    straight = distance_km(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat)
    for index, (one, other) in enumerate(pairwise(codes)):
        point = points[index]
        if end not in (one, other) or one == other or point.mode_to_next not in _BY_LAND:
            continue
        round_km = sum(distance_km(point.lon, point.lat, place.lon, place.lat) for place in ends)
        if point.status != _PLANNED and round_km <= _LONGEST * straight:
            yield other if one == end else one


def _shut_neighbours(search: Search) -> set[tuple[str | None, str | None]]:
    """The ends and those of their neighbours towards which no post by land is open, though one may be."""
    ends = {*search.ground.ends}
    pairs: dict[tuple[str | None, str | None], bool] = {}
    for (_, before, after), is_open in zip(
        search.ground.passings, search.field.priced.transfer_open.tolist(), strict=True
    ):
        sides = before.territory, after.territory
        if sides[0] != sides[1] and ends & {*sides} and before.mode in _BY_LAND and None not in sides:
            pair = sides if sides[0] in ends else sides[::-1]
            pairs[pair] = pairs.get(pair, False) or is_open
    return {pair for pair, is_open in pairs.items() if not is_open and pair[1] not in ends}


def _chain_of(key: Key) -> Key:
    """What lies between the ends of a family: the sea as one, a ferry inside a territory as a part of it."""
    chain: list[tuple[str, Mode]] = []
    for area, mode in key:
        item = _SEA if mode is Mode.SEA else (area, mode)
        if len(chain) > 1 and chain[-1] == _SEA and chain[-2][0] == area:
            chain.pop()
        elif not chain or chain[-1][0] != item[0]:
            chain.append(item)
    return tuple(chain[1:-1])


def _open_way(asked: _Asked, found: Mapping[Key, Sequence[Way]]) -> Way | None:
    return next((ways[0] for key, ways in found.items() if asked.is_followed(key)), None)


def _lifted_way(free: Search, asked: _Asked) -> Way | None:
    """The best way that follows a corridor, whatever is shut."""
    cells, field = free.ground.cells, free.field
    if asked.is_whole:
        # where it goes by rail, roads lead to its terminals
        items = {*asked.chain, *((code, Mode.ROAD) for code, mode in asked.chain if mode is Mode.RAIL)}
        items |= {(end or "", mode) for end in free.ground.ends for mode in _BY_LAND}
        on_it = [(cell.territory or "", cell.mode) in items or cell.is_ferry for cell in cells]
        field = replace(field, groups=_CHAINS)
    else:
        on_it = [cell.mode in _BY_LAND for cell in cells]
        is_open = field.priced.transfer_open & _by_neighbour(free, asked)
        field = replace(field, groups=1, priced=replace(field.priced, transfer_open=is_open))
    allowed = np.array(on_it, np.bool_)
    ways = ways_of_class(free.ground, free.spans, field, Class(allowed, allowed))
    following = [way for way in ways if asked.is_followed(way.key)]
    return min(following, key=lambda way: full_cost(way, field.weights), default=None)


def _by_neighbour(free: Search, asked: _Asked) -> NDArray[np.bool_]:
    """(transfers,) those that do not lead past the neighbour out of, or into, its end."""
    end, neighbour = free.ground.ends[asked.at], asked.chain[0][0]
    sides = ({before.territory, after.territory} for _, before, after in free.ground.passings)
    return np.array([end not in pair or pair <= {end, neighbour} for pair in sides], np.bool_)

"""The shortest way by one mode between two places: how long it is, whatever it costs and whoever may pass."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from karwan.answers.question import Exclusions
from karwan.answers.shortest import Legs
from karwan.network.flat import Kept, flat
from karwan.network.geometry import great_circle_km
from karwan.network.record import Network
from karwan.words.mode import Mode
from karwan.words.place import Place

SAME_KM = 1e-3
NOTHING = Exclusions()
NO_WAY = {Mode.ROAD: "no road", Mode.RAIL: "no railway", Mode.SEA: "no sea lane"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One question: how far by one mode.

    Attributes:
        origin, destination: the two places. mode: the only one used.
        via: places that the way passes by, in order. excluded: what it keeps away from.
    """

    origin: Place
    destination: Place
    mode: Mode
    via: tuple[Place, ...] = ()
    excluded: Exclusions = NOTHING


@dataclass(frozen=True, slots=True)
class Distance:
    """One answer: kilometres, or None and why; `is_far` if a place lies too far from the mode."""

    pair: Pair
    distance_km: float | None
    why: str | None = None
    is_far: bool = False

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types."""
        return {
            "origin": self.pair.origin.name,
            "destination": self.pair.destination.name,
            "mode": self.pair.mode.value,
            "distance_km": None if self.distance_km is None else round(self.distance_km, 1),
            "why": self.why,
        }


def distance(network: Network, pair: Pair, shut: AbstractSet[str] | None = None) -> Distance:
    """The length of the shortest way of one pair; see `distances`."""
    return distances(network, [pair], shut)[0]


def distances(
    network: Network, pairs: Sequence[Pair], shut: AbstractSet[str] | None = None
) -> tuple[Distance, ...]:
    """The length of the shortest way of each pair by its mode, in their order.

    Borders are open, breaks of gauge pass; ferries with a way of their own, and lines that are only planned,
    do not. The way from a place to the network counts (50 km on land, 200 km to the sea at most). By air it
    is the great circle.

    Args:
        network: the network.
        pairs: the questions; those of one origin are answered together.
        shut: ids of posts that let nothing pass; None if all do, those too that no table lists.
    """
    answers: list[Distance | None] = [None] * len(pairs)
    known: dict[tuple[Mode, Exclusions], Legs] = {}
    order = sorted(range(len(pairs)), key=lambda index: _together(pairs[index]))
    for index in order:
        pair = pairs[index]
        if pair.mode is Mode.AIR:
            answers[index] = _by_air(pair)
            continue
        if _km(pair.origin, pair.destination) < SAME_KM:
            answers[index] = Distance(pair, None, "origin and destination are the same place")
            continue
        key = (pair.mode, pair.excluded)
        if key not in known:
            known.clear()  # one graph at a time is enough: the pairs are sorted by it
            known[key] = Legs(flat(network, pair.mode, _kept(pair.excluded, shut)))
        answers[index] = _answered(known[key], pair)
    return tuple(answer for answer in answers if answer is not None)


def _kept(excluded: Exclusions, shut: AbstractSet[str] | None) -> Kept:
    places = [(place.lon, place.lat) for place in excluded.places]
    return Kept(excluded.territories, excluded.basins, excluded.gateways, places, shut)


def _together(pair: Pair) -> tuple[str, str, tuple[tuple[float, float], ...]]:
    """Pairs that share a graph, then a start, stand side by side."""
    way = (pair.origin, *pair.via, pair.destination)
    return pair.mode, repr(pair.excluded), tuple((place.lon, place.lat) for place in way)


def _by_air(pair: Pair) -> Distance:
    stops = (pair.origin, *pair.via, pair.destination)
    return Distance(pair, sum(_km(one, other) for one, other in pairwise(stops)))


def _km(one: Place, other: Place) -> float:
    return float(great_circle_km(one.lon, one.lat, other.lon, other.lat))


def _answered(legs: Legs, pair: Pair) -> Distance:
    stops = tuple((place.lon, place.lat) for place in (pair.origin, *pair.via, pair.destination))
    names = [place.name for place in (pair.origin, *pair.via, pair.destination)]
    km, stop = legs.through(stops)
    if km is not None:
        return Distance(pair, km)
    if legs.is_far(stops[stop]):
        why = f"no {pair.mode} within {legs.flat.reach_km:.0f} km of {names[stop]}"
        return Distance(pair, None, why, is_far=True)
    return Distance(pair, None, f"{NO_WAY[pair.mode]} leads from {names[stop - 1]} to {names[stop]}")

"""Which places a word may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from karwan.errors import InputError
from karwan.facts import gazetteer
from karwan.facts.load import Facts
from karwan.facts.places import find, search
from karwan.facts.rows import Basin, Crossing, GatewayRow, PlaceRow
from karwan.facts.spelling import key
from karwan.words.place import Place


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place with what the tables say of it; `what` is `city`, `coordinate` or the kind of gateway."""

    place: Place
    what: str
    population: int | None = None
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The place as JSON types."""
        return {
            "id": self.place.id,
            "name": self.place.name,
            "what": self.what,
            "territory": self.place.territory,
            "lat": self.place.lat,
            "lon": self.place.lon,
            "population": self.population,
            "codes": list(self.codes),
            "names": list(self.names),
        }


@dataclass(frozen=True, slots=True)
class GatewayFound:
    """A post, terminal, port, airport or strait that bears the name: what a route may pass or avoid.

    Attributes:
        id: what to write after `--via` and `--avoid`. name: as in its table, on both sides of a post.
        what: `road post`, `port`, `gauge change`, `strait`...
        territories: codes of its sides; none of a strait.
        way_name: the name of the way through it, if it has one.
    """

    id: str
    name: str
    what: str
    territories: tuple[str, ...]
    way_name: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The gateway as JSON types."""
        return {
            "id": self.id,
            "name": self.name,
            "what": self.what,
            "territories": list(self.territories),
            "way_name": self.way_name,
        }


@dataclass(frozen=True, slots=True)
class PlacesAnswer:
    """Places that a word may mean, likeliest first, and the gateways that bear it.

    `meant` is the one that other commands take it for; None if they refuse it, and then `why` says why.
    """

    query: str
    meant: Place | None
    why: str | None
    places: tuple[PlaceFound, ...]
    gateways: tuple[GatewayFound, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "query": self.query,
            "meant": self.meant.id if self.meant else None,
            "why": self.why,
            "places": [found.as_json() for found in self.places],
            "gateways": [found.as_json() for found in self.gateways],
        }


def places(facts: Facts, query: str, count: int = 10) -> PlacesAnswer:
    """The places that a word may mean, and the gateways whose name holds it, at most `count` of each.

    Raises:
        InputError: nothing has such a name or one near to it.
    """
    meant, why = None, None
    try:
        meant = find(query, facts)
    except InputError as error:
        why = str(error)
    found = [meant] if meant and meant.kind == "coordinate" else search(query, facts, count)
    gates = tuple(islice(_gateways(facts, query), count))
    if why is not None and not found and not gates:
        raise InputError(why)
    return PlacesAnswer(query, meant, why, tuple(_found(facts, place) for place in found), gates)


def largest(facts: Facts, count: int) -> tuple[Place, ...]:
    """The cities with most people, the largest first."""
    rows = sorted(facts.rows(PlaceRow), key=lambda row: (-(row.population or 0), row.id))
    return tuple(Place(row.id, row.name, row.lon, row.lat, "city", row.territory) for row in rows[:count])


def leading(facts: Facts, each: int, people: int) -> tuple[PlaceRow, ...]:
    """The largest `each` cities of every territory and all of more `people`, the largest first."""
    seen: Counter[str] = Counter()
    found = []
    for row in sorted(facts.rows(PlaceRow), key=lambda row: (-(row.population or 0), row.id)):
        seen[row.territory] += 1
        if seen[row.territory] <= each or (row.population or 0) > people:
            found.append(row)
    return tuple(found)


def _gateways(facts: Facts, query: str) -> Iterator[GatewayFound]:
    """Posts, terminals, ports, airports and straits whose id or a name of whose holds the query."""
    wanted = key(query)

    def holds(*names: str | None) -> bool:
        return any(wanted in key(name) for name in names if name)

    if not wanted:
        return
    for post in facts.rows(Crossing):
        if holds(post.id, post.name, post.name_other_side, post.way_name):
            name = " / ".join(name for name in (post.name, post.name_other_side) if name)
            sides = post.territory_a, post.territory_b
            yield GatewayFound(post.id, name, f"{post.mode} post", sides, post.way_name)
    for gate in facts.rows(GatewayRow):
        if holds(gate.id, gate.name):
            yield GatewayFound(gate.id, gate.name, gate.kind.replace("_", " "), (gate.territory,))
    for strait in facts.rows(Basin):
        if holds(strait.id, strait.name):
            yield GatewayFound(strait.id, strait.name, "strait", ())


def _found(facts: Facts, place: Place) -> PlaceFound:
    if place.kind == "city" and (city := gazetteer.of(facts).with_id(place.id)):
        return PlaceFound(place, "city", city.population, city.codes, city.names)
    if place.kind == "gateway" and (gateway := facts.by_id(GatewayRow).get(place.id)):
        return PlaceFound(place, gateway.kind, codes=(gateway.code,) if gateway.code else ())
    return PlaceFound(place, place.kind)

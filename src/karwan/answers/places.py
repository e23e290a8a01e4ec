"""Which places a word may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from karwan.errors import InputError
from karwan.facts import gazetteer
from karwan.facts.load import Facts
from karwan.facts.places import find, search
from karwan.facts.rows import GatewayRow, PlaceRow
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
class PlacesAnswer:
    """Places that a word may mean, likeliest first.

    `meant` is the one that other commands take it for; None if they refuse it, and then `why` says why.
    """

    query: str
    meant: Place | None
    why: str | None
    places: tuple[PlaceFound, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "query": self.query,
            "meant": self.meant.id if self.meant else None,
            "why": self.why,
            "places": [found.as_json() for found in self.places],
        }


def places(facts: Facts, query: str, count: int = 10) -> PlacesAnswer:
    """The places that a word may mean.

    Raises:
        InputError: none has such a name or one near to it.
    """
    meant, why = None, None
    try:
        meant = find(query, facts)
    except InputError as error:
        why = str(error)
    found = [meant] if meant and meant.kind == "coordinate" else search(query, facts, count)
    if why is not None and not found:
        raise InputError(why)
    return PlacesAnswer(query, meant, why, tuple(_found(facts, place) for place in found))


def largest(facts: Facts, count: int) -> tuple[Place, ...]:
    """The cities with most people, the largest first."""
    rows = sorted(facts.rows(PlaceRow), key=lambda row: (-(row.population or 0), row.id))
    return tuple(Place(row.id, row.name, row.lon, row.lat, "city", row.territory) for row in rows[:count])


def _found(facts: Facts, place: Place) -> PlaceFound:
    if place.kind == "city" and (city := gazetteer.of(facts).with_id(place.id)):
        return PlaceFound(place, "city", city.population, city.codes, city.names)
    if place.kind == "gateway" and (gateway := facts.by_id(GatewayRow).get(place.id)):
        return PlaceFound(place, gateway.kind, codes=(gateway.code,) if gateway.code else ())
    return PlaceFound(place, place.kind)

"""Ways that people speak of and that are none, between two places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from karwan.answers.built import not_built
from karwan.facts.load import Facts
from karwan.facts.rows import Territory, WaySpokenOf
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.route import Route
from karwan.words.sphere import distance_km

# How much longer than the ways that there are the air line by a way may be for it to be told.
_LONGEST = 1.25


def spoken_of(
    facts: Facts, ends: tuple[Place, Place], passed: Collection[str], way_km: float
) -> tuple[WaySpokenOf, ...]:
    """The ways spoken of that lie between two places, those of the least detour first (docs/rules, 9.7).

    Args:
        facts: the tables.
        ends: origin and destination.
        passed: territories of all the ways that there are; one that leads elsewhere is not told.
        way_km: length of the shortest of them.
    """
    unions = {row.id: row.border_union or row.id for row in facts.rows(Territory)}
    near = [(_round_km(row, ends), row) for row in facts.rows(WaySpokenOf)]
    return tuple(
        row
        for km, row in sorted(near, key=lambda item: item[0])
        if km <= _LONGEST * way_km and {unions.get(code, code) for code in row.territories} <= set(passed)
    )


def beside(state: State, ends: tuple[Place, Place], routes: Sequence[Route]) -> tuple[WaySpokenOf, ...]:
    """The ways spoken of beside some ways that there are, open or shut; not those that a scenario builds."""
    by_land = [route.distance_km for route in routes if Mode.AIR not in route.modes]
    passed = {code for route in routes for code in route.territories}
    return not_built(state.network, spoken_of(state.facts, ends, passed, min(by_land, default=0.0)))


def spoken_json(row: WaySpokenOf) -> dict[str, Any]:
    """A way spoken of as JSON types."""
    return {
        "id": row.id,
        "name": row.name,
        "territories": list(row.territories),
        "modes": list(row.modes),
        "state": row.state,
        "why": row.why,
        "instead": row.instead or None,
        "last_seen": row.last_seen.isoformat() if row.last_seen else None,
        "evidence": str(row.evidence),
        "source": list(row.sources),
    }


def _round_km(row: WaySpokenOf, ends: tuple[Place, Place]) -> float:
    """Air line from one place to another by a way, whichever end of it comes first."""
    own = distance_km(row.from_lon, row.from_lat, row.to_lon, row.to_lat)
    first, last = ends
    there = distance_km(first.lon, first.lat, row.from_lon, row.from_lat) + distance_km(
        row.to_lon, row.to_lat, last.lon, last.lat
    )
    back = distance_km(first.lon, first.lat, row.to_lon, row.to_lat) + distance_km(
        row.from_lon, row.from_lat, last.lon, last.lat
    )
    return own + min(there, back)

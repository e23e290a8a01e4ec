"""The cities of the gazetteer, and where they meet roads and railways: found once a network, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from numpy.typing import NDArray

from karwan.answers.search import REACH_KM
from karwan.facts.rows import PlaceRow, Territory
from karwan.routing.feet import Feet, feet_of
from karwan.state import State
from karwan.words.place import Place

Told = Callable[[str, float | None], None]

# On a network of fewer links cities are joined sooner than a file is read.
_SMALL = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Cities:
    """Cities whose inhabitants are known, the largest first; `feet` are where they meet links."""

    places: tuple[Place, ...]
    population: tuple[int, ...]
    feet: Feet


def cities_of(state: State, told: Told | None = None) -> Cities:
    """The cities of a state; `told` hears of the work where they are joined to a network anew."""
    rows = sorted(
        (row for row in state.facts.rows(PlaceRow) if row.population),
        key=lambda row: (-(row.population or 0), row.id),
    )
    homes = {row.id: row.border_union or row.id for row in state.facts.rows(Territory)}
    spots = [(row.lon, row.lat, homes.get(row.territory)) for row in rows]
    whole = hashlib.sha256(f"{state.network.digest} {sorted(REACH_KM.items())} {spots}".encode())

    def made() -> dict[str, NDArray[Any]]:
        joining = None if told is None else lambda share: told("joining cities to the network", share)
        feet = feet_of(state.overlay, state.network, spots, REACH_KM, joining)
        return {field.name: getattr(feet, field.name) for field in fields(Feet)}

    is_small = state.network.link_a.size < _SMALL
    arrays = made() if is_small else state.store.arrays("cities", whole.hexdigest(), made)
    return Cities(
        tuple(Place(row.id, row.name, row.lon, row.lat, "city", row.territory) for row in rows),
        tuple(row.population or 0 for row in rows),
        Feet(**{field.name: arrays[field.name] for field in fields(Feet)}),
    )

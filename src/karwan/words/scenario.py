"""A scenario that holds in a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Held:
    """A scenario that led to a state.

    Attributes:
        id: hash of its content. name: as shown. on: the day for which it was applied.
        cut: corners (lon, lat) of the areas whose roads and railways it takes on that day.
        measures: kind of each, and the words for the places that it is about.
    """

    id: str
    name: str
    on: date
    cut: tuple[tuple[tuple[float, float], ...], ...] = ()
    measures: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"id": self.id, "name": self.name, "on": self.on.isoformat()}

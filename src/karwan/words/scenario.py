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
    """

    id: str
    name: str
    on: date

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {"id": self.id, "name": self.name, "on": self.on.isoformat()}

"""What a skim is asked, the figures that it has for each pair, and the answer as matrices."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.question import RoutesQuestion
from karwan.errors import InputError, unknown
from karwan.state import State
from karwan.words.place import Place

FIELDS = ("generalised", "time_h", "time_p50_h", "time_p90_h", "cost_usd", "co2e_kg")
# Of each criterion the fields of the way that has the least of it, in the order of the criteria.
OF_LEAST = (
    ("least_time_h", "least_time_p50_h", "least_time_p90_h"),
    ("least_cost_usd",),
    ("least_co2e_kg",),
)
LEAST = tuple(field for fields in OF_LEAST for field in fields)

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SkimQuestion:
    """What a skim is asked.

    Attributes:
        origins, destinations: places.
        asked: shipment, day, weights and exclusions; its own places do not count.
        with_least: whether the least of each criterion is wanted too, whatever way has it; of the quickest
            way P50 and P90 as well.
    """

    origins: tuple[Place, ...]
    destinations: tuple[Place, ...]
    asked: RoutesQuestion
    with_least: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """What each pair has, in the order of the last axis of rows."""
        return FIELDS + LEAST if self.with_least else FIELDS

    def about(self, state: State) -> dict[str, Any]:
        """What decides the answer, as JSON types: two questions with the same have the same answer."""
        asked = self.asked
        told = {
            "origins": len(self.origins),
            "destinations": len(self.destinations),
            "fields": list(self.fields),
            "cargo": asked.shipment.cargo,
            "goods": asked.shipment.product or asked.shipment.commodity,
            "on": asked.on.isoformat(),
            "ranked_by": asked.ranked_by,
            "weights": list(asked.weights.vector),
            "network": state.network.digest,
            "facts": state.facts.digest(),
        }
        places = [[(one.id, one.lon, one.lat, one.territory) for one in each] for each in self.places]
        shape = (asked.shipment, sorted(asked.sanctions), asked.prices_of, _excluded(asked))
        told["rest"] = hashlib.sha256(repr((places, shape)).encode()).hexdigest()
        return told

    @property
    def places(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Origins and destinations."""
        return self.origins, self.destinations


@dataclass(frozen=True, slots=True, eq=False)
class SkimAnswer:
    """A whole skim: `figures` are (origins, destinations, fields); inf where there is no way."""

    question: SkimQuestion
    figures: Table
    far: tuple[str, ...]

    def matrix(self, field: str) -> Table:
        """One figure of all pairs, (origins, destinations); `field` is one of `question.fields`.

        Raises:
            InputError: it is none of them.
        """
        if field not in self.question.fields:
            raise InputError(unknown("figure", field, self.question.fields, f"of {self.question.fields}"))
        found: Table = self.figures[..., self.question.fields.index(field)]
        return found

    @property
    def time_h(self) -> Table:
        """Mean hours of the best ways."""
        return self.matrix("time_h")

    @property
    def time_p50_h(self) -> Table:
        """Hours that half of all shipments do not exceed."""
        return self.matrix("time_p50_h")

    @property
    def time_p90_h(self) -> Table:
        """Hours that 9 of 10 shipments do not exceed."""
        return self.matrix("time_p90_h")

    @property
    def cost_usd(self) -> Table:
        """Dollars of the best ways."""
        return self.matrix("cost_usd")

    @property
    def co2e_kg(self) -> Table:
        """Greenhouse gases of the best ways."""
        return self.matrix("co2e_kg")

    @property
    def generalised(self) -> Table:
        """What the best ways cost by the weights."""
        return self.matrix("generalised")


def _excluded(asked: RoutesQuestion) -> object:
    excluded = asked.excluded
    return (
        sorted(excluded.modes),
        sorted(excluded.territories),
        sorted(excluded.basins),
        sorted(excluded.gateways),
        [(place.lon, place.lat) for place in excluded.places],
    )

"""How far one place lies from many others: what isochrones are drawn from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from karwan.answers.places import largest
from karwan.answers.routes import place_json
from karwan.answers.skims import FIELDS, SkimAnswer, Told, ask_skim, skim_question
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.state import State
from karwan.words.place import Place

# The most places that the gazetteer is asked for.
MOST = 6_000


@dataclass(frozen=True, slots=True)
class Reached:
    """One place: hours, dollars and kg of the way there that is best by the weights; None without a way."""

    place: Place
    time_h: float | None
    cost_usd: float | None
    co2e_kg: float | None

    def as_json(self) -> dict[str, Any]:
        """The place as JSON types."""
        return {
            **place_json(self.place),
            "time_h": self.time_h,
            "cost_usd": self.cost_usd,
            "co2e_kg": self.co2e_kg,
        }


@dataclass(frozen=True, slots=True)
class ReachAnswer:
    """How far the largest cities lie from one place, the nearest in hours first, those without a way last.

    Attributes:
        origin: from which. network: digest. on: ISO day. cargo: as asked. ranked_by: as in `routes`.
        places: what is reached.
    """

    origin: Place
    network: str
    on: str
    cargo: str
    ranked_by: str
    places: tuple[Reached, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types."""
        return {
            "origin": place_json(self.origin),
            "network": self.network,
            "on": self.on,
            "cargo": self.cargo,
            "ranked_by": self.ranked_by,
            "places": [one.as_json() for one in self.places],
        }


def reach_places(facts: Facts, origin: str, count: int) -> tuple[Place, tuple[Place, ...]]:
    """The place that is meant, and the largest cities besides it.

    Raises:
        InputError: the word means nothing, or the count is out of range.
    """
    if not 1 <= count <= MOST:
        raise InputError(f"count {count}: ask for 1 to {MOST} places")
    start = find(origin, facts)
    others = [one for one in largest(facts, count + 1) if (one.lon, one.lat) != (start.lon, start.lat)]
    return start, tuple(others[:count])


def ask_reach(
    state: State,
    ends: tuple[Place, Sequence[Place]],
    options: Mapping[str, Any],
    told: Told | None = None,
) -> ReachAnswer:
    """How far places lie from one, by the ways that are best by the weights.

    Args:
        state: facts and network.
        ends: as `reach_places` gives them.
        options: further fields of `Asked`.
        told: called with what is at work, and the share that is done.

    Raises:
        InputError: an option means nothing.
    """
    start, others = ends
    question = skim_question(state.facts, [start], list(others), dict(options))
    found = ask_skim(state, question, told)
    reached = [_reached(found, at, place) for at, place in enumerate(others)]
    return ReachAnswer(
        origin=start,
        network=state.network.digest,
        on=question.asked.on.isoformat(),
        cargo=question.asked.shipment.cargo,
        ranked_by=question.asked.ranked_by,
        places=tuple(sorted(reached, key=lambda one: math.inf if one.time_h is None else one.time_h)),
    )


def _reached(found: SkimAnswer, at: int, place: Place) -> Reached:
    row = dict(zip(FIELDS, found.figures[0, at].tolist(), strict=False))
    if not np.isfinite(row["time_h"]):
        return Reached(place, None, None, None)
    return Reached(place, round(row["time_h"], 2), round(row["cost_usd"], 2), round(row["co2e_kg"], 2))

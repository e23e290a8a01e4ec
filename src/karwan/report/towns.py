"""The towns that a map may name where it has room."""

from __future__ import annotations

from karwan.answers.places import largest
from karwan.facts.load import Facts
from karwan.report.drawing import Town

_COUNT = 1000


def towns(facts: Facts) -> list[Town]:
    """The largest cities, the largest first."""
    return [Town(place.name, place.lon, place.lat) for place in largest(facts, _COUNT)]

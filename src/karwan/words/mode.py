"""The four modes of transport."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How a shipment moves along a leg."""

    ROAD = "road"
    RAIL = "rail"
    SEA = "sea"
    AIR = "air"

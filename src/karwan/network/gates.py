"""A gateway while the network is being built: the nodes of each mode at which it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karwan.network.record import Gateway
    from karwan.words.mode import Mode


@dataclass(frozen=True, slots=True)
class Reach:
    """One node at which a gateway is reached, and the kilometres from the gateway to it.

    Attributes:
        mode: of the graph that the node is of; air for the cell of all airports, which has no nodes.
        node: in that graph; 0 or 1 for the two berths of a ferry.
        access_km: not part of any link.
        gauge_mm: for rail, if only the cell of this gauge is meant; 0 for all cells that hold the node.
        ferry: id of the ferry whose berth it is, else empty.
    """

    mode: Mode
    node: int
    access_km: float = 0.0
    gauge_mm: int = 0
    ferry: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gateway and all nodes at which it is reached."""

    gateway: Gateway
    reaches: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class Ferry:
    """A ferry with a way of its own.

    Attributes:
        id: of its row of `patches`. lon, lat: (2,) degrees of its berths. km: from berth to berth.
    """

    id: str
    lon: tuple[float, float]
    lat: tuple[float, float]
    km: float

"""The physical network, cut into cells and joined at gateways."""

from __future__ import annotations

from karwan.network.opened import digest, open_network, open_report
from karwan.network.record import Cell, Gateway, GatewayKind, LinkOrigin, Network
from karwan.network.store import restore, store

__all__ = [
    "Cell",
    "Gateway",
    "GatewayKind",
    "LinkOrigin",
    "Network",
    "digest",
    "open_network",
    "open_report",
    "restore",
    "store",
]

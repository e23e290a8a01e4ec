"""The base network: roads, railways and sea lanes as they ship, and what remakes them from their sources."""

from __future__ import annotations

from karwan.network.base.record import Base, read

__all__ = ["Base", "read"]

"""What a server is told before it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

# The bundle as the wheel holds it.
BUNDLE = Path(__file__).parent / "static"


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server takes on.

    Attributes:
        body_bytes: of a request. depth: of lists and objects in its JSON.
        request_s: seconds until a request is answered with 503.
        work_s: seconds until a process that works on one question is ended.
        work_bytes: that a process may hold more than at its beginning, before another takes its place.
        waiting: questions that may wait. jobs: that may wait.
        jobs_kept_bytes: of the jobs that ended and are remembered. answers_bytes: of the answers that are.
        heavy_each_s, heavy_burst: dear requests of one client: steadily, and at once.
    """

    body_bytes: int = 1_000_000
    depth: int = 32
    request_s: float = 10.0
    work_s: float = 120.0
    work_bytes: int = 250_000_000
    waiting: int = 100
    jobs: int = 8
    jobs_kept_bytes: int = 32_000_000
    heavy_each_s: float = 20.0
    heavy_burst: int = 200
    answers_bytes: int = 32_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is bound and what it shows.

    Attributes:
        host, port: what it listens on. token: that every request must bear; None on loopback.
        bundle: folder of the built page.
        boundaries: `shipped`, `none`, or the path of a GeoJSON file that the map shows instead.
        workers: how many questions are worked on at once.
    """

    host: str = "127.0.0.1"
    port: int = 8642
    token: str | None = None
    bundle: Path = BUNDLE
    boundaries: str = "shipped"
    workers: int = field(default_factory=cores)
    limits: Limits = field(default_factory=Limits)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def address(self) -> str:
        """Where the page opens, for a browser on this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  told, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine alone."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

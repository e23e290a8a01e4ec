"""Opens the network: out of the user's cache, or built anew when an input has changed."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

from karwan.facts.rows import (
    Basin,
    Corridor,
    Crossing,
    CrossingPeriod,
    GatewayRow,
    GaugeLine,
    Patch,
    PlaceRow,
    Territory,
    TerritoryFix,
    Waypoint,
)
from karwan.network.base.record import FILE
from karwan.network.store import restore, restore_report, store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from karwan.facts.load import Facts
    from karwan.network.record import Network
    from karwan.network.report import BuildReport

TABLES = (
    Basin,
    Corridor,
    Crossing,
    GatewayRow,
    GaugeLine,
    Patch,
    PlaceRow,
    Territory,
    TerritoryFix,
    Waypoint,
)
"""Tables that the build reads; of `crossing_periods` only which crossings are shut or planned."""
NAME = "network"
"""Name of the network in the cache."""


class Cache(Protocol):
    """What keeps arrays under a name and a hash: `karwan.storage.Store`."""

    def arrays(
        self, name: str, digest: str, make: Callable[[], Mapping[str, NDArray[np.generic]]]
    ) -> Mapping[str, NDArray[np.generic]]:
        """The arrays of that name and hash; made if they are not there."""
        ...


def digest(facts: Facts, base: str | None = None) -> str:
    """Hash of everything that the network is made of: base, tables, and this house's own code.

    Args:
        facts: the tables.
        base: hash of the base network; that of the shipped file if None.
    """
    whole = hashlib.sha256()
    for name, value in inputs(facts, base).items():
        whole.update(f"{name}={value}\n".encode())
    return whole.hexdigest()


def inputs(facts: Facts, base: str | None = None) -> dict[str, str]:
    """Each named input of the build and its hash."""
    return {
        "base": base or shipped_digest(),
        **{kind.table: facts.digest(kind) for kind in TABLES},
        "shut crossings": shut_digest(facts),
        "code": code_digest(),
    }


def shut_digest(facts: Facts) -> str:
    """Hash of which crossings are closed or planned: all that the build takes of their periods."""
    return hashlib.sha256(repr(sorted(shut(facts).items())).encode()).hexdigest()


def shut(facts: Facts) -> dict[str, str]:
    """Crossings whose last period is closed or planned, and which of the two."""
    last: dict[str, str] = {}
    for row in sorted(facts.rows(CrossingPeriod), key=lambda row: str(row.since or "")):
        last[row.crossing] = row.state
    return {crossing: state for crossing, state in last.items() if state in ("closed", "planned")}


def shipped_digest() -> str:
    """Hash of the base network that ships with the package."""
    return hashlib.sha256(files("karwan.network").joinpath(FILE).read_bytes()).hexdigest()


def code_digest() -> str:
    """Hash of the sources of this house, so that a mended step makes the network anew."""
    whole = hashlib.sha256()
    sources = [item for item in files("karwan.network").iterdir() if item.name.endswith(".py")]
    for item in sorted(sources, key=lambda one: one.name):
        whole.update(item.name.encode())
        whole.update(item.read_bytes())
    return whole.hexdigest()


def open_network(facts: Facts, cache: Cache, progress: Callable[[str, float], None] | None = None) -> Network:
    """The network of some facts; built when the cache does not hold it.

    Raises:
        NetworkError: an open corridor leg has no way.
        StorageError: what is stored is damaged beyond repair.
    """
    return restore(_stored(facts, cache, progress))


def open_report(
    facts: Facts, cache: Cache, progress: Callable[[str, float], None] | None = None
) -> BuildReport:
    """What the build of the network of some facts had to say."""
    return restore_report(_stored(facts, cache, progress))


def _stored(
    facts: Facts, cache: Cache, progress: Callable[[str, float], None] | None
) -> Mapping[str, NDArray[np.generic]]:
    def make() -> Mapping[str, NDArray[np.generic]]:
        from karwan.network.base import read  # noqa: PLC0415 - only a build needs the base and the steps
        from karwan.network.build import build  # noqa: PLC0415

        return store(*build(facts, read(), name, progress))

    name = digest(facts)
    return cache.arrays(NAME, name, make)

"""Builds the network from the base network and the fact tables: runs the steps, and checks what they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karwan.errors import NetworkError
from karwan.network.report import BuildReport
from karwan.network.steps import start, steps
from karwan.storage.steps import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from karwan.facts.load import Facts
    from karwan.network.base import Base
    from karwan.network.record import Network


def build(
    facts: Facts,
    base: Base,
    digest: str,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[Network, BuildReport]:
    """The network of some facts, and what its build has to say.

    Args:
        facts: the tables.
        base: the base network.
        digest: names the network.
        progress: told each step and the share that is done.

    Raises:
        NetworkError: an open leg of a corridor has no way; all of them are said.
    """
    work = run(steps(facts, base, digest), start(facts, base), progress)
    if work.network is None:
        raise NetworkError("the last step gave no network")
    fatal = [finding for finding in work.findings if finding.is_fatal]
    if fatal:
        raise NetworkError("\n".join(f"{finding.subject}: {finding.text}" for finding in fatal))
    return work.network, BuildReport(work.findings)

"""What the network is made of, and what its build had to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np

from karwan.facts.load import Facts
from karwan.network.opened import TABLES, open_network, open_report
from karwan.network.record import Cell, GatewayKind, LinkOrigin, Network
from karwan.network.report import BuildReport, Finding, Kind
from karwan.storage.store import Store, folder
from karwan.words.mode import Mode

# Told the step that a build is at, and the share of all that is done.
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class CellInfo:
    """One cell with its size; `ends` counts the gateways that lead out of it."""

    cell: Cell
    nodes: int
    links: int
    length_km: float
    ends: int

    def as_json(self) -> dict[str, Any]:
        """The cell as JSON types."""
        return {
            "key": self.cell.key,
            "mode": str(self.cell.mode),
            "territory": self.cell.territory,
            "gauge_mm": self.cell.gauge_mm,
            "basin": self.cell.basin,
            "service": self.cell.service,
            "nodes": self.nodes,
            "links": self.links,
            "length_km": self.length_km,
            "ends": self.ends,
        }


@dataclass(frozen=True, slots=True)
class ModeInfo:
    """The cells of one mode together."""

    mode: Mode
    cells: int
    nodes: int
    links: int
    length_km: float

    def as_json(self) -> dict[str, Any]:
        """The sums as JSON types."""
        return {
            "mode": str(self.mode),
            "cells": self.cells,
            "nodes": self.nodes,
            "links": self.links,
            "length_km": self.length_km,
        }


@dataclass(frozen=True)
class NetworkInfo:
    """Size and origin of the network.

    Attributes:
        digest: hash of its inputs. cells: sorted by key. gateways: number by kind.
        links: number by where a link and its length come from. notice: licence of the base network.
    """

    digest: str
    cells: tuple[CellInfo, ...]
    gateways: Mapping[GatewayKind, int]
    links: Mapping[LinkOrigin, int]
    notice: str

    @cached_property
    def modes(self) -> tuple[ModeInfo, ...]:
        """The sums of each mode that has cells."""
        return tuple(
            ModeInfo(
                mode,
                len(own),
                sum(info.nodes for info in own),
                sum(info.links for info in own),
                sum(info.length_km for info in own),
            )
            for mode in Mode
            if (own := [info for info in self.cells if info.cell.mode is mode])
        )

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "digest": self.digest,
            "modes": [mode.as_json() for mode in self.modes],
            "gateways": {str(kind): count for kind, count in self.gateways.items()},
            "links": {origin.name.lower(): count for origin, count in self.links.items()},
            "cells": [cell.as_json() for cell in self.cells],
            "notice": self.notice,
        }


@dataclass(frozen=True)
class NetworkCheck:
    """The findings of the build; `digest` names the network that it built."""

    digest: str
    report: BuildReport

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What must hold and does not."""
        return tuple(finding for finding in self.report.findings if finding.is_fatal)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many findings there are of each kind."""
        return self.report.counts()

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "network": self.digest,
            "holds": not self.failed,
            "counts": {str(kind): count for kind, count in self.counts.items()},
            "findings": [finding_json(finding) for finding in self.report.findings],
        }


def info(facts: Facts, progress: Progress | None = None) -> NetworkInfo:
    """Size and origin of the network of some facts; it is built if it is not kept.

    Raises:
        NetworkError: it cannot be built.
    """
    network = open_network(facts, Store(folder()), progress)
    ends = Counter(network.end_cell.tolist())
    kinds = Counter(gateway.kind for gateway in network.gateways)
    origins = Counter(network.link_origin.tolist())
    return NetworkInfo(
        digest=network.digest,
        cells=tuple(_cell(network, index, ends[index]) for index in range(len(network.cells))),
        gateways={kind: kinds[kind] for kind in GatewayKind if kind is not GatewayKind.JOIN},
        links={origin: origins[int(origin)] for origin in LinkOrigin},
        notice=notice(),
    )


def check(facts: Facts, progress: Progress | None = None) -> NetworkCheck:
    """What the build of the network of some facts had to say.

    Raises:
        NetworkError: something that must hold does not, so that there is no network.
    """
    store = Store(folder())
    return NetworkCheck(open_network(facts, store, progress).digest, open_report(facts, store, progress))


def misfits(facts: Facts) -> tuple[Finding, ...]:
    """What the build could not fit of a user's own rows: a post without a link, an end without a node.

    Raises:
        NetworkError: the network of the facts cannot be built.
    """
    yours = frozenset[str]().union(*(facts.yours(kind) for kind in TABLES))
    if not yours:
        return ()
    found = open_report(facts, Store(folder())).findings
    return tuple(dict.fromkeys(finding for finding in found if finding.subject in yours))


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON types."""
    return {
        "kind": str(finding.kind),
        "subject": finding.subject,
        "text": finding.text,
        "lon": finding.lon,
        "lat": finding.lat,
        "km": finding.km,
        "fails": finding.is_fatal,
    }


def notice() -> str:
    """The licence notice of the base network."""
    return files("karwan.network").joinpath("base.NOTICE").read_text(encoding="utf-8")


def _cell(network: Network, index: int, ends: int) -> CellInfo:
    nodes = np.diff(network.node_first[index : index + 2])
    first, last = network.link_first[index : index + 2]
    length = float(network.link_km[first:last].sum())
    return CellInfo(network.cells[index], int(nodes[0]), int(last - first), length, ends)

"""A graph while patches are laid on it: what is taken away and what is added, until it is made whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import great_circle_km, on_sphere, polyline_km
from karwan.network.graph import Graph, Links, keeping, with_links, with_nodes
from karwan.network.record import LinkOrigin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.spatial import cKDTree

Point = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(slots=True)
class Draft:
    """Changes to a graph, gathered so that its arrays are joined once.

    Attributes:
        base: the graph before. tree: its nodes in space.
        gone: links of the base that are taken away.
        added: (a, b, km, factor, origin, gauge) of each new link.
    """

    base: Graph
    tree: cKDTree
    new: list[Point] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    added: list[tuple[int, int, float, float, LinkOrigin, int]] = field(default_factory=list)

    def point(self, node: int) -> Point:
        """Where a node lies."""
        old = len(self.base.lon)
        if node >= old:
            return self.new[node - old]
        return float(self.base.lon[node]), float(self.base.lat[node])

    def node(self, at: Point, within_km: float) -> int | None:
        """The nearest node to a point, new ones too, if it lies near enough."""
        gap, found = self.tree.query(on_sphere(*at))
        best, gap = int(found), float(gap)
        for count, (lon, lat) in enumerate(self.new):
            if (km := float(great_circle_km(*at, lon, lat))) < gap:
                best, gap = len(self.base.lon) + count, km
        return best if gap <= within_km else None

    def make(self, at: Point) -> int:
        """A new node."""
        self.new.append(at)
        return len(self.base.lon) + len(self.new) - 1

    def links(self, one: int, other: int) -> list[int]:
        """The links of the base between two nodes that are still there."""
        base = self.base
        pair = ((base.a == one) & (base.b == other)) | ((base.a == other) & (base.b == one))
        return [int(link) for link in np.flatnonzero(pair) if int(link) not in self.gone]

    def drop_added(self, one: int, other: int) -> bool:
        """Takes away links that an earlier row added between two nodes; tells whether there was one."""
        before = len(self.added)
        self.added = [row for row in self.added if {row[0], row[1]} != {one, other}]
        return len(self.added) < before

    def chain(self, nodes: Sequence[int], km: float, factor: float, origin: LinkOrigin, gauge: int) -> None:
        """Links from node to node that share a length by their great circles."""
        lon, lat = np.array([self.point(node) for node in nodes]).T
        pieces = polyline_km(lon, lat)
        whole = float(pieces.sum())
        shares = pieces / whole if whole > 0 else np.full(len(pieces), 1 / len(pieces))
        for one, other, share in zip(nodes[:-1], nodes[1:], shares, strict=True):
            if one != other:
                self.added.append((one, other, km * float(share), factor, origin, gauge))

    def whole(self) -> Graph:
        """The graph with all changes made."""
        keep = np.ones(len(self.base.a), bool)
        keep[list(self.gone)] = False
        kept = keeping(self.base, keep)
        if self.new:
            lon, lat = np.array(self.new).T
            kept = with_nodes(kept, lon, lat)
        if not self.added:
            return kept
        a, b, km, factor, origin, gauge = (np.array(column) for column in zip(*self.added, strict=True))
        links = Links(
            a.astype(np.int32),
            b.astype(np.int32),
            km.astype(float),
            LinkOrigin.PATCH,
            gauge=gauge.astype(np.int32),
            factor=factor.astype(float),
            origins=origin.astype(np.uint8),
        )
        return with_links(kept, links)


def draft(base: Graph) -> Draft:
    """A draft of a graph without any change."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - SciPy is never imported by a question once built

    return Draft(base, cKDTree(on_sphere(base.lon, base.lat)))

"""The network of one mode while it is being built: arrays that no step changes in place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karwan.network.geometry import great_circle_km
from karwan.network.record import LinkOrigin
from karwan.words.mode import Mode

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
UNKNOWN = -1
"""Territory of a node that a patch made, until the step `territories` finds it."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and undirected links of one mode.

    Attributes:
        mode: road, rail or sea. codes: names of the territories, which `territory` counts.
        lon, lat: (nodes,) degrees. territory: (nodes,) int16 index into codes, -1 where not known or at sea.
        a, b: (links,) node ids. km: (links,) length.
        factor: (links,) of the length law, not yet multiplied into km.
        origin: (links,) uint8 of LinkOrigin.
        gauge, second_gauge: (links,) mm; 0 where not known, and where there is no second one.
    """

    mode: Mode
    codes: tuple[str, ...]
    lon: Floats
    lat: Floats
    territory: NDArray[np.int16]
    a: Ints
    b: Ints
    km: Floats
    factor: Floats
    origin: NDArray[np.uint8]
    gauge: Ints
    second_gauge: Ints

    def chord_km(self) -> Floats:
        """(links,) great circles from end to end."""
        return great_circle_km(self.lon[self.a], self.lat[self.a], self.lon[self.b], self.lat[self.b])

    def degree(self) -> Ints:
        """(nodes,) number of links at each node."""
        counts = np.bincount(self.a, minlength=len(self.lon)) + np.bincount(self.b, minlength=len(self.lon))
        return counts.astype(np.int32)


@dataclass(frozen=True, slots=True)
class Links:
    """Links to be added to a graph; arrays as in Graph, without law."""

    a: Ints
    b: Ints
    km: Floats
    origin: LinkOrigin
    gauge: Ints | None = None
    second_gauge: Ints | None = None
    factor: Floats | None = None
    origins: NDArray[np.uint8] | None = None


def graph(  # noqa: PLR0913 - the columns of two tables
    mode: Mode,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    a: NDArray[np.integer],
    b: NDArray[np.integer],
    km: NDArray[np.float64],
    *,
    codes: tuple[str, ...] = (),
    territory: NDArray[np.integer] | None = None,
    factor: NDArray[np.float64] | None = None,
) -> Graph:
    """A graph of plain arrays; without territories every node is of none."""
    where = np.full(len(lon), UNKNOWN) if territory is None else territory
    return Graph(
        mode=mode,
        codes=codes,
        lon=np.asarray(lon, float),
        lat=np.asarray(lat, float),
        territory=where.astype(np.int16),
        a=np.asarray(a, np.int32),
        b=np.asarray(b, np.int32),
        km=np.asarray(km, float),
        factor=np.ones(len(a)) if factor is None else np.asarray(factor, float),
        origin=np.full(len(a), LinkOrigin.BASE, np.uint8),
        gauge=np.zeros(len(a), np.int32),
        second_gauge=np.zeros(len(a), np.int32),
    )


def with_nodes(whole: Graph, lon: Floats, lat: Floats, territory: NDArray[np.integer] | None = None) -> Graph:
    """The graph with nodes added at the end."""
    where = np.full(len(lon), UNKNOWN) if territory is None else territory
    return replace(
        whole,
        lon=np.concatenate((whole.lon, lon)),
        lat=np.concatenate((whole.lat, lat)),
        territory=np.concatenate((whole.territory, where.astype(np.int16))),
    )


def with_links(whole: Graph, links: Links) -> Graph:
    """The graph with links added at the end."""
    count = len(links.a)
    zeros = np.zeros(count, np.int32)
    origins = np.full(count, links.origin, np.uint8) if links.origins is None else links.origins
    return replace(
        whole,
        a=np.concatenate((whole.a, links.a)).astype(np.int32),
        b=np.concatenate((whole.b, links.b)).astype(np.int32),
        km=np.concatenate((whole.km, links.km)),
        factor=np.concatenate((whole.factor, np.ones(count) if links.factor is None else links.factor)),
        origin=np.concatenate((whole.origin, origins)),
        gauge=np.concatenate((whole.gauge, zeros if links.gauge is None else links.gauge)).astype(np.int32),
        second_gauge=np.concatenate(
            (whole.second_gauge, zeros if links.second_gauge is None else links.second_gauge)
        ).astype(np.int32),
    )


def keeping(whole: Graph, keep: Flags | NDArray[np.integer]) -> Graph:
    """The graph with only some of its links, in the order asked; all nodes stay."""
    return replace(
        whole,
        a=whole.a[keep],
        b=whole.b[keep],
        km=whole.km[keep],
        factor=whole.factor[keep],
        origin=whole.origin[keep],
        gauge=whole.gauge[keep],
        second_gauge=whole.second_gauge[keep],
    )


def with_law(whole: Graph) -> Graph:
    """The graph with the factors of the length law multiplied into the lengths."""
    lawful = (whole.factor != 1.0) & (whole.origin == LinkOrigin.BASE)
    return replace(
        whole,
        km=whole.km * whole.factor,
        factor=np.ones_like(whole.factor),
        origin=np.where(lawful, LinkOrigin.LAW, whole.origin).astype(np.uint8),
    )


def pieces(whole: Graph) -> tuple[int, Ints]:
    """Number of connected pieces and the piece of each node."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - SciPy is never imported by a question once built
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    size = len(whole.lon)
    matrix = coo_array((np.ones(len(whole.a), np.int8), (whole.a, whole.b)), shape=(size, size))
    count, piece = connected_components(matrix.tocsr(), directed=False)
    return int(count), piece.astype(np.int32)

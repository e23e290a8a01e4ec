"""A network while it is changed: touched cells as parts of their own, the rest as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from karwan.network.record import Cell, Gateway, Network

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Kind = TypeVar("Kind", bound=np.generic)

NOWHERE = -1
"""The node of an end in the cell of all airports, which has no nodes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A network after a change.

    Attributes:
        network: cells that the change did not touch hold what they held.
        touched: keys of the cells whose nodes, links or ends are others, new and vanished cells among them.
    """

    network: Network
    touched: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The nodes and links of one cell, nodes counted from its first.

    Attributes:
        cell: which. lon, lat: (nodes,) degrees. a, b: (links,) int32, a < b, sorted by both, each pair once.
        km: (links,) float64. origin: (links,) uint8 of LinkOrigin.
    """

    cell: Cell
    lon: Floats
    lat: Floats
    a: Ints
    b: Ints
    km: Floats
    origin: NDArray[np.uint8]


class End(NamedTuple):
    """An end: id of the gateway, key of the cell, node of the cell, km from gateway to node."""

    gateway: str
    cell: str
    node: int
    access_km: float


@dataclass(slots=True)
class Draft:
    """What a change puts in the place of what was.

    Attributes:
        before: the network before. changed: parts by key of their cell, None for a cell that is gone.
        gateways: those that are new, by id. ends: of all gateways, once they are asked for.
    """

    before: Network
    changed: dict[str, Part | None] = field(default_factory=dict)
    gateways: dict[str, Gateway] = field(default_factory=dict)
    _ends: list[End] | None = None
    _numbers: dict[str, int] = field(default_factory=dict)
    _known: dict[str, Gateway] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Numbers the cells, and indexes the gateways."""
        self._numbers = {cell.key: index for index, cell in enumerate(self.before.cells)}
        self._known = {gateway.id: gateway for gateway in self.before.gateways}

    @property
    def cells(self) -> list[Cell]:
        """All cells as they are now, sorted by key."""
        kept = [cell for cell in self.before.cells if cell.key not in self.changed]
        return sorted(
            (*kept, *(part.cell for part in self.changed.values() if part)), key=lambda one: one.key
        )

    def part(self, key: str) -> Part:
        """A cell as it is now.

        Raises:
            KeyError: it is no more.
        """
        if key in self.changed:
            part = self.changed[key]
            if part is None:
                raise KeyError(key)
            return part
        return part_of(self.before, self._numbers[key])

    def has(self, key: str) -> bool:
        """Whether there is such a cell now."""
        return self.changed[key] is not None if key in self.changed else key in self._numbers

    def put(self, part: Part) -> None:
        """Puts a part in the place of the cell of its key."""
        self.changed[part.cell.key] = part

    def drop(self, key: str) -> None:
        """Takes a cell away; its ends must be gone."""
        self.changed[key] = None

    @property
    def ends(self) -> list[End]:
        """All ends, to be changed in place by `replace_ends`."""
        if self._ends is None:
            self._ends = _ends_of(self.before)
        return self._ends

    def ends_in(self, key: str) -> list[End]:
        """The ends in one cell."""
        return [end for end in self.ends if end.cell == key]

    def replace_ends(self, key: str, ends: Iterable[End]) -> None:
        """Puts ends (of any cells) in the place of those in one cell."""
        fresh = list(ends)
        self._ends = [end for end in self.ends if end.cell != key] + fresh
        self._touched |= {key, *(end.cell for end in fresh)}

    def add_end(self, end: End) -> None:
        """Adds an end."""
        self.ends.append(end)
        self._touched.add(end.cell)

    def gateway(self, name: str) -> Gateway | None:
        """The gateway of an id as it is now."""
        return self.gateways.get(name) or self._known.get(name)

    def done(self, *what: object) -> Changed:
        """The changed network.

        Args:
            what: the change in words and numbers, which with the network before gives its digest.
        """
        touched = frozenset(self._touched | self.changed.keys())
        return Changed(_whole(self, digest_of(self.before.digest, *what)), touched)


def digest_of(before: str, *what: object) -> str:
    """Hash of a network and of what was done to it."""
    return hashlib.sha256(f"{before}\n{what!r}".encode()).hexdigest()


def part_of(network: Network, cell: int) -> Part:
    """The nodes and links of one cell of a network."""
    nodes = slice(network.node_first[cell], network.node_first[cell + 1])
    links = slice(network.link_first[cell], network.link_first[cell + 1])
    base = network.node_first[cell]
    return Part(
        network.cells[cell],
        network.node_lon[nodes],
        network.node_lat[nodes],
        network.link_a[links] - base,
        network.link_b[links] - base,
        network.link_km[links],
        network.link_origin[links],
    )


def tidy(part: Part) -> Part:
    """The part with its links as a network has them: sorted, the shortest of parallel ones, no loops."""
    a, b = np.minimum(part.a, part.b), np.maximum(part.a, part.b)
    order = np.lexsort((part.origin, part.km, b, a))
    a, b = a[order], b[order]
    keep = a != b
    keep[1:] &= (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    order = order[keep]
    return replace(
        part,
        a=a[keep].astype(np.int32),
        b=b[keep].astype(np.int32),
        km=part.km[order],
        origin=part.origin[order],
    )


def with_nodes(part: Part, keep: NDArray[np.bool_]) -> tuple[Part, Ints]:
    """The part with some of its nodes, which must hold all its links; and the new number of each node."""
    number = (np.cumsum(keep) - 1).astype(np.int32)
    number[~keep] = NOWHERE
    slim = replace(part, lon=part.lon[keep], lat=part.lat[keep], a=number[part.a], b=number[part.b])
    return slim, number


def _ends_of(network: Network) -> list[End]:
    cells, first = network.cells, network.node_first.tolist()
    return [
        End(network.gateways[gate].id, cells[cell].key, node - first[cell] if node >= 0 else NOWHERE, away)
        for gate, cell, node, away in zip(
            network.end_gateway.tolist(),
            network.end_cell.tolist(),
            network.end_node.tolist(),
            network.end_access_km.tolist(),
            strict=True,
        )
    ]


def _whole(draft: Draft, digest: str) -> Network:
    """The record: cells, gateways and ends sorted as the build sorts them."""
    before, cells = draft.before, draft.cells
    parts = [draft.part(cell.key) for cell in cells]
    node_first = np.cumsum([0, *(part.lon.size for part in parts)])
    ends = draft.ends
    every = {gateway.id: gateway for gateway in before.gateways} | draft.gateways
    gateways = sorted(every.values(), key=lambda gate: gate.id)
    place, order = _numbered(cell.key for cell in cells), _numbered(gate.id for gate in gateways)
    rows = sorted((order[end.gateway], place[end.cell], end.node, end.access_km) for end in ends)
    of_cell = [cell for _, cell, _, _ in rows]
    nodes = [int(node_first[cell]) + node if node >= 0 else NOWHERE for _, cell, node, _ in rows]
    bases = node_first[:-1].astype(np.int32)
    return Network(
        digest=digest,
        cells=tuple(cells),
        node_first=_frozen(node_first, np.int32),
        node_lon=_joined((part.lon for part in parts), np.float64),
        node_lat=_joined((part.lat for part in parts), np.float64),
        link_first=_frozen(np.cumsum([0, *(part.a.size for part in parts)]), np.int32),
        link_a=_joined((part.a + base for part, base in zip(parts, bases, strict=True)), np.int32),
        link_b=_joined((part.b + base for part, base in zip(parts, bases, strict=True)), np.int32),
        link_km=_joined((part.km for part in parts), np.float64),
        link_origin=_joined((part.origin for part in parts), np.uint8),
        gateways=tuple(gateways),
        end_gateway=_frozen([gate for gate, _, _, _ in rows], np.int32),
        end_cell=_frozen(of_cell, np.int32),
        end_node=_frozen(nodes, np.int32),
        end_access_km=_frozen([away for _, _, _, away in rows], np.float64),
    )


def _numbered(names: Iterable[str]) -> Mapping[str, int]:
    return {name: index for index, name in enumerate(names)}


def _joined(arrays: Iterable[NDArray[Kind]], kind: type[Kind]) -> NDArray[Kind]:
    return _frozen(np.concatenate([np.empty(0, kind), *arrays]), kind)


def _frozen(values: ArrayLike, kind: type[Kind]) -> NDArray[Kind]:
    array = np.ascontiguousarray(values, dtype=kind)
    array.setflags(write=False)
    return array

"""What the build of the network gives: cells, nodes, links, gateways. A frozen record, no verbs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from karwan.words.mode import Mode


class LinkOrigin(IntEnum):
    """Where a link and its length come from."""

    BASE = 0  # the base network's own length
    LAW = 1  # the base network's length times the factor of the length law
    PATCH = 2  # a row of `patches` gives it
    HEAL = 3  # two dead ends joined by rule
    SPLIT = 4  # access of a gateway to its foot point


class GatewayKind(StrEnum):
    """What a gateway is."""

    POST = "post"  # a crossing of the table
    UNLISTED = "unlisted"  # links cross a boundary, and no row of the table is there
    GAUGE = "gauge"  # two gauges of one territory meet
    TERMINAL = "terminal"  # road and rail meet
    PORT = "port"
    AIRPORT = "airport"
    PASSAGE = "passage"  # two basins of the sea meet
    FERRY = "ferry"  # end of a ferry that carries trucks or wagons on a way of its own
    JOIN = "join"  # where a stretch with rates of its own, or a line that is added, meets the rest: no stop


@dataclass(frozen=True, slots=True)
class Cell:
    """The links of one mode within one territory (and gauge, or basin), over which rates are uniform.

    Attributes:
        key: `road:PK`, `rail:KZ:1520`, `sea:red_sea`, `air`, `ferry:lake-van`; unique, sorted. What a change
            of the network made ends in its id: `road:PK:jalalabad`.
        mode: mode of its links.
        territory: code of the territory or border union; None at sea and in the air.
        gauge_mm: for rail, else None.
        basin: for sea, else None.
        service: id of the ferry whose own way it is, or of the change that gave a stretch or a line a cell of
            its own; else None.
        parent: key of the cell that a stretch was split off from; None for all else.
    """

    key: str
    mode: Mode
    territory: str | None = None
    gauge_mm: int | None = None
    basin: str | None = None
    service: str | None = None
    parent: str | None = None

    @property
    def is_ferry(self) -> bool:
        """Whether it is a ferry's own way: it lies in no territory and no basin."""
        return self.service is not None and self.territory is None and self.basin is None

    @property
    def rated_as(self) -> tuple[str, ...]:
        """Names under which tables may hold its figures, the most special first."""
        return tuple(name for name in (self.service, self.basin, self.territory) if name)


@dataclass(frozen=True, slots=True)
class Gateway:
    """A point at which a shipment may leave a cell.

    Attributes:
        id: id of the row of `crossings`, `gateways` or `basins` (passages); `unlisted-...` and `gauge-...`
            where the build found one that no table names.
        kind: see GatewayKind. name: as shown. lon, lat: where it lies on the network.
        territories: of its sides, in the order of the table (one for terminals and ports, none for passages).
    """

    id: str
    kind: GatewayKind
    name: str
    lon: float
    lat: float
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Cells that share no node, and the gateways that join them.

    Nodes and links are sorted by cell: those of cell `c` are `node_first[c]:node_first[c + 1]` and
    `link_first[c]:link_first[c + 1]`. A cell is connected to others through ends alone: an end is a gateway
    as seen from one cell. A border post has an end in a cell of each side, a terminal one in its road
    and one in its rail cell, a passage one in each basin. Ends of one gateway are neighbours.

    Attributes:
        digest: hash of all inputs; names the stored file.
        cells: sorted by key; the last axis of every `_first` array is len(cells) + 1.
        node_first, node_lon, node_lat: (nodes,) float64 degrees.
        link_first, link_a, link_b: (links,) int32 node ids of one cell, undirected.
        link_km: (links,) float64, length after patches and law.
        link_origin: (links,) uint8 of LinkOrigin.
        gateways: sorted by id.
        end_gateway, end_cell, end_node: (ends,) int32; end_node is -1 in the cell `air`, which has no links.
        end_access_km: (ends,) float64, from the gateway to its node.
    """

    digest: str
    cells: tuple[Cell, ...]
    node_first: NDArray[np.int32]
    node_lon: NDArray[np.float64]
    node_lat: NDArray[np.float64]
    link_first: NDArray[np.int32]
    link_a: NDArray[np.int32]
    link_b: NDArray[np.int32]
    link_km: NDArray[np.float64]
    link_origin: NDArray[np.uint8]
    gateways: tuple[Gateway, ...]
    end_gateway: NDArray[np.int32]
    end_cell: NDArray[np.int32]
    end_node: NDArray[np.int32]
    end_access_km: NDArray[np.float64]

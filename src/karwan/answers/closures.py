"""What can be closed alone: each post, port, terminal, strait and territory, and what that closes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.answers.ground import Ground
from karwan.network.record import GatewayKind
from karwan.words.mode import Mode

TERRITORY = "territory"
# How a planner calls what the network knows by another word.
KINDS = {GatewayKind.PASSAGE: "strait", GatewayKind.GAUGE: "break of gauge"}

Int = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """One thing closed: `kind` as planners say it, `id` of a gateway or code of a territory.

    `transfers` of the overlay no longer pass: all of the gateway, or all by which the territory is entered
    and left. `is_rail`: whether railways alone meet there.
    """

    kind: str
    id: str
    transfers: Int
    is_rail: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Closable:
    """All that can be closed, by number.

    Attributes:
        gateways: one for each gateway of the network; that of a join closes nothing.
        is_join: (gateways,) whether each is a join. territories: one for each code, in order.
        area: (cells,) int32, the number of the territory of each cell; -1 for none.
    """

    gateways: tuple[Closure, ...]
    is_join: NDArray[np.bool_]
    territories: tuple[Closure, ...]
    area: Int

    @property
    def closures(self) -> tuple[Closure, ...]:
        """Those of gateways, then those of territories."""
        return self.gateways + self.territories


def closable(ground: Ground) -> Closable:
    """What can be closed on the network of a ground."""
    overlay = ground.overlay
    order = np.argsort(overlay.transfer_gateway, kind="stable").astype(np.int32)
    first = np.searchsorted(overlay.transfer_gateway[order], np.arange(len(ground.gateways) + 1))
    is_join = np.array([gateway.kind is GatewayKind.JOIN for gateway in ground.gateways], np.bool_)
    last = np.where(is_join, first[:-1], first[1:])  # nobody closes a join
    rail = np.array([cell.mode is Mode.RAIL for cell in ground.cells], np.bool_)
    all_rail = (
        rail[overlay.vertex_cell[overlay.transfer_from]] & rail[overlay.vertex_cell[overlay.transfer_to]]
    )
    gateways = tuple(
        Closure(
            KINDS.get(gateway.kind, str(gateway.kind)),
            gateway.id,
            order[first[at] : last[at]],
            bool(all_rail[order[first[at] : last[at]]].all()),
        )
        for at, gateway in enumerate(ground.gateways)
    )
    codes = sorted({cell.territory for cell in ground.cells if cell.territory})
    number = {code: at for at, code in enumerate(codes)}
    area = np.array([number.get(cell.territory or "", -1) for cell in ground.cells], np.int32)
    sides = area[overlay.vertex_cell[overlay.transfer_from]], area[overlay.vertex_cell[overlay.transfer_to]]
    gates = ~is_join[overlay.transfer_gateway]
    territories = tuple(
        Closure(
            TERRITORY, code, np.flatnonzero(gates & ((sides[0] == at) | (sides[1] == at))).astype(np.int32)
        )
        for at, code in enumerate(codes)
    )
    return Closable(gateways, is_join, territories, area)

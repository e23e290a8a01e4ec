"""Gives gateways ends in cells: a post where a road now crosses, a terminal, a berth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from karwan.errors import InputError
from karwan.network.change.draft import NOWHERE, Changed, Draft, End, Part
from karwan.network.change.feet import Foot, cut, foot
from karwan.network.ends import LAND_KM, SEA_KM
from karwan.network.record import Cell, Gateway, Network
from karwan.words.mode import Mode

GAUGE_KM = 3.0
"""A gateway reaches every gauge that comes at most so much less near than the nearest one."""


@dataclass(frozen=True, slots=True)
class Want:
    """An end that a gateway is to have.

    Attributes:
        mode: of the cell. territory: code of it (or of its border union); None for any, and at sea and in
            the air. gauge_mm: for rail, if only this gauge is meant. within_km: how far the links may be.
    """

    mode: Mode
    territory: str | None = None
    gauge_mm: int | None = None
    within_km: float | None = None

    @property
    def reach_km(self) -> float:
        """How far the links may be: as in the build, if not said."""
        if self.within_km is not None:
            return self.within_km
        return SEA_KM if self.mode is Mode.SEA else LAND_KM

    def fits(self, cell: Cell) -> bool:
        """Whether a cell is one of those meant."""
        return (
            cell.mode is self.mode
            and not cell.is_ferry
            and self.territory in (None, cell.territory)
            and self.gauge_mm in (None, cell.gauge_mm)
        )


def give_ends(network: Network, gateway: Gateway, wants: Sequence[Want]) -> Changed:
    """The network with a gateway, known or new, that reaches cells near it.

    Each want is met at the nearest point of the links of the cells that it means, which becomes a node; by
    rail in every gauge that comes about as near. A cell in which the gateway has an end stays as it is.

    Args:
        network: before.
        gateway: where it lies counts; of one that the network knows nothing else does.
        wants: cells to reach.

    Raises:
        InputError: nothing that is wanted lies near enough; all such wants are told at once.
    """
    draft = Draft(network)
    has = {end.cell for end in draft.ends if end.gateway == gateway.id}
    unmet = []
    added = []
    for want in wants:
        found = list(_met(draft, gateway, want))
        if not found:
            unmet.append(f"no {_told(want)} within {want.reach_km:g} km of {gateway.name}")
        added += [(key, at) for key, at in found if key not in has]
        has |= {key for key, _ in found}
    if unmet:
        raise InputError("\n".join(f"{text}; move it, or let it reach farther" for text in unmet))
    if not added:
        return Changed(network, frozenset())
    if draft.gateway(gateway.id) is None:
        draft.gateways[gateway.id] = gateway
    for key, at in added:
        meet(draft, gateway.id, key, at)
    return draft.done("ends", astuple(gateway), [astuple(want) for want in wants])


def meet(draft: Draft, gateway: str, key: str, at: Foot | None) -> None:
    """Gives a gateway an end in a cell, at a foot point; at no node where it has no links."""
    if at is None:
        draft.add_end(End(gateway, key, NOWHERE, 0.0))
        return
    grown, node = cut(draft.part(key), at)
    draft.put(grown)
    draft.add_end(End(gateway, key, node, at.away_km))


def _met(draft: Draft, gateway: Gateway, want: Want) -> Iterator[tuple[str, Foot | None]]:
    """Cells that meet a want, with the foot point in each."""
    cells = [cell for cell in draft.cells if want.fits(cell)]
    if want.mode is Mode.AIR:
        yield from ((cell.key, None) for cell in cells)
        return
    best: dict[int | None, tuple[float, str, Foot]] = {}
    for part in (draft.part(cell.key) for cell in cells):
        at = foot(part, gateway.lon, gateway.lat, want.reach_km)
        if (
            at is not None
            and (at.cost_km, part.cell.key) < best.get(part.cell.gauge_mm, (float("inf"), ""))[:2]
        ):
            best[part.cell.gauge_mm] = at.cost_km, part.cell.key, at
    limit = min((cost for cost, _, _ in best.values()), default=0.0) + GAUGE_KM
    yield from ((key, at) for cost, key, at in best.values() if cost <= limit)


def _told(want: Want) -> str:
    what = f"{want.mode}" + (f" of {want.gauge_mm} mm" if want.gauge_mm else "")
    return f"{what} in {want.territory}" if want.territory else what


def parts_of(draft: Draft, mode: Mode, territory: str | None) -> list[Part]:
    """The cells of a mode in a territory, of any gauge, as they are now."""
    want = Want(mode, territory)
    return [draft.part(cell.key) for cell in draft.cells if want.fits(cell)]

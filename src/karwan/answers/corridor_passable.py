"""Where a stretch of a corridor may run: prices without loading, cells by mode and territory, named posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from karwan.answers.barriers import liftable_transfers
from karwan.answers.ground import Ground
from karwan.facts.rows import Territory, Waypoint
from karwan.network.record import Gateway, GatewayKind
from karwan.operations.permission import Calendar
from karwan.operations.priced import Priced, price
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.sphere import distance_km
from karwan.words.weights import Weights

Bools = NDArray[np.bool_]

# A waypoint so near a post stands for it.
_BESIDE_KM = 15.0


@dataclass(frozen=True)
class Passable:
    """Masks over cells and transfers of the overlay, for one shipment and day."""

    state: State
    ground: Ground
    days: Calendar

    def cells_by(self, mode: Mode) -> Bools:
        """(cells,) those of a mode."""
        return np.array([cell.mode is mode for cell in self.ground.cells], np.bool_)

    def cells_of(self, pair: Sequence[Waypoint], mode: Mode) -> Bools:
        """(cells,) those of a mode in the territories of two waypoints; at sea and in the air all."""
        homes = {self.homes.get(end.territory or "") for end in pair}
        return np.array(
            [
                cell.mode is mode and (cell.territory is None or cell.territory in homes)
                for cell in self.ground.cells
            ],
            np.bool_,
        )

    def at_named(self, pair: Sequence[Waypoint], mode: Mode) -> Bools:
        """(transfers,) those at the gateways that two waypoints name, or stand beside."""
        named = {name for end in pair for name in self._named(end, mode)}
        return np.array([gateway.id in named for gateway, _, _ in self.ground.passings], np.bool_)

    def _named(self, waypoint: Waypoint, mode: Mode) -> Iterator[str]:
        """The gateway that a waypoint names; if that is no post, the post beside it."""
        if waypoint.via:
            yield waypoint.via
        if waypoint.via in self._posts[mode]:
            return
        near = (
            (distance_km(post.lon, post.lat, waypoint.lon, waypoint.lat), post.id)
            for post in self._posts[mode].values()
        )
        km, post = min(near, default=(np.inf, ""))
        if km <= _BESIDE_KM:
            yield post

    def beside_named(self, named: Bools) -> Bools:
        """(transfers,) those between two territories for which a waypoint names another post."""
        pairs = {
            frozenset((before.key, after.key))
            for is_named, (_, before, after) in zip(named, self.ground.passings, strict=True)
            if is_named and before.territory != after.territory and before.mode is after.mode
        }
        pair_of = [frozenset((before.key, after.key)) for _, before, after in self.ground.passings]
        is_pair: Bools = np.array([pair in pairs for pair in pair_of], np.bool_)
        return ~named & is_pair

    @cached_property
    def weights(self) -> Weights:
        """Dollars, and hours at the shipment's value of time."""
        return Weights(1.0, self.ground.shipment.value_of_time_usd_h)

    @cached_property
    def priced(self) -> Priced:
        """Prices without loading: at a waypoint nothing is loaded."""
        ground = self.ground
        priced = price(ground.book, self.days, ground.cells, ground.passings, ground.shipment)
        nothing = np.zeros_like(priced.start_costs)
        return replace(priced, start_costs=nothing, finish_costs=nothing)

    @cached_property
    def liftable(self) -> Bools:
        """(transfers,) open, or shut by what may be lifted."""
        return liftable_transfers(self.ground, self.days).astype(np.bool_)

    @cached_property
    def _posts(self) -> Mapping[Mode, Mapping[str, Gateway]]:
        """Posts of the network by mode and id."""
        posts: dict[Mode, dict[str, Gateway]] = {mode: {} for mode in Mode}
        for gateway, before, _ in self.ground.passings:
            if gateway.kind is GatewayKind.POST:
                posts[before.mode][gateway.id] = gateway
        return posts

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The code that cells bear of each territory: that of its border union, if it has one."""
        return {row.id: row.border_union or row.id for row in self.state.facts.rows(Territory)}

"""What changes of trucks that no way is spared add to each transfer, by the ends of a shipment (rules, 5.7).

Whose truck may run where depends on the ends of the goods. So what holds whatever they are is found once. For
two ends their own borders are looked at again, where trucks carry for the place itself; at the others no more
can change than that the truck of an end runs through.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from karwan.answers.ground import Ground
from karwan.network.record import Cell
from karwan.operations.admission import Trucks
from karwan.operations.change_of_trucks import cost_of_change, is_change_sure
from karwan.words.mode import Mode

Ends = tuple[str | None, str | None]


class TruckChanges:
    """Changes of trucks of one shipment on one day.

    Args:
        ground: its ends are not looked at.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._beside: dict[str | None, list[int]] = defaultdict(list)
        for transfer, (_, before, after) in enumerate(ground.passings):
            if _is_border(before, after):
                for code in (before.territory, after.territory):
                    self._beside[code].append(transfer)
        self._trucks = ground.trucks.between((None, None))
        borders = {transfer for each in self._beside.values() for transfer in each}
        self._usual = frozenset(each for each in borders if self._is_sure(self._trucks, each))
        self._known: dict[Ends, frozenset[int]] = {}
        self._spared: dict[str, frozenset[int]] = {}
        self._costs: dict[frozenset[int], NDArray[np.float64]] = {}

    def at(self, ends: Ends) -> frozenset[int]:
        """The transfers at which goods between two territories change trucks on any way."""
        if ends not in self._known:
            trucks = self._trucks.between(ends)
            codes = [code for code in ends if code]
            near = frozenset(transfer for code in codes for transfer in self._beside.get(code, ()))
            own = frozenset(transfer for transfer in near if self._is_sure(trucks, transfer))
            self._known[ends] = self._usual.difference(near, *map(self._spared_by, codes)) | own
        return self._known[ends]

    def _is_sure(self, trucks: Trucks, transfer: int) -> bool:
        return is_change_sure(trucks, self._ground.passings[transfer])

    def _spared_by(self, home: str) -> frozenset[int]:
        """The usual changes that a truck of some home makes needless as it runs through."""
        if home not in self._spared:
            trucks = self._trucks
            sides = ((each, *self._ground.passings[each]) for each in self._usual)
            self._spared[home] = frozenset(
                transfer
                for transfer, gateway, before, after in sides
                if trucks.refusal(home, before.territory or "") is None
                and trucks.refusal(home, after.territory or "", gateway.id) is None
            )
        return self._spared[home]

    def costs(self, transfers: frozenset[int]) -> NDArray[np.float64]:
        """(transfers, 3) hours, US dollars and kg CO2e of changes at some of them."""
        if transfers not in self._costs:
            ground = self._ground
            costs = np.zeros((len(ground.passings), 3))
            for transfer in transfers:
                costs[transfer] = cost_of_change(ground.book, ground.passings[transfer], ground.shipment)
            self._costs[transfers] = costs
        return self._costs[transfers]


def _is_border(before: Cell, after: Cell) -> bool:
    is_by_road = before.mode is Mode.ROAD and after.mode is Mode.ROAD
    return is_by_road and before.territory != after.territory

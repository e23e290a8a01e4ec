"""Questions for the cases: the default shipment at today's prices, between places drawn by lot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from benchmarks import ground
from karwan.answers.ground import passings_of
from karwan.facts.places import find
from karwan.operations.cargo import shipment_of
from karwan.operations.permission import calendar
from karwan.operations.priced import Priced, price
from karwan.routing import question
from karwan.routing.attach import attach
from karwan.routing.overlay import Overlay
from karwan.state import State
from karwan.words.mode import Mode

DRAWN = 60
Pair = tuple[ground.Placed, ground.Placed]


@dataclass(frozen=True, slots=True)
class World:
    """The shipped state with the prices of one 40 ft container today.

    Attributes:
        state, overlay: as opened. priced: as the tables have it today. weights: US dollars an hour, a dollar,
            a kg. places: joined to roads and railways, drawn by lot. named: the pairs that have a name.
    """

    state: State
    overlay: Overlay
    priced: Priced
    weights: NDArray[np.float64]
    places: list[ground.Placed]
    named: list[Pair]

    def ends(self, pair: Pair) -> question.Ends:
        """The first and last legs of a pair."""
        return question.ends(self.overlay, self.priced, pair[0].attachments, pair[1].attachments)

    def drawn(self, count: int) -> list[Pair]:
        """Pairs of two different places, the same each time."""
        return [(self.places[a], self.places[b]) for a, b in self.draws(count)]

    def draws(self, count: int) -> list[tuple[int, int]]:
        """The same by number."""
        draws = ground.lot().integers(0, len(self.places), (4 * count, 2))
        return [(a, b) for a, b in draws.tolist() if a != b][:count]


def world(count: int = DRAWN) -> World:
    """Opened, priced, so many places joined."""
    now = ground.state()
    shipment = shipment_of(now.facts)
    passings = passings_of(now.network.gateways, now.network.cells, now.overlay)
    priced = price(now.book, calendar(now.facts, date.today()), now.network.cells, passings, shipment)  # noqa: DTZ011
    weights = np.array([shipment.value_of_time_usd_h, 1.0, 0.0])
    modes = (Mode.ROAD, Mode.RAIL)
    places = ground.placed(now, ground.shuffled(now), count, now.overlay, now.network, *modes)
    return World(now, now.overlay, priced, weights, places, [_named(now, *pair) for pair in ground.NAMED])


def _named(now: State, *names: str) -> Pair:
    links = ground.links_of(now.network)
    pair = []
    for name in names:
        place = find(name, now.facts)
        ends = attach(now.overlay, links.__getitem__, place.lon, place.lat, ground.REACH_KM)
        pair.append(ground.Placed(name, place.lon, place.lat, ends))
    return pair[0], pair[1]

"""What stands in a way, as masks for the search and as reasons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karwan.answers import fit
from karwan.answers.compose import Way
from karwan.answers.ground import Ground
from karwan.answers.question import AVOID_KM, Exclusions, RoutesQuestion
from karwan.network.record import Cell, Gateway, GatewayKind
from karwan.operations.permission import Calendar, Reason
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.sphere import distance_km

# What is said of a way that the user does not want.
EXCLUDED = "excluded by the user"


def allowed_cells(ground: Ground, excluded: Exclusions) -> NDArray[np.bool_]:
    """(cells,) whether the user and the limits on the shipment let a cell be used."""
    return np.array([not cell_barriers(ground, cell, excluded) for cell in ground.cells], np.bool_)


def open_transfers(ground: Ground, days: Calendar, excluded: Exclusions) -> NDArray[np.bool_]:
    """(transfers,) whether a transfer is open today, to this shipment too, and not excluded."""
    return np.array(
        [not transfer_barriers(ground, passing, days, excluded) for passing in ground.passings], np.bool_
    )


def liftable_transfers(ground: Ground, days: Calendar) -> NDArray[np.bool_]:
    """(transfers,) what would be open if every barrier that can be lifted were."""
    found = (
        days.barrier(gateway, (before.territory, after.territory))
        for gateway, before, after in ground.passings
    )
    return np.array([reason is None or reason.is_liftable for reason in found], np.bool_)


def barriers(ground: Ground, way: Way, days: Calendar, excluded: Exclusions) -> tuple[Reason, ...]:
    """Every barrier in the cells and at the gateways of a way, each once, in order of travel."""
    reasons = [reason for cell, _ in way.runs for reason in cell_barriers(ground, cell, excluded)]
    for transfer in way.transfers:
        reasons += transfer_barriers(ground, ground.passings[transfer], days, excluded)
    return tuple(dict.fromkeys(reasons))


def way_barriers(ground: Ground, way: Way, question: RoutesQuestion) -> list[Reason]:
    """What bars a composed way as a whole and cannot be told from one cell or transfer; [] if nothing does.

    Every way that the search finds is asked before it is offered; one with a reason stands among the ways
    not offered, unless its family has another way. Each kind of reason is a pure function of its own and one
    line here: `reasons += ...`. Figures are `ground.book`, tables `ground.book.facts`.
    """
    del question
    passings = [ground.passings[transfer] for transfer in way.transfers]
    reasons = ground.law.on_way(passings, way.route.territories)
    reasons += _unserved(ground, way)
    reasons += fit.shelf_life(ground, way)
    return reasons


def _unserved(ground: Ground, way: Way) -> list[Reason]:
    """The legs over the water that no ship serves (docs/rules, 5.10)."""
    at_sea = ((leg.origin, leg.destination) for leg in way.route.legs if leg.mode is Mode.SEA)
    return [reason for ends in at_sea if (reason := ground.running.link(*ends)) is not None]


def transfer_barriers(
    ground: Ground, passing: tuple[Gateway, Cell, Cell], days: Calendar, excluded: Exclusions
) -> list[Reason]:
    """What shuts one transfer: the state of the gateway, the user, the law, limits."""
    gateway, before, after = passing
    if gateway.kind is GatewayKind.JOIN:
        return []
    found = days.barrier(gateway, (before.territory, after.territory))
    reasons = [] if found is None else [found]
    if gateway.id in excluded.gateways or any(_is_near(gateway, place) for place in excluded.places):
        reasons.append(Reason(EXCLUDED, gateway.id))
    reasons += ground.law.at(passing)
    return reasons + fit.gateway_limits(ground, passing)


def cell_barriers(ground: Ground, cell: Cell, excluded: Exclusions) -> list[Reason]:
    """What shuts a cell: the user, a ferry that does not run, limits."""
    reasons = (_cell_barrier(cell, excluded), ground.running.ferries.get(cell.key))
    return [reason for reason in reasons if reason is not None] + fit.cell_limits(ground, cell)


def _cell_barrier(cell: Cell, excluded: Exclusions) -> Reason | None:
    if cell.mode in excluded.modes:
        return Reason(EXCLUDED, cell.mode)
    for name, names in ((cell.territory, excluded.territories), (cell.basin, excluded.basins)):
        if name and name in names:
            return Reason(EXCLUDED, name)
    return None


def _is_near(gateway: Gateway, place: Place) -> bool:
    return distance_km(gateway.lon, gateway.lat, place.lon, place.lat) <= AVOID_KM

"""Gates where tracks of two gauges of one territory meet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.gates import Gate, Reach
from karwan.network.geometry import great_circle_km
from karwan.network.graph import Graph, keeping, pieces
from karwan.network.record import Gateway, GatewayKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from karwan.network.territory import Unions

STATION_KM = 20.0
"""A gauge-change station of the table is the break of gauge within this distance."""
CROWD_KM = 50.0
"""Of breaks nearer to each other than this, one stands for all."""


def breaks(
    whole: Graph, gates: Sequence[Gate], stations: AbstractSet[str], union: Unions
) -> tuple[Gate, ...]:
    """All gates, with one more for each break of gauge that no gauge-change station of the table is.

    Nodes with tracks of two gauges that hang together are one break: a train may change anywhere along them.
    It stands where a track of one gauge alone begins, which is where the second gauge of a stretch ends.
    A station of the table nearby takes it over, if it does not reach both gauges anyway. Where breaks crowd
    (a high-speed line that shares stations), the first within a distance stands for the others.

    Args:
        whole: rail with gauges, no link of which joins two unions.
        gates: all gates so far.
        stations: ids of those that change gauge.
        union: which territories count as one.
    """
    all_gates = list(gates)
    near = [index for index, gate in enumerate(all_gates) if gate.gateway.id in stations]
    side = union.at(whole.territory)
    made: list[tuple[str, float, float]] = []
    for node in _where(whole):
        name = union.name(int(side[node]))
        lon, lat = float(whole.lon[node]), float(whole.lat[node])
        at_home = [index for index in near if name in all_gates[index].gateway.territories]
        station = _nearest(at_home, all_gates, lon, lat)
        if station is not None:
            all_gates[station] = _taken_over(whole, all_gates[station], node)
        elif not any(name == other and _km(lon, lat, *place) < CROWD_KM for other, *place in made):
            made.append((name, lon, lat))
            gate_id = f"gauge-{name}-{lat:.2f},{lon:.2f}".lower()
            text = f"break of gauge at {lat:.2f},{lon:.2f}"
            gateway = Gateway(gate_id, GatewayKind.GAUGE, text, lon, lat, (name,))
            all_gates.append(Gate(gateway, (Reach(whole.mode, node),)))
    return tuple(all_gates)


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float(great_circle_km(lon, lat, other_lon, other_lat))


def _taken_over(whole: Graph, gate: Gate, node: int) -> Gate:
    """The station with the break as its place on the rails, if it does not reach both gauges anyway."""
    rail = [reach for reach in gate.reaches if reach.mode is whole.mode]
    if len({reach.gauge_mm for reach in rail}) >= 2 or any(not reach.gauge_mm for reach in rail):  # noqa: PLR2004
        return gate
    others = tuple(reach for reach in gate.reaches if reach.mode is not whole.mode)
    return replace(gate, reaches=(*others, Reach(whole.mode, node)))


def _nearest(among: Sequence[int], gates: Sequence[Gate], lon: float, lat: float) -> int | None:
    away = [_km(gates[i].gateway.lon, gates[i].gateway.lat, lon, lat) for i in among]
    if not away or min(away) > STATION_KM:
        return None
    return among[int(np.argmin(away))]


def _where(whole: Graph) -> list[int]:
    """One node for each set of neighbouring nodes with two gauges, in the order of the nodes."""
    double = whole.second_gauge > 0
    low, high = np.full(len(whole.lon), np.iinfo(np.int32).max), np.zeros(len(whole.lon), np.int64)
    single = np.zeros(len(whole.lon), bool)
    for ends in (whole.a, whole.b):
        np.minimum.at(low, ends, whole.gauge)
        np.maximum.at(high, ends, whole.gauge)
        np.minimum.at(low, ends[double], whole.second_gauge[double])
        np.maximum.at(high, ends[double], whole.second_gauge[double])
        single[ends[~double]] = True
    has_both = (high > low) & (high > 0)
    _, piece = pieces(keeping(whole, has_both[whole.a] & has_both[whole.b]))
    chosen: dict[int, int] = {}
    for node in [*np.flatnonzero(has_both & single).tolist(), *np.flatnonzero(has_both).tolist()]:
        chosen.setdefault(int(piece[node]), node)
    return sorted(chosen.values())

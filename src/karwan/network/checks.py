"""What a network must hold and what it should: small checks, each a list of findings."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.ends import BERTH_KM
from karwan.network.flat import Flat, Point, flat
from karwan.network.geometry import great_circle_km, on_sphere
from karwan.network.report import Finding, Kind
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from karwan.facts.rows import PlaceRow, Waypoint
    from karwan.network.record import Network

MODES = (Mode.ROAD, Mode.RAIL, Mode.SEA)
PIECE_KM = 500.0
"""Pieces of a mode that are told one by one are at least so long."""
DETOUR = 2.5
"""Neighbouring towns should not lie so many times farther apart by road than by air."""
NEIGHBOURS, NEAR_KM, FAR_KM = 6, 15.0, 150.0
"""Neighbours of a town: so many nearest ones, at least and at most so far away."""
TOWN = 20_000
"""Towns from so many people on are compared with their neighbours."""
ACCESS_KM = 8.0
"""A town whose nearest road is farther than this is not compared."""


def checked(
    network: Network, waypoints: Sequence[Waypoint], closed: Mapping[str, str], towns: Sequence[PlaceRow]
) -> tuple[Finding, ...]:
    """All findings about a network that is built.

    Args:
        network: the record.
        waypoints: of the corridors, in order.
        closed: corridors that are planned or shut as a whole, by id.
        towns: of the gazetteer.
    """
    flats = {mode: flat(network, mode) for mode in MODES}
    return (
        *(finding for mode in MODES for finding in pieces(flats[mode], network)),
        *legs(flats, waypoints, closed, ferries(network)),
        *unreached(flats[Mode.ROAD], towns),
        *detours(flats[Mode.ROAD], towns),
    )


def pieces(whole: Flat, network: Network) -> list[Finding]:
    """The connected pieces of a mode: how many there are, and the long ones."""
    lengths = whole.piece_km
    count, total = int((lengths > 0).sum()), float(lengths.sum())
    found: list[Finding] = []
    for piece in np.argsort(-lengths, kind="stable").tolist():
        if lengths[piece] < PIECE_KM and found:
            break
        node = int(whole.node[np.flatnonzero(whole.piece == piece)[0]])
        lon, lat = float(network.node_lon[node]), float(network.node_lat[node])
        share = lengths[piece] / total if total else 0.0
        text = f"{whole.mode}: {lengths[piece]:,.0f} km, {share:.1%} of {count} pieces"
        found.append(Finding(Kind.PIECE, whole.mode, text, lon, lat, float(lengths[piece])))
    return found


def legs(
    flats: Mapping[Mode, Flat],
    waypoints: Sequence[Waypoint],
    closed: Mapping[str, str],
    crossed: Sequence[tuple[Point, Point]] = (),
) -> list[Finding]:
    """Stretches of corridors without a way; those of open ones must not be.

    Args:
        flats: the links by mode.
        waypoints: of the corridors, in order.
        closed: corridors that are planned or shut as a whole, by id.
        crossed: berths of each ferry with a way of its own.
    """
    found = []
    for one, other in pairwise(waypoints):
        if one.corridor != other.corridor or one.mode_to_next not in set(flats):
            continue
        whole = flats[Mode(one.mode_to_next)]
        ends = (one.lon, one.lat), (other.lon, other.lat)
        if whole.pieces_of(ends[0]) & whole.pieces_of(ends[1]) or _is_ferried(ends, crossed):
            continue
        is_open = one.status in ("open", "limited") and one.corridor not in closed
        text = f"{one.mode_to_next} {one.name} - {other.name} ({one.status})"
        km = float(great_circle_km(*ends[0], *ends[1]))
        found.append(Finding(Kind.LEG, one.id, text, one.lon, one.lat, km, is_fatal=is_open))
    return found


def ferries(network: Network) -> list[tuple[Point, Point]]:
    """Where the two berths of each ferry with a way of its own lie."""
    found = []
    for index, cell in enumerate(network.cells):
        if cell.is_ferry:
            first = int(network.node_first[index])
            berths = [(float(network.node_lon[n]), float(network.node_lat[n])) for n in (first, first + 1)]
            found.append((berths[0], berths[1]))
    return found


def _is_ferried(ends: tuple[Point, Point], crossed: Sequence[tuple[Point, Point]]) -> bool:
    """Whether the berths of some ferry lie at the two ends of a stretch."""
    return any(
        all(float(great_circle_km(*end, *berth)) <= BERTH_KM for end, berth in zip(ends, way, strict=True))
        for berths in crossed
        for way in (berths, berths[::-1])
    )


def unreached(whole: Flat, towns: Sequence[PlaceRow]) -> list[Finding]:
    """Places without a road, or on a piece that is not the main one."""
    if not len(whole.piece_km):
        return []
    main = int(np.argmax(whole.piece_km))
    found = []
    for town in towns:
        hung = whole.pieces_of((town.lon, town.lat))
        if main not in hung:
            away = "no road" if not hung else f"a piece of {max(whole.piece_km[p] for p in hung):,.0f} km"
            text = f"{town.name} ({town.territory}): {away}"
            found.append(Finding(Kind.PLACE, town.id, text, town.lon, town.lat))
    return found


def detours(whole: Flat, towns: Sequence[PlaceRow]) -> list[Finding]:
    """Pairs of neighbouring towns that lie much farther apart by road than by air."""
    from karwan.network.detour import joined  # noqa: PLC0415 - numba is imported only by a build

    large = [town for town in towns if (town.population or 0) >= TOWN]
    hung = [_nearest(whole, town) for town in large]
    pairs = [(i, j) for i, j in _neighbours(large) if hung[i] and hung[j]]
    if not pairs:
        return []
    one, other = np.array(pairs).T
    lon, lat = np.array([town.lon for town in large]), np.array([town.lat for town in large])
    air = great_circle_km(lon[one], lat[one], lon[other], lat[other])
    node = np.array([hit[0] if hit else -1 for hit in hung], np.int64)
    away = np.array([hit[1] if hit else 0.0 for hit in hung])
    limit = DETOUR * air - away[one] - away[other]
    near = joined(whole.first, whole.other, whole.length, node[one], node[other], np.maximum(limit, 0.0))
    return [
        Finding(
            Kind.DETOUR,
            f"{large[i].id} {large[j].id}",
            f"{large[i].name} ({large[i].territory}) - {large[j].name} ({large[j].territory})",
            large[i].lon,
            large[i].lat,
            float(km),
        )
        for (i, j), km, is_near in zip(pairs, air, near, strict=True)
        if not is_near
    ]


def _nearest(whole: Flat, town: PlaceRow) -> tuple[int, float] | None:
    """The nearer end of the nearest link of a town, and the way to it; None if the road is far."""
    stop = whole.stop((town.lon, town.lat))
    if not len(stop.a) or stop.near.away_km[0] > ACCESS_KM:
        return None
    nodes, away = stop.ends()
    best = int(np.argmin(away))
    return int(nodes[best]), float(away[best])


def _neighbours(towns: Sequence[PlaceRow]) -> list[tuple[int, int]]:
    """Pairs of towns of which one is among the nearest ones of the other, sorted."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - SciPy is never imported by a question on routes

    if len(towns) < 2:  # noqa: PLR2004 - a pair
        return []
    place = on_sphere([town.lon for town in towns], [town.lat for town in towns])
    count = min(NEIGHBOURS + 1, len(towns))
    answer = cKDTree(place).query(place, k=count)
    gap, found = np.ravel(answer[0]), np.ravel(answer[1])
    rows = np.repeat(np.arange(len(towns)), count)
    pairs = np.column_stack((rows, found))[(gap >= NEAR_KM) & (gap <= FAR_KM)]
    return [(int(i), int(j)) for i, j in np.unique(np.sort(pairs, axis=1), axis=0)]

"""Gives pieces of a line that weave along a border to the territory around them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import great_circle_km
from karwan.network.graph import Graph, keeping, pieces
from karwan.network.report import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from karwan.network.draft import Point
    from karwan.network.territory import Unions

WEAVE_KM = 12.0
"""A piece with more kilometres than this, half of its boundary links counted, is a network of its own."""
_HELD_KM = 3.0
"""A piece with a gateway of the tables this near is no weave."""
_ROUNDS = 6


def unwoven(whole: Graph, union: Unions, held: Sequence[Point]) -> tuple[Graph, tuple[Finding, ...]]:
    """The graph with small pieces of one territory inside another given away, and what was given.

    A piece is given away if it is small, at least two links lead out of it, and all of them lead into one
    other territory and a larger piece there: a road along a river, a railway that cuts a corner.

    Args:
        whole: with a territory for each node.
        union: which territories count as one.
        held: points (lon, lat) of gateways: their pieces stay.
    """
    findings: list[Finding] = []
    for _ in range(_ROUNDS):
        given = _give(whole, union, held, findings)
        if given is None:
            break
        whole = given
    return whole, tuple(findings)


def _give(whole: Graph, union: Unions, held: Sequence[Point], findings: list[Finding]) -> Graph | None:
    """One round: the smallest pieces first, none beside one that was given in the same round."""
    side = union.at(whole.territory)
    crossing = side[whole.a] != side[whole.b]
    if not crossing.any():
        return None
    count, piece = pieces(keeping(whole, ~crossing))
    size_km = np.bincount(piece[whole.a[~crossing]], whole.km[~crossing], minlength=count)
    out = _outward(whole, crossing, piece, side)
    size_km = size_km + np.bincount(out[:, 0].astype(int), out[:, 2] / 2, minlength=count)
    territory = whole.territory.copy()
    given: set[int] = set()
    order = [int(place) for place in np.unique(out[:, 0].astype(int)) if size_km[place] <= WEAVE_KM]
    for place in sorted(order, key=lambda one: (size_km[one], one)):
        links = out[out[:, 0] == place]
        beyond = piece[links[:, 3].astype(int)]
        nodes = np.flatnonzero(piece == place)
        inside_one = len(links) >= 2 and len(np.unique(links[:, 1])) == 1  # noqa: PLR2004 - in and out
        if not inside_one or size_km[beyond].max() <= size_km[place] or given & set(beyond.tolist()):
            continue
        if _is_held(whole, nodes, held):
            continue
        neighbour = _neighbour(links, whole.territory)
        findings.append(_finding(whole, nodes, neighbour, float(size_km[place])))
        territory[nodes] = neighbour
        given.add(place)
    return replace(whole, territory=territory) if given else None


def _outward(
    whole: Graph, crossing: NDArray[np.bool_], piece: NDArray[np.int32], side: NDArray[np.int16]
) -> NDArray[np.float64]:
    """(2 x boundary links, 4): piece, union beyond, km, node beyond; sorted by piece."""
    a, b, km = whole.a[crossing], whole.b[crossing], whole.km[crossing]
    rows = np.concatenate(
        (
            np.column_stack((piece[a], side[b], km, b)),
            np.column_stack((piece[b], side[a], km, a)),
        )
    ).astype(float)
    return rows[np.lexsort((rows[:, 3], rows[:, 0]))]


def _is_held(whole: Graph, nodes: NDArray[np.intp], held: Sequence[Point]) -> bool:
    if not held:
        return False
    lon, lat = np.array(held).T
    away = great_circle_km(whole.lon[nodes][:, None], whole.lat[nodes][:, None], lon, lat)
    return bool((away < _HELD_KM).any())


def _neighbour(links: NDArray[np.float64], territory: NDArray[np.int16]) -> int:
    """Territory of the node beyond by which most links leave; the lowest index among equals."""
    values, counts = np.unique(territory[links[:, 3].astype(int)], return_counts=True)
    return int(values[np.argmax(counts)])


def _finding(whole: Graph, nodes: NDArray[np.intp], neighbour: int, km: float) -> Finding:
    was, now = whole.codes[whole.territory[nodes[0]]], whole.codes[neighbour]
    text = f"{whole.mode}: {len(nodes)} nodes of {was} given to {now}"
    lon, lat = float(whole.lon[nodes].mean()), float(whole.lat[nodes].mean())
    return Finding(Kind.WEAVE, f"{whole.mode}:{was}>{now}", text, lon, lat, km)

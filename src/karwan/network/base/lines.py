"""Nodes and undirected links of one mode, and what every source does with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EARTH_RADIUS_M = 6_371_008.8
_BITS = 26


@dataclass(frozen=True, slots=True)
class Lines:
    """Nodes and links of one mode.

    Attributes:
        lon, lat: (nodes,) int32, degrees times the scale of the source.
        a, b: (links,) int32 node ids, a < b, each pair once, sorted.
        m: (links,) int32 metres.
    """

    lon: NDArray[np.int32]
    lat: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    m: NDArray[np.int32]


def shortest(
    pair: NDArray[np.int64], metres: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Each (a, b) of (pairs, 2) once, sorted, with the least length that it has."""
    order = np.lexsort((metres, pair[:, 1], pair[:, 0]))
    pair, metres = pair[order], metres[order]
    first = np.ones(len(pair), dtype=bool)
    first[1:] = (pair[1:] != pair[:-1]).any(axis=1)
    return pair[first], metres[first]


def metres_between(
    lon_a: NDArray[np.int32],
    lat_a: NDArray[np.int32],
    lon_b: NDArray[np.int32],
    lat_b: NDArray[np.int32],
    scale: int,
) -> NDArray[np.int32]:
    """Great-circle metres on the mean sphere, rounded. Source: haversine formula, IUGG mean radius R1."""
    west, south, east, north = (np.deg2rad(degrees / scale) for degrees in (lon_a, lat_a, lon_b, lat_b))
    half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    metres: NDArray[np.int32] = np.rint(2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(half))).astype(np.int32)
    return metres


def along_a_curve(lines: Lines, scale: int) -> Lines:
    """The same lines with nodes numbered along a Z-order curve, so that near nodes have near ids.

    Differences of neighbours are then small, which halves the stored file, and searches run over near memory.
    """
    order = np.argsort(
        _interleave(lines.lon.astype(np.int64) + 180 * scale)
        | (_interleave(lines.lat.astype(np.int64) + 90 * scale) << 1),
        kind="stable",
    )
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    pair = np.sort(np.column_stack((number[lines.a], number[lines.b])), axis=1)
    pair, metres = shortest(pair, lines.m)
    return Lines(
        lines.lon[order], lines.lat[order], pair[:, 0].astype(np.int32), pair[:, 1].astype(np.int32), metres
    )


def _interleave(value: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bits of a number below 2^26, one in every second place."""
    spread = np.zeros_like(value)
    for bit in range(_BITS):
        spread |= ((value >> bit) & 1) << (2 * bit)
    return spread

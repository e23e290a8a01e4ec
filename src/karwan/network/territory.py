"""Territory of each node: the table's fixes, and the nodes that patches made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.geometry import great_circle_km, on_sphere
from karwan.network.graph import UNKNOWN, Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from karwan.facts.rows import Crossing, Territory, TerritoryFix

Whole = tuple[str, ...]
_POST_KM = 30.0
"""A post decides where a drawn line leaves a territory if it lies within this distance of the line."""


@dataclass(frozen=True, slots=True)
class Unions:
    """Which territories count as one.

    Attributes:
        codes: of the territories that graphs count. names: code of the union of each, its own where it is
            in none. index: (codes,) int16 that is equal for the territories of one union.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    index: NDArray[np.int16]

    def name(self, index: int) -> str:
        """Name of a union by its index."""
        return self.names[int(np.flatnonzero(self.index == index)[0])]

    def of(self, code: str) -> int:
        """Index of the union of a territory, or of a union by its own name; -1 where none is known."""
        if code in self.codes:
            return int(self.index[self.codes.index(code)])
        return int(self.index[self.names.index(code)]) if code in self.names else -1

    def at(self, territory: NDArray[np.int16]) -> NDArray[np.int16]:
        """Union index of nodes by their territory; -1 stays."""
        return np.where(territory == UNKNOWN, UNKNOWN, self.index[territory]).astype(np.int16)


def unions(codes: Sequence[str], rows: Sequence[Territory]) -> Unions:
    """The border unions of the table, over the territories that the base knows and the table adds."""
    member = {row.id: row.border_union for row in rows if row.border_union}
    names = tuple(member.get(code, code) for code in codes)
    order = sorted(set(names))
    return Unions(tuple(codes), names, np.array([order.index(name) for name in names], np.int16))


def all_codes(
    base: Sequence[str], rows: Sequence[Territory], fixes: Sequence[TerritoryFix]
) -> tuple[str, ...]:
    """Codes of the base network first, then those that only the tables know."""
    more = [row.id for row in rows] + [fix.territory for fix in fixes]
    return tuple(dict.fromkeys([*base, *more]))


def fixed(whole: Graph, fixes: Sequence[TerritoryFix]) -> Graph:
    """The graph with the boxes of the table applied to the nodes of their mode."""
    territory = whole.territory.copy()
    for fix in fixes:
        if fix.mode not in (whole.mode, "*", "") or fix.says not in whole.codes:
            continue
        inside = (whole.lat >= fix.south) & (whole.lat <= fix.north)
        inside &= (whole.lon >= fix.west) & (whole.lon <= fix.east)
        inside &= whole.territory == whole.codes.index(fix.says)
        territory[inside] = whole.codes.index(fix.territory)
    return replace(whole, territory=territory)


def filled(whole: Graph, known: Sequence[Graph], posts: Sequence[Crossing], union: Unions) -> Graph:
    """The graph with a territory for each node that a patch made.

    A drawn line between two nodes of one territory lies in it. One that leaves a territory leaves it at the
    post of the table; without a post, and at ends that hang free, the nearest node of any mode decides.

    Args:
        whole: some of its nodes have no territory.
        known: graphs whose nodes with a territory say where one is.
        posts: crossings of all modes.
        union: which territories count as one.
    """
    missing = np.flatnonzero(whole.territory == UNKNOWN)
    if not len(missing):
        return whole
    guess = _nearest(whole, known, missing)
    territory = whole.territory.copy()
    territory[missing] = guess
    mine = [post for post in posts if post.mode == whole.mode]
    for chain in _chains(whole, missing):
        _settle(chain, whole, territory, mine, union)
    return replace(whole, territory=territory)


def _nearest(whole: Graph, known: Sequence[Graph], missing: NDArray[np.intp]) -> NDArray[np.int16]:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - SciPy is never imported by a question once built

    sure = [graph.territory != UNKNOWN for graph in known]
    lon = np.concatenate([graph.lon[ok] for graph, ok in zip(known, sure, strict=True)])
    lat = np.concatenate([graph.lat[ok] for graph, ok in zip(known, sure, strict=True)])
    territory = np.concatenate([graph.territory[ok] for graph, ok in zip(known, sure, strict=True)])
    found = cKDTree(on_sphere(lon, lat)).query(on_sphere(whole.lon[missing], whole.lat[missing]))[1]
    return territory[found]


def _chains(whole: Graph, missing: NDArray[np.intp]) -> list[list[int]]:
    """Drawn lines as lists of nodes: the known node before, those without territory, the known one after."""
    new = set(missing.tolist())
    touches = np.isin(whole.a, missing) | np.isin(whole.b, missing)
    neighbours: dict[int, list[int]] = {}
    for one, other in zip(whole.a[touches].tolist(), whole.b[touches].tolist(), strict=True):
        neighbours.setdefault(one, []).append(other)
        neighbours.setdefault(other, []).append(one)
    chains, done = [], set()
    for start in sorted(new):
        outward = [node for node in neighbours.get(start, []) if node not in new]
        is_end = len(neighbours.get(start, [])) == 1 or outward
        if start in done or not is_end:
            continue
        chain = [outward[0], start] if outward else [start]
        while True:
            done.add(chain[-1])
            onward = [
                node for node in sorted(neighbours[chain[-1]]) if node not in chain and node not in done
            ]
            if not onward:
                break
            chain.append(onward[0])
            if onward[0] not in new:
                break
        chains.append(chain)
    return chains


def _settle(
    chain: list[int], whole: Graph, territory: NDArray[np.int16], posts: Sequence[Crossing], union: Unions
) -> None:
    """Gives the inner nodes of one drawn line their territory."""
    first, last = int(territory[chain[0]]), int(territory[chain[-1]])
    inner = chain[1:-1]
    if not inner or first == last:
        territory[inner] = first
        return
    cut = _post_on(chain, whole, posts, {union.index[first], union.index[last]}, union)
    if cut is None:
        guess = [int(territory[node]) for node in chain]
        wrong = [
            sum(g != first for g in guess[:count]) + sum(g != last for g in guess[count:])
            for count in range(1, len(chain))
        ]
        cut = int(np.argmin(wrong)) + 1
    territory[chain[:cut]] = first
    territory[chain[cut:]] = last


def _post_on(
    chain: list[int], whole: Graph, posts: Sequence[Crossing], pair: set[int], union: Unions
) -> int | None:
    """How many nodes of a line lie before the post that it passes."""
    lon, lat = whole.lon[chain], whole.lat[chain]
    best_km, cut = _POST_KM, None
    for post in posts:
        if {union.of(post.territory_a), union.of(post.territory_b)} != pair:
            continue
        away = great_circle_km(lon, lat, post.lon, post.lat)
        over = away[:-1] + away[1:] - great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:])
        nearest = int(np.argmin(over))
        if over[nearest] < best_km:
            best_km, cut = float(over[nearest]), nearest + 1
    return cut

"""Cuts the sea into basins along the lines of the table; a gate stands at each passage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.gates import Gate, Reach
from karwan.network.geometry import between, great_circle_km
from karwan.network.graph import Graph, Links, graph, keeping, pieces, with_links, with_nodes
from karwan.network.record import Gateway, GatewayKind, LinkOrigin
from karwan.network.report import Finding, Kind
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from karwan.facts.rows import Basin, Patch


@dataclass(frozen=True, slots=True)
class Sea:
    """The sea in basins; `codes` of the graph are their names, `territory` counts them.

    Attributes:
        graph: no link of which joins two basins. gates: the passages. findings: passages without a link.
    """

    graph: Graph
    gates: tuple[Gate, ...]
    findings: tuple[Finding, ...]


def uncovered(rows: Sequence[Patch], table: Sequence[Basin]) -> list[Patch]:
    """The patches without those that forbid a sea lane which a line of the basins cuts anyway."""
    return [
        row
        for row in rows
        if not (row.mode == Mode.SEA and row.action == "forbid" and any(_cuts(row, basin) for basin in table))
    ]


def basins(whole: Graph, rows: Sequence[Basin]) -> Sea:
    """The sea cut at every passage: links that cross its line meet in one node on each side of it.

    A shut passage, and a line inside one basin, only take their links away. A passage of several links
    (a wide strait, a cape) stands where its line is crossed nearest to the position of the row.
    """
    work = _Work(whole)
    findings = []
    for row in rows:
        found, share, is_left = _crossed(whole, row)
        if not len(found):
            text = f"no sea lane crosses the line of {row.name}"
            findings.append(Finding(Kind.PASSAGE, row.id, text, row.lon, row.lat))
        elif row.is_open and row.basin_a != row.basin_b:
            work.meet(row, found, share, is_left)
        elif not row.is_open:
            work.shut(row, found, is_left)
    return Sea(_named(work.whole(), work.sides), tuple(work.gates), tuple(findings))


class _Work:
    """Gathers what the passages take away and add."""

    def __init__(self, whole: Graph) -> None:
        self.before = whole
        self.gone = np.zeros(len(whole.a), bool)
        self.nodes: list[tuple[float, float]] = []
        self.links: list[tuple[int, int, float, int]] = []
        self.sides: list[tuple[Basin, int, int]] = []
        self.gates: list[Gate] = []

    def shut(self, row: Basin, found: NDArray[np.intp], is_left: NDArray[np.bool_]) -> None:
        """Takes the links of a shut passage away; they still tell which basins lie beside it."""
        self.gone[found] = True
        link, left = int(found[0]), bool(is_left[0])
        ends = int(self.before.a[link]), int(self.before.b[link])
        self.sides.append((row, *(ends if left else ends[::-1])))

    def meet(
        self, row: Basin, found: NDArray[np.intp], share: NDArray[np.float64], is_left: NDArray[np.bool_]
    ) -> None:
        """Leads the links of an open passage to one node on each side of its line."""
        old = self.before
        fresh = ~self.gone[found]
        found, share, is_left = found[fresh], share[fresh], is_left[fresh]
        self.gone[found] = True
        lon, lat = _place(old, found, share, row)
        left = len(old.lon) + len(self.nodes)
        self.nodes += [(lon, lat), (lon, lat)]
        for link, part, a_left in zip(found.tolist(), share.tolist(), is_left.tolist(), strict=True):
            for end, km_share, on_left in (
                (int(old.a[link]), part, a_left),
                (int(old.b[link]), 1 - part, not a_left),
            ):
                straight = float(great_circle_km(old.lon[end], old.lat[end], lon, lat))
                km = float(old.km[link]) * km_share if len(found) == 1 else straight
                self.links.append((end, left if on_left else left + 1, max(km, 1e-3), link))
        self.sides.append((row, left, left + 1))
        reaches = (Reach(old.mode, left), Reach(old.mode, left + 1))
        self.gates.append(Gate(Gateway(row.id, GatewayKind.PASSAGE, row.name, lon, lat), reaches))

    def whole(self) -> Graph:
        """The sea without the links that cross a line, and with those that lead to it."""
        kept = keeping(self.before, ~self.gone)
        if not self.nodes:
            return kept
        lon, lat = np.array(self.nodes).T
        a, b, km, parent = (np.array(column) for column in zip(*self.links, strict=True))
        origins = self.before.origin[parent]
        new = Links(a.astype(np.int32), b.astype(np.int32), km, LinkOrigin.BASE, origins=origins)
        return with_links(with_nodes(kept, lon, lat), new)


def _cuts(row: Patch, basin: Basin) -> bool:
    lane = graph(
        Mode.SEA,
        np.array([row.from_lon, row.to_lon]),
        np.array([row.from_lat, row.to_lat]),
        np.array([0], np.int32),
        np.array([1], np.int32),
        np.ones(1),
    )
    return bool(len(_crossed(lane, basin)[0]))


def _crossed(whole: Graph, row: Basin) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]]:
    """Links that cross the line of a row: the links, where on them (0 to 1), whether `a` lies left of it."""
    x, y = row.line_lon_a, row.line_lat_a
    dx, dy = row.line_lon_b - x, row.line_lat_b - y
    lon_a = x + ((whole.lon[whole.a] - x + 180) % 360) - 180
    lon_b = lon_a + ((whole.lon[whole.b] - whole.lon[whole.a] + 180) % 360) - 180
    lat_a, lat_b = whole.lat[whole.a], whole.lat[whole.b]
    side_a = dx * (lat_a - y) - dy * (lon_a - x)
    side_b = dx * (lat_b - y) - dy * (lon_b - x)
    apart = side_a - side_b
    share = np.divide(side_a, apart, out=np.full_like(apart, -1.0), where=apart != 0)
    cut_lon, cut_lat = lon_a + share * (lon_b - lon_a), lat_a + share * (lat_b - lat_a)
    along = ((cut_lon - x) * dx + (cut_lat - y) * dy) / (dx * dx + dy * dy)
    found = np.flatnonzero((side_a * side_b < 0) & (along >= 0) & (along <= 1))
    return found, share[found], side_a[found] > 0


def _place(
    whole: Graph, found: NDArray[np.intp], share: NDArray[np.float64], row: Basin
) -> tuple[float, float]:
    """Where the line is crossed nearest to the position of the row."""
    points = []
    for link, part in zip(found.tolist(), share, strict=True):
        a, b = int(whole.a[link]), int(whole.b[link])
        lon, lat = between(whole.lon[a], whole.lat[a], whole.lon[b], whole.lat[b], part)
        points.append((float(lon), float(lat)))
    lon, lat = np.array(points).T
    nearest = int(np.argmin(great_circle_km(lon, lat, row.lon, row.lat)))
    return points[nearest]


def _named(whole: Graph, sides: Sequence[tuple[Basin, int, int]]) -> Graph:
    """The graph with the basin of each node: the names that fit all passages of a piece of the sea."""
    count, piece = pieces(whole)
    may: dict[int, set[str]] = {}
    for row, left, right in sides:
        for place in (int(piece[left]), int(piece[right])):
            may[place] = may.get(place, {row.basin_a, row.basin_b}) & {row.basin_a, row.basin_b}
    _settle(may, [(row, int(piece[left]), int(piece[right])) for row, left, right in sides])
    names = {place: min(found) for place, found in may.items() if found}
    sizes = np.bincount(piece, minlength=count)
    for place in range(count):
        if place not in names:
            node = int(np.flatnonzero(piece == place)[0])
            names[place] = _far_name(whole, node, int(sizes[place]))
    codes = tuple(sorted(set(names.values())))
    index = np.array([codes.index(names[place]) for place in range(count)], np.int16)
    return replace(whole, codes=codes, territory=index[piece])


def _settle(may: dict[int, set[str]], sides: Sequence[tuple[Basin, int, int]]) -> None:
    """Takes from each piece the name of a sure neighbour; where nothing is sure, left is the first basin."""
    for row, left, right in ((None, -1, -1), *sides):
        if row is not None and left != right and may[left] == may[right] == {row.basin_a, row.basin_b}:
            may[left] = {row.basin_a}
        for _ in sides:
            for _, *beside in sides:
                for one, other in (beside, beside[::-1]):
                    if len(may[one]) == 1 and one != other and len(may[other]) > 1:
                        may[other] = may[other] - may[one]


def _far_name(whole: Graph, node: int, size: int) -> str:
    """Name of a piece of the sea that no passage joins to a basin; lone nodes share one."""
    if size == 1:
        return "none"
    lat, lon = round(float(whole.lat[node])), round(float(whole.lon[node]))
    return f"sea_{lat}_{lon}"

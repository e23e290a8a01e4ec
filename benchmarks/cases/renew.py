"""A link closed and a line built in cells of all sizes: what is renewed, beside making all anew."""

from __future__ import annotations

import numpy as np
import routingkit_cch
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from benchmarks import ground
from benchmarks.figures import Figure, clocked
from karwan.network.change import Changed, Line, Loose, Nearest, add_lines, remove
from karwan.network.change.draft import Part, part_of
from karwan.network.record import Network
from karwan.routing.overlay import Overlay, build_overlay
from karwan.routing.renew import renewed

CELLS = ("road:CN", "road:EU", "road:RU", "road:PK", "rail:KZ:1520")
GOAL_S = 0.4
REPEATS = 5
SEPARATE = 0.3  # degrees from a node to the far end of the line that is built


def measure() -> list[Figure]:
    now = ground.state()
    network, overlay = now.network, now.overlay
    number = {cell.key: index for index, cell in enumerate(network.cells)}
    small = number["rail:KZ:1520"]
    first_s, again_s = (_act(overlay, lambda: _closed(network, small), 1) for _ in range(2))
    figures = [
        Figure("first renewal in a process, with the compiled code loaded", first_s, "s"),
        Figure("the same again", again_s, "s"),
    ]
    for key in CELLS:
        cell = number[key]
        size = (
            f"{int(np.diff(network.node_first)[cell]):,} nodes, {int((network.end_cell == cell).sum())} ends"
        )
        closed = _act(overlay, lambda cell=cell: _closed(network, cell))
        built = _act(overlay, lambda cell=cell: _built(network, cell))
        figures += [
            Figure(f"a link closed in {key}", closed, "s", GOAL_S, note=size),
            Figure(f"a line built that joins {key}", built, "s", GOAL_S),
            *_rivals(network, overlay, cell),
        ]
    _, whole_s = clocked(lambda: build_overlay(network), REPEATS)
    return [*figures, Figure("the whole overlay anew", whole_s, "s", note="CPU of all cores")]


def _act(overlay: Overlay, change, times: int = REPEATS) -> float:
    """CPU seconds of a change of the network and of the renewal after it."""

    def both() -> Overlay:
        changed = change()
        return renewed(overlay, changed.network, changed.touched)

    return clocked(both, times)[1]


def _closed(network: Network, cell: int) -> Changed:
    count = int(network.link_first[cell + 1] - network.link_first[cell])
    return remove(network, {network.cells[cell].key: np.array([count // 2])})


def _built(network: Network, cell: int) -> Changed:
    """A line from a node of the cell into the country."""
    node = int(network.node_first[cell : cell + 2].sum() // 2)
    lon, lat = float(network.node_lon[node]), float(network.node_lat[node])
    where = network.cells[cell]
    points = ((lon, lat), (lon + SEPARATE, lat + SEPARATE))
    line = Line(
        "bench", "Bench", where.mode, where.territory, points, None, where.gauge_mm, Nearest(), Loose()
    )
    return add_lines(network, [line])


def _rivals(network: Network, overlay: Overlay, cell: int) -> list[Figure]:
    """The table of the same cell less the same link, made anew by others; lengths in whole metres."""
    changed = _closed(network, cell)
    whole, number = changed.network, cell
    part = part_of(whole, number)
    ends = whole.end_node[whole.end_cell == number] - whole.node_first[number]
    metres = np.maximum(np.rint(part.km * 1000), 1).astype(np.int64)
    by_scipy, scipy_s = clocked(lambda: _by_scipy(part, metres, ends))
    by_cch, cch_s = clocked(lambda: _by_cch(part, metres, ends))
    ours = renewed(overlay, whole, changed.touched).legs_of(number)
    access = whole.end_access_km[whole.end_cell == number]
    ours = 1000 * (ours - access[:, None] - access[None])
    apart = [float(_gap(ours, table)) for table in (by_scipy, by_cch)]
    key = network.cells[cell].key
    return [
        Figure(
            f"{key} by SciPy", scipy_s, "s", note=f"Dijkstra from each end; {apart[0]:.0f} m apart at most"
        ),
        Figure(
            f"{key} by routingkit-cch", cch_s, "s",
            note=f"order, hierarchy, metric, one-to-many from each end; {apart[1]:.0f} m apart at most",
        ),
    ]  # fmt: skip


def _by_scipy(part: Part, metres: NDArray[np.int64], ends: NDArray[np.int32]) -> NDArray[np.float64]:
    size = part.lon.size
    graph = coo_array((metres.astype(float), (part.a, part.b)), shape=(size, size)).tocsr()
    return dijkstra(graph, directed=False, indices=ends)[:, ends]


def _by_cch(part: Part, metres: NDArray[np.int64], ends: NDArray[np.int32]) -> NDArray[np.float64]:
    tail = np.concatenate((part.a, part.b)).tolist()
    head = np.concatenate((part.b, part.a)).tolist()
    order = routingkit_cch.compute_order_inertial(
        part.lon.size, tail, head, part.lat.tolist(), part.lon.tolist()
    )
    cch = routingkit_cch.CCH(order, tail, head, filter_always_inf_arcs=False)
    metric = routingkit_cch.CCHMetric(cch, np.concatenate((metres, metres)).tolist())
    many = routingkit_cch.CCHOneToMany(metric, ends.tolist())
    return np.array([many.distances_from(end) for end in ends.tolist()], float)


def _gap(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """The largest difference of two tables; inf where one alone has a way."""
    there = np.where(np.isnan(theirs), np.inf, theirs)
    apart = ~np.eye(len(ours), dtype=np.bool_)
    if (np.isfinite(ours[apart]) != np.isfinite(there[apart])).any():
        return float("inf")
    both = apart & np.isfinite(ours)
    return float(np.max(np.abs(ours[both] - there[both]), initial=0.0))

"""One closure and 300 x 300 anew, a thousand by the repair of trees, large skims; beside others."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import asked, ground, spawn
from benchmarks.figures import Figure, clocked, walled
from karwan.facts.rows import PlaceRow
from karwan.routing import repair, skim, trees
from karwan.routing.part import vertices_of
from karwan.routing.skim_metric import metric_of

PLACES, MANY, MOST = 300, 1000, 2000
CLOSURES = 1000
REPEATS = 7
FEW = 10  # origins that the slowest rival is asked for
INTEGER = 1000.0  # whole numbers in a dollar, for who takes no others

Int = NDArray[np.int64]


def measure() -> list[Figure]:
    world = asked.world(PLACES)
    overlay = world.overlay
    attached = [place.attachments for place in world.places]
    places, inside = skim.places_of(overlay, attached), skim.inside_of(attached, attached)
    closed = [np.flatnonzero(overlay.transfer_gateway == one) for one in range(CLOSURES)]
    busiest = closed[_busiest(world, places, inside, closed)]
    shut = replace(world.priced, transfer_open=_without(world.priced.transfer_open, busiest))

    def anew(threads: int):
        return skim.skim(overlay, shut, world.weights, places, places, inside, threads=threads)

    table, again_s = clocked(lambda: anew(1), REPEATS)
    note = (
        f"{len(attached)} places of roads and railways, all modes, generalised cost; the busiest post closed"
    )
    figures = [
        Figure("one post closed, 300 x 300 anew", 1000 * again_s, "ms", 40.0, note=note),
        Figure("the same on two threads, on the clock", 1000 * walled(lambda: anew(2), REPEATS), "ms", 40.0),
    ]
    grounds = trees.grounds_of(metric_of(overlay, world.priced, world.weights), places, places, inside)
    grown, grown_s = clocked(lambda: trees.grow(grounds, 1), REPEATS)
    kept, kept_s = clocked(lambda: repair.kept_of(grown), REPEATS)
    figures.append(Figure("trees of 300 origins, and what repair needs", 1000 * (grown_s + kept_s), "ms"))
    figures += _thousand(kept, closed)
    figures += _against_others(grounds, busiest, table)
    figures += [_large(), _memory()]
    return figures


def _busiest(world: asked.World, places: skim.Places, inside: skim.Inside, closed: list[Int]) -> int:
    metric = metric_of(world.overlay, world.priced, world.weights)
    kept = repair.kept_of(trees.grow(trees.grounds_of(metric, places, places, inside)))
    sizes = [change.origin.size for change in repair.diverted(kept, closed)]
    return int(np.argmax(sizes))


def _without(is_open: NDArray[np.bool_], transfers: Int) -> NDArray[np.bool_]:
    kept = is_open.copy()
    kept[transfers] = False
    return kept


def _thousand(kept: repair.Kept, closed: list[Int]) -> list[Figure]:
    def all_of(threads: int) -> int:
        return sum(change.origin.size for change in repair.diverted(kept, closed, threads))

    diverted, seconds = clocked(lambda: all_of(1), 2)
    note = (
        f"{len(closed)} gateways each closed alone, all pairs of 300 x 300 with hours, dollars, kg and what "
    )
    note += f"carries them instead; {diverted:,} pairs diverted in all"
    return [
        Figure("1,000 different closures, one core", seconds, "s", note=note),
        Figure("the same on two threads, on the clock", walled(lambda: all_of(2), 2), "s", 2.0),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """The overlay with its places as one plain graph: of equal ends the cheapest arc.

    Attributes:
        begin, end: (arcs,). cost: (arcs,) as single precision has it. is_shut: (arcs,) whether it is closed.
        sources, targets: nodes of the places. lon, lat: (nodes,).
    """

    begin: Int
    end: Int
    cost: NDArray[np.float64]
    is_shut: NDArray[np.bool_]
    sources: Int
    targets: Int
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def _arcs(grounds: trees.Grounds, closed: Int) -> Arcs:
    part, overlay = grounds.metric.part, grounds.metric.overlay
    vertices = part.start.size
    targets = 2 * vertices + np.arange(grounds.finishes.first.size - 1)
    sources = int(targets[-1]) + 1 + np.arange(grounds.starts.first.size - 1)
    sizes = np.diff(part.cell_first).tolist()
    legs = [_legs(first, size) for first, size in zip(part.cell_first[:-1].tolist(), sizes, strict=True)]
    begin = [
        vertices + np.concatenate([a for a, _ in legs]),
        part.transfer_from,
        vertices + grounds.finishes.vertex,
        np.repeat(sources, np.diff(grounds.starts.first)),
        np.repeat(sources, np.diff(grounds.inside_first)),
    ]
    end = [
        np.concatenate([b for _, b in legs]),
        vertices + part.transfer_to,
        np.repeat(targets, np.diff(grounds.finishes.first)),
        grounds.starts.vertex,
        targets[grounds.inside_to],
    ]
    cost = [
        grounds.metric.leg_cost,
        grounds.metric.transfer_cost,
        grounds.finishes.cost,
        grounds.starts.cost,
        grounds.inside_cost,
    ]
    shut = [np.zeros(one.size, np.bool_) for one in cost]
    shut[1] = np.isin(part.transfers, closed)
    a, b, c, s = (np.concatenate(each) for each in (begin, end, cost, shut))
    order = np.lexsort((c, b, a))
    a, b, c, s = a[order], b[order], c[order].astype(float), s[order]
    kept = np.append(True, (np.diff(a) != 0) | (np.diff(b) != 0)) & np.isfinite(c)
    here = vertices_of(overlay, part)
    lon = np.concatenate((overlay.vertex_lon[here], overlay.vertex_lon[here]))
    lat = np.concatenate((overlay.vertex_lat[here], overlay.vertex_lat[here]))
    rest = np.zeros(targets.size + sources.size)
    lon, lat = np.concatenate((lon, rest)), np.concatenate((lat, rest))
    return Arcs(a[kept], b[kept], c[kept], s[kept], sources, targets, lon, lat)


def _legs(first: int, size: int) -> tuple[Int, Int]:
    at = np.arange(size)
    return first + np.repeat(at, size), first + np.tile(at, size)


def _against_others(grounds: trees.Grounds, closed: Int, table: NDArray[np.float32]) -> list[Figure]:
    arcs = _arcs(grounds, closed)
    figures = []
    for name, race in (
        ("SciPy", _scipy),
        ("igraph", _igraph),
        ("routingkit-cch", _cch),
        ("scgraph", _scgraph),
    ):
        found, seconds, note = race(arcs)
        rows = table[: found.shape[0]].astype(float)
        both = np.isfinite(rows) & np.isfinite(found)
        if (np.isfinite(rows) != np.isfinite(found)).any():
            note += "; other pairs have a way"
        gap = float(np.max(np.abs(rows[both] - found[both]) / np.maximum(rows[both], 1.0)))
        note = f"{arcs.cost.size:,} arcs of the overlay; {note}; costs differ by {gap:.0e} at most"
        figures.append(
            Figure(f"the same by {name}: closed, built, 300 x 300", 1000 * seconds, "ms", note=note)
        )
    return figures


Raced = tuple[NDArray[np.float64], float, str]


def _scipy(arcs: Arcs) -> Raced:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    def run() -> NDArray[np.float64]:
        kept = ~arcs.is_shut
        shape = (arcs.lon.size,) * 2
        cost = np.maximum(arcs.cost[kept], 1e-9)
        graph = coo_array((cost, (arcs.begin[kept], arcs.end[kept])), shape).tocsr()
        return dijkstra(graph, indices=arcs.sources)[:, arcs.targets]

    return *clocked(run, 2), "csgraph.dijkstra"


def _igraph(arcs: Arcs) -> Raced:
    import igraph

    def run() -> NDArray[np.float64]:
        kept = ~arcs.is_shut
        pairs = np.stack((arcs.begin[kept], arcs.end[kept]), axis=1)
        graph = igraph.Graph(n=arcs.lon.size, edges=pairs, directed=True)
        found = graph.distances(
            arcs.sources.tolist(), arcs.targets.tolist(), weights=arcs.cost[kept].tolist()
        )
        return np.array(found)

    return *clocked(run, 1), "distances"


def _cch(arcs: Arcs) -> Raced:
    import routingkit_cch

    tail, head = arcs.begin.tolist(), arcs.end.tolist()
    order = routingkit_cch.compute_order_inertial(
        arcs.lon.size, tail, head, arcs.lat.tolist(), arcs.lon.tolist()
    )
    cch = routingkit_cch.CCH(order, tail, head, filter_always_inf_arcs=False)
    whole = np.where(arcs.is_shut, 2**31 - 1, np.rint(arcs.cost * INTEGER)).astype(np.int64).tolist()

    def run() -> NDArray[np.float64]:
        metric = routingkit_cch.CCHMetric(cch, whole)
        many = routingkit_cch.CCHOneToMany(metric, arcs.targets.tolist())
        rows = [many.distances_from(one) for one in arcs.sources.tolist()]
        found = np.array(rows, float) / INTEGER
        return np.where(np.isfinite(found) & (found < 1e6), found, np.inf)

    return *clocked(run, 2), "its order is kept; customised anew, CCHOneToMany; thousandths of a dollar"


def _scgraph(arcs: Arcs) -> Raced:
    import scgraph

    def run() -> NDArray[np.float64]:
        rows: list[dict[int, float]] = [{} for _ in range(arcs.lon.size)]
        kept = ~arcs.is_shut
        each = (arcs.begin[kept].tolist(), arcs.end[kept].tolist(), arcs.cost[kept].tolist())
        for a, b, cost in zip(*each, strict=True):
            rows[a][b] = cost
        graph = scgraph.Graph(rows)
        found = []
        for origin in arcs.sources[:FEW].tolist():
            away = graph.get_shortest_path_tree(origin_id=origin)["distance_matrix"]
            found.append([away[place] for place in arcs.targets.tolist()])
        return np.array(found, float)

    found, seconds = clocked(run, 1)
    return found, seconds * arcs.sources.size / FEW, f"trees; scaled from {FEW} of 300 origins, building too"


def _places(folder: Path, count: int) -> Path:
    rows: list[PlaceRow] = ground.shuffled(ground.state())[:count]
    path = folder / "places.txt"
    path.write_text("\n".join(row.id for row in rows) + "\n", encoding="utf-8")
    return path


def _process(count: int, name: str) -> spawn.Spent:
    with tempfile.TemporaryDirectory() as place:
        listed = _places(Path(place), count)
        words = ["-m", "karwan", "skim", "--places", str(listed), "--out", str(Path(place) / name)]
        spent = spawn.run(words, {}, 900.0)
    if spent.code:
        raise RuntimeError(f"karwan skim ended with {spent.code}")
    return spent


def _large() -> Figure:
    spent = _process(MANY, "skim.npz")
    note = f"whole process on {os.cpu_count()} cores, places joined, to npz; {spent.wall_s:.0f} s "
    note += f"on the clock, peak {spent.peak_mb:.0f} MB"
    return Figure("1,000 x 1,000 skim to disk, CPU of all cores", spent.cpu_s, "s", note=note)


def _memory() -> Figure:
    spent = _process(MOST, "skim.csv")
    note = f"4,000,000 lines; {spent.cpu_s:.0f} s of CPU, {spent.wall_s:.0f} s on the clock"
    return Figure("2,000 x 2,000 skim to CSV, peak memory", spent.peak_mb, "MB", 500.0, note=note)

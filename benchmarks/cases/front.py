"""The exact front over time, cost and CO2e, on the overlay and, for some pairs, on the flat network."""

from __future__ import annotations

import statistics

import numpy as np

from benchmarks import asked, flat
from benchmarks.figures import Figure, clocked, each, spread
from karwan.answers.field import classes
from karwan.routing import pareto, pareto_numba
from karwan.words.mode import Mode

PAIRS = 200
FLAT_PAIRS = 8
NEEDED_TIMES = 60.0


def measure() -> list[Figure]:
    world = asked.world()
    return [*_by_rule(world), *_unbound(world), *_beside_flat(world)]


def _by_rule(world: asked.World) -> list[Figure]:
    """As the product asks: goods fly between airports that roads of the two ends reach, and no others."""
    air = np.array([cell.mode is Mode.AIR for cell in world.overlay.cells])
    pairs = world.drawn(PAIRS)
    ends = [world.ends(pair) for pair in pairs]
    whole = pareto.whole_problem(world.overlay, world.priced, ends[0], ~air)
    flights = []
    for pair, end in zip(pairs, ends, strict=True):
        homes = {world.overlay.cells[one.cell].territory for place in pair for one in place.attachments}
        by_air = next(kind for kind in classes(world.overlay.cells, homes) if kind.is_by_air)
        flights.append(pareto.whole_problem(world.overlay, world.priced, end, by_air.allowed))
    pareto_numba.front(whole)  # compiles
    routes: list[int] = []

    def ask(end, flight) -> None:
        below = pareto_numba.front(pareto.for_pair(whole, world.overlay, end)).costs
        both = np.concatenate((below, pareto_numba.front(flight).costs))
        routes.append(len(_best(both)))

    asks = [
        lambda end=end, flight=flight: ask(end, flight) for end, flight in zip(ends, flights, strict=True)
    ]
    median, p90, worst = spread(each(asks, 2))
    note = (
        f"{statistics.median(routes):.0f} routes in the median, {max(routes)} at most; "
        f"{routes.count(0) // 2} of {PAIRS} pairs have no way today"
    )
    return [
        Figure("exact front, 200 random pairs, median", 1000 * median, "ms", 5.0, note=note),
        Figure("exact front, 90th percentile", 1000 * p90, "ms", 40.0),
        Figure("exact front, worst", 1000 * worst, "ms"),
    ]


def _unbound(world: asked.World) -> list[Figure]:
    """All modes in any order."""
    ends = [world.ends(pair) for pair in world.drawn(PAIRS)]
    whole = pareto.whole_problem(world.overlay, world.priced, ends[0])
    asks = [lambda end=end: pareto_numba.front(pareto.for_pair(whole, world.overlay, end)) for end in ends]
    median, p90, worst = spread(each(asks, 1))
    note = f"flights from any territory; 90th percentile {1000 * p90:.0f} ms, worst {1000 * worst:.0f} ms"
    return [Figure("exact front, all modes in any order, median", 1000 * median, "ms", note=note)]


def _best(costs):
    """The rows that no other beats."""
    beaten = [((costs <= one).all(axis=1) & (costs < one).any(axis=1)).any() for one in costs]
    return costs[~np.array(beaten, np.bool_)]


def _beside_flat(world: asked.World) -> list[Figure]:
    air = np.array([cell.mode is Mode.AIR for cell in world.overlay.cells])
    figures = []
    for name, allowed, goal in (("land and sea", ~air, NEEDED_TIMES), ("all modes", air | True, None)):
        both = flat.ground(world, allowed)
        raced = [_raced(both, pair) for pair in [*world.named, *world.drawn(FLAT_PAIRS)]]
        times, alike = [one for one, _ in raced], 100 * statistics.mean(same for _, same in raced)
        note = f"{len(raced)} pairs, {min(times):.0f} to {max(times):.0f} times"
        what = f"front on the overlay against the flat network, {name}"
        figures += [
            Figure(
                f"{what}, median", statistics.median(times), "times sooner", goal, is_floor=True, note=note
            ),
            Figure(f"{what}: the same to the last unit", alike, "% of pairs", 100.0, is_floor=True),
        ]
    return figures


def _raced(both: flat.Ground, pair: asked.Pair) -> tuple[float, bool]:
    """How many times sooner the overlay is, and whether both fronts are the same."""
    problem = flat.overlay_problem(both, pair)
    ours, ours_s = clocked(lambda: pareto_numba.front(problem), 5)
    theirs, theirs_s = clocked(lambda: flat.front(both, pair), 2)
    return theirs_s / ours_s, bool(np.array_equal(ours.costs, theirs))

"""A 300 x 300 skim over all modes after any change, and the bare single query."""

from __future__ import annotations

import statistics

from benchmarks import asked
from benchmarks.figures import Figure, clocked, each, walled
from karwan.routing import bounds_numba, part, question, skim

PAIRS = 50
PLACES = 300
REPEATS = 15


def measure() -> list[Figure]:
    world = asked.world(PLACES)
    attached = [place.attachments for place in world.places]
    places, inside = skim.places_of(world.overlay, attached), skim.inside_of(attached, attached)

    def again(threads: int):
        return skim.skim(world.overlay, world.priced, world.weights, places, places, inside, threads=threads)

    again(1)  # compiles
    _, skim_s = clocked(lambda: again(1), REPEATS)
    note = f"{len(world.places)} places of roads and railways, generalised cost, every price put on anew"
    return [
        Figure("300 x 300 skim after any change, all modes", 1000 * skim_s, "ms", 20.0, note=note),
        Figure("the same on two threads, on the clock", 1000 * walled(lambda: again(2), REPEATS), "ms"),
        _single(world),
    ]


def _single(world: asked.World) -> Figure:
    pairs = world.drawn(PAIRS)
    costs = [
        question.generalise(world.overlay, world.priced, world.ends(pair), world.weights) for pair in pairs
    ]
    parts = [part.part_of(world.overlay, cost) for cost in costs]
    graph = bounds_numba.graph_of(parts[0])

    def ask(one: part.Part) -> float:
        leave = bounds_numba.to_goal(graph, one.leg_cost, one.transfer_cost, one.finish)[1]
        return min(float((one.start + leave).min()), float(one.direct.min()))

    ask(parts[0])  # compiles
    median = statistics.median(each([lambda one=one: ask(one) for one in parts], 5))
    note = f"{len(pairs)} pairs, generalised cost; prices and places are ready"
    return Figure("single query, all modes, median", 1000 * median, "ms", 0.5, note=note)

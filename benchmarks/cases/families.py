"""Fifty families: the exact best of each chain of cells, for named and drawn pairs, by numpy alone."""

from __future__ import annotations

from benchmarks import asked
from benchmarks.figures import Figure, each, spread
from karwan.routing import families, question

FAMILIES = 50
DRAWN = 40


def measure() -> list[Figure]:
    world = asked.world()
    pairs = [*world.named, *world.drawn(DRAWN)]
    found = []

    def search(pair: asked.Pair) -> None:
        costs = question.generalise(world.overlay, world.priced, world.ends(pair), world.weights)
        chains = families.families(
            world.overlay,
            costs,
            labels=range(len(world.overlay.cells)),
            groups=FAMILIES,
            per_group=1,
            ratio=10.0,
        )
        found.append(len(list(chains)))

    median, p90, worst = spread(each([lambda pair=pair: search(pair) for pair in pairs], 2))
    full = sum(count == FAMILIES for count in found) // 2
    note = f"{len(pairs)} pairs, {full} of them with 50 families; chains of cells, all modes"
    return [
        Figure("50 families, median", 1000 * median, "ms", 40.0, note=note),
        Figure("50 families, 90th percentile", 1000 * p90, "ms"),
        Figure("50 families, worst", 1000 * worst, "ms"),
    ]

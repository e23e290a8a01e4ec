"""Posts on a way that let goods pass, but not as usual: few trains, queues, some goods alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from karwan.operations.permission import Calendar, Reason
from karwan.words.route import Route

LIMITED = "limited"


def limited(route: Route, days: Calendar) -> tuple[Reason, ...]:
    """What limits a way on the day, by gateway in order; empty where nothing does (docs/rules, 5.2)."""
    return tuple(
        Reason(f"{LIMITED}: {period.why}", gateway, period.since, period.sources)
        for gateway, direction in _passed(route)
        for period in days.periods.get(gateway, ())
        if period.state == LIMITED and period.direction in ("both", direction)
    )


def _passed(route: Route) -> Iterator[tuple[str, str]]:
    """Every gateway between two legs once, and from which territory to which it is passed: `PK>CN`."""
    for before, after in pairwise(route.legs):
        if before.destination == after.origin:
            yield after.origin, f"{before.territory}>{after.territory}"

"""How often ferries, feeders, liners and trains leave, and how long one waits for them (docs/rules, 8.4)."""

from __future__ import annotations

import math
from collections import defaultdict

from karwan.facts.load import Facts
from karwan.facts.rows import Service
from karwan.operations.hours import Wait
from karwan.words.evidence import Evidence, Figure, weakest

_KINDS = frozenset({"ferry", "feeder", "liner", "block_train", "train"})
# A liner goes round; the others come back the way that they went.
_ONE_WAY = frozenset({"liner"})
_WEEK_H = 7 * 24.0


class Services:
    """Departures a week between two gateways, from `services`.

    Of several rows for one pair those that nobody merely claims come first, then the newest year; rows of the
    same year are averaged. A claimed frequency is `assumed` and cites the claim (docs/rules, 8.4).
    """

    def __init__(self, facts: Facts) -> None:
        pairs: dict[tuple[str, str, str], list[Service]] = defaultdict(list)
        for row in facts.rows(Service):
            if row.kind in _KINDS and row.frequency_per_week:
                pairs[row.mode, row.origin, row.destination].append(row)
        self._pairs = {pair: _frequency(rows) for pair, rows in pairs.items()}
        self._both_ways = {
            pair for pair, rows in pairs.items() if any(row.kind not in _ONE_WAY for row in rows)
        }

    def per_week(self, mode: str, origin: str, destination: str) -> Figure | None:
        """Departures a week from one gateway to another; by a service the other way they are `assumed`."""
        there = self._pairs.get((mode, origin, destination))
        back = mode, destination, origin
        if there is not None or back not in self._both_ways:
            return there
        figure = self._pairs[back]
        return Figure(figure.value, weakest((figure.evidence, Evidence.ASSUMED)), figure.sources)


def half_headway(per_week: Figure) -> Wait:
    """The wait of one who comes at any moment for a service that leaves at even intervals.

    It is uniform from 0 to the headway h = 168 / per_week: mean h / 2, standard deviation h / sqrt(12).

    Source: Osuna and Newell 1972, Control strategies for an idealized public transportation system,
    Transportation Science 6(1), equation 1, with even headways.
    """
    headway_h = _WEEK_H / per_week.value
    return Wait(Figure(headway_h / 2, per_week.evidence, per_week.sources), headway_h / math.sqrt(12))


def _frequency(rows: list[Service]) -> Figure:
    known = [row for row in rows if row.evidence is not Evidence.CLAIMED] or rows
    newest = max(row.year or 0 for row in known)
    chosen = [row for row in known if (row.year or 0) == newest]
    classes = (Evidence.ASSUMED if row.evidence is Evidence.CLAIMED else row.evidence for row in chosen)
    sources = tuple(dict.fromkeys(source for row in chosen for source in row.sources))
    return Figure(
        math.fsum(row.frequency_per_week or 0.0 for row in chosen) / len(chosen), weakest(classes), sources
    )

"""The rows on insurance, guarantees, demurrage and empties that hold on a day, and which of them fits."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from karwan.facts.dated import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Commodity, Demurrage, EmptyReturn, GatewayRow, Insurance
from karwan.operations.customs import Customs
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment

_ANY = "*"
_MOST_SHIPMENTS = 6


class Ground(NamedTuple):
    """Where cover is asked for: the mode of a run, the territories or basins that count, what is passed."""

    mode: Mode
    areas: frozenset[str]
    passed: frozenset[str]


class Tariffs:
    """What a day's tables ask beside haul and handling; what is only claimed asks nothing."""

    def __init__(self, facts: Facts, on: date) -> None:
        self.customs = Customs(facts, on)
        self.kinds: Mapping[str, str] = {row.id: row.kind for row in facts.rows(GatewayRow)}
        self.commodities: Mapping[str, Commodity] = facts.by_id(Commodity)
        self._covers: dict[tuple[str, str], list[Insurance]] = {}
        for row in facts.rows(Insurance):
            if row.evidence is not Evidence.CLAIMED and holds(row, on):
                self._covers.setdefault((row.cover, row.metric), []).append(row)
        # Grounds differ only by what is passed of those at which a row alone holds.
        self._named = frozenset(place for rows in self._covers.values() for row in rows for place in row.at)
        self._found: dict[tuple[str, str], dict[Ground, Insurance | None]] = {}
        self._made: dict[Hashable, dict[Hashable, Any]] = {}
        self._empties: dict[tuple[str, str, str, str], EmptyReturn] = {}
        for empty in facts.rows(EmptyReturn):
            if empty.evidence is not Evidence.CLAIMED:
                key = empty.mode, empty.unit, empty.origin, empty.destination
                self._empties.setdefault(key, empty)
        self._standing: dict[str, list[Demurrage]] = {}
        for day in facts.rows(Demurrage):
            if day.evidence is not Evidence.CLAIMED:
                self._standing.setdefault(day.kind, []).append(day)

    def made(self, shipment: Shipment, year: int | None) -> dict[Hashable, Any]:
        """What was made for a shipment by these rows, in the dollars of a year, for those who make it."""
        made = self._made.get((shipment, year))
        if made is None:
            if len(self._made) >= _MOST_SHIPMENTS:
                self._made.clear()
            made = self._made[shipment, year] = {}
        return made

    def cover(self, cover: str, metric: str, ground: Ground) -> Insurance | None:
        """The row that fits best, the dearest of several that fit alike."""
        found = self._found.setdefault((cover, metric), {})
        if ground not in found:
            rows = [row for row in self._covers.get((cover, metric), ()) if _fits(row, ground)]
            found[ground] = max(rows, key=lambda row: (_special(row), row.value), default=None)
        return found[ground]

    def named(self, passed: Collection[str]) -> frozenset[str]:
        """Those of some gateways at which a row of cover holds."""
        return self._named.intersection(passed)

    def dearest(self, cover: str, metric: str, grounds: Iterable[Ground]) -> Insurance | None:
        """Of the rows that fit best along a way the dearest."""
        found = [row for ground in grounds if (row := self.cover(cover, metric, ground)) is not None]
        return max(found, key=lambda row: row.value, default=None)

    def empty_return(self, mode: Mode, unit: str, origin: str, destination: str) -> EmptyReturn | None:
        """How often what carried a load from one territory to another comes back empty."""
        pairs = ((origin, destination), (origin, _ANY), (_ANY, destination), (_ANY, _ANY))
        return next((row for pair in pairs if (row := self._empties.get((mode, unit, *pair)))), None)

    def standing(
        self, kind: str, place: str, territory: str | None, boxes: Collection[str]
    ) -> Demurrage | None:
        """What a day of standing costs: at the place, else in the territory, else anywhere."""
        rows = [row for row in self._standing.get(kind, ()) if row.box in boxes]
        levels = (
            [row for row in rows if row.place == place],
            [row for row in rows if row.place is None and row.territory == territory],
            [row for row in rows if row.place is None and row.territory == _ANY],
        )
        found = next((level for level in levels if level), [])
        # A row for the very kind of box goes before one for any.
        return min(found, key=lambda row: row.box == "any", default=None)


def _fits(row: Insurance, ground: Ground) -> bool:
    return (
        row.mode in (ground.mode, _ANY)
        and (row.territory == _ANY or row.territory in ground.areas)
        and (not row.at or not ground.passed.isdisjoint(row.at))
    )


def _special(row: Insurance) -> int:
    """Mode and territory named, then the mode, then the territory, then neither."""
    return 2 * (row.mode != _ANY) + (row.territory != _ANY)

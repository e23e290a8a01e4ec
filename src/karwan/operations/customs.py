"""Under which customs regime goods go: a TIR carnet, a common transit, a customs union (docs/rules, 10.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from karwan.facts.dated import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Regime
from karwan.facts.rows_of_law import ALL_GOODS
from karwan.words.mode import Mode
from karwan.words.step import Step

# A carnet pays where goods pass at least so many territories under one.
_LEAST_UNDER_TIR = 3
_TIR, _IN_FORCE = "tir", "in_force"
_JOINS, _GUARANTEES = "joins", "guarantees"


class Customs:
    """The rules of customs that are in force on a day."""

    def __init__(self, facts: Facts, on: date) -> None:
        rows = [row for row in facts.rows(Regime) if row.state == _IN_FORCE and holds(row, on)]
        self._tir = frozenset(
            code for row in rows if row.kind == _TIR and Mode.ROAD in row.modes for code in row.territories
        )
        self._joining = [row for row in rows if row.effect == _JOINS and row.goods == (ALL_GOODS,)]
        self._common = [
            row
            for row in rows
            if row.effect == _GUARANTEES and row.relation != "each" and row.goods == (ALL_GOODS,)
        ]

    def under_tir(self, hauls: Sequence[Step]) -> Iterator[Sequence[Step]]:
        """The stretches by road under a carnet: TIR works in all their territories, and one lies between."""
        for stretch, lacking in self._worth_tir(hauls):
            if not lacking:
                yield stretch

    def without_tir(self, hauls: Sequence[Step]) -> Iterator[tuple[Sequence[Step], tuple[str, ...]]]:
        """The stretches by road that TIR would serve, each with the territories where it does not work."""
        return ((stretch, lacking) for stretch, lacking in self._worth_tir(hauls) if lacking)

    def _worth_tir(self, hauls: Sequence[Step]) -> Iterator[tuple[Sequence[Step], tuple[str, ...]]]:
        for stretch in _by_road(hauls):
            passed = dict.fromkeys(leg.territory for leg in stretch if leg.territory)
            if len(passed) >= _LEAST_UNDER_TIR:
                yield stretch, tuple(code for code in passed if code not in self._tir)

    def are_joined(self, left: str, entered: str, mode: Mode) -> bool:
        """Whether two territories are of one customs union without a customs border between them."""
        return _names_both(self._joining, left, entered, mode)

    def share_guarantee(self, left: str, entered: str, mode: Mode) -> bool:
        """Whether one guarantee serves both: within a customs union, or by a common transit."""
        return _names_both((*self._joining, *self._common), left, entered, mode)


def _names_both(rows: Iterable[Regime], left: str, entered: str, mode: Mode) -> bool:
    return any(mode in row.modes and {left, entered} <= set(row.territories) for row in rows)


def _by_road(hauls: Sequence[Step]) -> list[list[Step]]:
    """The stretches that a truck may go without another mode between."""
    stretches: list[list[Step]] = [[]]
    for leg in hauls:
        if leg.mode is Mode.ROAD:
            stretches[-1].append(leg)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]

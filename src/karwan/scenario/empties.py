"""Rows on how often vehicles and boxes come back empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from karwan.facts.rows import EmptyReturn
from karwan.scenario.figures import Change
from karwan.scenario.scene import Scene

_ANY, _TWO = "*", 2
Pair = tuple[str, str]


class _Empties(Protocol):
    """A measure that is about empty returns."""

    @property
    def mode(self) -> str | None: ...
    @property
    def territory(self) -> str | None: ...
    @property
    def border(self) -> tuple[str, ...]: ...
    @property
    def add(self) -> float | None: ...
    @property
    def to(self) -> float | None: ...
    @property
    def change(self) -> Change: ...


def empties(measure: _Empties, scene: Scene) -> Iterator[EmptyReturn]:
    """Shares of empty returns changed: wherever they are known, to and from a territory, or between two."""
    if measure.add is not None or (measure.to is not None and measure.to > 1):
        scene.fault(
            "to", "a share of empty returns is set or has a factor", "write to from 0 to 1, or factor"
        )
        return
    rows = [row for row in scene.facts.rows(EmptyReturn) if measure.mode in (None, row.mode)]
    if not (measure.territory or measure.border):
        for row in rows:
            share = min(1.0, measure.change(row.share))
            yield scene.mended(row, share=share, share_low=None, share_high=None)
        return
    for pair in _pairs(measure, scene):
        for mode, unit in dict.fromkeys((row.mode, row.unit) for row in rows):
            best = _best([row for row in rows if (row.mode, row.unit) == (mode, unit)], pair)
            if best is not None:
                yield scene.row(
                    EmptyReturn,
                    mode=mode,
                    unit=unit,
                    origin=pair[0],
                    destination=pair[1],
                    share=min(1.0, measure.change(best.share)),
                    share_in_rate=best.share_in_rate,
                    cost_factor=best.cost_factor,
                )


def _pairs(measure: _Empties, scene: Scene) -> list[Pair]:
    """Origins and destinations as the table writes them."""
    if measure.border:
        codes = [scene.territory("border", word) for word in measure.border]
        if len(codes) != _TWO or None in codes:
            scene.fault("border", f"{len(codes)} territories", 'write two, such as ["PK", "KZ"]')
            return []
        one, other = (scene.home(str(code)) for code in codes)
        return [(one, other), (other, one)]
    code = scene.territory("territory", measure.territory or "")
    return [] if code is None else [(scene.home(code), _ANY), (_ANY, scene.home(code))]


def _best(rows: Sequence[EmptyReturn], pair: Pair) -> EmptyReturn | None:
    """The row that fits a pair best, as the price of a way finds it."""
    for wanted in (pair, (pair[0], _ANY), (_ANY, pair[1]), (_ANY, _ANY)):
        for row in rows:
            if (row.origin, row.destination) == wanted:
                return row
    return None

"""Rows with other figures: what a measure makes of the rows that a figure is the mean of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from itertools import permutations
from typing import Any, TypeVar

from karwan.facts.rows import Crossing, CrossingMeasure, Measure, OperationDefault, Rate
from karwan.operations.money import AS_RECORDED, prices
from karwan.operations.shelf import Entry
from karwan.operations.transfers import OPENING, entry_at, holds_nights
from karwan.scenario.scene import Scene
from karwan.words.mode import Mode
from karwan.words.step import Operation

Change = Callable[[float], float]
AnyRow = TypeVar("AnyRow", bound=Measure)

HAUL = ("haul_usd_tkm", "haul_usd_teukm")
BASE = ("base_usd_teu", "base_usd_t")
# What two rows of one figure do not share: each has its own.
_OF_ROW = frozenset({"id", "evidence", "sources", "note"})


def times(factor: float) -> Change:
    """A change by a factor."""
    return lambda value: value * factor


def to(figure: float) -> Change:
    """A figure in the place of what was."""
    return lambda _: figure


def plus(amount: float) -> Change:
    """A change by a sum; what would fall below nothing is nothing."""
    return lambda value: max(0.0, value + amount)


def changed(scene: Scene, kind: type[AnyRow], entry: Entry, change: Change, **cells: Any) -> list[AnyRow]:  # noqa: ANN401
    """A row with the figure of an entry changed: of its newest year, so that money keeps its level.

    One row stands for all that the figure is the mean of: which of several count may differ where it is laid.

    Args:
        scene: of the measure.
        kind: record of the rows to make.
        entry: whose rows are taken.
        change: of each figure.
        **cells: what the rows are about, or what they say otherwise.
    """
    row = _one(scene, entry)
    return [scene.row(kind, **{**_figures(row), **_scaled(row, change), **cells})]


def _one(scene: Scene, entry: Entry) -> Measure:
    """The row of the newest year of an entry, with the mean of all in the dollars of that year."""
    newest = max(entry.rows, key=lambda row: row.year or 0)
    if len(entry.rows) == 1:
        return newest
    money = AS_RECORDED if newest.year is None else prices(scene.facts).of_year(newest.year)
    factors = [money.of(row.unit, row.year) for row in entry.rows]

    def mean(values: Sequence[float | None]) -> float | None:
        known = [one * by for one, by in zip(values, factors, strict=True) if one is not None]
        return sum(known) / len(known) if len(known) == len(values) else None

    includes = tuple(sorted(entry.includes))
    value = sum(row.value * by for row, by in zip(entry.rows, factors, strict=True)) / len(factors)
    low, high = mean([row.low for row in entry.rows]), mean([row.high for row in entry.rows])
    return replace(newest, value=value, low=low, high=high, includes=includes)


def _figures(row: Measure) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(Measure) if one.name not in _OF_ROW}


def _scaled(row: Measure, change: Change) -> dict[str, Any]:
    ends = {name: None if (end := getattr(row, name)) is None else change(end) for name in ("low", "high")}
    return {"value": change(row.value), **ends}


def rates(
    scene: Scene, mode: str, where: str | tuple[str, ...] | None, metrics: Iterable[str], change: Change
) -> list[Rate]:
    """Rates of a mode changed: in a place (its own, else the default), or wherever they are known.

    `where` may be several names, the most special first: the rows are made for the first.
    """
    shelf = scene.book.shelf.rates
    found = []
    for metric in metrics:
        known = sorted(key[1] for key in shelf.keys if (key[0], key[2]) == (mode, metric))
        for place in known if where is None else [where]:
            entry = scene.book.rate(Mode(mode), place, metric)
            name = place[0] if isinstance(place, tuple) else place
            if entry is not None:
                found += changed(scene, Rate, entry, change, mode=mode, territory=name, metric=metric)
    return found


def at_post(scene: Scene, post: Crossing, metric: str, change: Change, **cells: Any) -> list[CrossingMeasure]:  # noqa: ANN401
    """A figure of a post changed each way: of the whole post where a row gives that, else of each side."""
    found: list[CrossingMeasure] = []
    for sides in ((post.territory_a, post.territory_b), (post.territory_b, post.territory_a)):
        about = {"crossing": post.id, "direction": ">".join(sides), "metric": metric, **cells}
        if entry := scene.book.whole_post(post, sides, metric):
            more = {"includes": _covered(entry), **about}
            found += changed(scene, CrossingMeasure, entry, change, side=None, **more)
            continue
        for side in sides:
            if entry := scene.book.side(post, sides, side, metric):
                more = {"includes": _covered(entry), **about}
                found += changed(scene, CrossingMeasure, entry, change, side=side, **more)
    return found


def _covered(entry: Entry) -> tuple[str, ...]:
    """What a figure covers; if it holds the wait for the opening, it still does when assumed (8.3)."""
    return tuple(sorted(entry.includes | ({OPENING} if holds_nights(entry) else set())))


def includes_of(scene: Scene, post: Crossing, metric: str) -> tuple[str, ...]:
    """The operations that a figure of a post covers now, on any side, either way."""
    ways = ((post.territory_a, post.territory_b), (post.territory_b, post.territory_a))
    entries = [scene.book.whole_post(post, sides, metric) for sides in ways]
    entries += [scene.book.side(post, sides, side, metric) for sides in ways for side in sides]
    return tuple(sorted({name for entry in entries if entry for name in entry.includes}))


def at_gateway(
    scene: Scene, gateway: str, operation: Operation, metric: str, change: Change
) -> list[OperationDefault]:
    """What an operation takes at a gateway changed, for each pair of modes that it joins, each way."""
    found: dict[str, list[OperationDefault]] = {}
    for before, after in permutations(scene.cells_at(gateway), 2):
        between = f"{gateway}:{before.mode}>{after.mode}"
        entry = entry_at(scene.book, operation, gateway, (before, after), metric)
        if entry is not None and between not in found:
            name = "passage" if operation is Operation.CROSS else str(operation)
            about = {"operation": name, "between": between, "metric": metric}
            found[between] = changed(scene, OperationDefault, entry, change, **about)
    return [row for rows in found.values() for row in rows]


def settled(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """Rows that set a figure: one for all years of what they are about, without a range."""
    found: dict[tuple[Any, ...], AnyRow] = {}
    for row in rows:
        about = tuple(getattr(row, column) for column in type(row).key)
        found.setdefault(about, replace(row, year=None, low=None, high=None))
    return list(found.values())

"""What a planner calls one way: its key, its slug and the words that tell it (docs/rules, section 7)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from karwan.network.record import Cell
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

# Legs of a route as (cell, kilometres).
Runs = Sequence[tuple[Cell, float]]
Key = tuple[tuple[str, Mode], ...]

# A shorter stretch of rail in a territory is a feeder and makes no family of its own.
FEEDER_KM = 200.0

# A run by road that is shorter and crosses no border brings goods to a terminal and names no way.
_LAST_MILE_KM = 100.0


def family_key(runs: Runs) -> Key:
    """Territories and basins in order, each with the mode of most kilometres there (docs/rules, 7.1)."""
    key: list[tuple[str, Mode]] = []
    for area, stretch in groupby(runs, key=lambda run: area_of(run[0])):
        by_mode: dict[Mode, float] = defaultdict(float)
        for cell, km in stretch:
            by_mode[cell.mode] += km
        main = max(by_mode, key=lambda mode: by_mode[mode])
        if main is Mode.RAIL and by_mode[main] < FEEDER_KM:
            main = Mode.ROAD
        key.append((area, main))
    return tuple(key)


def areas_of(key: Key) -> tuple[str, ...]:
    """Territories and basins of a family in order."""
    return tuple(area for area, _ in key)


def area_of(cell: Cell) -> str:
    """What a cell counts as in a family: its territory, its basin, or the air."""
    return cell.territory or cell.basin or cell.key


def slug(key: Key) -> str:
    """The key as a word for tables and links: `road-pk-cn.rail-kz`."""
    parts = []
    for mode, areas in groupby(key, key=lambda item: item[1]):
        names = [re.sub(r"[^a-z0-9]+", "-", area.casefold()) for area, _ in areas]
        parts.append("-".join([mode, *names] if names != [mode] else [mode]))
    return ".".join(parts)


def label(route: Route, names: Mapping[str, str]) -> str:
    """The family in words: `Road by the Karakoram Highway and Torugart`.

    Args:
        route: the best of the family.
        names: shown name of every gateway on it; of a crossing, the name of the way through it.
    """
    stretches = [list(steps) for _, steps in groupby(_with_mode(route), key=lambda step: step.mode)]
    phrases = [
        phrase for index, steps in enumerate(stretches) if (phrase := _phrase(stretches, index, steps, names))
    ]
    text = ", ".join(phrases) or str(next(iter(route.legs)).mode)
    return text[0].upper() + text[1:]


def _with_mode(route: Route) -> list[Step]:
    """Legs, and the border posts and passages between them, in order."""
    return [step for step in route.steps if step.kind == "leg" or step.operation is Operation.CROSS]


def _phrase(
    stretches: Sequence[Sequence[Step]], index: int, steps: Sequence[Step], names: Mapping[str, str]
) -> str | None:
    mode = steps[0].mode
    through = list(dict.fromkeys(names[step.origin] for step in steps if step.operation is Operation.CROSS))
    by = f" by {_listed(through)}" if through else ""
    last = index == len(stretches) - 1
    if mode in (Mode.ROAD, Mode.RAIL):
        if not by and len(stretches) > 1 and sum(step.distance_km for step in steps) < _LAST_MILE_KM:
            return None
        return f"{mode}{by}" if by or last else f"{mode} to {names[steps[-1].destination]}"
    return f"{mode} to {names[steps[-1].destination]}{by}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]

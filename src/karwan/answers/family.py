"""What makes ways one family: its key, and the slug of it (docs/rules, section 7)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from karwan.network.record import Cell
from karwan.words.mode import Mode

# Legs of a route as (cell, kilometres).
Runs = Sequence[tuple[Cell, float]]
Key = tuple[tuple[str, Mode], ...]

# A shorter stretch of rail in a territory is a feeder and makes no family of its own.
FEEDER_KM = 200.0


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

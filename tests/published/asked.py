"""Rows of published times and prices, and how karwan is asked for the same way."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from karwan.errors import InputError
from karwan.results import RoutesResult
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step
from karwan.world import World

# A year that the source does not say is taken to be this one.
UNDATED = "2020"
# A shorter run at either end brings goods to the terminal from which a row counts.
FEEDER_KM = 25.0
_QUESTION = ("ask_from", "ask_to", "ask_modes", "ask_via", "ask_avoid", "year", "cargo")
_BY_SEA_OR_AIR = (Operation.LOAD, Operation.CROSS)


@dataclass(frozen=True)
class Asked:
    """One published row, and the part of karwan's way that it is about; None where karwan has no way."""

    row: dict[str, str]
    route: Route | None
    label: str

    @cached_property
    def quantiles_days(self) -> tuple[float, float, float]:
        """P10, P50 and P90; infinite where there is no way."""
        if self.route is None:
            return (float("inf"),) * 3
        p10, p50, p90 = self.route.time_quantiles_h()
        return p10 / 24, p50 / 24, p90 / 24

    @property
    def is_ordinary(self) -> bool:
        """Whether the row tells what is usual; the others are claims."""
        return self.row["class"] == "ordinary"


def rows(table: Path) -> list[dict[str, str]]:
    """The rows of a table of published figures."""
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(text: str) -> list[str]:
    """The words of a cell that holds a list."""
    return [word for word in text.split(";") if word]


def ask(world: World, row: dict[str, str], covers: str) -> Asked:
    """The way that a row means, asked for the middle of its year, and of it what the row covers.

    Args:
        world: on today's facts.
        row: with the columns `ask_*`, cargo and year.
        covers: `door`: all; `through`: from the first departure to the last arrival by the row's modes;
            `carriers`: of that what carriers and terminals charge, without the posts; `haul`: what the
            carrier of the runs charges.
    """
    modes = listed(row["ask_modes"])
    try:
        answer = _answered(world, *(row[name] for name in _QUESTION))
    except InputError as error:
        return Asked(row, None, str(error))
    named = [offer for offer in answer.routes if set(modes) <= set(offer.route.modes)] or answer.routes
    if not named:
        shut = (reason.what for way in answer.not_offered[:1] for reason in way.reasons)
        return Asked(row, None, "; ".join(shut) or "no way")
    return Asked(row, _part(named[0].route, [Mode(mode) for mode in modes], covers), named[0].label)


@cache
def _answered(world: World, *question: str) -> RoutesResult:
    """The answer to a question in the order of its columns; rows that ask the same are asked once."""
    row = dict(zip(_QUESTION, question, strict=True))
    modes = listed(row["ask_modes"])
    return world.routes(
        row["ask_from"],
        row["ask_to"],
        modes=[*modes, "road"] if modes == ["sea"] else modes,
        via=listed(row["ask_via"]),
        avoid=listed(row["ask_avoid"]),
        on=f"{row['year'] or UNDATED}-07-01",
        cargo=row["cargo"],
        count=2,
    )


def _part(route: Route, modes: Sequence[Mode], covers: str) -> Route:
    """The steps of a route that a row is about."""
    if covers == "door":
        return route
    if covers == "haul":
        return replace(route, steps=tuple(step for step in route.steps if _is_carried(step, modes)))
    runs = [index for index, step in enumerate(route.steps) if step.kind == "leg" and step.mode in modes]
    long = [index for index in runs if route.steps[index].distance_km >= FEEDER_KM] or runs
    last = max(index for index in runs if route.steps[index].origin == route.steps[long[-1]].origin)
    steps = route.steps[long[0] : last + 1]
    if covers == "carriers":
        steps = tuple(
            step for step in steps if step.operation is not Operation.CROSS or step.mode is Mode.SEA
        )
    return replace(route, steps=steps)


def _is_carried(step: Step, modes: Sequence[Mode]) -> bool:
    """Whether a carrier's rate holds a step: the run, and by sea and air its fixed part and passages."""
    if step.mode not in modes:
        return False
    is_boarding = step.mode in (Mode.SEA, Mode.AIR) and step.operation in _BY_SEA_OR_AIR
    return step.operation is Operation.HAUL or is_boarding

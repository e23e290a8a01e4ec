"""A figure that was measured, its goal, and how time is taken."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured.

    Attributes:
        what: in words. value: in `unit`; several figures may share words. goal: to reach, None for no goal.
        is_floor: whether the goal is a least and not a most. note: what has to be known of it.
    """

    what: str
    value: float
    unit: str
    goal: float | None = None
    is_floor: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached; a figure without a goal meets it."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.is_floor else self.value <= self.goal


def clocked(act: Callable[[], Result], times: int = 1) -> tuple[Result, float]:
    """What an act gives, and its least CPU seconds in some repeats.

    The CPU's time and not the wall's: all are held to one core, and other work on the machine counts less.
    """
    least = math.inf
    for _ in range(times):
        begin = time.process_time()
        result = act()
        least = min(least, time.process_time() - begin)
    return result, least


def walled(act: Callable[[], object], times: int) -> float:
    """The least seconds on the clock in some repeats: for what takes several cores."""
    least = math.inf
    for _ in range(times):
        begin = time.perf_counter()
        act()
        least = min(least, time.perf_counter() - begin)
    return least


def each(acts: Sequence[Callable[[], object]], times: int = 3) -> list[float]:
    """CPU seconds of each act, the least in some repeats."""
    return [clocked(act, times)[1] for act in acts]


def spread(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, 90th percentile and worst."""
    ordered = sorted(seconds)
    return statistics.median(ordered), ordered[math.ceil(0.9 * len(ordered)) - 1], ordered[-1]

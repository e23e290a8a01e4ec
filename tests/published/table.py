"""Words and figures that the pages of validation share."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs" / "validation"


@dataclass(frozen=True)
class Figure:
    """One result with its goal: `value` is to be at least or at most `goal`."""

    what: str
    page: str
    value: float
    goal: float
    at_least: bool
    rows: int
    unit: str = "%"
    form: str = ".0f"

    @property
    def is_reached(self) -> bool:
        """Whether the value is as good as the goal."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    @property
    def shown(self) -> str:
        """The value as a page tells it."""
        return f"{self.value:{self.form}} %" if self.unit == "%" else f"{self.value:.2f}"

    def line(self) -> str:
        """A line of the table of results."""
        bound = "at least" if self.at_least else "at most"
        goal = f"{self.goal:.0f} %" if self.unit == "%" else f"{self.goal:g}"
        word = "" if self.is_reached else ", missed"
        return line(self.what, self.rows, self.shown, f"{bound} {goal}{word}", f"[{self.page}]({self.page})")


def median(values: Iterable[float]) -> float:
    """The median of some values; not a number without any."""
    found = list(values)
    return statistics.median(found) if found else float("nan")


def share(truths: Iterable[bool]) -> float:
    """Per cent of them that hold; not a number without any."""
    found = list(truths)
    return 100 * sum(found) / len(found) if found else float("nan")


def line(*cells: object) -> str:
    """A line of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def table(head: Sequence[str], lines: Iterable[str]) -> str:
    """A table; a column whose head begins with `>` is set to the right."""
    names = line(*(name.removeprefix(">") for name in head))
    rule = line(*("---:" if name.startswith(">") else "---" for name in head))
    return "\n".join([names, rule, *lines])


def days(low: str, value: str, high: str) -> str:
    """Published days with their range."""
    return value if low == high == value else f"{value} ({low} to {high})"


def cell(value: float, form: str = ".1f") -> str:
    """A number, or a word where there is none."""
    return "none" if value in (float("inf"), float("-inf")) or value != value else format(value, form)  # noqa: PLR0124

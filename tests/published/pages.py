"""Writes the pages of validation: `python tests/published/pages.py`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import karwan
from karwan.world import World

if __name__ == "__main__":  # run by its path
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from published import costs, history, measured, posts, transits
from published.asked import Asked
from published.posts_by_year import Case, cases
from published.table import PAGES, Figure, median, table

README = PAGES / "README.md"
# What stands above it in README is written by hand.
RESULTS = "## Results"


@dataclass(frozen=True)
class Validation:
    """All that is compared, each part once."""

    world: World

    @cached_property
    def times(self) -> list[Asked]:
        """Published transit times."""
        return transits.compared(self.world)

    @cached_property
    def prices(self) -> list[Asked]:
        """Published prices."""
        return costs.compared(self.world)

    @cached_property
    def posts(self) -> list[posts.Foretold]:
        """Figures of posts of 2023."""
        return posts.foretold(self.world.state.facts)

    @cached_property
    def posts_by_year(self) -> list[Case]:
        """Figures of posts of every year with years before it."""
        facts = self.world.state.facts
        return cases(facts, *posts.measured(facts))

    @cached_property
    def lengths(self) -> list[Figure]:
        """Errors of lengths by mode, of the rows that measure the same thing."""
        found = measured.compared()
        figures = []
        for mode in measured.MODES:
            errors = measured.errors(found, mode, all_rows=False)
            name = f"lengths by {mode}: median error"
            figures.append(
                Figure(
                    name, measured.PAGE.name, median(errors), 3, at_least=False, rows=len(errors), form=".1f"
                )
            )
        return figures

    @cached_property
    def closures(self) -> list[history.Changed]:
        """What closures did."""
        return history.compared(self.world)

    @property
    def figures(self) -> list[Figure]:
        """Results with goals."""
        return [
            *self.lengths,
            *transits.figures(self.times),
            *costs.figures(self.prices),
            *posts.figures(self.posts),
            *history.figures(self.closures),
        ]

    def pages(self) -> Mapping[Path, str]:
        """The text of each page."""
        results = table(["", ">rows", ">reached", "goal", "page"], (one.line() for one in self.figures))
        above = README.read_text(encoding="utf-8").split(RESULTS)[0]
        return {
            transits.PAGE: transits.page(self.times),
            costs.PAGE: costs.page(self.prices),
            posts.PAGE: posts.page(self.posts, self.posts_by_year),
            history.PAGE: history.page(self.closures),
            README: f"{above}{RESULTS}\n\nMade by `python tests/published/pages.py`.\n\n{results}\n",
        }


if __name__ == "__main__":
    for path, text in Validation(karwan.open()).pages().items():
        path.write_text(text, encoding="utf-8")

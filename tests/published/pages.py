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

from published import costs, posts, transits
from published.asked import Asked
from published.table import PAGES, Figure, table

README = PAGES / "README.md"
README_HEAD = """\
# Validation: karwan beside the world

Measured, not fitted: no parameter of karwan is set to make a row below come out.

- [distances.md](distances.md): lengths by road, rail and sea beside published ones, worst first, each
  with the reason where it measures something else.
- [transits.md](transits.md): published transit times beside P10, P50 and P90.
- [costs.md](costs.md): published prices beside the model's, like with like.
- [posts.md](posts.md): what the hours and dollars of posts surveyed up to 2022 say of 2023.
- [spread.md](spread.md): quantiles of the time beside a Monte Carlo, and how wide the bands are.
- [benchmarks.md](benchmarks.md): how long each part takes, beside other programs on the same roads and
  pairs, with the goals and what misses them.

## Results

Made by `python tests/published/pages.py`."""


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

    @property
    def figures(self) -> list[Figure]:
        """Results with goals."""
        return [*transits.figures(self.times), *costs.figures(self.prices), *posts.figures(self.posts)]

    def pages(self) -> Mapping[Path, str]:
        """The text of each page."""
        results = table(["", ">rows", ">reached", "goal", "page"], (one.line() for one in self.figures))
        return {
            transits.PAGE: transits.page(self.times),
            costs.PAGE: costs.page(self.prices),
            posts.PAGE: posts.page(self.posts),
            README: f"{README_HEAD}\n\n{results}\n",
        }


if __name__ == "__main__":
    for path, text in Validation(karwan.open()).pages().items():
        path.write_text(text, encoding="utf-8")

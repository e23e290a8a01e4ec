"""Season: the months in which a post works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.facts.rows import CrossingHours
from karwan.scenario import where
from karwan.scenario.fields import a
from karwan.scenario.measure import Measure
from karwan.scenario.scene import Effect, Scene

_ALL_YEAR = tuple(range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class Season(Measure):
    """Posts that work in some months of the year alone, or all year."""

    kind: ClassVar[str] = "season"
    example: ClassVar[str] = 'at = "khunjerab-road"\nmonths = [4, 5, 6, 7, 8, 9, 10, 11]'
    at: tuple[str, ...] = where.at()
    border: tuple[str, ...] = where.border()
    territory: str | None = where.territory()
    mode: str | None = where.mode()
    months: tuple[int, ...] = a("months", "the months in which they work, 1 to 12")

    def plan(self, scene: Scene) -> Effect:
        """The posts with these months; their hours hold in all of them."""
        if not self.months:
            scene.fault("months", "a season without months", "write months = [4, 5, 6]")
        months = () if self.months == _ALL_YEAR else self.months
        posts = where.posts_of(scene, self)
        ids = {post.id for post in posts}
        hours = [row for row in scene.facts.rows(CrossingHours) if row.crossing in ids and row.months]
        return scene.own(
            [
                *(scene.mended(post, open_months=months) for post in posts if post.open_months != months),
                *(scene.mended(row, months=()) for row in hours),
            ]
        )

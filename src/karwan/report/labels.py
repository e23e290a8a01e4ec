"""Where names may stand on a map: beside their sign, off each other, off the lines. Pixels, y downwards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from karwan.report.simplify import Point

Box = tuple[float, float, float, float]

# A line is felt every so many pixels.
_STEP_PX = 7.0
_EDGE_PX = 4.0
_SQUARE_PX = 32
# A name that crosses a line is worse than any side of its sign.
_CROSSING = 3.0


@dataclass(slots=True)
class Room:
    """What of a picture is taken.

    Attributes:
        width, height: of the picture. taken: boxes where nothing may stand any more.
        trail: (x, y, way) along all lines.
        _squares: the same by squares of the picture, so that a box asks only those it lies on.
    """

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    trail: list[tuple[float, float, int]] = field(default_factory=list)
    _squares: dict[tuple[int, int], list[tuple[float, float, int]]] = field(default_factory=dict)

    def follow(self, line: Sequence[Point], way: int) -> None:
        """Keep names off a line."""
        for (ax, ay), (bx, by) in pairwise(line):
            steps = max(1, math.ceil(math.hypot(bx - ax, by - ay) / _STEP_PX))
            for step in range(steps):
                x, y = ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps
                if 0 <= x <= self.width and 0 <= y <= self.height:
                    self.trail.append((x, y, way))
                    square = (int(x // _SQUARE_PX), int(y // _SQUARE_PX))
                    self._squares.setdefault(square, []).append((x, y, way))

    def is_free(self, box: Box) -> bool:
        """Whether a box lies in the picture and meets nothing that is taken."""
        left, top, right, bottom = box
        if min(left, top) < _EDGE_PX or right > self.width - _EDGE_PX or bottom > self.height - _EDGE_PX:
            return False
        return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken)

    def crossed(self, box: Box, but: int | None = None, margin: float = 2.0) -> int:
        """How often lines (but those of one way) run through a box and its margin."""
        left, top, right, bottom = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
        return sum(
            left < x < right and top < y < bottom and way != but
            for column in range(int(left // _SQUARE_PX), int(right // _SQUARE_PX) + 1)
            for row in range(int(top // _SQUARE_PX), int(bottom // _SQUARE_PX) + 1)
            for x, y, way in self._squares.get((column, row), ())
        )

    def beside(self, spot: Point, size: tuple[float, float], gap: float, most: float) -> Box | None:
        """The best of eight boxes around a sign, then taken; None where each is worse than `most`."""
        free = [
            (_CROSSING * self.crossed(box) + order, box)
            for order, box in enumerate(_sides(spot, size, gap))
            if self.is_free(box)
        ]
        cost, best = min(free, default=(math.inf, None))
        if best is None or cost > most:
            return None
        self.taken.append(best)
        return best

    def along(self, way: int, size: tuple[float, float]) -> Box | None:
        """The best box beside the line of a way, far from the other ways and near its middle, then taken."""
        own = [(x, y) for x, y, other in self.trail if other == way]
        w, h = size
        best: tuple[float, Box] | None = None
        for index in range(len(own) // 25, len(own) - len(own) // 25, 3):
            x, y = own[index]
            corners = ((x + 9, y - h / 2), (x - 9 - w, y - h / 2), (x - w / 2, y - 9 - h), (x - w / 2, y + 9))
            for left, top in corners:
                box = (left, top, left + w, top + h)
                if not self.is_free((left - 3, top - 3, left + w + 3, top + h + 3)):
                    continue
                cost = 4.0 * self.crossed(box) + self.crossed(box, way, 14) + 6 * abs(index / len(own) - 0.5)
                if best is None or cost < best[0]:
                    best = (cost, box)
        if best is None:
            return None
        self.taken.append(best[1])
        return best[1]


def _sides(spot: Point, size: tuple[float, float], gap: float) -> Iterator[Box]:
    (x, y), (w, h) = spot, size
    across, down = gap * 0.75, gap * 0.45
    for left, top in (
        (x + gap, y - h / 2),
        (x - gap - w, y - h / 2),
        (x + across, y + down),
        (x + across, y - down - h),
        (x - across - w, y - down - h),
        (x - across - w, y + down),
        (x - w / 2, y + gap),
        (x - w / 2, y - gap - h),
    ):
        yield left, top, left + w, top + h


def beside_line(line: Sequence[Point], shift: float) -> list[Point]:
    """A line moved to its right by some pixels, thinned to what a pixel shows."""
    flat = [line[0]]
    for point in line[1:]:
        if math.dist(point, flat[-1]) > 1.0:
            flat.append(point)
    if len(flat) == 1:
        flat.append(line[-1])
    moved = []
    for index, (x, y) in enumerate(flat):
        (ax, ay), (bx, by) = flat[max(0, index - 1)], flat[min(len(flat) - 1, index + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        moved.append((x - (by - ay) / length * shift, y + (bx - ax) / length * shift))
    return moved

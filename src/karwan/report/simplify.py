"""Fewer points on a line without moving it further than the eye sees."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The line without the points that lie nearer than `tolerance` to what is left; the ends stay.

    Same unit for the line and the tolerance; a line and the same line backwards keep the same points unless
    two points lie equally far.

    Source: Douglas and Peucker 1973, Cartographica 10(2).
    """
    if len(line) < 3:  # noqa: PLR2004
        return list(line)
    kept = {0, len(line) - 1}
    open_spans = [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, furthest = _furthest(line, first, last)
        if furthest > tolerance * tolerance:
            kept.add(far)
            open_spans += [(first, far), (far, last)]
    return [line[index] for index in sorted(kept)]


def _furthest(line: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """Index and squared distance of the point between two others that lies furthest from their chord."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    far, furthest = first, -1.0
    for index in range(first + 1, last):
        x, y = line[index]
        px, py = x - ax, y - ay
        along = px * dx + py * dy
        # Beyond an end of the chord it is the end that is nearest.
        if length2 <= along:
            px, py = x - bx, y - by
        elif along > 0.0:
            share = along / length2
            px, py = px - share * dx, py - share * dy
        distance2 = px * px + py * py
        if distance2 > furthest:
            far, furthest = index, distance2
    return far, furthest

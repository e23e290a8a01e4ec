"""The time-cost-distance chart in plain characters: hours, then dollars, over kilometres."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from karwan.answers.corridor import CorridorAnswer
from karwan.report import corridor_words as words
from karwan.report import shown
from karwan.report.columns import wrapped
from karwan.report.corridor_track import Bend, longest_km, track
from karwan.report.ticks import ticks

_ROWS = 12
_AXIS = 8
_LABEL = 4
_QUIET = "dim"
_UNIT = " km"
_MARKS = 8


def plot_lines(answer: CorridorAnswer, console: Console, width: int) -> Iterator[Text]:
    """Both panels under each other, each way by its letter, then the stops that are steps in them."""
    tracks = [track(card) for card in answer.cards]
    letters = words.letters(answer)
    for title, amount in (("hours", _hours), ("dollars", _dollars)):
        yield Text.assemble(
            (f"cumulative {title}", "bold"), ("  over km; small letter moving, capital standing", _QUIET)
        )
        yield from _panel(tracks, letters, amount, width - _AXIS - _LABEL)
        yield Text()
    for letter, card in zip(letters, answer.cards, strict=True):
        steps = " · ".join(
            f"{words.stop(row, card)} {shown.between(row.p50_h, row.p90_h)} at {row.total_km:,.0f} km"
            for row in sorted(card.worst_by_hours, key=lambda row: row.total_km)
        )
        told = f"{letter}  {card.corridor.id}" + (f": {steps}" if steps else "")
        yield from wrapped(console, Text(told), width, 0)


def _hours(bend: Bend) -> float:
    return bend.hours


def _dollars(bend: Bend) -> float:
    return bend.usd


def _panel(
    tracks: Sequence[Sequence[Bend]], letters: Sequence[str], amount: Callable[[Bend], float], wide: int
) -> Iterator[Text]:
    """A grid of signs with its two axes."""
    most_km = longest_km(tracks)
    marks = ticks(max(amount(bends[-1]) for bends in tracks))
    most = marks[-1] or 1.0
    grid = [[" "] * (wide + _LABEL) for _ in range(_ROWS + 1)]
    for letter, bends in zip(letters, tracks, strict=True):
        _draw(
            grid,
            [(bend.km / most_km * (wide - 1), amount(bend) / most * _ROWS, bend) for bend in bends],
            letter,
        )
    rows_of = {round(mark / most * _ROWS): mark for mark in marks}
    for row in range(_ROWS, -1, -1):
        told = f"{rows_of[row]:,.0f}" if row in rows_of else ""
        yield Text(f"{told:>{_AXIS - 1}}|" + "".join(grid[row]).rstrip())
    yield Text(" " * (_AXIS - 1) + "+" + "-" * wide)
    line = [" "] * (_AXIS + wide + _LABEL)
    for mark in ticks(most_km, _MARKS):
        if mark <= most_km:
            text = f"{mark:,.0f}"
            at = min(_AXIS + round(mark / most_km * (wide - 1)), len(line) - len(text) - len(_UNIT))
            line[at : at + len(text)] = text
    yield Text("".join(line).rstrip() + _UNIT)


def _draw(grid: list[list[str]], points: Sequence[tuple[float, float, Bend]], letter: str) -> None:
    """One way: its small letter while moving, the capital where it stands, dots where not priced."""
    for (x0, y0, _), (x1, y1, bend) in pairwise(points):
        sign = "." if bend.is_gap else letter if bend.is_stop else letter.lower()
        steps = max(1, 2 * math.ceil(max(abs(x1 - x0), abs(y1 - y0))))
        for step in range(steps + 1):
            x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
            row, column = round(y), round(x)
            if grid[row][column] == " " or (bend.is_stop and round(y1) != round(y0)):
                grid[row][column] = sign
    x, y, _ = points[-1]
    label = f" {letter}"
    for index, sign in enumerate(label):
        column = round(x) + 1 + index
        if column < len(grid[0]):
            grid[round(y)][column] = sign

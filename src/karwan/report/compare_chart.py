"""What scenarios change, as bars: hours and dollars of each pair, one bar a scenario. Needs `report`."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from karwan.answers.compared import Change, CompareAnswer, Fate
from karwan.report import shown
from karwan.report.compare_table import FATES
from karwan.report.extra import CHART, needs_matplotlib
from karwan.report.palette import SURFACES

if TYPE_CHECKING:
    from karwan.report.sheet import Sheet

_WIDTH, _EDGE, _HEAD, _FOOT = 1280.0, 24.0, 96.0, 44.0
_NAME, _BAR, _BETWEEN = 250.0, 16.0, 12.0
# Room for the figures at the end of a bar.
_FIGURE = 105.0
# Less is better: what falls is dark, what rises pale with a frame, so that colour is not needed.
_LESS, _MORE = "posts", "moving"
_MOST_PAIRS = 40


def compare_chart(answer: CompareAnswer, kind: str = "svg") -> bytes:
    """The chart as `svg` or `png`, the same at every drawing: pairs that change most first.

    Raises:
        InputError: matplotlib is not installed.
    """
    with needs_matplotlib(CHART):
        from matplotlib import rc_context  # noqa: PLC0415

        from karwan.report.sheet import Sheet  # noqa: PLC0415
    pairs = answer.pairs[:_MOST_PAIRS]
    count = len(answer.worlds) - 1
    row = count * _BAR + _BETWEEN
    sheet = Sheet(_WIDTH, _HEAD + row * len(pairs) + _FOOT)
    names = " and ".join(world.name for world in answer.worlds[1:])
    sheet.text(_EDGE, 24, f"{names}, against {answer.worlds[0].name}", 19, "text", weight="bold")
    told = "Change of the time (median to 90th percentile) and of the cost of a whole shipment, by pair; "
    told += "most changed first"
    sheet.text(_EDGE, 46, told, 11.5, "second")
    half = (_WIDTH - 2 * _EDGE - _NAME) / 2
    for number, (title, values, said) in enumerate(_FIGURES):
        left = _EDGE + _NAME + half * number
        sheet.text(left + half / 2, 74, title, 11.5, "quiet", align="center")
        found = [values(change) for pair in pairs for change in pair.changes]
        most = max((abs(value or 0.0) for each in found for value in each), default=0.0) or 1.0
        for at, pair in enumerate(pairs):
            for index, change in enumerate(pair.changes):
                y = _HEAD + row * at + _BAR * index
                _bar(sheet, change, (left, y, half), (values(change), most, said))
    for at, pair in enumerate(pairs):
        sheet.text(_EDGE, _HEAD + row * at + count * _BAR / 2, pair.flow.name, 12, "text")
    order = "" if count == 1 else f" Bars from above: {', '.join(world.name for world in answer.worlds[1:])}."
    key = "Bar: to the median. Line: on to the 90th percentile. Dark: less. Pale: more."
    sheet.text(_EDGE, sheet.height - 14, f"{key}{order}", 10.5, "quiet")
    source = f"Source: karwan, fact tables. Network {shown.OSM}."
    sheet.text(sheet.width - _EDGE, sheet.height - 14, source, 10.5, "quiet", align="right")
    out = io.BytesIO()
    with rc_context({"svg.hashsalt": "karwan", "svg.fonttype": "path"}):
        made = {"Date": None, "Creator": "karwan"} if kind == "svg" else {"Software": "karwan"}
        sheet.figure.savefig(out, format=kind, metadata=made)
    return out.getvalue()


# What a bar shows, then where the line goes on to.
_Values = tuple[float | None, ...]
_FIGURES: tuple[tuple[str, Callable[[Change], _Values], Callable[..., str]], ...] = (
    ("time, median to 90th percentile", lambda change: (change.p50_h, change.p90_h), shown.more_time),
    ("cost, USD", lambda change: (change.cost_usd,), lambda value: shown.usd(value, sign=True)),
)


def _bar(
    sheet: Sheet,
    change: Change,
    place: tuple[float, float, float],
    figure: tuple[_Values, float, Callable[..., str]],
) -> None:
    """One bar from the middle of its half, a line on to its second value, and the figures at the far end."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    left, y, wide = place
    values, most, said = figure
    known = [value for value in values if value is not None]
    middle = left + wide / 2
    if len(known) < len(values) or change.fate is Fate.NONE:
        sheet.text(middle + 6, y + _BAR / 2, FATES[change.fate], 10.5, "second")
        return
    ends = [middle + (wide / 2 - _FIGURE) * value / most for value in known]
    sheet.axes.plot((middle, middle), (y, y + _BAR), color=SURFACES["edge"].light, linewidth=0.8)
    far = max(ends, key=lambda end: abs(end - middle))
    if abs(far - middle) < 0.5:  # noqa: PLR2004 - of a px
        return
    face = SURFACES[_LESS if ends[0] < middle else _MORE].light
    shape = Rectangle((min(middle, ends[0]), y + 2), abs(ends[0] - middle), _BAR - 4, zorder=5)
    shape.set(facecolor=face, edgecolor=SURFACES["edge"].light, linewidth=0.6)
    sheet.axes.add_patch(shape)
    if len(ends) > 1:
        _line(sheet, ends[0], ends[-1], y + _BAR / 2)
    align, beside = ("left", 5) if far > middle else ("right", -5)
    sheet.text(far + beside, y + _BAR / 2, said(*known), 10.5, "text", align=align)


def _line(sheet: Sheet, start: float, end: float, y: float) -> None:
    """A line with a stroke across its end, on a pale edge: it may run back over its bar."""
    for paint, width in (("paper", 3.0), ("text", 1.1)):
        colour = SURFACES[paint].light
        for xs, ys in (((start, end), (y, y)), ((end, end), (y - 4, y + 4))):
            sheet.axes.plot(xs, ys, color=colour, linewidth=width, solid_capstyle="butt", zorder=6)

"""What scenarios change, as bars: hours and dollars of each pair, one bar a scenario. Needs `report`."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from karwan.answers.compared import Change, CompareAnswer, Fate
from karwan.errors import InputError
from karwan.report import shown
from karwan.report.compare_table import FATES
from karwan.report.palette import SURFACES

if TYPE_CHECKING:
    from karwan.report.sheet import Sheet

_WIDTH, _EDGE, _HEAD, _FOOT = 1280.0, 24.0, 96.0, 44.0
_NAME, _BAR, _BETWEEN = 250.0, 16.0, 12.0
# Less is better: what falls is dark, what rises pale with a frame, so that colour is not needed.
_LESS, _MORE = "posts", "moving"
_MOST_PAIRS = 40


def compare_chart(answer: CompareAnswer, kind: str = "svg") -> bytes:
    """The chart as `svg` or `png`, the same at every drawing: pairs that change most first.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context  # noqa: PLC0415

        from karwan.report.sheet import Sheet  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise InputError("a chart needs matplotlib; install karwan[report]") from error
    pairs = answer.pairs[:_MOST_PAIRS]
    count = len(answer.worlds) - 1
    row = count * _BAR + _BETWEEN
    sheet = Sheet(_WIDTH, _HEAD + row * len(pairs) + _FOOT)
    names = " and ".join(world.name for world in answer.worlds[1:])
    sheet.text(_EDGE, 24, f"{names}, against {answer.worlds[0].name}", 19, "text", weight="bold")
    told = "Change of the median time and of the cost of a whole shipment, by pair; most changed first"
    sheet.text(_EDGE, 46, told, 11.5, "second")
    half = (_WIDTH - 2 * _EDGE - _NAME) / 2
    for number, (title, value, said) in enumerate(_FIGURES):
        left = _EDGE + _NAME + half * number
        sheet.text(left + half / 2, 74, title, 11.5, "quiet", align="center")
        most = (
            max((abs(value(change) or 0.0) for pair in pairs for change in pair.changes), default=0.0) or 1.0
        )
        for at, pair in enumerate(pairs):
            for index, change in enumerate(pair.changes):
                y = _HEAD + row * at + _BAR * index
                _bar(sheet, change, (left, y, half), (value(change), most, said))
    for at, pair in enumerate(pairs):
        sheet.text(_EDGE, _HEAD + row * at + count * _BAR / 2, pair.flow.name, 12, "text")
    order = "" if count == 1 else f" Bars from above: {', '.join(world.name for world in answer.worlds[1:])}."
    sheet.text(_EDGE, sheet.height - 14, f"Dark: less. Pale: more.{order}", 10.5, "quiet")
    source = f"Source: karwan, fact tables. Network {shown.OSM}."
    sheet.text(sheet.width - _EDGE, sheet.height - 14, source, 10.5, "quiet", align="right")
    out = io.BytesIO()
    with rc_context({"svg.hashsalt": "karwan", "svg.fonttype": "path"}):
        made = {"Date": None, "Creator": "karwan"} if kind == "svg" else {"Software": "karwan"}
        sheet.figure.savefig(out, format=kind, metadata=made)
    return out.getvalue()


_FIGURES: tuple[tuple[str, Callable[[Change], float | None], Callable[[float], str]], ...] = (
    ("median time", lambda change: change.p50_h, lambda value: shown.amount_of_time(value, sign=True)),
    ("cost, USD", lambda change: change.cost_usd, lambda value: shown.usd(value, sign=True)),
)


def _bar(
    sheet: Sheet,
    change: Change,
    place: tuple[float, float, float],
    figure: tuple[float | None, float, Callable[[float], str]],
) -> None:
    """One bar from the middle of its half, with its figure at its end."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    left, y, wide = place
    value, most, said = figure
    middle = left + wide / 2
    if value is None or change.fate is Fate.NONE:
        sheet.text(middle + 6, y + _BAR / 2, FATES[change.fate], 10.5, "second")
        return
    length = (wide / 2 - 70) * value / most
    sheet.axes.plot((middle, middle), (y, y + _BAR), color=SURFACES["edge"].light, linewidth=0.8)
    if abs(length) < 0.5:  # noqa: PLR2004 - of a px
        return
    face = SURFACES[_LESS if value < 0 else _MORE].light
    shape = Rectangle((min(middle, middle + length), y + 2), abs(length), _BAR - 4, zorder=5)
    shape.set(facecolor=face, edgecolor=SURFACES["edge"].light, linewidth=0.6)
    sheet.axes.add_patch(shape)
    align = "left" if length > 0 else "right"
    sheet.text(
        middle + length + (5 if length > 0 else -5), y + _BAR / 2, said(value), 10.5, "text", align=align
    )

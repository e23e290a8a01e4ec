"""The calendar of a year as a picture: a row for each family, a block for each week. Needs `report`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from karwan.answers.calendar import CalendarAnswer
from karwan.report import shown
from karwan.report.calendar_table import Lettered, is_best, lettered, month_starts
from karwan.report.extra import CHART, needs_matplotlib
from karwan.report.palette import SURFACES

if TYPE_CHECKING:
    from karwan.report.sheet import Sheet

_WIDTH, _EDGE = 1280.0, 24.0
_HEAD, _LABEL, _BLOCKS, _FOOT = 92.0, 20.0, 26.0, 58.0
_ROW = _LABEL + _BLOCKS + 14.0
_FIGURES = 190.0


def calendar_chart(answer: CalendarAnswer, kind: str = "svg") -> bytes:
    """The chart of a calendar as `svg` or `png`, the same at every drawing.

    A full block: the family is the best of the week; a pale one: it is open; a thin line: it is shut when it
    is reached.

    Raises:
        InputError: matplotlib is not installed.
    """
    with needs_matplotlib(CHART):
        from matplotlib import rc_context  # noqa: PLC0415

        from karwan.report.sheet import Sheet  # noqa: PLC0415
    families = list(lettered(answer).values())
    sheet = Sheet(_WIDTH, _HEAD + _ROW * max(1, len(families)) + _FOOT)
    _title(sheet, answer)
    _months(sheet, answer)
    for index, item in enumerate(families):
        _row(sheet, answer, item, _HEAD + _ROW * index)
    _foot(sheet)
    out = io.BytesIO()
    with rc_context({"svg.hashsalt": "karwan", "svg.fonttype": "path"}):
        told = {"Date": None, "Creator": "karwan"} if kind == "svg" else {"Software": "karwan"}
        sheet.figure.savefig(out, format=kind, metadata=told)
    return out.getvalue()


def _title(sheet: Sheet, answer: CalendarAnswer) -> None:
    ends = f"{shown.place(answer.question.origin)} – {shown.place(answer.question.destination)}"
    sheet.text(_EDGE, 24, f"{ends}: the best way for each week of {answer.year}", 19, "text", weight="bold")
    asked = f"{shown.cargo(answer.question.shipment)}, whole shipment, leaving on Monday at 08:00."
    sheet.text(_EDGE, 46, asked, 11.5, "second")


def _left_of(answer: CalendarAnswer, place: int) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * place / len(answer.weeks)


def _months(sheet: Sheet, answer: CalendarAnswer) -> None:
    for place, name in month_starts(answer.weeks):
        x = _left_of(answer, place)
        sheet.text(x, _HEAD - 16, name, 11, "quiet")
        sheet.axes.plot(
            (x, x), (_HEAD - 8, sheet.height - _FOOT), color=SURFACES["rule"].light, linewidth=0.7
        )


def _row(sheet: Sheet, answer: CalendarAnswer, item: Lettered, top: float) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    count = sum(is_best(week, item) for week in answer.weeks)
    sheet.badge(_EDGE, top, item.letter, item.hue.light)
    most = sheet.width - 2 * _EDGE - 30 - _FIGURES
    sheet.text(_EDGE + 30, top + 9, _cut(sheet, item.offer.label, most), 12, "text", weight="bold")
    told, unit = shown.days(item.offer.route)
    figures = f"{told} {unit}, {shown.usd(item.offer.route.cost_usd)}"
    best = f"best in {count} weeks, " if count else ""
    sheet.text(sheet.width - _EDGE, top + 9, best + figures, 11.5, "second", align="right")
    y = top + _LABEL + 2
    for place, week in enumerate(answer.weeks):
        left, right = _left_of(answer, place) + 0.8, _left_of(answer, place + 1) - 0.8
        if item.offer.family not in week.open:
            middle = y + _BLOCKS / 2
            sheet.axes.plot(
                (left + 3, right - 3), (middle, middle), color=SURFACES["shut"].light, linewidth=1.2
            )
            continue
        shape = Rectangle((left, y), right - left, _BLOCKS, zorder=5)
        shape.set(facecolor=item.hue.light, alpha=1.0 if is_best(week, item) else 0.22, linewidth=0)
        sheet.axes.add_patch(shape)


def _cut(sheet: Sheet, words: str, most: float) -> str:
    """A label that is too long, cut after a word."""
    if sheet.width_of(words, 12, "bold") <= most:
        return words
    parts = words.split(" ")
    while len(parts) > 1 and sheet.width_of(" ".join(parts) + " …", 12, "bold") > most:
        parts.pop()
    return " ".join(parts).rstrip(",") + " …"


def _foot(sheet: Sheet) -> None:
    told = (
        "Full: best of the week. Pale: open. Line: shut when it is reached. Median–90th percentile of the "
        "time; what is recorded without an end is taken to go on."
    )
    sheet.text(_EDGE, sheet.height - 34, told, 10.5, "quiet")
    source = f"Source: karwan, fact tables on posts, hours and services. Network {shown.OSM}."
    sheet.text(_EDGE, sheet.height - 15, source, 10.5, "quiet")

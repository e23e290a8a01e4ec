"""The map of one answer as a picture, 2x, for slides and print. Needs the extra `report` (matplotlib)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from karwan.answers.routes import NotOffered, RoutesAnswer
from karwan.report import shown
from karwan.report.drawing import Drawing, Shapes, Town, drawing
from karwan.report.extra import MAP, needs_matplotlib
from karwan.report.land.read import Lines
from karwan.words.evidence import Evidence

if TYPE_CHECKING:
    from karwan.report.sheet import Sheet

_HEAD, _GAP, _ROW, _NOTE, _FOOT = 64.0, 24.0, 25.0, 21.0, 40.0
_EDGE = 20.0
# Long labels are written smaller down to this before they take two lines.
_SMALLEST = 10.0
# Ways not offered that are told under the list.
_MOST_NOTES = 5
# Right edges of the figures, from the right of the sheet; what is left of them is the label's.
_COLUMNS = {"km": 390.0, "median to P90": 255.0, "dollars": 175.0, "t CO₂e": 100.0, "measured": 0.0}
_LABEL_ENDS = 440.0


def map_png(
    answer: RoutesAnswer,
    shapes: Shapes,
    towns: Sequence[Town] = (),
    borders: Lines | None = None,
    *,
    width_px: int = 1280,
) -> bytes:
    """A PNG of twice `width_px`: title, map with direct labels, one line a way, ways not offered, sources.

    Args:
        answer: what is shown.
        shapes: offer id -> stretches of (mode, points as (lon, lat)).
        towns: written where room is left, the most important first.
        borders: in place of those that ship.
        width_px: of the sheet, before doubling.

    Raises:
        InputError: matplotlib is not installed.
    """
    with needs_matplotlib(MAP):
        from karwan.report.sheet import Sheet  # noqa: PLC0415
        from karwan.report.sheet_map import SheetMap, height_for  # noqa: PLC0415
    picture = drawing(answer, shapes)
    notes = answer.not_offered[:_MOST_NOTES]
    list_top = _HEAD + height_for(picture, width_px) + _GAP
    notes_top = list_top + (len(picture.ways) + 1) * _ROW + 4
    sheet = Sheet(float(width_px), notes_top + len(notes) * _NOTE + _FOOT)
    _title(sheet, answer)
    SheetMap(sheet, picture, towns, _HEAD, borders).draw()
    _list(sheet, picture, list_top)
    for index, closed in enumerate(notes):
        _note(sheet, closed, answer, notes_top + _NOTE * index)
    _foot(sheet, has_shut=bool(picture.shut))
    out = io.BytesIO()
    sheet.figure.savefig(out, format="png", metadata={"Software": "karwan", "Copyright": shown.OSM})
    return out.getvalue()


def _title(sheet: Sheet, answer: RoutesAnswer) -> None:
    question = answer.question
    count, shut = len(answer.routes), len(answer.not_offered)
    ways = {0: "no way", 1: "one way"}.get(count, f"{count} ways")
    words = f"{shown.place(question.origin)} – {shown.place(question.destination)}: {ways}"
    sheet.text(_EDGE, 25, words + (f", {shut} not offered" if shut else ""), 19, "text", weight="bold")
    asked = f"{shown.cargo(question.shipment)}, on {shown.day(question.on)}. "
    sheet.text(_EDGE, 49, f"{asked}Best first by {shown.ranked_by(question)}.", 11.5, "second")


def _list(sheet: Sheet, picture: Drawing, top: float) -> None:
    """One line a way under the map."""
    right = sheet.width - _EDGE
    for heading, back in _COLUMNS.items():
        sheet.text(right - back, top, heading, 10.5, "quiet", align="right")
    for index, way in enumerate(picture.ways):
        y = top + _ROW * (index + 1)
        measured = shown.percents(way.route.time_evidence).get(Evidence.MEASURED, 0)
        figures = (
            f"{way.route.distance_km:,.0f}",
            " ".join(shown.days(way.route)),
            shown.usd(way.route.cost_usd),
            shown.tonnes(way.route.co2e_kg),
            f"{measured} % of hours",
        )
        sheet.badge(_EDGE, y - 9, way.letter, way.hue.light)
        most = right - _LABEL_ENDS - _EDGE - 30
        size = 12.5
        while size > _SMALLEST and sheet.width_of(way.offer.label, size, "bold") > most:
            size -= 0.5
        sheet.text(_EDGE + 30, y, way.offer.label, size, "text", weight="bold", most=most)
        for figure, back in zip(figures, _COLUMNS.values(), strict=True):
            sheet.text(right - back, y, figure, 12.5, "text", align="right")


def _note(sheet: Sheet, closed: NotOffered, answer: RoutesAnswer, y: float) -> None:
    """A way that is not offered, in one line: its first reason and what it would be otherwise."""
    sheet.draw_sign("closed", (_EDGE + 9, y))
    otherwise = f"{' '.join(shown.days(closed.otherwise))}, {shown.usd(closed.otherwise.cost_usd)} otherwise"
    sheet.text(sheet.width - _EDGE, y, otherwise, 11.5, "second", align="right")
    more = len(closed.reasons) - 1
    reason = shown.reason_words(closed.reasons[0], answer.names, with_source=False) if closed.reasons else ""
    words = f"{closed.label}: {reason}" + (f", and {more} more" if more > 0 else "")
    most = sheet.width - 2 * _EDGE - 60 - sheet.width_of(otherwise, 11.5)
    while sheet.width_of(words, 11.5) > most and " " in words:
        words = words.rsplit(" ", 1)[0].rstrip(",:…") + "…"
    sheet.text(_EDGE + 30, y, words, 11.5, "second")


def _foot(sheet: Sheet, *, has_shut: bool) -> None:
    y = sheet.height - 14
    shut = " Grey dots: not offered." if has_shut else ""
    words = f"Solid: road. White-dashed: rail. Dashed: sea. Dotted: air.{shut} Figures: the whole shipment."
    sheet.text(_EDGE, y, words, 10.5, "quiet")
    source = f"Network {shown.OSM}. Land {shown.NATURAL_EARTH}. {shown.BORDERS}"
    sheet.text(sheet.width - _EDGE, y, source, 10.5, "quiet", align="right")

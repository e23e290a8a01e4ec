"""The reach of a place as a picture, 2x, for slides and print. Needs the extra `report` (matplotlib)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from karwan.answers.reach_answer import ReachAnswer
from karwan.report import reach_table, shown
from karwan.report.drawing import Drawing, Sign, Town
from karwan.report.extra import MAP, needs_matplotlib
from karwan.report.land.read import Lines
from karwan.report.palette import reach_hues
from karwan.report.reach_html import ReachMap, figures, near

if TYPE_CHECKING:
    from karwan.report.sheet import Sheet

_HEAD, _SCALE, _FOOT, _EDGE = 64.0, 74.0, 40.0, 20.0
_ON_MAP = 400


def reach_png(
    answer: ReachAnswer, drawn: ReachMap, borders: Lines | None = None, *, width_px: int = 1280
) -> bytes:
    """A PNG of twice `width_px`: title, map with figures of cities, bands with the people in them, sources.

    Args:
        answer: what is shown.
        drawn: its areas.
        borders: in place of those that ship.
        width_px: of the sheet, before doubling.

    Raises:
        InputError: matplotlib is not installed.
    """
    with needs_matplotlib(MAP):
        from karwan.report.reach_sheet import ReachSheet  # noqa: PLC0415
        from karwan.report.sheet import Sheet  # noqa: PLC0415
        from karwan.report.sheet_map import height_for  # noqa: PLC0415
    origin, first = answer.question.origin, answer.base or answer
    end = Sign(origin.id, "end", shown.short(origin.name), origin.lon, origin.lat)
    picture = Drawing((), {}, (end,), drawn.box)
    named = {city.place.id for city in drawn.named}
    reached = [city for city in first.cities if city.time_h is not None and city.place.id != origin.id]
    reached.sort(key=lambda city: city.place.id not in named)
    towns = [
        Town(f"{city.place.name} {reach_table.figure(first, city)}", city.place.lon, city.place.lat)
        for city in reached[:_ON_MAP]
    ]
    high = height_for(picture, width_px)
    sheet = Sheet(float(width_px), _HEAD + high + _SCALE + _FOOT)
    ReachSheet(sheet, picture, towns, _HEAD, borders).draw_bands(drawn.areas, drawn.edge)
    asked = answer.question.asked
    sheet.text(_EDGE, 25, f"Reach of {shown.place(origin)}", 19, "text", weight="bold")
    told = (
        f"{reach_table.what(answer).capitalize()}; {shown.cargo(asked.shipment)}, on {shown.day(asked.on)}."
    )
    sheet.text(_EDGE, 49, told, 11.5, "second")
    _scale(sheet, answer, _HEAD + high + 14, drawn)
    y = sheet.height - 14
    sheet.text(_EDGE, y, f"{near(answer)}; cities: {figures(answer)}.", 10.5, "quiet")
    source = f"Network {shown.OSM}. Land {shown.NATURAL_EARTH}. {shown.BORDERS}"
    sheet.text(sheet.width - _EDGE, y, source, 10.5, "quiet", align="right")
    out = io.BytesIO()
    sheet.figure.savefig(out, format="png", metadata={"Software": "karwan", "Copyright": shown.OSM})
    return out.getvalue()


def _scale(sheet: Sheet, answer: ReachAnswer, top: float, drawn: ReachMap) -> None:
    """The bands with the people in each, before and under the scenario."""
    from karwan.report.reach_sheet import block  # noqa: PLC0415 - needs matplotlib

    count = len(answer.bands)
    wide = (sheet.width - 2 * _EDGE) / count
    for at, (band, hue) in enumerate(zip(answer.bands, reach_hues(count), strict=True)):
        left = _EDGE + at * wide
        block(sheet, (left, top, left + wide - 2, top + 14), hue.light)
        before = answer.base.bands[at] if answer.base else band
        sheet.text(left, top + 28, band.name, 12, "text", weight="bold")
        told = f"{reach_table.people(before.population)} people"
        sheet.text(left, top + 46, told, 11.5, "second")
        if answer.base:
            after = f"{reach_table.people(band.population)} under the scenario"
            sheet.text(left + sheet.width_of(f"{told}  ", 11.5), top + 46, after, 11.5, "#A84300")
    if drawn.edge:
        words = f"Dashed: {drawn.moved}"
        sheet.text(sheet.width - _EDGE, 49, words, 11.5, "#A84300", align="right", weight="bold")

"""The time-cost-distance chart of UNESCAP as a picture: hours and dollars over kilometres, steps at stops.

Needs the extra `report` (matplotlib). Source: UNESCAP, time/cost-distance methodology of transit corridors.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from karwan.answers.corridor import CorridorAnswer
from karwan.report import corridor_words as words
from karwan.report import shown
from karwan.report.corridor_track import Drawn, drawn_cards
from karwan.report.extra import CHART, needs_matplotlib

if TYPE_CHECKING:
    from karwan.report.sheet import Sheet

_WIDTH, _EDGE = 1280.0, 24.0
_HEAD, _ROW, _PANEL, _STRIP, _FOOT = 66.0, 25.0, 430.0, 21.0, 52.0
_GAP, _AXIS, _RIGHT = 30.0, 50.0, 96.0
_HAIR = "karwan"


def corridor_chart(answer: CorridorAnswer, kind: str = "svg") -> bytes:
    """The chart of the cards of an answer as `svg` or `png`, the same at every drawing.

    Raises:
        InputError: matplotlib is not installed.
    """
    with needs_matplotlib(CHART):
        from matplotlib import rc_context  # noqa: PLC0415

        from karwan.report.corridor_panel import Panel  # noqa: PLC0415
        from karwan.report.sheet import Sheet  # noqa: PLC0415
    cards = drawn_cards(answer)
    list_end = _HEAD + _ROW * len(cards)
    strips = list_end + 44 + _PANEL + 34
    sheet = Sheet(_WIDTH, strips + _STRIP * len(cards) + _FOOT)
    _title(sheet, answer)
    for index, drawn in enumerate(cards):
        _line(sheet, drawn, _HEAD + _ROW * index)
    wide = (_WIDTH - 2 * _EDGE - _GAP) / 2 - _AXIS - _RIGHT
    for index, is_time in enumerate((True, False)):
        left = _EDGE + _AXIS + index * (wide + _AXIS + _RIGHT + _GAP)
        Panel(sheet, cards, (left, list_end + 44, wide, _PANEL), is_time=is_time).draw()
    _foot(sheet, answer)
    out = io.BytesIO()
    with rc_context({"svg.hashsalt": _HAIR, "svg.fonttype": "path"}):
        date = {"Date": None, "Creator": "karwan"} if kind == "svg" else {"Software": "karwan"}
        sheet.figure.savefig(out, format=kind, metadata=date)
    return out.getvalue()


def _title(sheet: Sheet, answer: CorridorAnswer) -> None:
    most = sheet.width - 2 * _EDGE
    titles = _findings(answer) if len(answer.cards) > 1 else [answer.cards[0].corridor.name]
    title = next((one for one in titles if sheet.width_of(one, 19, "bold") <= most), titles[-1])
    sheet.text(_EDGE, 24, title, 19, "text", weight="bold")
    asked = f"{shown.cargo(answer.question.shipment)}, on {shown.day(answer.question.on)}"
    sheet.text(_EDGE, 46, f"Time and cost along the way. {asked}, whole shipment.", 11.5, "second")


def _findings(answer: CorridorAnswer) -> list[str]:
    """Which of several is the fastest and which the cheapest: sentences, the shorter ones by letter."""
    if len({words.ends(card) for card in answer.cards}) > 1:
        return [f"Time and cost along {len(answer.cards)} corridors, whose ends differ"]
    fast = min(answer.cards, key=lambda card: card.route.time_h)
    cheap = min(answer.cards, key=lambda card: card.route.cost_usd)
    letters = dict(zip((card.id for card in answer.cards), words.letters(answer), strict=True))
    named = {card.id: card.corridor.name for card in answer.cards}
    verb = "is" if words.is_usable(cheap) else "would be"
    if fast is cheap:
        return [f"{called[fast.id]} {verb} both the fastest and the cheapest" for called in (named, letters)]
    slower = " ".join(_spelt(cheap.route.time_h - fast.route.time_h))
    saved = shown.usd(fast.route.cost_usd - cheap.route.cost_usd)
    return [
        f"{called[cheap.id]} {verb} {saved} cheaper than {other[fast.id]} and {slower} slower"
        for called, other in ((named, named), (named, letters), (letters, letters))
    ]


def _spelt(hours: float) -> tuple[str, str]:
    """A time in words: days, or hours where it is short."""
    told, unit = shown.amount_of_time(hours).split()
    return told, {"d": "days", "h": "hours"}[unit]


def _line(sheet: Sheet, drawn: Drawn, y: float) -> None:
    """One way in a line: letter, name, status, figures."""
    card = drawn.card
    sheet.badge(_EDGE, y - 9, drawn.letter, drawn.hue.light)
    sheet.text(_EDGE + 30, y, card.corridor.name, 12.5, "text", weight="bold")
    after = _EDGE + 30 + sheet.width_of(card.corridor.name, 12.5, "bold") + 10
    status = card.corridor.status if not card.reasons else f"{card.corridor.status}, priced as if open"
    sheet.text(after, y, status, 11.5, "second" if words.is_usable(card) else "warning")
    _, p50, p90 = card.route.time_quantiles_h()
    days, unit = shown.span(p50, p90)
    right = sheet.width - _EDGE
    figures = (
        f"{card.route.distance_km:,.0f} km",
        f"{days} {'days' if unit == 'd' else 'hours'}",
        shown.usd(card.route.cost_usd),
    )
    for figure, back in zip(figures, (230.0, 80.0, 0.0), strict=True):
        sheet.text(right - back, y, figure, 12.5, "text", align="right")


def _foot(sheet: Sheet, answer: CorridorAnswer) -> None:
    told = (
        "Upright: posts (ring; crossed when shut), breaks of gauge (diamond), terminals and ports (square). "
        "Lines are means, which add up; pale: up to the 90th percentile. Written: median–90th percentile."
    )
    sheet.text(_EDGE, sheet.height - 34, told, 10.5, "quiet")
    count = len({source.id for card in answer.cards for source in card.sources})
    sources = (
        f"Source: karwan, fact tables ({count} sources, named by `karwan corridor`), method of UNESCAP. "
        f"Network {shown.OSM}."
    )
    sheet.text(_EDGE, sheet.height - 15, sources, 10.5, "quiet")

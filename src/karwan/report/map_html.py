"""A map of one answer as one HTML file that asks no network: land, ways, posts, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from karwan.answers.routes import RoutesAnswer
from karwan.report import shown
from karwan.report.cards_html import cards
from karwan.report.drawing import Drawing, Shapes, Sign, Town, drawing
from karwan.report.land.read import Lines
from karwan.report.legend_html import BUTTONS, legend
from karwan.report.page_parts import attribution, canvas, colours, ground, ground_data, page, part
from karwan.report.palette import SURFACES, Hue, apart_px, line_px
from karwan.report.projection import mercator
from karwan.report.simplify import Point

_EXPLAINED = (
    "Days, hours: median to 90th percentile. Bars: mean hours, and on to the 90th percentile. "
    "What is added (+) is on the mean. "
    "All figures: the whole shipment."
)


def map_html(
    answer: RoutesAnswer, shapes: Shapes, towns: Sequence[Town] = (), borders: Lines | None = None
) -> str:
    """The whole file as text.

    Args:
        answer: what is shown.
        shapes: offer id -> stretches of (mode, points as (lon, lat)).
        towns: written where room is left, the most important first.
        borders: in place of those that ship.
    """
    picture = drawing(answer, shapes)
    question = answer.question
    ends = f"{shown.place(question.origin)} → {shown.place(question.destination)}"
    order = f'<p class="order">Best first by {escape(shown.ranked_by(question))}</p>'
    return page(
        title=ends,
        style=style_of(picture),
        head=f"<p>{escape(shown.cargo(question.shipment))}, on {shown.day(question.on)}</p>\n"
        f"{order}{_notes(answer)}",
        canvas=canvas(ends, ground(borders)),
        over=legend(has_shut=bool(picture.shut)) + BUTTONS,
        side=cards(answer, picture.ways),
        foot=(_EXPLAINED, f"{attribution()} · {shown.BORDERS}"),
        data=data_of(picture, towns),
    )


def _notes(answer: RoutesAnswer) -> str:
    told = (shown.reason_words(reason, answer.names) for reason in answer.notes)
    return "".join(f'<p class="order">{escape(words)}</p>' for words in told)


def style_of(picture: Drawing) -> str:
    """Colours as variables, light and dark, then the rules."""
    ways = [way.hue for way in picture.ways]
    return (
        f"{colours(SURFACES)}{_way_rules(ways, dark=False)}"
        f"@media (prefers-color-scheme:dark){{{_way_rules(ways, dark=True)}}}\n"
        f"{part('map.css')}"
    )


def _way_rules(ways: Sequence[Hue], *, dark: bool) -> str:
    return "".join(f".w{index}{{--way:{hue.dark if dark else hue.light}}}" for index, hue in enumerate(ways))


def _coded(line: Sequence[Point]) -> list[int]:
    coded: list[int] = []
    x = y = 0
    for point in line:
        u, v = mercator(point)
        if not coded or (u, v) != (x, y):
            coded += [u - x, v - y]
        x, y = u, v
    return coded


def data_of(picture: Drawing, towns: Sequence[Town]) -> dict[str, Any]:
    """What the script draws, in units of the map."""
    west, south, east, north = picture.box
    (left, bottom), (right, top) = mercator((west, south)), mercator((east, north))
    index = {way.letter: number for number, way in enumerate(picture.ways)}
    return {
        **ground_data(),
        "box": [left, top, right, bottom],
        "ways": [
            {
                "letter": way.letter,
                "days": " ".join(shown.days(way.route)),
                "runs": [
                    {
                        "mode": run.mode,
                        "shift": round(run.slot * apart_px(run.crowd), 2),
                        "wide": round(line_px(run.crowd), 2),
                        "points": _coded(run.line),
                    }
                    for run in picture.runs[way.offer.id]
                ],
            }
            for way in picture.ways
        ],
        "shut": [_coded(line) for line in picture.shut],
        "signs": [_sign(sign, index) for sign in picture.signs],
        "towns": [{"name": town.name, "at": mercator((town.lon, town.lat))} for town in towns],
    }


def _sign(sign: Sign, index: dict[str, int]) -> dict[str, Any]:
    return {
        "kind": sign.kind,
        "name": sign.name,
        "at": mercator((sign.lon, sign.lat)),
        "ways": [index[letter] for letter in sign.letters],
        "told": list(_told(sign)),
    }


def _told(sign: Sign) -> Iterator[str]:
    """Lines of the note that opens over a sign."""
    if sign.why:
        yield sign.why
    if sign.hours:
        yield shown.between(sign.p50_h, sign.p90_h)
    if sign.letters:
        yield f"{', '.join(sign.letters)} {'passes' if len(sign.letters) == 1 else 'pass'} here"

"""What the map of a brief draws: the chief ways in their colours, under their letters, and the shut ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from karwan.answers.brief import Brief
from karwan.answers.in_language import names_in
from karwan.languages import Messages
from karwan.report import shown
from karwan.report.brief_content import colours, reduced
from karwan.report.brief_map import BriefMap, MapWords, Paint, printed
from karwan.report.drawing import drawing
from karwan.report.land.read import Lines
from karwan.report.palette import Hue
from karwan.report.simplify import Point

# Points of the paper to px of the map: its letters are written in px.
_PX_A_PT = 96 / 72


def map_svg(
    brief: Brief,
    messages: Messages,
    frame_pt: tuple[float, float],
    paint: Paint = printed,
    hue: Callable[[Hue, int], str] = lambda hue, _number: hue.light,
    borders: Lines | None = None,
) -> str:
    """The map of a brief as SVG.

    Args:
        brief: what was found.
        messages: of the language.
        frame_pt: width and height in points.
        paint: how a colour of the palette is written.
        hue: how the colour of a way is written, by its number.
        borders: in place of those that ship.
    """
    answer = reduced(brief)
    picture = drawing(answer, brief.shapes)
    hues = colours(brief)
    words = [way.word for way in brief.ways if way.is_open]
    ways = tuple(
        replace(way, letter=word, hue=hues[word]) for way, word in zip(picture.ways, words, strict=True)
    )
    shut = [
        (way.word, hues[way.word], [list(map(tuple, line)) for _, line in brief.shapes.get(way.id, ())])
        for way in brief.ways
        if not way.is_open
    ]
    names = {key: shown.short(name) for key, name in names_in(messages, brief.names).items()}
    told = MapWords(
        letters={way.offer.id: way.letter for way in ways},
        names=names,
        country=lambda english: messages.name("", english),
    )
    size = frame_pt[0] * _PX_A_PT, frame_pt[1] * _PX_A_PT
    title = f"{names[answer.question.origin.id]} – {names[answer.question.destination.id]}"
    box = picture.box
    if not ways:  # nothing is offered: the view holds what is shut
        points = [point for _, _, lines in shut for line in lines for point in line]
        box = _box([*points, box[:2], box[2:]])
    drawn = replace(picture, ways=ways, box=box)
    return BriefMap(drawn, told, shut, size, paint, hue, borders).svg(title)


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)

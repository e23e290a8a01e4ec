"""A map of one answer as one HTML file that asks no network: land, ways, posts, cards."""

from __future__ import annotations

import hashlib
import json
import math
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from karwan.answers.routes import RoutesAnswer
from karwan.report import shown
from karwan.report.cards_html import cards
from karwan.report.drawing import Drawing, Shapes, Sign, Town, drawing
from karwan.report.land.read import land
from karwan.report.legend_html import BUTTONS, legend
from karwan.report.palette import CASING_PX, CHOSEN_PX, LINE_PX, LINES, SURFACES, Hue, apart_px, line_px
from karwan.report.projection import WORLD, mercator
from karwan.report.simplify import Point

_EXPLAINED = (
    "Days, hours: median to 90th percentile. Bars: mean hours, and on to the 90th percentile. "
    "What is added (+) is on the mean. "
    "All figures: the whole shipment."
)


def map_html(answer: RoutesAnswer, shapes: Shapes, towns: Sequence[Town] = ()) -> str:
    """The whole file as text.

    Args:
        answer: what is shown.
        shapes: offer id -> stretches of (mode, points as (lon, lat)).
        towns: written where room is left, the most important first.
    """
    picture = drawing(answer, shapes)
    style = style_of(picture)
    script = _part("map.js")
    question = answer.question
    ends = f"{shown.place(question.origin)} → {shown.place(question.destination)}"
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(ends)} · karwan</title>
<style>{style}</style>
</head>
<body>
<div class="page">
<header class="head"><h1>{escape(ends)}</h1>
<p>{escape(shown.cargo(question.shipment))}, on {shown.day(question.on)}</p>
<p class="order">Best first by {escape(shown.ranked_by(question))}</p>{_notes(answer)}</header>
<div class="map">{_canvas(ends)}{legend(has_shut=bool(picture.shut))}{BUTTONS}
<div class="tip" role="status"></div>
<noscript><p class="without">The map needs JavaScript; the cards hold every figure.</p></noscript></div>
<main class="side">{cards(answer, picture.ways)}</main>
<footer class="foot"><span>{_EXPLAINED}</span><span>{_attribution()} · {shown.BORDERS}</span></footer>
</div>
<script type="application/json" id="data">{_json(data_of(picture, towns))}</script>
<script>{script}</script>
</body>
</html>
"""


def _notes(answer: RoutesAnswer) -> str:
    told = (shown.reason_words(reason, answer.names) for reason in answer.notes)
    return "".join(f'<p class="order">{escape(words)}</p>' for words in told)


def _part(name: str) -> str:
    return files("karwan.report.page").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def style_of(picture: Drawing) -> str:
    """Colours as variables, light and dark, then the rules."""
    light = "".join(f"--{name}:{hue.light};" for name, hue in SURFACES.items())
    dark = "".join(f"--{name}:{hue.dark};" for name, hue in SURFACES.items())
    ways = [way.hue for way in picture.ways]
    return (
        f":root{{{light}--halo:var(--land)}}{_way_rules(ways, dark=False)}"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}{_way_rules(ways, dark=True)}}}\n"
        f"{_part('map.css')}"
    )


def _way_rules(ways: Sequence[Hue], *, dark: bool) -> str:
    return "".join(f".w{index}{{--way:{hue.dark if dark else hue.light}}}" for index, hue in enumerate(ways))


def _attribution() -> str:
    return (
        f'Network <a href="{shown.OSM_ADDRESS}" rel="noopener noreferrer">{shown.OSM}</a> · '
        f'land <a href="{shown.NATURAL_EARTH_ADDRESS}" rel="noopener noreferrer">{shown.NATURAL_EARTH}</a>'
    )


def _canvas(title: str) -> str:
    ground = land()
    layers = "".join(
        f'<g class="{name}"></g>'
        for name in ("shutways", "casings", "lines", "hits", "signs", "words", "pills")
    )
    return (
        f'<svg class="canvas" role="img" tabindex="0" '
        f'aria-label="Map of {escape(title)}; the list tells the same">'
        f'<g class="ground"><path class="land" d="{"".join(_path(ring) for ring in ground.rings)}"/>'
        f'<path class="frontier" d="{"".join(_path(line) for line in ground.borders)}"/></g>{layers}</svg>'
    )


def _path(line: Sequence[Point]) -> str:
    """Path data by steps: whole units, the sign as separator."""
    x, y, *steps = _coded(line)
    words = [f"{dx}{dy}" if dy < 0 else f"{dx} {dy}" for dx, dy in zip(steps[::2], steps[1::2], strict=True)]
    tail = (
        "l" + "".join(w if i == 0 or w.startswith("-") else f" {w}" for i, w in enumerate(words))
        if words
        else ""
    )
    return f"M{x} {y}{tail}"


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
        "world": WORLD,
        "box": [left, top, right, bottom],
        "style": {
            "line": LINE_PX,
            "chosen": CHOSEN_PX,
            "casing": CASING_PX,
            "modes": {
                mode: {"dashes": style.dashes, "core": style.core, "round": style.is_round}
                for mode, style in LINES.items()
            },
        },
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
        "countries": [
            {
                "name": country.name,
                "across": round(math.sqrt(country.area) * WORLD / 360 * 1.5),
                "points": [mercator(point) for point in country.points],
            }
            for country in land().countries
        ],
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


def _json(content: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text

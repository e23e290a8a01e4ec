"""What every map as an HTML file has: its frame, its colours, the data that its script reads."""

from __future__ import annotations

import hashlib
import json
import math
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from karwan.report import shown
from karwan.report.land.read import Lines, borders, land
from karwan.report.palette import CASING_PX, CHOSEN_PX, LINE_PX, LINES, Hue
from karwan.report.projection import WORLD, mercator
from karwan.report.simplify import Point

_LAYERS = ("shutways", "casings", "lines", "hits", "signs", "words", "pills")


def page(
    *,
    title: str,
    style: str,
    head: str,
    canvas: str,
    over: str,
    side: str,
    foot: tuple[str, str],
    data: Mapping[str, Any],
) -> str:
    """The whole file as text; `over` lies on the map."""
    script = part("map.js")
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
<title>{escape(title)} · karwan</title>
<style>{style}</style>
</head>
<body>
<div class="page">
<header class="head"><h1>{escape(title)}</h1>
{head}</header>
<div class="map">{canvas}{over}
<div class="tip" role="status"></div>
<noscript><p class="without">The map needs JavaScript; the list holds every figure.</p></noscript></div>
<main class="side">{side}</main>
<footer class="foot"><span>{foot[0]}</span><span>{foot[1]}</span></footer>
</div>
<script type="application/json" id="data">{as_json(data)}</script>
<script>{script}</script>
</body>
</html>
"""


def part(name: str) -> str:
    """A file of the folder `page`."""
    return files("karwan.report.page").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def colours(hues: Mapping[str, Hue]) -> str:
    """Colours as variables, light and dark."""
    light = "".join(f"--{name}:{hue.light};" for name, hue in hues.items())
    dark = "".join(f"--{name}:{hue.dark};" for name, hue in hues.items())
    return f":root{{{light}--halo:var(--land)}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def attribution() -> str:
    """Whose network and land are drawn, with their addresses."""
    return (
        f'Network <a href="{shown.OSM_ADDRESS}" rel="noopener noreferrer">{shown.OSM}</a> · '
        f'land <a href="{shown.NATURAL_EARTH_ADDRESS}" rel="noopener noreferrer">{shown.NATURAL_EARTH}</a>'
    )


def ground(own: Lines | None = None) -> str:
    """Land and borders, under all else; `own`: boundaries in place of those that ship."""
    return f'<path class="land" d="{"".join(path(ring) for ring in land().rings)}"/>{frontier(own)}'


def frontier(own: Lines | None) -> str:
    """Boundaries as one path; nothing where there are none."""
    drawn = "".join(path(line) for line in borders(own))
    return f'<path class="frontier" d="{drawn}"/>' if drawn else ""


def canvas(title: str, below: str) -> str:
    """The drawing: the ground below, and the layers that the script fills."""
    layers = "".join(f'<g class="{name}"></g>' for name in _LAYERS)
    return (
        f'<svg class="canvas" role="img" tabindex="0" '
        f'aria-label="Map of {escape(title)}; the list tells the same">'
        f'<g class="ground">{below}</g>{layers}</svg>'
    )


def path(line: Sequence[Point]) -> str:
    """Path data of points of lon, lat."""
    return steps([mercator(point) for point in line])


def steps(spots: Sequence[tuple[int, int]]) -> str:
    """Path data by steps: whole units, the sign as separator, no point twice in a row."""
    (x, y), words = spots[0], []
    head = f"M{x} {y}"
    for u, v in spots[1:]:
        if (u, v) != (x, y):
            words.append(f"{u - x}{v - y}" if v < y else f"{u - x} {v - y}")
            x, y = u, v
    tail = "".join(word if at == 0 or word.startswith("-") else f" {word}" for at, word in enumerate(words))
    return f"{head}l{tail}" if tail else head


def ground_data() -> dict[str, Any]:
    """What the script needs of every map; without ways, where nothing is added."""
    return {
        "world": WORLD,
        "style": {
            "line": LINE_PX,
            "chosen": CHOSEN_PX,
            "casing": CASING_PX,
            "modes": {
                mode: {"dashes": style.dashes, "core": style.core, "round": style.is_round}
                for mode, style in LINES.items()
            },
        },
        "ways": [],
        "shut": [],
        "countries": [
            {
                "name": country.name,
                "across": round(math.sqrt(country.area) * WORLD / 360 * 1.5),
                "points": [mercator(point) for point in country.points],
            }
            for country in land().countries
        ],
    }


def as_json(content: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text

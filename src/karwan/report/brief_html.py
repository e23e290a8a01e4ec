"""The brief as one HTML file that asks no network: light and dark, any width, and on paper."""

from __future__ import annotations

import hashlib
import io
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from karwan.answers.brief import Brief
from karwan.facts.load import Facts
from karwan.languages import Messages
from karwan.report.brief_content import Room, colours, in_words
from karwan.report.brief_drawn import map_svg
from karwan.report.brief_map import on_page
from karwan.report.land.read import Lines
from karwan.report.palette import SURFACES

_FRAME_PT = (680.0, 430.0)
_FONTS = (
    ("Noto Sans", 400, "NotoSans-Regular.ttf", "ltr"),
    ("Noto Sans", 700, "NotoSans-Bold.ttf", "ltr"),
    ("Noto Sans Math", 400, "NotoSansMath-Regular.ttf", "ltr"),
    ("Noto Naskh Arabic", 400, "NotoNaskhArabic-Regular.ttf", "rtl"),
    ("Noto Naskh Arabic", 700, "NotoNaskhArabic-Bold.ttf", "rtl"),
)
_MARKS = {
    "measured": '<circle cx="5" cy="5" r="4.4" fill="currentColor"/>',
    "published": '<circle cx="5" cy="5" r="4"/><path d="M5 1a4 4 0 0 0 0 8z" fill="currentColor"/>',
    "claimed": '<circle cx="5" cy="5" r="4" stroke-dasharray="2 1.6"/>',
    "assumed": '<circle cx="5" cy="5" r="4"/>',
}
Content = Mapping[str, Any]


def brief_html(brief: Brief, facts: Facts, messages: Messages, borders: Lines | None = None) -> str:
    """The whole file as text, in one language; nothing is cut. `borders`: in place of those that ship."""
    content = in_words(brief, facts, messages, Room())
    picture = map_svg(
        brief,
        messages,
        _FRAME_PT,
        paint=on_page,
        hue=lambda _hue, number: f"var(--way{number})",
        borders=borders,
    )
    style = _style(brief, content)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'"
    out = io.StringIO()
    out.write(
        f'<!doctype html>\n<html lang="{content["lang"]}" dir="{content["dir"]}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(content['title'])} · karwan</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n"
    )
    out.writelines(_page(content, picture))
    out.write("</main>\n</body>\n</html>\n")
    return out.getvalue()


def _style(brief: Brief, content: Content) -> str:
    """Fonts, colours as variables, and the rules; widths stand here, for no style is set inline."""
    fonts = "".join(_font(*font) for font in _FONTS if font[3] in ("ltr", content["dir"]))
    hues = list(colours(brief).values())
    light = "".join(f"--{name}:{hue.light};" for name, hue in SURFACES.items())
    light += "".join(f"--way{number}:{hue.light};" for number, hue in enumerate(hues))
    dark = "".join(f"--{name}:{hue.dark};" for name, hue in SURFACES.items())
    dark += "".join(f"--way{number}:{hue.dark};" for number, hue in enumerate(hues))
    rules = files("karwan.report.brief").joinpath("brief.css").read_text(encoding="utf-8")
    ways = "".join(f".w{number}{{background:var(--way{number})}}" for number in range(len(hues)))
    at_night = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"{fonts}:root{{{light}}}{at_night}{ways}{rules}"


def _font(family: str, weight: int, name: str, _direction: str) -> str:
    data = b64encode(files("karwan.report.fonts").joinpath(name).read_bytes()).decode()
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:url(data:font/ttf;base64,{data})}}\n'


def _page(content: Content, picture: str) -> Iterator[str]:
    yield f'<header><p class="kicker"><b>karwan</b> {escape(content["kicker"])}</p>'
    yield f"<h1>{escape(content['title'])}</h1>"
    yield f'<p class="lead">{escape(" ".join(content["lead"]))}</p></header>\n'
    yield from _ways(content["ways"])
    yield f'<figure class="map"><div class="wide">{picture}</div>'
    yield f"<figcaption>{escape(content['map']['note'])}</figcaption></figure>\n"
    yield '<div class="two">'
    yield from _posts(content["posts"])
    yield from _closed(content["closed"])
    yield "</div>\n"
    yield from _hours(content["hours"])
    yield from _lines(content["lines"])
    yield '<div class="two">'
    yield from _list(content["changed"], _changed)
    yield from _list(content["missing"], _missing)
    yield "</div>\n"
    yield from _disputed(content["disputed"])
    yield from _sources(content["sources"])
    foot = content["foot"]
    yield f"<footer><span>{escape(foot['left'])}</span>"
    yield f'<span dir="ltr">{escape(foot["right"])}</span></footer>\n'


def _mark(kind: str, told: str = "") -> str:
    name = f' role="img" aria-label="{escape(told)}"' if told else ' aria-hidden="true"'
    return f'<svg class="mark" viewBox="0 0 10 10"{name}>{_MARKS[kind]}</svg>'


def _figure(one: Content | None) -> str:
    return "–" if one is None else f'<span class="fig">{escape(one["text"])}{_mark(one["mark"])}</span>'


def _head(number: str, title: str) -> str:
    before = f'<span class="no" dir="ltr">{number}</span> ' if number else ""
    return f"<h2>{before}{escape(title)}</h2>"


def _badge(number: int, letter: str) -> str:
    return f'<span class="badge w{number}">{escape(letter)}</span>'


def _ways(ways: Content) -> Iterator[str]:
    yield f"<section>{_head('1, 2', ways['title'])}"
    if ways["rows"]:
        heads = (ways["there"], ways["back"])
        yield '<div class="wide"><table class="ways"><thead><tr><td></td>'
        yield "".join(f'<th colspan="2" scope="colgroup">{escape(head)}</th>' for head in heads)
        yield f'<th colspan="2" class="start" scope="colgroup">{escape(ways["open"])}</th>'
        yield f'<th scope="col">{escape(ways["rests"])}</th></tr></thead><tbody>'
        for number, row in enumerate(ways["rows"]):
            yield from _way(number, row, ways)
        yield "</tbody></table></div>"
        told = " ".join(f"{_mark(one['mark'])} {escape(one['text'])}" for one in ways["marks"])
        yield f'<p class="note">{escape(ways["note"])} {told}</p>'
    yield "</section>\n"


def _way(number: int, row: Content, ways: Content) -> Iterator[str]:
    shut = "" if row["is_open"] else f' <span class="pill">{escape(ways["shut"])}</span>'
    label = f"{_badge(number, row['letter'])}<span><b>{escape(row['label'])}</b>{shut}</span>"
    yield f'<tr{"" if row["is_open"] else " class=shut"}><th scope="row"><div class="way">{label}</div></th>'
    yield f"<td>{_figure(row['there']['days'])}</td><td>{_figure(row['there']['usd'])}</td>"
    back = row["back"]
    quiet = "" if back is None or back["open"] else " class=quiet"
    days, usd = (None, None) if back is None else (back["days"], back["usd"])
    yield f"<td{quiet}>{_figure(days)}</td><td{quiet}>{_figure(usd)}</td>"
    rests = " ".join(f"{_mark(one['mark'])}{one['percent']}" for one in row["rests"])
    yield f'<td class="start">{_strip(row["strip"], ways["months"])}</td><td>{row["days"]}</td>'
    yield f'<td class="rests">{rests}</td></tr>'


def _strip(parts: Sequence[Content], months: Sequence[Content]) -> str:
    shut = "".join(
        f'<rect x="{365 * part["at"]:.0f}" width="{max(365 * part["wide"], 1):.0f}" height="16" '
        'fill="var(--text)"/>'
        for part in parts
    )
    ticks = "".join(f'<path d="M{365 * month["at"]:.0f} 17v4" stroke="var(--quiet)"/>' for month in months)
    return (
        '<svg class="strip" viewBox="0 0 365 21" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="open" width="365" height="16"/>{shut}{ticks}</svg>'
    )


def _posts(posts: Content) -> Iterator[str]:
    yield f"<section>{_head('3', posts['title'])}"
    if not posts["rows"]:
        yield f"<p>{escape(posts['none'])}</p></section>"
        return
    yield f'<table><thead><tr><td></td><th scope="col">{escape(posts["hours"])}</th><td></td>'
    yield f'<th scope="col">{escape(posts["usd"])}</th></tr></thead><tbody>'
    for row in posts["rows"]:
        ways = escape(f"{row['mode']}, {' '.join(row['ways'])}")
        yield f'<tr><th scope="row"><b>{escape(row["name"])}</b> <small>{ways}</small>'
        yield f"<br><small>{escape(row['sides'])}</small></th><td><b>{_figure(row['hours'])}</b></td>"
        yield f'<td class="bar">{_bar([("posts", row["bar"])], row["whisker"])}</td>'
        yield f"<td>{_figure(row['usd'])}</td></tr>"
    yield "</tbody></table></section>"


def _bar(parts: Iterable[tuple[str, float]], whisker: float) -> str:
    """Parts of a bar, and a line to the 90th percentile; widths are shares of the whole."""
    at, drawn = 0.0, ""
    for kind, wide in parts:
        drawn += f'<rect class="h-{kind}" x="{1000 * at:.1f}" y="2" width="{1000 * wide:.1f}" height="16"/>'
        at += wide
    line = f'<path class="whisker" d="M0 10H{1000 * whisker:.0f}"/>'
    return (
        '<svg class="hours" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">'
        f"{line}{drawn}</svg>"
    )


def _closed(closed: Content) -> Iterator[str]:
    yield f'<section>{_head("4", closed["title"])}<ul class="tiles">'
    for tile in closed["tiles"]:
        yield f'<li><span class="big">{_figure(tile["amount"])}</span><b>{escape(tile["name"])}</b>'
        yield f"<small>{escape(tile['sub'])}</small></li>"
    yield f'</ul><p class="note">{escape(closed["note"])}</p></section>'


def _hours(hours: Content) -> Iterator[str]:
    yield f"<section>{_head('', hours['title'])}<table class='spent'><tbody>"
    for number, row in enumerate(hours["rows"]):
        bar = _bar([(part["kind"], part["wide"]) for part in row["parts"]], row["whisker"])
        yield f'<tr><th scope="row"><div class="way">{_badge(number, row["letter"])}'
        yield f"<b>{escape(row['label'])}</b></div></th>"
        yield f'<td class="bar">{bar}</td><td>{escape(row["share"])}</td></tr>'
    keys = " ".join(
        f'<span class="key"><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="h-{kind}" width="10" '
        f'height="10"/></svg>{escape(name)}</span>'
        for kind, name in hours["kinds"].items()
    )
    yield f'</tbody></table><p class="note">{keys} {escape(hours["note"])}</p></section>\n'


def _lines(lines: Content) -> Iterator[str]:
    yield f"<section>{_head('5', lines['title'])}"
    if lines["rows"]:
        heads = (lines["line"], lines["from"], lines["km"], lines["invested"])
        yield '<div class="wide"><table class="lines"><thead><tr>'
        yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        yield "".join(
            f'<th colspan="2" scope="colgroup">{escape(head)}</th>'
            for head in (lines["there"], lines["back"])
        )
        yield "</tr></thead><tbody>"
        for row in lines["rows"]:
            yield f'<tr><th scope="row"><b>{escape(row["name"])}</b></th>'
            yield "".join(f"<td>{escape(row[key])}</td>" for key in ("from", "km", "invested"))
            yield from (_change(row[side]) for side in ("there", "back"))
            yield "</tr>"
        yield "</tbody></table></div>"
    else:
        yield f"<p>{escape(lines['none'])}</p>"
    yield "".join(f'<p class="note">{escape(note)}</p>' for note in lines["notes"])
    yield "</section>\n"


def _change(one: Content | None) -> str:
    if one is not None and "said" in one:
        return f'<td colspan="2">{escape(one["said"])}</td>'
    days, usd = (None, None) if one is None else (one["days"], one["usd"])
    return f"<td>{_figure(days)}</td><td>{_figure(usd)}</td>"


def _list(content: Content, told: Any) -> Iterator[str]:  # noqa: ANN401  a function of a row
    yield f"<section>{_head('', content['title'])}"
    if content["rows"]:
        yield f"<dl>{''.join(map(told, content['rows']))}</dl>"
    else:
        yield f"<p>{escape(content['none'])}</p>"
    yield "</section>"


def _changed(row: Content) -> str:
    return f"<div><dt>{escape(row['day'])}</dt><dd>{escape(row['text'])} {_mark(row['mark'])}</dd></div>"


def _missing(row: Content) -> str:
    body = f'; <span class="second">{escape(row["text"])}</span>' if row["text"] else ""
    return f'<div><dt dir="ltr">{escape(row["way"])}</dt><dd><b>{escape(row["head"])}</b>{body}</dd></div>'


def _disputed(disputed: Content) -> Iterator[str]:
    yield f"<section>{_head('', disputed['title'])}"
    if not disputed["rows"]:
        yield f"<p>{escape(disputed['none'])}</p></section>\n"
        return
    heads = (disputed["what"], disputed["said"], disputed["used"])
    yield '<div class="wide"><table class="said"><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr></thead><tbody>"
    for row in disputed["rows"]:
        said = " ".join(
            f'<span class="fig">{escape(one["text"])}{_mark(one["mark"]) if one["mark"] else ""}'
            f"<small>{escape(one['year'] or '')}</small></span>"
            for one in row["said"]
        )
        yield f'<tr><th scope="row"><b>{escape(row["what"])}</b></th><td class="start">{said}</td>'
        yield f"<td>{_figure(row['used'])}</td></tr>"
    yield "</tbody></table></div></section>\n"


def _sources(sources: Content) -> Iterator[str]:
    marks = " ".join(
        f'<span class="key">{_mark(one["mark"])}{escape(one["text"])}</span>' for one in sources["marks"]
    )
    yield f'<section>{_head("", sources["title"])}<p class="note">{marks}</p><ul class="cited" dir="ltr">'
    for row in sources["rows"]:
        title = escape(row["title"])
        if row["address"].startswith(("https://", "http://")):
            title = f'<a href="{escape(row["address"])}" rel="noopener noreferrer">{title}</a>'
        yield f'<li lang="en" id="{escape(row["id"])}">{title}</li>'
    yield f'</ul><p class="note">{escape(sources["again"])} '
    yield f'<code dir="ltr">{escape(sources["command"])}</code></p></section>\n'

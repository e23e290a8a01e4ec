"""The map of a brief as SVG: one drawing for the paper and, in colours that the page sets, for HTML."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from karwan.report.drawing import Drawing, Run, Sign
from karwan.report.labels import Box, Room, beside_line
from karwan.report.land.read import Lines, borders, land
from karwan.report.palette import CASING_PX, LINES, SURFACES, Hue, apart_px, line_px
from karwan.report.projection import WORLD, mercator
from karwan.report.simplify import Point

_EDGE = 34.0
_LETTER_SHARE = 0.57
_BOLD_SHARE = 0.61
_FAMILY = "Noto Sans, Noto Naskh Arabic, sans-serif"
_FIRST = ("end", "post", "gauge", "closed", "port", "passage")
_SIZES = {"end": 15.0, "post": 11.5, "closed": 11.5, "gauge": 10.5, "port": 10.5, "passage": 10.5}
_TWINS_PX = 13.0
_SHUT_DASHES = "0.1 6.5"

Paint = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class MapWords:
    """What a map writes in the language of its reader: the letter of each way (by offer id), names by id."""

    letters: Mapping[str, str]
    names: Mapping[str, str]
    country: Callable[[str], str]


def printed(name: str) -> str:
    """A colour of the palette on paper."""
    return SURFACES[name].light if name in SURFACES else name


def on_page(name: str) -> str:
    """The same as a variable of the page, which knows light and dark."""
    return f"var(--{name})" if name in SURFACES else name


@dataclass
class BriefMap:
    """One map.

    Attributes:
        picture: what is drawn. words: what is written.
        shut: of each way not offered, its letter, hue and lines.
        size: width and height in px. paint: colour by name of the palette; of a hue by `hue`.
        hue: colour of a way, by its hue and the number of its way.
        own: borders in place of those that ship.
    """

    picture: Drawing
    words: MapWords
    shut: Sequence[tuple[str, Hue, Sequence[Sequence[Point]]]]
    size: tuple[float, float]
    paint: Paint = printed
    hue: Callable[[Hue, int], str] = lambda hue, _number: hue.light
    own: Lines | None = None
    _room: Room = field(init=False)
    _scale: float = field(init=False)
    _shift: Point = field(init=False)

    def __post_init__(self) -> None:
        """Fits what is drawn into the size."""
        width, height = self.size
        west, south, east, north = self.picture.box
        (left, bottom), (right, top) = mercator((west, south)), mercator((east, north))
        right, bottom = max(right, left + 60), max(bottom, top + 60)
        self._scale = min((width - 2 * _EDGE) / (right - left), (height - 2 * _EDGE) / (bottom - top))
        self._shift = (
            width / 2 - self._scale * (left + right) / 2,
            height / 2 - self._scale * (top + bottom) / 2,
        )
        self._room = Room(width, height)

    def svg(self, title: str) -> str:
        """The map as SVG."""
        width, height = self.size
        body = "".join((*self._ground(), *self._shut_ways(), *self._ways(), *self._names()))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
            f'aria-label="{escape(title)}" font-family="{_FAMILY}">'
            f'<rect width="{width:g}" height="{height:g}" fill="{self.paint("sea")}"/>{body}</svg>'
        )

    def _spot(self, point: Point) -> Point:
        x, y = mercator(point)
        return x * self._scale + self._shift[0], y * self._scale + self._shift[1]

    def _ground(self) -> Iterator[str]:
        rings = (self._inside([self._spot(point) for point in ring]) for ring in land().rings)
        shape = "".join(_path(ring) + "Z" for ring in rings if ring)
        yield (
            f'<path d="{shape}" fill="{self.paint("land")}" fill-rule="evenodd" '
            f'stroke="{self.paint("border")}" stroke-width="0.6"/>'
        )
        lines = (self._inside([self._spot(point) for point in line]) for line in borders(self.own))
        path = "".join(_path(line) for line in lines if line)
        if path:
            yield _stroke(path, self.paint("border"), 1.0, "0.1 3", cap="round")

    def _inside(self, line: list[Point]) -> list[Point]:
        """A line in steps of a pixel and more; nothing where all of it lies beyond one edge."""
        width, height = self.size
        xs, ys = [x for x, _ in line], [y for _, y in line]
        if max(xs) < 0 or min(xs) > width or max(ys) < 0 or min(ys) > height:
            return []
        kept = [line[0]]
        far = max(width, height)
        for x, y in line[1:]:
            near = -far < x < width + far and -far < y < height + far
            if math.dist((x, y), kept[-1]) > (0.7 if near else 40.0):
                kept.append((x, y))
        return kept if len(kept) > 1 else []

    def _shut_ways(self) -> Iterator[str]:
        for number, (_, hue, lines) in enumerate(self.shut):
            path = "".join(_path([self._spot(point) for point in line]) for line in lines)
            yield _stroke(
                path, self.hue(hue, len(self.picture.ways) + number), 2.6, _SHUT_DASHES, cap="round"
            )

    def _ways(self) -> Iterator[str]:
        drawn = [
            [(run, self._beside(run)) for run in self.picture.runs[way.offer.id]] for way in self.picture.ways
        ]
        for index in reversed(range(len(drawn))):
            hue = self.hue(self.picture.ways[index].hue, index)
            for run, line in drawn[index]:
                self._room.follow(line, index)
                path, style = _path(line), LINES[run.mode]
                wide = line_px(run.crowd, is_chosen=index == 0)
                yield _stroke(path, self.paint("land"), wide + 2 * CASING_PX, cap="round")
                dashes = " ".join(f"{dash:g}" for dash in style.dashes)
                cap = "round" if style.is_round or not dashes else "butt"
                yield _stroke(path, hue, wide, dashes, cap=cap)
                if style.core:
                    core = " ".join(f"{dash:g}" for dash in style.core)
                    yield _stroke(path, self.paint("paper"), wide * 0.42, core)

    def _beside(self, run: Run) -> list[Point]:
        return beside_line([self._spot(point) for point in run.line], run.slot * apart_px(run.crowd))

    def _names(self) -> Iterator[str]:
        signs = self._signs()
        for sign, spot in signs:
            yield from self._sign(sign.kind, spot)
        yield from self._written([one for one in signs if one[0].kind == "end"])
        yield from self._badges()
        yield from self._written([one for one in signs if one[0].kind != "end"])
        yield from self._countries()

    def _signs(self) -> list[tuple[Sign, Point]]:
        """The signs in the order in which they are named; of twins one."""
        width, height = self.size
        kept: list[tuple[Sign, Point]] = []
        for sign in sorted(self.picture.signs, key=lambda one: _FIRST.index(one.kind)):
            spot = self._spot((sign.lon, sign.lat))
            if not (0 < spot[0] < width and 0 < spot[1] < height):
                continue
            if any(math.dist(spot, other) < _TWINS_PX for _, other in kept):
                continue
            kept.append((sign, spot))
            self._room.taken.append((spot[0] - 6, spot[1] - 6, spot[0] + 6, spot[1] + 6))
        return kept

    def _written(self, signs: Sequence[tuple[Sign, Point]]) -> Iterator[str]:
        said: set[str] = set()
        for sign, spot in signs:
            name = self.words.names.get(sign.id, sign.name)
            if name in said:
                continue
            size = _SIZES[sign.kind]
            extent = (_width(name, size, is_bold=sign.kind != "passage"), size * 1.15)
            box = self._room.beside(spot, extent, 10.0, {"end": 400.0, "post": 60.0}.get(sign.kind, 12.0))
            if box is not None:
                said.add(name)
                quiet = sign.kind in ("closed", "passage", "port", "gauge")
                yield self._text(name, box, size, "second" if quiet else "text", is_bold=not quiet)

    def _badges(self) -> Iterator[str]:
        lettered = [
            (self.words.letters[way.offer.id], self.hue(way.hue, number), number)
            for number, way in enumerate(self.picture.ways)
        ]
        for number, (letter, hue, lines) in enumerate(self.shut, len(lettered)):
            for line in lines:
                self._room.follow([self._spot(point) for point in line], number)
            lettered.append((letter, self.hue(hue, number), number))
        for letter, colour, number in lettered:
            side = 18.0 if len(letter) == 1 else 22.0
            box = self._room.along(number, (side, 18.0)) if self._has_line(number) else None
            if box is not None:
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                yield (
                    f'<rect x="{box[0]:.1f}" y="{box[1]:.1f}" width="{side:g}" height="18" rx="9" '
                    f'fill="{colour}" stroke="{self.paint("land")}" stroke-width="1.5"/>'
                    f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11.5" font-weight="700" '
                    f'text-anchor="middle" fill="{self.paint("paper")}">{escape(letter)}</text>'
                )

    def _has_line(self, number: int) -> bool:
        return any(way == number for _, _, way in self._room.trail)

    def _sign(self, kind: str, spot: Point) -> Iterator[str]:
        (x, y), ink, paper = spot, self.paint("text"), self.paint("paper")
        at = f'cx="{x:.1f}" cy="{y:.1f}"'
        if kind == "end":
            yield f'<circle {at} r="7" fill="{paper}"/><circle {at} r="6" fill="{ink}"/>'
            yield f'<circle {at} r="2.1" fill="{paper}"/>'
        elif kind == "gauge":
            yield (
                f'<path d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6z" fill="{paper}" stroke="{ink}" '
                'stroke-width="1.6"/>'
            )
        elif kind == "port":
            yield (
                f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{paper}" stroke="{ink}" '
                'stroke-width="1.6"/>'
            )
        elif kind == "closed":
            quiet = self.paint("quiet")
            yield f'<circle {at} r="5" fill="{paper}" stroke="{quiet}" stroke-width="1.8"/>'
            cross = f"M{x - 2.2:.1f} {y - 2.2:.1f}l4.4 4.4M{x - 2.2:.1f} {y + 2.2:.1f}l4.4-4.4"
            yield f'<path d="{cross}" stroke="{quiet}" stroke-width="1.5"/>'
        else:
            radius = 2.4 if kind == "passage" else 4.6
            yield f'<circle {at} r="{radius}" fill="{paper}" stroke="{ink}" stroke-width="1.9"/>'

    def _countries(self) -> Iterator[str]:
        for country in land().countries:
            name = self.words.country(country.name).upper()
            wide, high = _width(name, 9, is_bold=False) + 1.6 * len(name), 12.0
            if wide > math.sqrt(country.area) * 1.1 * self._scale * WORLD / 360:
                continue
            for point in country.points:
                x, y = self._spot(point)
                box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
                if self._room.is_free(box) and self._room.crossed(box) <= 1:
                    self._room.taken.append(box)
                    yield self._text(name, box, 9, "country", is_bold=False, spacing=1.6)
                    break

    def _text(
        self, words: str, box: Box, size: float, paint: str, *, is_bold: bool, spacing: float = 0.0
    ) -> str:
        """Words in the middle of a box, with a halo."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + size * 0.36
        is_joined = any("\u0600" <= sign <= "\u06ff" for sign in words)
        between = f' letter-spacing="{spacing:g}"' if spacing and not is_joined else ""
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="middle" '
            f'font-weight="{700 if is_bold else 400}" fill="{self.paint(paint)}" '
            f'stroke="{self.paint("land")}" '
            f'stroke-width="3" stroke-linejoin="round" paint-order="stroke"{between}>{escape(words)}</text>'
        )


def _width(words: str, size: float, *, is_bold: bool) -> float:
    """About how wide words are: no font is at hand."""
    return len(words) * size * (_BOLD_SHARE if is_bold else _LETTER_SHARE)


def _path(line: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line)


def _stroke(path: str, colour: str, wide: float, dashes: str = "", *, cap: str = "butt") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide:.2f}" stroke-linejoin="round" '
        f'stroke-linecap="{cap}"{dashed}/>'
    )

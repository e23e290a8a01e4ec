"""Land, ways, signs and names of one answer on a sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path

from karwan.report import shown
from karwan.report.drawing import Drawing, Run, Sign, Town
from karwan.report.labels import Box, Room, beside_line
from karwan.report.land.read import Lines, borders, land
from karwan.report.palette import CASING_PX, LINE_PX, LINES, apart_px, line_px
from karwan.report.projection import WORLD, mercator
from karwan.report.sheet import PT, Sheet, colour
from karwan.report.simplify import Point
from karwan.words.mode import Mode

_EDGE_X, _EDGE_Y = 80, 50
# The map is between these shares of its width high, by the shape of what it shows.
_LOWEST, _HIGHEST = 0.42, 0.66
# One town for so many square px at most, and so far from the next.
_TOWN_PX2, _TOWNS_APART_PX = 55_000, 90
_RADIUS = {"end": 9.0, "post": 7.0, "passage": 5.0, "closed": 7.5, "gauge": 9.5, "port": 7.0}
_FIRST = ("end", "gauge", "post", "port", "closed", "passage")


def height_for(picture: Drawing, width: float) -> float:
    """Height in px of a map of this width that holds all of a picture well."""
    left, top, right, bottom = _extent(picture)
    shape = (bottom - top) / (right - left) * (width - 2 * _EDGE_X) + 2 * _EDGE_Y
    return round(min(max(shape, width * _LOWEST), width * _HIGHEST))


def _extent(picture: Drawing) -> tuple[float, float, float, float]:
    west, south, east, north = picture.box
    (left, bottom), (right, top) = mercator((west, south)), mercator((east, north))
    return left, top, max(right, left + 60), max(bottom, top + 60)


class SheetMap:
    """Draws one map over the whole width of a sheet, from `top` px on."""

    def __init__(
        self,
        sheet: Sheet,
        picture: Drawing,
        towns: Sequence[Town],
        top: float,
        own: Lines | None = None,
    ) -> None:
        """Fit the picture into its part of the sheet; `own`: borders in place of those that ship."""
        self.borders = borders(own)
        self.sheet, self.picture, self.towns, self.top = sheet, picture, towns, top
        self.width, self.height = sheet.width, height_for(picture, sheet.width)
        left, upper, right, lower = _extent(picture)
        self.scale = min(
            (self.width - 2 * _EDGE_X) / (right - left), (self.height - 2 * _EDGE_Y) / (lower - upper)
        )
        self.shift = (
            self.width / 2 - self.scale * (left + right) / 2,
            self.height / 2 - self.scale * (upper + lower) / 2,
        )
        self.room = Room(self.width, self.height)

    def draw(self) -> None:
        """Land, ways, signs and names between the title and the list."""
        frame = Rectangle((0, self.top), self.width, self.height, facecolor=colour("sea"), edgecolor="none")
        self.sheet.axes.add_patch(frame)
        self._ground(frame)
        self._shut(frame)
        drawn = [
            [(run, self._beside(run)) for run in self.picture.runs[way.offer.id]] for way in self.picture.ways
        ]
        for index in reversed(range(len(drawn))):
            for _, line in drawn[index]:
                self.room.follow([(x, y - self.top) for x, y in line], index)
            self._way(index, drawn[index], frame)
        self._names()

    def _spot(self, point: Point) -> Point:
        x, y = mercator(point)
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1] + self.top

    def _ground(self, frame: Rectangle) -> None:
        outline = Path.make_compound_path(
            *(Path([self._spot(point) for point in ring], closed=True) for ring in land().rings)
        )
        shore = {"facecolor": colour("land"), "edgecolor": colour("border"), "linewidth": 0.6 * PT}
        patch = PathPatch(outline, zorder=1, **shore)
        # add_patch would measure its thousands of points.
        self.sheet.axes.add_artist(patch)
        patch.set_clip_path(frame)
        for border in self.borders:
            points = [self._spot(point) for point in border]
            xs, ys = zip(*points, strict=True)
            is_beside = max(xs) < 0 or min(xs) > self.width
            if not (is_beside or max(ys) < self.top or min(ys) > self.top + self.height):
                self._dotted(points, "border", (1.0, 0.1, 3.0), 1.5, frame)

    def _shut(self, frame: Rectangle) -> None:
        """Ways that are not offered, dotted below the others."""
        for points in self.picture.shut:
            self._dotted([self._spot(point) for point in points], "shut", (2.8, 0.05, 2.4), 2.5, frame)

    def _dotted(
        self,
        points: Sequence[Point],
        name: str,
        look: tuple[float, float, float],
        zorder: float,
        frame: Rectangle,
    ) -> None:
        """A line of dots in a colour; `look`: its width in pixels, in widths the length of dots and gaps."""
        size, dot, gap = look
        (line,) = self.sheet.axes.plot(
            *zip(*points, strict=True),
            color=colour(name),
            linewidth=size * PT,
            linestyle=(0, (dot, gap)),
            dash_capstyle="round",
            zorder=zorder,
        )
        line.set_clip_path(frame)

    def _beside(self, run: Run) -> list[Point]:
        return beside_line([self._spot(point) for point in run.line], run.slot * apart_px(run.crowd))

    def _way(self, index: int, drawn: Sequence[tuple[Run, list[Point]]], frame: Rectangle) -> None:
        hue = self.picture.ways[index].hue.light
        for mode, crowd, line in _joined(drawn):
            style, wide = LINES[mode], line_px(crowd, is_chosen=index == 0)
            xs, ys = zip(*line, strict=True)
            layers = [(colour("land"), wide + 2 * CASING_PX, (), 3.0), (hue, wide, style.dashes, 4.0)]
            if style.core:
                layers.append((colour("paper"), wide * 0.42, style.core, 4.1))
            for paint, px, dashes, order in layers:
                (stroke,) = self.sheet.axes.plot(
                    xs, ys, color=paint, linewidth=px * PT, zorder=order - index * 1e-3
                )
                if dashes:
                    # matplotlib counts dashes in widths of the line.
                    stroke.set_linestyle((0, tuple(dash / (px if px < wide else LINE_PX) for dash in dashes)))
                    stroke.set_dash_capstyle("round" if style.is_round else "butt")
                else:
                    stroke.set_solid_capstyle("round")
                    stroke.set_solid_joinstyle("round")
                stroke.set_clip_path(frame)

    def _names(self) -> None:
        ends = [self._spot((sign.lon, sign.lat)) for sign in self.picture.signs if sign.kind == "end"]
        placed: dict[str, Point] = {}
        shown_signs = []
        for sign in self.picture.signs:
            spot = self._spot((sign.lon, sign.lat))
            near_end = sign.kind != "end" and any(math.dist(spot, end) < 11 for end in ends)  # noqa: PLR2004
            twin = sign.name in placed and math.dist(placed[sign.name], spot) < 12  # noqa: PLR2004
            if near_end or twin:
                continue
            placed[sign.name] = spot
            shown_signs.append((sign, spot))
            self.sheet.draw_sign(sign.kind, spot)
            radius = _RADIUS[sign.kind] - 1
            x, y = spot[0], spot[1] - self.top
            self.room.taken.append((x - radius, y - radius, x + radius, y + radius))
        said: set[str] = set()
        shown_signs.sort(key=lambda item: _FIRST.index(item[0].kind))
        for sign, spot in shown_signs:
            if sign.kind == "end":
                self._name(sign, spot, said)
        self._pills()
        for sign, spot in shown_signs:
            if sign.kind != "end":
                self._name(sign, spot, said)
        self._countries()
        self._towns(said)

    def _name(self, sign: Sign, spot: Point, said: set[str]) -> None:
        if sign.name in said:
            return
        is_end = sign.kind == "end"
        size, weight = (15, "bold") if is_end else (11.5, "bold")
        most = {"end": 400.0, "passage": 8.0}.get(sign.kind, 40.0)
        is_quiet = sign.kind in ("closed", "passage")
        if self._write(
            sign.name, spot, size, weight, _RADIUS[sign.kind] + 3, most, "second" if is_quiet else "text"
        ):
            said.add(sign.name)

    def _write(
        self, words: str, spot: Point, size: float, weight: str, gap: float, most: float, paint: str
    ) -> bool:
        extent = (self.sheet.width_of(words, size, weight), size * 1.2)
        box = self.room.beside((spot[0], spot[1] - self.top), extent, gap, most)
        if box is None:
            return False
        self.sheet.text(
            box[0], self.top + (box[1] + box[3]) / 2, words, size, paint, weight=weight, halo=True
        )
        return True

    def _pills(self) -> None:
        for index, way in enumerate(self.picture.ways):
            words = " ".join(shown.days(way.route))
            side = max(18.0, self.sheet.width_of(way.letter, 11, "bold") + 9)
            size = (side + self.sheet.width_of(words, 11.5, "bold") + 15, 20.0)
            box = self.room.along(index, size)
            if box is None:
                continue
            left, top, right, bottom = box
            self.sheet.pill((left, self.top + top, right, self.top + bottom), colour("paper"), way.hue.light)
            self.sheet.badge(left + 1, self.top + top + 1, way.letter, way.hue.light)
            self.sheet.text(left + side + 7, self.top + top + 10, words, 11.5, way.hue.light, weight="bold")

    def _countries(self) -> None:
        for country in land().countries:
            words = " ".join(country.name.upper())
            wide, high = self.sheet.width_of(words, 9), 12.0
            if wide > math.sqrt(country.area) * 1.1 * self.scale * WORLD / 360:
                continue
            for point in country.points:
                x, y = self._spot(point)
                box = (x - wide / 2, y - self.top - high / 2, x + wide / 2, y - self.top + high / 2)
                if self.room.is_free(box) and self.room.crossed(box) <= 1:
                    self.room.taken.append(box)
                    self.sheet.text(x, y, words, 9, "country", align="center", halo=True)
                    break

    def _towns(self, said: set[str]) -> None:
        """Few towns, apart from each other, those beside a way before the others."""
        spots = [(town, self._spot((town.lon, town.lat))) for town in self.towns]
        spots = [item for item in spots if self.room.is_free(_around(item[1], self.top))]
        spots.sort(key=lambda item: not self.room.crossed(_around(item[1], self.top), margin=24))
        written: list[Point] = []
        for town, (x, y) in spots:
            if len(written) * _TOWN_PX2 > self.width * self.height:
                break
            dot = _around((x, y), self.top)
            is_said = any(name.startswith(town.name) for name in said)
            is_near = any(math.dist((x, y), other) < _TOWNS_APART_PX for other in written)
            if is_said or is_near or not self.room.is_free(dot):
                continue
            if self._write(town.name, (x, y), 10.5, "normal", 6, 4, "second"):
                self.sheet.axes.add_patch(
                    Circle((x, y), 2, facecolor=colour("quiet"), edgecolor="none", zorder=6)
                )
                self.room.taken.append(dot)
                written.append((x, y))


def _around(spot: Point, top: float) -> Box:
    x, y = spot
    return x - 3, y - top - 3, x + 3, y - top + 3


def _joined(drawn: Sequence[tuple[Run, list[Point]]]) -> list[tuple[Mode, int, list[Point]]]:
    """Runs of one mode and width that follow each other as one line; where the width changes they meet."""
    joined: list[tuple[Mode, int, list[Point]]] = []
    for run, line in drawn:
        follows = bool(joined) and joined[-1][0] is run.mode
        if follows and line_px(joined[-1][1]) == line_px(run.crowd):
            joined[-1][2].extend(line)
        else:
            joined.append((run.mode, run.crowd, [*(joined[-1][2][-1:] if follows else ()), *line]))
    return joined

"""A sheet to draw on with matplotlib: pixels from the upper left, twice as fine in the file."""

from __future__ import annotations

import textwrap

from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.patheffects import withStroke

from karwan.report.labels import Box
from karwan.report.palette import SURFACES
from karwan.report.simplify import Point

# Points in a pixel: 100 px an inch on the sheet, 200 in the file.
PT = 0.72
_FINE = 200
_CROSS = (((-2.2, -2.2), (2.2, 2.2)), ((-2.2, 2.2), (2.2, -2.2)))
_BARS = (((-1.5, -2.4), (-1.5, 2.4)), ((1.5, -2.4), (1.5, 2.4)))


def colour(name: str) -> str:
    """A colour of the palette by its name; anything else as it is."""
    return SURFACES[name].light if name in SURFACES else name


def _family() -> str:
    known = {font.name for font in font_manager.fontManager.ttflist}
    return "Noto Sans" if "Noto Sans" in known else "DejaVu Sans"


class Sheet:
    """Texts, badges and signs of the karwan look on one figure.

    Attributes:
        width, height: in px. figure: to be saved. axes: over all of it, in px, y downwards.
    """

    def __init__(self, width: float, height: float) -> None:
        """An empty sheet of so many px."""
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 100, height / 100), dpi=_FINE, facecolor=colour("paper"))
        self._canvas = FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")
        self._family = _family()

    def text(  # noqa: PLR0913
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        paint: str,
        *,
        weight: str = "normal",
        align: str = "left",
        halo: bool = False,
        most: float | None = None,
    ) -> None:
        """Write around a middle line; with `most` px, longer words go on in more lines around it."""
        lines = [words]
        if most and self.width_of(words, size, weight) > most:
            share = most / self.width_of(words, size, weight)
            lines = textwrap.wrap(words, max(10, int(len(words) * share * 0.97)))
        step = size * 1.2
        for index, line in enumerate(lines):
            self.axes.text(
                x,
                y + (index - (len(lines) - 1) / 2) * step - size * 0.09,
                line,
                fontsize=size * PT,
                color=colour(paint),
                fontweight=weight,
                family=self._family,
                ha=align,
                va="center_baseline",
                path_effects=[withStroke(linewidth=3 * PT, foreground=colour("land"))] if halo else None,
                zorder=9,
                parse_math=False,
            )

    def width_of(self, words: str, size: float, weight: str = "normal") -> float:
        """Width of a text in px."""
        font = FontProperties(family=self._family, weight=weight, size=size * PT)
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        wide, _, _ = renderer.get_text_width_height_descent(words, font, ismath=False)
        return float(wide) * 100 / _FINE

    def badge(self, left: float, top: float, letter: str, paint: str) -> None:
        """The letter of a way on its colour."""
        wide = max(18.0, self.width_of(letter, 11, "bold") + 9)
        self.pill((left, top, left + wide, top + 18), paint, paint)
        self.text(left + wide / 2, top + 9, letter, 11, "paper", weight="bold", align="center")

    def pill(self, box: Box, face: str, edge: str) -> None:
        """A box with round ends: thick lines with round caps, one inside the other."""
        left, top, right, bottom = box
        radius, middle = (bottom - top) / 2, (top + bottom) / 2
        for paint, inset, order in ((edge, 0.0, 8.0), (face, 1.3, 8.1)):
            self.axes.plot(
                (left + radius - 0.3, max(right - radius, left + radius) + 0.3),
                (middle, middle),
                color=paint,
                linewidth=2 * (radius - inset) * PT,
                solid_capstyle="round",
                zorder=order,
            )

    def draw_sign(self, kind: str, spot: Point) -> None:
        """An end, post, closed post, break of gauge, port or passage."""
        x, y = spot
        ink, paper = colour("quiet" if kind == "closed" else "text"), colour("paper")
        if kind == "end":
            self._body(Circle(spot, 7), paper, paper)
            self._body(Circle(spot, 6), ink, ink)
            self._body(Circle(spot, 2.1), paper, paper)
            return
        if kind == "gauge":
            shape: Patch = Polygon([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], closed=True)
        elif kind == "port":
            shape = Rectangle((x - 4.4, y - 4.4), 8.8, 8.8)
        else:
            shape = Circle(spot, {"passage": 2.4, "closed": 5.0}.get(kind, 4.6))
        self._body(shape, paper, ink)
        for line in {"closed": _CROSS, "gauge": _BARS}.get(kind, ()):
            xs, ys = zip(*((x + dx, y + dy) for dx, dy in line), strict=True)
            self.axes.plot(xs, ys, color=ink, linewidth=1.5 * PT, zorder=7.2)

    def _body(self, shape: Patch, face: str, edge: str) -> None:
        shape.set(facecolor=face, edgecolor=edge, linewidth=1.9 * PT if face != edge else 0, zorder=7)
        self.axes.add_patch(shape)

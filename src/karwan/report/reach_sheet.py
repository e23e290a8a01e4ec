"""Land, bands and cities of a reach on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from karwan.report.labels import Box
from karwan.report.land.read import land
from karwan.report.palette import REACH_SEA, SCENARIO, reach_hues
from karwan.report.reach_areas import Spots
from karwan.report.sheet import PT, Sheet, colour
from karwan.report.sheet_map import SheetMap


def block(sheet: Sheet, box: Box, paint: str) -> None:
    """A plain box."""
    left, top, right, bottom = box
    sheet.axes.add_patch(
        Rectangle((left, top), right - left, bottom - top, facecolor=paint, edgecolor="none", zorder=8.6)
    )


class ReachSheet(SheetMap):
    """A map of bands over the whole width of a sheet."""

    def draw_bands(self, areas: Sequence[Sequence[Spots]], edge: Sequence[Spots]) -> None:
        """Land, areas within the shore, names; what lies beside the map is covered."""
        sea = Rectangle((0, self.top), self.width, self.height, facecolor=REACH_SEA.light, edgecolor="none")
        self.sheet.axes.add_patch(sea)
        self._ground(sea)
        shore = Path.make_compound_path(
            *(Path([self._spot(point) for point in ring], closed=True) for ring in land().rings)
        )
        within = PathPatch(shore, visible=False)
        self.sheet.axes.add_artist(within)
        hues = reach_hues(len(areas))
        for at in reversed(range(len(areas))):
            if areas[at]:
                rings = (Path([self._placed(spot) for spot in ring], closed=True) for ring in areas[at])
                outline = Path.make_compound_path(*rings)
                patch = PathPatch(
                    outline,
                    facecolor=hues[at].light,
                    edgecolor=colour("paper"),
                    linewidth=0.5 * PT,
                    zorder=1.2,
                )
                self.sheet.axes.add_artist(patch)
                patch.set_clip_path(within)
        for line in edge:
            xs, ys = zip(*(self._placed(spot) for spot in line), strict=True)
            self.sheet.axes.plot(xs, ys, color=colour("paper"), linewidth=4.6 * PT, zorder=3)
            self.sheet.axes.plot(xs, ys, color=SCENARIO.light, linewidth=2.2 * PT, zorder=3.1, dashes=(3, 2))
        for top, bottom in ((0.0, self.top), (self.top + self.height, self.sheet.height)):
            block(self.sheet, (0.0, top, self.width, bottom), colour("paper"))
        self._names()

    def _placed(self, spot: tuple[float, float]) -> tuple[float, float]:
        x, y = spot
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1] + self.top

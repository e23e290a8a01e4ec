"""The files that `karwan routes` writes: GeoJSON, CSV, a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import files
from karwan.cli.options import Output
from karwan.cli.records import Options
from karwan.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from karwan.answers.routes import RoutesAnswer
    from karwan.report.land.read import Lines

_MAPS = (".html", ".png")
Text = str | None


@dataclass(frozen=True, kw_only=True)
class Files(Options):
    """The files that are wanted, by their names."""

    geojson: Annotated[Text, typer.Option(metavar="FILE", help="Write the ways as GeoJSON; - prints it.")] = (
        None
    )
    csv: Annotated[Text, typer.Option(metavar="FILE", help="Write the steps as CSV; - prints it.")] = None
    map_file: Annotated[
        Text, typer.Option("--map", metavar="FILE", help="Draw a map: FILE.html or FILE.png.")
    ] = None

    @property
    def named(self) -> dict[str, Text]:
        """What was written for each option."""
        return {"--geojson": self.geojson, "--csv": self.csv, "--map": self.map_file}

    @property
    def is_printed(self) -> bool:
        """Whether one of them takes the place of the answer on standard output."""
        return files.STDOUT in self.named.values()

    def check(self, *, as_json: bool) -> None:
        """Refuses files that cannot be written, before the work begins.

        Raises:
            InputError: for such a file, or for two answers on standard output.
        """
        for option, name in self.named.items():
            files.check(option, name, _MAPS if option == "--map" else ())
        if list(self.named.values()).count(files.STDOUT) + as_json > 1:
            raise InputError("standard output holds one answer; give the others a file name")

    def write(self, out: Output, answer: RoutesAnswer, borders: Lines | None) -> None:
        """Writes the files; `borders`: on the map in place of those that ship."""
        if self.csv:
            from karwan.report.routes_csv import routes_csv

            files.write("--csv", self.csv, routes_csv(answer))
        if not (self.geojson or self.map_file):
            return
        from karwan.answers.shapes import shapes

        drawn = shapes(out.state, answer)
        if self.geojson:
            from karwan.report.geojson import geojson_text

            files.write("--geojson", self.geojson, geojson_text(answer, drawn))
        if self.map_file:
            from karwan.report.towns import towns

            draw = _map_of(self.map_file)
            files.write("--map", self.map_file, draw(answer, drawn, towns(out.facts), borders))


def _map_of(name: str) -> Callable[..., str | bytes]:
    """What draws a picture, or a page, as the name ends."""
    if name.casefold().endswith(".png"):
        from karwan.report.map_png import map_png

        return map_png
    from karwan.report.map_html import map_html

    return map_html

"""The option of every command that draws a map: whose boundaries stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli.records import Options
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.report.land.read import Lines

SHIPPED = "shipped"
Boundaries = Annotated[
    str,
    typer.Option(
        metavar="FILE|none", help="Boundaries on the map: a GeoJSON file of lines or areas, or none."
    ),
]


@dataclass(frozen=True, kw_only=True)
class OnMap(Options):
    """What stands on a map that is drawn where one is asked for; as written."""

    boundaries: Boundaries = SHIPPED

    def read(self, map_file: str | None) -> Lines | None:
        """The lines to draw in place of those that ship, before the work begins; None: those that ship.

        Raises:
            InputError: they cannot be drawn, or there is no map.
        """
        from karwan.report.land.boundaries import borders_of

        if map_file is None and self.boundaries != SHIPPED:
            raise InputError("--boundaries stand on a map; name its file with --map")
        return borders_of(self.boundaries)

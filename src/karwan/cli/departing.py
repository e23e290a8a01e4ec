"""What `karwan routes` does with a departure or a year: `--depart`, `--calendar`, `--chart`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading
from karwan.cli.options import Output
from karwan.cli.records import Options
from karwan.errors import InputError
from karwan.words.day import FIRST_YEAR, LAST_YEAR, moment_of

if TYPE_CHECKING:
    from karwan.answers.calendar import CalendarAnswer
    from karwan.answers.routes import RoutesAnswer
    from karwan.answers.walk import Departed

CHARTS = (".png", ".svg")
Text = str | None


@dataclass(frozen=True, kw_only=True)
class Departing(Options):
    """When the shipment leaves: at a moment, or in each week of a year; as written."""

    depart: Annotated[
        Text,
        typer.Option(
            metavar="MOMENT", help="Leave then, such as 2026-12-01T08:00: arrival and waits of each."
        ),
    ] = None
    calendar: Annotated[
        Text, typer.Option(metavar="YEAR", help="Show the best way for each week of a year instead.")
    ] = None
    chart: Annotated[Text, typer.Option(metavar="FILE", help="Draw the calendar: FILE.svg or FILE.png.")] = (
        None
    )

    def moment(self, as_of: str | None) -> datetime | None:
        """The moment of departure, None if none was written.

        Raises:
            InputError: it is no moment, has a zone, lies far off, or another day is asked for beside it.
        """
        if self.depart is None:
            return None
        found = moment_of(self.depart)
        if as_of is not None and reading.day(as_of) != found.date():
            raise InputError(f"--depart {self.depart} and --as-of {as_of} name two days; write one of them")
        return found

    def year(self, others: Mapping[str, object]) -> int | None:
        """The year of the calendar that is asked for, None if none is.

        Args:
            others: options that no calendar has, with what was written for each.

        Raises:
            InputError: it is no year, or is asked for with other options; a chart without a year.
        """
        files.check("--chart", self.chart, CHARTS)
        if self.calendar is None:
            if self.chart is not None:
                raise InputError(
                    f"--chart {self.chart} draws a calendar; name its year, such as --calendar 2027"
                )
            return None
        for option in (name for name, value in {"--depart": self.depart, **others}.items() if value):
            raise InputError(f"--calendar tells every week of a year; write it without {option}")
        if not (self.calendar.isdecimal() and FIRST_YEAR <= int(self.calendar) <= LAST_YEAR):
            raise InputError(f"--calendar {self.calendar}: write a year from {FIRST_YEAR} to {LAST_YEAR}")
        return int(self.calendar)


def show_calendar(out: Output, asked: dict[str, Any], of_year: int, chart: str | None) -> None:
    """Answers with the calendar of a year, printed and drawn as asked."""
    from karwan.answers.calendar import ask_calendar
    from karwan.answers.question import Asked, routes_question

    answer: CalendarAnswer = ask_calendar(out.state, routes_question(out.facts, Asked(**asked)), of_year)
    if chart is not None:
        from karwan.report.calendar_chart import calendar_chart

        files.write("--chart", chart, calendar_chart(answer, chart.casefold().rsplit(".", 1)[1]))
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    from karwan.report.calendar_table import print_calendar

    print_calendar(answer, paper.console())


def walked(out: Output, answer: RoutesAnswer, depart: datetime) -> Departed:
    """An answer with its ways walked forward from a departure."""
    from karwan.answers.walk import depart_from

    return depart_from(out.state, answer, depart)


def with_walks(told: dict[str, Any], found: Departed | None) -> dict[str, Any]:
    """The answer as JSON, each route with its walk."""
    if found is None:
        return told
    for route in told["routes"]:
        route["walk"] = found.walks[route["id"]].as_json()
    return told

"""What `karwan routes` does with a departure or a year: `--depart`, `--calendar`, `--chart`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from karwan.cli import files, paper, reading
from karwan.cli.options import Output
from karwan.errors import InputError
from karwan.words.day import FIRST_YEAR, LAST_YEAR, moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from karwan.answers.calendar import CalendarAnswer
    from karwan.answers.routes import RoutesAnswer
    from karwan.answers.walk import Departed

CHARTS = (".png", ".svg")


def moment(text: str | None, as_of: str | None) -> datetime | None:
    """The moment of departure that a text names, None if none was written.

    Raises:
        InputError: it is no moment, has a zone, lies far off, or another day is asked for beside it.
    """
    if text is None:
        return None
    found = moment_of(text)
    if as_of is not None and reading.day(as_of) != found.date():
        raise InputError(f"--depart {text} and --as-of {as_of} name two days; write one of them")
    return found


def year(text: str | None, chart: str | None, others: Mapping[str, object]) -> int | None:
    """The year of the calendar that is asked for, None if none is.

    Args:
        text: the year as written.
        chart: the file to draw to.
        others: options that no calendar has, with what was written for each.

    Raises:
        InputError: it is no year, or is asked for with other options; a chart without a year.
    """
    files.check("--chart", chart, CHARTS)
    if text is None:
        if chart is not None:
            raise InputError(f"--chart {chart} draws a calendar; name its year, such as --calendar 2027")
        return None
    for option in (name for name, value in others.items() if value):
        raise InputError(f"--calendar tells every week of a year; write it without {option}")
    if not (text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise InputError(f"--calendar {text}: write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return int(text)


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

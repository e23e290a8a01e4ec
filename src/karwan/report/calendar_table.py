"""The best way for each week of a year in the terminal: a strip of weeks, then the weeks that are alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console
from rich.text import Text

from karwan.answers.calendar import CalendarAnswer, Week
from karwan.answers.letters import letter
from karwan.answers.routes import Offer
from karwan.answers.walk import Walk
from karwan.operations.permission import Reason
from karwan.report import shown
from karwan.report.columns import say, width_of, wrapped
from karwan.report.palette import Hue, hues

NO_WAY = "·"
BEST, OPEN, SHUT = "█", "░", "·"
_MOST_ROWS = 6
_QUIET = "dim"
_INDENT = 4
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Lettered:
    """A family that is best in some weeks, with its letter and colour."""

    letter: str
    hue: Hue
    offer: Offer


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in a row that say the same."""

    weeks: tuple[Week, ...]

    @property
    def told(self) -> str:
        """Its weeks and days: `1-17  4 Jan - 2 May`."""
        first, last = self.weeks[0], self.weeks[-1]
        numbers = f"{first.number}" if first is last else f"{first.number}–{last.number}"
        return f"{numbers}  from {shown.day(first.monday)}"


def lettered(answer: CalendarAnswer) -> dict[str, Lettered]:
    """Families of a calendar by their slug: all that are best in a week, then others while rows are left."""
    best = {week.offer.family for week in answer.weeks if week.offer}
    shown_ones = [
        offer for index, offer in enumerate(answer.families) if index < _MOST_ROWS or offer.family in best
    ]
    paints = hues(shown_ones)
    return {
        offer.family: Lettered(letter(index), paints[offer.id], offer)
        for index, offer in enumerate(shown_ones)
    }


def stretches(answer: CalendarAnswer) -> list[Stretch]:
    """Weeks in a row with the same best way and the same reasons against better ones."""

    def says(week: Week) -> tuple[object, ...]:
        route = week.offer.route if week.offer else None
        figures = (round(route.time_h), round(route.cost_usd)) if route else ()
        return week.offer.id if week.offer else None, figures, [reason.what for reason in _lasting(week)]

    return [Stretch(tuple(weeks)) for _, weeks in groupby(answer.weeks, key=says)]


def print_calendar(answer: CalendarAnswer, console: Console) -> None:
    """Print the strip and the table of a calendar."""
    for line in calendar_lines(answer, console):
        say(console, line)


def calendar_lines(answer: CalendarAnswer, console: Console) -> Iterator[Text]:
    """The lines that `print_calendar` prints."""
    known = lettered(answer)
    ends = f"{shown.place(answer.question.origin)} – {shown.place(answer.question.destination)}"
    yield Text(f"{ends}: the best way for each week of {answer.year}", style="bold")
    yield Text(f"{shown.cargo(answer.question.shipment)}, leaving on Monday at 08:00", style=_QUIET)
    yield Text()
    yield from strip(answer, known)
    yield Text()
    for stretch in stretches(answer):
        yield from _stretch(stretch, known, answer.names, console)
    best = {week.offer.family for week in answer.weeks if week.offer}
    if others := [item for item in known.values() if item.offer.family not in best]:
        yield Text()
        yield Text("Never the best", style=_QUIET)
    for item in others:
        yield from wrapped(console, _called(item, item.offer.label), width_of(console), 2)
    yield Text()
    legend = (
        "Time: median–90th percentile; walked: with the openings that one who comes by mean hours finds, on "
        "the clock of the place of departure. What is recorded without an end is taken to go on."
    )
    yield from wrapped(console, Text(legend, style=_QUIET), width_of(console), 0)


def strip(answer: CalendarAnswer, known: Mapping[str, Lettered]) -> Iterator[Text]:
    """A row for each family, one sign a week, under the names of the months."""
    months = ""
    for place, name in month_starts(answer.weeks):
        months = months.ljust(place) + name
    yield Text(" " * _INDENT + months, style=_QUIET)
    for item in known.values():
        line = Text.assemble(f"{item.letter:>2}  ")
        for week in answer.weeks:
            line.append(
                BEST if is_best(week, item) else OPEN if item.offer.family in week.open else SHUT,
                style=item.hue.light,
            )
        yield line
    yield Text(f"    {BEST} best  {OPEN} open  {SHUT} shut when it is reached", style=_QUIET)


def is_best(week: Week, item: Lettered) -> bool:
    """Whether a family is the best of a week."""
    return week.offer is not None and week.offer.family == item.offer.family


def month_starts(weeks: Sequence[Week]) -> list[tuple[int, str]]:
    """The place in the row of the first week of each month, and the month's name."""
    names: dict[int, tuple[int, str]] = {}
    for place, week in enumerate(weeks):
        if week.monday.year == weeks[len(weeks) // 2].monday.year:
            names.setdefault(week.monday.month, (place, f"{week.monday:%b}"))
    return list(names.values())


def _stretch(
    stretch: Stretch, known: Mapping[str, Lettered], names: Mapping[str, str], console: Console
) -> Iterator[Text]:
    width = width_of(console)
    week = stretch.weeks[0]
    head = Text(f"Weeks {stretch.told}" if len(stretch.weeks) > 1 else f"Week {stretch.told}", style=_QUIET)
    yield head
    if week.offer is None or week.walk is None:
        yield from wrapped(console, Text(f"{NO_WAY} no way", style="bold"), width, 2)
    else:
        item = known[week.offer.family]
        route = week.offer.route
        yield from wrapped(console, _called(item, week.offer.label), width, 2)
        told, unit = shown.days(route)
        walks = [one.walk for one in stretch.weeks if one.walk]
        yield from wrapped(
            console,
            Text(f"{told} {unit}, {shown.usd(route.cost_usd)}; walked: {_walked(walks)}"),
            width,
            _INDENT,
        )
    for reason in _lasting(week)[:_MOST_REASONS]:
        words = shown.reason_words(reason, names, with_source=False)
        yield from wrapped(console, Text(f"better, but shut: {words}", style=_QUIET), width, _INDENT)
    if (more := len(_lasting(week)) - _MOST_REASONS) > 0:
        yield from wrapped(console, Text(f"and {more} more", style=_QUIET), width, _INDENT)


def _called(item: Lettered, label: str) -> Text:
    return Text.assemble((f" {item.letter} ", f"bold white on {item.hue.light}"), " ", label)


def _walked(walks: Sequence[Walk]) -> str:
    """Median and 90th percentile of the fastest walk, and of the slowest where that differs."""
    ends = (min(walks, key=lambda one: one.hours), max(walks, key=lambda one: one.hours))
    told = [shown.between(one.time_quantile_h(0.5), one.time_quantile_h(0.9)) for one in ends]
    return " to ".join(dict.fromkeys(told))


def _lasting(week: Week) -> list[Reason]:
    """The reasons of a week, each gateway once."""
    return list({reason.where: reason for reason in reversed(week.shut)}.values())[::-1]

"""Each way there and back, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from karwan.answers.round_trip import RoundTrip
from karwan.answers.routes import RoutesAnswer
from karwan.report import shown
from karwan.report.columns import Column, in_columns, say, width_of, wrapped
from karwan.words.route import Route

_INDENT = 4
_QUIET = "dim"
_WORD, _DAYS, _USD = 40, 14, 10


def print_round_trips(answer: RoutesAnswer, trips: Mapping[str, RoundTrip], console: Console) -> None:
    """Print the round trip of each way that is offered, in their order and with their letters."""
    for line in round_trip_lines(answer, trips, console):
        say(console, line)


def round_trip_lines(
    answer: RoutesAnswer, trips: Mapping[str, RoundTrip], console: Console
) -> Iterator[Text]:
    """The lines that `print_round_trips` prints; none where no way is offered."""
    width = width_of(console)
    ways = shown.shown_ways(answer)
    if not ways:
        return
    yield Text()
    yield Text("There and back", style="bold")
    for way in ways:
        trip = trips[way.offer.id]
        badge = Text(f" {way.letter} ", style=f"bold white on {way.hue.light}")
        yield from wrapped(console, Text.assemble(badge, " ", _way_back(trip)), width, 0)
        for row in _rows(trip):
            columns = (Column(_WORD), Column(_DAYS, is_right=True), Column(_USD, is_right=True))
            for line in in_columns(console, [Text(cell) for cell in row], columns, 2):
                yield Text.assemble(" " * _INDENT, line)
    legend = (
        "Days: median–90th percentile. There and back with a load no empties are paid: the vehicle is home "
        "again. Without a load posts are passed as with one."
    )
    yield from wrapped(console, Text(legend, style=_QUIET), width, 0)


def _way_back(trip: RoundTrip) -> str:
    if trip.back is None:
        return "no way back on this day: its posts let nothing pass that way, or it is excluded"
    return (
        f"back by the same way: {trip.label}"
        if trip.is_same_way
        else f"no way back the same way; by {trip.label}"
    )


def _rows(trip: RoundTrip) -> Iterator[tuple[str, str, str]]:
    yield "there, with the load, without empties", _days(trip.out), f"{trip.out_usd:,.0f}"
    if trip.back is None or trip.empty is None:
        return
    yield "back with a load", _days(trip.back), f"{trip.back_usd:,.0f}"
    yield "back without a load", _days(trip.empty), f"{trip.empty_usd:,.0f}"
    yield "there and back, loaded both ways", "", f"{trip.loaded_usd:,.0f}"
    yield "there and back, back without a load", "", f"{trip.returned_usd:,.0f}"


def _days(route: Route) -> str:
    if not route.time_h:
        return ""
    _, p50, p90 = route.time_quantiles_h()
    return " ".join(shown.span(p50, p90))

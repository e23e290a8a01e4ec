"""Ways walked forward from a departure, in the terminal: when each arrives, and where it waits for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from rich.console import Console
from rich.text import Text

from karwan.answers.walk import Departed, Stay, Walk
from karwan.report import shown
from karwan.report.columns import say, width_of, wrapped

_INDENT = 4
_QUIET = "dim"


def print_departed(found: Departed, console: Console) -> None:
    """Print the walk of each way that is offered, in their order and with their letters."""
    for line in departed_lines(found, console):
        say(console, line)


def departed_lines(found: Departed, console: Console) -> Iterator[Text]:
    """The lines that `print_departed` prints; none where no way is offered."""
    width = width_of(console)
    ways = shown.shown_ways(found.answer)
    if not ways:
        return
    departs = found.walks[ways[0].offer.id].departs
    yield Text()
    yield Text(f"Leaving {moment(departs)}", style="bold")
    for way in ways:
        walk = found.walks[way.offer.id]
        if walk.arrives is None:
            continue
        badge = Text(f" {way.letter} ", style=f"bold white on {way.hue.light}")
        told = f"arrives {arrival(walk)}"
        yield from wrapped(console, Text.assemble(badge, " ", told), width, 0)
        for stay in walk.stays:
            yield from wrapped(console, Text(_stay(stay, found.answer.names)), width, _INDENT)
    legend = (
        "Times: median–90th percentile, on the clock of the place of departure all the way. Openings are "
        "those that one who comes by mean hours finds. Of departures no table knows the days: one waits half "
        "their interval on the mean."
    )
    yield from wrapped(console, Text(legend, style=_QUIET), width, 0)


def moment(when: datetime) -> str:
    """A moment in words: `Tue 1 Dec 2026 08:00`."""
    return f"{when:%a} {shown.day(when.date())} {when:%H:%M}"


def arrival(walk: Walk) -> str:
    """`Sat 5 Dec 2026 17:00 to Mon 7 Dec 2026 06:00, after 4.5–6.1 d`: median and 90th percentile."""
    p50, p90 = walk.time_quantile_h(0.5), walk.time_quantile_h(0.9)
    first, last = (moment(walk.departs + timedelta(hours=hours)) for hours in (p50, p90))
    return f"{first} to {last}, after {shown.between(p50, p90)}"


def _stay(stay: Stay, names: Mapping[str, str]) -> str:
    where = shown.short(names.get(stay.where, stay.where))
    time = shown.between(stay.p50_h, stay.p90_h)
    return f"{time} at {where} from about {stay.begins:%a %H:%M}: {stay.what}"

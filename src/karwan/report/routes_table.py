"""The answer on routes in the terminal: read at a glance, figures never cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from karwan.answers.routes import NotOffered, RoutesAnswer, Variant
from karwan.report import shown
from karwan.report.columns import Column, in_columns, say, width_of, wrapped
from karwan.report.palette import EVIDENCE_SIGNS, Hue
from karwan.report.shown import ShownWay
from karwan.report.steps_table import step_lines
from karwan.words.evidence import Evidence
from karwan.words.route import Route

_FIGURES = (
    Column(6, is_right=True),
    Column(11, is_right=True),
    Column(8, is_right=True),
    Column(6, is_right=True),
)
_EVIDENCE = (Column(12), Column(12))
_FIGURES_WIDE = sum(column.width + 2 for column in (*_FIGURES, *_EVIDENCE))
_LETTER = 3
_LEAST_LABEL = 24
_MOST_STOPS, _MOST_VARIANTS = 3, 3
_QUIET = "dim"


def print_routes(answer: RoutesAnswer, console: Console, *, show_steps: bool = False) -> None:
    """Print ways offered and not offered; with `show_steps` every operation of each way after that.

    At most 100 columns; narrower terminals get the label above its figures. Plain text without codes where
    the output is no terminal.
    """
    for line in route_lines(answer, console, show_steps=show_steps):
        say(console, line)


def route_lines(answer: RoutesAnswer, console: Console, *, show_steps: bool = False) -> Iterator[Text]:
    """The lines that `print_routes` prints."""
    width = width_of(console)
    ways = shown.shown_ways(answer)
    yield from _head(answer, console, width)
    if ways:
        yield Text()
        yield from _heading(console, width)
    else:
        yield Text("No way is offered.", style="bold")
    letters = {way.offer.id: way.letter for way in ways}
    for way in ways:
        yield from _way(way, letters, console, width)
    if answer.not_offered:
        yield Text()
        yield Text("Not offered, and what each would be otherwise", style="bold")
        for closed in answer.not_offered:
            yield from _closed(closed, answer.names, console, width)
    if show_steps:
        for way in ways:
            yield Text()
            yield Text.assemble(_badge(way), f" {way.offer.label}")
            yield from step_lines(way.route, answer.names, console, width)
    yield Text()
    yield from _legend(console, width)


def _head(answer: RoutesAnswer, console: Console, width: int) -> Iterator[Text]:
    question = answer.question
    yield Text.assemble(
        (f"{question.origin.name} → {question.destination.name}", "bold"),
        f"  {shown.cargo(question.shipment)}, on {shown.day(question.on)}",
    )
    order = Text(f"Best first by {shown.ranked_by(question)}", style=_QUIET)
    yield from wrapped(console, order, width, 0)


def _is_wide(width: int) -> bool:
    return width - _LETTER - 1 - _FIGURES_WIDE >= _LEAST_LABEL


def _heading(console: Console, width: int) -> Iterator[Text]:
    if _is_wide(width):
        words = ("km", "P50–P90", "USD", "t CO₂e", "% of hours", "% of USD")
        yield from _row(console, width, Text(), Text(), [Text(word, style=_QUIET) for word in words])
    else:
        yield Text("    km, P50–P90, USD, t CO₂e, % of hours, % of USD", style=_QUIET)


def _row(console: Console, width: int, badge: Text, label: Text, figures: Sequence[Text]) -> Iterator[Text]:
    """One family: badge, label, figures; the figures on a line of their own where there is no room."""
    if _is_wide(width):
        columns = (Column(width - _LETTER - 1 - _FIGURES_WIDE), *_FIGURES, *_EVIDENCE)
        first = True
        for line in in_columns(console, [label, *figures], columns):
            yield Text.assemble(badge if first else " " * _LETTER, " ", line)
            first = False
        return
    for index, line in enumerate(wrapped(console, label, width - _LETTER - 1, 0)):
        yield Text.assemble(badge if index == 0 else " " * _LETTER, " ", line)
    apart = tuple(Column(column.width) for column in (*_FIGURES, *_EVIDENCE))
    together = in_columns(console, figures, apart, gap=1)
    if width >= _FIGURES_WIDE:
        yield from (Text.assemble("    ", line) for line in together)
    else:
        yield from (Text.assemble("    ", line) for line in in_columns(console, figures[:4], apart[:4], 1))
        yield from (Text.assemble("    ", line) for line in in_columns(console, figures[4:], apart[4:], 1))


def _way(way: ShownWay, letters: Mapping[str, str], console: Console, width: int) -> Iterator[Text]:
    label = Text(way.offer.label, style="bold")
    yield from _row(console, width, _badge(way), label, _figures(way.route, "", evidence=True))
    stops = " · ".join(f"{stop.name} {shown.short_hours(stop.hours)} h" for stop in way.stops[:_MOST_STOPS])
    if stops:
        yield from wrapped(console, Text(f"most hours at {stops}"), width, _LETTER + 1)
    if way.offer.variants:
        others = _variants(way.offer.gateways, way.offer.variants, way.names)
        yield from wrapped(console, Text(others, style=_QUIET), width, _LETTER + 1)
    if way.offer.loses:
        loses = Text(shown.loses_words(way.offer, letters), style="yellow")
        yield from wrapped(console, loses, width, _LETTER + 1)


def _figures(route: Route, style: str, *, evidence: bool) -> list[Text]:
    _, p50, p90 = route.time_quantiles_h()
    days, unit = shown.span(p50, p90)
    parts = [
        Text(f"{route.distance_km:,.0f}", style=style),
        Text(f"{days} {unit}", style=style or "bold"),
        Text(f"{route.cost_usd:,.0f}", style=style or "bold"),
        Text(shown.tonnes(route.co2e_kg), style=style),
    ]
    shares = (route.time_evidence, route.cost_evidence) if evidence else ({}, {})
    return parts + [Text(_rests_on(share), style=style) for share in shares]


def _rests_on(shares: Mapping[Evidence, float]) -> str:
    """`●46 ◐31 ○23`: whole percents under the sign of each class, a blank for none."""
    whole = shown.percents(shares)
    kinds = [kind for kind in EVIDENCE_SIGNS if kind is not Evidence.CLAIMED or whole.get(kind)]
    slots = (f"{EVIDENCE_SIGNS[kind]}{whole[kind]}" if whole.get(kind) else "" for kind in kinds)
    return " ".join(f"{slot:<3}" for slot in slots).rstrip()


def _badge(way: ShownWay) -> Text:
    """The letter on the colour of the way: white on the light twin reads on any terminal."""
    return Text(f" {way.letter} "[: max(_LETTER, len(way.letter))], style=_on(way.hue))


def _on(hue: Hue) -> str:
    return f"bold #FFFFFF on {hue.light}"


def _variants(own: Sequence[str], variants: Sequence[Variant], names: Mapping[str, str]) -> str:
    told = [shown.variant_words(own, variant, names) for variant in variants[:_MOST_VARIANTS]]
    more = len(variants) - len(told)
    return "or " + "; ".join(told) + (f"; and {more} more" if more else "")


def _closed(way: NotOffered, names: Mapping[str, str], console: Console, width: int) -> Iterator[Text]:
    figures = _figures(way.otherwise, _QUIET, evidence=False)
    yield from _row(console, width, Text(" ⊗ ", style=_QUIET), Text(way.label), figures)
    for reason in way.reasons:
        where = shown.short(names.get(reason.where, reason.where))
        told = Text(shown.reason_words(reason, names))
        told.stylize("bold", 0, len(where))
        yield from wrapped(console, told, width, _LETTER + 1)


def _legend(console: Console, width: int) -> Iterator[Text]:
    signs = "  ".join(
        f"{EVIDENCE_SIGNS[kind]} {kind}" for kind in (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.ASSUMED)
    )
    legend = (
        f"{signs}: % of hours and of dollars that rest on it.  Time: median–90th percentile, d days, "
        "h hours.  All figures are for the whole shipment."
    )
    yield from wrapped(console, Text(legend, style=_QUIET), width, 0)
    yield from wrapped(console, Text(f"Network {shown.OSM}.", style=_QUIET), width, 0)

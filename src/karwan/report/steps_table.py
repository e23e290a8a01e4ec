"""Every operation of a route in the terminal, with its figures, evidence and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from karwan.report import shown
from karwan.report.columns import Column, in_columns, wrapped
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.words.route import Route
from karwan.words.step import Operation, Step

_OPERATION, _KM, _HOURS, _USD, _KG, _SIGNS, _SOURCES = 12, 6, 11, 7, 7, 3, 11
_GAPS = 7
# Narrower than this, columns stand one space apart.
_ROOMY = 90
_HEADINGS = ("operation", "where", "km", "P50–P90 h", "USD", "kg CO₂e", "h $", "sources")


# The sources that a table of steps cites, each with its number.
Numbered = dict[str, int]


def step_lines(
    route: Route, names: Mapping[str, str], sources: Numbered, console: Console, width: int
) -> Iterator[Text]:
    """One row a step, and the totals; figures are whole, names wrap, sources stand by number.

    Sources that `sources` does not hold yet get the next numbers there.
    """
    gap = 2 if width >= _ROOMY else 1
    figures = _OPERATION + _KM + _HOURS + _USD + _KG + _SIGNS + _SOURCES
    columns = (
        Column(_OPERATION),
        Column(max(14, width - figures - _GAPS * gap)),
        Column(_KM, is_right=True),
        Column(_HOURS, is_right=True),
        Column(_USD, is_right=True),
        Column(_KG, is_right=True),
        Column(_SIGNS),
        Column(_SOURCES),
    )
    yield from in_columns(console, [Text(word, style="dim") for word in _HEADINGS], columns, gap)
    for step in filter(is_told, route.steps):
        yield from in_columns(console, _cells(step, names, sources), columns, gap)
        if step.why:
            yield from wrapped(console, Text(step.why, style="dim"), width, _OPERATION + gap)
    total = (
        "total",
        "",
        f"{route.distance_km:,.0f}",
        shown.range_of_hours(route.time_quantile_h(0.5), route.time_quantile_h(0.9)),
        f"{route.cost_usd:,.0f}",
        f"{route.co2e_kg:,.0f}",
        "",
        "",
    )
    yield from in_columns(console, [Text(cell, style="bold") for cell in total], columns, gap)


def source_lines(sources: Numbered, console: Console, width: int) -> Iterator[Text]:
    """The cited sources, one a line by number."""
    yield Text("Sources, by the number behind each step; `karwan facts sources ID` tells one", style="bold")
    digits = len(str(len(sources)))
    for source, number in sources.items():
        yield from wrapped(console, Text(f"{number:>{digits}}  {source}"), width, 0)


def numbers(step: Step, sources: Numbered) -> list[int]:
    """The numbers of the sources of a step; new ones get the next number."""
    return [sources.setdefault(source, len(sources) + 1) for source in step.sources]


def is_told(step: Step) -> bool:
    """Whether a step takes anything at all; a wait of no hours is not told."""
    return bool(step.time.value or step.cost.value or step.distance_km or step.co2e.value)


def told(step: Step) -> str:
    """The operation in words: `haul by road`, `cross`; the wait of a leg is the driver's rest."""
    if step.kind == "charge":
        return str(step.operation)
    if step.operation is Operation.WAIT and step.kind == "leg":
        return "driver rests"
    words = str(step.operation).replace("_", " ")
    return f"{words} by {step.mode}" if step.operation is Operation.HAUL and step.mode else words


def where(step: Step, names: Mapping[str, str]) -> str:
    """Where a step happens: one name, with the side of a border post, or from and to."""
    origin = names.get(step.origin, step.origin)
    if step.kind == "charge":
        return _charged(step, names)
    if step.origin == step.destination:
        is_side = step.operation is Operation.CROSS and step.territory is not None
        return f"{origin}, {step.territory} side" if is_side else origin
    return f"{shown.short(origin)} → {shown.short(names.get(step.destination, step.destination))}"


def _charged(step: Step, names: Mapping[str, str]) -> str:
    """What a charge is of, and for which stretch or place: `storage, Karachi Port`."""
    ends = dict.fromkeys(shown.short(names.get(end, end)) for end in (step.origin, step.destination))
    by = f" by {step.mode}" if step.mode and step.operation is Operation.EMPTIES else ""
    return f"{step.what}{by}, {' → '.join(ends)}"


def _cells(step: Step, names: Mapping[str, str], sources: Numbered) -> list[Text]:
    return [
        Text(told(step)),
        Text(where(step, names)),
        Text(f"{step.distance_km:,.0f}" if step.distance_km else ""),
        Text(hours(step)),
        Text(f"{step.cost.value:,.0f}"),
        Text(f"{step.co2e.value:,.0f}" if step.co2e.value else ""),
        Text(f"{EVIDENCE_SIGNS[step.time.evidence]} {EVIDENCE_SIGNS[step.cost.evidence]}"),
        Text(" ".join(map(str, numbers(step, sources))), style="dim"),
    ]


def hours(step: Step) -> str:
    """`14–46`: median and 90th percentile of the hours of a step; nothing for a charge."""
    if step.kind == "charge":
        return ""
    return shown.range_of_hours(step.time_quantile_h(0.5), step.time_quantile_h(0.9))

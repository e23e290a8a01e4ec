"""What stands under the rows of a corridor card: constraints, gauges, CAREC's indicators, law, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from karwan.answers.corridor import CorridorCard
from karwan.answers.corridor_indicators import NAMES, Observed
from karwan.facts.rows_of_law import Regime
from karwan.report import corridor_words as words
from karwan.report import shown
from karwan.report.columns import Column, in_columns, wrapped

_QUIET = "dim"
_NOT_FOUND = "not found"
_TITLES = ("TFI1", "TFI2", "TFI3", "TFI4", "TFI4")
_UNITS = ("h a side", "$ a side", "$ 500 km 20 t", "km/h moving", "km/h, delays")
_SHORT_UNITS = ("h a side", "$ a side", "$ trip", "moving", "delayed")
# Narrower than this, units are short and the years of observed figures are left out.
_ROOMY = 92


def fact_lines(card: CorridorCard, console: Console, width: int) -> Iterator[Text]:
    """The lines under the totals of one card."""
    for title, told in (
        ("Most hours", _worst(card, by_hours=True)),
        ("Most dollars", _worst(card, by_hours=False)),
        ("Gauge", _gauges(card)),
        ("Barred", _bars(card.law.bars)),
        ("Not in force", _idle(card.law.idle)),
    ):
        if told:
            yield from wrapped(console, Text.assemble((f"{title}  ", "bold"), told), width, 0)
    yield Text()
    yield from _indicators(card, console, width)
    yield Text()
    sources = ", ".join(source.id for source in card.sources)
    last = Text.assemble(("Sources  ", "bold"), (f"{sources}; `karwan facts sources ID` shows one", _QUIET))
    yield from wrapped(console, last, width, 0)


def _worst(card: CorridorCard, *, by_hours: bool) -> str:
    rows = card.worst_by_hours if by_hours else card.worst_by_dollars
    return " · ".join(
        f"{words.stop(row, card)} "
        + (shown.between(row.p50_h, row.p90_h) if by_hours else shown.usd(row.cost_usd))
        for row in rows
    )


def _gauges(card: CorridorCard) -> str:
    return " · ".join(
        f"{one.from_mm} → {one.to_mm} mm at {words.name(one.where, card.names)}, "
        f"{shown.between(one.p50_h, one.p90_h)}, {shown.usd(one.cost_usd)}"
        for one in card.gauge_breaks
    )


def _bars(rows: Sequence[Regime]) -> str:
    """Rules that bar something; one that depends on the user's own law says so."""
    return " · ".join(f"{row.name}{' (if it binds you)' if row.is_switch else ''}" for row in rows)


def _idle(rows: Sequence[Regime]) -> str:
    states = {row.id: row.state.replace("_", " ") for row in rows}
    return " · ".join(
        row.name if states[row.id] in row.name else f"{row.name}: {states[row.id]}" for row in rows
    )


def _indicators(card: CorridorCard, console: Console, width: int) -> Iterator[Text]:
    """Two lines a ground: the model, and what CAREC's survey observed."""
    is_roomy = width >= _ROOMY
    figure = 13 if is_roomy else 9
    columns = (
        Column(max(12, width - len(NAMES) * (figure + 1) - 9)),
        Column(8),
        *(Column(figure, is_right=True) for _ in NAMES),
    )
    money = f", in dollars of {card.prices_of}" if card.prices_of else ""
    yield Text(
        f"CAREC's indicators, all of them means, beside what the survey observed (years){money}", style="bold"
    )
    for heads in (_TITLES, _UNITS if is_roomy else _SHORT_UNITS):
        cells = [Text(), Text(), *(Text(head, style=_QUIET) for head in heads)]
        yield from in_columns(console, cells, columns, gap=1)
    for one in card.indicators:
        where = f"{one.territory} {one.mode}" if one.territory else "the whole"
        modelled = [Text(_figure(one.modelled[name])) for name in NAMES]
        yield from in_columns(console, [Text(where), Text("model"), *modelled], columns, gap=1)
        observed = [_observed(one.observed[name], with_years=is_roomy) for name in NAMES]
        if set(observed) == {_NOT_FOUND}:
            observed = [_NOT_FOUND, *("" for _ in observed[1:])]
        told = [Text(text, style=_QUIET) for text in ("", "observed", *observed)]
        yield from in_columns(console, told, columns, gap=1)


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"  # noqa: PLR2004


def _observed(one: Observed | None, *, with_years: bool) -> str:
    """`28.3 (22-23)`: a value and the years that it is a mean of."""
    if one is None:
        return _NOT_FOUND
    ends = dict.fromkeys((one.years[0], one.years[-1])) if one.years and with_years else ()
    years = f" ({'-'.join(f'{year % 100:02d}' for year in ends)})" if ends else ""
    return f"{_figure(one.value)}{years}"

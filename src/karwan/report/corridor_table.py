"""Corridor cards in the terminal: at most 100 columns, rows that add up, then what holds it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from karwan.answers.corridor import CorridorAnswer, CorridorCard
from karwan.answers.corridor_rows import CardRow, RowKind, is_crossing
from karwan.report import corridor_words as words
from karwan.report import shown
from karwan.report.columns import Column, in_columns, say, width_of, wrapped
from karwan.report.corridor_facts import fact_lines
from karwan.report.corridor_plot import plot_lines
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.words.evidence import Evidence, weakest

_QUIET = "dim"
_HEADINGS = ("section or stop", "km", "P50–P90 h", "USD", "at km", "P50–P90 h", "USD", "h $")
_INDENT = 2
_SEVERAL = 2


def print_corridors(answer: CorridorAnswer, console: Console) -> None:
    """Print the cards of an answer, side by side first where there are several, and the chart of all."""
    for line in card_lines(answer, console):
        say(console, line)


def card_lines(answer: CorridorAnswer, console: Console) -> Iterator[Text]:
    """The lines that `print_corridors` prints."""
    width = width_of(console)
    if len(answer.cards) >= _SEVERAL:
        yield from _beside(answer, console, width)
        yield Text()
    for card in answer.cards:
        yield from _Card(answer, card, console, width).lines()
        yield Text()
    yield from plot_lines(answer, console, width)
    yield Text()
    yield from wrapped(console, Text(words.LEGEND, style=_QUIET), width, 0)
    yield from wrapped(console, Text(f"Network {shown.OSM}.", style=_QUIET), width, 0)


def _beside(answer: CorridorAnswer, console: Console, width: int) -> Iterator[Text]:
    """One line a corridor, to compare."""
    columns = (
        Column(1),
        Column(max(12, width - 70)),
        Column(9),
        *(Column(figure, is_right=True) for figure in (6, 11, 6, 9, 6, 6)),
    )
    heads = ("", "corridor", "status", "km", "P50–P90", "USD", "post h", "post $", "gauges")
    yield from in_columns(console, [Text(head, style=_QUIET) for head in heads], columns)
    for letter, card in zip(words.letters(answer), answer.cards, strict=True):
        at_posts = [row for row in card.rows if is_crossing(row)]
        posts = card.route.of_steps(step for row in at_posts for step in row.steps)
        figures = (
            f"{card.route.distance_km:,.0f}",
            words.days(card),
            f"{card.route.cost_usd:,.0f}",
            shown.range_of_hours(posts.time_quantile_h(0.5), posts.time_quantile_h(0.9)),
            f"{sum(row.cost_usd for row in at_posts):,.0f}",
            str(len(card.gauge_breaks)),
        )
        cells = [Text(letter, style="bold"), Text(card.corridor.name), Text(card.corridor.status)]
        yield from in_columns(console, [*cells, *map(Text, figures)], columns)


@dataclass(frozen=True, slots=True)
class _Card:
    """One card as lines."""

    answer: CorridorAnswer
    card: CorridorCard
    console: Console
    width: int

    def lines(self) -> Iterator[Text]:
        """Head, rows under each territory and mode, totals, and the facts below."""
        yield from self._head()
        yield Text()
        heads = [Text(), *(Text(head, style=_QUIET) for head in _HEADINGS)]
        yield from in_columns(self.console, heads, self._columns())
        ground: str | None = None
        laws = {(one.territory, one.mode): one.regimes for one in self.card.law.grounds}
        for row in self.card.rows:
            if row.kind is RowKind.SECTION and (told := words.ground(row)) != ground:
                ground = told
                regimes = laws.get((row.territory or "", row.mode)) if row.mode else None
                yield from self._ground(told, words.regimes(regimes or ()))
            yield from self._row(row)
        yield from self._total()
        yield Text()
        yield from fact_lines(self.card, self.console, self.width)

    def _head(self) -> Iterator[Text]:
        corridor = self.card.corridor
        since = f", since {corridor.opened}" if corridor.opened and corridor.status == "open" else ""
        title = Text.assemble((corridor.name, "bold"), f" ({corridor.id}), {corridor.status}{since}")
        yield from wrapped(self.console, title, self.width, 0)
        yield from wrapped(self.console, Text(words.finding(self.card), style="bold"), self.width, 0)
        question = self.answer.question
        asked = f"{shown.cargo(question.shipment)}, on {shown.day(question.on)}"
        others = [id_ for id_ in question.also if id_ not in {card.id for card in self.answer.cards}]
        also = f"; also of that name: {', '.join(others)}" if self._is_first and others else ""
        yield from wrapped(self.console, Text(asked + also), self.width, 0)
        if corridor.note:
            yield from wrapped(self.console, Text(corridor.note, style=_QUIET), self.width, 0)
        for line in words.shut(self.card):
            yield from wrapped(self.console, Text(line, style="yellow"), self.width, 0)

    @property
    def _is_first(self) -> bool:
        return self.card is self.answer.cards[0]

    def _columns(self) -> tuple[Column, ...]:
        """An indent, the label, and the figures."""
        figures = (*(Column(width, is_right=True) for width in (6, 9, 6, 6, 9, 7)), Column(3))
        taken = _INDENT + sum(column.width + 2 for column in figures)
        return (Column(0), Column(max(18, self.width - taken)), *figures)

    def _ground(self, told: str, regimes: str) -> Iterator[Text]:
        text = Text.assemble((told, "bold"), (f"  {regimes}" if regimes else "", _QUIET))
        yield from wrapped(self.console, text, self.width, 0)

    def _row(self, row: CardRow) -> Iterator[Text]:
        if row.gap:
            text = Text(words.gap(row.gap), style=_QUIET)
            yield from wrapped(self.console, text, self.width, _INDENT)
            return
        is_section = row.kind is RowKind.SECTION
        is_charge = row.kind is RowKind.CHARGE
        style = "bold" if not is_section and not row.is_end else ""
        cells = [
            Text(),
            Text(words.label(row, self.card), style=style),
            Text(f"{row.distance_km:,.0f}" if is_section else ""),
            Text("" if is_charge else shown.range_of_hours(row.p50_h, row.p90_h), style=style),
            Text(f"{row.cost_usd:,.0f}", style=style),
            *self._so_far(row),
            Text(_signs(row)),
        ]
        yield from in_columns(self.console, cells, self._columns())
        for reason in row.reasons:
            is_told = reason in self.card.reasons
            told = "shut, see above" if is_told else shown.reason_words(reason, self.card.names)
            yield from wrapped(self.console, Text(told, style="yellow"), self.width, _INDENT * 2)

    def _so_far(self, row: CardRow) -> tuple[Text, Text, Text]:
        return (
            Text(f"{row.total_km:,.0f}"),
            Text(f"{row.total_p50_h:,.0f}–{row.total_p90_h:,.0f}"),
            Text(f"{row.total_usd:,.0f}"),
        )

    def _total(self) -> Iterator[Text]:
        route = self.card.route
        _, p50, p90 = route.time_quantiles_h()
        cells = (
            "",
            "total" + (" of what is priced" if self.card.gaps else ""),
            f"{route.distance_km:,.0f}",
            shown.range_of_hours(p50, p90),
            f"{route.cost_usd:,.0f}",
            "",
            f"{p50:,.0f}–{p90:,.0f}",
            f"{route.cost_usd:,.0f}",
            "",
        )
        yield from in_columns(self.console, [Text(cell, style="bold") for cell in cells], self._columns())


def _signs(row: CardRow) -> str:
    """The weakest evidence of the hours and of the dollars of a row."""
    kinds: Mapping[str, Sequence[Evidence]] = {
        "time": [step.time.evidence for step in row.steps if step.time.value],
        "cost": [step.cost.evidence for step in row.steps if step.cost.value],
    }
    return " ".join(EVIDENCE_SIGNS[weakest(found)] if found else " " for found in kinds.values())

"""What the price of a way is made of, in the terminal: one line under the way, or a table with evidence."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from karwan.answers.routes import RoutesAnswer
from karwan.report.columns import Column, in_columns
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.report.shown import percents
from karwan.report.steps_table import Numbered
from karwan.words.price import price_lines
from karwan.words.route import Route

_HEADINGS = ("price", "USD", "% of USD", "sources")
_NAME, _USD, _EVIDENCE, _LEAST_SOURCES = 12, 8, 14, 11
_GAP = 2


def price_words(route: Route) -> str:
    """`haul 3,430; handling 240; border 517`: the lines that ask anything, in dollars."""
    asked = (line for line in price_lines(route) if round(line.usd))
    return "; ".join(f"{line.name} {line.usd:,.0f}" for line in asked)


def price_table(route: Route, sources: Numbered, console: Console, width: int) -> Iterator[Text]:
    """One row a line with the evidence of its dollars; sources by number, new ones get the next."""
    rest = max(_LEAST_SOURCES, width - _NAME - _USD - _EVIDENCE - 3 * _GAP)
    columns = (Column(_NAME), Column(_USD, is_right=True), Column(_EVIDENCE), Column(rest))
    yield from in_columns(console, [Text(word, style="dim") for word in _HEADINGS], columns, _GAP)
    for line in price_lines(route):
        whole = percents(line.evidence) if line.usd else {}
        signs = " ".join(f"{EVIDENCE_SIGNS[kind]}{share}" for kind, share in whole.items())
        cited = [sources.setdefault(source, len(sources) + 1) for source in line.sources]
        cells = (line.name, f"{line.usd:,.0f}", signs, " ".join(map(str, cited)))
        yield from in_columns(console, [Text(cell) for cell in cells], columns, _GAP)


def money_words(answer: RoutesAnswer) -> str:
    """`Dollars of 2026`, and by what the figures of other years were brought to them."""
    if answer.prices is None:
        return "Dollars of the year of each figure."
    prices, asked = answer.prices, answer.question.prices_of
    is_kept = asked is None and prices.year != answer.question.on.year
    newest = " (the newest price level known)" if is_kept else ""
    index = prices.level.index_name
    return f"Dollars of {prices.year}{newest}; figures of other years are brought to them by the {index}."

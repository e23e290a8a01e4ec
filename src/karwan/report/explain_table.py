"""How each figure of a way came about, in the terminal: the formula in words and numbers, then its inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from karwan.answers.explained import Explained, ExplainedStep, Factor, Figured, Input
from karwan.facts.rows import Measure, Row
from karwan.report import shown
from karwan.report.cited import Cited
from karwan.report.columns import say, width_of, wrapped
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.report.steps_table import is_told, told, where
from karwan.words.step import Step
from karwan.words.together import Correlations

_QUIET, _BOLD = "dim", "bold"
_WHAT = {"hours": "hours", "spread": "spread", "dollars": "dollars", "co2e": "CO₂e"}
_WIDE = 8
_THOUSAND = 1000


def print_explained(explained: Explained, console: Console) -> None:
    """Print the explanation of one way; at most 100 columns, plain text where the output is no terminal."""
    for line in explain_lines(explained, console):
        say(console, line)


def explain_lines(explained: Explained, console: Console) -> Iterator[Text]:
    """The lines that `print_explained` prints."""
    page = _Page(console, width_of(console), Cited(explained.sources), set())
    first, last = explained.route.moves[0].origin, explained.route.moves[-1].destination
    ends = " → ".join(shown.short(explained.names.get(end, end)) for end in (first, last))
    yield from page.line(Text(f"{ends}, {explained.word}  {explained.label}", style=_BOLD), 0)
    for one in explained.steps:
        if is_told(one.step):
            yield from _step(one, explained, page)
    yield from _totals(explained, page)
    yield from page.cited.lines(console, page.width)
    yield Text()
    signs = "  ".join(f"{sign} {kind}" for kind, sign in EVIDENCE_SIGNS.items())
    legend = (
        f"{signs}.  Hours are means; P50-P90 their median and 90th percentile.  (2.2): number of "
        "docs/rules.  An input is told where it is used first."
    )
    yield from page.line(Text(legend, style=_QUIET), 0)


@dataclass(frozen=True, slots=True)
class _Page:
    """How lines are laid out; which inputs were told already."""

    console: Console
    width: int
    cited: Cited
    inputs: set[Input]

    def line(self, text: Text, indent: int) -> Iterator[Text]:
        return wrapped(self.console, text, self.width, indent)


def _step(one: ExplainedStep, explained: Explained, page: _Page) -> Iterator[Text]:
    yield Text()
    yield from page.line(Text(f"{told(one.step)}, {where(one.step, explained.names)}", style=_BOLD), 0)
    if one.step.why:
        yield from page.line(Text(one.step.why), 2)
    for figured in one.figures:
        if figured.value:
            yield from page.line(_formula(figured), 2)
            if figured.what == "spread":
                yield from page.line(_quantiles(one.step), 2)
            for factor in figured.factors:
                if factor.input is not None and factor.input not in page.inputs:
                    page.inputs.add(factor.input)
                    yield from page.line(_input(factor, factor.input, page.cited), 2 + _WIDE)


def _formula(figured: Figured) -> Text:
    """`hours    42.1 h = distance 1,053 km / speed 25 km/h (2.2)`."""
    text = Text.assemble(
        f"{_WHAT[figured.what]:<{_WIDE}}", (f"{_number(figured.value)} {figured.unit}", _BOLD)
    )
    if not figured.factors:
        return text.append(": not told by the tables alone", style=_QUIET)
    if len(figured.factors) == 1 and figured.factors[0].input is not None:
        text.append(f" {EVIDENCE_SIGNS[figured.factors[0].input.evidence]} as it was looked up")
        return text.append(f" ({figured.rule})", style=_QUIET)
    for index, factor in enumerate(figured.factors):
        sign = "=" if index == 0 else "/" if factor.is_divisor else "×"
        text.append(f" {sign} {factor.name} {_number(factor.value)}{_unit(factor.unit)}")
        if factor.input is not None:
            text.append(f" {EVIDENCE_SIGNS[factor.input.evidence]}")
    return text.append(f" ({figured.rule})", style=_QUIET)


def _quantiles(step: Step) -> Text:
    """`P50-P90  12-31 h: lognormal of that mean and spread (3.3)`."""
    p50, p90 = step.time_quantile_h(0.5), step.time_quantile_h(0.9)
    text = Text.assemble(f"{'P50-P90':<{_WIDE}}", (shown.between(p50, p90), _BOLD))
    return text.append(f": {step.distribution} of that mean and spread").append(" (3.3)", style=_QUIET)


def _input(factor: Factor, used: Input, cited: Cited) -> Text:
    """Whose figure it is, the rows whose mean it is, and those that are left out."""
    text = Text(f"{factor.name}: ")
    if factor.how:
        text.append(f"{factor.how}; ")
    text.append(f"{_number(used.value)}{_unit(used.unit)} {used.origin} ({used.rule})")
    if used.rows:
        mean = "mean of " if len(used.rows) > 1 else ""
        rows = (_priced(row, used.price_factors, index) for index, row in enumerate(used.rows))
        text.append(f"; {used.rows[0].table}: {mean}{', '.join(rows)}")
    if used.left_out:
        left = ", ".join(f"{_row(row)} {why}" for row, why in used.left_out)
        text.append(f"; left out: {left}", style=_QUIET)
    return text.append(*cited.mark(used.sources))


def _priced(row: Row, factors: Sequence[float], index: int) -> str:
    """A row, and by what its dollars are brought to the asked year."""
    if not factors:
        return _row(row)
    if getattr(row, "year", None) is None:
        return f"{_row(row)} (no year: as of the year asked for)"
    return _row(row) if factors[index] == 1 else f"{_row(row)} × {factors[index]:.3f} for prices"


def _row(row: Row) -> str:
    value = f" {_number(row.value)}" if isinstance(row, Measure) else ""
    year = getattr(row, "year", None)
    return f"{row.id}{value}{f' ({year})' if year else ''}"


def _totals(explained: Explained, page: _Page) -> Iterator[Text]:
    route = explained.route
    p10, p50, p90 = route.time_quantiles_h()
    yield Text()
    yield Text("the whole way", style=_BOLD)
    for what, amount, how in (
        ("hours", f"{_number(route.time_h)} h", "sum of the means of the steps (3.1)"),
        (
            "spread",
            f"{_number(route.time_sd_h)} h",
            "root of the sum, over all pairs of steps, of their correlation and both spreads (3.2): "
            + correlations_told(route.correlations),
        ),
        (
            "P10-P95",
            f"{_number(p10)}, {_number(p50)}, {_number(p90)}, {_number(route.time_quantile_h(0.95))} h",
            "P10, P50, P90, P95 of the sum of the steps, drawn together (3.3)",
        ),
        ("dollars", f"{_number(route.cost_usd)} USD", "sum of the steps"),
        ("CO₂e", f"{_number(route.co2e_kg)} kg", "sum of the steps"),
    ):
        yield from page.line(Text.assemble(f"{what:<{_WIDE}}", (amount, _BOLD), f" = {how}"), 2)


def correlations_told(correlations: Correlations) -> str:
    """How steps are correlated, in words."""
    return (
        f"{correlations.same_post:g} at one post, {correlations.same_territory:g} in one territory, "
        f"{correlations.two_territories:g} otherwise"
    )


def _number(value: float) -> str:
    """Four figures, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= _THOUSAND else f"{value:.4g}"


def _unit(unit: str) -> str:
    return f" {unit}" if unit and unit != "ratio" else ""

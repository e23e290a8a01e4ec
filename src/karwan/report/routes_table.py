"""The answer on routes in the terminal: read at a glance, figures never cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rich.console import Console
from rich.text import Text

from karwan.answers.held_back import Hold
from karwan.answers.letters import shut_word
from karwan.answers.limited import LIMITED
from karwan.answers.procedures import AtPost
from karwan.answers.routes import RoutesAnswer
from karwan.operations.permission import Reason
from karwan.report import shown
from karwan.report.columns import Column, in_columns, say, width_of, wrapped
from karwan.report.held_words import held_words, is_barred
from karwan.report.palette import EVIDENCE_SIGNS, Hue
from karwan.report.price_table import money_words, price_table, price_words
from karwan.report.procedures_table import procedure_legend, procedure_lines
from karwan.report.shown import ShownWay
from karwan.report.shut_words import spoken_words, to_open_words
from karwan.report.steps_table import Numbered, source_lines, step_lines
from karwan.report.variants import variant_words
from karwan.report.worth_words import worth_words
from karwan.words.evidence import Evidence
from karwan.words.route import Route

_HEADINGS = ("km", "P50–P90", "USD", "t CO₂e", "% of hours", "% of USD")
_FIGURES = (
    Column(6, is_right=True),
    Column(11, is_right=True),
    Column(8, is_right=True),
    Column(6, is_right=True),
)
_EVIDENCE = (Column(12), Column(12))
_FIGURES_WIDE = sum(column.width + 2 for column in (*_FIGURES, *_EVIDENCE))
_INDENT = 4
# A column of labels that is narrower, or where one takes more lines, gives way to lines of their own.
_LEAST_LABEL, _MOST_LABEL_LINES = 24, 2
_MOST_STOPS, _MOST_VARIANTS = 3, 3
_QUIET = "dim"


def print_routes(
    answer: RoutesAnswer,
    console: Console,
    *,
    show_steps: bool = False,
    posts: Mapping[str, Sequence[AtPost]] = MappingProxyType({}),
) -> None:
    """Print ways offered and not offered; with `show_steps` every operation of each way after that.

    `posts` says what is done at the posts of each way, by its id, and follows its steps.

    At most 100 columns; long labels and narrow terminals get the label above its figures. Plain text without
    codes where the output is no terminal.
    """
    for line in route_lines(answer, console, show_steps=show_steps, posts=posts):
        say(console, line)


def route_lines(
    answer: RoutesAnswer,
    console: Console,
    *,
    show_steps: bool = False,
    posts: Mapping[str, Sequence[AtPost]] = MappingProxyType({}),
) -> Iterator[Text]:
    """The lines that `print_routes` prints."""
    page = _page(answer, console)
    ways = shown.shown_ways(answer)
    yield from _head(answer, page)
    yield Text()
    if ways:
        yield from page.row(Text(), Text(), [Text(word, style=_QUIET) for word in _HEADINGS])
    else:
        yield from _none(answer, page)
    letters = {way.offer.id: way.letter for way in ways}
    told: set[Reason] = set()
    for way in ways:
        yield from _way(way, letters, told, page)
    if answer.not_offered:
        yield Text()
        yield Text("Not offered, and what each would be otherwise", style="bold")
        yield from _closed(answer, letters, page)
    if answer.spoken:
        yield Text()
        yield Text("Spoken of, and no way today", style="bold")
        for row in answer.spoken:
            name, told_of = spoken_words(row)
            yield from page.line(Text.assemble((name, "bold"), f": {told_of}"))
    if show_steps and ways:
        yield from _steps(ways, posts, page)
    yield Text()
    yield from _legend(answer, page)


@dataclass(frozen=True, slots=True)
class _Page:
    """How lines are laid out: so wide, labels beside their figures or above them."""

    console: Console
    width: int
    is_stacked: bool

    def row(self, badge: Text, label: Text, figures: Sequence[Text]) -> Iterator[Text]:
        """Badge, label and figures of one way."""
        columns: Sequence[Column] = (*_FIGURES, *_EVIDENCE)
        if not self.is_stacked:
            beside = (Column(self.width - _INDENT - _FIGURES_WIDE), *columns)
            yield from _badged(badge, in_columns(self.console, [label, *figures], beside))
            return
        if label:
            yield from self.labelled(badge, label)
        for part in self._parts():
            yield from _badged(Text(), in_columns(self.console, figures[part], columns[part], gap=2))

    def labelled(self, badge: Text, label: Text) -> Iterator[Text]:
        """A badge and a label over the whole width."""
        yield from _badged(badge, wrapped(self.console, label, self.width - _INDENT, 0))

    def line(self, text: Text) -> Iterator[Text]:
        """A text under the label, wrapped."""
        yield from wrapped(self.console, text, self.width, _INDENT)

    def _parts(self) -> tuple[slice, ...]:
        """Figures in one line, or evidence in a line of its own where that is too wide."""
        if self.width >= _INDENT + _FIGURES_WIDE - 2:
            return (slice(None),)
        return (slice(0, len(_FIGURES)), slice(len(_FIGURES), None))


def _page(answer: RoutesAnswer, console: Console) -> _Page:
    width = width_of(console)
    room = width - _INDENT - _FIGURES_WIDE
    labels = [way.label for way in answer.routes] + [way.label for way in answer.not_offered]
    is_stacked = room < _LEAST_LABEL or any(
        len(Text(label).wrap(console, room)) > _MOST_LABEL_LINES for label in labels
    )
    return _Page(console, width, is_stacked)


def _badged(badge: Text, lines: Iterator[Text]) -> Iterator[Text]:
    """Lines moved in, the first behind a badge."""
    for index, line in enumerate(lines):
        lead = badge if index == 0 else Text()
        yield Text.assemble(lead, " " * max(1, _INDENT - lead.cell_len), line)


def _head(answer: RoutesAnswer, page: _Page) -> Iterator[Text]:
    question = answer.question
    title = Text.assemble(
        (f"{shown.place(question.origin)} → {shown.place(question.destination)}", "bold"),
        f"  {shown.cargo(question.shipment)}, on {shown.day(question.on)}",
    )
    yield from wrapped(page.console, title, page.width, 0)
    order = Text(f"Best first by {shown.ranked_by(question)}", style=_QUIET)
    yield from wrapped(page.console, order, page.width, 0)
    for reason in answer.notes:
        note = Text(shown.reason_words(reason, answer.names), style="yellow")
        yield from wrapped(page.console, note, page.width, 0)


def _way(way: ShownWay, letters: Mapping[str, str], told: set[Reason], page: _Page) -> Iterator[Text]:
    label = Text(way.offer.label, style="bold")
    yield from page.row(_badge(way), label, _figures(way.route, "", evidence=True))
    stops = " · ".join(stop.told for stop in way.stops[:_MOST_STOPS])
    if stops:
        yield from page.line(Text(f"most hours at {stops}"))
    yield from page.line(Text(price_words(way.route), style=_QUIET))
    open_days = way.offer.open_days
    if open_days and not open_days.days:
        yield from page.line(Text("new: no record of open days"))
    elif open_days and open_days.open_days < open_days.days:
        yield from page.line(Text(f"open on {open_days.open_days} of the last {open_days.days} days"))
    for words in worth_words(way.offer):
        yield from page.line(Text(words))
    if way.offer.variants:
        yield from page.line(Text(_variants(way), style=_QUIET))
    yield from _reasons(way.offer.limited, told, way.names, page, _QUIET)
    if way.offer.loses:
        yield from page.line(Text(shown.loses_words(way.offer, letters), style="yellow"))
    yield from _held(way.offer.held_back, way.names, page)


def _steps(ways: Sequence[ShownWay], posts: Mapping[str, Sequence[AtPost]], page: _Page) -> Iterator[Text]:
    """The steps of every way, what is done at its posts, and the sources that they cite by number."""
    sources: Numbered = {}
    for way in ways:
        yield Text()
        yield from page.labelled(_badge(way), Text(way.offer.label, style="bold"))
        yield from step_lines(way.route, way.names, sources, page.console, page.width)
        yield Text()
        yield from price_table(way.route, sources, page.console, page.width)
        at_posts = posts.get(way.offer.id, ())
        yield from procedure_lines(at_posts, way.names, sources, page.console, page.width)
    if posts:
        yield Text()
        yield from procedure_legend(page.console, page.width)
    yield Text()
    yield from source_lines(sources, page.console, page.width)


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
    return Text(f" {way.letter} " if len(way.letter) == 1 else f"{way.letter:<3}", style=_on(way.hue))


def _on(hue: Hue) -> str:
    return f"bold #FFFFFF on {hue.light}"


def _none(answer: RoutesAnswer, page: _Page) -> Iterator[Text]:
    yield Text("No way is offered.", style="bold")
    if answer.why_none:
        yield from wrapped(
            page.console, Text(f"{answer.why_none[0].upper()}{answer.why_none[1:]}."), page.width, 0
        )
    if answer.least:
        yield from wrapped(page.console, Text(f"{to_open_words(answer)}."), page.width, 0)


def _variants(way: ShownWay) -> str:
    told = variant_words(way.offer, way.names)
    more = len(told) - _MOST_VARIANTS
    return "or " + "; ".join(told[:_MOST_VARIANTS]) + (f"; and {more} more" if more > 0 else "")


def _closed(answer: RoutesAnswer, letters: Mapping[str, str], page: _Page) -> Iterator[Text]:
    """Ways not offered; a reason that many share is told in full once."""
    told: set[Reason] = set()
    for index, way in enumerate(answer.not_offered):
        figures = _figures(way.otherwise, _QUIET, evidence=False)
        yield from page.row(Text(f"{shut_word(index):<3}", style=_QUIET), Text(way.label), figures)
        if way.corridor and (way.loses or is_barred(way)):
            yield from page.line(Text(answer.names[way.corridor], style=_QUIET))
        if way.loses:
            yield from page.line(Text(shown.loses_words(way, letters), style="yellow"))
        else:
            yield from _reasons(way.reasons, told, answer.names, page)
        yield from _held(way.held_back, answer.names, page)


def _held(holds: Sequence[Hold], names: Mapping[str, str], page: _Page) -> Iterator[Text]:
    if words := held_words(holds, names):
        yield from page.line(Text(words, style="yellow"))


def _reasons(
    reasons: Sequence[Reason], told: set[Reason], names: Mapping[str, str], page: _Page, style: str = ""
) -> Iterator[Text]:
    """Each reason in full where it is told first, then `as above`; those said are added to `told`."""
    for reason in reasons:
        if reason not in told:
            text = Text(shown.reason_words(reason, names), style=style)
            text.stylize("bold", 0, len(_where(reason, names)))
            yield from page.line(text)
    again = [_where(reason, names) for reason in reasons if reason in told]
    if again:
        what = "limited " if all(reason.what.startswith(LIMITED) for reason in reasons) else ""
        yield from page.line(Text(f"{', '.join(dict.fromkeys(again))}: {what}as above", style=style))
    told |= set(reasons)


def _where(reason: Reason, names: Mapping[str, str]) -> str:
    return shown.short(names.get(reason.where, reason.where))


def _legend(answer: RoutesAnswer, page: _Page) -> Iterator[Text]:
    signs = "  ".join(
        f"{EVIDENCE_SIGNS[kind]} {kind}" for kind in (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.ASSUMED)
    )
    legend = (
        f"{signs}: % of hours and of dollars that rest on it.  Time: median–90th percentile, d days, "
        "h hours; hours that are added (+) likewise.  All figures are for the whole shipment.  "
        f"{money_words(answer)}"
    )
    yield from wrapped(page.console, Text(legend, style=_QUIET), page.width, 0)
    yield from wrapped(page.console, Text(f"Network {shown.OSM}.", style=_QUIET), page.width, 0)

"""The answer on needs in the terminal: a line a matter, the agenda below, then the ways that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rich.console import Console
from rich.text import Text

from karwan.answers.agenda import Item
from karwan.answers.dealings import Dealing
from karwan.answers.matters import WORKS, Matter, Said
from karwan.answers.needs_answer import NeedsAnswer, Passed, WayNeeds
from karwan.answers.open_days import STALE
from karwan.facts.rows import Regime, WaySpokenOf
from karwan.report import shown
from karwan.report.cited import Cited
from karwan.report.columns import Column, in_columns, say, width_of, wrapped
from karwan.report.palette import EVIDENCE_SIGNS

_MATTER, _STATE, _SIGN, _GAP = 17, 13, 1, 2
_INDENT = 4
_QUIET, _BOLD = "dim", "bold"
_STYLES = {
    "in_force": "green",
    "not_needed": "dim",
    "unknown": "dim",
    "signed": "yellow",
    "in_talks": "yellow",
}
_MISSING = "red"


def print_needs(answer: NeedsAnswer, console: Console) -> None:
    """Print what each way needs; at most 100 columns, plain text where the output is no terminal."""
    for line in needs_lines(answer, console):
        say(console, line)


def needs_lines(answer: NeedsAnswer, console: Console) -> Iterator[Text]:
    """The lines that `print_needs` prints."""
    page = _Page(console, width_of(console), answer)
    yield from _head(answer, page)
    if not answer.ways:
        yield Text()
        yield Text("No way leads there, open or shut: nothing can be said of what it needs.", style=_BOLD)
    told: dict[Passed | Regime, str] = {}
    for way in answer.ways:
        yield Text()
        yield from _way(way, told, page)
    if answer.spoken:
        yield Text()
        yield Text("Ways spoken of that are none", style=_BOLD)
        for row in answer.spoken:
            yield from _spoken(row, page)
    yield from page.cited.lines(console, page.width)
    yield Text()
    signs = "  ".join(f"{sign} {kind}" for kind, sign in EVIDENCE_SIGNS.items())
    legend = f"{signs}.  since: first day of the state, where known.  lack: what it has cost a truck or box."
    yield from page.line(Text(legend, style=_QUIET), 0)


@dataclass(frozen=True)
class _Page:
    """How lines are laid out, and how gateways, territories and sources are called."""

    console: Console
    width: int
    answer: NeedsAnswer

    @cached_property
    def cited(self) -> Cited:
        """The sources with their numbers."""
        return Cited(self.answer.sources)

    def line(self, text: Text, indent: int = _INDENT, lead: str = "") -> Iterator[Text]:
        """A text that goes on under its beginning, behind a lead such as a number."""
        lines = wrapped(self.console, text, self.width, indent + len(lead))
        for index, line in enumerate(lines):
            start = " " * indent + lead
            yield Text.assemble(start, line[len(start) :]) if lead and index == 0 else line

    def row(self, matter: str, state: str, sign: str, text: Text) -> Iterator[Text]:
        """Matter, state, sign of evidence and what the row says, which wraps."""
        rest = self.width - _INDENT - _MATTER - _STATE - _SIGN - 3 * _GAP
        columns = (Column(_MATTER), Column(_STATE), Column(_SIGN), Column(rest))
        cells = [Text(matter), Text(_worded(state), style=_style(state)), Text(sign), text]
        for line in in_columns(self.console, cells, columns, _GAP):
            yield Text.assemble(" " * _INDENT, line)

    def name(self, code: str) -> str:
        return shown.short(self.answer.names.get(code, code))


def _head(answer: NeedsAnswer, page: _Page) -> Iterator[Text]:
    question = answer.question
    routes = question.routes
    goods = (question.goods.product or question.goods.commodity).replace("_", " ")
    title = Text.assemble(
        (f"{shown.place(routes.origin)} → {shown.place(routes.destination)}", _BOLD),
        f"  {routes.shipment.cargo}, {goods}, truck of {page.name(answer.haulier)}, "
        f"on {shown.day(routes.on)}",
    )
    yield from page.line(title, 0)


def _way(way: WayNeeds, told: dict[Passed | Regime, str], page: _Page) -> Iterator[Text]:
    """One way; what another way told already is named, and not told again."""
    badge = f" {way.word}  " if way.is_offered else f" {way.word} ⊗  "
    yield from page.line(Text(way.label, style=_BOLD), 0, badge)
    days, unit = shown.days(way.route)
    total = f"{way.route.distance_km:,.0f} km, {days} {unit}, {shown.usd(way.route.cost_usd)}"
    yield from page.line(Text(total if way.is_offered else f"otherwise {total}"))
    for reason in way.reasons:
        words = shown.reason_words(reason, page.answer.names, with_source=False)
        yield from page.line(Text.assemble((f"shut: {words}", _MISSING), page.cited.mark(reason.sources)))
    for one in way.passed:
        yield Text()
        yield from _passed(one, told, page)
        told.setdefault(_key(one), way.word)
    if way.agreements:
        yield Text()
        yield from page.line(Text("Agreements among these territories", style=_BOLD), 2)
        again = [row for row in way.agreements if row in told]
        for row in way.agreements:
            if row not in told:
                yield from _agreement(row, way, page)
            told.setdefault(row, way.word)
        if again:
            yield from page.line(Text(f"and {len(again)} told above", style=_QUIET))
    yield Text()
    yield from _agenda(way.agenda, page)


def _key(one: Passed) -> Passed:
    """What is said of a territory, wherever it is entered and left."""
    return replace(one, enters="", leaves="", modes=())


def _passed(one: Passed, told: Mapping[Passed | Regime, str], page: _Page) -> Iterator[Text]:
    modes = " and ".join(one.modes)
    ends = f"{page.name(one.enters)} → {page.name(one.leaves)}"
    title = Text.assemble((f"{one.name} ({one.territory})", _BOLD), f"  by {modes}, {ends}")
    if (above := told.get(_key(one))) is not None:
        title.append(f": as on {above}", style=_QUIET)
        yield from page.line(title, 2)
        return
    yield from page.line(title, 2)
    free = [matter.name for matter in one.matters if matter.state == "not_needed"]
    for matter in one.matters:
        if matter.name not in free:
            yield from _matter(matter, page)
    if free:
        names = ", ".join(map(_worded, free))
        yield from page.line(Text(f"not needed here: {names}", style=_QUIET))
    for dealing in one.dealings:
        yield from page.line(_dealing(dealing, page))


def _matter(matter: Matter, page: _Page) -> Iterator[Text]:
    name = _worded(matter.name)
    if not matter.said:
        yield from page.row(name, matter.state, "", Text("no row says", style=_QUIET))
    for index, said in enumerate(matter.said):
        yield from page.row(
            "" if index else name, said.state, EVIDENCE_SIGNS[said.evidence], _said(said, page)
        )


def _said(said: Said, page: _Page) -> Text:
    parts = [said.how]
    parts += [f"since {said.since.isoformat()}"] if said.since else []
    parts += [f"signs: {said.who_signs}"] if said.who_signs else []
    parts += _lack(said.lack_time_h, said.lack_cost_usd)
    if said.last_seen is not None and said.last_seen < page.answer.question.routes.on - STALE:
        parts.append(f"last seen {said.last_seen.isoformat()}")
    return Text.assemble("; ".join(parts), page.cited.mark(said.sources))


def _lack(hours: float | None, dollars: float | None) -> list[str]:
    known = [f"{shown.amount_of_time(hours)} on the mean"] if hours is not None else []
    known += [shown.usd(dollars)] if dollars is not None else []
    return [f"lack: {', '.join(known)}"] if known else []


def _dealing(dealing: Dealing, page: _Page) -> Text:
    """The goods that may be paid for, by name."""
    row = dealing.regime
    goods = ", ".join(name.replace("_", " ") for name in dealing.may_be_paid)
    if not dealing.bars:
        what = f"frees {goods}"
    elif dealing.barred == ("all",):
        what = f"may be paid for: {goods or 'nothing'}"
    else:
        what = f"bars {', '.join(dealing.barred)}; all else may be paid for"
    binds = " (binds those under that law)" if row.is_switch else ""
    asked = "" if dealing.asked_may else "; not what is asked about"
    text = f"{row.name}{binds}: {what}{asked}{_days(row.since, row.until)}"
    return Text.assemble((text, "" if dealing.asked_may else _MISSING), page.cited.mark(row.sources))


def _agreement(row: Regime, way: WayNeeds, page: _Page) -> Iterator[Text]:
    """An agreement with those of its parties that the way passes."""
    parties = {*row.territories, *row.others}
    codes = dict.fromkeys(one.territory for one in way.passed if one.territory in parties)
    parts = [f"{row.name} ({', '.join(codes)})"]
    parts += [f"since {row.since.isoformat()}"] if row.since else []
    parts += [f"signs: {row.who_signs}"] if row.who_signs and row.state not in WORKS else []
    text = Text.assemble("; ".join(parts), page.cited.mark(row.sources))
    yield from page.row(row.kind.replace("_", " "), row.state, EVIDENCE_SIGNS[row.evidence], text)


def _agenda(items: Sequence[Item], page: _Page) -> Iterator[Text]:
    yield from page.line(Text("Agenda: what is not in force on this way", style=_BOLD), 2)
    known = [item for item in items if item.state != "unknown"]
    for number, item in enumerate(known, 1):
        where = ", ".join(page.name(code) if item.matter == "opening" else code for code in item.where)
        since = f" since {item.since.isoformat()}" if item.since else ""
        parts = [_short(item.what)]
        parts += [f"signs: {item.who_signs}"] if item.who_signs else []
        parts += _lack(item.lack_time_h, item.lack_cost_usd)
        text = Text.assemble(
            (f"{_worded(item.matter)} ({where})", _BOLD),
            " ",
            (f"{_worded(item.state)}{since}", _style(item.state)),
            f": {'; '.join(parts)}",
            page.cited.mark(item.sources),
        )
        yield from page.line(text, _INDENT, f"{number:>2}. ")
    unknown = [item for item in items if item.state == "unknown"]
    if unknown:
        by_matter: dict[str, list[str]] = {}
        for item in unknown:
            by_matter.setdefault(_worded(item.matter), []).extend(item.where)
        told = "; ".join(f"{name} ({', '.join(dict.fromkeys(codes))})" for name, codes in by_matter.items())
        yield from page.line(Text(f"to be found out: {told}", style=_QUIET))
    if not items:
        yield from page.line(Text("nothing: all that is known of is in force"))


def _spoken(row: WaySpokenOf, page: _Page) -> Iterator[Text]:
    title = Text.assemble(
        (row.name, _BOLD), f" ({', '.join(row.territories)}): {_worded(row.state)}; {row.why}"
    )
    instead = f"; instead {row.instead}" if row.instead else ""
    yield from page.line(Text.assemble(title, instead, page.cited.mark(row.sources)))


def _short(what: str) -> str:
    """The first clause of a row: an agenda names a thing, the row above it tells all."""
    return what.split("; ", maxsplit=1)[0]


def _days(since: date | None, until: date | None) -> str:
    return (f", since {since.isoformat()}" if since else "") + (
        f" until {until.isoformat()}" if until else ""
    )


def _worded(word: str) -> str:
    return word.replace("_", " ")


def _style(state: str) -> str:
    return _STYLES.get(state, _MISSING)

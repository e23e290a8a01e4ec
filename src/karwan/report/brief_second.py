"""The second page of a brief in words: lines, changes, what is missing, what is disputed, sources."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from karwan.answers.agenda import Item
from karwan.answers.brief import Brief
from karwan.answers.brief_changes import Changed
from karwan.answers.brief_disputes import Disputed, OwnRow
from karwan.answers.brief_lines import LineSaved
from karwan.answers.compared import Change, Fate
from karwan.report.brief_words import BriefWords, cut, figure
from karwan.words.evidence import Evidence

_BILLION = 1e9
_ASSUMED = str(Evidence.ASSUMED)
_MOST_NAMES = 3
_MOST_SAID = 4
# A quotation of fewer letters says nothing.
_LEAST_QUOTED = 40
_UNSURE = "unknown"


def lines(brief: Brief, words: BriefWords) -> dict[str, Any]:
    """What planned lines save; those that change nothing in one sentence."""
    asked = brief.question.routes
    names = {"origin": words.name(asked.origin.id), "destination": words.name(asked.destination.id)}
    changing = [line for line in brief.lines.tried if _changes(line.there) or _changes(line.back)]
    rest = [line.line for line in brief.lines.tried if line not in changing]
    most = max((abs(one.saved_usd) for one in changing), default=1.0)
    notes = []
    if rest:
        notes.append(
            words.say(
                "lines.same", names="; ".join(_line_name(one.id, one.scenario.name, words) for one in rest)
            )
        )
    if brief.lines.far:
        far = "; ".join(_line_name(one.id, one.scenario.name, words) for one in brief.lines.far)
        notes.append(words.say("lines.far", names=far))
    if changing:
        notes.append(words.say("lines.note", day=words.day(brief.lines.on)))
    return {
        "title": words.say("lines.title"),
        "line": words.say("lines.line"),
        "from": words.say("lines.from"),
        "km": words.say("lines.km"),
        "invested": words.say("lines.invested"),
        "there": words.say("ways.there", **names),
        "back": words.say("ways.back", **names),
        "rows": [_line(line, words, most) for line in changing],
        "none": words.say("lines.none"),
        "notes": notes,
    }


def _changes(change: Change) -> bool:
    return change.fate is not Fate.SAME and change.fate is not Fate.NONE


def _line_name(name: str, english: str, words: BriefWords) -> str:
    return words.said_or(f"line.{name}", english)


def _line(line: LineSaved, words: BriefWords, most: float) -> dict[str, Any]:
    planned = line.line
    sums = planned.invested_usd
    return {
        "name": _line_name(planned.id, planned.scenario.name, words),
        "from": "–" if planned.begins is None else str(planned.begins.year),
        "km": "–" if planned.length_km is None else words.number(planned.length_km),
        "invested": "–" if sums is None else words.number(sums / _BILLION, 1),
        "there": _change(line.there, words),
        "back": _change(line.back, words),
        "bar": abs(line.saved_usd) / most if most else 0.0,
    }


def _change(change: Change, words: BriefWords) -> dict[str, Any] | None:
    if not _changes(change):
        return None
    if change.fate is Fate.JOINED:
        return {"said": words.say("lines.joined")}
    return {
        "days": figure(words.more_days(change.p50_h or 0.0), _ASSUMED),
        "usd": figure(words.usd(change.cost_usd or 0.0, sign=True), _ASSUMED),
    }


def changed(brief: Brief, words: BriefWords, most: int, letters: int) -> dict[str, Any]:
    """What began or ended, the newest first; what matters most where there is no room for all."""
    asked = brief.question.routes
    ends = {asked.origin.territory, asked.destination.territory}
    ranked = sorted(range(len(brief.changed)), key=lambda at: _matters(brief.changed[at], ends))
    kept = [brief.changed[at] for at in sorted(ranked[:most])]
    rows = [
        {"day": words.day(one.on), "text": _changed(one, words, letters), "mark": str(one.evidence)}
        for one in kept
    ]
    return {
        "title": words.say("changed.title", day=words.day(brief.question.since)),
        "rows": rows,
        "more": _more(len(brief.changed) - len(rows), words),
        "none": words.say("changed.none"),
    }


def _matters(one: Changed, ends: set[str | None]) -> int:
    """What is told first where there is no room for all: posts, law of the two, other law, what is unsure."""
    if one.kind == "post":
        return 0
    if set(one.where) <= ends:
        return 1
    return 3 if one.state == _UNSURE else 2


def _changed(one: Changed, words: BriefWords, letters: int) -> str:
    what = words.isolated(one.name) if one.name else _some(one.where, words)
    key = f"changed.{'over' if one.is_over else 'begun'}"
    told = words.say(key, what=what, state=words.said_or(f"state.{one.state}", one.state))
    return told if one.why in ("", one.name) else f"{told}: {_quoted(one.why, words, letters - len(told))}"


def _quoted(text: str, words: BriefWords, letters: int) -> str:
    """Words of the facts, which are English, of so many letters at most."""
    return words.isolated(cut(text, max(letters, _LEAST_QUOTED)))


def _some(ids: Sequence[str], words: BriefWords) -> str:
    """Some names, and how many more."""
    names = list(dict.fromkeys(words.name(one) for one in ids))
    text = words.messages.texts["label.comma"].join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return text if more <= 0 else words.say("and_more", names=text, n=more)


def _more(count: int, words: BriefWords) -> str | None:
    return words.say("more", n=count) if count > 0 else None


def missing(brief: Brief, words: BriefWords, most: int, letters: int) -> dict[str, Any]:
    """The agenda of an agreement: of the best way, then of the best that is shut."""
    rows = []
    seen: set[tuple[str, tuple[str, ...], str]] = set()
    for way in brief.needs.ways:
        for item in way.agenda:
            key = item.matter, item.where, item.what
            if key not in seen:
                seen.add(key)
                rows.append(
                    {
                        "way": way.word,
                        "state": item.state,
                        "head": _head(item, words),
                        "text": _body(item, words, letters),
                    }
                )
    return {
        "title": words.say("missing.title"),
        "rows": _in_turn(rows, most),
        "more": _more(len(rows) - most, words),
        "none": words.say("missing.none"),
    }


def _in_turn(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """So many rows, of each way some."""
    if len(rows) <= most:
        return rows
    first = rows[0]["way"]
    other = [row for row in rows if row["way"] != first]
    own = [row for row in rows if row["way"] == first]
    kept = max(most - len(other), (most + 1) // 2)
    return [*own[:kept], *other[: most - min(kept, len(own))]]


def _head(item: Item, words: BriefWords) -> str:
    where = words.names(item.where)
    matter = words.said_or(f"matter.{item.matter}", item.matter.replace("_", " "))
    state = words.said_or(f"state.{item.state}", item.state.replace("_", " "))
    return words.say("missing.head", where=where, matter=matter, state=state)


def _body(item: Item, words: BriefWords, letters: int) -> str:
    since = words.say("missing.since", day=words.day(item.since)) if item.since else ""
    signs = words.say("missing.signs", who=words.isolated(item.who_signs)) if item.who_signs else ""
    left = letters - len(since) - len(signs)
    if left < _LEAST_QUOTED:  # who signs is told where there is room for it
        signs, left = "", letters - len(since)
    what = _quoted(item.what, words, left) if item.what else ""
    return "; ".join(part for part in (since, what, signs) if part)


def disputed(brief: Brief, words: BriefWords, most: int) -> dict[str, Any]:
    """Figures of which sources do not say the same; a user's rows beside ours come first."""
    rows = [*_own(brief.own, words), *(_dispute(one, words) for one in brief.disputed)]
    return {
        "title": words.say("disputed.title"),
        "what": words.say("disputed.what"),
        "said": words.say("disputed.said"),
        "used": words.say("disputed.used"),
        "rows": rows[:most],
        "more": _more(len(rows) - most, words),
        "none": words.say("disputed.none"),
    }


def _dispute(one: Disputed, words: BriefWords) -> dict[str, Any]:
    name, metric = words.name(one.crossing), words.say(f"metric.{one.metric}")
    side = words.say("disputed.side", place=words.name(one.side)) if one.side else ""
    heading = "" if one.direction == "both" else f" {words.isolated(one.direction.replace('>', '→'))}"
    said = [
        {
            "text": words.isolated(_span(each.low, each.high, words)),
            "year": None if each.year is None else str(each.year),
            "mark": str(each.evidence),
        }
        for each in one.said
    ]
    kept = said if len(said) <= _MOST_SAID else [*said[:2], *said[-2:]]
    used = one.used
    return {
        "what": f"{name}{heading}{side}, {metric}",
        "said": kept,
        "used": None if used is None else figure(words.number(used.value, 1), str(used.evidence)),
    }


def _span(low: float, high: float, words: BriefWords) -> str:
    def told(value: float) -> str:
        return words.number(value, 0 if value == int(value) else 1)

    return told(low) if low == high else f"{told(low)}–{told(high)}"


def _own(rows: Sequence[OwnRow], words: BriefWords) -> Iterator[dict[str, Any]]:
    for row in rows:
        for column, ours, yours in row.columns or (("", "–", "–"),):
            said = [
                {"text": f"{words.say('disputed.ours')} {ours or '–'}", "year": None, "mark": None},
                {"text": f"{words.say('disputed.yours')} {yours or '–'}", "year": None, "mark": None},
            ]
            what = " ".join(part for part in (row.about, column) if part)
            yield {"what": cut(what, 60), "said": said, "used": figure(yours or "–", _ASSUMED)}


def sources(brief: Brief, words: BriefWords, most: int) -> dict[str, Any]:
    """Titles and addresses of what is cited, and what the marks mean."""
    rows = [{"title": row.title, "id": row.id, "address": row.address} for row in brief.sources]
    kinds = (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.CLAIMED, Evidence.ASSUMED)
    return {
        "title": words.say("sources.title"),
        "marks": [{"mark": str(kind), "text": words.say(f"evidence.{kind}")} for kind in kinds],
        "rows": rows[:most],
        "more": words.say("sources.more", n=len(rows) - most) if len(rows) > most else None,
        "again": words.say("sources.again"),
        "command": " ".join(_command(brief)),
    }


def _command(brief: Brief) -> Iterator[str]:
    """The command that makes a brief again; what it was asked with besides places and days is left out."""
    asked = brief.question.routes
    yield from ("karwan", "brief", shlex.quote(asked.origin.name), shlex.quote(asked.destination.name))
    yield f"--cargo {shlex.quote(asked.shipment.cargo)}"
    yield f"--as-of {asked.on.isoformat()} --since {brief.question.since.isoformat()}"

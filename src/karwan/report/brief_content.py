"""What stands in a brief, in words and figures: one content for paper and HTML, which compute nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from karwan.answers.brief import Brief
from karwan.answers.brief_ways import ChiefWay, PostTold
from karwan.answers.critical import Ranked
from karwan.answers.in_language import said_in
from karwan.answers.open_days import YEAR_DAYS, OpenDays
from karwan.answers.routes import RoutesAnswer
from karwan.facts.load import Facts
from karwan.languages import Messages
from karwan.report import shown
from karwan.report.brief_second import changed, disputed, lines, missing, sources
from karwan.report.brief_words import BriefWords, cut, figure, mark, marks
from karwan.report.palette import Hue, hues
from karwan.words.evidence import Evidence
from karwan.words.route import Route
from karwan.words.scenario import Held

_MOST_LABEL = 96
_LONG_LABEL = 400
_MOST_TRIED = 6


@dataclass(frozen=True, slots=True)
class Room:
    """How much of what may be long is told: counts of rows, and letters of a label."""

    changed: int = 1000
    missing: int = 1000
    disputed: int = 1000
    sources: int = 1000
    label: int = _LONG_LABEL
    text: int = 1000


@dataclass(frozen=True, slots=True)
class Coloured:
    """A chief way as the palette wants it."""

    id: str
    route: Route


def colours(brief: Brief) -> dict[str, Hue]:
    """The colour of each chief way, by its word: open ones choose first."""
    ways = [Coloured(way.word, way.there) for way in brief.ways]
    return hues(ways)


def in_words(brief: Brief, facts: Facts, messages: Messages, room: Room) -> dict[str, Any]:
    """The brief in one language, as JSON types.

    Args:
        brief: what was found.
        facts: with the names of places.
        messages: of the language.
        room: how much is told of what may be long.
    """
    words = BriefWords(messages, brief.names)
    there = said_in(messages, facts, brief.there)
    return {
        "lang": messages.language,
        "dir": messages.direction,
        "title": _title(brief, words),
        "places": _places(brief, words),
        "kicker": words.say("kicker", day=words.day(brief.question.routes.on)),
        "lead": list(_lead(brief, words, there)),
        "page": words.say("page"),
        "ways": _ways(brief, words, there, room),
        "map": {
            "alt": words.say("map.alt", places=_places(brief, words)),
            "note": words.say("map.note"),
        },
        "posts": _posts(brief, words),
        "closed": _closed(brief, words),
        "hours": _hours(brief, words, there, room),
        "lines": lines(brief, words),
        "changed": changed(brief, words, room.changed, room.text),
        "missing": missing(brief, words, room.missing, room.text),
        "disputed": disputed(brief, words, room.disputed),
        "sources": sources(brief, words, room.sources),
        "foot": {
            "left": words.say("foot.borders"),
            "right": f"{shown.NATURAL_EARTH}; {shown.OSM}",
        },
    }


def _places(brief: Brief, words: BriefWords) -> str:
    asked = brief.question.routes
    return f"{words.name(asked.origin.id)} – {words.name(asked.destination.id)}"


def _title(brief: Brief, words: BriefWords) -> str:
    open_ways = sum(way.is_open for way in brief.ways)
    shut = len(brief.ways) - open_ways
    told = [words.count("title.open", open_ways)] if open_ways else [words.say("title.none")]
    if shut:
        told.append(words.count("title.shut", shut))
    return f"{_places(brief, words)}: {words.messages.texts['label.comma'].join(told)}"


def _lead(brief: Brief, words: BriefWords, there: RoutesAnswer) -> Iterator[str]:
    """The finding in a sentence or two; first what is being tried."""
    for held in brief.tried:
        if held.measures:
            yield _tried(held, words)
    shipment = brief.question.routes.shipment
    cargo = words.cargo(shipment)
    best = next((way for way in brief.ways if way.is_open), None)
    if best is None:
        why = brief.there.why_none or words.say("lead.none_shut")
        yield words.say("lead.none", places=_places(brief, words), why=why)
    else:
        values = {"days": words.days(best.there), "usd": words.usd(best.there.cost_usd), "cargo": cargo}
        yield words.say("lead.best", letter=best.word, way=_label(there, best, _LONG_LABEL), **values)
        if best.back is not None:
            yield words.say("lead.back", days=words.days(best.back), usd=words.usd(best.back.cost_usd))
    for way in [one for one in brief.ways if not one.is_open][:1]:
        values = {"days": words.days(way.there), "usd": words.usd(way.there.cost_usd)}
        for reason in there.not_offered[way.at].reasons[:1]:
            place, since = words.name(reason.where), words.day(reason.since)
            key = "lead.shut_since" if since else "lead.shut"
            yield words.say(key, letter=way.word, place=place, since=since, why=reason.what, **values)


def _tried(held: Held, words: BriefWords) -> str:
    """The measures of a scenario by what they do and where."""
    told = []
    for kind, places in held.measures[:_MOST_TRIED]:
        named = " – ".join(words.name(one) for one in places)
        told.append(words.say(f"tried.{kind}", places=named).strip() if named else words.say("tried.area"))
    text = "; ".join(told)
    rest = len(held.measures) - len(told)
    return words.say("tried.lead", measures=words.say("and_more", names=text, n=rest) if rest else text)


def _label(there: RoutesAnswer, way: ChiefWay, most: int) -> str:
    label = there.routes[way.at].label if way.is_open else there.not_offered[way.at].label
    return cut(label, most)


def _ways(brief: Brief, words: BriefWords, there: RoutesAnswer, room: Room) -> dict[str, Any]:
    asked = brief.question.routes
    names = {"origin": words.name(asked.origin.id), "destination": words.name(asked.destination.id)}
    hue = colours(brief)
    return {
        "title": words.say("ways.title"),
        "there": words.say("ways.there", **names),
        "back": words.say("ways.back", **names),
        "open": words.say("ways.open"),
        "rests": words.say("ways.rests"),
        "shut": words.say("ways.shut"),
        "note": words.say("ways.note", cargo=words.cargo(asked.shipment)),
        "marks": [
            {"mark": str(kind), "text": words.say(f"mark.{kind}")}
            for kind in (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.ASSUMED)
        ],
        "months": list(_months(asked.on, words)),
        "rows": [
            {
                "letter": way.word,
                "light": hue[way.word].light,
                "dark": hue[way.word].dark,
                "label": _label(there, way, room.label),
                "is_open": way.is_open,
                "there": _both(way.there, words),
                "back": None if way.back is None else _both(way.back, words) | {"open": way.is_back_open},
                "strip": list(_strip(way, asked.on)),
                "days": _counted(way.open_days, words),
                "rests": marks(way.there.time_evidence),
            }
            for way in brief.ways
        ],
    }


def _both(route: Route, words: BriefWords) -> dict[str, Any]:
    return {
        "days": figure(words.days(route), mark(route.time_evidence)),
        "usd": figure(words.usd(route.cost_usd), mark(route.cost_evidence)),
    }


def _counted(days: OpenDays | None, words: BriefWords) -> str:
    if days is None or not days.days:
        return "–"
    of = "" if days.days == YEAR_DAYS else f"/{days.days}"
    return words.isolated(f"{days.open_days}{of}")


def _strip(way: ChiefWay, on: date) -> Iterator[dict[str, float]]:
    """Days in a row on which a way was shut, as shares of the year before a day."""
    begin = on - timedelta(days=YEAR_DAYS)
    numbers = [(day - begin).days for day in way.shut]
    for _, run in groupby(enumerate(numbers), key=lambda one: one[1] - one[0]):
        row = [number for _, number in run]
        yield {"at": row[0] / YEAR_DAYS, "wide": len(row) / YEAR_DAYS}


def _months(on: date, words: BriefWords) -> Iterator[dict[str, Any]]:
    """The first days of quarters within the year before a day."""
    begin = on - timedelta(days=YEAR_DAYS)
    for number in range(YEAR_DAYS):
        day = begin + timedelta(days=number)
        if day.day == 1 and day.month in (1, 4, 7, 10):
            yield {"at": number / YEAR_DAYS, "name": words.month(day)}


def _posts(brief: Brief, words: BriefWords) -> dict[str, Any]:
    most = max((post.route.time_quantile_h(0.9) for post in brief.posts), default=1.0)
    return {
        "title": words.say("posts.title"),
        "hours": words.say("posts.hours"),
        "usd": words.say("posts.usd"),
        "none": words.say("posts.none"),
        "rows": [_post(post, words, most) for post in brief.posts],
    }


def _post(post: PostTold, words: BriefWords, most: float) -> dict[str, Any]:
    route = post.route
    _, p50, p90 = route.time_quantiles_h()
    return {
        "name": words.name(post.id),
        "mode": words.messages.texts[f"mode.{post.mode}"],
        "sides": " → ".join(words.name(code) for code in post.sides),
        "ways": list(post.words),
        "hours": figure(words.hours(route), mark(route.time_evidence)),
        "usd": figure(words.usd(route.cost_usd), mark(route.cost_evidence)),
        "bar": p50 / most,
        "whisker": p90 / most,
    }


def _closed(brief: Brief, words: BriefWords) -> dict[str, Any]:
    closed = brief.closed
    title = words.say("closed.title")
    if closed is None:
        return {"title": title, "tiles": [], "note": words.say("closed.none")}
    shipment = brief.question.routes.shipment
    tiles = [
        {
            "amount": figure(words.usd(closed.wait_usd), str(Evidence.ASSUMED)),
            "name": words.say("closed.wait"),
            "sub": words.say("closed.wait_sub"),
        },
        *(_tile(brief, row, words) for row in closed.ranked),
    ]
    key = "closed.note" if closed.tonnes_day is None else "closed.note_trade"
    trade = "" if closed.tonnes_day is None else words.number(closed.tonnes_day, 0)
    cargo = words.cargo(shipment)
    return {"title": title, "tiles": tiles, "note": words.say(key, cargo=cargo, tonnes=trade)}


def _tile(brief: Brief, row: Ranked, words: BriefWords) -> dict[str, Any]:
    closed = brief.closed
    name = words.post(row.id, row.name)
    if row.added_diverted is None or closed is None:
        return {"amount": figure("–", str(Evidence.ASSUMED)), "name": name, "sub": words.say("closed.lost")}
    tonnes = closed.tonnes if closed.tonnes_day is None else closed.tonnes_day
    instead = row.substitute
    sub = words.say("closed.days", days=words.more_days(row.added_time_h or 0.0))
    if instead is not None:
        sub += words.say("closed.instead", place=words.post(instead.id, instead.name))
    return {
        "amount": figure(words.usd(row.added_diverted * tonnes), str(Evidence.ASSUMED)),
        "name": name,
        "sub": sub,
    }


def _hours(brief: Brief, words: BriefWords, there: RoutesAnswer, room: Room) -> dict[str, Any]:
    ways = [way for way in brief.ways if way.is_open]
    most = max((way.there.time_quantile_h(0.9) for way in ways), default=1.0)
    hue = colours(brief)
    asked = brief.question.routes
    kinds = ("moving", "posts", "transshipment", "waiting")
    return {
        "title": words.say(
            "hours.title", origin=words.name(asked.origin.id), destination=words.name(asked.destination.id)
        ),
        "kinds": {kind: words.say(f"hours.{kind}") for kind in kinds},
        "note": words.say("hours.note", days=words.number(most / 24, 0)),
        "rows": [
            {
                "letter": way.word,
                "light": hue[way.word].light,
                "dark": hue[way.word].dark,
                "label": _label(there, way, min(room.label, _MOST_LABEL)),
                "parts": [{"kind": kind, "wide": hours / most} for kind, hours in _parts(way.there).items()],
                "whisker": way.there.time_quantile_h(0.9) / most,
                "share": words.say("hours.share", percent=words.number(100 * _at_posts(way.there), 0)),
            }
            for way in ways
        ],
    }


def _parts(route: Route) -> dict[str, float]:
    return {kind: part.time_h for kind, part in shown.times_of(route).items()}


def _at_posts(route: Route) -> float:
    posts = shown.times_of(route).get("posts")
    return 0.0 if posts is None or not route.time_h else posts.time_h / route.time_h


def reduced(brief: Brief) -> RoutesAnswer:
    """The answer with the chief ways alone, for the map."""
    there = brief.there
    return replace(
        there,
        routes=tuple(there.routes[way.at] for way in brief.ways if way.is_open),
        not_offered=tuple(there.not_offered[way.at] for way in brief.ways if not way.is_open),
    )

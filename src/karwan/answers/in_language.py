"""Answers in the language of a reader: names, the labels of ways, and what karwan itself says of reasons.

What is quoted from facts stays in the language of the facts, which is English.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from karwan.answers.corridor import CorridorAnswer, CorridorCard
from karwan.answers.corridor_list import CorridorsAnswer
from karwan.answers.held_back import Hold
from karwan.answers.label import labels
from karwan.answers.mentioned import mentioned
from karwan.answers.names import way_names
from karwan.answers.routes import NotOffered, RoutesAnswer
from karwan.facts.load import Facts
from karwan.facts.rows import PlaceRow, WaySpokenOf
from karwan.languages import Messages
from karwan.operations.permission import Reason
from karwan.words.route import Route

# How the names of its letters begin in Unicode.
_SCRIPTS = {"ru": "CYRILLIC", "ur": "ARABIC"}


def said_in(words: Messages, facts: Facts, answer: RoutesAnswer) -> RoutesAnswer:
    """An answer on routes in a language; the figures are the same, and in English all is."""
    if words.names is None:
        return answer
    routes = [offer.route for offer in answer.routes] + [way.otherwise for way in answer.not_offered]
    ends = {end for route in routes for step in route.steps for end in (step.origin, step.destination)}
    shown = {one: answer.names[one] for one in mentioned(answer) if one in answer.names}
    told = labels(routes, names_in(words, way_names(facts, answer.names), ends), words)
    offers = tuple(
        replace(
            offer,
            label=label,
            route=_route(words, offer.route),
            limited=reasons_in(words, offer.limited),
            holds=_holds(words, offer.holds),
        )
        for offer, label in zip(answer.routes, told, strict=False)
    )
    shut = tuple(
        _not_offered(words, way, label)
        for way, label in zip(answer.not_offered, told[len(offers) :], strict=True)
    )
    is_least = [way is answer.least for way in answer.not_offered]
    return replace(
        answer,
        routes=offers,
        not_offered=shut,
        names=names_in(words, shown),
        notes=reasons_in(words, answer.notes),
        spoken=spoken_in(words, answer.spoken),
        least=shut[is_least.index(True)] if True in is_least else answer.least,
    )


def corridor_in(words: Messages, answer: CorridorAnswer) -> CorridorAnswer:
    """An answer on corridors in a language."""
    if words.names is None:
        return answer
    return replace(answer, cards=tuple(_card(words, card) for card in answer.cards))


def corridors_in(words: Messages, answer: CorridorsAnswer) -> CorridorsAnswer:
    """The list of corridors with where they begin and end in a language; their own names are told by id."""
    if words.names is None:
        return answer
    return CorridorsAnswer(
        tuple(
            replace(one, origin=words.name("", one.origin), destination=words.name("", one.destination))
            for one in answer.corridors
        )
    )


def name_in_script(words: Messages, row: PlaceRow) -> str:
    """The name of a city in a language: as `names` has it, else the first of its own in that script."""
    found = words.name(row.id, row.name)
    if words.names is None or found != row.name:
        return found
    script = _SCRIPTS.get(words.language, "")
    return next((name for name in row.names if script and _is_in(name, script)), row.name)


def _is_in(name: str, script: str) -> bool:
    return all(unicodedata.name(letter, "").startswith(script) for letter in name if letter.isalpha())


def corridor_names(words: Messages, answer: CorridorAnswer) -> dict[str, str]:
    """The names of corridors, and of what they pass, by id."""
    names = {card.id: words.name(card.id, card.corridor.name) for card in answer.cards}
    for card in answer.cards:
        names |= {one: card.names[one] for one in _of_card(card) if one in card.names}
    return names


def names_in(
    words: Messages, english: Mapping[str, str], wanted: Iterable[str] | None = None
) -> dict[str, str]:
    """Names by id in a language, of those that are wanted; all if None."""
    ids = english if wanted is None else wanted
    return {one: words.name(one, english[one]) for one in ids if one in english}


def spoken_in(words: Messages, rows: Iterable[WaySpokenOf]) -> tuple[WaySpokenOf, ...]:
    """Ways that people speak of, by their names in a language."""
    return tuple(replace(row, name=words.name(row.id, row.name)) for row in rows)


def reasons_in(words: Messages, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons in a language; what they quote from facts stays."""
    return tuple(replace(one, what=words.turned("reason", one.what)) for one in reasons)


def _holds(words: Messages, holds: Iterable[Hold]) -> tuple[Hold, ...]:
    return tuple(
        replace(one, reason=replace(one.reason, what=words.turned("reason", one.reason.what)))
        for one in holds
    )


def _route(words: Messages, route: Route) -> Route:
    """A way whose steps say in the language why they are."""
    if not any(step.why for step in route.steps):
        return route
    steps = (
        replace(step, why=words.turned("reason", step.why)) if step.why else step for step in route.steps
    )
    return replace(route, steps=tuple(steps))


def _not_offered(words: Messages, way: NotOffered, label: str) -> NotOffered:
    return replace(
        way,
        label=label,
        reasons=reasons_in(words, way.reasons),
        held_back=_holds(words, way.held_back),
    )


def _card(words: Messages, card: CorridorCard) -> CorridorCard:
    return replace(
        card,
        names=names_in(words, card.names, _of_card(card)),
        reasons=reasons_in(words, card.reasons),
        limited=reasons_in(words, card.limited),
        rows=tuple(replace(row, reasons=reasons_in(words, row.reasons)) for row in card.rows),
    )


def _of_card(card: CorridorCard) -> tuple[str, ...]:
    """Ids of what the rows and reasons of a card name, each once."""
    ends = (end for row in card.rows for end in (row.origin, row.destination))
    return tuple(dict.fromkeys((*ends, *(one.where for one in (*card.reasons, *card.limited)))))

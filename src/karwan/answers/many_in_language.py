"""Answers on many pairs and places in the language of a reader: names, labels of ways, reasons of our own.

The name of a pair is that of its list, by which it is known, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from karwan.answers.compared import Change, CompareAnswer, PairCompared
from karwan.answers.critical import CriticalAnswer, PairBest, Ranked
from karwan.answers.in_language import names_in, reasons_in
from karwan.answers.label import labels
from karwan.answers.names import way_names
from karwan.answers.reach_answer import CityReached, ReachAnswer
from karwan.facts.load import Facts
from karwan.languages import Messages
from karwan.words.place import Place


def critical_in(words: Messages, answer: CriticalAnswer) -> CriticalAnswer:
    """A ranking of what pairs cannot do without in a language."""
    if words.names is None:
        return answer
    return replace(
        answer,
        pairs=tuple(_pair_best(words, pair) for pair in answer.pairs),
        ranking=tuple(_ranked(words, row) for row in answer.ranking),
    )


def compared_in(words: Messages, facts: Facts, answer: CompareAnswer) -> CompareAnswer:
    """Worlds side by side in a language; `facts` with the names of ways."""
    if words.names is None:
        return answer
    names = names_in(words, way_names(facts, answer.names))
    return replace(
        answer,
        worlds=tuple(replace(world, name=words.turned("scenario", world.name)) for world in answer.worlds),
        pairs=tuple(_pair_compared(words, names, pair) for pair in answer.pairs),
        gateways=tuple(replace(one, name=words.name(one.id, one.name)) for one in answer.gateways),
        names=names_in(words, answer.names),
    )


def reach_in(words: Messages, answer: ReachAnswer, most: int | None = None) -> ReachAnswer:
    """How far goods come in a language, with the first `most` cities, all if None."""
    if words.names is None:
        return answer if most is None else replace(answer, cities=answer.cities[:most])
    question = replace(answer.question, origin=_place(words, answer.question.origin))
    return replace(
        answer,
        question=question,
        cities=tuple(_city(words, city) for city in answer.cities[:most]),
        territories=tuple(
            replace(
                row,
                name=words.name(row.code, row.name),
                nearest=None if row.nearest is None else _city(words, row.nearest),
            )
            for row in answer.territories
        ),
    )


def _pair_best(words: Messages, pair: PairBest) -> PairBest:
    return replace(
        pair,
        origin=words.name(pair.origin_id, pair.origin),
        destination=words.name(pair.destination_id, pair.destination),
        gateways=tuple(map(words.name, pair.gateway_ids, pair.gateways)),
    )


def _ranked(words: Messages, row: Ranked) -> Ranked:
    instead = row.substitute
    return replace(
        row,
        name=words.name(row.id, row.name),
        substitute=None if instead is None else replace(instead, name=words.name(instead.id, instead.name)),
    )


def _pair_compared(words: Messages, names: Mapping[str, str], pair: PairCompared) -> PairCompared:
    ways = {way.id: way for way in pair.ways if way is not None}
    told = dict(zip(ways, labels([way.route for way in ways.values()], names, words), strict=True))
    asked = pair.flow.question
    question = replace(
        asked, origin=_place(words, asked.origin), destination=_place(words, asked.destination)
    )
    return PairCompared(
        replace(pair.flow, question=question),
        tuple(None if way is None else replace(way, label=told[way.id]) for way in pair.ways),
        tuple(_change(words, change) for change in pair.changes),
    )


def _change(words: Messages, change: Change) -> Change:
    return replace(change, shut=reasons_in(words, change.shut), opened=reasons_in(words, change.opened))


def _city(words: Messages, city: CityReached) -> CityReached:
    return replace(city, place=_place(words, city.place))


def _place(words: Messages, place: Place) -> Place:
    return replace(place, name=words.name(place.id, place.name))

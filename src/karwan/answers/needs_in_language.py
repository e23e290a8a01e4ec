"""What a way needs in the language of a reader: names, labels, our own reasons; law is as quoted."""

from __future__ import annotations

from dataclasses import replace

from karwan.answers.in_language import names_in, reasons_in, spoken_in
from karwan.answers.label import labels
from karwan.answers.names import way_names
from karwan.answers.needs_answer import NeedsAnswer, Passed
from karwan.facts.load import Facts
from karwan.languages import Messages


def needs_in(words: Messages, facts: Facts, answer: NeedsAnswer) -> NeedsAnswer:
    """What the ways of a question need in a language."""
    if words.names is None:
        return answer
    names = names_in(words, way_names(facts, answer.names))
    told = labels([way.route for way in answer.ways], names, words)
    ways = tuple(
        replace(
            way,
            label=label,
            reasons=reasons_in(words, way.reasons),
            passed=tuple(_passed(words, one) for one in way.passed),
        )
        for way, label in zip(answer.ways, told, strict=True)
    )
    routes = answer.question.routes
    origin, destination = (
        replace(place, name=words.name(place.id, place.name)) for place in (routes.origin, routes.destination)
    )
    question = replace(answer.question, routes=replace(routes, origin=origin, destination=destination))
    return replace(
        answer,
        question=question,
        ways=ways,
        spoken=spoken_in(words, answer.spoken),
        names=names_in(words, answer.names),
    )


def _passed(words: Messages, one: Passed) -> Passed:
    return replace(one, name=words.name(one.territory, one.name))

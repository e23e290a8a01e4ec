"""What an answer on routes mentions by id: whatever has a name to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from karwan.answers.routes import NotOffered, Offer, RoutesAnswer


def mentioned(answer: RoutesAnswer) -> tuple[str, ...]:
    """Ids of the ends, of all that ways pass, and of where reasons are, each once."""
    return tuple(dict.fromkeys(_all(answer)))


def _all(answer: RoutesAnswer) -> Iterator[str]:
    question = answer.question
    yield from (question.origin.id, question.destination.id)
    yield from (via.place.id for via in question.via if via.place)
    for offer in answer.routes:
        yield from _of_offer(offer)
    for way in answer.not_offered:
        yield from _of_not_offered(way)
    yield from (reason.where for reason in answer.notes)


def _of_offer(offer: Offer) -> Iterator[str]:
    yield from offer.gateways
    yield from (end for step in offer.route.steps for end in (step.origin, step.destination))
    yield from (gateway for variant in offer.variants for gateway in variant.gateways)
    yield from (reason.where for reason in offer.limited)
    yield from (hold.reason.where for hold in offer.held_back)


def _of_not_offered(way: NotOffered) -> Iterator[str]:
    yield from way.gateways
    yield from (reason.where for reason in way.reasons)
    yield from (hold.reason.where for hold in way.held_back)

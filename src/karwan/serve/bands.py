"""P50 and P90 of what a card tells of a way beside its whole: the hours of each kind, and of each stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from karwan.answers.routes import Offer, RoutesAnswer
from karwan.report import shown
from karwan.words.step import Operation, Step
from karwan.words.together import Part, parts_of

_DIGITS = 2  # of hours
_KINDS = {Operation.HAUL: "moving", Operation.CROSS: "posts", Operation.WAIT: "waiting"}
_OTHER = "transshipment"

Band = list[float]
Known = dict[tuple[Part, ...], Band]


def bands_of(answer: RoutesAnswer) -> dict[str, dict[str, dict[str, Band]]]:
    """By id of an offer: P50 and P90 in hours of its `kinds` and `stops`.

    A post and the terminals beside it that bear its name are one stop, which goes by the first of their ids.
    """
    known: Known = {}
    ends = {answer.question.origin.id, answer.question.destination.id}

    def stop_of(step: Step) -> str | None:
        """The stop to which a step belongs, None on the road and at the ends."""
        if step.kind != "transfer" or step.origin in ends:
            return None
        return shown.short(answer.names.get(step.origin, step.origin))

    def kind_of(step: Step) -> str | None:
        """The kind of hours of a step; a charge takes none."""
        return None if step.kind == "charge" else _KINDS.get(step.operation, _OTHER)

    return {
        offer.id: {
            "kinds": _bands(offer, kind_of, known),
            "stops": _by_first(offer, stop_of, _bands(offer, stop_of, known)),
        }
        for offer in answer.routes
    }


def _by_first(offer: Offer, name_of: Callable[[Step], str | None], bands: dict[str, Band]) -> dict[str, Band]:
    """Bands by the id of the first step of each name: names differ by language."""
    first: dict[str, str] = {}
    for step in offer.route.steps:
        first.setdefault(name_of(step) or "", step.origin)
    return {first[name]: band for name, band in bands.items()}


def _bands(offer: Offer, name_of: Callable[[Step], str | None], known: Known) -> dict[str, Band]:
    groups: dict[str, list[Step]] = {}
    for step in offer.route.steps:
        name = name_of(step)
        if name is not None:
            groups.setdefault(name, []).append(step)
    return {name: _band(offer, steps, known) for name, steps in groups.items()}


def _band(offer: Offer, steps: Iterable[Step], known: Known) -> Band:
    """P50 and P90 of steps as they vary together; ways that share a post share them."""
    steps = tuple(steps)
    key = tuple(parts_of(steps))
    if key not in known:
        _, p50, p90 = offer.route.of_steps(steps).time_quantiles_h()
        known[key] = [round(p50, _DIGITS), round(p90, _DIGITS)]
    return known[key]

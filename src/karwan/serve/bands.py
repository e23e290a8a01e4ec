"""P50 and P90 of what a card tells of a way beside its whole: the hours of each kind, and of each stop."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from karwan.answers.routes import Offer, RoutesAnswer
from karwan.report import shown
from karwan.words.step import Operation, Step
from karwan.words.together import Correlations, Part, drawn_h, parts_of, quantiles_h

_DIGITS = 2  # of hours
_KINDS = {Operation.HAUL: "moving", Operation.CROSS: "posts", Operation.WAIT: "waiting"}
_OTHER = "transshipment"

Band = list[float]
# Ways share their posts, from question to question too; half a kilobyte each.
_MOST = 4_000


def bands_of(answer: RoutesAnswer) -> dict[str, dict[str, dict[str, Band]]]:
    """By id of an offer: P50 and P90 in hours of its `kinds` and `stops`.

    A post and the terminals beside it that bear its name are one stop, which goes by the first of their ids.
    """
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
            "kinds": _bands(offer, kind_of),
            "stops": _by_first(offer, stop_of, _bands(offer, stop_of)),
        }
        for offer in answer.routes
    }


def _by_first(offer: Offer, name_of: Callable[[Step], str | None], bands: dict[str, Band]) -> dict[str, Band]:
    """Bands by the id of the first step of each name: names differ by language."""
    first: dict[str, str] = {}
    for step in offer.route.steps:
        first.setdefault(name_of(step) or "", step.origin)
    return {first[name]: band for name, band in bands.items()}


def _bands(offer: Offer, name_of: Callable[[Step], str | None]) -> dict[str, Band]:
    groups: dict[str, list[Step]] = {}
    for step in offer.route.steps:
        name = name_of(step)
        if name is not None:
            groups.setdefault(name, []).append(step)
    correlations = offer.route.correlations
    return {name: list(_band(tuple(parts_of(steps)), correlations)) for name, steps in groups.items()}


@lru_cache(maxsize=_MOST)
def _band(parts: tuple[Part, ...], correlations: Correlations) -> tuple[float, float]:
    """P50 and P90 of some times as they vary together."""
    p50, p90 = quantiles_h(drawn_h(parts, correlations), (0.5, 0.9))
    return round(p50, _DIGITS), round(p90, _DIGITS)

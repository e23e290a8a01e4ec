"""The variants of a way in words: each by what it has and the way shown has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from karwan.answers.routes import Offer, Variant
from karwan.report.shown import short, time_of, usd
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation


def variant_words(offer: Offer, names: Mapping[str, str]) -> list[str]:
    """`by Irkeshtam 7.1–9.8 d +$240` for each, no two of the same words before their figures.

    Only the gateways that differ are named (left out: `without Kordai`), a run by another mode between two of
    them by its mode (`by road from Mirjaveh to Sirjan`). Where that says the same of two variants, or of a
    variant and the way shown or one of its ends, the gateway is told by what it is: `by Khorgos (rail post)`.
    """
    said = [_said(offer, variant, names) for variant in offer.variants]
    counted = Counter(said)
    legs = list(offer.route.legs)
    ends = (legs[0].origin, legs[-1].destination) if legs else ()
    own = {_name(gate, names) for gate in (*offer.gateways, *ends)}
    told = []
    for variant, words in zip(offer.variants, said, strict=True):
        is_plain = counted[words] == 1 and not any(_name(gate, names) in own for gate in _new(offer, variant))
        told.append(words if is_plain else _said(offer, variant, names, kinds=True))
    twice = Counter(told)
    places = Counter[str]()
    for index, words in enumerate(told):
        if twice[words] > 1:
            places[words] += 1
            told[index] = f"{words}, {_ids(offer, offer.variants[index])}"
    return [
        f"{words} {time_of(variant.route)} {usd(variant.added_cost_usd, sign=True)}"
        for words, variant in zip(told, offer.variants, strict=True)
    ]


def gateway_kind(route: Route, gate: str) -> str:
    """What a gateway is on a way: `road post`, `rail post`, `gauge change`, `port`, `airport`, `terminal`."""
    done = [step for step in route.steps if step.kind == "transfer" and step.origin == gate]
    if any(step.operation is Operation.CHANGE_GAUGE for step in done):
        return "gauge change"
    modes = {mode for pair in _met(route, gate) for mode in pair}
    for mode, word in ((Mode.AIR, "airport"), (Mode.SEA, "port")):
        if mode in modes:
            return word
    if len(modes) == 1:
        return f"{next(iter(modes))} post"
    return "terminal"


def _met(route: Route, gate: str) -> Iterator[tuple[Mode, Mode]]:
    """The modes before and after each passage of a gateway."""
    for before, after in pairwise(route.legs):
        if before.destination == after.origin == gate and before.mode and after.mode:
            yield before.mode, after.mode


def _new(offer: Offer, variant: Variant) -> list[str]:
    return [gate for gate in dict.fromkeys(variant.gateways) if gate not in offer.gateways]


def _said(offer: Offer, variant: Variant, names: Mapping[str, str], *, kinds: bool = False) -> str:
    new = _new(offer, variant)
    if not new:
        left_out = [gate for gate in dict.fromkeys(offer.gateways) if gate not in variant.gateways]
        return "without " + _listed(offer.route, left_out, names, kinds=kinds)
    runs = {
        leg.origin: leg
        for leg in variant.route.legs
        if leg.origin in new and leg.destination in new and _joins_modes(variant.route, leg.origin)
    }
    parts, rest = [], []
    taken: set[str] = set()
    for gate in new:
        run = runs.get(gate)
        if gate in taken:
            continue
        if run and run.mode and _joins_modes(variant.route, run.destination):
            ends = (_listed(variant.route, [end], names, kinds=kinds) for end in (gate, run.destination))
            parts.append(f"{run.mode} from {' to '.join(ends)}")
            taken |= {gate, run.destination}
        else:
            rest.append(gate)
    if rest:
        parts.append(_listed(variant.route, rest, names, kinds=kinds))
    return "by " + ", ".join(parts)


def _joins_modes(route: Route, gate: str) -> bool:
    """Whether the mode changes at a gateway."""
    return any(before is not after for before, after in _met(route, gate))


def _listed(route: Route, gates: Sequence[str], names: Mapping[str, str], *, kinds: bool) -> str:
    words = (
        f"{_name(gate, names)} ({gateway_kind(route, gate)})" if kinds else _name(gate, names)
        for gate in gates
    )
    return ", ".join(dict.fromkeys(words))


def _name(gate: str, names: Mapping[str, str]) -> str:
    return short(names.get(gate, gate))


def _ids(offer: Offer, variant: Variant) -> str:
    """The gateways that differ by their ids, for what no words tell apart."""
    return ", ".join(_new(offer, variant) or variant.gateways)

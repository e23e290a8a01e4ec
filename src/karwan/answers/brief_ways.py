"""The chief ways of a brief, both ways, and the posts on them that cost most (docs/rules, 17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from karwan.answers.as_json import totals
from karwan.answers.barriers import EXCLUDED
from karwan.answers.letters import letter, shut_word
from karwan.answers.open_days import OpenDays, open_days, shut_days
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.answers.walk import clock_of
from karwan.operations.clock import Clock
from karwan.operations.permission import Reason
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

# A page holds so many ways, and so many colours are apart; so many of them are shut.
MOST, MOST_SHUT = 6, 2
_MOST_POSTS = 3


@dataclass(frozen=True, slots=True)
class ChiefWay:
    """One way there and back.

    Attributes:
        word: its letter in `karwan routes` from origin to destination, `x1` for one not offered.
        id: of the offer, or `not-offered:FAMILY`, by which its line is drawn. at: its place in the answer.
        there: its steps. back: those the other way by the same posts, else by the same territories; None
            where no such way is among those found. is_back_open: whether goods pass on the way back.
        open_days: of the way there. shut: the days of the last year on which it was shut.
        reasons: what shuts it; () for an open one.
    """

    word: str
    id: str
    at: int
    label: str
    family: str
    gateways: tuple[str, ...]
    there: Route
    back: Route | None
    is_back_open: bool
    is_open: bool
    open_days: OpenDays | None
    shut: tuple[date, ...]
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """The way as JSON types."""
        return {
            "way": self.word,
            "label": self.label,
            "family": self.family,
            "gateways": list(self.gateways),
            "is_open": self.is_open,
            "there": totals(self.there),
            "back": None if self.back is None else totals(self.back),
            "is_back_open": self.is_back_open,
            "open_days": None if self.open_days is None else self.open_days.as_json(),
            "shut_days": [day.isoformat() for day in self.shut],
            "reasons": [reason.what for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class PostTold:
    """A border post on the chief ways, in the direction in which it takes more hours.

    Attributes:
        id: of the gateway. words: of the ways that pass it. sides: territories before and after it.
        mode: by which it is passed.
        route: what is done there, as steps.
    """

    id: str
    words: tuple[str, ...]
    sides: tuple[str, ...]
    mode: Mode
    route: Route

    def as_json(self, names: Mapping[str, str]) -> dict[str, Any]:
        """The post as JSON types."""
        return {
            "id": self.id,
            "name": names.get(self.id, self.id),
            "ways": list(self.words),
            "territories": list(self.sides),
            "mode": str(self.mode),
            **totals(self.route),
        }


def chief_ways(state: State, there: RoutesAnswer, back: RoutesAnswer) -> tuple[ChiefWay, ...]:
    """The ways that a brief tells, in the order of the answer, those that are shut last (docs/rules, 17.1).

    These are the ways that no other beats, then the best by each first neighbour, by sea and by air, then
    others in order while there is room.
    """
    doors = {_door(offer.route) for offer in there.routes}
    shut: dict[str, int] = {}
    for at, way in enumerate(there.not_offered):
        is_asked = all(reason.what == EXCLUDED for reason in way.reasons)
        if _door(way.otherwise) not in doors and not is_asked:
            shut.setdefault(_door(way.otherwise), at)
    told = list(shut.values())[:MOST_SHUT]
    kept = _chosen(there.routes, MOST - len(told))
    clock, on = clock_of(state, [there]), there.question.on
    chief: list[tuple[int, Offer | NotOffered]] = [
        *((at, offer) for at, offer in enumerate(there.routes) if offer.id in kept),
        *((at, there.not_offered[at]) for at in told),
    ]
    return tuple(_chief(at, way, back, clock, on) for at, way in chief)


def _chosen(offers: Sequence[Offer], most: int) -> set[str]:
    """Ids of the offers that are told."""
    kept = [offer.id for offer in offers if offer.is_pareto][:most]
    doors = {_door(offer.route) for offer in offers if offer.id in kept}
    for offer in offers:
        if len(kept) < most and offer.id not in kept and _door(offer.route) not in doors:
            kept.append(offer.id)
            doors.add(_door(offer.route))
    kept += [offer.id for offer in offers if offer.id not in kept][: max(0, most - len(kept))]
    return set(kept)


def _door(route: Route) -> str:
    """Where a way leaves: the first territory after its own, or the sea or the air."""
    modes = set(route.modes)
    if Mode.AIR in modes:
        return "air"
    for leg in route.legs:
        if leg.mode is Mode.SEA:
            return "sea"
        if leg.territory != route.territories[0]:
            return leg.territory or ""
    return ""


def _chief(at: int, way: Offer | NotOffered, back: RoutesAnswer, clock: Clock, on: date) -> ChiefWay:
    """A way of the answer there, by its place in it."""
    if isinstance(way, Offer):
        word, name, there, days = letter(at), way.id, way.route, way.open_days
    else:
        word, name, there = shut_word(at), f"not-offered:{way.family}", way.otherwise
        days = open_days(clock, there, on)
    route, is_back_open = _way_back(way.gateways, there, back)
    return ChiefWay(
        word=word,
        id=name,
        at=at,
        label=way.label,
        family=way.family,
        gateways=way.gateways,
        there=there,
        back=route,
        is_back_open=is_back_open,
        is_open=isinstance(way, Offer),
        open_days=days,
        shut=shut_days(clock, there, on),
        reasons=() if isinstance(way, Offer) else way.reasons,
    )


def _way_back(gateways: Sequence[str], there: Route, back: RoutesAnswer) -> tuple[Route | None, bool]:
    """The way back by the same posts, else by the same territories (and modes); whether open."""
    found = [(offer.gateways, offer.route, True) for offer in back.routes]
    found += [(variant.gateways, variant.route, True) for offer in back.routes for variant in offer.variants]
    found += [(way.gateways, way.otherwise, False) for way in back.not_offered]
    wanted = tuple(reversed(gateways))
    for passed, route, is_open in found:
        if tuple(passed) == wanted:
            return route, is_open
    areas = there.territories[::-1]
    for modes in (there.modes[::-1], None):
        for _, route, is_open in found:
            if route.territories == areas and modes in (route.modes, None):
                return route, is_open
    return None, False


def worst_posts(ways: Iterable[ChiefWay], most: int = _MOST_POSTS) -> tuple[PostTold, ...]:
    """The border posts on open ways, there or back, at which most hours pass on the mean."""
    found: dict[str, PostTold] = {}
    words: dict[str, list[str]] = {}
    for way in (way for way in ways if way.is_open):
        for route in (way.there, *((way.back,) if way.back and way.is_back_open else ())):
            for post in _posts(route):
                words.setdefault(post.id, [])
                if way.word not in words[post.id]:
                    words[post.id].append(way.word)
                if post.id not in found or found[post.id].route.time_h < post.route.time_h:
                    found[post.id] = post
    ranked = sorted(found.values(), key=lambda post: (-post.route.time_h, post.id))[:most]
    return tuple(replace(post, words=tuple(words[post.id])) for post in ranked)


def _posts(route: Route) -> Iterator[PostTold]:
    steps: dict[str, list[Step]] = {}
    sides: dict[str, tuple[str, ...]] = {}
    before = ""
    for step in route.moves:
        if step.kind == "leg":
            before = step.territory or before
            for place in (one for one in sides if len(sides[one]) == 1):
                sides[place] = (*sides[place], step.territory or "")
        else:
            steps.setdefault(step.origin, []).append(step)
            sides.setdefault(step.origin, (before,))
    for place, done in steps.items():
        modes = [step.mode for step in done if step.operation is Operation.CROSS]
        if modes and modes[0] in (Mode.ROAD, Mode.RAIL):
            codes = tuple(code for code in sides[place] if code)
            yield PostTold(place, (), codes, modes[0], route.of_steps(done))

"""What a planner calls a way, told apart from the others of the same answer (docs/rules, section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from karwan.answers.names import plain
from karwan.facts.spelling import key
from karwan.languages import Messages, messages
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

# So many posts and passages a label names: those that take most hours, and those that tell families apart.
_MOST_POSTS = 4
# A run by road or rail that is shorter and crosses no border serves a terminal and names no way.
_LAST_MILE_KM = 100.0


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of one mode: from, to, and the posts and passages on it in order, with their hours."""

    mode: Mode
    origin: str
    destination: str
    posts: tuple[tuple[str, float], ...]
    is_last_mile: bool


def label(route: Route, names: Mapping[str, str]) -> str:
    """One way in words: `Road by Karakoram Highway (Khunjerab Pass) and Torugart Pass`."""
    return labels([route], names)[0]


def labels(routes: Sequence[Route], names: Mapping[str, str], words: Messages | None = None) -> list[str]:
    """The best ways of families in words, all different, in the order of the routes.

    Args:
        routes: the best of each family of one answer, offered or not.
        names: shown name of every gateway and place on them; of a crossing, the name of the way through it.
        words: of the language to say it in, in which the names are too; English if None.
    """
    words = words or messages("en")
    outlines = [_outline(route, names) for route in routes]
    said = [_weightiest(outline) for outline in outlines]
    texts = [_worded(outline, posts, words) for outline, posts in zip(outlines, said, strict=True)]
    for alike in _alike(texts):
        for index in alike:
            said[index] |= _own_post([outlines[other] for other in alike], outlines[index], said[index])
            texts[index] = _worded(outlines[index], said[index], words)
    for alike in _alike(texts):
        others = {index: [routes[other] for other in alike if other != index] for index in alike}
        for index in alike:
            texts[index] += f" ({_own_ground(routes[index], others[index], words)})"
    for alike in _alike(texts):
        for number, index in enumerate(alike[1:], 2):
            texts[index] += f" {number}"
    return texts


def _alike(texts: Sequence[str]) -> list[list[int]]:
    """Places in the list at which the same text stands more than once."""
    places = defaultdict(list)
    for index, text in enumerate(texts):
        places[text].append(index)
    return [same for same in places.values() if len(same) > 1]


def _outline(route: Route, names: Mapping[str, str]) -> tuple[_Stretch, ...]:
    hours: defaultdict[str, float] = defaultdict(float)
    for step in route.steps:
        if step.kind == "transfer":
            hours[step.origin] += step.time.value
    runs = [step for step in route.steps if step.kind == "leg" or step.operation is Operation.CROSS]
    stretches = []
    for mode, group in groupby(runs, key=lambda step: step.mode):
        steps = list(group)
        if mode is not None:
            stretches.append(_stretch(mode, steps, names, hours))
    if len(stretches) == 1:
        return tuple(stretches)
    return tuple(stretch for stretch in stretches if not stretch.is_last_mile)


def _stretch(
    mode: Mode, steps: Sequence[Step], names: Mapping[str, str], hours: Mapping[str, float]
) -> _Stretch:
    posts = dict.fromkeys(step.origin for step in steps if step.operation is Operation.CROSS)
    is_short = mode in (Mode.ROAD, Mode.RAIL) and sum(step.distance_km for step in steps) < _LAST_MILE_KM
    return _Stretch(
        mode,
        names[steps[0].origin],
        names[steps[-1].destination],
        tuple((names[post], hours[post]) for post in posts),
        is_last_mile=is_short and not posts,
    )


def _weightiest(outline: Sequence[_Stretch]) -> set[str]:
    """The posts of a way that take most hours."""
    posts = sorted(_posts(outline), key=lambda post: -post[1])
    # Leaving out a single one would save nothing.
    return {name for name, _ in posts[: _MOST_POSTS if len(posts) > _MOST_POSTS + 1 else None]}


def _posts(outline: Sequence[_Stretch]) -> Iterator[tuple[str, float]]:
    """Posts of a way with their hours, each name once."""
    yield from dict(post for stretch in outline for post in stretch.posts).items()


def _own_post(alike: Sequence[tuple[_Stretch, ...]], own: tuple[_Stretch, ...], said: set[str]) -> set[str]:
    """The weightiest post of a way that another one does not pass, empty where there is none."""
    shared = set.intersection(*({name for name, _ in _posts(outline)} for outline in alike))
    free = [(hours, name) for name, hours in _posts(own) if name not in shared | said]
    return {max(free)[1]} if free else set()


def _own_ground(route: Route, others: Sequence[Route], words: Messages) -> str:
    """The territories and modes that a way has and another has not: `rail in KZ`; else the whole chain."""
    taken = set.intersection(*(set(_ground(other)) for other in others))
    own = [
        words.say("label.ground", mode=words.say(f"mode.{mode}"), territory=territory)
        for mode, territory in _ground(route)
        if (mode, territory) not in taken
    ]
    comma = words.say("label.comma")
    return comma.join(dict.fromkeys(own)) or words.say(
        "label.through", territories=comma.join(route.territories)
    )


def _ground(route: Route) -> Iterator[tuple[Mode, str]]:
    for leg in route.legs:
        if leg.mode and leg.territory:
            yield leg.mode, leg.territory


def _worded(outline: Sequence[_Stretch], said: set[str], words: Messages) -> str:
    """The stretches in words; what was named once is not named again."""
    told: list[str] = []
    phrases = []
    for index, stretch in enumerate(outline):
        follows = bool(told) and told[-1] == stretch.origin
        by = _listed(stretch, said, told, words)
        is_last = index == len(outline) - 1
        run = _run(stretch, words, follows=follows, is_named=bool(by) or (is_last and index == 0))
        phrases.append(words.say("label.by", run=run, posts=by) if by else run)
        if not by or stretch.mode in (Mode.SEA, Mode.AIR):
            told.append(stretch.destination)
    text = words.say("label.then").join(phrases)
    return text[0].upper() + text[1:]


def _run(stretch: _Stretch, words: Messages, *, follows: bool, is_named: bool) -> str:
    """The mode of a stretch with its ends, as far as they are to be said."""
    mode = words.say(f"mode.{stretch.mode}")
    ends = stretch.origin, stretch.destination
    if stretch.mode in (Mode.ROAD, Mode.RAIL):
        return mode if is_named else words.say("label.to", mode=mode, destination=ends[1])
    if stretch.mode is Mode.AIR:
        ends = (
            ends[0].removesuffix(words.say("label.airport")),
            ends[1].removesuffix(words.say("label.airport")),
        )
    if follows:
        return words.say("label.to", mode=mode, destination=ends[1])
    return words.say("label.between", mode=mode, origin=ends[0], destination=ends[1])


def _listed(stretch: _Stretch, said: set[str], told: list[str], words: Messages) -> str:
    """`A, B … D and E`: posts in order, `…` for those that are left out; adds what it names to `told`."""
    chosen: list[str | None] = []
    for name, _ in stretch.posts:
        if name not in said:
            chosen += [None] if chosen[-1:] != [None] else []
        elif not _is_told(name, told):
            chosen.append(name)
            told.append(name)
    last = max((index for index, word in enumerate(chosen) if word), default=-1)
    text = ""
    for index, word in enumerate(chosen):
        if word is None:
            text += words.say("label.omitted") if text else ""
        elif not text:
            text = word
        else:
            is_after_gap = chosen[index - 1] is None
            text += " " if is_after_gap else words.say("label.and" if index == last else "label.comma")
            text += word
    return text


def _is_told(name: str, told: Sequence[str]) -> bool:
    """Whether a name, but for the post in brackets after it, was said or is part of one that was."""
    wanted = f" {key(plain(name))} "
    return any(wanted in f" {key(other)} " for other in told)

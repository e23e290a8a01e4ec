"""What each planned line would save a pair, both ways: the lines of the library, each built alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from karwan.answers.compare import ask_compare
from karwan.answers.compared import Change, WayTold
from karwan.answers.question import RoutesQuestion
from karwan.answers.worlds import FlowsAsked, day_of_all
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.facts.rows import Crossing, GatewayRow
from karwan.scenario import Scenario, scenario_of
from karwan.scenario.library import names
from karwan.scenario.measures.build import Build
from karwan.scenario.measures.upgrade import Upgrade
from karwan.scenario.record import layered
from karwan.state import State
from karwan.words.place import Place
from karwan.words.sphere import distance_km

Told = Callable[[str, float | None], None]
# A line so much further round, in the air line, than the best way is long is not tried.
_FURTHEST = 1.5
# So long is a way beside its air line where none is known.
_WINDING = 2.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A line that is planned: a scenario of the library that builds or rebuilds nothing but it.

    Attributes:
        id: of the scenario. begins: first day of its last part.
        length_km, invested_usd: of all its parts, as published; None where a part says nothing.
        sources: ids of `sources.csv`. round_km: the air line from one end to the other by it, at least.
    """

    id: str
    scenario: Scenario
    begins: date | None
    length_km: float | None
    invested_usd: float | None
    sources: tuple[str, ...]
    round_km: float


@dataclass(frozen=True, slots=True)
class LineSaved:
    """What a planned line changes of the best way: `there` and `back`, with the way that is then the best."""

    line: Planned
    there: Change
    back: Change
    way: WayTold | None

    @property
    def saved_usd(self) -> float:
        """What it saves of the generalised cost, both ways together."""
        return -sum(one.generalised_usd or 0.0 for one in (self.there, self.back))

    def as_json(self) -> dict[str, Any]:
        """The line as JSON types."""
        line = self.line
        return {
            "scenario": line.id,
            "name": line.scenario.name,
            "begins": None if line.begins is None else line.begins.isoformat(),
            "length_km": line.length_km,
            "invested_usd": line.invested_usd,
            "source": list(line.sources),
            "there": self.there.as_json(),
            "back": self.back.as_json(),
            "way": None if self.way is None else self.way.label,
        }


@dataclass(frozen=True, slots=True)
class LinesSaved:
    """Planned lines on one day: those tried, what saves most first, and those too far off to be tried."""

    on: date | None
    tried: tuple[LineSaved, ...]
    far: tuple[Planned, ...]
    names: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The lines as JSON types."""
        return {
            "on": None if self.on is None else self.on.isoformat(),
            "tried": [line.as_json() for line in self.tried],
            "too_far": [line.id for line in self.far],
        }


def planned_lines(facts: Facts, ends: tuple[Place, Place]) -> list[Planned]:
    """The lines of the library, the nearest to a pair first; not the scenarios that build several of them."""
    found = [line for name in names() if (line := _planned(facts, name, ends))]
    alone = [line for line in found if not line.scenario.bases]
    return sorted(alone, key=lambda line: line.round_km)


def saved_by_lines(
    state: State, question: RoutesQuestion, way_km: float | None, options: dict[str, Any], told: Told | None
) -> LinesSaved:
    """What each planned line saves on the best way, each laid over the state alone.

    Args:
        state: as it is.
        question: of the pair.
        way_km: length of the best way by land or sea; lines much further round are not tried.
        options: fields of `Asked` as they were asked for, without places and day.
        told: called with what is at work, and the share that is done.
    """
    ends = question.origin, question.destination
    lines = planned_lines(state.facts, ends)
    air_km = distance_km(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat)
    most_km = _FURTHEST * max(_WINDING * air_km if way_km is None else way_km, air_km)
    near = [line for line in lines if line.round_km <= most_km]
    far = tuple(line for line in lines if line.round_km > most_km)
    if not near:
        return LinesSaved(None, (), far, {})
    scenarios = [None, *(line.scenario for line in near)]
    on = day_of_all(scenarios, question.on)
    asked = FlowsAsked({**options, "on": on}, on, None, (ends[0].id, ends[1].id))
    answer = ask_compare(state, scenarios, asked, told)
    by_origin = {pair.flow.question.origin.id: pair for pair in answer.pairs}
    there, back = by_origin[ends[0].id], by_origin[ends[1].id]
    saved = [
        LineSaved(line, there.changes[at], back.changes[at], there.ways[at + 1])
        for at, line in enumerate(near)
    ]
    return LinesSaved(on, tuple(sorted(saved, key=lambda one: -one.saved_usd)), far, dict(answer.names))


def _planned(facts: Facts, name: str, ends: tuple[Place, Place]) -> Planned | None:
    """The line that a scenario of the library builds; None if it is about something else."""
    scenario = scenario_of(name, to_apply=True)
    parts = list(_parts(scenario))
    if not parts:
        return None
    builds = [part for part in parts if isinstance(part, Build)]
    lengths = [part.length_km for part in builds]
    sums = [part.invested_usd for part in parts if part.invested_usd]
    begins = [part.since for part in parts if part.since]
    return Planned(
        id=name,
        scenario=scenario,
        begins=max(begins, default=None),
        length_km=None if not lengths or None in lengths else sum(km for km in lengths if km),
        invested_usd=sum(sums) if sums else None,
        sources=tuple(dict.fromkeys(part.source for part in parts if part.source)),
        round_km=_round_km(facts, parts, ends),
    )


def _parts(scenario: Scenario) -> Iterator[Build | Upgrade]:
    return (one for one, _, _ in layered(scenario) if isinstance(one, Build | Upgrade))


def _round_km(facts: Facts, parts: Sequence[Build | Upgrade], ends: tuple[Place, Place]) -> float:
    """The least air line from one end to the other by a point of the line."""
    rounds = []
    words = (part.via if isinstance(part, Build) else part.stretch for part in parts)
    for word in dict.fromkeys(word for some in words for word in some):
        spot = _spot(facts, word)
        if spot is not None:
            rounds.append(sum(distance_km(*spot, end.lon, end.lat) for end in ends))
    return min(rounds, default=0.0)


def _spot(facts: Facts, word: str) -> tuple[float, float] | None:
    """Where a post, a terminal or a place lies: lon, lat."""
    name = word.casefold()
    row = facts.by_id(Crossing).get(name) or facts.by_id(GatewayRow).get(name)
    if row is not None:
        return row.lon, row.lat
    try:
        place = find(word, facts)
    except InputError:
        return None  # the scenario says so itself when it is applied
    return place.lon, place.lat

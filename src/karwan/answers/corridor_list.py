"""Which corridors there are, and which one a word means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from karwan.errors import InputError, nearest
from karwan.facts.load import Facts
from karwan.facts.rows import Corridor, Waypoint
from karwan.facts.spelling import key


@dataclass(frozen=True, slots=True)
class Listed:
    """One corridor: its row, how many stretches it has, its modes and territories in order of travel."""

    corridor: Corridor
    legs: int
    planned: int
    modes: tuple[str, ...]
    territories: tuple[str, ...]
    origin: str
    destination: str

    def as_json(self) -> dict[str, Any]:
        """The corridor as JSON types."""
        row = self.corridor
        return {
            "id": row.id,
            "name": row.name,
            "status": row.status,
            "opened": row.opened or None,
            "origin": self.origin,
            "destination": self.destination,
            "legs": self.legs,
            "planned_legs": self.planned,
            "modes": list(self.modes),
            "territories": list(self.territories),
            "evidence": str(row.evidence),
            "source": list(row.sources),
            "note": row.note or None,
        }


@dataclass(frozen=True, slots=True)
class CorridorsAnswer:
    """All corridors, in the order of the table."""

    corridors: tuple[Listed, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {"corridors": [listed.as_json() for listed in self.corridors]}


def corridors(facts: Facts) -> CorridorsAnswer:
    """Every corridor with what its waypoints say of it."""
    return CorridorsAnswer(tuple(_listed(facts, row) for row in facts.rows(Corridor)))


def _listed(facts: Facts, corridor: Corridor) -> Listed:
    points = waypoints_of(facts, corridor.id)
    stretches = [before for before, _ in pairwise(points)]
    return Listed(
        corridor=corridor,
        legs=len(stretches),
        planned=sum(point.status == "planned" for point in stretches),
        modes=tuple(mode for mode, _ in groupby(point.mode_to_next or "" for point in stretches)),
        territories=tuple(code for code, _ in groupby(point.territory or "" for point in points)),
        origin=points[0].name if points else "",
        destination=points[-1].name if points else "",
    )


def waypoints_of(facts: Facts, corridor: str) -> tuple[Waypoint, ...]:
    """The waypoints of a corridor, in order."""
    own = [row for row in facts.rows(Waypoint) if row.corridor == corridor]
    return tuple(sorted(own, key=lambda row: row.order))


def corridors_named(facts: Facts, words: Sequence[str]) -> tuple[tuple[Corridor, ...], tuple[str, ...]]:
    """The corridors that some words mean, each once, and others that the first word may mean.

    A word is an id, a name, the beginning of an id up to a hyphen (the first that begins so is taken), or a
    name within brackets.

    Raises:
        InputError: for a word that means none, or a corridor of fewer than two waypoints.
    """
    found: list[Corridor] = []
    also: tuple[str, ...] = ()
    for index, word in enumerate(words):
        fitting = _fitting(facts, word)
        if len(waypoints_of(facts, fitting[0].id)) < 2:  # noqa: PLR2004
            raise InputError(f"corridor {fitting[0].id} has fewer than two rows in waypoints.csv; add them")
        if fitting[0] not in found:
            found.append(fitting[0])
        if index == 0:
            also = tuple(row.id for row in fitting[1:])
    return tuple(found), also


def _fitting(facts: Facts, word: str) -> list[Corridor]:
    rows = facts.rows(Corridor)
    wanted = key(word)
    for row in rows:
        if wanted in (key(row.id), key(row.name)):
            return [row]
    if wanted and (begun := [row for row in rows if f"{key(row.id)} ".startswith(f"{wanted} ")]):
        return begun
    if wanted and (within := [row for row in rows if f" {wanted} " in f" {key(_words(row.name))} "]):
        return within
    near = nearest(wanted, {part: None for row in rows for part in (row.id, row.id.split("-")[0])})
    hint = f"did you mean {' or '.join(near)}?" if near else "karwan corridors lists them"
    raise InputError(f"unknown corridor '{word}'; {hint}")


def _words(name: str) -> str:
    """A name without brackets and commas."""
    return "".join(sign if sign.isalnum() or sign in " -" else " " for sign in name)

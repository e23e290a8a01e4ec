"""A scenario, and what applying it did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from karwan.errors import Fault, InputError, all_faults
from karwan.operations.touched import Reach
from karwan.scenario.fields import BadValueError, specs_of
from karwan.scenario.measure import Measure
from karwan.scenario.scene import Origin
from karwan.state import State


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named, ordered list of measures.

    Attributes:
        name: as shown. measures: in the order in which they are applied, after those of the bases.
        notes: what a reader should know. on: the day that is asked about when a question names none.
        bases: scenarios on which this one rests. origins: where each measure is written.
        faults: what was wrong in its file and those of its bases, told when it is applied.
    """

    name: str
    measures: tuple[Measure, ...] = ()
    notes: str = ""
    on: date | None = None
    bases: tuple[Scenario, ...] = ()
    origins: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    faults: tuple[Fault, ...] = field(default=(), compare=False, repr=False)

    @property
    def id(self) -> str:
        """Hash of the content: measures of bases and own in their order, and the day; not name and notes."""
        told = [measure.digest for measure, _, _ in layered(self)]
        text = json.dumps([told, str(self.on_day_told)])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def on_day_told(self) -> date | None:
        """The day that it names, or the last that one of its bases names."""
        named = (base.on_day_told for base in reversed(self.bases))
        return self.on or next((day for day in named if day), None)

    def day(self, today: date) -> date:
        """The day of a question that names none: its own, else today or when the last measure begins."""
        begins = (measure.since for measure, _, _ in layered(self) if measure.since)
        return self.on_day_told or max(today, *begins, date.min)


@dataclass(frozen=True, slots=True)
class Owner:
    """The scenario that a measure stands in, and the ids of all that this one rests on."""

    id: str
    under: frozenset[str]


def layered(scenario: Scenario) -> Iterator[tuple[Measure, Origin, Owner]]:
    """All measures in the order in which they are applied: bases first, each scenario once."""
    seen: set[int] = set()
    yield from _layered(scenario, seen)


def _layered(scenario: Scenario, seen: set[int]) -> Iterator[tuple[Measure, Origin, Owner]]:
    key = _key(scenario)
    if key in seen:
        return
    seen.add(key)
    for base in scenario.bases:
        yield from _layered(base, seen)
    owner = Owner(str(key), frozenset(map(str, _under(scenario))))
    origins = scenario.origins or tuple(
        Origin(f"measure {number} of {scenario.name}", 0, {}, scenario.name)
        for number in range(1, len(scenario.measures) + 1)
    )
    for measure, origin in zip(scenario.measures, origins, strict=True):
        yield measure, origin, owner


def _key(scenario: Scenario) -> int:
    return hash((scenario.measures, scenario.bases, scenario.on))


def _under(scenario: Scenario) -> Iterator[int]:
    for base in scenario.bases:
        yield _key(base)
        yield from _under(base)


@dataclass(frozen=True, slots=True)
class Touched:
    """What one measure did.

    Attributes:
        number: of the measure, from 1. kind: of the measure. why: its reason or source.
        scenario: name of the one that it stands in.
        rows: ids laid, by table. aside: ids that gave way, or hold on fewer days, by table.
        gateways, cells: that cost another price or let something else pass, by id and key.
        links: of the network that were added or taken.
        not_yet: when it holds, if the day asked about lies outside; empty if it holds. Rows of tables with
            days are laid all the same.
        same_as: number of a measure of another scenario that did the same already; None if none did.
    """

    number: int
    kind: str
    why: str
    scenario: str
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gateways: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    links: int = 0
    not_yet: str = ""
    same_as: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "number": self.number,
            "kind": self.kind,
            "why": self.why,
            "scenario": self.scenario,
            "rows": {table: list(ids) for table, ids in self.rows.items()},
            "aside": {table: list(ids) for table, ids in self.aside.items()},
            "gateways": list(self.gateways),
            "cells": list(self.cells),
            "links": self.links,
            "not_yet": self.not_yet or None,
            "same_as": self.same_as,
        }


@dataclass(frozen=True, slots=True)
class Applied:
    """A state with a scenario applied.

    Attributes:
        state: after it. scenario: that was applied. on: the day for which it was.
        touched: what each measure touched, in order.
        reach: what is to be priced anew beside the state before; everything where the network changed.
    """

    state: State
    scenario: Scenario
    on: date
    touched: tuple[Touched, ...]
    reach: Reach = field(default_factory=Reach)


def together(scenarios: Sequence[Scenario]) -> Scenario:
    """One scenario that rests on several, in their order; the only one itself."""
    if len(scenarios) == 1:
        return scenarios[0]
    name = " + ".join(one.name for one in scenarios) or "base"
    faults = tuple(fault for one in scenarios for fault in one.faults)
    return Scenario(name, bases=tuple(scenarios), faults=faults)


def of_measures(name: str, measures: Iterable[Measure], **more: Any) -> Scenario:  # noqa: ANN401
    """A scenario from measures made in Python, whose fields are read as those of a file; more as of Scenario.

    Raises:
        InputError: every field of every measure that holds what it cannot.
    """
    faults: list[Fault] = []
    read = [
        _read(measure, Origin(f"measure {number} of {name}", 0, {}, name), faults)
        for number, measure in enumerate(measures, 1)
    ]
    if faults:
        raise InputError(all_faults(faults))
    return Scenario(name, tuple(read), **more)


def _read(measure: Measure, origin: Origin, faults: list[Fault]) -> Measure:
    """A measure with its fields in their normal form: one text for a list, a text for a day."""
    filled: dict[str, Any] = {}
    for name, spec in specs_of(type(measure)).items():
        value = getattr(measure, name)
        if value is None or value == ():
            continue
        try:
            filled[name] = spec.read(value)
        except BadValueError as error:
            faults.append(origin.fault(spec.name, error.what, error.mend))
    return replace(measure, **filled)

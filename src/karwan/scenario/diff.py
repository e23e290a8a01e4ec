"""Two scenarios side by side: measures that only one has, and those about the same thing that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from karwan.scenario.measure import Measure
from karwan.scenario.record import Scenario, layered
from karwan.scenario.written import plain

# By these fields a measure says what it is about.
_ABOUT = (
    "kind", "at", "border", "territory", "mode", "stretch", "area", "via", "home", "regime", "of",
    "direction", "origin", "destination",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of both scenarios about the same thing, with the fields that differ."""

    first: Measure
    second: Measure
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two scenarios, the measures that only one has, and those that differ."""

    first: Scenario
    second: Scenario
    only_first: tuple[Measure, ...]
    only_second: tuple[Measure, ...]
    changed: tuple[Change, ...]

    @property
    def is_none(self) -> bool:
        """Whether both hold the same measures."""
        return not (self.only_first or self.only_second or self.changed)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "first": {"id": self.first.id, "name": self.first.name},
            "second": {"id": self.second.id, "name": self.second.name},
            "only_first": [plain(measure.told()) for measure in self.only_first],
            "only_second": [plain(measure.told()) for measure in self.only_second],
            "changed": [
                {
                    "first": plain(change.first.told()),
                    "second": plain(change.second.told()),
                    "fields": [name for name, _, _ in change.fields],
                }
                for change in self.changed
            ],
        }


def difference(first: Scenario, second: Scenario) -> Difference:
    """What two scenarios do not share, the measures of their bases among it."""
    ours, theirs = ([measure for measure, _, _ in layered(one)] for one in (first, second))
    common = {measure.digest for measure in ours} & {measure.digest for measure in theirs}
    left = [measure for measure in ours if measure.digest not in common]
    right = [measure for measure in theirs if measure.digest not in common]
    changed = []
    for measure in list(left):
        twin = next((one for one in right if _about(one) == _about(measure)), None)
        if twin is not None:
            left.remove(measure)
            right.remove(twin)
            changed.append(Change(measure, twin, tuple(_fields(measure, twin))))
    return Difference(first, second, tuple(left), tuple(right), tuple(changed))


def _about(measure: Measure) -> tuple[Any, ...]:
    told = measure.told()
    return tuple(told.get(name) for name in _ABOUT)


def _fields(one: Measure, other: Measure) -> Sequence[tuple[str, Any, Any]]:
    first, second = one.told(), other.told()
    names = dict.fromkeys((*first, *second))
    return [
        (name, first.get(name), second.get(name)) for name in names if first.get(name) != second.get(name)
    ]

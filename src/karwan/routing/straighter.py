"""What straighter chains leave to detours of them: who gains nothing by a detour is followed no further."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from karwan.routing.names import Names

Vector = NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Passed:
    """How cheaply chains of each name left one cell, and for each name those that it is a detour of.

    Attributes:
        leave: (k,) by name, in the order in which they came; kept up to date in place.
        looked, straighter: by name how many of these it was held against, and what those leave at.
    """

    leave: dict[int, Vector] = field(default_factory=dict)
    looked: dict[int, int] = field(default_factory=dict)
    straighter: dict[int, list[Vector]] = field(default_factory=dict)

    def note(self, name: int, leave: Vector) -> None:
        """Takes what a chain leaves at into that of its name."""
        if name in self.leave:
            np.minimum(self.leave[name], leave, out=self.leave[name])
        else:
            self.leave[name] = leave.copy()

    def of_straighter(self, names: Names, name: int) -> list[Vector]:
        """What those leave at that a name is a detour of."""
        found = self.straighter.setdefault(name, [])
        looked = self.looked.get(name, 0)
        if looked < len(self.leave):
            found += [self.leave[other] for other in names.straighter(name, list(self.leave)[looked:])]
            self.looked[name] = len(self.leave)
        return found


class Given:
    """The names of the families that were given, and which chains cannot lead to another that is wanted.

    All that a chain can still come to passes at least what it passed. So where its name is a detour of a name
    that was given, or one of which enough was given, all of it is: of that it may cost no more than what is
    told here (infinity, if neither).
    """

    def __init__(self, names: Names, detour_ratio: float, per_group: int) -> None:
        self._names, self._ratio, self._per_group = names, detour_ratio, per_group
        self.counts: Counter[int] = Counter()
        self._most: dict[int, float] = {}
        self._known: dict[int, tuple[int, float]] = {}

    def is_wanted(self, name: int, cost: float) -> bool:
        """Whether a family is one of the few best of its name, and no detour of what was given."""
        return self.counts[name] < self._per_group and cost <= self._of_straighter(name)

    def take(self, name: int, cost: float) -> None:
        """Notes that a family is given."""
        self.counts[name] += 1
        self._most.setdefault(name, self._ratio * cost)

    def most(self, name: int) -> float:
        """What a chain of a name may cost, if all that it leads to shall not be left out."""
        most = self._of_straighter(name)
        if self.counts[name] >= self._per_group and self._names.tells_detours:
            most = min(most, self._most[name])
        return most

    def _of_straighter(self, name: int) -> float:
        looked, most = self._known.get(name, (0, np.inf))
        if looked < len(self._most):
            others = self._names.straighter(name, list(self._most)[looked:])
            most = min([most, *(self._most[other] for other in others)])
            self._known[name] = len(self._most), most
        return most

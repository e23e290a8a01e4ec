"""Names of chains of cells for the compiled search, the twin of names.py and of `Given` in straighter.py.

A name is a node of a tree: its last label under the name before it. The root is the name of no cell.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from karwan.routing.compiled import compiled

ROOT = 0
NO = -1


class Names(NamedTuple):
    """Names as a tree: of each the name before it, its last label, its length, and the names after it."""

    before: list[int]
    label: list[int]
    length: list[int]
    child: list[int]
    sibling: list[int]
    shown: list[int]  # families given of it
    most: list[float]  # what detours of it may cost, once one was given
    looked: list[int]  # how many of the given it was held against
    least: list[float]  # the least `most` of those it is a detour of
    given: list[int]  # in order


@compiled
def no_names() -> Names:
    """The root alone."""
    given = [ROOT]
    given.clear()
    return Names([NO], [NO], [0], [NO], [NO], [0], [np.inf], [0], [np.inf], given)


@compiled
def take(names: Names, name: int, most: float) -> None:
    """Notes that a family of a name is given, and what detours of the first of it may cost."""
    if names.shown[name] == 0:
        names.most[name] = most
        names.given.append(name)
    names.shown[name] += 1


@compiled
def after(names: Names, name: int, label: int) -> int:
    """The name of a chain that goes on to a cell of a label."""
    if names.label[name] == label:
        return name
    child = names.child[name]
    while child >= 0:
        if names.label[child] == label:
            return child
        child = names.sibling[child]
    child = len(names.label)
    names.before.append(name)
    names.label.append(label)
    names.length.append(names.length[name] + 1)
    names.child.append(NO)
    names.sibling.append(names.child[name])
    names.shown.append(0)
    names.most.append(np.inf)
    names.looked.append(0)
    names.least.append(np.inf)
    names.child[name] = child
    return child


@compiled
def is_detour(names: Names, name: int, other: int) -> bool:
    """As `names.is_detour`: whether a name has all labels of another in their order, and more."""
    if names.length[name] <= names.length[other]:
        return False
    while other != ROOT:
        while name != ROOT and names.label[name] != names.label[other]:
            name = names.before[name]
        if name == ROOT:
            return False
        name, other = names.before[name], names.before[other]
    return True


@compiled
def most_of(names: Names, per_group: int, detour_ratio: float, name: int) -> float:
    """What a chain of a name may cost, if all that it leads to shall not be left out."""
    most = of_straighter(names, detour_ratio, name)
    if detour_ratio > 0 and names.shown[name] >= per_group:
        most = min(most, names.most[name])
    return most


@compiled
def of_straighter(names: Names, detour_ratio: float, name: int) -> float:
    """What a detour of the families that were given may cost; infinity where it is none."""
    if detour_ratio == 0:
        return np.inf
    for index in range(names.looked[name], len(names.given)):
        if is_detour(names, name, names.given[index]):
            names.least[name] = min(names.least[name], names.most[names.given[index]])
    names.looked[name] = len(names.given)
    return names.least[name]

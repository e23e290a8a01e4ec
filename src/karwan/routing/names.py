"""What chains of cells are called: the labels of their cells in order, each once at a time."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

Name = tuple[Hashable, ...]


def is_detour(name: Name, other: Name) -> bool:
    """Whether one name has all labels of another, in their order, and more besides (docs/rules, 7.5)."""
    if len(name) <= len(other):
        return False
    left = iter(name)
    return all(label in left for label in other)


class Names:
    """Names as numbers, so that a chain that goes on is named at once.

    Attributes:
        told: the names, by number. tells_detours: whether it is asked at all which names are detours.
    """

    def __init__(self, labels: Sequence[Hashable], *, tells_detours: bool = False) -> None:
        self.told: list[Name] = []
        self.tells_detours = tells_detours
        self._labels = labels
        self._lengths: list[int] = []
        # The labels of each name as bits: most names are told apart by these alone.
        self._bits: dict[Hashable, int] = {}
        self._labelled: list[int] = []
        self._after: dict[tuple[int | None, Hashable], int] = {}
        self._detours: dict[tuple[int, int], bool] = {}

    def of(self, cell: int) -> int:
        """The name of a chain of one cell."""
        return self._numbered(None, self._labels[cell])

    def after(self, name: int, cell: int) -> int:
        """The name of a chain that goes on to a cell."""
        label = self._labels[cell]
        return name if self.told[name][-1] == label else self._numbered(name, label)

    def _numbered(self, name: int | None, label: Hashable) -> int:
        number = self._after.setdefault((name, label), len(self.told))
        if number == len(self.told):
            self.told.append((label,) if name is None else (*self.told[name], label))
            self._lengths.append(len(self.told[-1]))
            bit = self._bits.setdefault(label, 1 << len(self._bits))
            self._labelled.append(bit if name is None else self._labelled[name] | bit)
        return number

    def straighter(self, name: int, others: Sequence[int]) -> list[int]:
        """Those of some names that a name is a detour of; all of them are shorter."""
        length, lengths = self._lengths[name], self._lengths
        lacks, labelled = ~self._labelled[name], self._labelled
        return [
            other
            for other in others
            if lengths[other] < length and not labelled[other] & lacks and self._is_known_detour(name, other)
        ]

    def _is_known_detour(self, name: int, other: int) -> bool:
        if not self.tells_detours:
            return False
        key = name, other
        if key not in self._detours:
            self._detours[key] = is_detour(self.told[name], self.told[other])
        return self._detours[key]

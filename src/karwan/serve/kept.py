"""What was asked for last, within bounds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values that were asked for last, by key; safe between threads.

    Args:
        most: that all of them weigh. weigh: what one weighs; each is one thing if None.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] | None = None) -> None:
        self._most, self._weigh = most, weigh or (lambda _: 1)
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._sum = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value of a key, now the last that leaves."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value) -> None:
        """Keeps a value, and lets those go that nobody asked for the longest time."""
        weight = self._weigh(value)
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._values[key] = value, weight
            self._sum += weight - before
            while self._sum > self._most and self._values:
                _, (_, gone) = self._values.popitem(last=False)
                self._sum -= gone

"""Where questions are worked on: each once, in threads, with answers and worlds kept."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from karwan.answers.shared import Shared
from karwan.scenario import Applied, Scenario, apply, together
from karwan.serve.hands import Hands
from karwan.serve.lines import Lines
from karwan.serve.packed import Packed, packed_json
from karwan.serve.settings import Settings
from karwan.state import State

Value = TypeVar("Value")
_MOST_SHARED = 4
# Some kilobytes each.
_MOST_LINES = 4_000
_MOST_PLACES = 4_000


class BusyError(Exception):
    """More is waiting than one server takes on."""


class Kept(Generic[Value]):
    """The values that were asked for last, by key; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value of a key, now the last that leaves."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Keeps a value, and lets the one go that nobody asked for the longest time."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


@dataclass
class Desk:
    """Works on questions over one state.

    Attributes:
        base: the state without scenarios. settings: of the server.
    """

    base: State
    settings: Settings
    _answers: Kept[Packed] = field(init=False)
    _meant: Kept[Hashable] = field(init=False)
    _worlds: Kept[Applied] = field(init=False)
    _shared: Kept[Shared] = field(init=False)
    _lines: Kept[Lines] = field(init=False)
    _under_way: dict[Hashable, Future[Packed]] = field(init=False, default_factory=dict)
    _hands: Hands = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _building: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._answers = Kept(self.settings.limits.answers)
        self._meant = Kept(2 * self.settings.limits.answers)
        self._worlds = Kept(self.settings.limits.worlds)
        self._shared = Kept(_MOST_SHARED)
        self._lines = Kept(_MOST_SHARED)
        self._hands = Hands(self.settings.hands, "question")

    def world(self, scenarios: Sequence[Scenario], on: date | None) -> Applied | None:
        """The state under scenarios on a day; None without scenarios. Call it from a thread.

        Raises:
            InputError: all faults of all measures.
        """
        if not scenarios:
            return None
        scenario = together(list(scenarios))
        key = scenario.id, scenario.name, on or scenario.day(self.base.facts.day)
        found = self._worlds.get(key)
        if found is None or scenario.faults:
            with self._building:  # the same world is asked for by several questions at once
                found = None if scenario.faults else self._worlds.get(key)
                if found is None:
                    found = apply(self.base, scenario, on)
                    self._worlds.put(key, found)
        return found

    def shared(self, state: State) -> Shared:
        """What questions on a state found out already; anew once it has grown large."""
        found = self._shared.get(id(state))
        if found is None or found.state is not state or _is_large(found):
            found = Shared(state)
            self._shared.put(id(state), found)
        return found

    def lines(self, state: State) -> Lines:
        """What was drawn of a state already; anew once that is much."""
        found = self._lines.get(id(state))
        if found is None or found.state is not state or _is_many(found):
            found = Lines(state)
            self._lines.put(id(state), found)
        return found

    async def ask(self, key: Hashable, work: Callable[[], Any]) -> Packed:
        """The answer to a question, kept or worked out; who asks the same meanwhile waits for the same.

        Args:
            key: what decides the answer.
            work: gives JSON types or what is packed already, in a thread.

        Raises:
            BusyError: too much is waiting. Whatever the work raises.
        """
        found = self._answers.get(key)
        if found is not None:
            return found
        # Shielded: a client that leaves, or waits too long, does not stop what the next one will ask for.
        return await asyncio.shield(asyncio.wrap_future(self.begin(key, work)))

    def known(self, written: Hashable) -> Packed | None:
        """The answer to a question that was asked in just these words, if it is kept."""
        key = self._meant.get(written)
        return None if key is None else self._answers.get(key)

    def know(self, written: Hashable, key: Hashable) -> None:
        """Notes what decides the answer to a question in some words."""
        self._meant.put(written, key)

    def is_kept(self, key: Hashable) -> bool:
        """Whether the answer is there, or under way."""
        return key in self._under_way or self._answers.get(key) is not None

    def begin(self, key: Hashable, work: Callable[[], Any]) -> Future[Packed]:
        """Begins to work on a question, if nobody has; arguments and errors as of `ask`."""
        with self._lock:
            future = self._under_way.get(key)
            if future is not None:
                return future
            if self._hands.waiting >= self.settings.limits.waiting:
                raise BusyError
            future = self._hands.give(lambda: self._made(key, work))
            self._under_way[key] = future
        future.add_done_callback(lambda _: self._under_way.pop(key, None))
        return future

    def _made(self, key: Hashable, work: Callable[[], Any]) -> Packed:
        found = work()
        answer = found if isinstance(found, Packed) else packed_json(found)
        self._answers.put(key, answer)
        return answer

    def end(self) -> None:
        """Lets the threads go."""
        self._hands.end()


def _is_many(lines: Lines) -> bool:
    return len(lines.between) > _MOST_LINES


def _is_large(shared: Shared) -> bool:
    return len(shared.places) > _MOST_PLACES

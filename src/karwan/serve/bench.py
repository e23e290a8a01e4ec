"""Where answers are made: a state, worlds under scenarios, and what questions on them found out already."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from karwan.answers.offers import ask_routes
from karwan.answers.places import largest
from karwan.answers.question import Asked, routes_question
from karwan.answers.shared import Shared
from karwan.answers.worlds import shared_under
from karwan.errors import InputError
from karwan.scenario import Applied, Scenario, apply, together
from karwan.serve.kept import Kept
from karwan.serve.lines import Lines
from karwan.serve.packed import Packed, packed_json
from karwan.state import State

_MOST_WORLDS, _MOST_SHARED = 16, 8
# Some kilobytes each.
_MOST_LINES = 4_000
_MOST_PLACES = 4_000
_WARM_PLACES = 200
# Told what is at work, and the share that is done.
Told = Callable[[str, float | None], None]


@dataclass
class Bench:
    """One state and what is kept of it from question to question; safe between threads.

    Attributes:
        base: the state without scenarios. is_compiled: whether compiled kernels search.
    """

    base: State
    is_compiled: bool = field(init=False, default=False)
    _worlds: Kept[Applied] = field(init=False, default_factory=lambda: Kept(_MOST_WORLDS))
    _by_state: Kept[Applied] = field(init=False, default_factory=lambda: Kept(_MOST_WORLDS))
    _shared: Kept[Shared] = field(init=False, default_factory=lambda: Kept(_MOST_SHARED))
    _lines: Kept[Lines] = field(init=False, default_factory=lambda: Kept(_MOST_SHARED))
    _building: threading.Lock = field(init=False, default_factory=threading.Lock)

    def state(self, scenarios: Sequence[Scenario], on: date | None) -> State:
        """The state under scenarios on a day.

        Raises:
            InputError: all faults of all measures.
        """
        applied = self.world(scenarios, on)
        return self.base if applied is None else applied.state

    def world(self, scenarios: Sequence[Scenario], on: date | None) -> Applied | None:
        """What scenarios make of the state on a day; None without scenarios.

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
                    self._by_state.put(id(found.state), found)
        return found

    def shared(self, state: State) -> Shared:
        """What questions on a state found out already; anew once it has grown large."""
        found = self._shared.get(id(state))
        if found is None or found.state is not state or len(found.places) > _MOST_PLACES:
            applied = self._by_state.get(id(state))
            if applied is None or applied.state is not state:
                found = Shared(state)
            else:
                found = shared_under(self.shared(self.base), applied)
            self._shared.put(id(state), found)
        found.is_compiled = self.is_compiled
        return found

    def lines(self, state: State) -> Lines:
        """What was drawn of a state already; anew once that is much."""
        found = self._lines.get(id(state))
        if found is None or found.state is not state or len(found.between) > _MOST_LINES:
            found = Lines(state)
            self._lines.put(id(state), found)
        return found

    def compile(self) -> bool:
        """Searches by compiled kernels from now on; the first process ever takes some 20 s to make them.

        Returns:
            Whether they are kept on the disk, so that the next process only reads them.
        """
        from karwan.routing import chains_numba  # noqa: PLC0415 - imports numba

        self.is_compiled = True
        self.warm()
        return chains_numba.is_kept()

    def warm(self) -> None:
        """Works on one question, so that what is made at the first use is there."""
        facts = self.base.facts
        cities = [place for place in largest(facts, _WARM_PLACES) if place.territory]
        for place in cities[1:]:
            try:
                question = routes_question(facts, Asked(origin=cities[0].id, destination=place.id))
                if ask_routes(self.base, question, self.shared(self.base)).routes:
                    return
            except InputError:
                continue


@dataclass(frozen=True, slots=True)
class Finding:
    """What long work found: JSON types to tell, and what is kept beside them to make files from."""

    told: Any
    kept: Any


@dataclass(frozen=True, slots=True)
class Found:
    """The same as bytes: the answer, and what is kept, pickled."""

    answer: Packed
    kept: bytes | None = None

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return len(self.answer.held) + len(self.kept or b"")


# Work is handed to another process: a function that can be imported, with words that pickle.
Work = Callable[[Bench], Any]
LongWork = Callable[[Bench, Told], Any]


def answered(bench: Bench, work: Work) -> Packed:
    """What work gives, JSON types or bytes, ready to be sent. Raises whatever the work raises."""
    found = work(bench)
    return found if isinstance(found, Packed) else packed_json(found)


def found_out(bench: Bench, work: LongWork, told: Told) -> Found:
    """What long work gives, JSON types or a Finding, as bytes. Raises whatever the work raises."""
    found = work(bench, told)
    if isinstance(found, Finding):
        return Found(packed_json(found.told), pickle.dumps(found.kept))
    return Found(packed_json(found))

"""Where questions are handed in: each is worked on once, and its answer kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field

from karwan.serve.bench import Work
from karwan.serve.hands import Hands
from karwan.serve.kept import Kept
from karwan.serve.packed import Packed
from karwan.serve.settings import Settings
from karwan.serve.workers import Workers

# Ways to word a question whose answer is kept; some hundred bytes each.
_MOST_WORDED = 5_000


class BusyError(Exception):
    """More is waiting than one server takes on."""


@dataclass
class Desk:
    """Hands questions to those who work on them.

    Attributes:
        workers: who work. settings: of the server.
    """

    workers: Workers
    settings: Settings
    _answers: Kept[Packed] = field(init=False)
    _meant: Kept[Hashable] = field(init=False, default_factory=lambda: Kept(_MOST_WORDED))
    _under_way: dict[Hashable, Future[Packed]] = field(init=False, default_factory=dict)
    _hands: Hands = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._answers = Kept(self.settings.limits.answers_bytes, lambda answer: len(answer.held))
        self._hands = Hands(self.settings.workers, "question")

    async def ask(self, key: Hashable, work: Work) -> Packed:
        """The answer to a question, kept or worked out; who asks the same meanwhile waits for the same.

        Args:
            key: what decides the answer.
            work: makes it.

        Raises:
            BusyError: too much is waiting. Whatever the work raises. LostError: who worked was ended.
        """
        found = self._answers.get(key)
        if found is not None:
            return found
        # Shielded: a client that leaves, or waits too long, does not stop what the next one will ask for.
        coming = asyncio.wrap_future(self.begin(key, work))
        coming.add_done_callback(_seen)
        return await asyncio.shield(coming)

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

    def begin(self, key: Hashable, work: Work) -> Future[Packed]:
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

    def _made(self, key: Hashable, work: Work) -> Packed:
        answer = self.workers.do(work)
        self._answers.put(key, answer)
        return answer

    def end(self) -> None:
        """Lets the threads go."""
        self._hands.end()


def _seen(coming: asyncio.Future[Packed]) -> None:
    """Looks at what went wrong where nobody waits any more, which asyncio would print."""
    if not coming.cancelled():
        coming.exception()

"""Threads that work while the event loop stays alive."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class Hands:
    """A few threads and one line of work before them.

    They are daemons: a server that ends does not wait for an answer that nobody reads any more, which the
    executor of the standard library would.
    """

    def __init__(self, count: int, name: str) -> None:
        self._line: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._count = count
        for number in range(count):
            threading.Thread(target=self._work, name=f"karwan-{name}-{number}", daemon=True).start()

    @property
    def waiting(self) -> int:
        """How many pieces of work nobody has begun."""
        return self._line.qsize()

    def give(self, work: Callable[[], Any]) -> Future[Any]:
        """Puts work into the line; what it gives or raises comes in the future."""
        future: Future[Any] = Future()
        self._line.put((future, work))
        return future

    def end(self) -> None:
        """Lets every thread end after what it is at."""
        for _ in range(self._count):
            self._line.put(None)

    def _work(self) -> None:
        while (item := self._line.get()) is not None:
            future, work = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                found = work()
            except BaseException as error:  # noqa: BLE001  it belongs to whoever waits for the future
                future.set_exception(error)
            else:
                future.set_result(found)
            del item, future, work

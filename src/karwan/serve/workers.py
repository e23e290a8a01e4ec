"""Who works on questions: processes forked from one that holds the network, or threads if none may fork."""

from __future__ import annotations

import queue
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Protocol

from karwan.serve.bench import Bench, Found, LongWork, Told, Work, answered, found_out
from karwan.serve.mother import Kind, Progress, Reply, begun
from karwan.serve.packed import Packed, packed
from karwan.serve.settings import Limits
from karwan.state import State

# How often a job is looked at while it tells nothing, and how long one that is to stop may take to.
_LOOK_S, _STOP_S = 0.2, 3.0


class LostError(Exception):
    """Whoever worked on a question was ended from outside, or took longer than any question may."""


class Workers(Protocol):
    """Who works on questions; any thread may ask."""

    def do(self, work: Work) -> Packed:
        """What work gives. Raises whatever the work raises; LostError: who worked was ended."""

    def run(self, work: LongWork, told: Told) -> Found:
        """What long work gives, one at a time; it is stopped when `told` raises. Raises as of `do`."""

    def warm(self) -> None:
        """Makes what the first question needs."""

    def end(self) -> None:
        """Lets all go."""


class Here:
    """The thread that asks works itself.

    Args:
        state: that is asked.
    """

    def __init__(self, state: State) -> None:
        self._bench = Bench(state)

    def do(self, work: Work) -> Packed:
        """As of Workers."""
        return answered(self._bench, work)

    def run(self, work: LongWork, told: Told) -> Found:
        """As of Workers."""
        return found_out(self._bench, work, told)

    def warm(self) -> None:
        """As of Workers."""
        self._bench.warm()

    def end(self) -> None:
        """As of Workers: there is nobody."""


def may_fork() -> bool:
    """Whether processes may be forked: only Linux forks safely, and only a process of one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


class Forked:
    """Processes of their own; what is sent to them are words, what comes back are bytes.

    Args:
        state: that is asked. count: how many work on questions at once.
        limits: how long one question may take, after which its process is ended, and how far that may grow.
        alone: called in the processes; lets go what only the server should hold.
    """

    def __init__(
        self, state: State, count: int, limits: Limits, alone: Callable[[], None] = lambda: None
    ) -> None:
        self._control = begun(Bench(state), limits, alone)
        self._most_s = limits.work_s
        # The one that worked last is taken first, so that no more are begun than are needed at once.
        self._idle: queue.LifoQueue[_Line] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(_Line(lambda: self._new(Kind.QUESTIONS)))
        self._for_jobs = _Line(lambda: self._new(Kind.JOBS))

    def do(self, work: Work) -> Packed:
        """As of Workers."""
        line = self._idle.get()
        try:
            reply = line.ask(work, self._most_s)
        finally:
            self._idle.put(line)
        answer: Packed = _value(reply)
        return answer

    def run(self, work: LongWork, told: Told) -> Found:
        """As of Workers."""
        found: Found = _value(self._for_jobs.hear(work, told))
        return found

    def warm(self) -> None:
        """As of Workers."""
        self.do(_nothing)

    def end(self) -> None:
        """As of Workers: the end of the line is their end, whatever they are at."""
        self._control.close()

    def _new(self, kind: Kind) -> Connection:
        """The line to a new process. Raises LostError: none can be made any more."""
        here, there = socket.socketpair()
        try:
            socket.send_fds(self._control, [kind.value], [there.fileno()])
        except OSError:
            here.close()
            raise LostError from None
        finally:
            there.close()
        return Connection(here.detach())


class _Line:
    """The line to one process, which is forked when it is first needed, and anew when it was ended.

    Args:
        begin: gives the line to a new process.
    """

    def __init__(self, begin: Callable[[], Connection]) -> None:
        self._begin = begin
        self._pipe: Connection | None = None

    def ask(self, work: Work, most_s: float) -> Reply:
        """What work comes to; asked once more of another process if this one was ended before its time.

        Raises:
            LostError: that was ended too, or the first took too long.
        """
        since = time.monotonic()
        try:
            return self._answer(work)
        except LostError:
            if time.monotonic() - since >= most_s:
                raise
            return self._answer(work)

    def hear(self, work: LongWork, told: Told) -> Reply:
        """What long work comes to, while it tells how far it is. Raises LostError: its process was ended."""
        pipe, last = self._sent(work), Progress("", 0.0)
        while True:
            heard = self._next(pipe, _LOOK_S)
            if isinstance(heard, Reply):
                return heard
            last = heard or last
            try:
                told(last.step, last.share)
            except BaseException:
                self._stop(pipe)
                raise

    def _answer(self, work: Work) -> Reply:
        pipe = self._sent(work)
        while not isinstance(heard := self._next(pipe, None), Reply):
            pass
        return heard

    def _sent(self, work: Work | LongWork) -> Connection:
        """The line, once work was sent; one whose process was ended since is made anew."""
        if self._pipe is not None:
            try:
                self._pipe.send(work)
            except OSError:
                self._close()
            else:
                return self._pipe
        self._pipe = self._begin()
        try:
            self._pipe.send(work)
        except OSError:
            self._close()
            raise LostError from None
        return self._pipe

    def _next(self, pipe: Connection, seconds: float | None) -> Progress | Reply | None:
        """What comes over the line; None if nothing does in time. Raises LostError: it was closed."""
        try:
            heard: Progress | Reply | None = pipe.recv() if pipe.poll(seconds) else None
        except (EOFError, OSError):
            self._close()
            raise LostError from None
        return heard

    def _stop(self, pipe: Connection) -> None:
        """Stops long work; a process that does not hear of it soon finds its line closed."""
        until = time.monotonic() + _STOP_S
        try:
            pipe.send(None)
            while time.monotonic() < until:
                if isinstance(self._next(pipe, _LOOK_S), Reply):
                    return
        except (LostError, OSError):
            pass
        self._close()

    def _close(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


def _value(reply: Reply) -> Any:  # noqa: ANN401  what the work gave
    if reply.error is not None:
        raise reply.error
    return reply.value


def _nothing(_: Bench) -> Packed:
    """Work that only begins a process."""
    return packed(b"", "text/plain")

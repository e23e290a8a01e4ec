"""Processes that work on questions: forked from one that holds the network and does nothing else.

A server has threads, and a process of threads may not fork. So one process is forked before there are any,
and all others from it, at the start as when one of them was ended. They share its pages of memory. When the
server ends, however it does, their line to it closes, and they end with all that they forked.
"""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from karwan.answers import parallel
from karwan.serve.bench import Bench, answered, found_out
from karwan.serve.settings import Limits

# Jobs give way to questions where there are fewer cores than processes at work.
_NICE = 10
_STATM = Path("/proc/self/statm")
# Whoever waits for work looks so often whether kernels are compiled meanwhile.
_LOOK_S = 0.5
# Where compiled kernels are.
_NOWHERE, _ON_DISK, _IN_MOTHER = range(3)


class Kind(Enum):
    """What a process works on."""

    QUESTIONS = b"q"
    JOBS = b"j"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is."""

    step: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What work came to: what it gave, or what it raised."""

    value: Any = None
    error: Exception | None = None


class _StoppedError(BaseException):
    """Raised within long work that nobody waits for any more: nothing in between may catch it."""


def begun(bench: Bench, limits: Limits, alone: Callable[[], None]) -> socket.socket:
    """Forks the process that forks the others, and gives the line to it.

    A byte of `Kind` with a socket makes a process that works on what comes over that socket.

    Args:
        bench: that they all begin with.
        limits: how long a question may take before its process ends, and how far that may grow.
        alone: called in the forked process; lets go what only this one should hold.
    """
    here, there = socket.socketpair()
    sys.stdout.flush()
    sys.stderr.flush()
    if os.fork():
        there.close()
        return here
    try:
        here.close()
        alone()
        _forks(bench, limits, there)
    except BaseException:  # noqa: BLE001  what called this belongs to the other process
        traceback.print_exc()
    finally:
        os._exit(1)


def _forks(bench: Bench, limits: Limits, control: socket.socket) -> NoReturn:
    """What the first process does until its line closes."""
    os.setpgrp()  # the interrupt of a terminal is the server's to hear
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that end
    parallel.stay_alone()  # there is a process for each core already
    is_warm, compiled = False, _Compiled(bench)
    while True:
        compiled.wait(lambda seconds: bool(select.select([control], [], [], seconds)[0]))
        said, lines, _, _ = socket.recv_fds(control, 1, 1)
        if not said:
            os.killpg(0, signal.SIGKILL)
        if not is_warm:
            _warm(bench.warm)
            compiled.begin()
            is_warm = True
        if os.fork() == 0:
            control.close()
            _works(bench, limits, Kind(said), Connection(lines[0]), compiled)
        os.close(lines[0])


def _warm(work: Callable[[], object]) -> None:
    """Works once, so that those that are forked share what was made."""
    try:
        work()
    except Exception:  # noqa: BLE001  whoever asks is told
        traceback.print_exc()
    gc.collect()
    gc.freeze()  # so that collecting does not write to pages that are shared


class _Compiled:
    """Whether kernels are compiled: by a process that does nothing else, so that no question waits for them.

    Args:
        bench: which searches plainly until they are.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._where = mmap.mmap(-1, 1)  # one byte that all processes share

    def begin(self) -> None:
        """Forks that process, which comes after all others."""
        if os.fork():
            return
        try:
            os.nice(19)
            self._where[0] = _ON_DISK if self._bench.compile() else _NOWHERE
        finally:
            os._exit(0)

    def wait(self, heard: Callable[[float | None], bool]) -> None:
        """Waits for work; reads the kernels meanwhile, once they are there, for all that are forked then.

        Args:
            heard: whether there is work within so many seconds, None for no limit.
        """
        while not heard(None if self._bench.is_compiled else _LOOK_S):
            if self._where[0] == _ON_DISK:
                _warm(self._bench.compile)
                self._where[0] = _IN_MOTHER

    def is_due(self, pipe: Connection) -> bool:
        """Waits for work over a line; False as soon as a process forked anew would do it sooner."""
        while self._bench.is_compiled or self._where[0] != _IN_MOTHER:
            if pipe.poll(None if self._bench.is_compiled else _LOOK_S):
                return True
        return False


def _works(bench: Bench, limits: Limits, kind: Kind, pipe: Connection, compiled: _Compiled) -> NoReturn:
    """What a process does with work that comes over a line, until that closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if kind is Kind.JOBS:
        os.nice(_NICE)
    most = _held_bytes() + limits.work_bytes
    try:
        while _held_bytes() <= most and (kind is Kind.JOBS or compiled.is_due(pipe)):
            work = pipe.recv()
            if work is None:  # to stop what has ended already
                continue
            is_short = kind is Kind.QUESTIONS
            pipe.send(_in_time(bench, work, limits.work_s) if is_short else _told(bench, work, pipe))
    except (EOFError, OSError):
        pass
    except BaseException:  # noqa: BLE001  the server sees its line close
        traceback.print_exc()
    finally:
        os._exit(0)


def _held_bytes() -> int:
    """What this process holds in memory, as Linux tells it."""
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _in_time(bench: Bench, work: Any, most_s: float) -> Reply:  # noqa: ANN401
    signal.setitimer(signal.ITIMER_REAL, most_s)  # its signal ends a process that does not hear it
    try:
        return Reply(answered(bench, work))
    except Exception as error:  # noqa: BLE001  it belongs to whoever asked
        return Reply(error=_to_send(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _told(bench: Bench, work: Any, pipe: Connection) -> Reply:  # noqa: ANN401
    def told(step: str, share: float | None) -> None:
        if pipe.poll():
            pipe.recv()
            raise _StoppedError
        pipe.send(Progress(step, share))

    try:
        return Reply(found_out(bench, work, told))
    except _StoppedError:
        return Reply()
    except Exception as error:  # noqa: BLE001  it belongs to whoever asked
        return Reply(error=_to_send(error))


def _to_send(error: Exception) -> Exception:
    """An error that arrives, with the lines that it came from."""
    text = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    except Exception:  # noqa: BLE001  whatever it holds
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(text)
    return error

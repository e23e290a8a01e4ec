"""A lock between processes that the system itself frees when its holder is gone, however it went."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _seize(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_BUSY = (BlockingIOError, PermissionError)
_POLL_S = 0.05


@contextmanager
def held(path: Path, waiting: Callable[[], None], patience_s: float = 900.0) -> Iterator[None]:
    """Holds the lock of a file while the block runs.

    The lock saves work and guards nothing: what it covers has to be safe without it. So where the file
    system has no locks, or the holder is stopped and never ends, the block runs all the same.

    Args:
        path: the lock's file, made where it is absent and left behind, empty.
        waiting: told once when somebody else holds the lock.
        patience_s: how long to wait for somebody else, in seconds.

    Raises:
        OSError: the file cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(handle, waiting, patience_s)
        yield
    finally:
        os.close(handle)


def is_seized(handle: int) -> bool:
    """Whether an open file could be locked for this process, until it is closed; True where none can be."""
    try:
        _seize(handle)
    except _BUSY:
        return False
    except OSError:  # no locks on this file system
        return True
    return True


def _wait(handle: int, waiting: Callable[[], None], patience_s: float) -> None:
    started = time.monotonic()
    told = False
    with suppress(OSError):  # no locks on this file system
        while time.monotonic() - started < patience_s:
            try:
                _seize(handle)
            except _BUSY:
                if not told:
                    waiting()
                    told = True
                time.sleep(_POLL_S)
            else:
                return

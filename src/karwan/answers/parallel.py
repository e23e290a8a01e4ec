"""Work on many things at once: processes forked from this one, which share all that it holds."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_IS_ALONE = threading.Event()


def stay_alone() -> None:
    """Forks none from now on, nor in processes forked from this one: there is one for each core already."""
    _IS_ALONE.set()


def each(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    alike: Callable[[_Item], Hashable],
    told: Callable[[float], None] | None = None,
) -> list[_Result]:
    """What work on each item gives, in their order.

    Only Linux forks safely, and only a process of one thread may: elsewhere one item follows another.

    Args:
        work: on one item; what it gives must pickle.
        items: to work on.
        alike: items with one key are worked on one after another, since they share much of their work.
        told: called with the share that is done.

    Raises:
        Exception: what the work on an item raises.
    """
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        groups[alike(item)].append(index)
    count = min(_processes(), len(groups))
    if count < 2:  # noqa: PLR2004 - one process would only be overhead
        return [_done(work, item, index / len(items), told) for index, item in enumerate(items)]
    # the largest first, so that no process is left with one at the end
    return _forked(work, items, sorted(groups.values(), key=len, reverse=True), count, told)


def _processes() -> int:
    may_fork = sys.platform == "linux" and threading.active_count() == 1 and not _IS_ALONE.is_set()
    return len(os.sched_getaffinity(0)) if may_fork else 1


def _done(
    work: Callable[[_Item], _Result], item: _Item, share: float, told: Callable[[float], None] | None
) -> _Result:
    if told:
        told(share)
    return work(item)


def _forked(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    groups: Sequence[Sequence[int]],
    count: int,
    told: Callable[[float], None] | None,
) -> list[_Result]:
    """A process for each group, so many at once: the next begins when one has ended."""
    results: dict[int, Any] = {}
    waiting = list(reversed(groups))
    running: dict[Connection, BaseProcess] = {}
    try:
        while waiting or running:
            while waiting and len(running) < count:
                pipe, process = _begun(work, items, waiting.pop())
                running[pipe] = process
            ready = set(wait(list(running)))
            for pipe in [one for one in running if one in ready]:
                _take(pipe, running, results)
            if told:
                told(len(results) / len(items))
    finally:
        for process in running.values():
            process.terminate()
            process.join()
    return [results[index] for index in range(len(items))]


def _begun(
    work: Callable[[_Item], _Result], items: Sequence[_Item], group: Sequence[int]
) -> tuple[Connection, BaseProcess]:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, items, group, there), daemon=True)
    process.start()
    there.close()
    return here, process


def _take(pipe: Connection, running: dict[Connection, BaseProcess], results: dict[int, Any]) -> None:
    """Takes one result; what was raised is raised here, an end without all results is an error."""
    try:
        index, result = pipe.recv()
    except EOFError:
        raise RuntimeError("a process of the answer was ended from outside") from None
    if index is not None:
        results[index] = result
        return
    running.pop(pipe).join()
    if result is not None:
        raise result


def _work(
    work: Callable[[_Item], _Result], items: Sequence[_Item], part: Sequence[int], pipe: Connection
) -> None:
    """What a forked process does; the interrupt of a terminal is its parent's to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for index in part:
            pipe.send((index, work(items[index])))
        pipe.send((None, None))
    except Exception as error:  # noqa: BLE001 - all that is raised is handed on
        pipe.send((None, error))

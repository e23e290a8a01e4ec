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
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_MOST_PROCESSES = 8


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
        alike: items with one key are worked on by one process, since they share much of their work.
        told: called with the share that is done.

    Raises:
        Exception: what the work on an item raises.
    """
    parts = _parts(items, alike, _processes())
    if len(parts) < 2:  # noqa: PLR2004 - one process would only be overhead
        return [_done(work, item, index / len(items), told) for index, item in enumerate(items)]
    return _forked(work, items, parts, told)


def _processes() -> int:
    may_fork = sys.platform == "linux" and threading.active_count() == 1
    return min(_MOST_PROCESSES, len(os.sched_getaffinity(0))) if may_fork else 1


def _parts(items: Sequence[_Item], alike: Callable[[_Item], Hashable], count: int) -> list[list[int]]:
    """The numbers of the items, those alike together, shared out among processes as evenly as may be."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        groups[alike(item)].append(index)
    parts: list[list[int]] = [[] for _ in range(count)]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(parts, key=len).extend(group)
    return [part for part in parts if part]


def _done(
    work: Callable[[_Item], _Result], item: _Item, share: float, told: Callable[[float], None] | None
) -> _Result:
    if told:
        told(share)
    return work(item)


def _forked(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    parts: Sequence[Sequence[int]],
    told: Callable[[float], None] | None,
) -> list[_Result]:
    context = multiprocessing.get_context("fork")
    results: dict[int, Any] = {}
    processes, pipes = [], []
    try:
        for part in parts:
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(work, items, part, there), daemon=True)
            process.start()
            there.close()
            processes.append(process)
            pipes.append(here)
        while pipes:
            for pipe in wait(pipes):
                _take(pipe, pipes, results)
            if told:
                told(len(results) / len(items))
    finally:
        for process in processes:
            process.terminate()
            process.join()
    return [results[index] for index in range(len(items))]


def _take(pipe: Any, pipes: list[Connection], results: dict[int, Any]) -> None:  # noqa: ANN401 - of wait
    """Takes one result; what was raised is raised here, an end without all results is an error."""
    try:
        index, result = pipe.recv()
    except EOFError:
        raise RuntimeError("a process of the answer was ended from outside") from None
    if index is None:
        pipes.remove(pipe)
        if result is not None:
            raise result
    else:
        results[index] = result


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

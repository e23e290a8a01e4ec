"""What a process and all that it started or forked hold and have spent, as Linux tells it."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
# After the name, which may hold blanks: state, parent, ..., ticks as user and as system.
_PARENT, _SPENT = 1, slice(11, 13)


def _stats() -> dict[int, list[str]]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # ended meanwhile
            found[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    return found


def family(process: int) -> dict[int, list[str]]:
    """A process and all below it, with what `/proc` says of each."""
    stats = _stats()
    found, new = {}, [process]
    while new:
        found |= {pid: stats[pid] for pid in new if pid in stats}
        new = [pid for pid, stat in stats.items() if int(stat[_PARENT]) in new]
    return found


def cpu_s(process: int) -> float:
    """Seconds of CPU that all of them have spent; of those that ended nothing is known."""
    return sum(sum(map(int, stat[_SPENT])) for stat in family(process).values()) / _TICKS


def memory_mb(process: int) -> int:
    """What all of them hold in memory, a page that several share counted once."""
    held = 0
    for pid in family(process):
        with suppress(OSError):
            found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
            held += int(found[1]) if found else 0
    return held // 1_000

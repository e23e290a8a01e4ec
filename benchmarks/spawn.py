"""A process of its own: its time and its memory. Imports nothing heavy: a child's peak is at least ours."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds on the clock and of the CPU, its peak in MB, what it printed, its code."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    printed: str
    code: int
    is_late: bool


def run(words: Sequence[str], env: Mapping[str, str], limit_s: float) -> Spent:
    """Runs the interpreter with some words and more of an environment; what takes too long is ended."""
    with tempfile.TemporaryFile() as printed:
        begin = time.perf_counter()
        process = subprocess.Popen([sys.executable, *words], stdout=printed, env={**os.environ, **env})
        late = threading.Event()
        alarm = threading.Timer(limit_s, lambda: (late.set(), process.kill()))
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        alarm.cancel()
        wall_s = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        text = printed.read().decode()
    cpu_s = usage.ru_utime + usage.ru_stime
    return Spent(wall_s, cpu_s, usage.ru_maxrss / 1024, text, process.returncode, late.is_set())

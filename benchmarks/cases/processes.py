"""Whole processes, as a user waits for them: seconds on the clock and peak memory."""

from __future__ import annotations

import os
import tempfile

from benchmarks import spawn
from benchmarks.figures import Figure

REPEATS = 7
LIMIT_S = 300.0
_OPEN = "from karwan.opening import open_state; open_state()"


def measure() -> list[Figure]:
    return [*_first_run(), *_commands()]


def _first_run() -> list[Figure]:
    """From the installed package to the cached overlay: nothing kept, nothing compiled."""
    with tempfile.TemporaryDirectory() as empty:
        env = {"KARWAN_CACHE": f"{empty}/cache", "NUMBA_CACHE_DIR": f"{empty}/compiled"}
        spent = _checked(spawn.run(["-c", _OPEN], env, LIMIT_S))
    note = f"{spent.cpu_s:.1f} s of CPU; compiling the kernels is in it"
    return [
        Figure("first run, from installed package to cached overlay", spent.wall_s, "s", 45.0, note=note),
        Figure("first run, peak memory", spent.peak_mb, "MB", 1024.0),
    ]


def _commands() -> list[Figure]:
    over = os.environ.get("KARWAN_BENCH_FACTS")
    routes = ["-m", "karwan", "routes", "Lahore", "Almaty", *(["--facts", over] if over else [])]
    figures = []
    _checked(spawn.run(routes, {}, LIMIT_S))
    for name, words, goal_s in (
        ("karwan routes Lahore Almaty", routes, 0.8),
        ("karwan --help", ["-m", "karwan", "--help"], 0.3),
    ):
        spent = [_checked(spawn.run(words, {}, LIMIT_S)) for _ in range(REPEATS)]
        wall_s, cpu_s = min(one.wall_s for one in spent), min(one.cpu_s for one in spent)
        figures += [
            Figure(
                f"`{name}`, whole process",
                wall_s,
                "s",
                goal_s,
                note=f"least of {REPEATS}; {cpu_s:.2f} s of CPU",
            ),
            Figure(f"`{name}`, CPU", cpu_s, "s"),
            Figure(f"`{name}`, peak memory", max(one.peak_mb for one in spent), "MB"),
        ]
    return figures


def _checked(spent: spawn.Spent) -> spawn.Spent:
    if spent.code != 0:
        raise RuntimeError(f"a command ended with {spent.code}")
    return spent

"""One rival in a process of its own: build, pairs, skim, change; lengths for the others to agree with."""

from __future__ import annotations

import json
import resource
import statistics
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks.figures import clocked, each
from benchmarks.ground import PLACES, Road

REPEATS = 5
SOON_S = 1.0  # what takes less is repeated, and its least time counts


def race(name: str, folder: Path) -> None:
    """Measures one rival; writes `<name>.json` and `<name>.npz` beside `road.npz`."""
    rival = import_module(f"benchmarks.rivals.with_{name}")
    road = Road.load(folder / "road.npz")
    if name == "karwan":
        _warm(rival, road)
    before_mb = _peak_mb()
    made, build_s = clocked(lambda: rival.build(road), 1 if name != "karwan" else 3)
    pairs = road.pairs[: rival.PAIRS]
    asked = [rival.ask(made, road, pair) for pair in pairs]
    seconds = each([lambda pair=pair: rival.ask(made, road, pair) for pair in pairs], REPEATS)
    table, skim_s = clocked(lambda: rival.skim_all(made, road, rival.LANES))
    if skim_s < SOON_S:
        table, skim_s = clocked(lambda: rival.skim_all(made, road, rival.LANES), 3 * REPEATS)
    _, change_s = clocked(lambda: rival.change(made, road))
    if change_s < SOON_S:
        _, change_s = clocked(lambda: rival.change(made, road), 3 * REPEATS)
    figures = {
        "name": name.replace("_", "-"),
        "packages": {package: version(package) for package in rival.PACKAGES},
        "note": rival.NOTE,
        "nodes": road.lon.size,
        "links": road.m.size,
        "build_s": build_s,
        "query_s": statistics.median(seconds),
        "pairs": len(pairs),
        "skim_s": skim_s * PLACES / rival.LANES,
        "lanes": rival.LANES,
        "change_s": change_s,
        "before_mb": before_mb,
        "peak_mb": _peak_mb(),
    }
    np.savez(folder / f"{name}.npz", asked=np.array(asked), table=table)
    figures["gap"] = _gap(folder, name)
    (folder / f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")


def _gap(folder: Path, name: str) -> float:
    """By how many metres a rival's lengths differ from karwan's at most; inf where one alone has a way."""
    largest = 0.0
    with np.load(folder / "karwan.npz") as ours, np.load(folder / f"{name}.npz") as theirs:
        for key in ("asked", "table"):
            there = np.nan_to_num(theirs[key].astype(float), nan=np.inf)
            here = ours[key][: len(there)].astype(float)
            apart = np.ones(here.shape, np.bool_)
            if here.ndim > 1:
                np.fill_diagonal(apart, val=False)
            here, there = here[apart], there[apart]
            if (np.isfinite(here) != np.isfinite(there)).any():
                return float("inf")
            both = np.isfinite(here)
            largest = max(largest, float(np.max(np.abs(here[both] - there[both]), initial=0.0)))
    return largest


def _warm(rival, road: Road) -> None:
    """Compiles all that karwan's part needs before the clock starts."""
    made = rival.build(road)
    rival.ask(made, road, road.pairs[0])
    rival.skim_all(made, road, rival.LANES)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

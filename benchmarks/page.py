"""The page of results: goals, rivals, versions, machine, footnotes."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

CASES = {
    "build": "Network",
    "renew": "A link closed or built",
    "scenario": "Scenarios applied",
    "processes": "Whole processes",
    "question": "A question with date, law and spread",
    "families": "Families",
    "front": "Exact front",
    "skim": "Skim and single query",
    "closures": "Closures and large skims",
    "growth": "Growth",
}
# How many times sooner than a rival's its 300 x 300 skim is to be. Of routingkit-cch, whose change is quick, the
# change counts with the skim; of the others the skim alone, which asks more of us.
SKIM_GOALS = {"scipy": 800.0, "pandana": 70.0, "routingkit-cch": 7.0}
Race = Mapping[str, Any]

# ruff: noqa: E501 - lines of a page
_HEAD = """\
# Benchmarks

Written by `./run bench`; nothing here is asserted by a test.

{machine}

Unless a row says otherwise, seconds are those of one core's CPU, the least of some repeats, kernels compiled: what
else the machine does counts less so. Whole processes and the first run are told by the clock on the wall. On a
machine with nothing else to do the two are the same. All draws are seeded.
"""

_RIVALS = """
## Beside others, on the same roads

The healed roads of all territories, the same for all: {nodes} nodes, {links} links, whole metres, borders open,
300 places of the gazetteer drawn by lot, joined to the road beside them; queries over pairs of them more than
2,000 km apart. A process each, one core.

| | build s | change s | query ms | 300 x 300 skim s | peak MB | query, times ours | skim, times ours | change and skim, times ours | goal | lengths differ by m |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""

_NOTES = """
- *build*: from arrays to what can be asked. *change*: what has to be done anew when lengths change, before the
  next skim. The goals are held against the skim alone; that of routingkit-cch, whose change takes in all lengths as
  ours does, against both. karwan has no such step: its skim takes in all
  lengths, prices and closures anew each time. Only a link closed inside a cell makes that cell anew (at most
  what the largest cell takes, part of the build above).
- karwan's query starts from places that are joined already, as the nodes of the others are; joining a place
  takes some milliseconds, once. Its overlay answers between places and gateways, the others between all nodes.
  For one length between two nodes and nothing else, routingkit-cch is the quickest by far.
- Peak memory is of the whole process with its arrays; karwan's holds the whole network of all modes too, from which
  it takes the roads.
- Lengths differ because some of us add in single precision, and by what the notes say.
- None of the others knows modes, posts, several criteria, or families.
"""


def written(figures: Mapping[str, Sequence[Figure]], raced: Sequence[Race], failed: Mapping[str, str]) -> str:
    """The whole page."""
    parts = [_HEAD.format(machine=_machine())]
    for name, rows in figures.items():
        parts.append(f"\n## {CASES[name]}\n\n| | measured | goal | |\n| --- | ---: | ---: | --- |\n")
        parts += [_row(figure) for figure in rows]
    if raced:
        parts.append(_rivals(raced))
    if failed:
        parts.append("\n## Not measured\n\n")
        parts += [f"- {name}: {why}\n" for name, why in failed.items()]
    return "".join(parts)


def _row(figure: Figure) -> str:
    goal = ""
    if figure.goal is not None:
        bound = "at least" if figure.is_floor else "at most"
        goal = f"{bound} {_plain(figure.goal)}{'' if figure.is_met else ', missed'}"
    return f"| {figure.what} | {_plain(figure.value)} {figure.unit} | {goal} | {figure.note} |\n"


def _rivals(raced: Sequence[Race]) -> str:
    ours = next(one for one in raced if one["name"] == "karwan")
    rows = []
    for one in raced:
        versions = ", ".join(f"{name} {number}" for name, number in one["packages"].items())
        times = one["skim_s"] / ours["skim_s"]
        renewed = (one["skim_s"] + one["change_s"]) / ours["skim_s"]
        goal = SKIM_GOALS.get(one["name"])
        judged = renewed if one["name"] == "routingkit-cch" else times
        wanted = "" if goal is None else f"{goal:.0f}{'' if judged >= goal else ', missed'}"
        cells = (
            versions,
            _plain(one["build_s"]),
            _plain(one["change_s"]),
            _plain(1000 * one["query_s"]),
            _plain(one["skim_s"]),
            f"{one['peak_mb']:.0f}",
            _plain(one["query_s"] / ours["query_s"]),
            _plain(times),
            _plain(renewed),
            wanted,
            _plain(one["gap"]),
        )
        rows.append(f"| {' | '.join(cells)} |\n")
    head = _RIVALS.format(nodes=f"{ours['nodes']:,}", links=f"{ours['links']:,}")
    notes = [
        f"- {one['name']}: {one['note']}"
        + ("" if one["lanes"] == 300 else f"; skim scaled from {one['lanes']} of 300 sources")
        + (f"; {one['pairs']} pairs" if one["pairs"] != 50 else "")
        + ".\n"
        for one in raced
    ]
    return "".join([head, *rows, "\n", *notes, _NOTES])


def _machine() -> str:
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("karwan", "numpy", "numba", "scipy"))
    load = os.getloadavg()[2]
    day = datetime.now(UTC).date().isoformat()
    return (
        f"Measured {day} on {os.cpu_count()} cores of {_processor()}, {memory_gb:.0f} GB, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}. Others kept {load:.1f} cores busy or waiting meanwhile "
        "(load of the last quarter of an hour, this run among it)."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _plain(value: float) -> str:
    """A figure with three digits at most, thousands apart."""
    if value == 0:
        return "0"
    if value >= 100:
        return f"{value:,.0f}"
    digits = 1 if value >= 10 else 2 if value >= 1 else 3 if value >= 0.1 else 4
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")

"""`./run bench [NAME ...]`: measures cases and rivals, each in a process of its own, and writes the page.

With names only those are measured, and nothing is written.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import page, spawn
from benchmarks.figures import Figure

CASES = (
    "build",
    "renew",
    "scenario",
    "processes",
    "question",
    "families",
    "front",
    "skim",
    "closures",
    "growth",
)
RIVALS = ("karwan", "routingkit_cch", "pandana", "scipy", "igraph", "rustworkx", "scgraph", "networkx")
LIMIT_S = 900.0
PAGE = Path(__file__).parents[1] / "docs" / "validation" / "benchmarks.md"


def main() -> None:
    """Reads the words, and measures."""
    reader = argparse.ArgumentParser(prog="./run bench", description=__doc__, allow_abbrev=False)
    reader.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join((*CASES, *RIVALS))}")
    reader.add_argument("--facts", metavar="DIR", help="lay the rows of this folder over the shipped tables")
    reader.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    reader.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    reader.add_argument("--rival", choices=(*RIVALS, "road"), help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.facts:
        os.environ["KARWAN_BENCH_FACTS"] = asked.facts
    if asked.case:
        figures = import_module(f"benchmarks.cases.{asked.case}").measure()
        _hand_over(asked.folder / f"{asked.case}.json", [dataclasses.asdict(figure) for figure in figures])
    elif asked.rival:
        _race(asked.rival, asked.folder)
    else:
        unknown = sorted({*asked.names} - {*CASES, *RIVALS})
        if unknown:
            reader.error(f"no case or rival is called {', '.join(unknown)}")
        _all(asked.names)


def _all(names: list[str]) -> None:
    cases = [name for name in CASES if name in (names or CASES)]
    rivals = [name for name in RIVALS if name in (names or RIVALS)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # karwan comes first: the others' lengths are held against its own.
        rivals = ["karwan", *(name for name in rivals if name != "karwan")] if rivals else []
        failed: dict[str, str] = {}
        for name in cases:
            failed |= _measured(name, ["--case", name], folder)
        for name in ["road", *rivals] if rivals else []:
            failed |= _measured(name, ["--rival", name], folder)
        figures = {name: _read_figures(folder / f"{name}.json") for name in cases if name not in failed}
        raced = [json.loads((folder / f"{name}.json").read_text()) for name in rivals if name not in failed]
        text = page.written(figures, raced, failed)
    print(text)
    if not names:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        print(f"written: {PAGE}", file=sys.stderr)
    if failed:
        sys.exit(1)


def _measured(name: str, words: list[str], folder: Path) -> dict[str, str]:
    """Runs one process; why it failed, if it did."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    begin = ["-m", "benchmarks.run", *words, "--folder", str(folder)]
    spent = spawn.run(begin, {} if name == "processes" else spawn.ONE_CORE, LIMIT_S)
    print(f"{name}: {spent.wall_s:.0f} s", file=sys.stderr, flush=True)
    if spent.is_late:
        return {name: f"took more than {LIMIT_S:.0f} s"}
    return {name: f"ended with {spent.code}"} if spent.code else {}


def _race(name: str, folder: Path) -> None:
    from benchmarks import ground, rival

    if name == "road":
        ground.road(ground.state()).save(folder / "road.npz")
    else:
        rival.race(name, folder)


def _hand_over(path: Path, what: object) -> None:
    path.write_text(json.dumps(what), encoding="utf-8")


def _read_figures(path: Path) -> list[Figure]:
    return [Figure(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    main()

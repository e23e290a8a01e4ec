"""`karwan network build`, `info` and `check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import paper
from karwan.cli.options import Output, with_output
from karwan.cli.progress import Progress
from karwan.cli.wording import NONE, number
from karwan.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.answers.network_build import BuildAnswer, StepAnswer
    from karwan.answers.network_info import CellInfo, NetworkInfo
    from karwan.network.report import Finding

# Of a kind of finding so many are told unless all are asked for.
_TOLD = 5
_DIGITS = 16


@with_output
def build(
    step: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Run one step (after those before it); tell what it did."),
    ] = None,
    *,
    out: Output,
) -> None:
    """Build the network if its inputs have changed, and show its steps with the hashes of what they read."""
    from karwan.answers import network_build

    answer: BuildAnswer | StepAnswer
    with Progress() as progress:
        if step is None:
            answer = network_build.build(out.built_facts, progress)
        else:
            answer = network_build.run_step(out.built_facts, step, progress)
    if out.as_json:
        paper.print_json(answer.as_json())
    elif isinstance(answer, network_build.BuildAnswer):
        _print_build(answer)
    else:
        _print_step(answer)


@with_output
def info(
    cells: Annotated[bool, typer.Option("--cells", help="List every cell.")] = False,
    *,
    out: Output,
) -> None:
    """Show what the network is made of, its digest, and the licence of its base."""
    from karwan.answers import network_info

    with Progress() as progress:
        answer = network_info.info(out.built_facts, progress)
    if out.as_json:
        paper.print_json(answer.as_json())
    elif cells:
        _print_cells(answer.cells)
    else:
        _print_info(answer)


@with_output
def check(
    everything: Annotated[
        bool, typer.Option("--all", help="Tell every finding, not the first of each kind.")
    ] = False,
    *,
    out: Output,
) -> None:
    """Show what the build repaired and what did not fit; exit code 1 if something that must hold fails."""
    from karwan.answers import network_info

    try:
        with Progress() as progress:
            answer = network_info.check(out.built_facts, progress)
    except NetworkError as error:
        for line in str(error).splitlines():
            print(f"karwan: {line}", file=sys.stderr)
        raise typer.Exit(1) from None
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        for kind, count in answer.counts.items():
            _print_findings(f"{kind}: {count}", answer.report.of(kind), most=count if everything else _TOLD)
        paper.say()
        paper.say(f"{len(answer.failed)} of them must not be" if answer.failed else "all that must hold does")
    if answer.failed:
        raise typer.Exit(1)


def _print_build(answer: BuildAnswer) -> None:
    titles = ("step", "reads", "hash", "since the last build asked for")
    rows = [
        (
            step.name if index == 0 else "",
            name,
            digest[:_DIGITS],
            "changed" if name in step.changed else "as it was",
        )
        for step in answer.steps
        for index, (name, digest) in enumerate(step.inputs.items())
    ]
    paper.table([paper.Column(title) for title in titles], rows)
    paper.say()
    did = "was kept already" if answer.was_kept else f"was built in {number(answer.seconds)} s"
    paper.say(f"network {answer.digest[:_DIGITS]} {did}")


def _print_step(answer: StepAnswer) -> None:
    inputs = [(name, digest[:_DIGITS]) for name, digest in answer.inputs.items()]
    paper.heading(f"step {answer.name}, {number(answer.seconds)} s")
    paper.fields(inputs)
    paper.say()
    columns = [
        paper.Column("mode"),
        paper.Column("nodes", is_number=True),
        paper.Column("links", is_number=True),
    ]
    sizes = [(mode, number(nodes, 0), number(links, 0)) for mode, (nodes, links) in answer.sizes.items()]
    paper.table(columns, sizes)
    paper.say()
    _print_findings(f"findings: {len(answer.findings)}", answer.findings, most=len(answer.findings))


def _print_info(answer: NetworkInfo) -> None:
    paper.fields([("network", answer.digest)])
    titles = ("mode", "cells", "nodes", "links", "km")
    columns = [paper.Column(title, is_number=title != "mode") for title in titles]
    rows = [
        (mode.mode, *(number(value, 0) for value in (mode.cells, mode.nodes, mode.links, mode.length_km)))
        for mode in answer.modes
    ]
    paper.say()
    paper.table(columns, rows)
    paper.say()
    paper.fields(
        [
            ("gateways", ", ".join(f"{count:,} {kind}" for kind, count in answer.gateways.items())),
            (
                "links",
                ", ".join(f"{count:,} {origin.name.lower()}" for origin, count in answer.links.items()),
            ),
        ]
    )
    paper.say()
    paper.say(answer.notice.rstrip())


def _print_cells(cells: Sequence[CellInfo]) -> None:
    titles = ("cell", "territory", "gauge", "nodes", "links", "km", "ends")
    columns = [paper.Column(title, is_number=title in titles[2:]) for title in titles]
    rows = [
        (
            info.cell.key,
            info.cell.territory or NONE,
            str(info.cell.gauge_mm or NONE),
            *(number(value, 0) for value in (info.nodes, info.links, info.length_km, info.ends)),
        )
        for info in cells
    ]
    paper.table(columns, rows)


def _print_findings(title: str, findings: Sequence[Finding], most: int) -> None:
    paper.heading(title)
    for finding in findings[:most]:
        sign = "fails: " if finding.is_fatal else ""
        paper.say(f"  {sign}{finding.text} ({finding.lat:.3f},{finding.lon:.3f})")
    if len(findings) > most:
        paper.say(f"  and {len(findings) - most} more; --all tells them")

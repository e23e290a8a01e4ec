"""`karwan scenario`: make, check, show, compare and list scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import files, paper, reading
from karwan.cli.options import Output, with_output
from karwan.cli.wording import NONE, listed, number
from karwan.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from karwan.scenario import Measure, Scenario, Touched

Named = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A file, or a name of `karwan scenario list`.")
]
_WIDEST = 90
_MOST_NAMES = 6


@with_output
def new(
    name: Annotated[str, typer.Argument(help="Its name; the file is NAME.toml in this folder.")],
    *,
    out: Output,
) -> None:
    """Write a scenario to begin with, with an example of every kind of measure."""
    from karwan.scenario.written import template

    path = Path(f"{name.removesuffix('.toml')}.toml")
    files.check("NAME", str(path))
    if path.exists():
        raise InputError(f"{path} is there already; name another, or take it away first")
    files.write("NAME", str(path), template(path.stem))
    if out.as_json:
        paper.print_json({"file": str(path)})
        return
    paper.say(f"{path} is written; `karwan scenario check {path}` tells what it does")


@with_output
def check(
    named: Named,
    *,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day that is asked about.")] = None,
    out: Output,
) -> None:
    """Apply a scenario, and show what each measure touched, or all that is wrong with it."""
    from karwan.scenario import apply, scenario_of
    from karwan.scenario.written import as_json

    found = scenario_of(named, to_apply=True)
    applied = apply(out.state, found, reading.day(as_of))
    if out.as_json:
        told = {"scenario": as_json(found), "on": applied.on.isoformat()}
        paper.print_json(told | {"touched": [one.as_json() for one in applied.touched]})
        return
    _print_head(found)
    paper.say(f"holds on {applied.on}")
    columns = (
        paper.Column("", is_number=True),
        paper.Column("measure"),
        paper.Column("what it touched", widest=_WIDEST),
    )
    rows = [(str(one.number), one.kind, _touched(one)) for one in applied.touched]
    paper.table(columns, rows)


@with_output
def show(
    named: Named,
    *,
    toml: Annotated[bool, typer.Option("--toml", help="Print it as one file, its bases among it.")] = False,
    out: Output,
) -> None:
    """Show a scenario: its measures in order, those of its bases first."""
    from karwan.scenario import scenario_of
    from karwan.scenario.record import layered
    from karwan.scenario.written import as_json, as_toml

    found = scenario_of(named)
    if out.as_json:
        paper.print_json(as_json(found))
    elif toml:
        paper.say(as_toml(found).rstrip())
    else:
        _print_head(found)
        _print_measures(measure for measure, _, _ in layered(found))


@with_output
def diff(
    first: Annotated[str, typer.Argument(help="A file, or a name.")],
    second: Annotated[str, typer.Argument(help="Another.")],
    *,
    out: Output,
) -> None:
    """Show which measures only one of two scenarios has, and which differ."""
    from karwan.scenario import scenario_of
    from karwan.scenario.diff import difference
    from karwan.scenario.written import toml_value

    found = difference(scenario_of(first), scenario_of(second))
    if out.as_json:
        paper.print_json(found.as_json())
        return
    if found.is_none:
        paper.say(f"{found.first.name} and {found.second.name} hold the same measures")
    for scenario, measures in ((found.first, found.only_first), (found.second, found.only_second)):
        if measures:
            paper.heading(f"only in {scenario.name}")
            _print_measures(measures)
    for change in found.changed:
        paper.heading(f"{change.first.kind}: differs")
        paper.fields(
            [
                (name, f"{'-' if a is None else toml_value(a)} -> {'-' if b is None else toml_value(b)}")
                for name, a, b in change.fields
            ]
        )


@with_output
def list_(*, out: Output) -> None:
    """List the scenarios that ship with karwan."""
    from karwan.scenario import scenario_of
    from karwan.scenario.library import names
    from karwan.scenario.record import layered
    from karwan.scenario.written import as_json

    found = {name: scenario_of(name) for name in names()}
    if out.as_json:
        paper.print_json({"scenarios": [{"file": name, **as_json(one)} for name, one in found.items()]})
        return
    columns = (
        paper.Column("name"),
        paper.Column("measures", is_number=True),
        paper.Column("what", widest=_WIDEST),
    )
    rows = [
        (name, str(len(list(layered(one)))), f"{one.name}. {one.notes.split('. ')[0]}")
        for name, one in found.items()
    ]
    paper.table(columns, rows)


@with_output
def schema(*, out: Output) -> None:
    """Print the JSON schema of a scenario, for editors that complete and check TOML."""
    from karwan.scenario.schema import json_schema

    del out  # JSON it is in any case
    paper.print_json(json_schema())


def _print_head(scenario: Scenario) -> None:
    paper.heading(f"{scenario.name}  {scenario.id}")
    if scenario.notes:
        paper.fields([("", scenario.notes)])
    if scenario.bases:
        paper.say(f"rests on {listed(base.name for base in scenario.bases)}")


def _print_measures(measures: Iterable[Measure]) -> None:
    from karwan.scenario.written import toml_value

    for count, measure in enumerate(measures, 1):
        told = measure.told()
        paper.fields(
            [
                (f"{number(count, 0)} {told.pop('kind')}", ""),
                *((f"  {name}", toml_value(value)) for name, value in told.items()),
            ]
        )


def _touched(one: Touched) -> str:
    tables = [table for table in {**one.rows, **one.aside} if table != "sources"]
    told = [
        f"{table} +{len(one.rows.get(table, ()))} -{len(one.aside.get(table, ()))} rows" for table in tables
    ]
    told += [f"{one.links} links"] if one.links else []
    told += [f"gateways {_some(one.gateways)}"] if one.gateways else []
    told += [f"cells {_some(one.cells)}"] if one.cells else []
    told += [one.not_yet] if one.not_yet else []
    told += [f"so already by measure {one.same_as}"] if one.same_as else []
    return "; ".join(told) or NONE


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" * (len(names) > _MOST_NAMES)
    return listed(names[:_MOST_NAMES]) + more

"""The options that every command has, attached by one decorator."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from karwan.cli import records

if TYPE_CHECKING:
    from datetime import date

    from karwan.facts.load import Facts
    from karwan.network.record import Network
    from karwan.scenario import Applied
    from karwan.state import State

Returned = TypeVar("Returned")

# Rows of ours that are named on stderr by table; `karwan facts TABLE` shows all.
_MOST_TOLD = 8

Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
FactsDirs = Annotated[
    list[str] | None,
    typer.Option(
        "--facts",
        metavar="DIR",
        help="Lay the rows of the CSV tables in this folder over ours; may be repeated, the last one on top.",
    ),
]

Cargo = Annotated[
    str | None,
    typer.Option(
        help="What is sent: 40ft, 20ft, reefer, 20t, wagon, 3x40ft, 40ft:26t (so much in it), 500t; 40ft, or "
        "reefer for a product that must be cooled."
    ),
]
Commodity = Annotated[
    str | None, typer.Option(help="Its freight group; `karwan facts commodities` lists them; general.")
]
Product = Annotated[
    str | None,
    typer.Option(help="A product, with its season and shelf life; `karwan facts products` lists them."),
]
Scenarios = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario",
        metavar="NAME",
        help="Ask as if this scenario held: a file, or a name of `karwan scenario list`; may be repeated.",
    ),
]
# Options of commands that name the day that is asked about.
_DAYS = ("as_of", "depart")


@dataclass(frozen=True)
class Output:
    """What the shared options say.

    Attributes:
        as_json: whether the answer is wanted as JSON. facts_dirs: folders of a user's own rows.
        scenarios: names or files of scenarios that hold, in order. on: the day that the question names.
    """

    as_json: bool
    facts_dirs: tuple[Path, ...]
    scenarios: tuple[str, ...] = ()
    on: str | None = None

    @cached_property
    def facts(self) -> Facts:
        """The fact tables under the scenarios that hold."""
        return self.state.facts if self.scenarios else self.base_facts

    @cached_property
    def base_facts(self) -> Facts:
        """The fact tables with the user's rows laid over; says on stderr which of ours they replace."""
        from karwan.facts.load import load

        facts = load(*self.facts_dirs)
        self._tell_replaced(facts)
        return facts

    @cached_property
    def state(self) -> State:
        """Facts, network and overlay under the scenarios that hold."""
        return self.applied.state if self.scenarios else self.base_state

    @cached_property
    def base_state(self) -> State:
        """Facts, network and overlay without scenarios, built if need be with progress on stderr."""
        from karwan.cli.progress import Progress
        from karwan.opening import open_state

        with Progress() as progress:
            state = open_state(facts=self.base_facts, progress=progress)
        self._tell_misfits()
        return state

    @cached_property
    def applied(self) -> Applied:
        """The scenarios applied; what holds is told above the answer."""
        from karwan.cli import paper
        from karwan.scenario import apply, scenario_of, together

        scenario = together([scenario_of(name, to_apply=True) for name in self.scenarios])
        applied = apply(self.base_state, scenario, self.day)
        paper.begin(applied)
        return applied

    @property
    def day(self) -> date | None:
        """The day that the question names; None where it names none, or none that can be read."""
        from karwan.errors import InputError
        from karwan.words.day import day_of

        try:
            return None if self.on is None else day_of(self.on.partition("T")[0])
        except InputError:
            return None  # the command says so itself

    @cached_property
    def network(self) -> Network:
        """The network alone, built if need be with progress on stderr."""
        from karwan.cli.progress import Progress
        from karwan.network import open_network
        from karwan.storage.store import Store, folder

        if self.scenarios:
            return self.state.network
        with Progress() as progress:
            network = open_network(self.facts, Store(folder()), progress)
        self._tell_misfits()
        return network

    @property
    def built_facts(self) -> Facts:
        """The fact tables for a command on the network as it is built.

        Raises:
            InputError: a scenario is to hold, which changes the network after it is built.
        """
        from karwan.errors import InputError

        if self.scenarios:
            raise InputError(
                "--scenario: a scenario changes the network after it is built; "
                "`karwan scenario check` tells what it touches"
            )
        return self.base_facts

    def _tell_misfits(self) -> None:
        """Says on stderr which of a user's rows the network has no room for."""
        if self.facts_dirs:
            from karwan.answers.network_info import misfits

            for finding in misfits(self.base_facts):
                print(f"karwan: your row {finding.subject}: {finding.kind}, {finding.text}", file=sys.stderr)

    def _tell_replaced(self, facts: Facts) -> None:
        if not self.facts_dirs:
            return
        both = ("replace ours", facts.replaced), ("cut ours short", facts.shortened)
        for said, named in both:
            by_table: dict[str, list[str]] = {}
            for table, row in named:
                by_table.setdefault(table, []).append(row)
            for table, rows in by_table.items():
                more = f" and {len(rows) - _MOST_TOLD} more" * (len(rows) > _MOST_TOLD)
                told = ", ".join(rows[:_MOST_TOLD])
                print(f"karwan: your rows {said} in {table}: {told}{more}", file=sys.stderr)


def with_output(command: Callable[..., Returned]) -> Callable[..., Returned]:
    """Gives a command the shared options; its parameter `out` receives them as an Output.

    A parameter that is a record of options (`records.Options`) stands for all of its options.
    """
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in records.parameters(command) if parameter.name != "out"]
    shared = [
        inspect.Parameter("json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Json),
        inspect.Parameter("facts", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=FactsDirs),
        inspect.Parameter("scenario", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Scenarios),
    ]

    def obey(
        *,
        json: bool,
        facts: list[str] | None,
        scenario: list[str] | None,
        **given: Any,  # noqa: ANN401
    ) -> Returned:
        """Runs the command with what was written."""
        from karwan.cli import paper

        paper.begin(None)
        on = next((given[name] for name in _DAYS if given.get(name)), None)
        return command(
            **records.gathered(command, given),
            out=Output(
                as_json=json,
                facts_dirs=tuple(map(Path, facts or ())),
                scenarios=tuple(scenario or ()),
                on=on if isinstance(on, str) else None,
            ),
        )

    obey.__name__ = command.__name__
    obey.__doc__ = command.__doc__
    obey.__module__ = command.__module__
    every = [*own, *shared]
    obey.__annotations__ = {parameter.name: parameter.annotation for parameter in every}
    vars(obey)["__signature__"] = signature.replace(parameters=every)
    return obey

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

if TYPE_CHECKING:
    from karwan.facts.load import Facts
    from karwan.network.record import Network
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


@dataclass(frozen=True)
class Output:
    """What the shared options say.

    Attributes:
        as_json: whether the answer is wanted as JSON. facts_dirs: folders of a user's own rows.
    """

    as_json: bool
    facts_dirs: tuple[Path, ...]

    @cached_property
    def facts(self) -> Facts:
        """The fact tables with the user's rows laid over; says on stderr which of ours they replace."""
        from karwan.facts.load import load

        facts = load(*self.facts_dirs)
        self._tell_replaced(facts)
        return facts

    @cached_property
    def state(self) -> State:
        """Facts, network and overlay, built if need be with progress on stderr."""
        from karwan.cli.progress import Progress
        from karwan.opening import open_state

        with Progress() as progress:
            state = open_state(facts=self.facts, progress=progress)
        self._tell_misfits()
        return state

    @cached_property
    def network(self) -> Network:
        """The network alone, built if need be with progress on stderr."""
        from karwan.cli.progress import Progress
        from karwan.network import open_network
        from karwan.storage.store import Store, folder

        with Progress() as progress:
            network = open_network(self.facts, Store(folder()), progress)
        self._tell_misfits()
        return network

    def _tell_misfits(self) -> None:
        """Says on stderr which of a user's rows the network has no room for."""
        if self.facts_dirs:
            from karwan.answers.network_info import misfits

            for finding in misfits(self.facts):
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
    """Gives a command the shared options; its parameter `out` receives them as an Output."""
    signature = inspect.signature(command, eval_str=True)
    own = [parameter for parameter in signature.parameters.values() if parameter.name != "out"]
    shared = [
        inspect.Parameter("json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Json),
        inspect.Parameter("facts", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=FactsDirs),
    ]

    def obey(*, json: bool, facts: list[str] | None, **given: Any) -> Returned:  # noqa: ANN401
        return command(**given, out=Output(as_json=json, facts_dirs=tuple(map(Path, facts or ()))))

    obey.__name__ = command.__name__
    obey.__doc__ = command.__doc__
    obey.__module__ = command.__module__
    parameters = [*own, *shared]
    obey.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    vars(obey)["__signature__"] = signature.replace(parameters=parameters)
    return obey

"""A command that takes a record of options has all of its options, and gets them as one value."""

import inspect
from dataclasses import dataclass
from typing import Annotated

import typer

from karwan.cli.records import Options, gathered, parameters


@dataclass(frozen=True, kw_only=True)
class Load(Options):
    cargo: Annotated[str | None, typer.Option(help="What is sent.")] = None
    boxes: Annotated[int, typer.Option("--boxes", help="How many.")] = 1


def send(place: str, *, load: Load, fast: bool = False) -> tuple[str, Load, bool]:
    return place, load, fast


def test_the_options_of_a_record_stand_in_its_place():
    found = parameters(send)
    assert [parameter.name for parameter in found] == ["place", "cargo", "boxes", "fast"]
    assert [parameter.default for parameter in found[1:]] == [None, 1, False]
    assert found[2].annotation == Annotated[int, found[2].annotation.__metadata__[0]]
    inspect.Signature(found)  # which refuses parameters out of order


def test_a_command_gets_what_was_written_for_a_record_as_one_value():
    given = gathered(send, {"place": "Quetta", "cargo": "40ft", "boxes": 3, "fast": True})
    assert send(**given) == ("Quetta", Load(cargo="40ft", boxes=3), True)

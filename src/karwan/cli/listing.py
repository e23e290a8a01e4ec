"""Lists of places and of pairs on the command line: as words, as files, or on standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from karwan.cli import files
from karwan.cli.records import Options
from karwan.errors import InputError

_LISTS = (".csv", ".txt")
Text = str | None
Texts = list[str] | None


@dataclass(frozen=True, kw_only=True)
class Pairs(Options):
    """The pairs that a command is about: of a file, or all of some places."""

    pairs: Annotated[
        Text,
        typer.Option(
            metavar="FILE",
            help="CSV with columns origin, destination, perhaps product, cargo, month, via, tonnes; or a "
            "shipped list such as pk-kz; - reads standard input.",
        ),
    ] = None
    places: Annotated[
        Texts,
        typer.Option(metavar="NAME", help="All pairs of these: a place, or a file of them; repeat it."),
    ] = None

    def check(self) -> None:
        """Refuses none and both.

        Raises:
            InputError: in either case.
        """
        if (self.pairs is None) == (self.places is None):
            raise InputError("name a file of pairs with --pairs, or places with --places, and not both")


def named_places(words: list[str]) -> list[str]:
    """Places by their words: each word is one, or a file that lists some."""
    from karwan.answers.place_list import listed

    found: list[str] = []
    for word in words:
        if is_list(word):
            name = "standard input" if word == files.STDOUT else word
            found += [line for _, line in listed(name, read("--places", word))]
        else:
            found.append(word)
    return found


def is_list(word: str) -> bool:
    """Whether a word is a file that lists places, and not a place."""
    return word == files.STDOUT or Path(word).is_file() or Path(word).suffix.casefold() in _LISTS


def read(option: str, name: str) -> bytes:
    """The bytes of a file that a user names; `-` is standard input.

    Raises:
        InputError: it cannot be read.
    """
    if name == files.STDOUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        mend = "name a file, or - to read it here"
        raise InputError(f"{option} {name}: {error.strerror}; {mend}") from None

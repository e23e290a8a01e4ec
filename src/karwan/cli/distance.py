"""`karwan distance`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import files, paper, reading
from karwan.cli.options import Output, with_output
from karwan.cli.wording import NONE
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.answers.pairs import PairAsked, PairsAnswer

Text = str | None
Texts = list[str] | None


@with_output
def distance(  # noqa: PLR0913  one parameter an option
    origin: Annotated[Text, typer.Argument(help="A name, a code, an id or lat,lon.")] = None,
    destination: Annotated[Text, typer.Argument(help="A name, a code, an id or lat,lon.")] = None,
    *,
    mode: Annotated[Text, typer.Option(help="road (if none is named), rail, sea or air.")] = None,
    pairs: Annotated[
        Text,
        typer.Option(
            metavar="FILE",
            help="CSV with columns origin, destination, mode, perhaps via and avoid; - reads standard input.",
        ),
    ] = None,
    via: Annotated[Texts, typer.Option(help="A place to pass; may be repeated, in order.")] = None,
    avoid: Annotated[
        Texts, typer.Option(help="A place, post, territory, strait or sea to avoid; may be repeated.")
    ] = None,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Keep to the posts that are open; else every border is open.")
    ] = False,
    as_of: Annotated[
        Text, typer.Option(metavar="DATE", help="The day whose open posts count with --as-is; today.")
    ] = None,
    out: Output,
) -> None:
    """Measure the shortest way by one mode, between two places or for a file of pairs."""
    from karwan.answers.pairs import PairAsked, measure, measure_one, pair_of

    on = reading.day(as_of)
    if on is not None and not as_is:
        raise InputError("--as-of counts with --as-is only, as every border is open otherwise; add --as-is")
    day = (on or out.facts.day) if as_is else None
    if pairs is not None:
        if any(word for word in (origin, destination, mode, via, avoid)):
            raise InputError("with --pairs the file names places, mode, via and avoid; leave these out")
        asked = _read(pairs)
        answer = measure(out.facts, out.network, asked, day)
    elif origin is None or destination is None:
        raise InputError("name two places, or a file of pairs with --pairs FILE.csv")
    else:
        one = PairAsked(origin, destination, mode or "road", tuple(via or ()), tuple(avoid or ()))
        pair_of(out.facts, one)  # a mistake is told before the network is opened
        answer = measure_one(out.facts, out.network, one, day)
    if out.as_json:
        paper.print_json(answer.as_json())
    elif pairs is None:
        _print_one(answer)
    else:
        _print_all(answer)


def _read(name: str) -> tuple[PairAsked, ...]:
    from karwan.answers.pairs import read_pairs

    if name == files.STDOUT:
        return read_pairs("standard input", sys.stdin.buffer.read())
    try:
        return read_pairs(name, Path(name).read_bytes())
    except OSError as error:
        raise InputError(f"--pairs {name}: {error.strerror}; name a CSV file, or - to read it here") from None


def _print_one(answer: PairsAnswer) -> None:
    [pair] = answer.pairs
    way = f"{pair.asked.origin} to {pair.asked.destination} by {pair.asked.mode}"
    paper.say(f"{way}: {pair.why}" if pair.distance_km is None else f"{way}: {_km(pair.distance_km)} km")


def _print_all(answer: PairsAnswer) -> None:
    columns = [paper.Column("origin"), paper.Column("destination"), paper.Column("mode")]
    columns += [paper.Column("km", is_number=True), paper.Column("why", widest=60)]
    rows = [
        (pair.asked.origin, pair.asked.destination, pair.asked.mode, _km(pair.distance_km), pair.why or NONE)
        for pair in answer.pairs
    ]
    paper.table(columns, rows)


def _km(value: float | None) -> str:
    return NONE if value is None else f"{value:,.1f}"

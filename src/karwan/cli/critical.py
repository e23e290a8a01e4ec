"""`karwan critical`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading, shipping
from karwan.cli.options import Cargo, Commodity, Output, Product, with_output
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.answers.critical import CriticalAnswer
    from karwan.answers.flows import Flows

_MOST = 2000
_LISTS = (".csv", ".txt")
Text = str | None
Texts = list[str] | None


@with_output
def critical(  # noqa: PLR0913  one parameter an option
    *,
    pairs: shipping.Pairs = None,
    places: shipping.Places = None,
    cargo: Cargo = None,
    commodity: Commodity = None,
    product: Product = None,
    modes: shipping.Modes = None,
    avoid: shipping.Avoid = None,
    sanctions: shipping.Sanctions = None,
    by: shipping.By = "generalised",
    value_of_time: shipping.ValueOfTime = None,
    carbon_price: shipping.CarbonPrice = None,
    as_of: shipping.AsOf = None,
    prices_of: shipping.PricesOf = None,
    count: Annotated[str, typer.Option(metavar="N", help="How many rows to show.")] = "20",
    csv: Annotated[
        Text, typer.Option(metavar="FILE", help="Write the whole ranking as CSV; - prints it.")
    ] = None,
    out: Output,
) -> None:
    """Rank posts, ports, terminals, straits and territories by what closing each alone costs."""
    files.check("--csv", csv)
    if csv == files.STDOUT and out.as_json:
        raise InputError("standard output holds one answer; give the CSV a file name")
    asked = shipping.asked_of(
        cargo=cargo,
        commodity=commodity,
        product=product,
        modes=modes,
        avoid=avoid,
        sanctions=sanctions,
        by=by,
        value_of_time=value_of_time,
        carbon_price=carbon_price,
        as_of=as_of,
        prices_of=prices_of,
    )
    most = reading.whole(count, "count", _MOST)
    flows = _flows(out, pairs, places, asked)
    answer = _answered(out, flows)
    if csv is not None:
        from karwan.report.critical_table import csv_text

        files.write("--csv", csv, csv_text(answer))
        if csv == files.STDOUT:
            return
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        _print(answer, most)


def _flows(out: Output, pairs: Text, places: Texts, asked: dict[str, Any]) -> Flows:
    """The pairs that are meant; a mistake is told before the network is opened."""
    from karwan.answers.flows import flows_between, flows_named, read_flows

    if (pairs is None) == (places is None):
        raise InputError("name a file of pairs with --pairs, or places with --places, and not both")
    if pairs is None:
        return flows_between(out.facts, named_places(places or []), asked)
    today = asked["on"] or reading.today()
    if pairs == files.STDOUT:
        return read_flows(out.facts, "standard input", sys.stdin.buffer.read(), asked, today)
    return flows_named(out.facts, pairs, asked, today)


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


def _answered(out: Output, flows: Flows) -> CriticalAnswer:
    from karwan.answers.critical import ask_critical
    from karwan.cli.progress import Progress

    state = out.state
    with Progress("") as progress:
        return ask_critical(state, flows, progress)


def _print(answer: CriticalAnswer, count: int) -> None:
    from karwan.report import critical_table

    numbers = {3, 4, 5, 6, 7}
    titles = critical_table.header(answer)
    columns = [
        paper.Column(title, is_number=at in numbers or at == 0, widest=24 if at in (1, 8) else None)
        for at, title in enumerate(titles)
    ]
    paper.table(columns, critical_table.rows(answer, count))
    paper.say()
    for line in critical_table.lost(answer, count):
        paper.say(line)
    ways = sum(pair.time_h is not None for pair in answer.pairs)
    weight = "weighted by tonnes" if answer.is_weighted else "all pairs alike"
    paper.say(
        f"{len(answer.pairs)} pairs, {ways} with a way, {weight}; {answer.unit}, all: what a closure adds "
        "over all pairs,"
    )
    paper.say(f"ranked by {answer.ranked_by}; hours and USD/t: what it adds over the pairs that it diverts")

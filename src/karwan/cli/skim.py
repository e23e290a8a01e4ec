"""`karwan skim`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading, shipping
from karwan.cli.listing import is_list, read
from karwan.cli.options import Output, with_output
from karwan.cli.wording import NONE, listed
from karwan.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karwan.answers.skim_answer import SkimQuestion
    from karwan.answers.skims import Skim
    from karwan.words.place import Place

_PART = ".part"
# More pairs than these go to a file.
_MOST_PRINTED = 2500
_MOST_FAR = 5
_SAID = "joins the places and searches; may be interrupted, the same command goes on"
Text = str | None
Texts = list[str] | None


@with_output
def skim(
    *,
    places: Annotated[
        Texts, typer.Option(metavar="NAME", help="From these: a place, or a file with one a line; repeat it.")
    ] = None,
    to: Annotated[Texts, typer.Option(metavar="NAME", help="To these; to the same if left out.")] = None,
    save: Annotated[
        Text,
        typer.Option(
            "--out", metavar="FILE", help="Write FILE.csv, FILE.npz or a folder of npy; printed if left out."
        ),
    ] = None,
    least: Annotated[
        bool, typer.Option("--least", help="The least of each criterion too, whatever way has it.")
    ] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Begin anew where an earlier run was left.")] = False,
    goods: shipping.Shipping,
    by: shipping.By = "generalised",
    out: Output,
) -> None:
    """Measure hours, dollars and CO2e between many places, by the way that is best by the weights."""
    asked = goods.asked(by)
    if places is None:
        raise InputError("name places, or a file of them, with --places")
    if save is not None:
        _check(save)
    asked["on"] = asked["on"] or reading.today()
    question = _question(out, places, to, asked, with_least=least)
    pairs = len(question.origins) * len(question.destinations)
    if save is None and pairs > _MOST_PRINTED:
        raise InputError(f"{pairs:,} pairs are too many to print; write them with --out FILE.csv or FILE.npz")
    if save is None:
        _print(out, question)
    else:
        _save(out, question, Path(save), anew=anew)


def _question(
    out: Output, places: list[str], to: Texts, asked: dict[str, Any], *, with_least: bool
) -> SkimQuestion:
    from karwan.answers.skims import skim_question

    destinations = None if to is None else _places(out, "--to", to)
    return skim_question(
        out.facts, _places(out, "--places", places), destinations, asked, with_least=with_least
    )


def _places(out: Output, option: str, words: list[str]) -> tuple[Place, ...]:
    """The places that words mean: each is one, or a file that lists some."""
    from karwan.answers.place_list import listed as lines_of
    from karwan.answers.place_list import places_listed
    from karwan.facts.places import find

    found: list[Place] = []
    for word in words:
        if is_list(word):
            name = "standard input" if word == files.STDOUT else word
            found += places_listed(out.facts, name, lines_of(name, read(option, word)))
        else:
            found.append(find(word, out.facts))
    return tuple(found)


def _check(save: str) -> None:
    """Refuses a file that cannot be written, before the work begins; a folder may be there already."""
    path = Path(save)
    if path.suffix and path.suffix.casefold() not in (".csv", ".npz"):
        raise InputError(f"--out {save}: the name must end in .csv or .npz, or be that of a folder")
    if path.is_dir() and not path.suffix:
        if any(path.iterdir()) and not (path / "question.json").exists():
            raise InputError(f"--out {save}: this folder holds something else; name one that karwan may make")
        return
    files.check("--out", save)


def _skim(out: Output, question: SkimQuestion, told: Any) -> Skim:  # noqa: ANN401
    from karwan.answers.skims import Skim

    made = Skim(out.state, question, told)
    if made.far:
        more = f" and {len(made.far) - _MOST_FAR} more" * (len(made.far) > _MOST_FAR)
        names = ", ".join(made.far[:_MOST_FAR])
        print(f"karwan: no road or railway is near {names}{more}: no way from or to them", file=sys.stderr)
    return made


def _save(out: Output, question: SkimQuestion, path: Path, *, anew: bool) -> None:
    from karwan.cli.progress import Progress
    from karwan.report import skim_files
    from karwan.storage.unfinished import OtherTableError, Unfinished

    about = question.about(out.state)
    part = path.with_name(path.name + _PART)
    rows, width = len(question.origins), len(question.destinations) * len(question.fields)
    try:
        table = Unfinished(part, about, rows, width, anew=anew)
    except OtherTableError as error:
        raise InputError(_other(part, error.about, about)) from None
    with table, Progress(_SAID) as progress:
        known = table.known()
        try:
            if not known.all():
                for block in _skim(out, question, progress).blocks(known, progress):
                    table.put(block.rows, block.figures)
            skim_files.write(path, question, about, table.read, progress)
        except KeyboardInterrupt:
            count = int(table.known().sum())
            left = f"{part} holds {count:,} of {rows:,} rows, and the same command goes on"
            print(f"karwan: stopped; {left}", file=sys.stderr)
            raise
        table.remove()
    told = {"out": str(path), "origins": rows, "destinations": len(question.destinations)}
    if out.as_json:
        paper.print_json(told | {"fields": list(question.fields), "resumed_rows": int(known.sum())})
    else:
        again = f"; {int(known.sum()):,} rows were there from an earlier run" if known.any() else ""
        paper.say(f"{rows:,} x {len(question.destinations):,} pairs in {path}{again}")


def _other(part: Path, found: dict[str, Any], wanted: dict[str, Any]) -> str:
    """What tells the question of an earlier run from this one."""
    changed = [key for key in wanted if found.get(key) != wanted[key]]
    names = {"rest": "places, exclusions or shipment", "facts": "fact tables", "network": "network"}
    told = [
        f"{key} {found.get(key)} and not {wanted[key]}" if key not in names else f"other {names[key]}"
        for key in changed
    ]
    return (
        f"{part} was left by a run with another question ({listed(told)}); ask that one again, name another "
        "file, or begin anew with --anew"
    )


def _print(out: Output, question: SkimQuestion) -> None:
    import numpy as np

    from karwan.cli.progress import Progress

    with Progress("") as progress:
        figures = np.empty((len(question.origins), len(question.destinations), len(question.fields)))
        for block in _skim(out, question, progress).blocks(told=progress):
            figures[block.rows] = block.figures
    rows = [
        (one, other, figures[i, j].tolist())
        for i, one in enumerate(question.origins)
        for j, other in enumerate(question.destinations)
    ]
    if out.as_json:
        paper.print_json(_as_json(question, rows))
        return
    columns = [paper.Column("from"), paper.Column("to")]
    # A time is shown by its quantiles; its mean stands in files and in --json.
    shown = [at for at, field in enumerate(question.fields) if not field.endswith("time_h")]
    columns += [paper.Column(question.fields[at], is_number=True) for at in shown]
    paper.table(
        columns,
        [(one.name, other.name, *(_cell(found[at]) for at in shown)) for one, other, found in rows],
    )


def _cell(figure: float) -> str:
    return f"{figure:,.1f}" if figure < float("inf") else NONE


def _as_json(question: SkimQuestion, rows: Sequence[tuple[Place, Place, list[float]]]) -> dict[str, Any]:
    """Printed pairs as JSON types."""
    pairs = []
    for one, other, found in rows:
        figures = zip(question.fields, found, strict=True)
        told = {field: round(each, 3) if each < float("inf") else None for field, each in figures}
        pairs.append({"origin": one.name, "destination": other.name, **told})
    return {"fields": list(question.fields), "pairs": pairs}

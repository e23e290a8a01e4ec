"""`karwan brief`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading, shipping
from karwan.cli.boundaries import SHIPPED, Boundaries
from karwan.cli.options import Output, with_output
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.answers.brief import Brief, BriefQuestion
    from karwan.answers.flows import Flows
    from karwan.languages import Messages
    from karwan.report.land.read import Lines
    from karwan.state import State

_PAIR = 2
Text = str | None


@with_output
def brief(  # noqa: PLR0913  one parameter an option
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ORIGIN DESTINATION",
            help="The two places of a pair; or one word for a list of pairs: a CSV file, or a shipped list "
            "such as pk-kz.",
        ),
    ] = None,
    *,
    pairs: Annotated[
        Text, typer.Option(metavar="FILE", help="A list of pairs, a brief for each; - reads standard input.")
    ] = None,
    languages: Annotated[
        str, typer.Option(metavar="CODE,...", help="In these languages: en, ru, ur.")
    ] = "en",
    since: Annotated[
        Text, typer.Option(metavar="DATE", help="Tell what changed since this day; a year before the day.")
    ] = None,
    goods: shipping.Shipping,
    pdf: Annotated[Text, typer.Option(metavar="FILE", help="Write the two pages to this file.")] = None,
    html: Annotated[Text, typer.Option(metavar="FILE", help="Write one HTML file.")] = None,
    folder: Annotated[
        Text,
        typer.Option("--out", metavar="DIR", help="Write PDF and HTML of each pair and language here; `.`."),
    ] = None,
    boundaries: Boundaries = SHIPPED,
    out: Output,
) -> None:
    """Write a brief for talks: two pages on what a delegation asks first, as PDF and HTML."""
    from karwan.cli.progress import Progress
    from karwan.report.brief_pdf import need_compiler
    from karwan.report.land.boundaries import borders_of

    told = _languages(languages)
    _check(pdf, html, folder, count=len(told))
    borders = borders_of(boundaries)
    if pdf or not (html or out.as_json) or folder:
        need_compiler()
    questions = list(_questions(out, words or [], pairs, goods, since))
    if (pdf or html) and len(questions) > 1:
        raise InputError(f"{len(questions)} pairs: one file holds one brief; name a folder with --out")
    state, answers = out.state, []
    for number, (name, question) in enumerate(questions, 1):
        with Progress("") as progress:
            before = f"{number} of {len(questions)}: " if len(questions) > 1 else ""
            answers.append(_asked(state, question, progress, before))
        if pdf or html or folder or not out.as_json:
            for file in _written((state, borders), answers[-1], name, told, (pdf, html, folder)):
                print(f"karwan: wrote {file}", file=sys.stderr)
    if out.as_json:
        paper.print_json({"briefs": [answer.as_json() for answer in answers]})


def _languages(codes: str) -> list[str]:
    """The codes of languages, each once.

    Raises:
        InputError: there is none of a code.
    """
    from karwan.languages import messages

    found = list(dict.fromkeys(code.strip().casefold() for code in codes.split(",") if code.strip()))
    if not found:
        raise InputError("languages: name one or more, such as en,ru")
    for code in found:
        messages(code)
    return found


def _check(pdf: Text, html: Text, folder: Text, *, count: int) -> None:
    """Refuses files that cannot be written, before the work begins."""
    files.check("--pdf", pdf, (".pdf",))
    files.check("--html", html, (".html",))
    if (pdf or html) and count > 1:
        raise InputError(f"{count} languages: one file holds one brief; name a folder with --out")
    if folder is not None and not Path(folder).is_dir():
        raise InputError(f"--out {folder}: there is no such folder; make it first or name another")
    files.check("--out", str(Path(folder or ".") / "brief.pdf"))


def _questions(
    out: Output, words: list[str], pairs: Text, goods: shipping.Shipping, since: Text
) -> Iterator[tuple[str, BriefQuestion]]:
    """The name and question of each brief; mistakes are told before the network is opened."""
    from karwan.answers.brief import brief_question, question_of_flow
    from karwan.answers.question import Asked

    asked, begin = goods.asked("generalised"), reading.day(since)
    if pairs is None and len(words) == _PAIR:
        question = brief_question(out.facts, Asked(origin=words[0], destination=words[1], **asked), begin)
        yield f"{question.routes.origin.name} {question.routes.destination.name}", question
        return
    if (pairs is None) == (not words) or len(words) > 1:
        raise InputError("name two places, or one list of pairs, and not both")
    flows = _flows(out, pairs or words[0], asked)
    for flow in flows.flows:
        yield flow.name, question_of_flow(flow, asked, begin, weighted=flows.is_weighted)


def _flows(out: Output, name: str, asked: dict[str, Any]) -> Flows:
    from karwan.answers.flows import flows_named, read_flows

    today = asked["on"] or reading.today()
    if name == files.STDOUT:
        return read_flows(out.facts, "standard input", sys.stdin.buffer.read(), asked, today)
    return flows_named(out.facts, name, asked, today)


def _asked(state: State, question: BriefQuestion, progress: object, before: str) -> Brief:
    from karwan.answers.brief import ask_brief
    from karwan.cli.progress import Progress

    def told(step: str, share: float | None) -> None:
        if isinstance(progress, Progress):
            progress(before + step, share)

    return ask_brief(state, question, told)


def _written(
    ground: tuple[State, Lines | None],
    answer: Brief,
    name: str,
    languages: list[str],
    named: tuple[Text, Text, Text],
) -> Iterator[str]:
    """Writes the files of one brief, each whole; their names.

    `ground`: what it was found on, and borders to draw in place of those that ship.
    """
    from karwan.languages import messages
    from karwan.report.brief_html import brief_html
    from karwan.report.brief_pdf import brief_pdf

    (state, borders), (pdf, html, folder) = ground, named
    for language in languages:
        told: Messages = messages(language, state.facts)
        stem = str(Path(folder or ".") / f"brief-{_slug(name)}-{language}")
        in_folder = folder is not None or not (pdf or html)
        for option, file, make, ending in (
            ("--pdf", pdf, brief_pdf, ".pdf"),
            ("--html", html, brief_html, ".html"),
        ):
            for target in (file, stem + ending if in_folder else None):
                if target is not None:
                    files.write(option, target, make(answer, state.facts, told, borders))
                    yield target


def _slug(name: str) -> str:
    """A name as part of one of a file: `islamabad-almaty`."""
    plain = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return "-".join(plain.split()) or "pair"

# ruff: noqa: INP001  no package: this file is run by its path
"""Makes what is generated in README.md and docs/: `python docs/make.py` writes it, a test compares it.

A comment over a fenced block says what the block shows:

    <!-- prints -->                   what the `sh` or `python` block above it prints
    <!-- prints; exit 2 -->           the same where the command refuses, its fault included
    <!-- lines of FILE -->            lines of a file of the repository
    <!-- ...; only REGEX -->          of these, the lines in which the pattern is found

Every `sh` and `python` block of a page is run, with or without a block below it, in a folder that is thrown
away and in which docs/ lies. Blocks of Python share their names down the page. Besides that: the pages in
docs/reference, and the pictures, each with the text that its command prints kept inside the file.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import karwan
from karwan.answers import facts_shown
from karwan.cli import reference
from karwan.cli.run import run
from karwan.facts import load, schema
from karwan.facts.schema import Attribute
from karwan.languages import messages
from karwan.report.brief_pdf import brief_pngs
from karwan.results import BriefResult
from karwan.words.evidence import Evidence

TOP = Path(__file__).resolve().parents[1]
DOCS = TOP / "docs"
FACTS_PAGE = DOCS / "reference" / "facts.md"
PICTURES = {
    DOCS / "pictures" / "lahore-almaty.png": "karwan routes Lahore Almaty --count 5 --as-of 2026-11-24",
    DOCS / "pictures" / "corridor-iti.png": "karwan corridor ITI --against ITI-road --as-of 2026-11-24",
}
# The pages of a brief, and what it is asked.
BRIEF_PAGES = [DOCS / "pictures" / f"brief-islamabad-almaty-{number}.png" for number in (1, 2)]
_BRIEF = ("Islamabad", "Almaty"), {"on": "2026-11-24", "since": "2025-09-01"}
# What a page may show that is not run here: it installs, it runs the tests that run this, or does not end.
NOT_RUN = (
    "./run test",
    "./run check",
    "./run bench",
    "./run serve",
    ".ci/",
    "pip install",
    "python -m karwan.network.base.",
)

_PICTURE_PX, _PICTURE_COLOURS = 1400, 96
_BRIEF_PPI, _BRIEF_COLOURS = 120.0, 160
_BLOCK = re.compile(
    r"^```(?P<kind>sh|python)\n(?P<code>.*?)^```$"
    r"(?:\n\n<!-- prints(?P<how>[^\n]*?) -->\n```\w*\n(?P<shown>.*?)^```$)?"
    r"|^<!-- lines of (?P<file>[^\s;]+)(?P<which>;[^\n]*?)? -->\n```\w*\n(?P<lines>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class WrongPageError(Exception):
    """A page shows what does not work."""


def pages() -> list[Path]:
    """Pages written by hand, in which blocks are run and filled."""
    found = [TOP / "README.md", *DOCS.rglob("*.md")]
    return sorted(
        page for page in found if page.parent != FACTS_PAGE.parent and "validation" not in page.name
    )


def rendered(page: Path) -> str:
    """A page with every block run and every shown output made anew.

    Raises:
        WrongPageError: a command ends otherwise than the page says, or is none that may be shown.
    """
    names: dict[str, Any] = {"__name__": "__main__"}

    def filled(block: re.Match[str]) -> str:
        if block["file"]:
            text = (TOP / block["file"]).read_text(encoding="utf-8")
            made, old = _only(text, block["which"]), block.span("lines")
        else:
            how = block["how"] or ""
            exit_code = re.search(r"; exit (\d+)", how)
            with _placed(page, block["code"]):
                if block["kind"] == "sh":
                    printed = commanded(block["code"], int(exit_code[1]) if exit_code else 0)
                else:
                    printed = executed(block["code"], names)
            if block["shown"] is None:
                return block[0]
            made, old = _only(printed, how), block.span("shown")
        start = block.start()
        return block[0][: old[0] - start] + made + block[0][old[1] - start :]

    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path("docs").symlink_to(DOCS)
        return _BLOCK.sub(filled, page.read_text(encoding="utf-8"))


def commanded(lines: str, exit_code: int = 0) -> str:
    """What the commands of a block print; each must end with the exit code.

    Raises:
        WrongPageError: a command ends otherwise, or is neither karwan's nor one that may be shown.
    """
    printed = []
    for line in lines.splitlines():
        command, _, file = line.partition(" > ")
        words = shlex.split(command, comments=True)
        if not words or line.startswith(NOT_RUN):
            continue
        if words[0] not in ("./run", "karwan"):
            raise WrongPageError(f"{line}: begin with ./run or karwan, or name it in NOT_RUN")
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(words[1:])
        if code != exit_code:
            raise WrongPageError(f"{line}: exit code {code}, not {exit_code}\n{err.getvalue()}")
        if file:
            Path(file.strip()).write_text(out.getvalue(), encoding="utf-8")
        else:
            printed.append(out.getvalue() + (err.getvalue() if exit_code else ""))
    return "".join(printed)


def executed(code: str, names: dict[str, Any]) -> str:
    """What a block of Python prints; what it names is added to the names."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        exec(compile(code, "<page>", "exec"), names)  # noqa: S102  our own pages
    return out.getvalue()


def facts_page() -> str:
    """The page on the fact tables: rows by class of evidence, then every column of every table."""
    parts = [
        "# Fact tables",
        "<!-- Made by `python docs/make.py` from src/karwan/facts/schema; edit that, not this page. -->",
        (
            "Every figure about the world is a row of these CSV tables in `src/karwan/facts/tables`. A row "
            "has an id, a class of evidence and its sources by id; `karwan facts TABLE ROW` shows one. A "
            "folder with files of the same names lays your own rows over them: "
            "[your own figures](../how-to/own-figures.md)."
        ),
        (
            "A row of yours replaces ours of the same id. Where a table has a *key*, your rows for a key "
            "stand instead of all of ours for it, and where rows have `since` and `until`, on their days "
            "only ([rule 4.6](../rules.md#4-which-figure-is-used))."
        ),
        "\n".join(_counts()),
        (
            "Lists are separated by `;`, Booleans are `yes` or `no`, dates are ISO 8601, money is US dollars "
            "of the year that the row names, coordinates are WGS 84 degrees. A column in **bold** must be "
            "filled in every row."
        ),
    ]
    for summary in facts_shown.tables(load()).tables:
        columns = [_column(attribute) for attribute in schema.of(schema.kind_of(summary.name))]
        head = _row("column", "type", "unit", "values", "meaning"), _row(*["---"] * 5)
        named = ", ".join(f"`{column}`" for column in summary.key)
        parts += [f"## {summary.name}", f"{summary.description}.", *[f"Key: {named}."] * bool(named)]
        parts.append("\n".join((*head, *columns)))
    return "\n\n".join(parts) + "\n"


def pictured(picture: Path) -> str:
    """The text that is kept inside a picture: what its command printed when it was drawn."""
    from PIL import Image  # noqa: PLC0415  only pictures need it

    with Image.open(picture) as image:
        return str(image.info.get("Description", ""))


def draw(picture: Path, command: str) -> None:
    """Draws a picture as its command does, in few colours, and keeps inside it what the command prints."""
    from PIL import Image, PngImagePlugin  # noqa: PLC0415  only pictures need it

    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        option = "--chart" if command.startswith("karwan corridor ") else "--map"
        printed = commanded(f"{command} {option} picture.png")
        with Image.open("picture.png") as image:
            height = round(image.height * _PICTURE_PX / image.width)
            small = image.convert("RGB").resize((_PICTURE_PX, height), Image.Resampling.LANCZOS)
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Description", printed)
    few = small.quantize(_PICTURE_COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True, pnginfo=told)


def brief_told() -> tuple[BriefResult, str]:
    """The brief whose pages are shown, and a hash of all that it says."""
    ends, options = _BRIEF
    brief = karwan.open().brief(*ends, **options)
    return brief, hashlib.sha256(json.dumps(brief.as_json(), sort_keys=True).encode()).hexdigest()


def draw_brief(brief: BriefResult, told: str) -> None:
    """Draws the pages of a brief in few colours, and keeps the hash of what it says inside them."""
    from PIL import Image, PngImagePlugin  # noqa: PLC0415  only pictures need it

    pages = brief_pngs(brief.answer, brief.state.facts, messages("en"), ppi=_BRIEF_PPI)
    for picture, page in zip(BRIEF_PAGES, pages, strict=True):
        kept = PngImagePlugin.PngInfo()
        kept.add_itxt("Description", told)
        with Image.open(io.BytesIO(page)) as image:
            plain = image.convert("RGB")
        # By cover, so that a colour of few dots stays what it is.
        few = plain.quantize(_BRIEF_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(picture, optimize=True, pnginfo=kept)


@contextmanager
def _placed(page: Path, code: str) -> Iterator[None]:
    """Says in which block of which page something failed."""
    try:
        yield
    except Exception as error:
        error.add_note(f"in {page.relative_to(TOP)}, block:\n{code}")
        raise


def _only(text: str, how: str | None) -> str:
    """The lines in which the pattern of `; only REGEX` is found; all without one; none ends in blanks."""
    pattern = re.search(r"; only (.+)$", how or "")
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for line in lines if pattern is None or re.search(pattern[1], line)]
    return "".join(f"{line}\n" for line in kept)


def _counts() -> Iterator[str]:
    classes = list(Evidence)
    yield _row("table", "rows", *classes, "a row is")
    yield _row("---", *["---:"] * (1 + len(classes)), "---")
    for table in facts_shown.tables(load()).tables:
        numbers = [str(table.by_evidence.get(one, "")) for one in classes]
        yield _row(f"[{table.name}](#{table.name})", str(table.rows), *numbers, table.description)


def _column(attribute: Attribute) -> str:
    name = f"`{attribute.name}`"
    values = [", ".join(f"`{word}`" for word in attribute.allowed)]
    values += [
        f"id of {' or '.join(f'`{table}`' for table in attribute.refers_to)}" * bool(attribute.refers_to)
    ]
    low, high = (_bound(bound) for bound in (attribute.minimum, attribute.maximum))
    values += [
        f"{low} to {high}" if low and high else f"at least {low}" * bool(low) + f"at most {high}" * bool(high)
    ]
    return _row(
        f"**{name}**" if attribute.is_required else name,
        attribute.type.replace("_", " "),
        attribute.unit,
        "; ".join(value for value in values if value),
        attribute.description,
    )


def _bound(bound: float | str | None) -> str:
    return "" if bound is None else f"{bound:g}" if isinstance(bound, float) else f"`{bound}`"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(TOP)}\n")


def main() -> None:
    """Writes every page and picture that is not as it should be, and names it."""
    reference.main(FACTS_PAGE.parent)
    _write(FACTS_PAGE, facts_page())
    for page in pages():
        _write(page, rendered(page))
    for picture, command in PICTURES.items():
        if not picture.exists() or pictured(picture) != commanded(command):
            draw(picture, command)
            sys.stdout.write(f"{picture.relative_to(TOP)}\n")
    brief, told = brief_told()
    if any(not picture.exists() or pictured(picture) != told for picture in BRIEF_PAGES):
        draw_brief(brief, told)
        sys.stdout.write("".join(f"{picture.relative_to(TOP)}\n" for picture in BRIEF_PAGES))


if __name__ == "__main__":
    os.environ.pop("KARWAN_TRACEBACK", None)
    main()

"""The brief as PDF: two pages, laid out by Typst with the fonts that ship. Needs the extra `brief`."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from karwan.answers.brief import Brief
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.languages import Messages
from karwan.report.brief_content import Room, in_words
from karwan.report.brief_drawn import map_svg
from karwan.report.land.read import Lines

if TYPE_CHECKING:
    import typst

PAGES = 2
_MISSING = "a brief as PDF needs the compiler of Typst; install karwan[brief], or ask for --html FILE"
# What stands on the first page is cut by the second list, what stands on the second by the first.
_SECOND: tuple[dict[str, int], ...] = (
    {"changed": 9, "missing": 8, "disputed": 6, "sources": 60, "text": 130},
    {"changed": 8, "missing": 7, "disputed": 5, "sources": 48, "text": 125},
    {"changed": 8, "missing": 7, "disputed": 5, "sources": 39, "text": 125},
    {"changed": 8, "missing": 7, "disputed": 5, "sources": 36, "text": 115},
    {"changed": 7, "missing": 7, "disputed": 5, "sources": 30, "text": 110},
    {"changed": 6, "missing": 6, "disputed": 4, "sources": 24, "text": 100},
    {"changed": 5, "missing": 5, "disputed": 3, "sources": 18, "text": 90},
    {"changed": 5, "missing": 5, "disputed": 3, "sources": 9, "text": 80},
    {"changed": 3, "missing": 3, "disputed": 2, "sources": 3, "text": 60},
    {"changed": 1, "missing": 1, "disputed": 1, "sources": 0, "text": 40},
)
_LABELS = (110, 84, 64, 44)
# A lower map shows nothing.
_LOWEST_PT = 150.0


def brief_pdf(brief: Brief, facts: Facts, messages: Messages, borders: Lines | None = None) -> bytes:
    """The brief in one language as a PDF of exactly two pages; what would not fit is cut, and counted.

    `borders`: in place of those that ship.

    Raises:
        InputError: the compiler is not installed.
    """
    on = datetime.combine(brief.question.routes.on, time(), UTC)
    with _laid_out(brief, facts, messages, borders) as compiler:
        made = compiler.compile(format="pdf", timestamp=on)
    if not isinstance(made, bytes):
        raise TypeError("the compiler gave no PDF")
    return made


def brief_pngs(brief: Brief, facts: Facts, messages: Messages, *, ppi: float = 144.0) -> list[bytes]:
    """The same as pictures, one a page."""
    with _laid_out(brief, facts, messages) as compiler:
        made = compiler.compile(format="png", ppi=ppi)
    return made if isinstance(made, list) else [made] if made else []


@contextmanager
def _laid_out(
    brief: Brief, facts: Facts, messages: Messages, borders: Lines | None = None
) -> Iterator[typst.Compiler]:
    """A compiler with what it is to lay out, so that it fills two pages."""
    with as_file(files("karwan.report.fonts")) as folder:
        compiler_of = _compilers(str(folder))
        content, frame = _fitted(compiler_of, brief, facts, messages)
        yield compiler_of(_inputs(content) | {"map": map_svg(brief, messages, frame, borders=borders)})


def need_compiler() -> None:
    """Refuses to begin where the compiler is not installed.

    Raises:
        InputError: with the mend.
    """
    if importlib.util.find_spec("typst") is None:
        raise InputError(_MISSING)


def _compilers(folder: str) -> Callable[[Mapping[str, str]], typst.Compiler]:
    """Gives compilers of the template, with the fonts of a folder alone."""
    need_compiler()
    import typst  # noqa: PLC0415  the extra `brief`

    template = files("karwan.report.brief").joinpath("brief.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return lambda inputs: typst.Compiler(template, font_paths=fonts, sys_inputs=dict(inputs))


def _inputs(content: Mapping[str, Any]) -> dict[str, str]:
    return {"content": json.dumps(content, ensure_ascii=False)}


def _fitted(
    compiler_of: Callable[[Mapping[str, str]], typst.Compiler], brief: Brief, facts: Facts, messages: Messages
) -> tuple[dict[str, Any], tuple[float, float]]:
    """The content that fills two pages and no more, and the size in points that is left for the map.

    Raises:
        ValueError: not even the least content fits, which no pair of places brings about.
    """
    label = second = 0
    while True:
        room = Room(label=_LABELS[label], **_SECOND[second])
        content = in_words(brief, facts, messages, room)
        found = _looked_at(compiler_of(_inputs(content)))
        if found.second > PAGES or found.frame[1] < _LOWEST_PT:
            label += 1
        elif found.end > PAGES:
            second += 1
        else:
            return content, found.frame
        if label == len(_LABELS) or second == len(_SECOND):
            raise ValueError("the brief does not fit on two pages")


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a trial put things: the page on which the second part begins and that on which it ends."""

    second: int
    end: int
    frame: tuple[float, float]


def _looked_at(compiler: typst.Compiler) -> _Found:
    found = json.loads(compiler.query("<told>", field="value", one=True))
    return _Found(found["second"], found["end"], (found["width"], found["height"]))

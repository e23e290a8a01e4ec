"""The pages of validation, docs/validation, as data: titles, paragraphs, tables.

A wheel holds them beside this file; a clone reads those that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from karwan.languages import Messages

_PACKED = Path(__file__).parent / "validation"
_IN_CLONE = Path(__file__).parents[3] / "docs" / "validation"
_FIRST = "README"
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of validation.

    Attributes:
        id: name of its file; `README` sums up the others. title: its first heading.
        parts: its paragraphs and tables in order, under their headings, as JSON types.
    """

    id: str
    title: str
    parts: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    def said_in(self, words: Messages) -> Page:
        """The page with its titles in a language."""
        parts = [
            {**part, "title": words.turned("validation", part["title"])} if "title" in part else part
            for part in self.parts
        ]
        return Page(self.id, words.turned("validation", self.title), tuple(parts))

    def as_json(self) -> dict[str, Any]:
        """The page as JSON types."""
        return {
            "id": self.id,
            "title": self.title,
            "text": [part["text"] for part in self.parts if "text" in part],
            "tables": [part for part in self.parts if "rows" in part],
        }


@cache
def pages() -> tuple[Page, ...]:
    """All pages, the one that sums up first; none where the package was made without them."""
    folder = _PACKED if _PACKED.is_dir() else _IN_CLONE
    if not folder.is_dir():
        return ()
    files = sorted(folder.glob("*.md"), key=lambda path: (path.stem != _FIRST, path.stem))
    return tuple(read(path.stem, path.read_text(encoding="utf-8")) for path in files)


def read(name: str, text: str) -> Page:
    """A page from its Markdown; only what these pages are written in is understood."""
    title, heading = "", ""
    parts: list[dict[str, Any]] = []
    for lines in _blocks(text):
        first = lines[0]
        if first.startswith("#"):
            heading = plain(first.lstrip("# "))
            title = title or heading
        elif first.startswith("|"):
            parts.append({"title": "" if heading == title else heading, **_table(lines)})
        else:
            parts += [{"text": one} for one in _paragraphs(lines)]
    return Page(name, title, tuple(parts))


def plain(text: str) -> str:
    """A line of Markdown without its signs: of a link its words."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)).strip()


def _blocks(text: str) -> Iterator[list[str]]:
    """Lines that stand together, headings alone."""
    for is_blank, lines in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if is_blank:
            continue
        block: list[str] = []
        for line in lines:
            if line.startswith("#"):
                if block:
                    yield block
                yield [line]
                block = []
            else:
                block.append(line)
        if block:
            yield block


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """A paragraph, or the items of a list."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- ") or not items:
            items.append(line.removeprefix("- "))
        else:
            items[-1] += f" {line.strip()}"
    return [plain(item) for item in items]


def _table(lines: Sequence[str]) -> dict[str, Any]:
    header, below, *rows = ([plain(cell) for cell in line.strip().strip("|").split("|")] for line in lines)
    columns = [
        {"name": name, "is_figure": sign.endswith(":")} for name, sign in zip(header, below, strict=True)
    ]
    return {"columns": columns, "rows": rows}

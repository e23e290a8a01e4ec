"""On which lines of a TOML text its measures and their fields stand; the parser of Python does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HEAD = re.compile(r"\s*\[\[\s*(\"measures\"|'measures'|measures)\s*\]\]")
_TABLE = re.compile(r"\s*\[")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z0-9_-]+))\s*=")


@dataclass(frozen=True, slots=True)
class Block:
    """The line of a head (1 for the file itself), and the lines of the keys below it."""

    line: int
    keys: dict[str, int] = field(default_factory=dict)


def blocks(text: str) -> list[Block]:
    """The block of the file itself, then one for each `[[measures]]` in their order."""
    found = [Block(1)]
    here: Block | None = found[0]
    for number, line in _outside_strings(text):
        if _HEAD.match(line):
            here = Block(number)
            found.append(here)
        elif _TABLE.match(line) and not _KEY.match(line):
            # A line within a list begins with a bracket too; only a head ends the block.
            here = None if _is_head(line) else here
        elif here is not None and (match := _KEY.match(line)):
            here.keys.setdefault(next(part for part in match.groups() if part), number)
    return found


def _is_head(line: str) -> bool:
    return re.fullmatch(r"\s*\[\[?\s*[A-Za-z0-9_.\"' -]+\s*\]\]?\s*(#.*)?", line) is not None


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without those that lie inside a string of several lines."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        began_outside = not fence
        rest = line
        while True:
            if fence:
                _, found, rest = rest.partition(fence)
                if not found:
                    break
                fence = ""
            opened = re.search(r"\"\"\"|'''|#|\"(?:[^\"\\]|\\.)*\"|'[^']*'", rest)
            if opened is None or opened[0] == "#":
                break
            rest = rest[opened.end() :]
            if opened[0] in ('"""', "'''"):
                fence = opened[0]
        if began_outside:
            yield number, line

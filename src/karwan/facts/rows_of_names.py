"""Row records of the table of names in other languages; `rows` gives them to the loader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from karwan.facts.row import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Row):
    """What a post, port, territory, city, way or corridor is called in another language.

    `of` is the English name that is shown for it, so that one row names all posts and terminals of a town.
    """

    table: ClassVar[str] = "names"
    key: ClassVar[tuple[str, ...]] = ("of", "language")
    of: str
    language: str
    name: str

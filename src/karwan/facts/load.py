"""Loads the fact tables: ours, with a user's own rows laid over them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from karwan.facts.rows import Row, Source

AnyRow = TypeVar("AnyRow", bound=Row | Source)


class Facts:
    """All fact tables; each is read and checked when it is first asked for."""

    def rows(self, kind: type[AnyRow]) -> tuple[AnyRow, ...]:
        """The rows of one table, in the order of the file; a user's rows replace ours of the same id."""
        raise NotImplementedError

    def digest(self, *kinds: type[Row] | type[Source]) -> str:
        """Hash of the content of some tables, overlays included: an input of the steps that read them."""
        raise NotImplementedError


def load(*overlays: Path) -> Facts:
    """The shipped tables with the rows of the overlay folders laid over them, the last one on top."""
    raise NotImplementedError

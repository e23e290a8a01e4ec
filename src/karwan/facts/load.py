"""Loads the fact tables: ours, with a user's own rows laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from karwan.errors import FactError, Fault, all_faults, nearest, unknown
from karwan.facts import schema, table
from karwan.facts.laid import Laid, laid, laid_again
from karwan.facts.rivals import rival_faults
from karwan.facts.rows import TABLES, Row, Source
from karwan.facts.table import Text

AnyRow = TypeVar("AnyRow", bound=Row | Source)
FOLDER = Path(__file__).parent / "tables"


class Facts:
    """All fact tables of a folder, ours if none is named; each is read when it is first asked for.

    `with_rows` gives tables with more rows laid over some of them; those share all others with these.
    """

    def __init__(self, overlays: tuple[Path, ...] = (), folder: Path = FOLDER) -> None:
        self._overlays = overlays
        self._folder = folder
        self._texts: dict[str, list[Text]] = {}
        self._laid: dict[str, Laid[Any]] = {}
        self._by_id: dict[str, Mapping[str, Any]] = {}
        self._under: Facts | None = None
        self._day: date | None = None

    def with_rows(
        self,
        rows: Mapping[type[Any], Sequence[Any]],
        removed: Mapping[type[Any], Collection[str]] | None = None,
        day: date | None = None,
    ) -> Facts:
        """These tables with rows laid over some of them as a user's are (docs/rules, 4.6); these stay.

        Args:
            rows: by the record of their table.
            removed: ids of rows that no longer stand.
            day: that a question means which names none.
        """
        gone = removed or {}
        above = copy(self)
        above._under = self._under or self  # noqa: SLF001 - of this class
        above._day = day or self._day  # noqa: SLF001
        own = dict(self._laid) if self._under else {}
        for kind in {**rows, **gone}:
            own[kind.table] = laid_again(kind, self._table(kind), rows.get(kind, ()), gone.get(kind, ()))
        above._laid = own  # noqa: SLF001
        above._by_id = {}  # noqa: SLF001
        return above

    @property
    def day(self) -> date:
        """The day that a question means which names none: today, or that of what is laid over."""
        return self._day or date.today()  # noqa: DTZ011  a post is open or shut on the user's own day

    def rows(self, kind: type[AnyRow]) -> tuple[AnyRow, ...]:
        """The rows of one table that count, in the order of the file, a user's laid over ours (`laid`).

        Raises:
            FactError: a file of this table is wrong; all its faults are said.
        """
        return self._table(kind).rows

    def by_id(self, kind: type[AnyRow]) -> Mapping[str, AnyRow]:
        """The rows of one table by their ids."""
        if self._under and kind.table not in self._laid:
            return self._under.by_id(kind)
        if kind.table not in self._by_id:
            self._by_id[kind.table] = {row.id: row for row in self.rows(kind)}
        return self._by_id[kind.table]

    def yours(self, kind: type[Row | Source]) -> frozenset[str]:
        """Ids of the rows of one table that stand in an overlay."""
        return self._table(kind).yours if self._is_overlaid(kind) else frozenset()

    def parts(self, kind: type[Row | Source]) -> frozenset[str]:
        """Ids of what is left of rows of ours of one table that an overlay cut."""
        return self._table(kind).parts if self._is_overlaid(kind) else frozenset()

    def aside(self, kind: type[AnyRow]) -> tuple[AnyRow, ...]:
        """The rows of ours of one table that an overlay changed or set aside, as they were."""
        return self._table(kind).replaced if self._is_overlaid(kind) else ()

    @property
    def replaced(self) -> tuple[tuple[str, str], ...]:
        """(table, id) of each row of ours that an overlay changed or set aside, by table."""
        return tuple((kind.table, row.id) for kind in self._overlaid for row in self.aside(kind))

    @property
    def shortened(self) -> tuple[tuple[str, str], ...]:
        """(table, id) of each row of ours that holds on fewer days, or one way only, by table."""
        cut = ((kind.table, self._table(kind).shortened) for kind in self._overlaid)
        return tuple((name, row.id) for name, rows in cut for row in rows)

    def digest(self, *kinds: type[Row | Source]) -> str:
        """Hash of the content of some tables, overlays included: an input of the steps that read them."""
        summary = hashlib.sha256()
        for kind in sorted(kinds or TABLES, key=lambda kind: kind.table):
            parts = [(schema.FOLDER / f"{kind.table}.csv").read_bytes()]
            parts += [text.content for text in self._files(kind)]
            if kind in self._overlaid:
                parts.append(repr(kind.key).encode())
            if self._under and kind.table in self._laid:
                parts.append(repr(self.rows(kind)).encode())
            for part in parts:
                summary.update(f"{kind.table} {len(part)} ".encode())
                summary.update(part)
        return summary.hexdigest()

    def check_overlays(self) -> None:
        """Reads every file of the overlays; FactError with all faults of all of them at once."""
        faults = [fault for folder in self._overlays for fault in _folder_faults(folder)]
        overlaid = () if faults else self._overlaid
        for kind in overlaid:
            faults += self._read(kind)[1]
        if not faults:
            for kind in overlaid:
                faults += self._reference_faults(kind)
        if faults:
            raise FactError(all_faults(faults))

    def texts(self, kind: type[Row | Source]) -> tuple[Text, ...]:
        """Our file of a table and those of the overlays, unread: for a table with a reader of its own."""
        return tuple(self._files(kind))

    def _files(self, kind: type[AnyRow]) -> list[Text]:
        """Our file of a table, then those of the overlays that have one."""
        name = kind.table
        if name not in self._texts:
            files = [Text(f"facts/tables/{name}.csv", (self._folder / f"{name}.csv").read_bytes())]
            for folder in self._overlays:
                path = folder / f"{name}.csv"
                if path.is_file():
                    files.append(_text(path))
            self._texts[name] = files
        return self._texts[name]

    @property
    def _overlaid(self) -> tuple[type[Row | Source], ...]:
        """The tables of which an overlay has a file, or over which rows were laid."""
        return tuple(kind for kind in TABLES if self._is_overlaid(kind))

    def _is_overlaid(self, kind: type[Any]) -> bool:
        return bool(self._under and kind.table in self._laid) or len(self._files(kind)) > 1

    def _table(self, kind: type[AnyRow]) -> Laid[AnyRow]:
        name = kind.table
        if self._under and name not in self._laid:
            return self._under._table(kind)  # noqa: SLF001
        if name not in self._laid:
            found, faults = self._read(kind)
            if faults:
                raise FactError(all_faults(faults))
            self._laid[name] = found
        return self._laid[name]

    def _read(self, kind: type[AnyRow]) -> tuple[Laid[AnyRow], list[Fault]]:
        known = None if kind is Source else self._known_sources()
        ours, *others = [table.read(kind, text, known) for text in self._files(kind)]
        faults = [fault for one in (ours, *others) for fault in one.faults]
        for text, one in zip(self._files(kind)[1:], others, strict=True):
            faults += rival_faults(kind, text, one.rows)
        return laid(kind, ours.rows, [other.rows for other in others]), faults

    def _known_sources(self) -> set[str] | None:
        """Ids of the sources; None while their own file is wrong: its faults are enough."""
        if Source.table not in self._laid:
            found, faults = self._read(Source)
            if faults:
                return None
            self._laid[Source.table] = found
        return {source.id for source in self.rows(Source)}

    def _reference_faults(self, kind: type[AnyRow]) -> list[Fault]:
        """Ids that a user's row names and no table has."""
        faults: list[Fault] = []
        for text in self._files(kind)[1:]:
            for row in table.read(kind, text, None).rows:
                for column, named, tables in table.references(kind, row):
                    others = [self.by_id(schema.kind_of(other)) for other in tables]
                    if not any(named in other for other in others):
                        known = [name for other in others for name in other]
                        what, mend = unknown("id", named, known), f"name an id of {' or '.join(tables)}"
                        faults.append(Fault(text.file, table.line_of(text, row.id), column, what, mend))
        return faults


def load(*overlays: Path) -> Facts:
    """The shipped tables with the rows of the overlay folders laid over them, the last one on top.

    Raises:
        FactError: an overlay is no folder, holds a file of another name, or a bad row.
    """
    facts = Facts(tuple(Path(folder) for folder in overlays))
    if overlays:
        facts.check_overlays()
    return facts


def _text(path: Path) -> Text:
    try:
        return Text(str(path), path.read_bytes())
    except OSError as error:
        fault = Fault(str(path), 0, "-", f"cannot be read ({error.strerror})", "check its permissions")
        raise FactError(str(fault)) from None


def _folder_faults(folder: Path) -> list[Fault]:
    """What is wrong with an overlay folder: it may hold `<table>.csv`, README, hidden files."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        mend = "name a folder with files such as rates.csv"
        return [Fault(str(folder), 0, "-", f"is no readable folder ({error.strerror})", mend)]
    known = [f"{kind.table}.csv" for kind in TABLES]
    faults = []
    for path in paths:
        if path.name.startswith((".", "README")) or (path.name in known and path.is_file()):
            continue
        near = nearest(path.name, known)
        mend = f"did you mean {' or '.join(near)}?" if near else f"the names are {', '.join(known)}"
        faults.append(Fault(str(path), 0, "-", "no table has this name", mend))
    return faults

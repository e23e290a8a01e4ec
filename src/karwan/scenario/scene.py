"""What a measure is planned on: the state as the measures before it left it, and the names that it knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from karwan.errors import Fault, InputError, unknown
from karwan.facts import schema
from karwan.facts.cells import LISTS
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.facts.rows import Basin, Crossing, GatewayRow, Row, Source, Territory
from karwan.network.change import Changed
from karwan.network.record import Cell, Network
from karwan.operations.book import Book
from karwan.operations.touched import Reach
from karwan.scenario.measure import Measure
from karwan.scenario.named import Named
from karwan.words.evidence import Evidence
from karwan.words.place import Place

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a measure is written.

    Attributes:
        file: as the user knows it. line: of its head. lines: of its fields, by their names in TOML.
        scenario: name of the scenario that it stands in.
    """

    file: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)
    scenario: str = ""

    def fault(self, name: str, what: str, mend: str) -> Fault:
        """A fault in a field of the measure."""
        return Fault(self.file, self.lines.get(name, self.line), name or "-", what, mend)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a measure does.

    Attributes:
        rows: laid over the fact tables. removed: ids of rows that no longer stand, by the record of a table.
        is_relative: whether it changes what it finds (a factor, a sum) instead of setting it.
        network: after a change of cells, links or ends; None if it stays.
    """

    rows: tuple[Row, ...] = ()
    removed: Mapping[type[Row], Collection[str]] = field(default_factory=dict)
    is_relative: bool = False
    network: Changed | None = None


@dataclass
class Scene:
    """The state that a measure finds, and what was found wrong with it.

    Attributes:
        facts, network: as the measures before it left them. on: the day that is asked about.
        measure, origin: that is planned now. faults: of all measures so far.
        renewed: keys of cells whose nodes, links or ends are others. reach: what is to be priced anew.
    """

    facts: Facts
    _book: Book
    network: Network
    on: date
    measure: Measure = field(default_factory=Measure)
    origin: Origin = field(default_factory=lambda: Origin("", 0))
    faults: list[Fault] = field(default_factory=list)
    renewed: set[str] = field(default_factory=set)
    reach: Reach = field(default_factory=Reach)
    _names: Named | None = None
    _rows: int = 0
    _had: int = 0
    _changed: set[str] = field(default_factory=set)

    def turn_to(self, measure: Measure, origin: Origin) -> None:
        """Begins with the next measure."""
        self.measure, self.origin, self._rows, self._had = measure, origin, 0, len(self.faults)

    def fault(self, name: str, what: str, mend: str) -> None:
        """Notes what is wrong with a field of the measure."""
        self.faults.append(self.origin.fault(name, what, mend))

    def row(self, kind: type[AnyRow], /, id: str = "", **cells: Any) -> AnyRow:  # noqa: A002, ANN401
        """A row that the measure lays: assumed, with its source or reason, on the days of the measure."""
        self._rows += 1
        blank = {
            one.name: () if one.type in LISTS else "" if one.type == "prose" else None
            for one in schema.of(kind)
        }
        why = self.measure.reason or self.measure.source or ""
        made = {
            **blank,
            "id": id or f"scenario-{self.measure.digest[:8]}-{self._rows}",
            **({"since": self.measure.since, "until": self.measure.last_day} if "since" in blank else {}),
            **cells,
            "evidence": Evidence.ASSUMED,
            "sources": (self.cited,),
            "note": why,
        }
        return kind(**{one.name: made[one.name] for one in fields(kind)})

    def mended(self, row: AnyRow, **cells: Any) -> AnyRow:  # noqa: ANN401
        """A row of the table with other cells: assumed, with the source or reason of the measure."""
        why = self.measure.reason or self.measure.source or ""
        return replace(row, **{**cells, "evidence": Evidence.ASSUMED, "sources": (self.cited,), "note": why})

    @property
    def cited(self) -> str:
        """Id of the source of the measure: of a row of `sources`, or of the one that is laid with it."""
        source = self.measure.source or ""
        return source if source in self.facts.by_id(Source) else f"scenario-{self.measure.digest[:8]}"

    def source_row(self) -> Source | None:
        """The row of `sources` that tells where the measure comes from, None if it names one of ours."""
        if self.cited in self.facts.by_id(Source):
            return None
        source, reason = self.measure.source or "", self.measure.reason or ""
        title = f"scenario {self.origin.scenario}: {reason or source}"
        return Source(id=self.cited, title=title, address=source, read_on=None, licence="")

    @property
    def names(self) -> Named:
        """Gateways by the words that mean them."""
        if self._names is None:
            self._names = Named(self.facts)
        return self._names

    def cells_at(self, gateway: str) -> list[Cell]:
        """The cells in which a gateway has an end."""
        number = {one.id: index for index, one in enumerate(self.network.gateways)}.get(gateway, -1)
        ends = self.network.end_cell[self.network.end_gateway == number]
        return [self.network.cells[cell] for cell in dict.fromkeys(ends.tolist())]

    def territory(self, name: str, word: str, *, or_any: bool = False) -> str | None:
        """The code of a territory or border union, as the tables write it; a fault and None if unknown."""
        rows = self.facts.rows(Territory)
        known = {text.casefold(): row.id for row in rows for text in (row.id, row.name)}
        known |= {row.border_union.casefold(): row.border_union for row in rows if row.border_union}
        if or_any and word == "*":
            return word
        if (found := known.get(word.casefold())) is None:
            what = unknown("territory", word, [text for row in rows for text in (row.id, row.name)])
            self.fault(name, what, "write a code such as PK, or an English name")
        return found

    def home(self, code: str) -> str:
        """The code under which the network knows a territory: that of its border union if it is in one."""
        row = self.facts.by_id(Territory).get(code)
        return (row.border_union if row else None) or code

    def place(self, name: str, word: str) -> Place | None:
        """The place that a word means; a fault and None if it means none."""
        try:
            return find(word, self.facts)
        except InputError as error:
            what, _, mend = str(error).partition("; ")
            self.fault(name, what, mend or "write a name, a code, an id or lat,lon")
            return None

    def gateways(self, name: str, words: Iterable[str], mode: str | None = None) -> list[str]:
        """Ids of the gateways that words mean; a fault for each word that means none, or several."""
        found: list[str] = []
        on_network = {gateway.id for gateway in self.network.gateways}
        for word in words:
            ids = self.names.ids(word, mode)
            here = [one for one in ids if one in on_network]
            if not ids:
                what = unknown("post, port or terminal", word, self.names.spoken)
                self.fault(name, what, "`karwan posts` and `karwan places` list the names")
            elif not here:
                what = f"'{word}' ({', '.join(ids)}) joins nothing on the network"
                self.fault(name, what, "build the way to it first, or name another")
            elif len(here) > 1:
                self.fault(
                    name, f"'{word}' may mean {', '.join(here)}", "write one id, a list of them, or a mode"
                )
            found += here[:1] if len(here) == 1 else []
        return found

    def is_faulty(self) -> bool:
        """Whether something is wrong with the measure that is planned now."""
        return len(self.faults) > self._had

    @property
    def book(self) -> Book:
        """The figures of the tables as they are now."""
        return self.book_of(self.facts)

    def book_of(self, facts: Facts) -> Book:
        """The book of the tables as they are now, for the same tables by another name."""
        if self._changed or facts is not self._book.facts:
            self._book = self._book.over(facts, self._changed)
            self._changed = set()
        return self._book

    def forget(self, kinds: Iterable[type[Row | Source]]) -> None:
        """Notes that some tables changed."""
        self._changed |= {kind.table for kind in kinds}
        if {Crossing, GatewayRow, Basin} & set(kinds):
            self._names = None

    def own(self, rows: Sequence[Row], **more: Any) -> Effect:  # noqa: ANN401
        """The effect of some rows with the source that they cite."""
        source = self.source_row()
        laid: tuple[Any, ...] = (source, *rows) if source and rows else tuple(rows)
        return Effect(laid, **more)

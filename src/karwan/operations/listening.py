"""A book that remembers what was looked up in it, so that a figure can be told with its inputs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from karwan.facts.rows import Crossing, Emission, Measure, Row, Service
from karwan.operations.book import Book, Where
from karwan.operations.hours import Hours, Wait
from karwan.operations.services import Services
from karwan.operations.shelf import Entry
from karwan.operations.spread import Varied
from karwan.words.evidence import Evidence, Figure
from karwan.words.mode import Mode

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Heard:
    """One lookup that found something.

    Attributes:
        lookup: name of the book's method: own_rate, emission, spread, gateway, default, side, whole_post,
            opening, departures.
        of: what was asked of: territory, basin, ferry, gateway, operation or side.
        metric: of what; mean or spread of an opening, the mode of departures.
        figure: what was found. unit: of it. rows: whose mean or frequency it is.
        behind: rows of the very place that stand behind it (docs/rules, 4.2).
    """

    lookup: str
    of: str
    metric: str
    figure: Figure
    unit: str
    rows: tuple[Row, ...] = ()
    behind: tuple[Measure, ...] = ()


class Listening(Book):
    """The same figures as another book gives; `taken` tells what was looked up since it was last asked."""

    def __init__(self, book: Book) -> None:
        super().__init__(book.facts)
        vars(self).update(vars(book))  # its indexes are made once
        self._heard: list[Heard] = []
        vars(self)["hours"] = _ListeningHours(book, self._heard)
        vars(self)["services"] = _ListeningServices(book, self._heard)

    def taken(self) -> tuple[Heard, ...]:
        """What was found since this was last asked, in order."""
        heard = tuple(self._heard)
        self._heard.clear()
        return heard

    def once(self, key: Hashable, find: Callable[[], _Found]) -> _Found:
        """Found anew each time, so that what it rests on is heard."""
        del key
        return find()

    def own_rate(self, mode: Mode, where: str | None, metric: str) -> Entry | None:
        """As the book's."""
        return self._entry("own_rate", where or "*", metric, super().own_rate(mode, where, metric))

    def emission(self, mode: Mode, where: Where) -> Emission:
        """As the book's."""
        row = super().emission(mode, where)
        figure = Figure(row.g_per_tkm / 1000, row.evidence, row.sources)
        self._heard.append(Heard("emission", row.territory, "g_per_tkm", figure, "kg/t-km", (row,)))
        return row

    def spread(self, operation: str, mode: Mode, where: Where, at: str = "") -> Varied | None:
        """As the book's."""
        varied = super().spread(operation, mode, where, at)
        if varied is not None:
            self._heard.append(Heard("spread", str(operation), "time_cv", varied.cv, "ratio", (varied.row,)))
        return varied

    def doubt(self, operation: str, mode: Mode, where: Where, entry: Entry, at: str = "") -> Varied | None:
        """As the book's."""
        varied = super().doubt(operation, mode, where, entry, at)
        if varied is not None:
            row = varied.row
            self._heard.append(Heard("spread", str(operation), row.metric, varied.cv, "ratio", (row,)))
        return varied

    def gateway(self, gateway: str, metric: str) -> Entry | None:
        """As the book's."""
        return self._entry("gateway", gateway, metric, super().gateway(gateway, metric))

    def default(self, operation: str, betweens: Iterable[str], metric: str) -> Entry | None:
        """As the book's."""
        return self._entry("default", str(operation), metric, super().default(operation, betweens, metric))

    def side(self, crossing: Crossing, sides: tuple[str, str], side: str, metric: str) -> Entry | None:
        """As the book's; the default that it may come to is told as the figure of the side."""
        before = len(self._heard)
        entry = super().side(crossing, sides, side, metric)
        del self._heard[before:]
        return self._entry("side", side, metric, entry)

    def whole_post(self, crossing: Crossing, sides: tuple[str, str], metric: str) -> Entry | None:
        """As the book's."""
        return self._entry("whole_post", crossing.id, metric, super().whole_post(crossing, sides, metric))

    def _entry(self, lookup: str, of: str, metric: str, entry: Entry | None) -> Entry | None:
        if entry is not None:
            heard = Heard(lookup, of, metric, entry.figure, entry.unit, entry.rows, entry.behind)
            self._heard.append(heard)
        return entry


class _ListeningHours(Hours):
    def __init__(self, book: Book, heard: list[Heard]) -> None:
        vars(self).update(vars(book.hours))
        self._heard = heard

    def expected(self, post: str, direction: str, day: date) -> Wait | None:
        """As of Hours, with the rows behind it heard."""
        wait = super().expected(post, direction, day)
        if wait is not None:
            rows = tuple(
                row for row in self.rules(post, direction, day) if not row.months or day.month in row.months
            )
            self._heard.append(Heard("opening", post, "mean", wait.time, "h", rows))
            spread = Figure(wait.sd_h, wait.time.evidence, wait.time.sources)
            self._heard.append(Heard("opening", post, "spread", spread, "h", rows))
        return wait


class _ListeningServices(Services):
    def __init__(self, book: Book, heard: list[Heard]) -> None:
        vars(self).update(vars(book.services))
        self._facts = book.facts
        self._heard = heard

    def per_week(self, mode: str, origin: str, destination: str) -> Figure | None:
        """As of Services, with the rows behind it heard."""
        figure = super().per_week(mode, origin, destination)
        if figure is not None:
            ends = {origin, destination}
            rows = tuple(
                row
                for row in self._facts.rows(Service)
                if row.mode == mode
                and {row.origin, row.destination} == ends
                and row.frequency_per_week
                and set(row.sources) <= set(figure.sources)
            )
            self._heard.append(Heard("departures", origin, mode, figure, "departures/week", rows))
        return figure


def left_out(book: Book, heard: Heard) -> tuple[tuple[Measure, str], ...]:
    """The rows of the same thing that a figure does not use, each with the reason (rules, 1.4, 4.1, 4.2)."""
    behind = tuple((row, "the post's own, of an exceptional year") for row in heard.behind)
    return behind + _of_the_same(book, heard.rows)


def _of_the_same(book: Book, used: tuple[Row, ...]) -> tuple[tuple[Measure, str], ...]:
    measures = [row for row in used if isinstance(row, Measure)]
    if not measures:
        return ()
    first, kind = measures[0], type(measures[0])
    same = [row for row in book.facts.rows(kind) if _thing(row) == _thing(first) and row not in measures]
    return tuple((row, _why_not(row, measures)) for row in same)


def _thing(row: Measure) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in type(row).key)


def _why_not(row: Measure, used: list[Measure]) -> str:
    if row.evidence is not used[0].evidence:
        return "claimed" if row.evidence is Evidence.CLAIMED else "weaker evidence"
    years = [other.year or 0 for other in used]
    return "exceptional year" if (row.year or 0) > min(years) else "older"

"""Sources cited by number in a text, and their list below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rich.console import Console
from rich.text import Text

from karwan.facts.rows import Source
from karwan.report.columns import wrapped

_QUIET = "dim"


@dataclass(frozen=True)
class Cited:
    """The sources that a page cites, in the order of their numbers."""

    sources: Sequence[Source]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """By which number each source is cited."""
        return {source.id: number for number, source in enumerate(self.sources, 1)}

    def mark(self, ids: Sequence[str]) -> tuple[str, str]:
        """` [3, 17]`, quiet; empty for none."""
        numbers = sorted({self.numbers[source] for source in ids})
        return (f" [{', '.join(map(str, numbers))}]" if numbers else "", _QUIET)

    def lines(self, console: Console, width: int) -> Iterator[Text]:
        """Every source with its number, id and title, under a heading."""
        if self.sources:
            yield Text()
            yield Text("Sources", style="bold")
        for number, source in enumerate(self.sources, 1):
            lead = f"{number:>3}  "
            text = Text.assemble(source.id, (f"  {source.title}", _QUIET))
            for index, line in enumerate(wrapped(console, text, width, len(lead))):
                yield Text.assemble(lead, line[len(lead) :]) if index == 0 else line

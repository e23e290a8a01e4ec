"""Published distances beside those of the network: the rows, the comparison, and the page that shows it.

`python tests/published/measured.py` writes docs/validation/distances.md.
"""

from __future__ import annotations

import csv
import statistics
from dataclasses import dataclass
from pathlib import Path

from karwan.answers.distance import Pair, distances
from karwan.facts import load
from karwan.network import open_network
from karwan.storage.store import Store, folder
from karwan.words.mode import Mode
from karwan.words.place import Place

TABLE = Path(__file__).with_name("distances.csv")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "validation" / "distances.md"
MODES = (Mode.ROAD, Mode.RAIL, Mode.SEA)
HEAD = """\
# Distances against published ones

Made by `python tests/published/measured.py`; a test holds it against the network. Each row is a length that
somebody published, and the shortest way of the network through the towns of the road or line that the row
names, borders open, the way from the places to the network included. No parameter is fitted to a row. Rows
that measure something else stay, with the reason; the second figures leave them out. Sources are in
`tests/published/distances.csv`.

| mode | all rows | median error | 90th percentile | of the same thing | median | 90th percentile |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |"""


@dataclass(frozen=True)
class Compared:
    """One published distance and ours; `expected` says why a row measures something else, if it does."""

    row: dict[str, str]
    km: float | None
    why: str | None

    @property
    def mode(self) -> Mode:
        return Mode(self.row["mode"])

    @property
    def expected(self) -> str:
        return self.row["expected"]

    @property
    def error(self) -> float:
        """Per cent of the published length; infinite where there is no way."""
        if self.km is None:
            return float("inf")
        return 100 * (self.km / float(self.row["published_km"]) - 1)


def rows() -> list[dict[str, str]]:
    """The table of published distances."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pair(row: dict[str, str]) -> Pair:
    """The question of a row: through the towns of the road or line that it names."""
    through = tuple(_town(text) for text in row["through"].split(";") if text)
    return Pair(_place(row, "origin", "o"), _place(row, "destination", "d"), Mode(row["mode"]), through)


def _place(row: dict[str, str], name: str, end: str) -> Place:
    return Place(row[name], row[name], float(row[f"{end}_lon"]), float(row[f"{end}_lat"]), "coordinate")


def _town(text: str) -> Place:
    name, lat, lon = text.rsplit(" ", 2)
    return Place(name, name, float(lon), float(lat), "coordinate")


def compared() -> list[Compared]:
    """Every row beside the network of today's facts."""
    network = open_network(load(), Store(folder()))
    table = rows()
    answers = distances(network, [pair(row) for row in table])
    return [Compared(row, answer.distance_km, answer.why) for row, answer in zip(table, answers, strict=True)]


def errors(found: list[Compared], mode: Mode, *, all_rows: bool) -> list[float]:
    """Sizes of the errors of one mode, smallest first; of all rows, or of those that measure the same."""
    return sorted(abs(one.error) for one in found if one.mode is mode and (all_rows or not one.expected))


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of sorted values lies, between neighbours in proportion."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def page(found: list[Compared]) -> str:
    """The page: the figures by mode, then every row, worst first."""
    lines = [HEAD]
    for mode in MODES:
        every, same = (errors(found, mode, all_rows=choice) for choice in (True, False))
        figures = [
            f"{len(values)} | {statistics.median(values):.1f} % | {percentile(values, 0.9):.1f} %"
            for values in (every, same)
        ]
        lines.append(f"| {mode} | {' | '.join(figures)} |")
    lines += [
        "",
        "| row | mode | from, to | published km | network km | error | measures something else |",
        "| --- | --- | --- | ---: | ---: | ---: | --- |",
    ]
    lines += [_line(one) for one in sorted(found, key=lambda one: (-abs(one.error), one.row["id"]))]
    return "\n".join(lines) + "\n"


def _line(one: Compared) -> str:
    row = one.row
    ours = f"{one.km:,.0f} | {one.error:+.1f} %" if one.km is not None else f"none | {one.why}"
    published = f"{float(row['published_km']):,.0f}"
    ends = f"{row['origin']}, {row['destination']}"
    return f"| {row['id']} | {one.mode} | {ends} | {published} | {ours} | {one.expected} |"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(compared()), encoding="utf-8")

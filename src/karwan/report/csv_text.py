"""CSV for spreadsheets: no cell is run as a formula, whatever a place, a row or a scenario is called."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_A_NUMBER = r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"
# A number, or a position: latitude and longitude.
_NUMBERS = re.compile(f"{_A_NUMBER}(,{_A_NUMBER})?")


def as_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The text of a file: header and rows, lines ended by a line feed; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def safe(cell: object) -> str:
    """A cell that no spreadsheet runs: what begins like a formula and is no number gets a `'` before it."""
    text = "" if cell is None else str(cell)
    if text.startswith(_FORMULA) and not _NUMBERS.fullmatch(text):
        return f"'{text}"
    return text

"""Places as a user lists them: names one by one, or a file with one place a line."""

from __future__ import annotations

import csv
import io

from karwan.errors import Fault, InputError, all_faults
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.words.place import Place

COLUMN = "place"
_MOST_FAULTS = 20


def listed(name: str, content: bytes) -> tuple[tuple[int, str], ...]:
    """The lines of a file that name places, with their numbers: whole lines, or the column `place` of a CSV.

    Raises:
        InputError: it is no text, no place stands in it, or it is a CSV whose quotes do not end.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(str(Fault(name, line, "-", "this is no UTF-8 text", "save it as UTF-8"))) from None
    lines = text.splitlines()
    header = [cell.strip().casefold() for cell in lines[0].split(",")] if lines else []
    if COLUMN in header:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        at = header.index(COLUMN)
        try:
            rows = [(reader.line_num, cells[at].strip()) for cells in reader if len(cells) > at][1:]
        except csv.Error as error:
            what = f"this is no CSV ({error})"
            raise InputError(str(Fault(name, reader.line_num, "-", what, "mend its quotes"))) from None
    else:
        rows = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    found = tuple((number, word) for number, word in rows if word)
    if not found:
        mend = f"write one place a line, or a CSV with a column {COLUMN}"
        raise InputError(str(Fault(name, 1, "-", "no place stands in it", mend)))
    return found


def places_listed(facts: Facts, name: str, lines: tuple[tuple[int, str], ...]) -> tuple[Place, ...]:
    """The places that the lines of a file mean.

    Raises:
        InputError: words that mean nothing; each with its line.
    """
    found, faults = [], []
    for line, word in lines:
        try:
            found.append(find(word, facts))
        except InputError as error:
            faults.append(Fault(name, line, COLUMN, str(error), "mend the line"))
    if faults:
        raise InputError(all_faults(faults[:_MOST_FAULTS]))
    return tuple(found)

"""A list of pairs, each with its own cargo, month and weight: what corridors are measured over."""

from __future__ import annotations

import calendar  # month names
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from pathlib import Path

from karwan.answers.question import Asked, RoutesQuestion, routes_question
from karwan.errors import Fault, InputError, all_faults, nearest
from karwan.facts.load import Facts

_MONTHS = tuple(calendar.month_name)[1:]
FOLDER = Path(__file__).parents[1] / "facts" / "library" / "pairs"

NEEDED = ("origin", "destination")
OPTIONAL = ("id", "product", "commodity", "cargo", "month", "via", "tonnes", "sources", "note")
_MOST_FAULTS = 20
_MID_MONTH = 15
_LAYOUT = f"name the columns {','.join(NEEDED)}, and of {', '.join(OPTIONAL)} those that you use"


@dataclass(frozen=True, slots=True)
class Flow:
    """One pair.

    Attributes:
        name: of the row, or of its ends. question: with its own cargo and day.
        weight: tonnes where the list has them, else 1.
    """

    name: str
    question: RoutesQuestion
    weight: float


@dataclass(frozen=True, slots=True)
class Flows:
    """A list of pairs; `is_weighted` if it says how many tonnes go."""

    flows: tuple[Flow, ...]
    is_weighted: bool


def shipped() -> tuple[str, ...]:
    """The names of the lists that karwan ships."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


def shipped_list(name: str) -> bytes | None:
    """The content of a list that karwan ships, None if there is none of this name."""
    return (FOLDER / f"{name}.csv").read_bytes() if name in shipped() else None


def flows_between(facts: Facts, places: Sequence[str], asked: Mapping[str, object]) -> Flows:
    """Every ordered pair of some places; `asked`: further fields of `Asked` for all.

    Raises:
        InputError: for a word that means nothing, and for fewer than two places.
    """
    names = tuple(dict.fromkeys(places))
    if len(names) < 2:  # noqa: PLR2004 - a pair
        raise InputError("name two places or more, or a list of pairs")
    firsts = [routes_question(facts, Asked(origin=a, destination=b, **asked)) for a, b in _each_once(names)]  # type: ignore[arg-type]
    found = {name: question.origin for name, question in zip(names, firsts, strict=True)}
    flows = [
        Flow(f"{a} - {b}", replace(firsts[0], origin=found[a], destination=found[b]), 1.0)
        for a, b in permutations(names, 2)
        if (found[a].lon, found[a].lat) != (found[b].lon, found[b].lat)
    ]
    return Flows(tuple(flows), is_weighted=False)


def _each_once(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each name with another one, which is what a question takes."""
    yield from zip(names, [*names[1:], names[0]], strict=True)


def read_flows(facts: Facts, name: str, content: bytes, asked: Mapping[str, object], today: date) -> Flows:
    """The pairs of a CSV file.

    Args:
        facts: that know the words.
        name: of the file as the user knows it.
        content: its bytes.
        asked: further fields of `Asked`, for rows that leave their column empty.
        today: from which the next month of a row is counted.

    Raises:
        InputError: it is no such file, or words mean nothing; all faults, each with its line and mend.
    """
    rows, faults = _rows(name, content)
    flows: list[Flow] = []
    weighted = {bool(row.get("tonnes")) for _, row in rows}
    if len(weighted) > 1:
        what = "some rows say their tonnes and some do not"
        faults.append(Fault(name, 1, "tonnes", what, "fill the column for all rows, or leave it out"))
    for line, row in rows:
        try:
            flows.append(_flow(facts, row, asked, today))
        except InputError as error:
            faults += [Fault(name, line, "-", text, "mend the row") for text in str(error).splitlines()]
    if faults:
        raise InputError(all_faults(faults[:_MOST_FAULTS]))
    return Flows(tuple(flows), is_weighted=weighted == {True})


def flows_named(facts: Facts, name: str, asked: Mapping[str, object], today: date) -> Flows:
    """The pairs of a shipped list, or of a CSV file; arguments as of `read_flows`.

    Raises:
        InputError: there is no such list or file, or it has faults.
    """
    content = shipped_list(name)
    try:
        content = Path(name).read_bytes() if content is None else content
    except OSError as error:
        ways = f"name a CSV file, or a shipped list ({', '.join(shipped())})"
        raise InputError(f"pairs {name}: {error.strerror}; {ways}") from None
    return read_flows(facts, name, content, asked, today)


def _rows(name: str, content: bytes) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(str(Fault(name, line, "-", "this is no UTF-8 text", "save it as UTF-8"))) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[Fault] = []
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        faults += _header_faults(name, header)
        for cells in reader if not faults else ():
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = f"{len(cells)} cells under {len(header)} columns"
                faults.append(Fault(name, reader.line_num, "-", what, "put cells with commas in quotes"))
                continue
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            rows.append((reader.line_num, row))
    except csv.Error as error:
        faults.append(Fault(name, reader.line_num, "-", f"this is no CSV ({error})", "mend its quotes"))
    if not faults and not rows:
        faults.append(Fault(name, 1, "-", "no pair stands in it", "add a line for each pair"))
    return rows, faults


def _header_faults(name: str, header: Sequence[str]) -> Iterator[Fault]:
    known = (*NEEDED, *OPTIONAL)
    for column in NEEDED:
        if column not in header:
            yield Fault(name, 1, column, "this column is missing", _LAYOUT)
    for column in dict.fromkeys(header):
        if column not in known:
            near = nearest(column, known, 1)
            mend = f"did you mean {near[0]}?" if near else _LAYOUT
            yield Fault(name, 1, column or "-", "this column means nothing here", mend)
        elif header.count(column) > 1:
            yield Fault(name, 1, column, "this column stands twice", "keep one of them")


def _flow(facts: Facts, row: Mapping[str, str], asked: Mapping[str, object], today: date) -> Flow:
    own: dict[str, object] = {key: row[key] for key in ("product", "commodity", "cargo") if row.get(key)}
    shared = dict(asked)
    if "product" in own or "commodity" in own:  # what the row says of its goods stands for all of it
        shared.pop("product", None)
        shared.pop("commodity", None)
    if month := row.get("month"):
        own["on"] = next_day(_month(month), today)
    if via := row.get("via"):
        own["via"] = tuple(word.strip() for word in via.split(";") if word.strip())
    words = {"origin": row["origin"], "destination": row["destination"], **shared, **own}
    question = routes_question(facts, Asked(**words))  # type: ignore[arg-type]
    if any(via.gateway is None for via in question.via):
        raise InputError(f"via '{row['via']}': name gateways by their ids, such as a port; `karwan posts`")
    name = row.get("id") or f"{question.origin.name} - {question.destination.name}"
    return Flow(name, question, _tonnes(row.get("tonnes", "")))


def _tonnes(text: str) -> float:
    if not text:
        return 1.0
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < float("inf"):
        raise InputError(f"tonnes '{text}': write a number above zero")
    return value


def _month(text: str) -> int:
    """A month by its number or the first letters of its name."""
    if text.isdecimal() and 1 <= int(text) <= len(_MONTHS):
        return int(text)
    begin = text.casefold()
    fitting = [number for number, month in enumerate(_MONTHS, 1) if month.casefold().startswith(begin)]
    if len(fitting) != 1:
        raise InputError(f"month '{text}': write 1 to 12, or a name such as January")
    return fitting[0]


def next_day(month: int, today: date) -> date:
    """The middle of the next such month; today if it is of that month."""
    if today.month == month:
        return today
    return date(today.year + (month < today.month), month, _MID_MONTH)

"""Shortest distances for pairs of places in a user's words, one or a whole file of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from karwan.answers.distance import Pair, distance, distances
from karwan.answers.question import exclusions
from karwan.errors import Fault, InputError, all_faults, unknown
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.facts.rows import CrossingPeriod
from karwan.network.record import Network
from karwan.operations.permission import calendar
from karwan.words.mode import Mode

NEEDED = ("origin", "destination", "mode")
OPTIONAL = ("via", "avoid")
_BETWEEN = ";"
_MOST_FAULTS = 20
_LAYOUT = f"the first line names the columns {','.join(NEEDED)}, and {' and '.join(OPTIONAL)} if used"


@dataclass(frozen=True, slots=True)
class PairAsked:
    """One pair as it was written: places by name, code, id or `lat,lon`."""

    origin: str
    destination: str
    mode: str
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """The distance of a pair in km, or None and why there is none."""

    asked: PairAsked
    distance_km: float | None
    why: str | None

    def as_json(self) -> dict[str, Any]:
        """The pair as JSON types."""
        return {
            "origin": self.asked.origin,
            "destination": self.asked.destination,
            "mode": self.asked.mode,
            "distance_km": None if self.distance_km is None else round(self.distance_km, 3),
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class PairsAnswer:
    """The distances of some pairs, in the order in which they were asked."""

    pairs: tuple[PairAnswer, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {"pairs": [pair.as_json() for pair in self.pairs]}


def pair_of(facts: Facts, asked: PairAsked) -> Pair:
    """The places and exclusions that the words of a pair mean.

    Raises:
        InputError: for a word that means nothing, and for equal ends.
    """
    word = asked.mode.strip().casefold()
    if word not in set(Mode):
        raise InputError(unknown("mode", asked.mode, Mode, f"write one of {', '.join(Mode)}"))
    origin, destination = find(asked.origin, facts), find(asked.destination, facts)
    if (origin.lon, origin.lat) == (destination.lon, destination.lat):
        raise InputError(f"origin and destination are the same place, {origin.name}; name two places")
    via = tuple(find(place, facts) for place in asked.via)
    return Pair(origin, destination, Mode(word), via, exclusions(facts, asked.avoid))


def measure(
    facts: Facts, network: Network, asked: Sequence[PairAsked], on: date | None = None
) -> PairsAnswer:
    """The shortest way of each pair; one that cannot be understood is told so, and the others are answered.

    Args:
        facts: tables that know the places.
        network: the network.
        asked: pairs.
        on: the day whose shut posts let nothing pass; every border is open if None.
    """
    meant: dict[int, Pair] = {}
    refused: dict[int, str] = {}
    for index, pair in enumerate(asked):
        try:
            meant[index] = pair_of(facts, pair)
        except InputError as error:
            refused[index] = str(error)
    found = dict(zip(meant, distances(network, list(meant.values()), shut_on(facts, on)), strict=True))
    answers = []
    for index, pair in enumerate(asked):
        answer = found.get(index)
        km, why = (answer.distance_km, answer.why) if answer else (None, refused[index])
        answers.append(PairAnswer(pair, km, why))
    return PairsAnswer(tuple(answers))


def measure_one(facts: Facts, network: Network, asked: PairAsked, on: date | None = None) -> PairsAnswer:
    """The shortest way of one pair; arguments as of `measure`.

    Raises:
        InputError: for a word that means nothing, equal ends, or a place too far from the mode.
    """
    found = distance(network, pair_of(facts, asked), shut_on(facts, on))
    if found.is_far:
        raise InputError(f"{found.why}; name a place nearer to it, or another mode")
    return PairsAnswer((PairAnswer(asked, found.distance_km, found.why),))


def shut_on(facts: Facts, on: date | None) -> frozenset[str] | None:
    """Posts that let nothing pass either way on a day; None if all are to be open."""
    if on is None:
        return None
    days = calendar(facts, on)
    posts = {row.crossing for row in facts.rows(CrossingPeriod)}
    return frozenset(post for post in posts if days.state(post) in ("closed", "planned"))


def read_pairs(name: str, content: bytes) -> tuple[PairAsked, ...]:
    """The pairs of a CSV file with columns origin, destination, mode and perhaps via and avoid.

    Args:
        name: of the file as the user knows it.
        content: its bytes.

    Raises:
        InputError: it is no such file; all faults are told, each with its line and mend.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(str(Fault(name, line, "-", "this is no UTF-8 text", "save it as UTF-8"))) from None
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[Fault] = []
    pairs = []
    try:
        header = [cell.strip().casefold() for cell in next(lines, [])]
        faults += _header_faults(name, header)
        for cells in lines if not faults else ():
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                what = f"{len(cells)} cells under {len(header)} columns"
                mend = 'put a place such as "31.5,74.3" in quotes, and several with ; between them'
                faults.append(Fault(name, lines.line_num, "-", what, mend))
                continue
            pairs.append(_pair(dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        faults.append(Fault(name, lines.line_num, "-", f"this is no CSV ({error})", "mend its quotes"))
    if not faults and not pairs:
        faults.append(Fault(name, 1, "-", "no pair stands in it", "add a line for each pair"))
    if faults:
        raise InputError(all_faults(faults[:_MOST_FAULTS]))
    return tuple(pairs)


def _header_faults(name: str, header: Sequence[str]) -> list[Fault]:
    faults = [
        Fault(name, 1, column, "this column is missing", _LAYOUT) for column in NEEDED if column not in header
    ]
    known = (*NEEDED, *OPTIONAL)
    faults += [
        Fault(name, 1, column, "this column stands twice", "keep one of them")
        for column in known
        if header.count(column) > 1
    ]
    return faults


def _pair(cells: Mapping[str, str]) -> PairAsked:
    several = {
        column: tuple(word.strip() for word in cells.get(column, "").split(_BETWEEN) if word.strip())
        for column in OPTIONAL
    }
    return PairAsked(cells["origin"], cells["destination"], cells["mode"], several["via"], several["avoid"])

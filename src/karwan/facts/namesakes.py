"""Which of the places that bear one name is meant, and what to say when that cannot be told."""

from __future__ import annotations

import math
from dataclasses import dataclass

from karwan.errors import InputError
from karwan.facts.rows import PlaceRow
from karwan.facts.spelling import key

_STANDS_OUT, _STANDS_OUT_AT_HOME = 5, 3
_OWN_COUNTS = 3
_LARGE, _UNCOUNTED = 100_000, 500
_TWINS_KM = 30.0
_SHOWN = 6
_LONGEST = 60
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that a name may mean; `is_own` if it is the name as shown, not another spelling of it."""

    row: PlaceRow
    is_own: bool

    @property
    def population(self) -> int:
        """Inhabitants; 500 where nobody counted them."""
        return self.row.population or _UNCOUNTED

    @property
    def weight(self) -> int:
        """What counts among namesakes: inhabitants, three times for the own name."""
        return self.population * (_OWN_COUNTS if self.is_own else 1)


def ranked(name: str, rows: list[PlaceRow]) -> list[Candidate]:
    """Namesakes, the likeliest first."""
    candidates = [Candidate(row, key(row.name) == key(name)) for row in rows]
    return sorted(candidates, key=lambda candidate: (-candidate.weight, candidate.row.id))


def meant(name: str, rows: list[PlaceRow]) -> PlaceRow:
    """The one of some namesakes that is meant.

    It stands out if it is five times as large as the next and over 100,000 people; in one territory three
    times is enough, whatever the size. A place that is shown by this name counts three times one that has it
    as another spelling, and need not be large. Twin towns within 30 km, also across a border, count as one:
    the larger is meant.

    Raises:
        InputError: none stands out.
    """
    first, *others = ranked(name, rows)
    rest = [other for other in others if _distance_km(first.row, other.row) > _TWINS_KM]
    if not rest:
        return first.row
    second = rest[0]
    is_large = first.population > _LARGE or (first.is_own and not second.is_own)
    if first.row.territory == second.row.territory:
        stands_out = first.weight >= _STANDS_OUT_AT_HOME * second.weight
    else:
        stands_out = is_large and first.weight >= _STANDS_OUT * second.weight
    if stands_out:
        return first.row
    raise InputError(_several(name, [first, *others]))


def _several(name: str, candidates: list[Candidate]) -> str:
    """The text of the error that lists namesakes with what to type for each."""
    territories = [candidate.row.territory for candidate in candidates]
    ways = []
    for candidate in candidates[:_SHOWN]:
        row = candidate.row
        is_alone = territories.count(row.territory) == 1
        facts = [f"{row.population:,} people"] if row.population else []
        facts += [] if is_alone and facts else [f"at {row.lat:g},{row.lon:g}"]
        people = ", ".join(facts)
        ways.append(f"'{f'{shown(name)}, {row.territory}' if is_alone else row.id}' ({row.name}, {people})")
    more = f" and {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else ""
    return f"'{shown(name)}' is the name of several places{more}; write {' or '.join(ways)}"


def _distance_km(one: PlaceRow, other: PlaceRow) -> float:
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return _KM_PER_DEGREE * math.hypot(one.lat - other.lat, east)


def shown(text: str) -> str:
    """A text of the user's as it may stand in a message."""
    short = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
    return "".join(sign if sign.isprintable() else "?" for sign in short)

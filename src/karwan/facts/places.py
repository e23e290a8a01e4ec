"""From what a user types to a place: a name in any spelling or script, a code, an id, or `lat,lon`.

The order in which a text is understood:
1. `lat,lon` in degrees;
2. an id of `places` or of a gateway (`port-karachi`);
3. a code in capitals, UN/LOCODE (`PKLHE`, `PK LHE`) or IATA (`LHE`). A code names the city that bears it; the
   airport or port of that code is meant only where no city bears it (write its id to mean it anyway);
4. a name, told from its namesakes by a territory: `Hyderabad, PK`, `Hyderabad, Pakistan`, `Hyderabad (PK)`;
5. the name of a gateway;
6. a UN/LOCODE that no table holds, taken as territory and IATA code, which is how most codes are made;
7. a name with a remark: what stands before the bracket (`Sohrab Goth (Karachi)`), on either side of a slash.

Of namesakes the first is meant if it stands out (`_meant` says when), else all are listed with what to type.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from karwan.errors import InputError, nearest
from karwan.facts import gazetteer
from karwan.facts.load import Facts
from karwan.facts.rows import GatewayRow, PlaceRow, Territory
from karwan.facts.spelling import key
from karwan.words.place import Place

_CODE = re.compile(r"[A-Z]{3}|[A-Z]{2} ?[A-Z2-9]{3}")
_LOCODE_LENGTH = 5
_BRACKET = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_LONGEST = 200
_STANDS_OUT = 5
_LARGE = 100_000
_UNCOUNTED = 500
_TWINS_KM = 30.0
_SHOWN = 6
_SHORTLIST = 300
_DECIMALS = 5
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that a name may mean; `is_own` if it is the name as shown, not another spelling of it."""

    row: PlaceRow
    is_own: bool

    @property
    def population(self) -> int:
        return self.row.population or _UNCOUNTED

    @property
    def weight(self) -> int:
        return self.population * (_STANDS_OUT if self.is_own else 1)


def find(query: str, facts: Facts) -> Place:
    """The place that a text names; the head of this file says how it is understood.

    Raises:
        InputError: no place is named so, several are (all are listed with what to type), or a coordinate is
            outside the globe.
    """
    text = _text(query)
    place = _coordinate(text)
    if place:
        return place
    for understand in (_by_id, _by_code, _by_name, _by_gateway_name, _by_made_code, _by_remark):
        place = understand(text, facts)
        if place:
            return place
    raise InputError(_unknown(text, facts))


def search(query: str, facts: Facts, count: int = 10) -> list[Place]:
    """The places that a text may mean, likeliest first.

    First those of that name or code, then those whose name begins so (larger ones first), gateways, and those
    with a name near to it.

    Raises:
        InputError: the text is empty or a coordinate outside the globe.
    """
    text = _text(query)
    found: dict[str, Place] = {}
    for place in _may_mean(text, facts):
        found.setdefault(place.id, place)
        if len(found) >= count:
            break
    return list(found.values())[: max(count, 0)]


def _may_mean(text: str, facts: Facts) -> Iterator[Place]:
    for understand in (_coordinate_of, _by_id, _by_code):
        place = understand(text, facts)
        if place:
            yield place
    name, is_there = _told_apart(text, facts)
    book = gazetteer.of(facts)
    for rows in (book.named(name), book.beginning(name)):
        for candidate in _ranked(name, [row for row in rows if is_there(row.territory)]):
            yield _city(candidate.row)
    wanted = key(name)
    for gateway in facts.rows(GatewayRow):
        if wanted and wanted in key(gateway.name) and is_there(gateway.territory):
            yield _gateway(gateway)
    for _, row in _near(name, facts, _SHOWN):
        if is_there(row.territory):
            yield _city(row)


def _text(query: str) -> str:
    text = " ".join(query.split())
    if not key(text):
        raise InputError("no place is named; write a name, a UN/LOCODE, an IATA code or lat,lon")
    if len(text) > _LONGEST:
        raise InputError(f"'{_shown(text)}' is too long for a place; write a name, a code or lat,lon")
    return text


def _coordinate(text: str) -> Place | None:
    """A point, if the text is two numbers with a comma."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise InputError(f"'{_shown(text)}' is no point; write lat,lon in degrees, such as 31.5,74.3")
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004
        swapped = f"; did you mean {lon:g},{lat:g}?" if abs(lon) <= 90 and abs(lat) <= 180 else ""  # noqa: PLR2004
        mend = swapped or "; write lat,lon in degrees, such as 31.5,74.3"
        raise InputError(f"'{_shown(text)}' lies outside the globe (lat -90 to 90, lon -180 to 180){mend}")
    lat, lon = round(lat, _DECIMALS) + 0.0, round(lon, _DECIMALS) + 0.0  # no minus zero
    name = f"{_plain(lat)},{_plain(lon)}"
    return Place(id=name, name=name, lon=lon, lat=lat, kind="coordinate")


def _coordinate_of(text: str, _: Facts) -> Place | None:
    return _coordinate(text)


def _by_id(text: str, facts: Facts) -> Place | None:
    row = gazetteer.of(facts).with_id(text)
    if row:
        return _city(row)
    gateway = facts.by_id(GatewayRow).get(text) if "-" in text else None
    return _gateway(gateway) if gateway else None


def _by_code(text: str, facts: Facts) -> Place | None:
    if not _CODE.fullmatch(text):
        return None
    code = text.replace(" ", "")
    rows = [row for row in gazetteer.of(facts).named(code) if code in row.codes]
    if rows:
        return _city(_ranked(code, rows)[0].row)
    gateways = sorted((row for row in facts.rows(GatewayRow) if row.code == code), key=lambda row: row.id)
    return _gateway(gateways[0]) if gateways else None


def _by_name(text: str, facts: Facts) -> Place | None:
    name, is_there = _told_apart(text, facts)
    rows = [row for row in gazetteer.of(facts).named(name) if is_there(row.territory)]
    return _city(_meant(name, rows)) if rows else None


def _by_gateway_name(text: str, facts: Facts) -> Place | None:
    name, is_there = _told_apart(text, facts)
    wanted = key(name)
    rows = [
        row
        for row in facts.rows(GatewayRow)
        if is_there(row.territory) and wanted in {key(row.name), key(row.name.split("(")[0])}
    ]
    if len(rows) > 1:
        ways = " or ".join(f"'{row.id}'" for row in rows[:_SHOWN])
        raise InputError(f"'{_shown(text)}' is the name of several gateways; write {ways}")
    return _gateway(rows[0]) if rows else None


def _by_made_code(text: str, facts: Facts) -> Place | None:
    code = text.replace(" ", "")
    if len(code) != _LOCODE_LENGTH or not _CODE.fullmatch(text):
        return None
    rows = [
        row
        for row in gazetteer.of(facts).named(code[2:])
        if row.territory == code[:2] and code[2:] in row.codes
    ]
    return _city(_ranked(code, rows)[0].row) if rows else None


def _by_remark(text: str, facts: Facts) -> Place | None:
    bracket = _BRACKET.fullmatch(text)
    parts = [bracket[1]] if bracket else text.split("/") if "/" in text else []
    for part in parts:
        if key(part):
            place = _by_name(part.strip(), facts) or _by_gateway_name(part.strip(), facts)
            if place:
                return place
    return None


def _told_apart(text: str, facts: Facts) -> tuple[str, Callable[[str], bool]]:
    """The bare name, and whether a territory is one that the text allows.

    Raises:
        InputError: what stands after the comma is no territory.
    """
    bracket = _BRACKET.fullmatch(text)
    if bracket:
        codes = {code for code in re.findall(r"\b[A-Z]{2}\b", bracket[2]) if code in facts.by_id(Territory)}
        if codes:
            return bracket[1], codes.__contains__
    name, *rest = (part.strip() for part in text.split(","))
    if not rest or not name:
        return text, lambda _: True
    word = rest[-1]
    territories = facts.rows(Territory)
    codes = {row.id for row in territories if word.upper() == row.id or key(word) == key(row.name)}
    if not codes:
        near = nearest(key(word), [key(row.name) for row in territories], 1)
        names = [f"{row.id} ({row.name})" for row in territories if key(row.name) in near]
        mend = f"did you mean {names[0]}?" if names else "write its two-letter code, such as 'Hyderabad, PK'"
        raise InputError(f"unknown territory '{_shown(word)}' in '{_shown(text)}'; {mend}")
    return name, codes.__contains__


def _ranked(name: str, rows: list[PlaceRow]) -> list[_Candidate]:
    candidates = [_Candidate(row, key(row.name) == key(name)) for row in rows]
    return sorted(candidates, key=lambda candidate: (-candidate.weight, candidate.row.id))


def _meant(name: str, rows: list[PlaceRow]) -> PlaceRow:
    """The one of some namesakes that is meant.

    It stands out if it is five times as large as the next and over 100,000 people (the latter only where they
    lie in several territories). A place that is shown by this name counts five times one that has it as
    another spelling. Twin towns within 30 km, also across a border, count as one: the larger is meant.

    Raises:
        InputError: none stands out.
    """
    first, *others = _ranked(name, rows)
    rest = [other for other in others if _distance_km(first.row, other.row) > _TWINS_KM]
    if not rest:
        return first.row
    second = rest[0]
    is_far_larger = first.weight >= _STANDS_OUT * second.weight
    is_large = first.population > _LARGE or (first.is_own and not second.is_own)
    if is_far_larger and (is_large or first.row.territory == second.row.territory):
        return first.row
    raise InputError(_several(name, [first, *others]))


def _several(name: str, candidates: list[_Candidate]) -> str:
    """The text of the error that lists namesakes with what to type for each."""
    territories = [candidate.row.territory for candidate in candidates]
    ways = []
    for candidate in candidates[:_SHOWN]:
        row = candidate.row
        is_alone = territories.count(row.territory) == 1
        people = f"{row.population:,} people" if row.population else f"at {row.lat:g},{row.lon:g}"
        ways.append(f"'{f'{_shown(name)}, {row.territory}' if is_alone else row.id}' ({row.name}, {people})")
    more = f" and {len(candidates) - _SHOWN} more" if len(candidates) > _SHOWN else ""
    return f"'{_shown(name)}' is the name of several places{more}; write {' or '.join(ways)}"


def _unknown(text: str, facts: Facts) -> str:
    near = list(dict.fromkeys(spelling for spelling, _ in _near(text.split(",", maxsplit=1)[0], facts, 3)))
    mend = f"did you mean {' or '.join(near)}?" if near else "write a larger town near by, a code, or lat,lon"
    return f"unknown place '{_shown(text)}'; {mend}"


def _near(name: str, facts: Facts, count: int) -> list[tuple[str, PlaceRow]]:
    """(spelling, row) of the places whose names look most like one, best first."""
    wanted = key(name)
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    book = gazetteer.of(facts)
    rows: dict[str, int] = {}
    shared: list[tuple[int, str]] = []
    for spelling, number in book.spellings():
        if abs(len(spelling) - len(wanted)) <= 1 + len(wanted) // 3 and spelling not in rows:
            rows[spelling] = number
            shared.append((-sum(pair in spelling for pair in pairs), spelling))
    shortlist = [spelling for _, spelling in sorted(shared)[:_SHORTLIST]]
    found = []
    for spelling in nearest(wanted, shortlist, count):
        row = book.row(rows[spelling])
        as_written = (name for name in (row.name, *row.names) if key(name) == spelling)
        found.append((next(as_written, row.name), row))
    return found


def _distance_km(one: PlaceRow, other: PlaceRow) -> float:
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return _KM_PER_DEGREE * math.hypot(one.lat - other.lat, east)


def _city(row: PlaceRow) -> Place:
    return Place(id=row.id, name=row.name, lon=row.lon, lat=row.lat, kind="city", territory=row.territory)


def _gateway(row: GatewayRow) -> Place:
    return Place(id=row.id, name=row.name, lon=row.lon, lat=row.lat, kind="gateway", territory=row.territory)


def _plain(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _shown(text: str) -> str:
    """A text of the user's as it may stand in a message."""
    most = 60
    short = text if len(text) <= most else text[:most] + "..."
    return "".join(sign if sign.isprintable() else "?" for sign in short)

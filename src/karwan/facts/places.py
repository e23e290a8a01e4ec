"""From what a user types to a place: a name in any spelling or script, a code, an id, or `lat,lon`.

The order in which a text is understood:
1. `lat,lon` in degrees;
2. an id of `places` or of a gateway (`port-karachi`);
3. a code in capitals, UN/LOCODE (`PKLHE`, `PK LHE`) or IATA (`LHE`). A code names the city that bears it; a
   UN/LOCODE that the table lacks is tried as territory and IATA code, which is how most of them are made. The
   airport or port of a code is meant only where no city bears it (write its id to mean it anyway);
4. a name, told from its namesakes by a territory: `Hyderabad, PK`, `Hyderabad, Pakistan`, `Hyderabad (PK)`;
5. the name of a gateway;
6. a name with a remark: what stands before the bracket (`Sohrab Goth (Karachi)`) or beside a slash.

Of namesakes the first is meant if it stands out (`namesakes.meant` says when), else all are listed with what
to type for each.
"""

from __future__ import annotations

import difflib
import heapq
import math
import re
from collections.abc import Callable, Iterator

from karwan.errors import InputError, nearest
from karwan.facts import gazetteer
from karwan.facts.load import Facts
from karwan.facts.namesakes import meant, ranked, shown
from karwan.facts.rows import GatewayRow, PlaceRow, Territory
from karwan.facts.spelling import key
from karwan.words.place import Place

_CODE = re.compile(r"[A-Z]{3}|[A-Z]{2} ?[A-Z2-9]{3}")
_LOCODE_LENGTH = 5
_BRACKET = re.compile(r"(.*\S)\s*\(([^()]*)\)")
_LONGEST = 200
_SHOWN = 6
_SHORTLIST = 300
_SPELLINGS_EACH = 4
_LIKENESS = 0.7
_DECIMALS = 5


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
    for understand in (_by_id, _by_code, _by_name, _by_gateway_name, _by_remark):
        place = understand(text, facts)
        if place:
            return place
    raise InputError(_unknown(text, facts))


def search(query: str, facts: Facts, count: int = 10) -> list[Place]:
    """The places that a text may mean, likeliest first.

    First those of that name or code, then those whose name begins so (larger ones first) and gateways; if no
    name begins so, those with a name near to it.

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
        for candidate in ranked(name, [row for row in rows if is_there(row.territory)]):
            yield _city(candidate.row)
    wanted = key(name)
    for gateway in facts.rows(GatewayRow):
        if wanted and wanted in key(gateway.name) and is_there(gateway.territory):
            yield _gateway(gateway)
    if not any(is_there(row.territory) for row in book.beginning(name)):
        yield from (_city(row) for row in _near(name, facts, _SHOWN) if is_there(row.territory))


def _text(query: str) -> str:
    text = " ".join(query.split())
    if not key(text):
        raise InputError("no place is named; write a name, a UN/LOCODE, an IATA code or lat,lon")
    if len(text) > _LONGEST:
        raise InputError(f"'{shown(text)}' is too long for a place; write a name, a code or lat,lon")
    return text


def _coordinate(text: str) -> Place | None:
    """A point, if the text is two numbers with a comma."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise InputError(f"'{shown(text)}' is no point; write lat,lon in degrees, such as 31.5,74.3")
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004
        swapped = f"; did you mean {lon:g},{lat:g}?" if abs(lon) <= 90 and abs(lat) <= 180 else ""  # noqa: PLR2004
        mend = swapped or "; write lat,lon in degrees, such as 31.5,74.3"
        raise InputError(f"'{shown(text)}' lies outside the globe (lat -90 to 90, lon -180 to 180){mend}")
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
    book = gazetteer.of(facts)
    rows = [row for row in book.named(code) if code in row.codes]
    if not rows and len(code) == _LOCODE_LENGTH:
        iata = code[2:]
        rows = [row for row in book.named(iata) if row.territory == code[:2] and iata in row.codes]
    if rows:
        return _city(ranked(code, rows)[0].row)
    gateways = sorted((row for row in facts.rows(GatewayRow) if row.code == code), key=lambda row: row.id)
    return _gateway(gateways[0]) if gateways else None


def _by_name(text: str, facts: Facts) -> Place | None:
    book = gazetteer.of(facts)
    rows = book.named(text)
    if rows:
        return _city(meant(text, rows))
    name, is_there = _told_apart(text, facts)
    rows = [row for row in book.named(name) if is_there(row.territory)]
    return _city(meant(name, rows)) if rows else None


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
        raise InputError(f"'{shown(text)}' is the name of several gateways; write {ways}")
    return _gateway(rows[0]) if rows else None


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
        return (bracket[1], codes.__contains__) if codes else (text, lambda _: True)
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
        raise InputError(f"unknown territory '{shown(word)}' in '{shown(text)}'; {mend}")
    return name, codes.__contains__


def _unknown(text: str, facts: Facts) -> str:
    near = [row.name for row in _near(text.split(",", maxsplit=1)[0], facts, 3)]
    mend = f"did you mean {' or '.join(near)}?" if near else "write a larger town near by, a code, or lat,lon"
    return f"unknown place '{shown(text)}'; {mend}"


def _near(name: str, facts: Facts, count: int) -> list[PlaceRow]:
    """The places one of whose names looks most like a text, best first."""
    wanted = key(name)
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    book = gazetteer.of(facts)
    shared: list[tuple[int, str]] = []
    for spelling in book.spellings():
        if abs(len(spelling) - len(wanted)) <= 1 + len(wanted) // 3:
            missing = len([pair for pair in pairs if pair not in spelling])
            if missing < len(pairs):
                shared.append((missing, spelling))
    shortlist = [spelling for _, spelling in heapq.nsmallest(_SHORTLIST, shared)]
    found: dict[str, PlaceRow] = {}
    for spelling in difflib.get_close_matches(wanted, shortlist, count * _SPELLINGS_EACH, _LIKENESS):
        row = book.row(book.spellings()[spelling])
        found.setdefault(row.name, row)
    return list(found.values())[:count]


def _city(row: PlaceRow) -> Place:
    return Place(id=row.id, name=row.name, lon=row.lon, lat=row.lat, kind="city", territory=row.territory)


def _gateway(row: GatewayRow) -> Place:
    return Place(id=row.id, name=row.name, lon=row.lon, lat=row.lat, kind="gateway", territory=row.territory)


def _plain(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")

"""Which posts the words of a user mean, and from which side they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, Territory
from karwan.facts.spelling import key
from karwan.words.mode import Mode


def from_side(facts: Facts, wanted: str | None) -> Callable[[Crossing], bool]:
    """Whether a post is told from its second side: that was asked for first, and its first side was not."""
    unions = _unions(facts)
    first = (_codes(wanted or "", unions) or ("",))[0]

    def is_turned(row: Crossing) -> bool:
        sides = [unions.get(code, {code}) for code in (row.territory_a, row.territory_b)]
        return first in sides[1] and first not in sides[0]

    return is_turned


def _unions(facts: Facts) -> dict[str, set[str]]:
    """The codes by which each territory may be asked for: its own and its union's."""
    return {row.id: {row.id, row.border_union or row.id} for row in facts.rows(Territory)}


def _codes(word: str, unions: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """The one or two territories that a word names, in its order; None if it names none."""
    codes = tuple(word.strip().upper().replace(">", "-").split("-"))
    known = {code for names in unions.values() for code in names}
    return codes if 1 <= len(codes) <= 2 and known.issuperset(codes) else None  # noqa: PLR2004


def post_mode(word: str | None) -> Mode | None:
    """The mode that a word means; None for none.

    Raises:
        InputError: no post is of such a mode.
    """
    if word is None:
        return None
    known = (Mode.ROAD, Mode.RAIL)
    if word.strip().casefold() not in known:
        raise InputError(unknown("mode of a post", word, known, f"write {' or '.join(known)}"))
    return Mode(word.strip().casefold())


def wanted_posts(facts: Facts, wanted: str | None, mode: Mode | None) -> list[Crossing]:
    """The posts of an id, name, territory or pair of territories; all if none is named.

    Raises:
        InputError: nothing fits.
    """
    rows = [row for row in facts.rows(Crossing) if mode is None or row.mode == mode]
    if wanted is None:
        return rows
    unions = _unions(facts)
    for fits in (_same_id(wanted), _between(wanted, unions), _named(wanted)):
        if fits and (found := [row for row in rows if fits(row)]):
            return found
    every = facts.rows(Crossing)
    spoken = [row.id for row in every] + [row.name for row in every]
    way_out = "write a post's id or name, or territories such as PK-AF; `karwan posts` lists all"
    message = unknown("post", wanted, spoken, way_out)
    if mode is not None:
        message += f" (only posts by {mode} were looked at)"
    raise InputError(message)


_Fits = Callable[[Crossing], bool]


def _same_id(word: str) -> _Fits:
    return lambda row: row.id.casefold() == word.strip().casefold()


def _between(word: str, unions: Mapping[str, set[str]]) -> _Fits | None:
    """Posts of one territory, or between two, in whichever order; None if the word names no territories."""
    codes = _codes(word, unions)
    if codes is None:
        return None

    def fits(row: Crossing) -> bool:
        sides = [unions.get(code, {code}) for code in (row.territory_a, row.territory_b)]
        if len(codes) == 1:
            return any(codes[0] in side for side in sides)
        return any(codes[0] in one and codes[1] in other for one, other in (sides, sides[::-1]))

    return fits


def _named(word: str) -> _Fits | None:
    part = key(word)
    if not part:
        return None
    return lambda row: any(part in key(name) for name in (row.name, row.name_other_side, row.way_name or ""))

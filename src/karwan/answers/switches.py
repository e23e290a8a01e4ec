"""Rules that bind only who is under them: which of them a user turns on."""

from __future__ import annotations

from collections.abc import Sequence

from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import Regime

ALL = "all"


def sanctions_of(facts: Facts, words: Sequence[str]) -> frozenset[str]:
    """The ids of the switches that some words turn on; `all` turns on every one.

    Raises:
        InputError: a word is the id of no switch, with the nearest one.
    """
    rows = facts.by_id(Regime)
    ids = {key.casefold(): key for key, row in rows.items() if row.is_switch}
    always = {key.casefold() for key, row in rows.items() if not row.is_switch}
    wanted = [word.strip().casefold() for word in words]
    for word in wanted:
        if word in always:
            raise InputError(f"'{word}' is no switch: it binds everybody on the days of its row")
        if word != ALL and word not in ids:
            mend = f"write {ALL}, or some of {', '.join(ids.values())}"
            raise InputError(unknown("rule that binds only who is under it", word, ids.values(), mend))
    return frozenset(ids.values()) if ALL in wanted else frozenset(ids[word] for word in wanted)

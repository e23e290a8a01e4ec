"""Which rules of law bind a corridor on a day: by territory and mode what opens it, and what bars it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from karwan.facts.load import Facts
from karwan.facts.rows_of_law import Regime
from karwan.words.mode import Mode

_OPENING = frozenset({"opens", "guarantees", "joins", "one_note"})
_IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one mode runs in one territory, and the rules that open it there in force on the day."""

    territory: str
    mode: Mode
    regimes: tuple[Regime, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a corridor on a day.

    Attributes:
        grounds: territory by territory, in order of travel.
        bars: rules in force that bar goods, vehicles or dealings on it; some bind only where the user is
            under that law (`is_switch`).
        idle: what would open or serve it and is not in force: signed, in talks, suspended, lapsed.
    """

    grounds: tuple[Ground, ...]
    bars: tuple[Regime, ...]
    idle: tuple[Regime, ...]


def law_of(facts: Facts, on: date, runs: Sequence[tuple[str, Mode]], gateways: Collection[str]) -> Law:
    """The rules of the table that are about a corridor.

    Args:
        facts: with the table `regimes`.
        on: the day.
        runs: territory and mode of each run over land, in order of travel.
        gateways: ids of posts and ports that are passed; a rule about some ports holds only at these.
    """
    known = [
        row
        for row in facts.rows(Regime)
        if (row.since or date.min) <= on <= (row.until or date.max)
        and (not row.at or set(row.at) & set(gateways))
    ]
    passed = list(dict.fromkeys(territory for territory, _ in runs))
    about = [
        row for row in known if {str(mode) for _, mode in runs} & set(row.modes) and _is_about(row, passed)
    ]
    return Law(
        grounds=tuple(
            Ground(
                territory,
                mode,
                tuple(
                    row
                    for row in about
                    if row.state == _IN_FORCE
                    and row.effect in _OPENING
                    and mode in row.modes
                    and territory in (*row.territories, *row.others)
                ),
            )
            for territory, mode in dict.fromkeys(runs)
        ),
        bars=tuple(row for row in about if row.state == _IN_FORCE and row.effect.startswith("bars_")),
        idle=tuple(row for row in about if row.state not in (_IN_FORCE, "unknown", "missing")),
    )


def _is_about(row: Regime, passed: Sequence[str]) -> bool:
    """Whether a rule is about some territories that are passed: any for `each`, both sides else."""
    own = [code for code in passed if code in row.territories]
    others = [code for code in passed if code in row.others]
    if row.relation == "each":
        return bool(own)
    if row.relation in ("members", "pair"):
        # A union without inner borders is a party by itself.
        return len(own) > 1 or (len(own) == 1 and len(row.territories) == 1)
    return bool(own and others)

"""What may be paid for in a territory under sanctions, and the agreements among the territories of a way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from karwan.answers.matters import Sent
from karwan.facts.dated import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Regime
from karwan.operations.law import DEALING, FREES_DEALING, is_about, lifts
from karwan.words.mode import Mode

# Kinds of rules that states sign with each other about passage; tariffs let nothing pass that would not.
_AGREEMENTS = frozenset({"transit_agreement", "road_agreement", "service_framework", "payment"})
# What lets goods by rail go on under one consignment note.
_RAIL_LAW = "rail_law"


@dataclass(frozen=True, slots=True)
class Dealing:
    """A rule on paying, carrying or insuring in a territory.

    Attributes:
        regime: its row; a switch binds those alone who are under that law.
        bars: whether it bars dealing (else it frees from such a bar).
        may_be_paid: goods that may be paid for. barred: goods that may not; `all` but those that may.
        asked_may: whether the asked goods may, by the rule itself or by one that frees from it.
    """

    regime: Regime
    bars: bool
    may_be_paid: tuple[str, ...]
    barred: tuple[str, ...]
    asked_may: bool


def dealings(
    facts: Facts, territory: str, sent: Sent, modes: Sequence[Mode], gateways: Sequence[str]
) -> tuple[Dealing, ...]:
    """The rules on dealing that hold in a territory on the day, bars first."""
    rows = [
        row
        for row in facts.rows(Regime)
        if row.effect in (DEALING, FREES_DEALING)
        and row.state == "in_force"
        and holds(row, sent.on)
        and set(row.modes) & set(modes)
        and _meets(row, territory, sent)
        and (not row.at or set(row.at) & set(gateways))
    ]
    frees = [row for row in rows if row.effect == FREES_DEALING and is_about(row, sent.goods.ids)]
    return tuple(
        _dealing(row, sent, is_freed=any(lifts(free, row) for free in frees))
        for row in sorted(rows, key=lambda row: row.effect != DEALING)
    )


def _dealing(row: Regime, sent: Sent, *, is_freed: bool) -> Dealing:
    bars = row.effect == DEALING
    is_meant = is_about(row, sent.goods.ids)
    return Dealing(
        regime=row,
        bars=bars,
        may_be_paid=row.except_goods if bars else row.goods,
        barred=row.goods if bars else (),
        asked_may=(is_freed or not is_meant) if bars else is_meant,
    )


def _meets(row: Regime, territory: str, sent: Sent) -> bool:
    """Whether a rule is about goods of the origin in a territory."""
    origin = sent.ends[0]
    ours, theirs = set(row.territories), set(row.others)
    if row.relation == "each":
        return territory in ours
    if row.relation == "from_to":
        return origin in ours and territory in theirs
    if row.relation == "between":
        return (origin in ours and territory in theirs) or (origin in theirs and territory in ours)
    return {origin, territory} <= ours and origin != territory


def agreements(
    facts: Facts, sent: Sent, modes: Sequence[Mode], by_rail: Collection[str] = ()
) -> tuple[Regime, ...]:
    """The agreements among territories of a way in their state on the day, those of both its ends first.

    Of the many only those that both ends have signed, or that say where the haulier's trucks may run; and by
    rail the law of the consignment note.

    Args:
        facts: the tables.
        sent: from where, to where, by whom, on which day.
        modes: of the way.
        by_rail: territories that it passes by rail.
    """
    passed = set(sent.passed)
    found = [
        row
        for row in facts.rows(Regime)
        if row.kind in (*_AGREEMENTS, _RAIL_LAW)
        and row.relation != "each"
        and row.effect not in (DEALING, FREES_DEALING)
        and holds(row, sent.on)
        and set(row.modes) & set(modes)
        and not row.at
        and len({*row.territories, *row.others} & (set(by_rail) if row.kind == _RAIL_LAW else passed)) > 1
        and _matters_to(row, sent)
    ]
    ends = set(sent.ends)
    return tuple(
        sorted(found, key=lambda row: (not ends <= {*row.territories, *row.others}, len(row.territories)))
    )


def _matters_to(row: Regime, sent: Sent) -> bool:
    parties = {*row.territories, *row.others}
    return set(sent.ends) <= parties or sent.haulier in parties or row.kind == _RAIL_LAW

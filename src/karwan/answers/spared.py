"""Rules that would shut a way for who is under them, and that the user left off."""

from __future__ import annotations

from dataclasses import replace

from karwan.answers.compose import Way
from karwan.answers.ground import Ground
from karwan.facts.rows import Regime
from karwan.operations.law import DEALING
from karwan.operations.permission import Reason


def spared(ground: Ground, way: Way) -> tuple[Reason, ...]:
    """Rules that would shut a way for who is under them and that are off, each once (docs/rules, 5.6)."""
    passings = [ground.passings[transfer] for transfer in way.transfers]
    found = [reason for passing in passings for reason in ground.spared.at(passing)]
    found += ground.spared.on_way(passings, way.route.territories)
    rules = ground.book.facts.by_id(Regime)
    first = {reason.rule: reason for reason in reversed(found) if reason.rule is not None}
    return tuple(
        replace(first[rule], what=_told(rules[rule]))
        for rule in dict.fromkeys(reason.rule for reason in found)
        if rule is not None
    )


def _told(rule: Regime) -> str:
    may = "may be paid for" if rule.effect == DEALING else "may pass"
    free = f"; {', '.join(rule.except_goods)} {may} all the same" if rule.except_goods else ""
    return f"only for who is not under {rule.id}: {rule.meaning}{free}"

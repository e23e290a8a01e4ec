"""Checks of the tables on regimes, admissions, hours and products."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from karwan.facts.finding import Finding
from karwan.facts.load import Facts
from karwan.facts.rows import (
    Admission,
    Commodity,
    Crossing,
    CrossingHours,
    Demurrage,
    EmptyReturn,
    Limit,
    Need,
    Procedure,
    Product,
    Regime,
    Territory,
)

_TWO_SIDED = ("from_to", "between")
_BARS_VEHICLES = "bars_vehicles"
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


def unknown_goods(facts: Facts) -> Iterator[Finding]:
    """Goods that are neither a commodity nor a product, nor `all` where a regime is about all."""
    known = {*facts.by_id(Commodity), *facts.by_id(Product)}
    named = [(Regime.table, row.id, row.except_goods) for row in facts.rows(Regime)]
    named += [(Regime.table, row.id, row.goods) for row in facts.rows(Regime) if row.goods != ("all",)]
    named += [(Need.table, row.id, row.goods) for row in facts.rows(Need)]
    for name, row_id, goods in named:
        for item in goods:
            if item not in known:
                what = f"'{item}' is neither a commodity nor a product"
                yield Finding("unknown_goods", name, row_id, what)


def lopsided_regimes(facts: Facts) -> Iterator[Finding]:
    """Regimes whose two sides do not fit their relation, or that bar vehicles without saying what is left."""
    for row in facts.rows(Regime):
        if (row.relation in _TWO_SIDED) != bool(row.others):
            what = f"relation {row.relation} {'without' if row.relation in _TWO_SIDED else 'with'} others"
            yield Finding("lopsided_regimes", Regime.table, row.id, what)
        if row.effect == _BARS_VEHICLES and row.allows is None:
            what = "vehicles are barred, and allows does not say what may be done instead"
            yield Finding("lopsided_regimes", Regime.table, row.id, what)


def unknown_homes(facts: Facts) -> Iterator[Finding]:
    """Cells that may name a territory or `*`, and name neither."""
    known = {*facts.by_id(Territory), "*"}
    for row in facts.rows(Admission):
        for code in (row.home, row.territory):
            if code not in known:
                what = f"'{code}' is no territory"
                yield Finding("unknown_homes", Admission.table, row.id, what)
    coded = [(Product.table, row.id, row.origin) for row in facts.rows(Product)]
    coded += [(Need.table, row.id, row.home) for row in facts.rows(Need)]
    coded += [(Procedure.table, row.id, row.territory) for row in facts.rows(Procedure)]
    coded += [(Limit.table, row.id, row.territory) for row in facts.rows(Limit)]
    coded += [(Demurrage.table, row.id, row.territory) for row in facts.rows(Demurrage)]
    coded += [
        (EmptyReturn.table, row.id, code)
        for row in facts.rows(EmptyReturn)
        for code in (row.origin, row.destination)
    ]
    for name, row_id, code in coded:
        if code not in known:
            yield Finding("unknown_homes", name, row_id, f"'{code}' is no territory")


def rival_admissions(facts: Facts) -> Iterator[Finding]:
    """Two admissions of one home, territory and purpose that share a day."""
    groups = defaultdict(list)
    for row in facts.rows(Admission):
        groups[row.home, row.territory, row.purpose].append(row)
    for rows in groups.values():
        for one, other in combinations(rows, 2):
            if _meet(one.since, one.until, other.since, other.until):
                what = f"shares days with {one.id}"
                yield Finding("rival_admissions", Admission.table, other.id, what)


def wrong_hours(facts: Facts) -> Iterator[Finding]:
    """Hours whose direction is not that of the post, and yearly days off that are no days."""
    posts = facts.by_id(Crossing)
    for row in facts.rows(CrossingHours):
        post = posts.get(row.crossing)
        pair = (post.territory_a, post.territory_b) if post else ()
        if post and row.direction not in ("both", ">".join(pair), ">".join(reversed(pair))):
            what = f"direction {row.direction} at a post of {' and '.join(pair)}"
            yield Finding("wrong_hours", CrossingHours.table, row.id, what)
        for day in row.closed_on:
            if not _DAY_OF_YEAR.fullmatch(day):
                yield Finding("wrong_hours", CrossingHours.table, row.id, f"'{day}' is no day as MM-DD")


def _meet(since: date | None, until: date | None, other_since: date | None, other_until: date | None) -> bool:
    return (since or date.min) <= (other_until or date.max) and (other_since or date.min) <= (
        until or date.max
    )


CHECKS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    unknown_goods, lopsided_regimes, unknown_homes, rival_admissions, wrong_hours,
)  # fmt: skip

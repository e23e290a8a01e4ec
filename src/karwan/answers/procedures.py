"""What is done at each post of a way for the customs regime of its goods (docs/rules, 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, Procedure, Territory
from karwan.operations.customs import Customs
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

_ANY, _EVERYWHERE = "any", "*"
_LAND = (Mode.ROAD, Mode.RAIL)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its row, and the charge for the whole shipment where it is known."""

    row: Procedure
    charge_usd: float | None


@dataclass(frozen=True, slots=True)
class AtPost:
    """What is done on one side of a gateway, or at one end of a way.

    Attributes:
        where: id of the gateway or place. territory: whose side. direction: out, in, start or end.
        mode: of the vehicle. regime: customs regime of the goods: tir, transit, export, import, union.
        acts: in their order.
    """

    where: str
    territory: str
    direction: str
    mode: Mode
    regime: str
    acts: tuple[Act, ...]

    def as_json(self) -> dict[str, Any]:
        """The acts as JSON types."""
        return {
            "where": self.where,
            "territory": self.territory,
            "direction": self.direction,
            "mode": str(self.mode),
            "regime": self.regime,
            "acts": [_act_json(act) for act in self.acts],
        }


@dataclass(frozen=True, slots=True)
class _Passing:
    """One side of a gateway, as AtPost has it, before its acts are looked up."""

    where: str
    territory: str
    direction: str
    mode: Mode
    regime: str


def at_posts(facts: Facts, route: Route, shipment: Shipment, on: date) -> tuple[AtPost, ...]:
    """The acts at the origin, at each post and port and at the destination; sides without any are left out.

    Args:
        facts: the tables.
        route: the way.
        shipment: what is sent, by which charges are reckoned.
        on: the day, on which TIR works and customs unions hold.
    """
    hauls = [leg for leg in route.legs if leg.operation is Operation.HAUL]
    if not hauls:
        return ()
    found = []
    for passing in _passings(facts, hauls, on):
        rows = _rows(facts, passing)
        if rows:
            acts = tuple(Act(row, _charge(row, shipment)) for row in rows)
            where, territory, direction = passing.where, passing.territory, passing.direction
            found.append(AtPost(where, territory, direction, passing.mode, passing.regime, acts))
    return tuple(found)


def _passings(facts: Facts, hauls: Sequence[Step], on: date) -> Iterator[_Passing]:
    """Every side of a gateway that is passed, in order, with the customs regime there."""
    first, last = hauls[0], hauls[-1]
    customs = Customs(facts, on)
    tir = {id(leg) for stretch in customs.under_tir(hauls) for leg in stretch}
    borders = [(before, after) for before, after in pairwise(hauls) if before.territory != after.territory]
    if borders and borders[0][1].territory:
        yield from _at_end(first, "start", "export", is_tir=id(first) in tir)
    for before, after in borders:
        if before.territory and after.territory:
            yield from _at_border(customs, before, after, (first, last), is_tir=id(before) in tir)
        elif before.territory:
            regime = "export" if before.territory == first.territory else "transit"
            direction = "start" if regime == "export" else "out"
            yield _Passing(before.destination, before.territory, direction, _mode(after), regime)
        elif after.territory == last.territory:
            yield _Passing(after.origin, str(after.territory), "end", _mode(before), "import")
        elif after.territory:
            for direction in ("in", "start"):
                yield _Passing(after.origin, after.territory, direction, _mode(before), "transit")
    if borders and borders[-1][0].territory:
        yield from _at_end(last, "end", "import", is_tir=id(last) in tir)


def _at_end(leg: Step, direction: str, regime: str, *, is_tir: bool) -> Iterator[_Passing]:
    """At the customs of departure or destination: export or import, and the opening or end of the carnet."""
    where = leg.origin if direction == "start" else leg.destination
    regimes = [regime, "tir"] if is_tir else [regime]
    for name in regimes if direction == "start" else regimes[::-1]:
        yield _Passing(where, str(leg.territory), direction, _mode(leg), name)


def _at_border(
    customs: Customs, before: Step, after: Step, ends: tuple[Step, Step], *, is_tir: bool
) -> Iterator[_Passing]:
    """Both sides of a border post."""
    left, entered = str(before.territory), str(after.territory)
    out = "export" if left == ends[0].territory else "transit"
    into = "import" if entered == ends[1].territory else "transit"
    if customs.are_joined(left, entered, _mode(after)):
        out = into = "union"
    elif is_tir:
        out = into = "tir"
    yield _Passing(after.origin, left, "out", _mode(before), out)
    yield _Passing(after.origin, entered, "in", _mode(after), into)


def _rows(facts: Facts, passing: _Passing) -> list[Procedure]:
    """The rows of the post if it has any, else those of the territory, else those of anywhere."""
    codes = _codes(facts, passing)
    fitting = [
        row
        for row in facts.rows(Procedure)
        if (row.direction, row.mode) == (passing.direction, passing.mode)
        and row.regime in (passing.regime, _ANY)
    ]
    levels = (
        [row for row in fitting if row.crossing == passing.where and row.territory in codes],
        [row for row in fitting if row.crossing is None and row.territory in codes],
        [row for row in fitting if row.crossing is None and row.territory == _EVERYWHERE],
    )
    return sorted(next((level for level in levels if level), []), key=lambda row: row.order)


def _codes(facts: Facts, passing: _Passing) -> set[str]:
    """The code of a side, and those of the members of its border union that the post names."""
    codes = {passing.territory}
    crossing = facts.by_id(Crossing).get(passing.where)
    if crossing is not None:
        unions = facts.by_id(Territory)
        for code in (crossing.territory_a, crossing.territory_b):
            if code in unions and unions[code].border_union == passing.territory:
                codes.add(code)
    return codes


def _charge(row: Procedure, shipment: Shipment) -> float | None:
    if row.charge_usd is None or row.charge_unit is None:
        return None
    return row.charge_usd * shipment.count_of(row.charge_unit)


def _mode(leg: Step) -> Mode:
    return Mode(leg.mode or Mode.ROAD)


def _act_json(act: Act) -> dict[str, Any]:
    row = act.row
    return {
        "act": row.act,
        "document": row.document or None,
        "who": row.who,
        "charge_usd": act.charge_usd,
        "charge_year": row.year,
        "in_post_cost": row.in_post_cost,
        "time_h": row.time_h,
        "is_general": row.territory == _EVERYWHERE,
        "evidence": str(row.evidence),
        "source": list(row.sources),
        "row": row.id,
        "note": row.note or None,
    }

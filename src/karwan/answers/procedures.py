"""What is done at each post of a way for the customs regime of its goods (docs/rules, 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from karwan.answers.goods import ALL_GOODS
from karwan.answers.matters import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, Procedure, Regime, Territory
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

_ANY, _EVERYWHERE = "any", "*"
_LAND = (Mode.ROAD, Mode.RAIL)
# A carnet pays where goods pass at least so many territories under one.
_LEAST_UNDER_TIR = 3


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
    tir = {id(leg) for stretch in _by_road(hauls) if _is_under_tir(facts, stretch, on) for leg in stretch}
    borders = [(before, after) for before, after in pairwise(hauls) if before.territory != after.territory]
    if borders and borders[0][1].territory:
        yield from _at_end(first, "start", "export", is_tir=id(first) in tir)
    for before, after in borders:
        if before.territory and after.territory:
            yield from _at_border(facts, before, after, (first, last), on, is_tir=id(before) in tir)
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
    facts: Facts, before: Step, after: Step, ends: tuple[Step, Step], on: date, *, is_tir: bool
) -> Iterator[_Passing]:
    """Both sides of a border post."""
    left, entered = str(before.territory), str(after.territory)
    out = "export" if left == ends[0].territory else "transit"
    into = "import" if entered == ends[1].territory else "transit"
    if _are_joined(facts, left, entered, _mode(after), on):
        out = into = "union"
    elif is_tir:
        out = into = "tir"
    yield _Passing(after.origin, left, "out", _mode(before), out)
    yield _Passing(after.origin, entered, "in", _mode(after), into)


def _by_road(hauls: Sequence[Step]) -> list[list[Step]]:
    """The stretches that a truck may go without another mode between."""
    stretches: list[list[Step]] = [[]]
    for leg in hauls:
        if leg.mode is Mode.ROAD:
            stretches[-1].append(leg)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _is_under_tir(facts: Facts, stretch: Sequence[Step], on: date) -> bool:
    """Whether goods go under a carnet: TIR works in every territory of the stretch, and one lies between."""
    passed = {leg.territory for leg in stretch}
    works = {
        code
        for row in facts.rows(Regime)
        if row.kind == "tir" and row.state == "in_force" and holds(row, on) and Mode.ROAD in row.modes
        for code in row.territories
    }
    return len(passed) >= _LEAST_UNDER_TIR and passed <= works


def _are_joined(facts: Facts, left: str, entered: str, mode: Mode, on: date) -> bool:
    """Whether two territories are of one customs union without a customs border between them."""
    return any(
        row.effect == "joins"
        and row.state == "in_force"
        and holds(row, on)
        and mode in row.modes
        and row.goods == (ALL_GOODS,)
        and {left, entered} <= set(row.territories)
        for row in facts.rows(Regime)
    )


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

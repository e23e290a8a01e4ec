"""What holds a way back that nothing shuts: no service, no treaty, no TIR, another gauge (docs/rules, 5.11).

Hours and dollars are those of the way's own steps, so that they are in its totals already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from karwan.answers.compose import Way
from karwan.answers.ground import Ground
from karwan.facts.rows import Admission, Regime, Territory
from karwan.network.record import Cell, Gateway
from karwan.operations.admission import Change
from karwan.operations.change_of_trucks import changes_on, is_change
from karwan.operations.permission import Reason
from karwan.operations.transfers import TRANSLOAD
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step
from karwan.words.weights import Weights

_TIR = "tir"
# What goods do where vehicles or wheels go no farther.
_CHANGES = frozenset({Operation.CHANGE_GAUGE, Operation.TRANSSHIP})


class HoldKind(StrEnum):
    """Why a way is worse than it could be, though it may be gone."""

    SERVICE = "service"
    TREATY = "treaty"
    TIR = "tir"
    GAUGE = "gauge"


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that holds a way back.

    Attributes:
        kind: which. reason: what, where, since when, by which sources and rule.
        part: the steps of the way that it makes needful; none where a post's own figures hold them, and for
            a service.
    """

    kind: HoldKind
    reason: Reason
    part: Route


def holds(ground: Ground, way: Way, weights: Weights) -> tuple[Hold, ...]:
    """All that holds a way back: trains that do not run, then what is worst by the weights first."""
    found = [*_trains(ground, way), *_trucks(ground, way), *_guarantees(ground, way), *_gauges(ground, way)]

    def rank(hold: Hold) -> tuple[bool, float]:
        part = hold.part
        return hold.kind is not HoldKind.SERVICE, -weights.cost_of(
            part.time_h, 0.0, part.cost_usd, part.co2e_kg
        )

    return tuple(sorted(found, key=rank))


def _trains(ground: Ground, way: Way) -> Iterator[Hold]:
    for reason in ground.running.trains(way.gateways):
        yield Hold(HoldKind.SERVICE, reason, way.route.of_steps(()))


def _trucks(ground: Ground, way: Way) -> Iterator[Hold]:
    """Posts where goods change trucks, by the law or whatever it says."""
    moves = way.route.moves
    for change, post in changes_on(ground.trucks, moves):
        made = [step for step in moves if step.origin == post and is_change(ground.book, step)]
        yield Hold(HoldKind.TREATY, _refusal(ground, change, post), way.route.of_steps(made))
    for gateway, before, after in _passed(ground, way):
        row = ground.book.crossings.get(gateway.id)
        if row is not None and row.passage == TRANSLOAD and before.mode is after.mode is Mode.ROAD:
            reason = Reason("all trucks turn back, goods change trucks", row.id, None, row.sources)
            yield Hold(HoldKind.TREATY, reason, way.route.of_steps(_done_at(moves, row.id)))


def _refusal(ground: Ground, change: Change, post: str) -> Reason:
    """Why trucks do not go on: a rule that bars them, or that no agreement admits them."""
    table, _, row = change.by.partition(" ")
    home, barred = (_named(ground, code) for code in (change.before, change.barred))
    facts = ground.book.facts
    if table == Regime.table:
        rule = facts.by_id(Regime)[row]
        what = f"{rule.name}: trucks of {home} may not go on in {barred}, goods change trucks"
        return Reason(what, post, rule.since, rule.sources, rule=rule.id)
    admission = facts.by_id(Admission)[row]
    what = f"no treaty lets trucks of {home} go on in {barred}, goods change trucks"
    return Reason(what, post, admission.since, admission.sources)


def _guarantees(ground: Ground, way: Way) -> Iterator[Hold]:
    """Banks that guarantee on stretches by road which TIR would serve."""
    hauls = [step for step in way.route.legs if step.operation is Operation.HAUL]
    paid = [step for step in way.route.steps if step.operation is Operation.GUARANTEE]
    for stretch, lacking in ground.book.tariffs.customs.without_tir(hauls):
        begins = {leg.origin for leg in stretch}
        asked = [step for step in paid if step.mode is Mode.ROAD and step.origin in begins]
        if asked:
            where = " and ".join(_named(ground, code) for code in lacking)
            reason = Reason(
                f"TIR does not work in {where}, a bank guarantees", lacking[0], None, _of_tir(ground, lacking)
            )
            yield Hold(HoldKind.TIR, reason, way.route.of_steps(asked))


def _of_tir(ground: Ground, codes: Iterable[str]) -> tuple[str, ...]:
    rows = (
        row for row in ground.book.facts.rows(Regime) if row.kind == _TIR and {*codes} & {*row.territories}
    )
    return tuple(dict.fromkeys(source for row in rows for source in row.sources))


def _gauges(ground: Ground, way: Way) -> Iterator[Hold]:
    for gateway, before, after in _passed(ground, way):
        if before.mode is after.mode is Mode.RAIL and before.gauge_mm != after.gauge_mm:
            reason = Reason(f"the gauge changes from {before.gauge_mm} to {after.gauge_mm} mm", gateway.id)
            made = _done_at(way.route.moves, gateway.id)
            yield Hold(HoldKind.GAUGE, reason, way.route.of_steps(made))


def _passed(ground: Ground, way: Way) -> list[tuple[Gateway, Cell, Cell]]:
    return [ground.passings[transfer] for transfer in way.transfers]


def _done_at(moves: Sequence[Step], where: str) -> list[Step]:
    return [step for step in moves if step.origin == where and step.operation in _CHANGES]


def _named(ground: Ground, code: str) -> str:
    row = ground.book.facts.by_id(Territory).get(code)
    return row.name if row else code

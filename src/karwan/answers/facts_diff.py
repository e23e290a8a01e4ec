"""Two delegations' tables side by side, and which of their disputes matter to routes (docs/rules, 14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from karwan.answers.best import best_way
from karwan.answers.compose import Way
from karwan.answers.flows import Flow
from karwan.answers.label import labels
from karwan.answers.names import shown_names, way_names
from karwan.answers.search import by_family, found_ways, is_stopped, places_of, prepared
from karwan.answers.shared import Shared
from karwan.answers.told_again import told_again
from karwan.answers.ways import full_cost
from karwan.answers.worlds import NOT_READ, FlowsAsked
from karwan.errors import InputError
from karwan.facts.difference import Differs, Rows, differences, own_rows, rows_about
from karwan.facts.load import Facts, load
from karwan.facts.rows import (
    Basin,
    Crossing,
    GatewayRow,
    GaugeLine,
    Patch,
    PlaceRow,
    Source,
    Territory,
    TerritoryFix,
)
from karwan.operations.touched import PRICED_TABLES, Reach, touched_by
from karwan.state import State

OURS = "ours"
# From these the network is built, and places are known by them: no single row of them is tried.
_BUILT_FROM = frozenset(
    {Basin, Crossing, GatewayRow, GaugeLine, Patch, PlaceRow, Source, Territory, TerritoryFix}
)
# So many of the best families stand in an order.
_MOST_WAYS = 8
Told = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True)
class Turned:
    """What a dispute does to one pair.

    Attributes:
        pair: its name. first, second: label of the best way by the rows of each side; None: no way.
        added_usd: what the best way costs more (generalised) by the rows of the second than of the first.
        is_best_changed: whether another way is best. is_order_changed: whether the ways stand otherwise.
    """

    pair: str
    first: str | None
    second: str | None
    added_usd: float | None
    is_best_changed: bool
    is_order_changed: bool

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "pair": self.pair,
            "first": self.first,
            "second": self.second,
            "added_usd": None if self.added_usd is None else round(self.added_usd, 6),
            "is_best_changed": self.is_best_changed,
            "is_order_changed": self.is_order_changed,
        }


@dataclass(frozen=True, slots=True)
class Dispute:
    """Something about which two sides do not say the same.

    Attributes:
        differs: the rows and columns. why_not_tried: empty where each side was tried alone.
        turned: the pairs whose order of ways, or costs, it changes.
    """

    differs: Differs
    why_not_tried: str = ""
    turned: tuple[Turned, ...] = ()

    @property
    def best(self) -> tuple[str, ...]:
        """Names of the pairs whose best way depends on it."""
        return tuple(one.pair for one in self.turned if one.is_best_changed)

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the pairs whose order of ways depends on it."""
        return tuple(one.pair for one in self.turned if one.is_order_changed)

    def as_json(self) -> dict[str, Any]:
        """The dispute as JSON types."""
        one = self.differs
        return {
            "table": one.kind.table,
            "about": {column: _plain(cell) for column, cell in one.key},
            "first": [row_json(row) for row in one.first],
            "second": [row_json(row) for row in one.second],
            "columns": [
                {"column": column, "first": _plain(a), "second": _plain(b)} for column, a, b in one.columns
            ],
            "why_not_tried": self.why_not_tried or None,
            "best_changed": list(self.best),
            "order_changed": list(self.order),
            "pairs": [turned.as_json() for turned in self.turned],
        }


@dataclass(frozen=True, slots=True)
class FactsDiff:
    """Two sets of tables side by side.

    Attributes:
        first, second: their names as asked. pairs: how many were asked.
        disputes: those first that change the best way of most pairs, then the order of ways.
    """

    first: str
    second: str
    pairs: int
    disputes: tuple[Dispute, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "first": self.first,
            "second": self.second,
            "pairs": self.pairs,
            "disputes": [dispute.as_json() for dispute in self.disputes],
        }


def ask_facts_diff(
    state: State, sides: tuple[str, str], asked: FlowsAsked | None, told: Told | None = None
) -> FactsDiff:
    """Lays two folders of tables side by side, and tries each dispute alone.

    Args:
        state: of the shipped tables.
        sides: folders, or `ours` for the shipped tables.
        asked: pairs for which each dispute is tried; None: none is.
        told: called with what is at work, and the share that is done.

    Raises:
        FactError: a folder has faults. InputError: both sides are the same, or the list has faults.
    """
    first, second = rows_of(state.facts, sides)
    found = differences(first, second)
    sources = {row.id: row for side in (first, second) for row in side.get(Source, ())}
    trial = Trial(state, asked, tuple(sources.values()))
    disputes = []
    for number, differs in enumerate(found):
        if told:
            told("trying figure after figure", number / len(found))
        disputes.append(trial.of(differs))
    ranked = sorted(disputes, key=lambda one: (-len(one.best), -len(one.order), -_most(one)))
    return FactsDiff(*sides, len(trial.flows), tuple(ranked))


def rows_of(ours: Facts, sides: tuple[str, str]) -> tuple[Rows, Rows]:
    """The rows of two folders; of `ours` those about what the other speaks of.

    Raises:
        FactError: a folder has faults. InputError: both sides are the same.
    """
    named = [side if side == OURS else str(Path(side).resolve()) for side in sides]
    if named[0] == named[1]:
        raise InputError(f"both sides are {sides[0]}; name two folders, or a folder and {OURS}")
    laid = [None if side == OURS else own_rows(load(Path(side))) for side in sides]
    first, second = laid
    if first is None:
        return rows_about(ours, second or {}), second or {}
    return first, rows_about(ours, first) if second is None else second


class Trial:
    """Tries each side's rows alone, laid over the shipped tables, on a list of pairs."""

    def __init__(self, state: State, asked: FlowsAsked | None, sources: Sequence[Source]) -> None:
        self._state, self._asked, self._sources = state, asked, sources
        self.flows: Sequence[Flow] = asked.of(state.facts).flows if asked else ()
        self._shared = Shared(state)
        self._known: dict[str, list[Way]] = {}

    def of(self, differs: Differs) -> Dispute:
        """A dispute with the pairs that it turns."""
        if differs.kind in _BUILT_FROM:
            return Dispute(differs, f"the network is built from {differs.kind.table}: no row of it is tried")
        if self._asked is None:
            return Dispute(differs, "no pairs are asked")
        worlds = [self._world(differs.kind, rows) for rows in (differs.first, differs.second)]
        is_read = differs.kind.table not in NOT_READ
        flows = [self._asked.of(world.state.facts).flows if is_read else self.flows for world in worlds]
        turned = [self._turned(pair, worlds) for pair in zip(*flows, strict=True)]
        return Dispute(differs, turned=tuple(one for one in turned if one is not None))

    def _world(self, kind: type[Any], rows: Sequence[Any]) -> Shared:
        """The shipped tables with some rows laid over them; as they are where a side has none."""
        if not rows:
            return self._shared
        state = self._state
        laid: dict[type[Any], Sequence[Any]] = {kind: rows, Source: self._sources}
        facts = state.facts.with_rows(laid)
        reach = _reach(facts, state, kind, rows)
        book = state.book.over(facts, {kind.table, Source.table})
        return Shared(replace(state, facts=facts, book=book), self._shared, reach, {kind.table, Source.table})

    def _turned(self, flows: Sequence[Flow], worlds: Sequence[Shared]) -> Turned | None:
        """What it does to one pair, asked in the words of each side's tables; None for nothing."""
        orders, bests, costs = [], [], []
        for flow, shared in zip(flows, worlds, strict=True):
            search = prepared(shared.state, flow.question, shared)
            best = best_way(search)
            ways = {way.id: way for way in [*self._ways(flow), *([best] if best else [])]}
            again = [told_again(search, way) for way in ways.values()]
            ranked = sorted(
                (full_cost(way, flow.question.weights), way.id)
                for way in again
                if way is not None and not is_stopped(way, search)
            )
            orders.append([name for _, name in ranked])
            bests.append(best)
            costs.append(None if best is None else full_cost(best, flow.question.weights))
        flow = flows[0]
        ids = [None if best is None else best.id for best in bests]
        common = [[name for name in order if name in orders[1 - side]] for side, order in enumerate(orders)]
        is_order_changed = common[0] != common[1] or ids[0] != ids[1]
        added = None if costs[0] is None or costs[1] is None else costs[1] - costs[0]
        if not is_order_changed and (added is None or abs(added) < _NOTHING_USD):
            return None
        first, second = (None if best is None else self._label(flow, best) for best in bests)
        return Turned(flow.name, first, second, added, ids[0] != ids[1], is_order_changed)

    def _ways(self, flow: Flow) -> list[Way]:
        """The best ways of a pair by the shipped tables, one a family."""
        if flow.name not in self._known:
            search = prepared(self._state, flow.question, self._shared)
            open_ways = [way for way in found_ways(search) if not is_stopped(way, search)]
            families = by_family(search, open_ways)
            self._known[flow.name] = [each[0] for each in families.values()][:_MOST_WAYS]
        return self._known[flow.name]

    def _label(self, flow: Flow, way: Way) -> str:
        names = shown_names(self._state.facts, self._state.network.gateways, set(way.gateways))
        names |= {place.id: place.name for place in places_of(flow.question)}
        return labels([way.route], way_names(self._state.facts, names))[0]


_NOTHING_USD = 0.005


def _reach(facts: Facts, state: State, kind: type[Any], rows: Sequence[Any]) -> Reach:
    """What rows that are laid make cost another price, those that gave way among it."""
    if kind not in PRICED_TABLES:
        return Reach()
    before = {row.id: row for row in state.facts.rows(kind)}
    after = {row.id: row for row in facts.rows(kind)}
    changed = [row for name, row in before.items() if after.get(name) != row]
    changed += [row for name, row in after.items() if before.get(name) != row]
    return touched_by(facts, state.network, {kind: changed or list(rows)})


def _most(dispute: Dispute) -> float:
    return max((abs(one.added_usd or 0.0) for one in dispute.turned), default=0.0)


def row_json(row: Any) -> dict[str, Any]:  # noqa: ANN401 - rows of any table
    """A row as JSON types, by column."""
    return {one.name: _plain(getattr(row, one.name)) for one in fields(row)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any type
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, frozenset)):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)

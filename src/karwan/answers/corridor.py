"""Answers what a corridor takes: section by section, with its constraints, indicators, law and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from karwan.answers import barriers, fit
from karwan.answers.compose import Way
from karwan.answers.corridor_indicators import Indicators, indicators
from karwan.answers.corridor_list import corridors_named, waypoints_of
from karwan.answers.corridor_regimes import Law, law_of
from karwan.answers.corridor_rows import (
    CardRow,
    GaugeBreak,
    RowKind,
    card_rows,
    gauge_breaks,
    worst_by_dollars,
    worst_by_hours,
)
from karwan.answers.corridor_way import Gap, corridor_way
from karwan.answers.ground import ground_of
from karwan.answers.limited import limited
from karwan.answers.names import shown_names
from karwan.answers.notes import notes
from karwan.answers.question import Exclusions
from karwan.facts.load import Facts
from karwan.facts.rows import Corridor, Source, Territory, Waypoint
from karwan.network.record import GatewayKind
from karwan.operations.cargo import shipment_of
from karwan.operations.money import prices
from karwan.operations.permission import Reason, calendar
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.shipment import Shipment


@dataclass(frozen=True, slots=True)
class CorridorQuestion:
    """What a user asks: the corridors, the first with those beside it; the shipment; the day.

    `also` are ids of other corridors that the first word may mean. `prices_of`: in the dollars of which year;
    None: of the day's, or the newest known before it.
    """

    corridors: tuple[Corridor, ...]
    also: tuple[str, ...]
    shipment: Shipment
    on: date
    prices_of: int | None = None


@dataclass(frozen=True, slots=True)
class CorridorCard:
    """One corridor on one day for one shipment.

    Attributes:
        corridor: its row. rows: sections, stops, gaps and charges in order.
        route: all priced steps in order; its totals are the sums of the rows.
        reasons: what shuts it on the day; it is priced all the same. limited: what lets pass, not as usual.
        shut_stretches: waypoints between which the table calls the stretch closed.
        gauge_breaks, worst_by_hours, worst_by_dollars: see corridor_rows.
        indicators: of the whole, then by territory and mode. law: regimes, bars, what is not in force.
        sources: everything that it rests on. names: shown, by id of waypoint and gateway.
        kinds: what each gateway on it is, by id. prices_of: in the dollars of which year, where known.
        parts: its ways and gaps in order, for a map.
    """

    corridor: Corridor
    rows: tuple[CardRow, ...]
    route: Route
    reasons: tuple[Reason, ...]
    limited: tuple[Reason, ...]
    shut_stretches: tuple[tuple[str, str], ...]
    gauge_breaks: tuple[GaugeBreak, ...]
    worst_by_hours: tuple[CardRow, ...]
    worst_by_dollars: tuple[CardRow, ...]
    indicators: tuple[Indicators, ...]
    law: Law
    sources: tuple[Source, ...]
    names: Mapping[str, str]
    kinds: Mapping[str, GatewayKind]
    prices_of: int | None = None
    parts: tuple[Way | Gap, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """Id of the corridor."""
        return self.corridor.id

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not priced."""
        return tuple(row.gap for row in self.rows if row.gap)


@dataclass(frozen=True, slots=True)
class CorridorAnswer:
    """The cards of the corridors that were asked for, in that order."""

    question: CorridorQuestion
    network: str
    cards: tuple[CorridorCard, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        from karwan.answers.corridor_json import answer_json  # noqa: PLC0415  only JSON needs it

        return answer_json(self)


def corridor_question(
    facts: Facts,
    names: Sequence[str],
    *,
    cargo: str | None = None,
    commodity: str | None = None,
    product: str | None = None,
    on: date | None = None,
    prices_of: int | None = None,
) -> CorridorQuestion:
    """The question that some words mean.

    Args:
        facts: with the tables of corridors.
        names: ids or names of corridors, or how their ids begin, the one asked for first.
        cargo: as `karwan routes` has it.
        commodity: a freight group.
        product: a product of one.
        on: the day; today if None.
        prices_of: in the dollars of which year; that of the day if None.

    Raises:
        InputError: for a word that means nothing, with the nearest that does.
    """
    found, also = corridors_named(facts, names)
    if prices_of is not None:
        prices(facts).of_year(prices_of)
    return CorridorQuestion(
        corridors=found,
        also=also,
        shipment=shipment_of(facts, cargo, commodity, product),
        on=on or facts.day,
        prices_of=prices_of,
    )


def ask_corridor(state: State, question: CorridorQuestion) -> CorridorAnswer:
    """The card of each corridor that is asked for."""
    cards = tuple(_card(state, question, corridor) for corridor in question.corridors)
    return CorridorAnswer(question, state.network.digest, cards)


def _card(state: State, question: CorridorQuestion, corridor: Corridor) -> CorridorCard:
    facts = state.facts
    waypoints = waypoints_of(facts, corridor.id)
    homes = {row.id: row.border_union or row.id for row in facts.rows(Territory)}
    ends = homes.get(waypoints[0].territory or ""), homes.get(waypoints[-1].territory or "")
    ground = ground_of(state, question.shipment, question.on, ends, question.prices_of)
    days = calendar(facts, question.on, ends)
    parts = corridor_way(state, ground, days, waypoints)
    ways = [part for part in parts if isinstance(part, Way)]
    shut = tuple(reason for way in ways for reason in barriers.barriers(ground, way, days, Exclusions()))
    slow = tuple(reason for way in ways for reason in limited(way.route, days))
    unusual = dict.fromkeys(reason for way in ways for reason in notes(state, ground, way))
    rows = card_rows(parts, (*shut, *slow), ground.book.correlations)
    passed = [ground.passings[transfer][0] for way in ways for transfer in way.transfers]
    gateways = [gateway for gateway in passed if gateway.kind is not GatewayKind.JOIN]
    law = law_of(facts, question.on, _runs(rows), [gateway.id for gateway in gateways])
    found = indicators(facts, rows, question.shipment, ground.book.money)
    places = {row.id: row.name for row in waypoints}
    names = fit.names(facts) | shown_names(facts, state.network.gateways) | places
    return CorridorCard(
        corridor=corridor,
        rows=rows,
        route=Route(tuple(step for row in rows for step in row.steps), ground.book.correlations),
        reasons=shut,
        limited=(*slow, *unusual),
        shut_stretches=_shut_stretches(waypoints),
        gauge_breaks=gauge_breaks(rows),
        worst_by_hours=worst_by_hours(rows),
        worst_by_dollars=worst_by_dollars(rows),
        indicators=found,
        prices_of=ground.book.money.year,
        law=law,
        sources=_sources(facts, _source_ids(corridor, waypoints, rows, (*shut, *slow), law, found)),
        names=names,
        kinds={gateway.id: gateway.kind for gateway in gateways},
        parts=parts,
    )


def _runs(rows: Sequence[CardRow]) -> list[tuple[str, Mode]]:
    """Territory and mode of each section over land, in order."""
    return [
        (row.territory, row.mode)
        for row in rows
        if row.kind is RowKind.SECTION and row.territory and row.mode
    ]


def _shut_stretches(waypoints: Sequence[Waypoint]) -> tuple[tuple[str, str], ...]:
    return tuple((before.id, after.id) for before, after in pairwise(waypoints) if before.status == "closed")


def _source_ids(
    corridor: Corridor,
    waypoints: Sequence[Waypoint],
    rows: Sequence[CardRow],
    reasons: Sequence[Reason],
    law: Law,
    found: Sequence[Indicators],
) -> Iterator[str]:
    """Ids of what a card rests on: the corridor, its figures, its posts, its law, and what was observed."""
    yield from corridor.sources
    for waypoint in waypoints:
        yield from waypoint.sources
    for row in rows:
        for step in row.steps:
            yield from step.sources
    for reason in reasons:
        yield from reason.sources
    for regime in (*(one for ground in law.grounds for one in ground.regimes), *law.bars, *law.idle):
        yield from regime.sources
    for indicator in found:
        for observed in indicator.observed.values():
            yield from observed.sources if observed else ()


def _sources(facts: Facts, ids: Iterable[str]) -> tuple[Source, ...]:
    """Each source once, in the order of use."""
    known = facts.by_id(Source)
    return tuple(known[name] for name in dict.fromkeys(ids) if name in known)

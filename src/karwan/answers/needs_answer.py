"""What a way needs: the question as it is understood, the answer, and what it says as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from karwan.answers.agenda import Item
from karwan.answers.as_json import place_json, reason_json
from karwan.answers.dealings import Dealing
from karwan.answers.facts_shown import source_json
from karwan.answers.goods import Goods
from karwan.answers.matters import Matter, Said
from karwan.answers.question import RoutesQuestion
from karwan.answers.spoken import spoken_json
from karwan.facts.rows import Regime, Source, WaySpokenOf
from karwan.operations.permission import Reason
from karwan.words.mode import Mode
from karwan.words.route import Route


@dataclass(frozen=True, slots=True)
class NeedsQuestion:
    """What a user asks, understood: ways, which of them, whose truck (None: of the origin), goods."""

    routes: RoutesQuestion
    word: str | None
    haulier: str | None
    goods: Goods


@dataclass(frozen=True, slots=True)
class Passed:
    """One territory of a way.

    Attributes:
        territory: its code, or that of a border union. name: as shown. modes: by which it is passed.
        enters, leaves: ids of the gateways, or of the places at the two ends.
        matters: what must be there. dealings: rules on what may be paid for.
    """

    territory: str
    name: str
    modes: tuple[Mode, ...]
    enters: str
    leaves: str
    matters: tuple[Matter, ...]
    dealings: tuple[Dealing, ...]


@dataclass(frozen=True, slots=True)
class WayNeeds:
    """One way and what it needs.

    Attributes:
        word: its letter, `x1` for one not offered. id: its hash. label: in the words of planners.
        is_offered: whether goods pass on the day. reasons: what shuts it.
        route: its steps. passed: its territories in order. agreements: among them.
        agenda: what is missing, as items of an agreement, the most pressing first.
    """

    word: str
    id: str | None
    label: str
    is_offered: bool
    reasons: tuple[Reason, ...]
    route: Route
    passed: tuple[Passed, ...]
    agreements: tuple[Regime, ...]
    agenda: tuple[Item, ...]

    @property
    def cited(self) -> Iterator[str]:
        """Ids of the sources, in the order in which they are told."""
        for reason in self.reasons:
            yield from reason.sources
        for one in self.passed:
            for matter in one.matters:
                for said in matter.said:
                    yield from said.sources
            for dealing in one.dealings:
                yield from dealing.regime.sources
        for row in self.agreements:
            yield from row.sources


@dataclass(frozen=True, slots=True)
class NeedsAnswer:
    """What the ways of a question need, and the ways that are none.

    `haulier` is the territory of the truck; `names` gives the shown name of every gateway, place and
    territory; `sources` are all that is cited, in the order of the ways.
    """

    question: NeedsQuestion
    haulier: str
    ways: tuple[WayNeeds, ...]
    spoken: tuple[WaySpokenOf, ...]
    names: Mapping[str, str]
    sources: tuple[Source, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        question = self.question
        return {
            "origin": place_json(question.routes.origin),
            "destination": place_json(question.routes.destination),
            "on": question.routes.on.isoformat(),
            "haulier": self.haulier,
            "commodity": question.goods.commodity,
            "product": question.goods.product,
            "ways": [_way(way) for way in self.ways],
            "spoken_of": [spoken_json(row) for row in self.spoken],
            "sources": [source_json(source) for source in self.sources],
        }


def _way(way: WayNeeds) -> dict[str, Any]:
    return {
        "word": way.word,
        "id": way.id,
        "label": way.label,
        "is_offered": way.is_offered,
        "reasons": [reason_json(reason) for reason in way.reasons],
        "territories": [_passed(one) for one in way.passed],
        "agreements": [_agreement(row) for row in way.agreements],
        "agenda": [_item(item) for item in way.agenda],
    }


def _passed(one: Passed) -> dict[str, Any]:
    return {
        "territory": one.territory,
        "name": one.name,
        "modes": [str(mode) for mode in one.modes],
        "enters": one.enters,
        "leaves": one.leaves,
        "matters": [_matter(matter) for matter in one.matters],
        "dealings": [_dealing(dealing) for dealing in one.dealings],
    }


def _matter(matter: Matter) -> dict[str, Any]:
    return {"matter": matter.name, "state": matter.state, "said": [_said(said) for said in matter.said]}


def _said(said: Said) -> dict[str, Any]:
    return {
        "state": said.state,
        "how": said.how,
        "since": _day(said.since),
        "who_signs": said.who_signs or None,
        "regime": said.regime,
        "lack_time_h": said.lack_time_h,
        "lack_cost_usd": said.lack_cost_usd,
        "last_seen": _day(said.last_seen),
        "evidence": str(said.evidence),
        "source": list(said.sources),
        "table": said.table,
        "row": said.row,
        "note": said.note or None,
    }


def _dealing(dealing: Dealing) -> dict[str, Any]:
    row = dealing.regime
    return {
        "regime": row.id,
        "name": row.name,
        "is_switch": row.is_switch,
        "bars": dealing.bars,
        "barred": list(dealing.barred),
        "may_be_paid": list(dealing.may_be_paid),
        "asked_may": dealing.asked_may,
        "since": _day(row.since),
        "until": _day(row.until),
        "who_signs": row.who_signs or None,
        "meaning": row.meaning,
        "evidence": str(row.evidence),
        "source": list(row.sources),
    }


def _agreement(row: Regime) -> dict[str, Any]:
    return {
        "regime": row.id,
        "name": row.name,
        "parties": [*row.territories, *row.others],
        "state": row.state,
        "since": _day(row.since),
        "who_signs": row.who_signs or None,
        "meaning": row.meaning,
        "last_seen": _day(row.last_seen),
        "evidence": str(row.evidence),
        "source": list(row.sources),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "matter": item.matter,
        "where": list(item.where),
        "state": item.state,
        "what": item.what or None,
        "since": _day(item.since),
        "who_signs": item.who_signs or None,
        "lack_time_h": item.lack_time_h,
        "lack_cost_usd": item.lack_cost_usd,
        "source": list(item.sources),
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

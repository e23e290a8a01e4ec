"""What lets vehicle, driver, goods, money and cover pass a territory, matter by matter (docs/rules, 9)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from karwan.answers.goods import Goods
from karwan.facts.dated import holds
from karwan.facts.rows import Admission, Need, Regime
from karwan.facts.rows_of_law import ALL_GOODS
from karwan.operations.admission import Trucks
from karwan.operations.book import Book
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode

# Matters in the order in which they are told: of the truck and its driver, of the goods, of money and cover.
_OF_TRUCKS = ("permit", "visa", "vehicle_admission", "insurance", "axle_load", "escort", "transit_guarantee")
_OF_GOODS = ("customs_data", "plant_health", "payment")
_OF_COVER = ("war_risk",)
# What is asked of whoever drives there, at home too.
_OF_THE_GROUND = frozenset({"axle_load", "escort", "war_risk"})
# Best first: what works, what was agreed, what is spoken of, what does not work.
STATES = ("in_force", "signed", "in_talks", "suspended", "lapsed", "missing", "unknown")
NOT_NEEDED = "not_needed"
WORKS = frozenset({"in_force", NOT_NEEDED})
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says of a matter.

    Attributes:
        state: one of STATES. how: what must be done. since: first day of that state, where known.
        who_signs: who issues or signs it; empty where no row says. regime: id of the rule that it rests on.
        lack_time_h, lack_cost_usd: what its lack has cost a truck or box, where known.
        last_seen: day of the newest source. table, row: where it stands.
    """

    state: str
    how: str
    since: date | None
    who_signs: str
    regime: str | None
    lack_time_h: float | None
    lack_cost_usd: float | None
    last_seen: date | None
    evidence: Evidence
    sources: tuple[str, ...]
    table: str
    row: str
    note: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter in one territory: its state, and what the rows say, that which decides first."""

    name: str
    state: str
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """Whose truck carries what, from where to where, on which day.

    Attributes:
        haulier: territory that the truck is registered in. ends: those of origin and destination.
        goods: what it carries. on: the day. passed: all territories of the way, in order.
    """

    haulier: str
    ends: tuple[str, str]
    goods: Goods
    on: date
    passed: tuple[str, ...]


def matters(book: Book, territory: str, modes: Collection[Mode], sent: Sent) -> tuple[Matter, ...]:
    """Every matter of a territory that is passed by some modes; those of trucks only where it is by road."""
    names = (*(_OF_TRUCKS if Mode.ROAD in modes else ()), *_OF_GOODS, *_OF_COVER)
    return tuple(_matter(book, territory, name, sent) for name in names)


def best_state(states: Sequence[str]) -> str:
    """The best of some states, as STATES orders them."""
    return min(states, key=STATES.index)


def _matter(book: Book, territory: str, name: str, sent: Sent) -> Matter:
    home = sent.ends[0] if name in _OF_GOODS else sent.haulier
    if home == territory and name not in _OF_THE_GROUND:
        return Matter(name, NOT_NEEDED)
    of_this = [row for row in book.facts.rows(Need) if (row.territory, row.matter) == (territory, name)]
    rows = [row for row in of_this if row.home in (home, _ANY) and holds(row, sent.on)]
    asked = [row for row in rows if not row.goods or set(row.goods) & sent.goods.ids]
    said = tuple(_of_need(row) for row in _deciding(asked, home))
    if not said:
        said = tuple(_elsewhere(book, territory, name, sent))
    elif name == "permit" and said[0].state == "unknown":
        said += tuple(_elsewhere(book, territory, name, sent))
        return Matter(name, "unknown", said)
    if not said:
        return Matter(name, NOT_NEEDED if rows else "unknown")
    return Matter(name, said[0].state, said)


def _deciding(rows: Sequence[Need], home: str) -> list[Need]:
    """The rows that decide, the best state first, then what is in talks besides.

    Rows for the very goods go before others, then rows of the very home (docs/rules, 9.3). Talks end nothing
    that is in force: what is in talks is told beside it, and decides only where nothing works.
    """
    talks = [row for row in rows if row.state == "in_talks"]
    settled = _most_special([row for row in rows if row.state != "in_talks"], home)
    settled.sort(key=lambda row: STATES.index(row.state))
    if settled and settled[0].state not in ("missing", "unknown"):
        return settled + talks
    return talks + settled


def _most_special(rows: Sequence[Need], home: str) -> list[Need]:
    ranks = {row.id: (bool(row.goods), row.home == home) for row in rows}
    best = max(ranks.values(), default=None)
    return [row for row in rows if ranks[row.id] == best]


def _of_need(row: Need) -> Said:
    return Said(
        state=row.state,
        how=row.how,
        since=row.since,
        who_signs=row.who_signs,
        regime=row.regime,
        lack_time_h=row.lack_time_h,
        lack_cost_usd=row.lack_cost_usd,
        last_seen=row.last_seen,
        evidence=row.evidence,
        sources=row.sources,
        table=row.table,
        row=row.id,
        note=row.note,
    )


def _elsewhere(book: Book, territory: str, name: str, sent: Sent) -> Iterator[Said]:
    """What other tables say of a matter: admissions of permits, regimes of guarantees."""
    if name == "permit" and (row := admission(book, territory, sent)) is not None:
        yield _of_admission(book, row)
    if name == "transit_guarantee":
        found = [_of_regime(row) for row in book.facts.rows(Regime) if _guarantees(row, territory, sent)]
        yield from sorted(found, key=lambda said: STATES.index(said.state))[:1]


def admission(book: Book, territory: str, sent: Sent) -> Admission | None:
    """The row that says whether the haulier's trucks may run in a territory; the one that fits best."""
    return Trucks(book, sent.on, sent.ends, sent.goods.ids).admission(sent.haulier, territory)


def _of_admission(book: Book, row: Admission) -> Said:
    """What an admission says of the permit; without one the goods change trucks, at what that takes."""
    needed = "no permit needed" if row.admitted == "yes" else "permit for the truck"
    said = _of_row(row, "in_force", needed, regime=row.regime)
    if row.admitted != "no" and row.reach == "all":
        return said
    how = "trucks of the haulier may not run here" if row.admitted == "no" else "only to the border terminal"
    time, cost = (book.default("transship", ("road>road",), metric) for metric in ("time_h", "cost_usd"))
    return replace(
        said,
        state="missing",
        how=f"{how}: goods change trucks at the border",
        lack_time_h=time.figure.value if time else None,
        lack_cost_usd=cost.figure.value if cost else None,
    )


def _guarantees(row: Regime, territory: str, sent: Sent) -> bool:
    """Whether a regime gives one guarantee for transit in a territory of the way, on the day."""
    if row.effect not in ("guarantees", "joins") or territory not in row.territories:
        return False
    if not holds(row, sent.on) or Mode.ROAD not in row.modes or row.goods != (ALL_GOODS,):
        return False
    return row.relation == "each" or len(set(row.territories) & set(sent.passed)) > 1


def _of_regime(row: Regime) -> Said:
    how = f"{row.name}: {row.meaning}"
    said = _of_row(row, row.state, how, regime=row.id)
    return replace(said, who_signs=row.who_signs, last_seen=row.last_seen)


def _of_row(row: Admission | Regime, state: str, how: str, *, regime: str | None) -> Said:
    """What a row says, with nothing of who signs and what a lack would cost."""
    return Said(
        state=state,
        how=how,
        since=row.since,
        who_signs="",
        regime=regime,
        lack_time_h=None,
        lack_cost_usd=None,
        last_seen=None,
        evidence=row.evidence,
        sources=row.sources,
        table=row.table,
        row=row.id,
        note=row.note,
    )

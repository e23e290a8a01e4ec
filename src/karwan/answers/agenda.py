"""What is missing on a way, as the items of an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from karwan.answers.matters import STATES, WORKS, Matter, Said
from karwan.facts.rows import Regime
from karwan.operations.permission import Reason

# In the order of an agenda: what is shut, what does not work, what waits for a signature or to come into
# force, what is spoken of, what nobody could say.
_ORDER = ("shut", "suspended", "lapsed", "missing", "signed", "in_talks", "unknown")
_AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be agreed.

    Attributes:
        matter: `opening` (of a post), `agreement`, or the name of a matter.
        where: codes of territories, or the id of a gateway. state: how it stands; `shut` for an opening.
        what: in words. since: of that state, where known. who_signs: empty where no row says.
        lack_time_h, lack_cost_usd: what its lack has cost a truck or box, where known.
        sources: ids of `sources.csv`.
    """

    matter: str
    where: tuple[str, ...]
    state: str
    what: str
    since: date | None
    who_signs: str
    lack_time_h: float | None
    lack_cost_usd: float | None
    sources: tuple[str, ...]


def agenda(
    reasons: Sequence[Reason], found: Mapping[str, Sequence[Matter]], agreements: Sequence[Regime]
) -> tuple[Item, ...]:
    """What is not in force on a way, each thing once, the most pressing first (docs/rules, 9.5).

    Args:
        reasons: what shuts the way.
        found: matters by territory.
        agreements: among its territories.
    """
    items = [*_openings(reasons), *_of_matters(found), *_unfinished(agreements)]
    return tuple(
        sorted(_merged(items), key=lambda item: (_ORDER.index(item.state), item.matter == _AGREEMENT))
    )


def _openings(reasons: Sequence[Reason]) -> Iterator[Item]:
    for reason in reasons:
        if reason.sources:  # what the user excluded is no matter of states
            yield Item(
                "opening", (reason.where,), "shut", reason.what, reason.since, "", None, None, reason.sources
            )


def _of_matters(found: Mapping[str, Sequence[Matter]]) -> Iterator[Item]:
    for territory, matters in found.items():
        for matter in matters:
            if not matter.said and matter.state not in WORKS:
                yield Item(matter.name, (territory,), "unknown", "", None, "", None, None, ())
            if matter.state in WORKS:  # all that is left is what is in talks besides
                pending = [said for said in matter.said if said.state not in WORKS]
            else:
                pending = [said for said in matter.said if said.state == matter.state]
            for said in pending:
                yield _item(matter.name, territory, said)


def _item(matter: str, territory: str, said: Said) -> Item:
    return Item(
        matter=matter,
        where=(territory,),
        state=said.state,
        what=said.how,
        since=said.since,
        who_signs=said.who_signs,
        lack_time_h=said.lack_time_h,
        lack_cost_usd=said.lack_cost_usd,
        sources=said.sources,
    )


def _unfinished(agreements: Sequence[Regime]) -> Iterator[Item]:
    for row in agreements:
        if row.state in STATES and row.state != "in_force":
            where = (*row.territories, *row.others)
            what = f"{row.name}: {row.meaning}"
            yield Item(_AGREEMENT, where, row.state, what, row.since, row.who_signs, None, None, row.sources)


def _merged(items: Sequence[Item]) -> list[Item]:
    """Items that say the same of several territories as one."""
    merged: dict[tuple[str, str, str, str], Item] = {}
    for item in items:
        key = (item.matter, item.state, item.what, item.who_signs)
        if key in merged:
            old = merged[key]
            merged[key] = replace(
                old,
                where=tuple(dict.fromkeys(old.where + item.where)),
                sources=tuple(dict.fromkeys(old.sources + item.sources)),
            )
        else:
            merged[key] = item
    return list(merged.values())

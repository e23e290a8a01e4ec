"""What the overlay costs and where it is open for one shipment on one day, for the ends of many pairs.

What is open depends on the ends of a pair, by law and at posts for local traffic alone, and so do changes of
trucks; all other figures do not. Most pairs of territories share all of it, so a few sets of prices serve.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karwan.answers import barriers
from karwan.answers.ground import Ground, ground_of
from karwan.answers.question import RoutesQuestion
from karwan.answers.truck_changes import TruckChanges
from karwan.facts.rows import Crossing, CrossingPeriod
from karwan.operations.law import Law, bars, consignment_of, rules_on, switched
from karwan.operations.limits import Limits
from karwan.operations.permission import calendar, homes
from karwan.operations.priced import Priced, price
from karwan.routing.attach import Attachment
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place

_NOBODY = (None, None)


@dataclass(frozen=True, slots=True)
class End:
    """The territory of a place in the words of the network (a border union is one), and its own code."""

    code: str | None
    member: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Prices for some pairs of ends, what is shut to them as such: inf rates, closed transfers.

    Attributes:
        surface: without flights. by_air: with them.
        changed: transfers at which goods change trucks on any way.
        number: of these terms among those of a market.
    """

    surface: Priced
    by_air: Priced
    changed: frozenset[int]
    number: int


class Market:
    """Prices of one shipment on one day; `terms` gives those of a pair of ends.

    Args:
        state: facts and network.
        question: shipment, day, exclusions, rules turned on and the year of prices count, its places do not.
    """

    def __init__(self, state: State, question: RoutesQuestion) -> None:
        self._state, self._question = state, question
        on, facts = question.on, state.facts
        self.ground: Ground = ground_of(
            state, question.shipment, on, _NOBODY, question.prices_of, question.sanctions
        )
        days = calendar(facts, on, _NOBODY)
        self._priced = price(
            self.ground.book, days, self.ground.cells, self.ground.passings, question.shipment
        )
        self._changes = TruckChanges(self.ground)
        self._rules = switched(rules_on(facts, on), question.sanctions, is_on=True)
        self._local = frozenset(_local_sides(state))
        self._is_air = np.array([cell.mode is Mode.AIR for cell in self.ground.cells], np.bool_)
        self._of_ends: dict[tuple[End, End], Terms] = {}
        self._of_law: dict[object, Terms] = {}
        self._distinct: dict[object, Terms] = {}

    def terms(self, origin: End, destination: End) -> Terms:
        """The prices of shipments from one end to another."""
        ends = origin, destination
        if ends not in self._of_ends:
            key = self._key(*ends)
            if key not in self._of_law:
                self._of_law[key] = self._made(*ends)
            self._of_ends[ends] = self._of_law[key]
        return self._of_ends[ends]

    def _key(self, origin: End, destination: End) -> object:
        """What of two ends decides where the overlay is open to them, and where trucks are changed."""
        codes = frozenset((origin.code, destination.code))
        sent = consignment_of(
            self._state.facts,
            self._question.shipment,
            [(end.code, end.member) for end in (origin, destination)],
        )
        shut = frozenset(
            (mode, bar.rule.id, bar.left, bar.entered, bar.is_edge, bar.freed_by)
            for mode, each in bars(self._rules, sent).items()
            for bar in each
        )
        changed = self._changes.at((origin.code, destination.code))
        return shut, origin.code != destination.code, codes if codes in self._local else None, changed

    def _made(self, origin: End, destination: End) -> Terms:
        ends = origin.code, destination.code
        facts, question = self._state.facts, self._question
        sent = consignment_of(
            facts, question.shipment, [(end.code, end.member) for end in (origin, destination)]
        )
        limits = Limits(facts, question.shipment, question.on, is_international=ends[0] != ends[1])
        ground = replace(self.ground, ends=ends, limits=limits, law=Law(facts, self._rules, sent))
        days = calendar(facts, question.on, ends)
        is_open = barriers.open_transfers(ground, days, question.excluded)
        allowed = barriers.allowed_cells(ground, question.excluded)
        changed = self._changes.at(ends)
        mask = is_open.tobytes(), allowed.tobytes(), changed
        if mask not in self._distinct:
            priced = replace(
                self._priced,
                transfer_open=is_open,
                transfer_costs=self._priced.transfer_costs + self._changes.costs(changed),
            )
            self._distinct[mask] = Terms(
                surface=_within(priced, allowed & ~self._is_air),
                by_air=_within(priced, allowed),
                changed=changed,
                number=len(self._distinct),
            )
        return self._distinct[mask]


def end_of(state: State, place: Place, attached: tuple[Attachment, ...]) -> End:
    """The end that a place is."""
    return End(state.network.cells[attached[0].cell].territory if attached else None, place.territory)


def _within(priced: Priced, allowed: NDArray[np.bool_]) -> Priced:
    return replace(priced, cell_rates=np.where(allowed[:, None], priced.cell_rates, np.inf))


def _local_sides(state: State) -> Iterator[frozenset[str | None]]:
    """The territories on both sides of each post that has ever been for local traffic alone."""
    posts, unions = state.facts.by_id(Crossing), homes(state.facts)
    for period in state.facts.rows(CrossingPeriod):
        if period.state == "local" and (post := posts.get(period.crossing)):
            yield frozenset(unions.get(code, code) for code in (post.territory_a, post.territory_b))

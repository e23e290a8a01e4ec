"""Asks again with a change applied as a measure, so that no way is overlooked that it makes the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from karwan.answers.best import best_way
from karwan.answers.compose import Way
from karwan.answers.question import RoutesQuestion
from karwan.answers.search import Search, prepared
from karwan.answers.shared import Shared
from karwan.answers.told_again import known_from, told_again
from karwan.answers.trial import lifting
from karwan.errors import InputError
from karwan.operations.permission import Reason
from karwan.scenario import apply, of_measures
from karwan.scenario.read import measure_of
from karwan.scenario.scene import Origin
from karwan.state import State
from karwan.words.route import Route

_REASON = "a switching value that is tried"


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """A question in one state, to be asked again with single measures laid over it.

    Attributes:
        shared: of the state in which the wanted way is open. search: of the question there.
        wanted: the way that is wanted, told there; None where it is not open even so.
    """

    shared: Shared
    search: Search
    wanted: Way | None

    def under(self, measure: Mapping[str, object]) -> Search | None:
        """The question where a measure holds; None where it cannot be applied."""
        shared = _with(self.shared, [measure], self.search.question)
        return None if shared is None else prepared(shared.state, self.search.question, shared)

    def first(self, search: Search) -> Way | None:
        """The best way of the question where a measure holds."""
        return best_way(search, known_from((self.search, self.wanted), search))

    def first_at(self, usd_per_h: float) -> Way | None:
        """The best way where an hour of the shipment is worth so many dollars."""
        weights = replace(self.search.question.weights, usd_per_h=usd_per_h)
        question = replace(self.search.question, weights=weights)
        return best_way(prepared(self.shared.state, question, self.shared), self.wanted)

    def route_of(self, way: Way) -> Route | None:
        """A way found in a changed world, as it is without the change."""
        again = told_again(self.search, way)
        return None if again is None else again.route


def trials_of(state: State, question: RoutesQuestion, wanted: Way | None, lifted: Sequence[Reason]) -> Trials:
    """The trials of a way; what bars it is lifted first, as far as measures can."""
    shared = Shared(state)
    search = prepared(state, question, shared)
    if lifted:
        measures = [lifting(reason) for reason in lifted]
        opened = _with(shared, [one for one in measures if one is not None], question)
        if opened is not None:
            # what is tried next is a change against this state, and not against the one before it
            shared = Shared(opened.state)
            search = prepared(shared.state, question, shared)
    return Trials(shared, search, None if wanted is None else told_again(search, wanted))


def _with(
    shared: Shared, measures: Sequence[Mapping[str, object]], question: RoutesQuestion
) -> Shared | None:
    """The state with some measures laid over it; None where they cannot be applied."""
    made = []
    for told in measures:
        fields = {name: [value] if name == "at" else value for name, value in told.items()}
        found = measure_of({**fields, "reason": _REASON}, Origin("", 0), [])
        if found is not None:
            made.append(found)
    try:
        applied = apply(shared.state, of_measures("trial", made), question.on)
    except InputError:
        return None
    tables = {table for one in applied.touched for table in (*one.rows, *one.aside)}
    return Shared(applied.state, shared, applied.reach, tables)

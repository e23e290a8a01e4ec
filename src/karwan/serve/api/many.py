"""Questions on many pairs: worlds side by side, what is critical, how far a place reaches."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from karwan.answers.compare import ask_compare
from karwan.answers.critical import ask_critical
from karwan.answers.flows import Flows, flows_between, flows_named, read_flows, shipped_list
from karwan.answers.flows import shipped as shipped_lists
from karwan.answers.reach import MOST, ask_reach, reach_places
from karwan.answers.worlds import FlowsAsked, day_of_all
from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.scenario import Scenario, together
from karwan.serve.api.measures import WorldWords
from karwan.serve.api.words import Ranked, Word, shipped
from karwan.serve.context import Context, held
from karwan.serve.jobs import Told

_MOST_PLACES, _MOST_WORLDS = 60, 6


class ManyWords(Ranked):
    """Pairs: a list that ships, a CSV text, or all pairs of some places."""

    pairs: Word | None = Field(default=None, description="The name of a list that ships, such as pk-kz.")
    csv: str | None = Field(
        default=None, max_length=200_000, description="Rows as the command line reads them."
    )
    places: list[Word] = Field(default=[], max_length=_MOST_PLACES, description="All pairs of these.")

    def flows_asked(self, today: date) -> FlowsAsked:
        """The list in the user's words.

        Raises:
            InputError: no list is named, or more than one, or one that does not ship.
        """
        if sum((self.pairs is not None, self.csv is not None, bool(self.places))) != 1:
            raise InputError("send pairs, csv or places, and one of them only")
        if self.pairs is not None and shipped_list(self.pairs) is None:
            raise InputError(unknown("list of pairs", self.pairs, shipped_lists(), "send csv or places"))
        options = self.options()
        content = None if self.csv is None else self.csv.encode()
        return FlowsAsked(
            options=options,
            today=options["on"] or today,
            pairs="csv" if content is not None else self.pairs,
            places=tuple(self.places),
            content=content,
        )


class CompareWords(ManyWords):
    """Worlds side by side; the facts as they are are the base."""

    kind: Literal["compare"] = "compare"
    worlds: list[WorldWords] = Field(min_length=1, max_length=_MOST_WORLDS, description="Beside the base.")

    def answer(self, context: Context, told: Told | None) -> dict[str, Any]:
        """What the worlds change, as `karwan compare --json`.

        Raises:
            InputError: a word means nothing.
        """
        scenarios: list[Scenario | None] = [self._base()]
        scenarios += [together(world.scenarios()) for world in self.worlds]
        asked = self.flows_asked(day_of_all(scenarios, context.base.facts.day))
        return ask_compare(context.base, scenarios, asked, told).as_json()

    def _base(self) -> Scenario | None:
        return together(shipped(self.scenario)) if self.scenario else None


class CriticalWords(ManyWords):
    """What closing each post, port, terminal, strait and territory alone costs."""

    kind: Literal["critical"] = "critical"

    def answer(self, context: Context, told: Told | None) -> dict[str, Any]:
        """The ranking, as `karwan critical --json`.

        Raises:
            InputError: a word means nothing.
        """
        options = self.options()
        state = context.state(shipped(self.scenario), options["on"])
        flows = self._flows(state.facts)
        return held(state, ask_critical(state, flows, told).as_json())

    def _flows(self, facts: Facts) -> Flows:
        asked = self.flows_asked(facts.day)
        options = dict(asked.options)
        if asked.pairs is None:
            return flows_between(facts, asked.places, options)
        if asked.content is not None:
            return read_flows(facts, asked.pairs, asked.content, options, asked.today)
        return flows_named(facts, asked.pairs, options, asked.today)


class ReachWords(Ranked):
    """How far the largest cities lie from one place."""

    kind: Literal["reach"] = "reach"
    origin: Word = Field(alias="from", description="From which.")
    count: int = Field(default=1_000, ge=1, le=MOST, description="How many cities, the largest.")

    def answer(self, context: Context, told: Told | None) -> dict[str, Any]:
        """Hours, dollars and kg to each city.

        Raises:
            InputError: a word means nothing.
        """
        options = self.options()
        state = context.state(shipped(self.scenario), options["on"])
        ends = reach_places(state.facts, self.origin, self.count)
        return held(state, ask_reach(state, ends, options, told).as_json())

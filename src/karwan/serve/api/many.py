"""Questions on many pairs: worlds side by side, and what is critical."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from karwan.answers.compare import ask_compare
from karwan.answers.critical import ask_critical
from karwan.answers.flows import Flows, shipped_list
from karwan.answers.flows import shipped as shipped_lists
from karwan.answers.many_in_language import compared_in, critical_in
from karwan.answers.worlds import FlowsAsked, day_of_all
from karwan.errors import InputError, unknown
from karwan.languages import messages
from karwan.scenario import Scenario, together
from karwan.serve.api.measures import WorldWords
from karwan.serve.bench import Bench, Told
from karwan.serve.context import Context, held
from karwan.serve.words import Ranked, Said, Word, shipped

_MOST_PLACES, _MOST_WORLDS = 60, 6


class ManyWords(Ranked, Said):
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

    def check(self, context: Context) -> Flows:
        """The pairs by the facts as they are: a mistake is told before anything waits.

        Raises:
            InputError: a word means nothing.
        """
        shipped(self.scenario)
        messages(self.language)
        return self.flows_asked(context.base.facts.day).of(context.base.facts)


class CompareWords(ManyWords):
    """Worlds side by side; the facts as they are are the base."""

    worlds: list[WorldWords] = Field(min_length=1, max_length=_MOST_WORLDS, description="Beside the base.")

    def answer(self, bench: Bench, told: Told | None) -> dict[str, Any]:
        """What the worlds change, as `karwan compare --json`.

        Raises:
            InputError: a word means nothing.
        """
        scenarios: list[Scenario | None] = [self._base()]
        scenarios += [together(world.scenarios()) for world in self.worlds]
        asked = self.flows_asked(day_of_all(scenarios, bench.base.facts.day))
        answer = ask_compare(bench.base, scenarios, asked, self.in_steps(told), bench.shared(bench.base))
        facts = bench.base.facts
        return compared_in(messages(self.language, facts), facts, answer).as_json()

    def _base(self) -> Scenario | None:
        return together(shipped(self.scenario)) if self.scenario else None


class CompareJob(CompareWords):
    """The same as a job."""

    kind: Literal["compare"]


class CriticalJob(ManyWords):
    """What closing each post, port, terminal, strait and territory alone costs."""

    kind: Literal["critical"]

    def answer(self, bench: Bench, told: Told | None) -> dict[str, Any]:
        """The ranking, as `karwan critical --json`.

        Raises:
            InputError: a word means nothing.
        """
        options = self.options()
        state = bench.state(shipped(self.scenario), options["on"])
        flows = self.flows_asked(state.facts.day).of(state.facts)
        words = messages(self.language, state.facts)
        answer = critical_in(words, ask_critical(state, flows, self.in_steps(told)))
        return held(state, answer.as_json(), words)

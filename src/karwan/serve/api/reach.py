"""How far goods come from a place, as a job: cities, territories, bands, and the areas to draw."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from karwan.answers.many_in_language import reach_in
from karwan.answers.reach import ask_reach, compare_reach, reach_question
from karwan.answers.reach_answer import ReachAnswer, ReachQuestion
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.languages import Messages, messages
from karwan.report.reach_polygons import reach_polygons
from karwan.serve.api.measures import WorldWords
from karwan.serve.bench import Bench, Told
from karwan.serve.context import Context, held
from karwan.serve.words import Ranked, Said, Whole, Word, shipped
from karwan.state import State

_MOST = 10_000


class ReachJob(Ranked, Said):
    """How far goods come from one place, under a scenario beside the facts as they are."""

    kind: Literal["reach"]
    origin: Word = Field(alias="from", description="From which.")
    by: Word = Field(default="time", description="time, cost or generalised.")
    count: Whole = Field(default=1_000, ge=1, le=_MOST, description="How many cities, the largest.")
    bands: Word | None = Field(default=None, description="Limits of bands, such as 2d,4d,7d or $1000,$2500.")
    world: WorldWords | None = Field(default=None, description="What is compared with the facts.")

    def question(self, facts: Facts) -> ReachQuestion:
        """What is asked, in the words of some facts.

        Raises:
            InputError: a word means nothing.
        """
        return reach_question(facts, find(self.origin, facts), self.bands, self.options())

    def check(self, context: Context) -> None:
        """Reads the words by the facts as they are: a mistake is told before anything waits.

        Raises:
            InputError: a word means nothing.
        """
        shipped(self.scenario)
        messages(self.language)
        self.question(context.base.facts)

    def answer(self, bench: Bench, told: Told | None) -> dict[str, Any]:
        """The answer as `karwan reach --json`, and its areas.

        Raises:
            InputError: a word means nothing.
        """
        on = self.options()["on"]
        scenarios = shipped(self.scenario)
        base = bench.state(scenarios, on)
        question = self.question(base.facts)
        own = () if self.world is None else self.world.scenarios()
        words, told = messages(self.language, base.facts), self.in_steps(told)
        if not own:
            return held(base, self._told(words, ask_reach(base, question, told), base, base), words)
        after = bench.state((*scenarios, *own), on)
        found = compare_reach(base, after, question, told)
        return held(after, self._told(words, found, after, base), words)

    def _told(self, words: Messages, answer: ReachAnswer, state: State, base: State) -> dict[str, Any]:
        areas = reach_polygons(answer, state.network, base.network)
        areas["what"] = words.turned("area", areas["what"])
        return reach_in(words, answer, self.count).as_json() | {"areas": areas}

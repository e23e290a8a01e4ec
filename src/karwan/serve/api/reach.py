"""How far goods come from a place, as a job: cities, territories, bands, and the areas to draw."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from karwan.answers.reach import ask_reach, compare_reach, reach_question
from karwan.answers.reach_answer import ReachAnswer, ReachQuestion
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.report.reach_polygons import reach_polygons
from karwan.serve.api.measures import WorldWords
from karwan.serve.context import Context, held
from karwan.serve.jobs import Told
from karwan.serve.words import Ranked, Whole, Word, shipped
from karwan.state import State

_MOST = 10_000


class ReachJob(Ranked):
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
        self.question(context.base.facts)

    def answer(self, context: Context, told: Told | None) -> dict[str, Any]:
        """The answer as `karwan reach --json`, and its areas.

        Raises:
            InputError: a word means nothing.
        """
        on = self.options()["on"]
        scenarios = shipped(self.scenario)
        base = context.state(scenarios, on)
        question = self.question(base.facts)
        own = () if self.world is None else self.world.scenarios()
        if not own:
            return held(base, self._told(ask_reach(base, question, told), base, base))
        after = context.state((*scenarios, *own), on)
        return held(after, self._told(compare_reach(base, after, question, told), after, base))

    def _told(self, answer: ReachAnswer, state: State, base: State) -> dict[str, Any]:
        found = answer.as_json()
        found["cities"] = found["cities"][: self.count]
        return found | {"areas": reach_polygons(answer, state.network, base.network)}

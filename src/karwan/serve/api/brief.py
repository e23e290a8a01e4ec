"""The brief of a pair, as a job, and its two pages as PDF or HTML once it is done."""

from __future__ import annotations

import pickle
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request, Response
from pydantic import Field

from karwan.answers.brief import Brief, BriefQuestion, ask_brief, brief_question
from karwan.answers.question import Asked
from karwan.errors import InputError, all_faults
from karwan.facts.load import Facts
from karwan.languages import ENGLISH, messages
from karwan.report.brief_html import brief_html
from karwan.report.brief_pdf import brief_pdf
from karwan.report.land.boundaries import borders_of
from karwan.scenario import Scenario
from karwan.serve.api.measures import MOST_MEASURES, WorldWords
from karwan.serve.bench import Bench, Finding, Told
from karwan.serve.context import Context, NotFoundError, Shared, held, in_thread, subject
from karwan.serve.faults import responses
from karwan.serve.jobs import Stage
from karwan.serve.packed import Packed, packed
from karwan.serve.words import Language, Ranked, Real, Word
from karwan.words.day import day_of

router = subject("brief")
_MEDIA = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
Name = Annotated[str, Path(max_length=100, description="The id that POST /jobs gave.")]


class BriefJob(Ranked):
    """What a delegation asks first of a pair."""

    kind: Literal["brief"]
    origin: Word = Field(alias="from", description="Where the shipment starts.")
    destination: Word = Field(alias="to", description="Where it ends.")
    since: Word | None = Field(
        default=None, description="What changed since this day; a year before the day."
    )
    name: Word = Field(default="scenario", description="Of the measures, as shown.")
    measures: list[dict[str, Any]] = Field(
        default=[], max_length=MOST_MEASURES, description="Being tried, on top of the scenarios."
    )
    tonnes_year: Real | None = Field(default=None, gt=0, description="What goes there in a year.")

    def question(self, facts: Facts) -> BriefQuestion:
        """The question that the words mean.

        Raises:
            InputError: a word means nothing.
        """
        asked = Asked(origin=self.origin, destination=self.destination, **self.options())
        since: date | None = None if self.since is None else day_of(self.since)
        return brief_question(facts, asked, since, self.tonnes_year)

    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that hold, those of the library first.

        Raises:
            InputError: there is no such scenario.
        """
        return WorldWords(name=self.name, scenario=self.scenario, measures=self.measures).scenarios()

    def check(self, context: Context) -> None:
        """Reads the words by the facts as they are: a mistake is told before anything waits.

        Raises:
            InputError: a word means nothing.
        """
        if faults := [fault for one in self.scenarios() for fault in one.faults]:
            raise InputError(all_faults(faults))
        self.question(context.base.facts)

    def answer(self, bench: Bench, told: Told | None) -> Finding:
        """The brief, as `karwan brief --json` has each, and what its pages are laid out from.

        Raises:
            InputError: a word means nothing.
        """
        state = bench.state(self.scenarios(), self.options()["on"])
        found = ask_brief(state, self.question(state.facts), told)
        return Finding(held(state, found.as_json()), (self, found))


@router.get("/jobs/{name}/brief.{form}", responses=responses(404))
async def pages(
    request: Request,
    context: Shared,
    name: Name,
    form: Annotated[Literal["pdf", "html"], Path(description="pdf or html.")],
    language: Annotated[Language, Query()] = ENGLISH,
) -> Response:
    """Give the two pages of a brief whose job is done, as a file to save."""
    await in_thread(lambda: messages(language))
    job = context.jobs.get(name)
    if job is None or job.kind != "brief":
        raise NotFoundError("there is no such brief; POST /api/v1/jobs with kind brief begins one")
    if job.stage is not Stage.DONE or job.found is None or job.found.kept is None:
        raise InputError(f"the brief is {job.stage}; ask again once it is done")

    work = partial(_laid_out, job.found.kept, form, language, context.settings.boundaries)
    answer = await context.desk.ask(("brief", job.id, form, language), work)
    return answer.response(request)


def _laid_out(kept: bytes, form: str, language: str, boundaries: str, bench: Bench) -> Packed:
    """The file, from what the job kept."""
    asked: BriefJob
    brief: Brief
    asked, brief = pickle.loads(kept)  # noqa: S301  our own
    facts = bench.state(asked.scenarios(), asked.options()["on"]).facts
    words, borders = messages(language, facts), borders_of(boundaries)
    made: Any = (
        brief_pdf(brief, facts, words, borders)
        if form == "pdf"
        else brief_html(brief, facts, words, borders).encode()
    )
    return packed(made, _MEDIA[form], 0 if form == "pdf" else 6, name=f"karwan-brief-{language}.{form}")

"""Long work over the API: begun, looked at, stopped; and worlds side by side for a few pairs at once."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Annotated

from fastapi import Body, Path, Request, Response

from karwan.answers.flows import Flows
from karwan.errors import InputError
from karwan.serve.api.brief import BriefJob
from karwan.serve.api.many import CompareJob, CompareWords, CriticalJob
from karwan.serve.api.reach import ReachJob
from karwan.serve.bench import Work
from karwan.serve.context import NotFoundError, Shared, in_thread, subject
from karwan.serve.faults import responses
from karwan.serve.jobs import Job
from karwan.serve.packed import packed, packed_json

# More pairs than these take longer than a request may.
_MOST_PAIRS = 6
router = subject("jobs")
JobWords = Annotated[CompareJob | CriticalJob | ReachJob | BriefJob, Body(discriminator="kind")]
Name = Annotated[str, Path(max_length=100, description="The id that POST /jobs gave.")]


@router.post("/compare", responses=responses(413, 415))
async def compare(request: Request, context: Shared, words: CompareWords) -> Response:
    """Lay worlds side by side for a few pairs; as a job for many."""

    def decided() -> tuple[Hashable, Work]:
        """What decides the answer, and the work that makes it."""
        _refuse_many(words.check(context))
        return ("compare", context.base.facts.day, words.digest), partial(words.answer, told=None)

    return await context.asked(request, words, decided)


@router.post("/jobs", status_code=202, responses=responses(413, 415))
async def begin(request: Request, context: Shared, words: JobWords) -> Response:
    """Begin a job: compare, critical, reach or brief. The same question again finds the same job."""
    context.admit(request)
    await in_thread(lambda: words.check(context))
    asked = f"{context.base.facts.day} {words.digest}"
    job = context.jobs.begin(words.kind, asked, lambda told: context.workers.run(words.answer, told))
    return packed_json(job.as_json()).response(request, status=202)


@router.get("/jobs/{name}", responses=responses(404))
async def job(request: Request, context: Shared, name: Name) -> Response:
    """Tell how far a job is, and its answer once it is done."""
    found = _found(context, name)
    answer = await in_thread(lambda: packed(found.text().encode(), "application/json"))
    return answer.response(request)


@router.delete("/jobs/{name}", responses=responses(404))
async def cancel(request: Request, context: Shared, name: Name) -> Response:
    """Stop a job."""
    found = _found(context, name)
    context.jobs.cancel(found)
    return packed_json(found.as_json()).response(request)


def _found(context: Shared, name: str) -> Job:
    found = context.jobs.get(name)
    if found is None:
        raise NotFoundError("there is no such job; the server forgets jobs when it is started anew")
    return found


def _refuse_many(flows: Flows) -> None:
    if len(flows.flows) > _MOST_PAIRS:
        raise InputError(f"{len(flows.flows)} pairs: more than {_MOST_PAIRS} are a job, POST /api/v1/jobs")

"""What every endpoint has at hand: the desk, the jobs, the rate, and how a request becomes a question."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import Response

from karwan.errors import unknown
from karwan.languages import Messages
from karwan.serve.bench import Work
from karwan.serve.desk import BusyError, Desk
from karwan.serve.jobs import Jobs
from karwan.serve.packed import packed_json
from karwan.serve.safety import Rate
from karwan.serve.settings import Settings
from karwan.serve.words import Named
from karwan.serve.workers import Here, Workers
from karwan.state import State

Value = TypeVar("Value")
PREFIX = "/api/v1"


class NotFoundError(Exception):
    """What a path names is not there."""


class UnknownWordError(Exception):
    """A name of a parameter that means nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """What endpoints share.

    Attributes:
        base: the state without scenarios. workers: who work on what is asked.
        desk: where questions are handed in. jobs: where long ones are. rate: of what is dear.
        settings: of the server.
    """

    base: State
    workers: Workers
    desk: Desk
    jobs: Jobs
    rate: Rate
    settings: Settings

    @classmethod
    def over(cls, state: State, settings: Settings, workers: Workers | None) -> Context:
        """What endpoints share over a state; without workers, the threads of this process work."""
        limits, workers = settings.limits, workers or Here(state)
        jobs = Jobs(limits.jobs, limits.jobs_kept_bytes)
        rate = Rate(limits.heavy_each_s, limits.heavy_burst)
        return cls(state, workers, Desk(workers, settings), jobs, rate, settings)

    async def told(self, request: Request, work: Callable[[], Any]) -> Response:
        """The answer to a light question, worked out at once in a thread."""
        answer = await in_thread(lambda: packed_json(work()))
        return answer.response(request)

    async def asked(
        self, request: Request, words: Named, key: Callable[[], tuple[Hashable, Work]]
    ) -> Response:
        """The answer to a heavy question.

        Args:
            request: that asks.
            words: that it asks in; the same ones on the same day mean the same.
            key: gives, in a thread, what decides the answer and the work that makes it.

        Raises:
            BusyError: too much is waiting, or this client has asked too often. LostError: who worked was
                ended. Whatever the key and the work raise.
        """
        written = request.url.path, words.digest, self.base.facts.day
        known = self.desk.known(written)
        if known is not None:
            return known.response(request)
        decided, work = await in_thread(key)
        if not self.desk.is_kept(decided):
            self.admit(request)
        answer = await self.desk.ask(decided, work)
        self.desk.know(written, decided)
        return answer.response(request)

    def admit(self, request: Request) -> None:
        """Counts a heavy request.

        Raises:
            BusyError: this client has asked too often.
        """
        if not self.rate.is_free(request.client.host if request.client else ""):
            raise BusyError

    def end(self) -> None:
        """Lets all that work go."""
        self.jobs.end()
        self.desk.end()
        self.workers.end()


def held(state: State, told: dict[str, Any], words: Messages | None = None) -> dict[str, Any]:
    """An answer as JSON types, with the scenarios that hold, as the command line adds them, in a language."""
    if state.scenarios:
        told["scenarios"] = [one.as_json() for one in state.scenarios]
    if words is not None:
        for one in told.get("scenarios", ()):
            one["name"] = words.turned("scenario", one["name"])
    return told


async def in_thread(work: Callable[[], Value]) -> Value:
    """What work gives, in a thread; who waits no longer leaves it alone."""
    return await to_thread.run_sync(work, abandon_on_cancel=True)


def context_of(request: Request) -> Context:
    """The context of the application that a request came to."""
    context: Context = request.app.state.context
    return context


def only_known(request: Request) -> None:
    """Refuses a parameter that the endpoint does not have, which would be passed over in silence.

    Raises:
        UnknownWordError: with the nearest that it has.
    """
    names = _names_of(request.scope["route"])
    for name in request.query_params:
        if name not in names:
            way_out = f"the parameters are {', '.join(names)}" if names else "there are no parameters"
            raise UnknownWordError(unknown("parameter", name[:100], names, way_out))


def _names_of(route: APIRoute) -> list[str]:
    """The parameters of an endpoint: read from it, for the OpenAPI document takes a while to be made."""
    names: list[str] = []
    for field in route.dependant.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names += [own.alias or name for name, own in kind.model_fields.items()]
        else:
            names.append(field.alias)
    return names


Shared = Annotated[Context, Depends(context_of)]


def subject(tag: str) -> APIRouter:
    """The endpoints of one subject of the API."""
    return APIRouter(prefix=PREFIX, tags=[tag], dependencies=[Depends(only_known)])

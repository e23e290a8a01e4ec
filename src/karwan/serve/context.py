"""What every endpoint has at hand: the desk, the jobs, the rate, and how a request becomes a question."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.responses import Response

from karwan.answers.offers import ask_routes
from karwan.answers.places import largest
from karwan.answers.question import Asked, routes_question
from karwan.errors import InputError, unknown
from karwan.languages import Messages
from karwan.scenario import Scenario
from karwan.serve.desk import BusyError, Desk
from karwan.serve.jobs import Jobs
from karwan.serve.packed import packed_json
from karwan.serve.safety import Rate
from karwan.serve.settings import Settings
from karwan.serve.words import Named
from karwan.state import State

Value = TypeVar("Value")
PREFIX = "/api/v1"
_WARM_PLACES = 200


class NotFoundError(Exception):
    """What a path names is not there."""


class UnknownWordError(Exception):
    """A name of a parameter that means nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """What endpoints share.

    Attributes:
        desk: works on questions. jobs: works on long ones. rate: of what is dear. settings: of the server.
    """

    desk: Desk
    jobs: Jobs
    rate: Rate
    settings: Settings

    @classmethod
    def over(cls, state: State, settings: Settings) -> Context:
        """What endpoints share over a state."""
        limits = settings.limits
        rate = Rate(limits.heavy_each_s, limits.heavy_burst)
        return cls(Desk(state, settings), Jobs(limits.jobs, limits.jobs_kept), rate, settings)

    @property
    def base(self) -> State:
        """The state without scenarios."""
        return self.desk.base

    def state(self, scenarios: Sequence[Scenario], on: date | None) -> State:
        """The state under scenarios; call it from a thread."""
        applied = self.desk.world(scenarios, on)
        return self.base if applied is None else applied.state

    def warm(self) -> None:
        """Works on one question, so that what is made at the first use is there."""
        facts = self.base.facts
        cities = [place for place in largest(facts, _WARM_PLACES) if place.territory]
        for place in cities[1:]:
            try:
                asked = Asked(origin=cities[0].id, destination=place.id)
                if ask_routes(self.base, routes_question(facts, asked)).routes:
                    return
            except InputError:
                continue

    async def told(self, request: Request, work: Callable[[], Any]) -> Response:
        """The answer to a light question, worked out at once in a thread."""
        answer = await in_thread(lambda: packed_json(work()))
        return answer.response(request)

    async def asked(
        self, request: Request, words: Named, key: Callable[[], tuple[Hashable, Callable[[], Any]]]
    ) -> Response:
        """The answer to a heavy question.

        Args:
            request: that asks.
            words: that it asks in; the same ones on the same day mean the same.
            key: gives, in a thread, what decides the answer and the work that makes it.
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
        """Lets the threads go."""
        self.jobs.end()
        self.desk.end()


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

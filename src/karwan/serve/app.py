"""One application over one state: the API, the page, and what stands before both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from karwan import __version__
from karwan.errors import KarwanError
from karwan.serve import faults, safety
from karwan.serve.api import HOUSES
from karwan.serve.api.network import prepare
from karwan.serve.body import BadBodyError
from karwan.serve.context import PREFIX, Context, NotFoundError, UnknownWordError
from karwan.serve.desk import BusyError
from karwan.serve.openapi import described, methods_at
from karwan.serve.settings import Settings
from karwan.serve.static import Bundle
from karwan.serve.workers import LostError, Workers
from karwan.state import State


def create_app(state: State, settings: Settings | None = None, workers: Workers | None = None) -> FastAPI:
    """The application over a state.

    Args:
        state: that every question is asked of, unless it names scenarios.
        settings: the defaults if None.
        workers: who work on questions, and end with the application; its own threads if None.
    """
    settings = settings or Settings()
    context = Context.over(state, settings, workers)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        """Ends those who work with the application."""
        yield
        context.end()

    app = FastAPI(
        title="karwan",
        version=__version__,
        description="Plans international freight corridors. The JSON is that of the command line.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,  # its pages are read from another machine
        redoc_url=None,
        lifespan=living,
    )
    app.state.context = context
    for house in HOUSES:
        app.include_router(house)
    described(app)
    _show_page(app, Bundle(settings.bundle))
    _tell_errors(app)
    limits = settings.limits
    # The last one stands outermost.
    app.add_middleware(safety.Bodies, limits=limits)
    app.add_middleware(safety.InTime, seconds=limits.request_s)
    app.add_middleware(safety.Known, settings=settings)
    app.add_middleware(safety.Bears)
    return app


def warm(app: FastAPI) -> None:
    """Makes what the first question needs, so that the first user does not wait for it."""
    context: Context = app.state.context
    with suppress(BusyError, KarwanError, LostError):  # who asks is told
        context.workers.warm()
        prepare(context)


def _show_page(app: FastAPI, bundle: Bundle) -> None:
    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(request: Request, path: str) -> Response:
        if path.startswith("api/"):
            if methods_at(app, f"/{path}"):
                raise HTTPException(405)
            return faults.told(f"there is nothing at /{path[:100]}; {PREFIX}/openapi.json says what is", 404)
        return bundle.response(request, path)


def _tell_errors(app: FastAPI) -> None:
    @app.exception_handler(KarwanError)
    def mistaken(_: Request, error: Exception) -> Response:
        return faults.told(str(error), 400, faults.nearest_of(str(error)))

    @app.exception_handler(NotFoundError)
    def missing(_: Request, error: Exception) -> Response:
        return faults.told(str(error), 404, faults.nearest_of(str(error)))

    @app.exception_handler(UnknownWordError)
    def unread(_: Request, error: Exception) -> Response:
        return faults.told(str(error), 400, faults.nearest_of(str(error)))

    @app.exception_handler(BadBodyError)
    def unreadable(_: Request, error: BadBodyError) -> Response:
        return faults.told(str(error), error.status)

    @app.exception_handler(BusyError)
    def busy(_: Request, __: Exception) -> Response:
        return faults.told("too much is asked at once; ask again in some seconds", 429, wait_s=5)

    @app.exception_handler(LostError)
    def lost(_: Request, __: Exception) -> Response:
        return faults.told("who worked on it was ended before its time; ask again", 503, wait_s=1)

    @app.exception_handler(RequestValidationError)
    def misshapen(_: Request, error: RequestValidationError) -> Response:
        return faults.told(faults.misshapen(error.errors()), 400)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code != 405:  # noqa: PLR2004
            return faults.told(str(error.detail), error.status_code)
        methods = methods_at(app, request.url.path) or ["GET"]
        answer = faults.told(f"this is no place for {request.method[:20]}; {', '.join(methods)} may be", 405)
        answer.headers["Allow"] = ", ".join(methods)
        return answer

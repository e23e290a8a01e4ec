"""`karwan serve`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import paper, reading
from karwan.cli.boundaries import SHIPPED, Boundaries
from karwan.cli.options import Output, with_output
from karwan.errors import InputError

if TYPE_CHECKING:
    from karwan.serve.settings import Settings

_MOST_PORTS = 65_535
_SHORTEST_TOKEN = 16
_WAIT_S = 3
_WARM_AFTER_S = 1.0
Text = str | None


@with_output
def serve(
    *,
    host: Annotated[
        str, typer.Option(metavar="HOST", help="The address to listen on; another than loopback has a token.")
    ] = "127.0.0.1",
    port: Annotated[str, typer.Option(metavar="N", help="The port to listen on.")] = "8642",
    token: Annotated[
        Text, typer.Option(metavar="TEXT", help="What every request must bear; made up where one is needed.")
    ] = None,
    boundaries: Boundaries = SHIPPED,
    is_opened: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
    out: Output,
) -> None:
    """Show the page in a browser, and answer its API, until Ctrl-C."""
    settings = _settings(host, reading.whole(port, "port", _MOST_PORTS), token, boundaries)
    bound = _bound(settings)
    try:
        _run(settings, bound, out, is_opened=is_opened)
    finally:
        bound.close()


def _settings(host: str, port: int, token: str | None, boundaries: str) -> Settings:
    """What the options say.

    Raises:
        InputError: the token is short, or the boundaries are no GeoJSON file.
    """
    import secrets

    from karwan.report.land.boundaries import NONE, check
    from karwan.serve.settings import Settings, is_loopback

    if token is not None and not (token.isascii() and token.isprintable() and len(token) >= _SHORTEST_TOKEN):
        raise InputError(f"token: write {_SHORTEST_TOKEN} letters, figures and signs or more")
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    if boundaries not in (SHIPPED, NONE):
        check(Path(boundaries))
    return Settings(host=host, port=port, token=token, boundaries=boundaries)


def _bound(settings: Settings) -> Any:  # noqa: ANN401  a socket
    """The socket, before the network is opened: a port that is taken is told at once.

    Raises:
        InputError: it cannot be listened on.
    """
    import socket

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
    except OSError as error:
        made.close()
        mend = "name another with --port, or --host"
        raise InputError(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; {mend}"
        ) from None
    return made


def _run(settings: Settings, bound: Any, out: Output, *, is_opened: bool) -> None:  # noqa: ANN401
    import uvicorn

    from karwan.serve.app import create_app, warm
    from karwan.serve.workers import Forked, may_fork

    state = out.state
    workers = Forked(state, settings.workers, settings.limits, bound.close) if may_fork() else None
    app = create_app(state, settings, workers)
    address = settings.address + (f"?token={settings.token}" if settings.token else "")
    server = _server(uvicorn, app)
    stop = _stopped_by_signals(server)
    bound.listen()  # who reads the address below and asks at once waits a moment, and is not refused
    if out.as_json:
        paper.print_json({"address": address})
    else:
        paper.say(f"karwan is at {address}")
        paper.say("Ctrl-C ends it")
    sys.stdout.flush()
    # The page is there before what its first question needs, which nobody asks at once.
    warming = threading.Timer(_WARM_AFTER_S, warm, args=(app,))
    warming.daemon = True
    warming.start()
    if is_opened:
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.run(sockets=[bound])
    finally:
        stop()
    sys.stdout.flush()
    if threading.active_count() > 1:
        # Work that is still at it on a daemon thread can bring down an interpreter that takes itself apart.
        os._exit(0)


def _server(uvicorn: Any, app: Any) -> Any:  # noqa: ANN401
    """A server that says nothing of single requests and nothing of what it is."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_WAIT_S,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64_000,
        ws="none",
    )
    return uvicorn.Server(config)


def _stopped_by_signals(server: Any) -> Any:  # noqa: ANN401
    """Ends a server at Ctrl-C or SIGTERM without an error; what is given puts the old signals back."""

    def ended(*_: Any) -> None:  # noqa: ANN401
        server.should_exit = True

    kept = {number: signal.signal(number, ended) for number in (signal.SIGINT, signal.SIGTERM)}
    return lambda: [signal.signal(number, handler) for number, handler in kept.items()]

"""A server of karwan on a free port of this machine, for tests and for the pictures of the page."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from karwan.serve.app import create_app
from karwan.serve.settings import Limits, Settings
from karwan.state import State

_TOP = Path(__file__).parents[1]
_BUNDLES = (_TOP / "page/dist", _TOP / "src/karwan/serve/static")
_USUAL = Limits(request_s=60.0)


def bundle() -> Path | None:
    """Where the page lies as it was built; None if it was not."""
    return next((one for one in _BUNDLES if (one / "index.html").is_file()), None)


@contextmanager
def served(state: State, *, limits: Limits = _USUAL, **settings: Any) -> Iterator[str]:
    """The address of a server; it has ended at the end."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        app = create_app(state, Settings(port=port, limits=limits, **settings))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)
        assert not thread.is_alive()

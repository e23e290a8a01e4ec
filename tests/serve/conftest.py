import json
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import httpx
import pytest

from karwan.cli.run import run
from karwan.opening import open_state
from karwan.serve.settings import Limits
from served import served as a_server

API = "/api/v1"


@pytest.fixture(scope="session")
def state():
    return open_state()


@contextmanager
def served(state, **settings):
    """A client of a server of its own."""
    with a_server(state, **settings) as address, httpx.Client(base_url=address, timeout=120) as client:
        yield client


@pytest.fixture(scope="session")
def page(state):
    """A client of one server for all tests."""
    with served(state) as client:
        yield client


@pytest.fixture
def api(page):
    """Asks the API and gives the JSON of an answer that has to be there."""

    def ask(path, body=None, **query):
        url = f"{API}{path}"
        answer = page.get(url, params=query or None) if body is None else page.post(url, json=body)
        assert answer.status_code in (200, 202), answer.text
        return answer.json()

    return ask


@pytest.fixture
def told(capsys):
    """The JSON that a command line prints."""

    def tell(*words):
        code = run([*words, "--json"])
        out, err = capsys.readouterr()
        assert code == 0, err
        return json.loads(out)

    return tell


@pytest.fixture
def fresh(state):
    """Makes a client of a server of its own, with other settings or limits."""
    with ExitStack() as stack:

        def make(limits=None, **settings):
            own = replace(Limits(request_s=60.0), **limits or {})
            return stack.enter_context(served(state, limits=own, **settings))

        yield make


@pytest.fixture
def ended(api):
    """Waits for a job, and gives all that it tells at its end."""

    def wait(job, seconds=120.0):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = api(f"/jobs/{job}")
            if found["state"] not in ("waiting", "running"):
                return found
            threading.Event().wait(0.1)
        raise AssertionError(found)

    return wait

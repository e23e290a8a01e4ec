import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress

import pytest


def free_port():
    """A port of those that the system gives to nobody of itself, so that it is free a moment later too."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as bound, suppress(OSError):
            bound.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@pytest.fixture
def serve():
    """Starts `karwan serve` and gives the process with the first lines that it prints."""
    begun = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "karwan", "serve", "--no-open", *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip
        begun.append(process)
        return process

    yield start
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


def asked(address, path="api/v1/meta"):
    with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:  # noqa: S310
        return json.load(answer)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_answers_and_ends_clean(serve, number):
    port = free_port()
    process = serve("--port", str(port))
    assert process.stdout.readline() == f"karwan is at http://127.0.0.1:{port}/\n"
    assert asked(f"http://127.0.0.1:{port}/")["version"]
    process.send_signal(number)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 0
    assert "Traceback" not in err


def test_its_address_is_told_as_json_too(serve):
    port = free_port()
    process = serve("--port", str(port), "--json")
    told = "".join(process.stdout.readline() for _ in range(3))
    assert json.loads(told) == {"address": f"http://127.0.0.1:{port}/"}


def test_another_address_than_loopback_has_a_token(serve):
    port = free_port()
    process = serve("--port", str(port), "--host", "0.0.0.0")  # noqa: S104
    line = process.stdout.readline()
    token = re.fullmatch(rf"karwan is at http://127\.0\.0\.1:{port}/\?token=(\S{{20,}})\n", line)[1]
    with pytest.raises(urllib.error.HTTPError, match="401"):
        asked(f"http://127.0.0.1:{port}/")
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/meta", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["--port", "70000"], "whole number from 1 to 65535"),
        (["--token", "short"], "16 letters"),
        (["--boundaries", "nowhere.geojson"], "no such file"),
        (["--host", "203.0.113.7"], "name another with --port, or --host"),
        (["--host", "no such host"], "--host"),
    ],
)
def test_a_mistake_is_told_before_anything_starts(karwan, words, mend):
    told = karwan("serve", "--no-open", *words)
    assert told.code == 2
    assert mend in told.err


def test_a_port_that_is_taken_is_told(karwan):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        told = karwan("serve", "--no-open", "--port", bound.getsockname()[1])
    assert told.code == 2
    assert "in use" in told.err


def test_no_other_command_waits_for_the_server():
    code = "import karwan.cli.app, sys; sys.exit('fastapi' in sys.modules or 'uvicorn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

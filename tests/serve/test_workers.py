"""`karwan serve` as users start it: processes that work on questions, whatever happens to them."""

import asyncio
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from karwan.serve.bench import Bench
from karwan.serve.desk import Desk
from karwan.serve.settings import Settings
from karwan.serve.workers import Here

LAST = 19  # the priority of what comes after all others
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")


@contextmanager
def started():
    """A client of `karwan serve`, and its process."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    words = [sys.executable, "-m", "karwan", "serve", "--no-open", "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = server.stdout.readline().split()[-1]
            with httpx.Client(base_url=address, timeout=120) as client:
                yield client, server
        finally:
            server.kill()


@pytest.fixture(scope="module")
def real():
    with started() as found:
        yield found


def children(pid):
    """The processes that one forked, or started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # ended meanwhile
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(status.parent.name))
    return found


def workers_of(server):
    """The processes that work: forked from the one that the server forked, without the one that compiles."""
    every = [pid for mother in children(server.pid) for pid in children(mother)]
    return [pid for pid in every if os.getpriority(os.PRIO_PROCESS, pid) < LAST]


def has_kernels(pid):
    """Whether a process holds what compiled code needs."""
    with suppress(OSError):
        return "llvmlite" in Path(f"/proc/{pid}/maps").read_text()
    return False


def is_there(pid):
    """Whether a process is, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def asked(client, origin, destination, **more):
    until = time.monotonic() + 180
    while True:
        answer = client.get("/api/v1/routes", params={"from": origin, "to": destination, **more})
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > until:
            break  # else it is being worked out
        time.sleep(0.2)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("more", [{}, {"scenario": "sost-blocked"}, {"language": "ru", "cargo": "reefer"}])
def test_another_process_answers_as_the_threads_of_this_one(real, page, more):
    client, _ = real
    found = asked(client, "Lahore", "Almaty", on="2026-11-24", **more)
    assert found.json() == asked(page, "Lahore", "Almaty", on="2026-11-24", **more).json()


def test_a_mistake_under_a_scenario_is_told_from_the_other_process(real):
    client, _ = real
    shut = {"kind": "close", "at": "torkam-road", "reason": "tried"}
    body = {"question": {"from": "Lahore", "to": "Almaty"}, "measures": [shut]}
    answer = client.post("/api/v1/routes", json=body)
    assert answer.status_code == 400
    assert "torkham-road" in answer.json()["error"]["nearest"]


def test_kernels_are_read_beside_and_answer_the_same(state):
    assert Bench(state).compile()  # here at full priority
    with started() as (client, server):
        plain = asked(client, "Multan", "Bishkek", on="2026-11-24").json()
        until = time.monotonic() + 180
        for origin in itertools.cycle(["Lahore", "Karachi", "Quetta", "Peshawar"]):
            asked(client, origin, "Almaty", on="2026-11-24", count=3 + int(until - time.monotonic()) % 9)
            workers = workers_of(server)
            if workers and all(map(has_kernels, workers)):
                break
            assert time.monotonic() < until
            time.sleep(0.2)
        again = asked(client, "Multan", "Bishkek", on="2026-11-24", language="ru").json()
        assert [way["id"] for way in again["routes"]] == [way["id"] for way in plain["routes"]]


def test_a_process_that_was_ended_is_replaced_and_the_question_answered(real):
    client, server = real
    asked(client, "Multan", "Bishkek")
    ended = workers_of(server)
    assert ended
    for pid in ended:
        os.kill(pid, signal.SIGKILL)
    asked(client, "Multan", "Osh")
    assert set(workers_of(server)) - set(ended)


def test_a_process_that_is_ended_while_it_works_is_replaced_and_the_question_answered(real):
    client, server = real
    with ThreadPoolExecutor(1) as threads:
        coming = threads.submit(asked, client, "Karachi", "Moscow")
        time.sleep(0.1)
        for pid in workers_of(server):
            os.kill(pid, signal.SIGKILL)
        assert coming.result().json()["routes"]


def test_the_same_new_question_of_many_at_once_is_worked_on_once(state):
    begun = []

    def work(_bench):
        begun.append(work)
        time.sleep(0.2)
        return {"worked": len(begun)}

    async def many():
        return await asyncio.gather(*(desk.ask("the same", work) for _ in range(8)))

    desk = Desk(Here(state), Settings(workers=4))
    with ThreadPoolExecutor(1) as thread:  # a browser test may have left a loop of its own in this one
        found = thread.submit(asyncio.run, many()).result()
    desk.end()
    assert len(begun) == 1
    assert {one.content for one in found} == {b'{"worked":1}'}


def test_a_job_that_is_stopped_leaves_the_processes_free(real):
    client, _ = real
    body = {"kind": "reach", "from": "Karachi", "count": 3000}
    job = client.post("/api/v1/jobs", json=body).json()["id"]
    assert client.delete(f"/api/v1/jobs/{job}").json()["state"] == "cancelled"
    job = client.post("/api/v1/jobs", json={**body, "count": 3}).json()["id"]
    until = time.monotonic() + 60
    while (found := client.get(f"/api/v1/jobs/{job}").json())["state"] in ("waiting", "running"):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len(found["answer"]["cities"]) == 3


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_ends_leaves_no_process(by):
    with started() as (client, server):
        asked(client, "Lahore", "Almaty")
        client.post("/api/v1/jobs", json={"kind": "reach", "from": "Karachi", "count": 3000})
        below = [*children(server.pid), *workers_of(server)]
        assert len(below) > 1
        server.send_signal(by)
        server.wait(20)
        until = time.monotonic() + 10
        while left := [pid for pid in below if is_there(pid)]:
            assert time.monotonic() < until, left
            time.sleep(0.05)
        assert by == signal.SIGKILL or server.returncode == 0


SLOW = """
import time
from karwan.opening import open_state
from karwan.serve.settings import Limits
from karwan.serve.workers import Forked, LostError

def slow(bench):
    time.sleep(60)

def quick(bench):
    return bench.base.network.digest

HELD = []

def large(bench):
    HELD.append(b"x" * 30_000_000)
    return len(HELD)

if __name__ == "__main__":
    state = open_state()
    workers = Forked(state, 1, Limits(work_s=0.5, work_bytes=50_000_000))
    try:
        workers.do(slow)
    except LostError:
        print("lost")
    print(workers.do(quick).content.decode() == f'"{state.network.digest}"')
    print(*(workers.do(large).content.decode() for _ in range(5)))
"""


def test_a_process_that_takes_too_long_or_grows_too_large_makes_room_for_another(tmp_path):
    path = tmp_path / "slow.py"
    path.write_text(SLOW)
    told = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=120, check=False)
    assert told.stdout.split() == ["lost", "True", *"12121"], told.stderr

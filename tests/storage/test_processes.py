import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from karwan.storage import archive, lock
from karwan.storage.store import Arrays, Store

DIGEST = "5ca1ab1e" * 8
MAKER = Path(__file__).with_name("maker.py")
RESULT = hashlib.sha256(np.arange(8).repeat(200_000).astype(np.int64).tobytes()).hexdigest()


def ready(folder: Path, seconds: float) -> subprocess.Popen[str]:
    """A process that waits for a word before it asks the store."""
    pipe = subprocess.PIPE
    command = [sys.executable, MAKER, folder, DIGEST, str(seconds)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def wait(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "ready\n"


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def until_making(process: subprocess.Popen[str]) -> None:
    wait(process)
    go(process)
    assert process.stdout
    assert process.stdout.readline() == "making\n"


def never() -> Arrays:
    raise AssertionError("made again")


def test_four_processes_at_once_make_one_whole_file(tmp_path: Path):
    processes = [ready(tmp_path / "cache", 2) for _ in range(4)]
    for act in (wait, go):
        for process in processes:
            act(process)
    said = [process.communicate(timeout=60) for process in processes]
    assert [out.split()[-1] for out, _ in said] == [RESULT] * 4
    assert (tmp_path / "made").read_text() == "made\n"
    assert sum("waiting for another process that makes 'network'" in err for _, err in said) == 3
    assert len(Store(tmp_path / "cache").arrays("network", DIGEST, never)) == 8


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_whole_files_and_a_free_lock(tmp_path: Path):
    folder, chance = tmp_path / "cache", random.Random(9)
    whole = 0
    for _ in range(20):
        process = ready(folder, 0.02)
        until_making(process)
        time.sleep(chance.uniform(0.0, 0.12))
        process.kill()
        process.communicate(timeout=60)
        for path in folder.glob("*.npz"):
            assert len(archive.load(path, f"network {DIGEST}")) == 8
            whole += 1
        found = Store(folder).arrays("network", DIGEST, lambda: {"part": np.arange(8)})
        assert len(found) in {1, 8}
        assert list(folder.glob(".*.tmp")) == []
        Store(folder).clear()
    assert os.listdir(folder) == []
    assert whole < 20


def test_the_next_process_makes_what_a_killed_one_was_making(tmp_path: Path):
    first, second = ready(tmp_path / "cache", 60), ready(tmp_path / "cache", 0)
    until_making(first)
    wait(second)
    go(second)
    time.sleep(0.2)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=60)
    out, _ = second.communicate(timeout=60)
    assert out.split()[-1] == RESULT


def test_a_holder_that_never_ends_is_not_waited_for_forever(tmp_path: Path):
    told: list[str] = []
    with lock.held(tmp_path / "lock", never), lock.held(tmp_path / "lock", lambda: told.append("told"), 0.2):
        assert told == ["told"]


def test_threads_of_one_process_make_once_too(tmp_path: Path):
    made: list[int] = []

    def make() -> Arrays:
        made.append(1)
        time.sleep(0.2)
        return {"x": np.arange(3)}

    threads = [
        threading.Thread(target=Store(tmp_path).arrays, args=("network", DIGEST, make)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
